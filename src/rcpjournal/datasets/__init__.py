"""Many people's packs as one dataset, and what an engine counts in it: the only user of duckdb, ibis and their like.

A dataset is a folder of Parquet files. What changes it is in `collecting.py`; `rollup.py` holds the one question that
is asked of it, and `engines.py` who answers.
"""

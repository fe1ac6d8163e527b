"""The same counts by SQL written by hand, the floor of `team_ours.py`. `python team_by_hand.py DATASET BY…`.

A report in groups has the figures of all and of each group, so it takes two: `nothing team`.
"""

import json
import sys

import duckdb

GROUPS = {
    "nothing": "''",
    "team": "team",
    "role": "role",
    "quarter": "(month // 100) || '-Q' || ((month % 100 + 2) // 3)",
}
SQL = """
    SELECT {group} AS "group", part, layer, item, value, response,
           sum(entries)::BIGINT AS entries, count(DISTINCT contributor) AS contributors
    FROM read_parquet('{dataset}/schema=1/*/*/counts.parquet', hive_partitioning = true)
    GROUP BY ALL
    ORDER BY ALL
"""

if __name__ == "__main__":
    dataset, *ways = sys.argv[1:]
    for by in ways:
        json.dump(duckdb.execute(SQL.format(group=GROUPS[by], dataset=dataset)).fetchall(), sys.stdout)

"""How a dataset lies on the disk: one Parquet file for each year and team, and beside them what was collected.

`schema=1/period=2026/team=duty-north/counts.parquet`. Nothing here needs an engine.
"""

import re
from glob import escape
from pathlib import Path

from rcpjournal.datasets.refusals import NotAFolder

SCHEMA = 1
FILE, PACKS, WITHDRAWN, ASIDE = "counts.parquet", "packs.parquet", "withdrawn.json", "aside"
COLUMNS = {
    "contributor": "VARCHAR",
    "number": "INTEGER",
    "role": "VARCHAR",
    "month": "INTEGER",
    "layer": "VARCHAR",
    "part": "VARCHAR",
    "item": "VARCHAR",
    "value": "VARCHAR",
    "response": "VARCHAR",
    "entries": "INTEGER",
}
"""of each file, in order; `month` is 202603"""
PARTITIONS = {"schema": "INTEGER", "period": "INTEGER", "team": "VARCHAR"}
"""in the names of the folders; `period` is a year"""
_PARTITION = re.compile(rf"schema={SCHEMA}/period=[0-9]+/team=[a-z0-9-]+/{re.escape(FILE)}")


def holds_counts(folder: Path) -> bool:
    """Whether packs were collected into this folder."""
    return any(folder.glob(PACKS))  # of a folder that cannot be read it says no


def is_remote(dataset: str) -> bool:
    """Whether this is an address (`s3://…`), which only an engine understands."""
    return "://" in dataset


def local_folder(dataset: str) -> Path:
    """The folder that packs are collected into. Raises NotAFolder."""
    path = Path(dataset)
    if not dataset or is_remote(dataset) or (path.exists() and not path.is_dir()):
        raise NotAFolder(dataset)
    return path


def partition(period: int, team: str) -> str:
    """Where in a dataset the counts of a year and team are."""
    return f"schema={SCHEMA}/period={period}/team={team}/{FILE}"


def is_own(name: str) -> bool:
    """Whether this is the name of a file of a dataset, seen from its folder."""
    return name in (PACKS, WITHDRAWN) or _PARTITION.fullmatch(name) is not None


def all_files(dataset: str) -> str:
    """The pattern of all files with counts."""
    return f"{literally(dataset.rstrip('/'))}/schema={SCHEMA}/*/*/{FILE}"


def literally(place: str) -> str:
    """A folder or file as DuckDB finds it, which takes every name for a pattern."""
    return place if is_remote(place) else escape(place)

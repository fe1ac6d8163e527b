"""DuckDB as it is used here: in memory, within limits, writing beside nothing but where it is told to."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rcpjournal.core.sharing.refusals import ExtraMissing
from rcpjournal.core.value import value
from rcpjournal.datasets.layout import PARTITIONS
from rcpjournal.datasets.refusals import DatasetUnusable, NoCounts, first_line
from rcpjournal.errors import JournalError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_INTERRUPTED = "Query interrupted"
_OTHER_COLUMNS = "schema mismatch in glob"
_PART_MISSING = re.compile(r"required extension '(\w+)")


@value
class Limits:
    """What DuckDB may take: `memory` (`1500MB`), after which it goes on by way of the disk; threads, or one a core."""

    memory: str = "1500MB"
    threads: int | None = None


HIVE = (
    "hive_partitioning = true, hive_types = {" + ", ".join(f"{name}: {kind}" for name, kind in PARTITIONS.items()) + "}"
)
"""how the names of the folders are read: a team may be called `null` or `2026`"""


@contextmanager
def opened_duck(place: str, spill: Path, limits: Limits) -> "Iterator[DuckDBPyConnection]":
    """A database in memory that spills into a folder. What it cannot do becomes DatasetUnusable of `place`.

    Raises ExtraMissing.
    """
    duckdb = _duckdb()
    config = {"memory_limit": limits.memory, "temp_directory": str(spill), "preserve_insertion_order": "false"}
    if limits.threads:
        config["threads"] = str(limits.threads)
    try:
        with duckdb.connect(config=config) as connection:
            yield connection
    except duckdb.Error as error:
        raise refused(place, error) from None
    except RuntimeError as error:
        if str(error) == _INTERRUPTED:  # how Ctrl-C comes out of a query
            raise KeyboardInterrupt from None
        raise


def refused(place: str, error: Exception) -> JournalError:
    """What DuckDB says, for somebody who need not know DuckDB."""
    if _OTHER_COLUMNS in str(error):
        return NoCounts(place)
    if part := _PART_MISSING.search(str(error)):
        return DatasetUnusable(
            place, f"DuckDB needs its part “{part[1]}” for that, and could not fetch it from its makers"
        )
    return DatasetUnusable(place, first_line(error))


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise ExtraMissing("What many people counted", "team") from None
    return duckdb


def expect_duck() -> None:
    """Raises ExtraMissing where there is no DuckDB, before anything is begun."""
    _duckdb()

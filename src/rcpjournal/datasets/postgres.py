"""PostgreSQL, where an organisation has one: a table to ask; a dataset brought into it. The only user of psycopg."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from rcpjournal.datasets.committing import reading
from rcpjournal.datasets.duck import HIVE, Limits, opened_duck
from rcpjournal.datasets.layout import COLUMNS, all_files
from rcpjournal.datasets.refusals import DriverMissing, EngineFailed, first_line
from rcpjournal.datasets.rollup import counts_table, sql_of

if TYPE_CHECKING:
    from ibis.expr.types import Table

_NAME, _PACKAGE = "PostgreSQL", "psycopg[binary]>=3.2,<4"
_TABLE = {**COLUMNS, "team": "VARCHAR"}
_AT_ONCE = 20_000


@contextmanager
def postgres(url: str, table: str) -> "Iterator[_Postgres]":
    """A connection that sees the table (`NAME` or `SCHEMA.NAME`). Raises DriverMissing or EngineFailed."""
    schema, _, name = table.rpartition(".")
    if not name:
        raise EngineFailed(_NAME, "no table is named")
    with _connected(url) as connection:
        connection.read_only = True
        # the planner knows nothing of how many rows a step before gives: it would go through all pairs of them, and
        # join the whole table before the few that are wanted
        connection.execute("SET enable_nestloop = off")
        connection.execute("SET join_collapse_limit = 1")
        connection.execute("SET from_collapse_limit = 1")
        yield _Postgres(connection, counts_table(name, schema or None))


def load_into(url: str, dataset: str, table: str, limits: Limits | None = None) -> int:
    """Puts a dataset into a table of PostgreSQL, in place of what it held; how many rows.

    Few of them are in memory at a time. Raises ExtraMissing, DriverMissing, DatasetBusy, DatasetUnusable or
    EngineFailed.
    """
    with reading(dataset), TemporaryDirectory(prefix="rcpjournal-") as spill, _connected(url) as connection:
        with opened_duck(dataset, Path(spill), limits or Limits()) as duck:
            found = duck.execute(f"SELECT {', '.join(_TABLE)} FROM read_parquet(?, {HIVE})", [all_files(dataset)])
            name = _quoted(table)
            columns = ", ".join(f"{column} {kind} NOT NULL" for column, kind in _TABLE.items())
            connection.execute(f"DROP TABLE IF EXISTS {name}")
            connection.execute(f"CREATE TABLE {name} ({columns})")
            total = 0
            with connection.cursor().copy(f"COPY {name} ({', '.join(_TABLE)}) FROM STDIN") as copy:
                while some := found.fetchmany(_AT_ONCE):
                    # names hold neither tabs, line ends nor backslashes: the text form of COPY needs nothing escaped
                    copy.write("".join(["\t".join(map(str, row)) + "\n" for row in some]))
                    total += len(some)
        connection.commit()
    return total


class _Postgres:
    def __init__(self, connection: Any, table: "Table") -> None:
        self._connection, self.table = connection, table

    def rows(self, question: "Table") -> list[tuple[Any, ...]]:
        return list(self._connection.execute(sql_of(question, "postgres")).fetchall())


@contextmanager
def _connected(url: str) -> Iterator[Any]:
    try:
        import psycopg
    except ImportError:
        raise DriverMissing(_NAME, _PACKAGE) from None
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            yield connection
    except psycopg.Error as error:
        raise EngineFailed(_NAME, first_line(error)) from None


def _quoted(table: str) -> str:
    return ".".join('"' + part.replace('"', '""') + '"' for part in table.split("."))

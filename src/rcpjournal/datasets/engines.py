"""Who answers: DuckDB by default, Spark or PostgreSQL where an organisation has one. Each is loaded when it is asked.

ibis puts the question into the words of each; their own clients carry it. Only what was counted comes back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol

from rcpjournal.core.teams.cells import By
from rcpjournal.core.teams.rolled import Rolled
from rcpjournal.datasets.committing import reading
from rcpjournal.datasets.duck import HIVE, Limits, opened_duck
from rcpjournal.datasets.layout import all_files, is_remote
from rcpjournal.datasets.refusals import DatasetMissing, UnknownEngine
from rcpjournal.datasets.rollup import counts_table, rollup, sql_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from ibis.expr.types import Table

_VIEW = "counts"


class Engine(Protocol):
    """Where the counts can be asked for."""

    table: "Table"
    """the counts, for `rollup`"""

    def rows(self, question: "Table") -> list[tuple[Any, ...]]:
        """What the engine answers, in its own order. Raises EngineFailed or DatasetUnusable."""


def rolled(
    dataset: str,
    by: By | None = None,
    *,
    engine: str | None = None,
    limits: Limits | None = None,
) -> list[Rolled]:
    """What a dataset counts, the same rows in the same order from every engine.

    `engine`: see `opened`. Raises what that raises, EngineFailed and DatasetUnusable.
    """
    with opened(engine, dataset, limits) as answering:
        found = answering.rows(rollup(answering.table, by))
    return sorted(Rolled(*row) for row in found)  # here, because databases sort words each in their own way


@contextmanager
def opened(engine: str | None, dataset: str, limits: Limits | None = None) -> Iterator[Engine]:
    """The engine that answers for a dataset.

    DuckDB where none is named, else `spark:local`, `local[N]`, `spark://HOST:PORT`, or `postgresql://…`, for which the
    dataset is the name of a table. Raises ExtraMissing, DriverMissing, UnknownEngine, DatasetMissing, DatasetBusy,
    DatasetUnusable or EngineFailed.
    """
    if engine is None:
        with _duck(dataset, limits or Limits()) as duck:
            yield duck
    elif engine == "spark:local" or engine.startswith(("spark://", "local[")):
        from rcpjournal.datasets.spark import spark

        _expect(dataset)
        with reading(dataset), spark(engine, dataset, _VIEW) as answering:
            yield answering
    elif engine.startswith(("postgresql://", "postgres://")):
        from rcpjournal.datasets.postgres import postgres

        with postgres(engine, dataset) as answering:
            yield answering
    else:
        raise UnknownEngine(engine)


class _Duck:
    """DuckDB, which reads the files where they are."""

    def __init__(self, connection: "DuckDBPyConnection") -> None:
        self._connection, self.table = connection, counts_table(_VIEW)

    def rows(self, question: "Table") -> list[tuple[Any, ...]]:
        return list(self._connection.execute(sql_of(question, "duckdb")).fetchall())


@contextmanager
def _duck(dataset: str, limits: Limits) -> Iterator[_Duck]:
    _expect(dataset)
    with (
        reading(dataset),
        TemporaryDirectory(prefix="rcpjournal-") as spill,
        opened_duck(dataset, Path(spill), limits) as connection,
    ):
        files = all_files(dataset).replace("'", "''")
        connection.execute(f"CREATE VIEW {_VIEW} AS FROM read_parquet('{files}', {HIVE})")
        yield _Duck(connection)


def _expect(dataset: str) -> None:
    """Raises DatasetMissing where nothing is collected; what only an engine can see, the engine looks for."""
    if not is_remote(dataset) and not any(Path(dataset).glob("schema=*/*/*/*.parquet")):
        raise DatasetMissing(dataset)

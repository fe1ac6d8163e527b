"""Who answers: DuckDB by default, Spark or PostgreSQL where an organisation has one. Each is loaded when it is asked.

ibis puts the question into the words of each; their own clients carry it. Only what was counted comes back.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol

from rcpjournal.core.teams.cells import By
from rcpjournal.core.teams.rolled import Rolled
from rcpjournal.datasets.committing import reading
from rcpjournal.datasets.duck import HIVE, Limits, opened_duck
from rcpjournal.datasets.layout import COLUMNS, FILE, SCHEMA, all_files, is_remote, local_folder
from rcpjournal.datasets.refusals import DatasetMissing, LaterDataset, NoCounts, UnknownEngine
from rcpjournal.datasets.rollup import counts_table, rollup, sql_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from ibis.expr.types import Table

_VIEW = "counts"
_SPARK = re.compile(r"local(\[([0-9]+|\*)\])?|spark:local|spark://.+")


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

    DuckDB where none is named, else `local` (Spark on this machine), `local[N]` on N cores, `spark://HOST:PORT`, or
    `postgresql://…`, for which the dataset is the name of a table. Raises ExtraMissing, DriverMissing, UnknownEngine,
    NotAFolder, DatasetMissing, LaterDataset, DatasetBusy, DatasetUnusable, NoCounts or EngineFailed.
    """
    if engine is None:
        with _duck(dataset, limits or Limits()) as duck:
            yield _Checked(duck, dataset)
    elif _SPARK.fullmatch(engine):
        from rcpjournal.datasets.spark import spark

        _expect(dataset)
        with reading(dataset), spark(engine, dataset, _VIEW) as answering:
            yield _Checked(answering, dataset)
    elif engine.startswith(("postgresql://", "postgres://")):
        from rcpjournal.datasets.postgres import postgres

        with postgres(engine, dataset) as answering:
            yield _Checked(answering, dataset)
    else:
        raise UnknownEngine(engine)


class _Checked:
    """An engine whose answers are of counts and nothing else: in those every column has a value."""

    def __init__(self, engine: Engine, dataset: str) -> None:
        self._engine, self._dataset, self.table = engine, dataset, engine.table

    def rows(self, question: "Table") -> list[tuple[Any, ...]]:
        found = self._engine.rows(question)
        if any(None in row and set(row) != {None} for row in found):  # a month that there is none of is None alone
            raise NoCounts(self._dataset)
        return found


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
        _expect_columns(connection, dataset)
        yield _Duck(connection)


def _expect(dataset: str) -> None:
    """Raises NotAFolder, DatasetMissing or LaterDataset where nothing can be read; of an address the engine says so."""
    if is_remote(dataset):
        return
    folder = local_folder(dataset)
    if any(folder.glob(f"schema={SCHEMA}/*/*/{FILE}")):
        return
    raise LaterDataset(dataset) if any(folder.glob(f"schema=*/*/*/{FILE}")) else DatasetMissing(dataset)


def _expect_columns(connection: "DuckDBPyConnection", dataset: str) -> None:
    """Raises NoCounts where the files hold something else."""
    found = {name: kind for name, kind, *_ in connection.execute(f"DESCRIBE {_VIEW}").fetchall()}
    if not (COLUMNS | {"team": "VARCHAR"}).items() <= found.items():
        raise NoCounts(dataset)

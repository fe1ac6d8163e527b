"""What a dataset counts is what a plain loop over its rows counts; where it cannot be counted, a sentence says why."""

import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from rcpjournal.core.sharing.refusals import ExtraMissing
from rcpjournal.core.teams.pack import TeamPack
from rcpjournal.core.teams.rolled import Rolled
from rcpjournal.datasets.collecting import collect
from rcpjournal.datasets.duck import Limits
from rcpjournal.datasets.engines import opened, rolled
from rcpjournal.datasets.refusals import (
    DatasetMissing,
    DatasetUnusable,
    DriverMissing,
    EngineFailed,
    NotAFolder,
    UnknownEngine,
)
from rcpjournal.datasets.rollup import counted_again, rollup
from tests.datasets.packs import brought, held_in, key, pack
from tests.datasets.reference import GROUPS, rolled_plainly
from tests.datasets.test_collecting import GIVEN
from tests.support import examples

pytest.importorskip("ibis", reason="a dataset needs the extra rcpjournal[team]")


@given(packs=GIVEN.filter(lambda packs: any(one.months for one in packs)))
@settings(max_examples=examples(15), deadline=None)
def test_every_count_is_what_a_plain_loop_counts(packs: list[TeamPack]) -> None:
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        collect(brought(*packs), Path(folder))
        rows = held_in(Path(folder))
        with opened(None, folder) as engine:
            for by in GROUPS:
                found = sorted(Rolled(*row) for row in engine.rows(rollup(engine.table, by)))
                assert found == rolled_plainly(rows, by)
                if by:
                    added = sum((Counter({row[1:6]: row.contributors}) for row in found), Counter())
                    again = {row[:5]: row[5] for row in engine.rows(counted_again(engine.table, by))}
                    whole = {row[1:6]: row.contributors for row in rolled_plainly(rows, None)}
                    assert whole == {key: many - again.get(key, 0) for key, many in added.items()}


@pytest.fixture
def dataset(tmp_path: Path) -> str:
    folder = tmp_path / "it's [h*re] {1}"
    for one in (pack(1), pack(2, team="south", since="2025-12"), pack(3)):
        collect(brought(one), folder)
    return str(folder)


def test_each_contributor_counts_once_beside_each_figure(dataset: str) -> None:
    whole = {row.group: row for row in rolled(dataset, "quarter") if row.part == "all"}
    assert list(whole) == ["2025-Q4", "2026-Q1"]
    assert [row.contributors for row in whole.values()] == [1, 3]
    months = [row for row in held_in(Path(dataset)) if row[5] == "all"]
    assert sum(row.entries for row in whole.values()) == sum(row[9] for row in months)


def test_what_little_memory_does_not_hold_goes_by_way_of_the_disk(dataset: str) -> None:
    assert rolled(dataset, "team", limits=Limits(memory="64MB", threads=1)) == rolled(dataset, "team")


def test_only_counts_leave_the_engine(dataset: str) -> None:
    assert key(1) not in repr(rolled(dataset, "role"))


def test_no_dataset_no_engine_no_driver_are_sentences(dataset: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DatasetMissing, match="No packs are collected in /nowhere"):
        rolled("/nowhere")
    with pytest.raises(UnknownEngine, match="“mysql://me@host/db” is not an engine"):
        rolled(dataset, engine="mysql://me:secret@host/db")
    for missing, engine in (("pyspark.errors", "spark:local"), ("psycopg", "postgresql://127.0.0.1:1/none")):
        monkeypatch.setitem(sys.modules, missing, None)
        with pytest.raises(DriverMissing, match="pip install"):
            rolled(dataset, engine=engine)
    for missing in ("duckdb", "ibis"):
        with monkeypatch.context() as without:
            without.setitem(sys.modules, missing, None)
            with pytest.raises(ExtraMissing, match=r"pip install .rcpjournal\[team\]."):
                rolled(dataset)


def test_the_command_that_begins_a_dataset_can_be_typed_as_it_stands_and_no_file_is_said_to_become_one(
    tmp_path: Path,
) -> None:
    with pytest.raises(DatasetMissing, match="--to '/my counts'`"):
        rolled("/my counts")
    file = tmp_path / "counts.parquet"
    file.touch()
    with pytest.raises(NotAFolder, match="Name the folder"):
        rolled(str(file))


def test_a_database_that_does_not_answer_is_a_sentence_without_its_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(EngineFailed, match="PostgreSQL gave no answer") as refused:
        rolled("counts", engine="postgresql://me:secret@127.0.0.1:1/none")
    assert "secret" not in str(refused.value)


def test_a_file_that_is_no_parquet_is_a_sentence(dataset: str) -> None:
    (Path(dataset) / "schema=1/period=2026/team=north/counts.parquet").write_bytes(b"PAR1 no more")
    with pytest.raises(DatasetUnusable, match="could not be used"):
        rolled(dataset)

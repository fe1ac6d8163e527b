"""A dataset that holds what does not belong there, or is not there, is told in a sentence and never half counted."""

import logging
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rcpjournal.datasets.asking import asked
from rcpjournal.datasets.collecting import collect
from rcpjournal.datasets.duck import refused
from rcpjournal.datasets.engines import rolled
from rcpjournal.datasets.refusals import DatasetUnusable, EngineFailed, LaterDataset, NoCounts, UnknownEngine
from tests.datasets.packs import brought, pack

duckdb = pytest.importorskip("duckdb", reason="a dataset needs the extra rcpjournal[team]")
pytest.importorskip("ibis", reason="a dataset needs the extra rcpjournal[team]")
WHERE = "schema=1/period=2026/team=north"
ROW = "SELECT * EXCLUDE (schema, period, team) FROM read_parquet('{here}/counts.parquet') LIMIT 20"


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    collect(brought(*(pack(n) for n in range(6))), tmp_path / "counts")
    return tmp_path / "counts"


def put(dataset: Path, select: str, name: str = "schema=1/period=2026/team=elsewhere/counts.parquet") -> None:
    """A file of Parquet in a dataset."""
    here, file = dataset / WHERE, dataset / name
    file.parent.mkdir(parents=True, exist_ok=True)
    duckdb.connect().execute(f"COPY ({select.format(here=here)}) TO '{file}'")


FOREIGN: dict[str, Callable[[Path], None]] = {
    "other columns": lambda dataset: put(dataset, "SELECT 1 AS a, 'x' AS b"),
    "nothing but other columns": lambda dataset: put(dataset, "SELECT 1 AS a", f"{WHERE}/counts.parquet"),
    "words for numbers": lambda dataset: put(dataset, f"SELECT * REPLACE ('many' AS entries) FROM ({ROW})"),
    "nothing but words": lambda dataset: put(
        dataset, "SELECT 'a' AS contributor, 'many' AS entries", f"{WHERE}/counts.parquet"
    ),
    "no values": lambda dataset: put(dataset, f"SELECT * REPLACE (NULL::VARCHAR AS role) FROM ({ROW})"),
}


@pytest.mark.parametrize("change", FOREIGN.values(), ids=FOREIGN)
def test_files_of_something_else_are_not_counted(dataset: Path, change: Callable[[Path], None]) -> None:
    change(dataset)
    with pytest.raises(NoCounts, match="holds something else than counts"):
        asked(str(dataset), "role")


def test_a_copy_under_another_name_is_not_counted_twice(dataset: Path) -> None:
    whole = rolled(str(dataset))
    shutil.copy(dataset / WHERE / "counts.parquet", dataset / WHERE / "counts (1).parquet")
    assert rolled(str(dataset)) == whole


@pytest.mark.nightly
def test_nor_by_spark(dataset: Path) -> None:
    pytest.importorskip("pyspark", reason="Spark needs pyspark (`make nightly` installs it)")
    if not shutil.which("java"):
        pytest.skip("there is no Java here (scripts/system-packages --nightly)")
    whole = rolled(str(dataset), engine="local")
    shutil.copy(dataset / WHERE / "counts.parquet", dataset / WHERE / "counts (1).parquet")
    assert rolled(str(dataset), engine="local[1]") == whole == rolled(str(dataset))
    FOREIGN["no values"](dataset)
    with pytest.raises(NoCounts):
        asked(str(dataset), "role", "local[1]")
    with pytest.raises(EngineFailed, match="Spark gave no answer: no master answers there"):
        rolled(str(dataset), engine="spark://127.0.0.1:1")


def test_a_dataset_of_a_later_version_is_not_told_to_be_empty(dataset: Path) -> None:
    (dataset / "schema=1").rename(dataset / "schema=2")
    with pytest.raises(LaterDataset, match="by a later version of rcpjournal"):
        rolled(str(dataset))


@pytest.mark.parametrize("engine", ["local[x]", "local[2", "localhost", "spark:", "spark://", "Spark://h:1", ""])
def test_a_slip_in_an_engines_name_starts_none(dataset: Path, engine: str) -> None:
    with pytest.raises(UnknownEngine, match="is not an engine that is known here"):
        rolled(str(dataset), engine=engine)


def test_what_java_throws_is_told_without_java() -> None:
    from rcpjournal.datasets.spark import why

    class Thrown(Exception):
        java_exception: Any = None

    error = Thrown("An error occurred while calling None.org.apache.spark")
    error.java_exception = "java.lang.IllegalStateException: Cannot call methods on a stopped SparkContext.\n at …"
    assert why(error) == "no master answers there"
    error.java_exception = "org.apache.spark.SparkException: No such file: s3a://x\n at …"
    assert why(error) == "No such file: s3a://x"
    assert why(OSError("disk full")) == "disk full"


def test_what_a_client_says_beside_its_errors_is_not_shown_and_others_are_heard_again(
    capsys: pytest.CaptureFixture[str], recwarn: pytest.WarningsRecorder
) -> None:
    from rcpjournal.datasets.spark import quiet

    def speak() -> None:
        logging.error("KeyboardInterrupt while sending command.")
        warnings.warn("Unable to cleanly shutdown", RuntimeWarning, stacklevel=1)

    with quiet():
        speak()
    assert (len(recwarn), logging.getLogger().isEnabledFor(logging.ERROR)) == (0, True)
    assert capsys.readouterr().err == ""


def test_an_address_is_read_by_the_engine_and_where_there_is_nothing_the_address_is_to_blame(dataset: Path) -> None:
    assert rolled(f"file://{dataset}") == rolled(str(dataset))
    with pytest.raises(DatasetUnusable, match="Check the address, then try again"):
        rolled("file:///nowhere")


def test_a_part_of_duckdb_that_cannot_be_fetched_is_named() -> None:
    said = "An error occurred while trying to automatically install the required extension 'httpfs:\nFailed to download"
    with pytest.raises(DatasetUnusable, match="DuckDB needs its part “httpfs” for that, and could not fetch it"):
        raise refused("s3://x", Exception(said))

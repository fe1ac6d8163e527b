"""DuckDB, Spark and PostgreSQL say the same, byte by byte, of a million rows; those that are missing here are named."""

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from rcpjournal.core.teams.cells import By
from rcpjournal.datasets.engines import rolled
from rcpjournal.datasets.refusals import EngineFailed
from tests.cli.quick import done
from tests.datasets.packs import held_in
from tests.datasets.reference import GROUPS, rolled_plainly

pytestmark = pytest.mark.nightly
pytest.importorskip("ibis", reason="a dataset needs the extra rcpjournal[team]")
ROOT = Path(__file__).parents[2]
NO_POSTGRES = 69
NO_SPARK = "Spark needs pyspark (`make nightly` installs it)"
NO_JAVA = "there is no Java here (scripts/system-packages --nightly)"
WORKERS = 500


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What 500 workers gave over 60 months: a million rows."""
    folder = tmp_path_factory.mktemp("team") / "dataset"
    command = [sys.executable, str(ROOT / "bench" / "teamdata.py"), str(folder), str(WORKERS)]
    made = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(made.stdout.split()[0].replace(",", "")) > 1_000_000
    return str(folder)


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The address of a PostgreSQL of our own."""
    pytest.importorskip("psycopg", reason="PostgreSQL needs psycopg (`make nightly` installs it)")
    words = [str(ROOT / "scripts" / "with-postgres"), "sh", "-c", 'echo "$RCPJOURNAL_POSTGRES"; cat']
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout and server.stdin
        url = server.stdout.readline().strip()
        if not url:
            assert server.wait() == NO_POSTGRES, "the server should have started"
            pytest.skip("there is no PostgreSQL here (scripts/system-packages --nightly)")
        yield url
        server.stdin.close()  # which ends `cat`, and with it the server


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a Spark cluster: a master and one worker, each a process of its own."""
    spark = Path(pytest.importorskip("pyspark", reason=NO_SPARK).__file__).parent
    if not shutil.which("java"):
        pytest.skip(NO_JAVA)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    begin = [str(spark / "bin" / "spark-class"), "org.apache.spark.deploy"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url, here = f"spark://127.0.0.1:{port}", ["--host", "127.0.0.1", "--webui-port", "0"]
    words = {
        "master": [*here, "--port", str(port)],
        "worker": [*here, "-c", "2", "-m", "2g", "-d", str(tmp_path / "work"), url],
    }
    with ExitStack() as running:
        for name, rest in words.items():
            log = running.enter_context((tmp_path / f"{name}.log").open("w+"))
            role = f"{begin[1]}.{name}.{name.capitalize()}"
            process = running.enter_context(subprocess.Popen([begin[0], role, *rest], stdout=log, stderr=log))
            running.callback(process.terminate)
        yield url


def document(dataset: str, by: By | None, engine: str | None = None) -> bytes:
    return json.dumps(rolled(dataset, by, engine=engine)).encode()


def report(dataset: str, by: By | None, engine: str | None = None) -> str:
    """What a person is told, who asked this engine."""
    parts = [*(["--by", by] if by else []), *(["--engine", engine] if engine else [])]
    return done("team", "summary", dataset, "--json", *parts).out


def test_duckdb_says_what_a_plain_loop_says(dataset: str) -> None:
    rows = held_in(Path(dataset))
    for by in GROUPS:
        assert rolled(dataset, by) == rolled_plainly(rows, by)


def test_spark_says_the_same(dataset: str) -> None:
    pytest.importorskip("pyspark", reason=NO_SPARK)
    if not shutil.which("java"):
        pytest.skip(NO_JAVA)
    for by in GROUPS:
        assert document(dataset, by, "local[2]") == document(dataset, by)
    assert report(dataset, "role", "local[2]") == report(dataset, "role") == report(f"file://{dataset}", "role")


def test_a_cluster_of_spark_is_told_the_same_and_finds_the_dataset_by_its_address(dataset: str, cluster: str) -> None:
    assert report(f"file://{dataset}", "team", cluster) == report(dataset, "team")


def test_postgresql_says_the_same_of_what_was_loaded_into_it(dataset: str, database: str) -> None:
    from rcpjournal.datasets.postgres import load_into

    for table in ("counts", "counts"):  # the second time in place of the first
        assert load_into(database, dataset, table) > 1_000_000
    for by in GROUPS:
        assert document("counts", by, database) == document(dataset, by)
        assert report("counts", by, database) == report(dataset, by)
    with pytest.raises(EngineFailed, match="nowhere"):
        rolled("nowhere", engine=database)

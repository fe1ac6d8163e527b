"""The wheel and the sdist hold the same program, with the framework and the demo inside."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from rcpjournal.cli.completion import SHELLS

ROOT = Path(__file__).parents[1]


def build(source: Path, target: Path, *kinds: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", *kinds, "--outdir", target, source],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dist")
    build(ROOT, target, "--sdist", "--wheel")
    return target


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("RECORD")}


def test_the_wheel_made_from_the_sdist_is_the_wheel_made_from_the_checkout(packages: Path, tmp_path: Path) -> None:
    (sdist,) = packages.glob("*.tar.gz")
    (wheel,) = packages.glob("*.whl")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()
    build(source, tmp_path / "again", "--wheel")
    (again,) = (tmp_path / "again").glob("*.whl")
    assert contents(again) == contents(wheel)
    assert {"rcpjournal/framework.yaml", "rcpjournal/demo.jsonl", "rcpjournal/py.typed"} <= set(contents(wheel))
    assert {"rcpjournal/forms/swe-cpd.yaml", "rcpjournal/models/gibbs.yaml"} <= set(contents(wheel))


def test_the_word_list_travels_with_its_notice(packages: Path) -> None:
    (wheel,) = packages.glob("*.whl")
    notice = (ROOT / "src" / "rcpjournal" / "core" / "identifiers" / "words-licence.txt").read_bytes()
    held = contents(wheel)
    assert held["rcpjournal/core/identifiers/words-licence.txt"] == notice
    assert [name for name in held if ".dist-info/licenses/" in name and held[name] == notice]
    assert "rcpjournal/core/identifiers/words.txt" in held


def test_the_man_page_and_what_shells_complete_with_travel_along(packages: Path) -> None:
    (wheel,) = packages.glob("*.whl")
    held = contents(wheel)
    (page,) = [name for name in held if name.endswith(".data/data/share/man/man1/rcpjournal.1")]
    assert held[page] == (ROOT / "docs" / "rcpjournal.1").read_bytes()
    assert {f"rcpjournal/cli/completions/rcpjournal.{end}" for end in SHELLS.values()} <= set(held)


def test_the_unpacked_wheel_runs_the_main_job(packages: Path, tmp_path: Path) -> None:
    (wheel,) = packages.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    runs = [["demo"], ["add", "She opened the door."], ["list"], ["summary"], ["show", "--as", "gibbs"]]
    for words in (*runs, ["export", "swe-cpd", "last", "-o", "cpd.docx"], ["framework", "show", "trust"]):
        ended = subprocess.run(
            [sys.executable, "-m", "rcpjournal", *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
    assert "Trust" in ended.stdout

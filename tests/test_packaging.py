"""The wheel and the sdist: the same bytes each time, with all that belongs in them, and what they say of themselves."""

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from email.message import Message
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from rcpjournal import __version__
from rcpjournal.cli.completion import SHELLS
from rcpjournal.core.extras import PARTS
from tests.cli.test_team_summary import pack, written

ROOT = Path(__file__).parents[1]


NOTICE = ROOT / "src" / "rcpjournal" / "core" / "identifiers" / "words-licence.txt"
EPOCH = 1_772_000_000
WITHOUT = """\
import sys
from importlib.abc import MetaPathFinder

class Hidden(MetaPathFinder):
    names = set({hidden!r})

    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Hidden())
from rcpjournal.__main__ import main
sys.exit(main())
"""
"""the program where some modules are not installed"""


def build(source: Path, target: Path) -> None:
    """A wheel and a sdist of what is in `source`."""
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--sdist", "--wheel", "--outdir", target, source],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH)},
    )


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dist")
    build(ROOT, target)
    return target


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("RECORD")}


def metadata(packages: Path) -> Message:
    (wheel,) = packages.glob("*.whl")
    (held,) = (text for name, text in contents(wheel).items() if name.endswith(".dist-info/METADATA"))
    return message_from_bytes(held)


@pytest.mark.nightly
def test_what_is_made_from_the_sdist_elsewhere_is_byte_by_byte_what_is_made_from_the_checkout(
    packages: Path, tmp_path: Path
) -> None:
    (sdist,) = packages.glob("*.tar.gz")
    (wheel,) = packages.glob("*.whl")
    with tarfile.open(sdist) as archive:
        assert {member.mtime for member in archive} == {EPOCH}
        archive.extractall(tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()
    for file in source.rglob("*"):  # other dates, and readable by nobody else
        os.utime(file)
        file.chmod(file.stat().st_mode & 0o700)
    build(source, tmp_path / "again")
    assert contents(tmp_path / "again" / wheel.name) == contents(wheel)  # says what differs
    for made in (wheel, sdist):
        assert (tmp_path / "again" / made.name).read_bytes() == made.read_bytes()
    assert {"rcpjournal/framework.yaml", "rcpjournal/demo.jsonl", "rcpjournal/py.typed"} <= set(contents(wheel))
    assert {"rcpjournal/forms/swe-cpd.yaml", "rcpjournal/models/gibbs.yaml"} <= set(contents(wheel))


def test_both_hold_the_licence_and_the_notice_of_the_word_list(packages: Path) -> None:
    (sdist,), (wheel,) = packages.glob("*.tar.gz"), packages.glob("*.whl")
    held = contents(wheel)
    licences = [content for name, content in held.items() if ".dist-info/licenses/" in name]
    with tarfile.open(sdist) as archive:
        for file in (ROOT / "LICENSE", NOTICE):
            member = archive.extractfile(f"{sdist.name.removesuffix('.tar.gz')}/{file.relative_to(ROOT)}")
            assert member and member.read() == file.read_bytes()
            assert file.read_bytes() in licences
    assert held["rcpjournal/core/identifiers/words-licence.txt"] == NOTICE.read_bytes()
    assert "rcpjournal/core/identifiers/words.txt" in held


def test_the_version_is_said_in_one_place(packages: Path) -> None:
    assert metadata(packages)["Version"] == __version__
    told = [*(ROOT / "src").rglob("*.py"), ROOT / "pyproject.toml", *(ROOT / "docs").glob("*.py")]
    assert [file.name for file in told if f'"{__version__}"' in file.read_text("utf-8")] == ["__init__.py"]
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    assert not [page.name for page in pages if f"rcpjournal-{__version__}" in page.read_text("utf-8")]
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_extra_is_described_with_what_it_costs(packages: Path) -> None:
    extras = set(metadata(packages).get_all("Provides-Extra", [])) - {"dev"}
    told = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "installing.md").read_text("utf-8"), re.M)
    assert set(told) == extras


def test_every_extra_can_be_added_later_by_the_package_that_it_brings(packages: Path) -> None:
    needed = [line.partition("; extra == ") for line in metadata(packages).get_all("Requires-Dist", [])]
    brought: dict[str, list[str]] = {}
    for package, _, extra in needed:
        brought.setdefault(extra.strip("'\""), []).append(re.split(r"[<>=]", package)[0])
    assert {extra: brought[extra] for extra in PARTS} == {extra: names.split() for extra, names in PARTS.items()}
    assert set(PARTS) == set(metadata(packages).get_all("Provides-Extra", [])) - {"dev"}


def brought_by(needed: list[str], *extras: str) -> set[str]:
    """The packages that pip brings along for these, and for theirs."""
    found: set[str] = set()
    for one in map(Requirement, needed):
        name = canonicalize_name(one.name)
        if one.marker and not any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            continue
        found |= {name} | brought_by(distribution(name).requires or [], *one.extras)
    return found


def test_a_team_is_counted_with_nothing_but_what_its_extra_brings(
    packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = {"rcpjournal", *brought_by(metadata(packages).get_all("Requires-Dist", []), "team")}
    hidden = [
        module
        for module, owners in packages_distributions().items()
        if not there & {canonicalize_name(owner) for owner in owners}
    ]
    assert {"numpy", "pytest"} <= set(hidden)
    monkeypatch.chdir(tmp_path)
    packs = written(*(pack(person) for person in range(5)))
    for words in (["collect", *packs, "--to", "counts"], ["summary", "counts", "--by", "team", "--html"]):
        ended = subprocess.run(
            [sys.executable, "-c", WITHOUT.format(hidden=hidden), "team", *words],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
    assert "5 people" in ended.stdout


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

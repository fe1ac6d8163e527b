"""The program as people install it: by pip, pipx and uv, each into an environment of its own, and then used."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from rcpjournal import __version__
from tests.support import PHRASE
from tests.test_packaging import packages

__all__ = ["packages"]
pytestmark = pytest.mark.nightly

OWN = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")}


def ran(*words: str | Path, **environment: str | Path) -> str:
    """What a program prints that ends well."""
    told = {**OWN, **{name: str(value) for name, value in environment.items()}}
    ended = subprocess.run(
        list(map(str, words)),
        capture_output=True,
        text=True,
        timeout=500,
        env=told,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert ended.returncode == 0, f"{words}\n{ended.stdout}{ended.stderr}"
    return ended.stdout


@pytest.fixture(scope="module")
def tools() -> Iterator[Path]:
    """The folder of twine, pipx and uv, installed for these tests alone."""
    with TemporaryDirectory(prefix="rcpjournal-tools-") as folder:
        ran(sys.executable, "-m", "venv", folder)
        pip = [f"{folder}/bin/python", "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
        ended = subprocess.run([*pip, "twine", "pipx", "uv"], capture_output=True, text=True, env=OWN, check=False)
        if ended.returncode:
            pytest.skip(f"twine, pipx and uv cannot be installed here: {ended.stderr.strip()[-200:]}")
        yield Path(folder) / "bin"


def by_pip(package: Path, tools: Path, place: Path) -> Path:
    ran(sys.executable, "-m", "venv", place)
    ran(place / "bin" / "python", "-m", "pip", "--quiet", "install", package)
    return place / "bin" / "rcpjournal"


def folders(place: Path) -> dict[str, str | Path]:
    """Where pipx and uv are told to put what they install."""
    pipx = {"PIPX_HOME": place / "home", "PIPX_BIN_DIR": place / "bin", "PIPX_MAN_DIR": place / "man"}
    uv = {"UV_TOOL_DIR": place / "tools", "UV_TOOL_BIN_DIR": place / "bin", "UV_CACHE_DIR": place / "cache"}
    return {**pipx, **uv, "UV_PYTHON_DOWNLOADS": "never"}


def by_pipx(package: Path, tools: Path, place: Path) -> Path:
    ran(tools / "pipx", "install", "--python", sys.executable, package, **folders(place))
    return place / "bin" / "rcpjournal"


def by_uv(package: Path, tools: Path, place: Path) -> Path:
    ran(tools / "uv", "tool", "install", "--python", sys.executable, package, **folders(place))
    return place / "bin" / "rcpjournal"


@pytest.mark.parametrize("kind", ["*.whl", "*.tar.gz"])
@pytest.mark.parametrize("install", [by_pip, by_pipx, by_uv])
def test_what_is_installed_says_its_version_and_keeps_an_entry(
    packages: Path, tools: Path, tmp_path: Path, install: Callable[[Path, Path, Path], Path], kind: str
) -> None:
    (package,) = packages.glob(kind)
    program = install(package, tools, tmp_path / "place")
    home = {"RCPJOURNAL_HOME": tmp_path / "home"}
    assert ran(program, "--version", **home) == f"rcpjournal {__version__}\n"
    entry_id = ran(program, "add", "She opened the door.", **home).strip()
    assert ran(program, "list", **home).startswith(entry_id)
    assert "Trust" in ran(program, "framework", "show", "trust", **home)


@pytest.mark.parametrize("install", [by_pip, by_pipx, by_uv])
def test_what_the_program_says_of_a_missing_extra_adds_it_when_typed_as_it_stands(
    packages: Path, tools: Path, tmp_path: Path, install: Callable[[Path, Path, Path], Path]
) -> None:
    (package,) = packages.glob("*.whl")
    place = tmp_path / "place"
    program = install(package, tools, place)
    (tmp_path / "passphrase").write_text(f"{PHRASE}\n")
    home = {"RCPJOURNAL_HOME": tmp_path / "home", "RCPJOURNAL_PASSPHRASE_FILE": tmp_path / "passphrase"}
    told = {**OWN, **{name: str(value) for name, value in home.items()}}
    refused = subprocess.run([program, "seal"], capture_output=True, text=True, env=told, check=False)
    (way,) = re.findall("`([^`]+)`", refused.stderr)
    ran("sh", "-c", way, PATH=f"{place / 'bin'}:{tools}:{OWN['PATH']}", **folders(place))
    ran(program, "seal", **home)
    assert not (tmp_path / "home" / "journal.db").read_bytes().startswith(b"SQLite")


def test_twine_finds_nothing_to_complain_of(packages: Path, tools: Path) -> None:
    checked = ran(tools / "twine", "--no-color", "check", "--strict", *packages.iterdir())
    assert checked.count("PASSED") == 2


def test_twine_would_complain(packages: Path, tools: Path, tmp_path: Path) -> None:
    (tmp_path / "rcpjournal-0.0.0.tar.gz").write_bytes(b"not a package")
    with pytest.raises(AssertionError):
        ran(tools / "twine", "check", "--strict", *tmp_path.iterdir())

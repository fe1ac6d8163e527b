"""Every test has a home of its own: nothing here can touch a real journal."""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from rcpjournal.cli.context import shipped_packs
from rcpjournal.cli.unlocking import Unlocking
from rcpjournal.core.framework import Framework
from rcpjournal.core.sealed import recovery_code
from rcpjournal.store import Journal
from rcpjournal.store.sealing import engine, fresh_key
from tests.support import PHRASE, Counted

SEALED = bool(os.environ.get("RCPJOURNAL_TESTS_SEALED"))
"""whether every test is to have a sealed journal instead of a plain one (see tests/sealed/test_everything.py)"""
if SEALED:
    engine()  # one a process, chosen before sqlite-utils is imported
KEPT_OUT = (
    "NO_COLOR",
    "EDITOR",
    "VISUAL",
    "PAGER",
    "LESS",
    "COLUMNS",
    "LINES",
    "RCPJOURNAL_NOW",
    "RCPJOURNAL_PASSPHRASE",
    "RCPJOURNAL_PASSPHRASE_FILE",
)


@pytest.fixture(scope="session")
def begun_journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty journal with the shipped framework, made once and copied for each test."""
    path = tmp_path_factory.mktemp("begun") / "journal.db"
    Journal(path, now=lambda: datetime.now().astimezone(), shipped=shipped_packs).close()
    return path


@pytest.fixture(scope="session")
def begun_sealed(begun_journal: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same journal sealed, and the file with its recovery code, which opens it at once."""
    pytest.importorskip("sqlcipher3", reason="sealing needs the extra rcpjournal[sealed]")
    from rcpjournal.store.resealing import reseal

    folder = tmp_path_factory.mktemp("begun-sealed")
    path, code = folder / "journal.db", folder / "code"
    shutil.copy(begun_journal, path)
    key = fresh_key(PHRASE)
    reseal(path, None, key)
    code.write_text(recovery_code(key.secret))
    code.chmod(0o600)
    return path, code


@pytest.fixture(scope="session")
def framework() -> Framework:
    """The shipped framework."""
    return Framework(shipped_packs())


@pytest.fixture
def without_backups(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day's backup is left out, for tests of what lies in the folder."""
    monkeypatch.setenv("RCPJOURNAL_BACKUP", "no")


@pytest.fixture
def bare_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder that is not there yet: nobody has run the program."""
    home = tmp_path / "bare"
    monkeypatch.setenv("RCPJOURNAL_HOME", str(home))
    return home


@pytest.fixture
def on_a_disk() -> Iterator[Path]:
    """A folder on the disk: `make test` keeps the others in memory, where nothing takes long enough to be killed."""
    with TemporaryDirectory(prefix="rcpjournal-tests-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def journals() -> str:
    """How this test's journals lie on the disk: “plain” or “sealed”. Harnesses take it as a parameter."""
    return "sealed" if SEALED else "plain"


@pytest.fixture
def counted(record_property: Callable[[str, object], None], journals: str) -> Counted:
    """Notes how often something was done; pytest's last lines give the sums."""

    def note(what: str, times: int) -> None:
        record_property(f"counted: {what}{', sealed' if journals == 'sealed' else ''}", times)

    return note


@pytest.fixture(autouse=True)
def home(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    begun_journal: Path,
    journals: str,
    request: pytest.FixtureRequest,
) -> Path:
    """A home with an empty journal in it. A sealed one is opened by its recovery code, which a variable names."""
    for name in KEPT_OUT:
        monkeypatch.delenv(name, raising=False)
    if journals == "sealed":
        begun_journal, code = request.getfixturevalue("begun_sealed")
        monkeypatch.setenv("RCPJOURNAL_PASSPHRASE_FILE", str(code))
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    shutil.copy(begun_journal, folder / "journal.db")
    (folder / "journal.db").chmod(0o600)
    monkeypatch.setenv("RCPJOURNAL_HOME", str(folder))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TERM", "xterm")
    return folder


@pytest.fixture
def journal(home: Path) -> Iterator[Journal]:
    """The home's journal, open, for looking at what a command did."""
    opened = Journal(
        home / "journal.db",
        now=lambda: datetime.now().astimezone(),
        shipped=shipped_packs,
        unlock=lambda: Unlocking("", keychain=lambda: False),
    )
    yield opened
    opened.close()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The sums of what the harnesses counted, whoever ran them."""
    sums: Counter[str] = Counter()
    for report in [*terminalreporter.stats.get("passed", []), *terminalreporter.stats.get("failed", [])]:
        for name, times in report.user_properties:
            if name.startswith("counted: "):
                sums[name.removeprefix("counted: ")] += times
    if sums:
        terminalreporter.section("counted by the harnesses")
        for what, times in sorted(sums.items()):
            terminalreporter.write_line(f"{times:>7,}  {what}")

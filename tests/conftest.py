"""Every test has a home of its own: nothing here can touch a real journal."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from rcpjournal.cli.context import shipped_packs
from rcpjournal.core.framework import Framework
from rcpjournal.store import Journal

KEPT_OUT = ("NO_COLOR", "EDITOR", "VISUAL", "PAGER", "LESS", "COLUMNS", "LINES", "RCPJOURNAL_NOW")


@pytest.fixture(scope="session")
def begun_journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty journal with the shipped framework, made once and copied for each test."""
    path = tmp_path_factory.mktemp("begun") / "journal.db"
    Journal(path, now=lambda: datetime.now().astimezone(), shipped=shipped_packs).close()
    return path


@pytest.fixture(scope="session")
def framework() -> Framework:
    """The shipped framework."""
    return Framework(shipped_packs())


@pytest.fixture
def bare_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder that is not there yet: nobody has run the program."""
    home = tmp_path / "bare"
    monkeypatch.setenv("RCPJOURNAL_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begun_journal: Path) -> Path:
    """A home with an empty journal in it."""
    for name in KEPT_OUT:
        monkeypatch.delenv(name, raising=False)
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
    opened = Journal(home / "journal.db", now=lambda: datetime.now().astimezone(), shipped=shipped_packs)
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

"""No command talks to a network: an audit hook sees every socket that Python would make, strace every other one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rcpjournal.cli.commands import COMMANDS
from tests.cli.packs import written
from tests.support import PROGRAM, Counted
from tests.terminal.driver import Terminal

ROOT = Path(__file__).parents[2]
_HOOK = """
import os, sys
def watch(event, arguments):
    if event.split(".")[0] in ("socket", "urllib", "http", "ftplib", "smtplib", "telnetlib"):
        with open(os.environ["WATCHED"], "a") as file:
            file.write(event + "\\n")
sys.addaudithook(watch)
with open(os.environ["WATCHED"], "a") as file:
    file.write("watching\\n")
"""
RUNS = [
    [], ["--help"], ["--version"], ["add", "-"], ["add", "She rang 020 7946 0991 about NHS 943 476 5919."], ["list"],
    ["show"], ["search", "rang"], ["summary"], ["summary", "--compare"], ["summary", "--from", "Duty worker"],
    ["edit", "last", "text", "--text", "Other."], ["note", "last", "Later."], ["star", "last"], ["actions"], ["due"],
    ["supervision", "log"], ["supervision", "outcome", "--what", "Ring"], ["supervision", "shared"],
    ["supervision", "receive", "-"], ["supervision", "caseload"], ["supervision", "keygen"],
    ["export", "supervision", "--counts-only", "--since", "2026-01-01", "--format", "html"],
    ["export", "supervision", "--counts-only", "--since", "2026-01-01", "--format", "docx"], ["export", "markdown"],
    ["export", "swe-cpd", "last"], ["show", "--as", "gibbs"],
    ["export", "html"], ["export", "csv"],
    ["export", "json"], ["import", "json", "-"], ["framework", "show"], ["framework", "check", "framework.yaml"],
    ["framework", "export", "qdc"], ["framework", "upgrade"], ["config"], ["config", "set", "flow", "quick"],
    ["completion", "bash"], ["schema", "entry"], ["demo"], ["write", "quick"],
    ["team"], ["team", "contribute", "--team", "duty-north"], ["team", "collect", ".", "--to", "counts"],
    ["team", "summary", "counts"], ["delete", "last", "--yes"], ["undo", "--yes"], ["backup"], ["backup", "list"],
    ["restore", "--yes"], ["check"], ["purge", "--yes"], ["seal"], ["unseal", "--yes"], ["rekey"],
]  # fmt: skip
EVERYDAY = [["add", "-"], ["list"], ["summary"], ["supervision", "receive", "-"], ["write", "quick"], ["demo"]]


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which every run of Python from here on notes what it does with a network."""
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(_HOOK)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "hook"))
    monkeypatch.setenv("WATCHED", str(tmp_path / "watched"))
    return tmp_path / "watched"


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written without a path goes into a folder of its own."""
    (tmp_path / "here").mkdir()
    shutil.copy(ROOT / "framework.yaml", tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")


def seen(watched: Path) -> tuple[int, list[str]]:
    """How many runs were watched, and what they did with a network."""
    lines = watched.read_text().splitlines() if watched.exists() else []
    watched.unlink(missing_ok=True)
    return lines.count("watching"), [line for line in lines if line != "watching"]


def run_all(runs: list[list[str]], *before: str) -> None:
    for words in runs:
        stdin = written() if words[:2] == ["supervision", "receive"] else b"Words.\n.\n\n"
        subprocess.run(
            [*before, *PROGRAM, *words], input=stdin, capture_output=True, check=False, timeout=60,
            env={**os.environ, "EDITOR": "true"},
        )  # fmt: skip


@pytest.mark.parametrize("runs", [EVERYDAY, pytest.param(RUNS, marks=pytest.mark.nightly)], ids=["some", "all"])
def test_no_command_opens_a_socket(runs: list[list[str]], watched: Path, counted: Counted) -> None:
    run_all(runs)
    times, events = seen(watched)
    assert (times, events) == (len(runs), [])
    counted("commands that opened no socket", times)


def test_every_command_is_among_those_that_are_watched() -> None:
    assert {words[0] for words in RUNS if words and not words[0].startswith("-")} == set(COMMANDS)


def test_the_interview_in_a_terminal_reaches_no_address(watched: Path) -> None:
    with Terminal("write", "quick") as person:
        person.until(lambda: "1 of" in person.text, "the first question")
        person.types("She rang.\r")
        person.until(lambda: "2 of" in person.text, "the second question")
        person.press("ctrl-c")
        person.ends()
    times, events = seen(watched)
    assert times == 1
    # An event loop wakes itself through a pair of sockets within the process; nothing is bound, looked up or reached.
    assert set(events) <= {"socket.__new__"}


def test_the_harness_sees_a_socket_that_is_opened(watched: Path) -> None:
    subprocess.run([sys.executable, "-c", "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"], check=True)
    assert seen(watched) == (1, ["socket.__new__", "socket.connect"])


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not here; scripts/system-packages installs it")
@pytest.mark.nightly
def test_below_python_too_no_command_asks_the_system_for_a_socket(tmp_path: Path, counted: Counted) -> None:
    log = tmp_path / "log"
    watching = [
        "strace",
        "-f",
        "-qq",
        "-A",
        "-e",
        "trace=socket,connect,bind,sendto",
        "-e",
        "signal=none",
        "-o",
        str(log),
    ]
    run_all([words for words in RUNS if words != ["demo"]], *watching)
    assert "AF_INET" not in log.read_text() and "AF_UNIX" not in log.read_text()
    subprocess.run([*watching, sys.executable, "-c", "import socket; socket.socket()"], check=True)
    assert "AF_INET" in log.read_text()
    counted("commands that strace saw open no socket", len(RUNS) - 1)

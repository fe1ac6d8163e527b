"""What a system can do to the program: each has its sentence and its exit code, and the words typed are kept.

A full disk is in tests/harness/test_full_disk.py; files that are no journal are in test_journal_file.py.
"""

import ctypes
import os
import pty
import select
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rcpjournal.cli.context import shipped_packs
from rcpjournal.core.entry import free_entry
from rcpjournal.store import Journal, opening
from tests.cli.quick import added, done, listed, refused
from tests.cli.quick import run as quick
from tests.cli.test_edges import in_terminal, shell
from tests.support import PROGRAM, Result
from tests.terminal.driver import WAITING, Terminal

_DROP_CAPABILITY, _PASSES_PERMISSIONS = 24, (1, 2)


def _as_anybody() -> None:
    """From here on file permissions hold for root too."""
    if os.geteuid() == 0:
        system = ctypes.CDLL(None)
        for capability in _PASSES_PERMISSIONS:
            system.prctl(_DROP_CAPABILITY, capability, 0, 0, 0)


def as_anybody(*words: str, stdin: str = "", **environment: str) -> Result:
    """Runs the program as somebody whom permissions stop."""
    ended = subprocess.run(
        [*PROGRAM, *words], input=stdin, capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, **environment}, preexec_fn=_as_anybody,
    )  # fmt: skip
    assert "Traceback" not in ended.stderr, ended.stderr
    return Result(ended.returncode, ended.stdout, ended.stderr)


def words_in(said: str) -> str:
    """What the file holds that a sentence names."""
    return Path(said.split("safe in ")[1].split()[0].rstrip(".;")).read_text()


# --- permissions -------------------------------------------------------------------------------------


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files of this test's own."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture(params=["folder", "file"])
def read_only(request: pytest.FixtureRequest, home: Path, temporary: Path) -> Iterator[None]:
    """A journal with an entry that cannot be written to: the file, or the folder it is in."""
    added("Before.")
    place, mode = (home, 0o500) if request.param == "folder" else (home / "journal.db", 0o400)
    before = place.stat().st_mode
    place.chmod(mode)
    yield
    place.chmod(before)


def test_a_journal_that_cannot_be_written_to_is_read_and_what_is_typed_is_kept_elsewhere(read_only: None) -> None:
    assert "Before." in as_anybody("list").out
    result = as_anybody("add", "-", stdin="A thought.")
    assert (result.code, "cannot be written to" in result.err) == (1, True)
    assert words_in(result.err) == "A thought."
    asked = as_anybody("write", "quick", stdin="Half a thought.\n")
    assert (asked.code, asked.err.count("\n"), "Question" in asked.err) == (1, 1, False)
    assert words_in(asked.err) == "Half a thought.\n"


def test_a_home_that_may_not_be_entered_is_one_sentence_and_the_words_are_shown(home: Path, temporary: Path) -> None:
    """Nobody knows what is in it: a sealed journal perhaps, whose words may lie in no file."""
    home.chmod(0o000)
    try:
        for words in (["list"], [], ["config"]):
            result = as_anybody(*words)
            assert (result.code, result.err.count("\n")) == (1, 1)
        assert "Here they are, to copy:\nA thought.\n" in as_anybody("add", "-", stdin="A thought.").err
        assert not list(temporary.iterdir())
    finally:
        home.chmod(0o700)


def test_settings_that_cannot_be_read_lose_no_words(home: Path) -> None:
    (home / "config.toml").write_text("flow = ")
    said = refused("add", "-", stdin="A thought.", code=2)
    assert "not TOML" in said and words_in(said) == "A thought."


@pytest.mark.parametrize("home_variable", [None, ""])
def test_without_a_home_folder_there_is_one_sentence_and_the_words_are_kept(
    home_variable: str | None, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(number: int) -> None:
        raise KeyError(number)

    for name in ("HOME", "RCPJOURNAL_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    if home_variable is not None:
        monkeypatch.setenv("HOME", home_variable)
    monkeypatch.setattr("pwd.getpwuid", unknown)  # a user without an entry, as in some containers
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    for words in (["list"], ["write"], []):
        said = refused(*words)
        assert "HOME is not set" in said and said.count("\n") == 1
    assert words_in(refused("add", "-", stdin="A thought.")) == "A thought."


# --- what is rescued comes back ------------------------------------------------------------------------


def test_rescued_words_are_mentioned_until_they_are_kept(home: Path) -> None:
    added("Before.")
    refused("add", "-", "--journal", str(home), stdin="A thought.\n")
    (file,) = (home / "rescued").iterdir()
    for words in ([], ["write", "quick"]):
        assert str(file) in quick(*words).err
    assert str(file) not in quick("--json").err
    done("add", "-", stdin="Something else.")
    assert file.exists()
    done("add", "-", stdin=file.read_text())
    assert not file.exists()
    assert "could not be saved" not in quick().err


# --- the file while it is open --------------------------------------------------------------------------


@pytest.mark.parametrize("fate", ["deleted", "replaced"])
def test_a_journal_that_goes_while_one_reflects_is_said_so_and_the_answers_come_back(
    fate: str, home: Path, begun_journal: Path, journal: Journal
) -> None:
    questions = {prompt.id: prompt.text for prompt in journal.frameworks.current().prompts.values()}
    with Terminal("write", "quick", questions=questions) as person:
        person.answers("what-happened", "She waved.")
        person.asked("noticed")
        (home / "journal.db").unlink()
        if fate == "replaced":
            (home / "journal.db").write_bytes(begun_journal.read_bytes())
        person.types("I was late.\r")
        assert person.ends() == 1
        person.sees("moved, deleted or replaced while it was open")
        person.sees("Your answers are safe in")
    (file,) = (home / "rescued").iterdir()
    assert "I was late." in file.read_text() and file.stat().st_mode & 0o777 == 0o600
    quick("list")  # a journal that is begun at a terminal is offered to be sealed
    with Terminal("write", questions=questions) as again:
        again.sees("with 2 answers")
        again.offered(WAITING)
        again.press("enter")
        again.asked("carry-forward")
    assert not file.exists()


def test_a_reflection_set_aside_for_another_journal_stays_where_it_is(home: Path, tmp_path: Path) -> None:
    (home / "rescued").mkdir()
    file = home / "rescued" / "2026-03-04-120000-1-reflection.json"
    elsewhere = '{"journal": "/elsewhere.db", "key": null, "draft": {}}'
    altered = f'{{"journal": "{home / "journal.db"}", "key": null, "draft": {{"flow": 1, "more": 2}}}}'
    for text in ("not JSON", "{}", elsewhere, altered):
        file.write_text(text)
        assert quick("write", "quick").code == 130
        assert file.read_text() == text


def test_a_journal_that_stays_locked_is_said_so_and_the_words_are_kept(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.1)
    sql = sqlite3.connect(home / "journal.db", isolation_level=None)
    sql.execute("BEGIN EXCLUSIVE")
    said = refused("add", "-", stdin="A thought.")
    assert "in use by another program" in said and words_in(said) == "A thought."
    assert "in use by another program" in refused("write", "quick")
    sql.execute("ROLLBACK")
    sql.close()
    added()


@pytest.mark.nightly
def test_a_lock_is_waited_for_ten_seconds(home: Path) -> None:
    sql = sqlite3.connect(home / "journal.db", isolation_level=None)
    sql.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    refused("add", "-", stdin="A thought.")
    assert 9.5 < time.monotonic() - began < 14
    sql.close()


# --- leaving, and programs that fail ---------------------------------------------------------------------


@pytest.mark.parametrize("way", ["SIGHUP", "SIGTERM", "SIGINT"])
def test_lines_typed_into_add_are_in_a_file_however_one_leaves(way: str, home: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen([*PROGRAM, "add", "-"], stdin=theirs, stderr=subprocess.PIPE, text=True) as program:
        assert program.stderr and "Ctrl-D" in program.stderr.readline()
        os.write(ours, b"A line.\nAnother.\n")
        while select.select([theirs], [], [], 0)[0]:  # the program has not read it yet
            time.sleep(0.01)
        time.sleep(0.05)
        program.send_signal(getattr(signal, way))
        said = program.stderr.read()
    os.close(theirs)
    os.close(ours)
    assert (program.returncode, said.count("\n")) == (130, 1)
    assert words_in(said) == "A line.\nAnother.\n"
    assert listed() == []


@pytest.mark.parametrize("pager", ["less 'x", "/tmp", "{folder}/no-program"])
def test_a_pager_that_cannot_be_run_is_done_without(pager: str, tmp_path: Path) -> None:
    (tmp_path / "no-program").write_text("x\n")
    (tmp_path / "no-program").chmod(0o700)
    ids = done("add", "--json", "-", stdin='{"happened_on": "2026-03-04", "text": "Words."}\n' * 30).out.split()
    shown = in_terminal("list", "-n", "0", PAGER=pager.format(folder=tmp_path))
    assert all(one in shown for one in ids)


def test_where_nobody_can_be_told_the_exit_code_is_left() -> None:
    ended = shell("rcpjournal lst 2>&1 | true; echo ${PIPESTATUS[0]}; rcpjournal show zzz 2>/dev/full; echo $?")
    assert ended.stdout.split() == [b"2", b"1"] or ended.stdout.split() == [b"1", b"1"]
    assert ended.stderr == b""


@pytest.mark.parametrize("path", ["/dev/null", "/dev/full", "{folder}/pipe"])
def test_a_device_is_no_journal(path: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for words in (["list"], ["add", "-"]):
        assert "is a device or a pipe" in refused(*words, "--journal", path.format(folder=tmp_path), stdin="x")


# --- time ------------------------------------------------------------------------------------------------

LONDON = ZoneInfo("Europe/London")
FIRST = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)  # summer time
SECOND = FIRST.replace(fold=1)  # an hour later, by the same letters


def test_the_hour_that_comes_twice_in_autumn_is_told_apart(home: Path) -> None:
    moments = iter([FIRST, FIRST, SECOND, SECOND, SECOND])
    journal = Journal(home / "journal.db", now=lambda: next(moments, SECOND), shipped=shipped_packs)
    ids = [journal.entries.add(free_entry(words, FIRST.date())).id for words in ("First.", "Second.")]
    first, second = (journal.entries.get(one or "") for one in ids)
    assert first.created and second.created and ids[0] != ids[1]
    assert (second.created - first.created).total_seconds() == 3600
    assert (first.created.isoformat()[-6:], second.created.isoformat()[-6:]) == ("+01:00", "+00:00")
    assert (first.zone, second.zone) == ("BST", "GMT")
    journal.close()


def test_of_two_drafts_the_later_one_comes_first_in_the_hour_that_comes_twice(home: Path) -> None:
    moments = iter([FIRST.replace(minute=50), SECOND.replace(minute=10)])
    journal = Journal(home / "journal.db", now=lambda: next(moments), shipped=shipped_packs)
    earlier, later = journal.drafts.begin({}), journal.drafts.begin({})
    assert [draft.key for draft in journal.drafts.all()] == [later, earlier]
    journal.close()


def test_a_clock_that_jumps_back_loses_nothing_and_gives_no_id_twice() -> None:
    times = ["2026-03-04T17:30:00+00:00", "2026-03-04T17:30:00+00:00", "2026-03-03T09:00:00+00:00",
             "1970-01-01T00:00:00+00:00", "2026-03-04T17:29:59+00:00"]  # fmt: skip
    ids = [done("add", "-", stdin=f"At {at}.", RCPJOURNAL_NOW=at).out.strip() for at in times]
    assert len(set(ids)) == len(times)
    assert set(listed()) == set(ids)
    assert "Taken back" in done("undo", "--yes", RCPJOURNAL_NOW=times[2]).err
    assert len(listed()) == len(times) - 1

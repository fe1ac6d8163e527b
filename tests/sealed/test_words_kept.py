"""Words typed into a sealed journal that can then not be saved: on the screen or in memory, and in no plain file."""

import os
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from rcpjournal.files.paths import in_memory
from rcpjournal.store.sealing import Key, connected, derived, salt_of
from tests.cli.quick import added, done, run
from tests.support import PHRASE, PROGRAM
from tests.terminal.conftest import Begin
from tests.terminal.driver import Terminal
from tests.terminal.test_words_kept import impatient

WORDS = "A thought of mine."


def held(path: Path) -> sqlite3.Connection:
    """Another program that has the sealed journal for itself."""
    salt = salt_of(path)
    assert salt
    sql = connected(path, Key(derived(PHRASE, salt), salt), timeout=1)
    sql.execute("BEGIN EXCLUSIVE")
    return sql


def nowhere(folder: Path) -> bool:
    """Whether no file has the words."""
    return not any(b"thought of" in path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(("stops", "code"), [(False, 1), pytest.param(True, 130, marks=pytest.mark.nightly)])
def test_words_for_a_sealed_journal_that_is_held_are_shown_also_when_somebody_stops_the_wait(
    stops: bool, code: int, begin: Begin, opened: Path, tmp_path: Path
) -> None:
    person = begin("add", "-", program=impatient("2" if stops else "0.3"), rows=30)
    person.sees("Ctrl-D on a line of its own")
    sql = held(opened)
    person.types(f"{WORDS}\r")
    person.press("ctrl-d")
    time.sleep(0.7)
    if stops:
        person.press("ctrl-c")
    assert person.ends() == code
    sql.close()
    person.sees(f"so your words are in no file. Here they are, to copy: {WORDS}")
    assert nowhere(tmp_path)


@pytest.mark.parametrize("command", ["rekey", "unseal --yes"])
def test_answers_are_kept_when_the_journal_is_rekeyed_or_unsealed_in_another_window(
    command: str, begin: Begin, opened: Path, tmp_path: Path
) -> None:
    person = begin("write", "quick", rows=60)
    person.answers("what-happened", WORDS)
    person.asked("noticed")
    (tmp_path / "other").write_text("a kettle and two cups\n")
    (tmp_path / "other").chmod(0o600)
    more = ["--new-key-file", str(tmp_path / "other")] if command == "rekey" else []
    subprocess.run([*PROGRAM, *command.split(), *more], env=os.environ, check=True, capture_output=True)
    person.types("I was late.\r")
    assert person.ends() == 1
    person.sees("moved, deleted or replaced while it was open")
    person.sees(f"Here they are, to copy: {WORDS} I was late.")
    assert not (opened.parent / "rescued").exists()


@pytest.mark.nightly
def test_answers_are_kept_when_a_journal_whose_passphrase_was_typed_is_unsealed_in_another_window(
    begin: Begin, sealed: Path
) -> None:
    person = begin("write", "quick", rows=60)
    person.offered("Passphrase for journal.db:")
    person.types(f"{PHRASE}\r")
    person.answers("what-happened", WORDS)
    person.asked("noticed")
    unlocked = {**os.environ, "RCPJOURNAL_PASSPHRASE": PHRASE}
    subprocess.run([*PROGRAM, "unseal", "--yes"], env=unlocked, check=True, capture_output=True)
    person.types("I was late.\r")
    assert person.ends() == 1
    person.sees("moved, deleted or replaced while it was open")
    person.sees(f"Here they are, to copy: {WORDS} I was late.")
    assert not (sealed.parent / "rescued").exists()
    again = begin("write")
    again.sees("waits, with 1 answer")  # the draft was unsealed with the rest


# --- an editor, whose file is in memory -----------------------------------------------------------------


def in_editor(begin: Begin, tmp_path: Path) -> tuple[Terminal, Path]:
    """Somebody with an editor open, and where its file is."""
    if in_memory() is None:
        pytest.skip("this system has no folder in memory")
    seen = tmp_path / "seen"
    (tmp_path / "editor").write_text(
        f'#!/bin/sh\nprintf "{WORDS}\\n" > "$1"\nprintf %s "$1" > "{seen}.part"; mv "{seen}.part" "{seen}"\n'
        f'while [ ! -e "{tmp_path}/may-end" ]; do sleep 0.02; done\n'
    )
    (tmp_path / "editor").chmod(0o700)
    person = begin("add", program=impatient(), EDITOR=str(tmp_path / "editor"), columns=400)
    person.eventually(seen.exists, "the editor")
    return person, Path(seen.read_text())


def test_what_an_editor_saved_stays_in_memory_when_the_sealed_journal_cannot_be_read(
    begin: Begin, opened: Path, tmp_path: Path
) -> None:
    added("Before.")
    person, file = in_editor(begin, tmp_path)
    sql = held(opened)
    (tmp_path / "may-end").touch()
    assert person.ends() == 1
    sql.close()
    person.sees(f"Your words are safe in {file}. It is gone when the computer is off.")
    assert file.read_text() == f"{WORDS}\n" and nowhere(tmp_path / "home")
    done("add", "-", stdin=file.read_text())
    assert not file.exists()


def test_what_an_editor_held_in_memory_is_mentioned_with_how_long_it_lasts_and_to_no_other_home(
    begin: Begin, opened: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added("Before.")
    person, file = in_editor(begin, tmp_path)
    assert str(file) not in run().err, "it is open still"
    person.blow("SIGKILL")
    person.gone()
    (tmp_path / "may-end").touch()
    assert f"{file}, which is gone when the computer is off" in run().err
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("RCPJOURNAL_HOME", str(tmp_path / "another"))
        assert str(file) not in run("write", "quick").err
    done("add", "-", stdin=file.read_text())
    assert not file.exists()

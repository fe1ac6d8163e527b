"""Words that are typed and not yet saved: whatever the journal does then, they are in a file that is named."""

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rcpjournal.store import Journal
from tests.cli.quick import added, done, listed, refused
from tests.cli.quick import run as quick
from tests.cli.test_faults import words_in
from tests.support import PHRASE, PROGRAM, everyday
from tests.terminal.conftest import Begin
from tests.terminal.driver import Terminal

IMPATIENT = (
    "import sys\n"
    "from rcpjournal.store import opening\n"
    "opening.BUSY_SECONDS = float(sys.argv.pop(1))\n"
    "from rcpjournal.cli import main\n"
    "main()\n"
)
"""the program, which waits for a lock only so long as its first word says"""


def impatient(seconds: str = "0.3") -> list[str]:
    return [*PROGRAM[:1], "-c", IMPATIENT, seconds]


@pytest.fixture
def wait(tmp_path: Path) -> tuple[str, Path, Path]:
    """An editor that saves “A thought.”, says that it is open, and goes on when it may."""
    ready, may_end = tmp_path / "ready", tmp_path / "may-end"
    script = tmp_path / "editor"
    script.write_text(
        f'#!/bin/sh\nprintf "A thought.\\n" > "$1"\ntouch "{ready}"\nwhile [ ! -e "{may_end}" ]; do sleep 0.02; done\n'
    )
    script.chmod(0o700)
    return str(script), ready, may_end


@pytest.fixture
def held(home: Path) -> Iterator[Callable[[], None]]:
    """Called, it has another program hold the journal for itself."""
    opened: list[sqlite3.Connection] = []

    def hold() -> None:
        opened.append(sqlite3.connect(home / "journal.db", isolation_level=None))
        opened[0].execute("BEGIN EXCLUSIVE")

    yield hold
    for sql in opened:
        sql.close()


def kept_words(person: Terminal) -> str:
    """What the file holds that the sentence on the screen names."""
    return words_in(person.seen.replace(" /", "/").replace("in/", "in /"))


def in_editor(begin: Begin, wait: tuple[str, Path, Path], *words: str) -> Terminal:
    """Somebody who has typed “A thought.” into an editor that is still open."""
    person = begin(*words, program=impatient(), EDITOR=wait[0], columns=400)
    person.eventually(wait[1].exists, "the editor")
    return person


@pytest.mark.parametrize(
    "words", everyday([["add"], ["note", "last"], ["edit", "last", "text"]], ["add"]), ids=" ".join
)
def test_what_an_editor_saved_stays_in_its_file_when_the_journal_cannot_even_be_read(
    words: list[str], begin: Begin, wait: tuple[str, Path, Path], held: Callable[[], None], home: Path
) -> None:
    added("Before.")
    person = in_editor(begin, wait, *words)
    held()
    wait[2].touch()
    assert person.ends() == 1
    person.sees("in use by another program")
    (file,) = (home / "editing").iterdir()
    assert str(file) in person.seen and file.read_text() == "A thought.\n"


@pytest.mark.parametrize("words", [["add", "-"], ["note", "last", "-"]], ids=" ".join)
def test_what_was_typed_at_the_keyboard_is_in_a_file_when_the_journal_cannot_be_read(
    words: list[str], begin: Begin, held: Callable[[], None]
) -> None:
    added("Before.")
    person = begin(*words, program=impatient(), columns=400)
    person.sees("Ctrl-D on a line of its own")
    held()
    person.types("A thought.\r")
    person.press("ctrl-d")
    assert person.ends() == 1
    person.sees("in use by another program")
    assert kept_words(person) == "A thought."


@pytest.mark.parametrize("end", ["ctrl-d", "ctrl-c"])
@pytest.mark.parametrize(
    "words",
    everyday(
        [("add", "--json"), ("import", "json", "-"), ("supervision", "prepare", "--selection", "-")],
        ("import", "json", "-"),
    ),
    ids=" ".join,
)
def test_a_document_typed_at_the_keyboard_is_in_a_file_when_it_is_refused_or_stopped(
    words: tuple[str, ...], end: str, begin: Begin
) -> None:
    person = begin(*words, columns=400)
    person.sees("as JSON; Ctrl-D on a line of its own")
    person.types('{"text": "A thought."\r')
    person.settles()  # until the line is read: Ctrl-C throws away what the terminal still holds
    person.press(end)
    assert person.ends() == (1 if end == "ctrl-d" else 130)
    assert kept_words(person) == '{"text": "A thought."\n'
    assert listed() == []


@pytest.mark.parametrize("end", ["ctrl-d", "ctrl-c"])
def test_an_answer_typed_at_the_keyboard_is_in_a_file_when_it_cannot_be_put_into_its_entry(
    end: str, begin: Begin, held: Callable[[], None]
) -> None:
    added("Before.")
    person = begin("edit", "last", "text", "--text", "-", program=impatient(), columns=400)
    person.sees("Ctrl-D on a line of its own")
    held()
    person.types("A thought.\r")
    person.settles()
    person.press(end)
    assert person.ends() == (1 if end == "ctrl-d" else 130)
    assert kept_words(person).strip() == "A thought."


def test_the_answer_given_when_the_journal_cannot_be_read_is_kept_with_the_others(
    begin: Begin, held: Callable[[], None], home: Path
) -> None:
    person = begin("write", "quick", program=impatient())
    person.answers("what-happened", "She waved.")
    person.asked("noticed")
    held()
    person.types("I was late.\r")
    assert person.ends() == 1
    person.sees("Your answers are safe in")
    (file,) = (home / "rescued").iterdir()
    assert "She waved." in file.read_text() and "I was late." in file.read_text()


@pytest.mark.parametrize("way", everyday(["ctrl-c", "SIGTERM"], "ctrl-c"))
@pytest.mark.parametrize("words", everyday([["add", "-"], ["add"], ["note", "last"]], ["add", "-"]), ids=" ".join)
def test_stopping_a_save_that_waits_for_a_lock_keeps_the_words(
    words: list[str], way: str, begin: Begin, wait: tuple[str, Path, Path], held: Callable[[], None]
) -> None:
    added("Before.")
    person = begin(*words, program=impatient("1.2"), EDITOR=wait[0], columns=400)
    if "-" in words:
        person.sees("Ctrl-D on a line of its own")
        held()
        person.types("A thought.\r")
        person.press("ctrl-d")
    else:
        person.eventually(wait[1].exists, "the editor")
        held()
        wait[2].touch()
    time.sleep(0.7)
    person.press("ctrl-c") if way == "ctrl-c" else person.blow(way)
    assert person.ends() == 130
    person.sees("Stopped.")
    assert kept_words(person).strip() == "A thought."


def test_stopping_a_save_that_then_goes_well_after_all_says_that_it_went_well(
    begin: Begin, held: Callable[[], None], journal: Journal, home: Path
) -> None:
    person = begin("add", "-", program=impatient("8"))
    person.sees("Ctrl-D on a line of its own")
    sql = sqlite3.connect(home / "journal.db", isolation_level=None)
    sql.execute("BEGIN EXCLUSIVE")
    person.types("A thought.\r")
    person.press("ctrl-d")
    time.sleep(0.5)
    person.press("ctrl-c")
    time.sleep(0.2)
    sql.close()
    assert person.ends() == 0
    assert journal.finding.count() == 1 and not (home / "rescued").exists()


def test_a_journal_that_is_damaged_while_the_editor_is_open_costs_no_word(
    begin: Begin, wait: tuple[str, Path, Path], home: Path
) -> None:
    added("Before.")
    person = in_editor(begin, wait, "add")
    with (home / "journal.db").open("r+b") as file:
        size = os.fstat(file.fileno()).st_size
        file.seek(24)
        file.write(b"\xff" * 8)  # so that what was read before is not trusted
        file.seek(100)
        file.write(b"\xff" * (size - 100))
    wait[2].touch()
    assert person.ends() == 1
    person.sees("is damaged. Nothing was changed.")
    assert kept_words(person) == "A thought.\n"


# --- another window -----------------------------------------------------------------------------------


def test_a_journal_sealed_in_another_window_is_a_replaced_one_and_the_editors_file_stays(
    begin: Begin, wait: tuple[str, Path, Path], home: Path
) -> None:
    pytest.importorskip("sqlcipher3")
    added("Before.")
    person = in_editor(begin, wait, "add")
    subprocess.run([*PROGRAM, "seal"], env={**os.environ, "RCPJOURNAL_PASSPHRASE": PHRASE}, check=True)
    wait[2].touch()
    assert person.ends() == 1
    person.sees("moved, deleted or replaced while it was open")
    assert kept_words(person) == "A thought.\n"
    person.sees("That file is not sealed: delete it once you have kept them.")


def test_answers_of_a_reflection_are_shown_when_the_journal_is_sealed_in_another_window(
    begin: Begin, home: Path
) -> None:
    pytest.importorskip("sqlcipher3")
    person = begin("write", "quick", rows=60)
    person.answers("what-happened", "She waved.")
    person.asked("noticed")
    subprocess.run([*PROGRAM, "seal"], env={**os.environ, "RCPJOURNAL_PASSPHRASE": PHRASE}, check=True)
    person.types("I was late.\r")
    assert person.ends() == 1
    person.sees("moved, deleted or replaced while it was open")
    person.sees("so your words are in no file. Here they are, to copy: She waved. I was late.")
    assert not (home / "rescued").exists()


def answered_in_editor(begin: Begin, wait: tuple[str, Path, Path]) -> Terminal:
    """Somebody at the second question, with “A thought.” in an editor that is still open."""
    person = begin("write", "quick", EDITOR=wait[0], columns=400, rows=60)
    person.answers("what-happened", "She waved.")
    person.asked("noticed")
    person.types("e\r")
    person.eventually(wait[1].exists, "the editor")
    return person


def test_an_editors_file_is_named_when_the_journal_is_sealed_while_an_answer_is_in_it(
    begin: Begin, wait: tuple[str, Path, Path], home: Path
) -> None:
    pytest.importorskip("sqlcipher3")
    person = answered_in_editor(begin, wait)
    subprocess.run([*PROGRAM, "seal"], env={**os.environ, "RCPJOURNAL_PASSPHRASE": PHRASE}, check=True)
    wait[2].touch()
    assert person.ends() == 1
    (file,) = (home / "editing").iterdir()
    person.sees(f"so your words are in no file but your editor's, {file}. That file is not sealed: delete it")
    person.sees("She waved. A thought.")


@pytest.mark.parametrize("how", ["ctrl-c", "fails"])
def test_an_editors_file_goes_once_its_words_wait_in_the_draft(
    how: str, begin: Begin, wait: tuple[str, Path, Path], home: Path, tmp_path: Path
) -> None:
    if how == "fails":
        (tmp_path / "editor").write_text('#!/bin/sh\nprintf "A thought.\\n" > "$1"\nexit 3\n')
        person = begin("write", "quick", EDITOR=str(tmp_path / "editor"), columns=200)
        person.answers("what-happened", "She waved.")
        person.asked("noticed")
        person.types("e\r")
        person.sees("ended with an error (3), so nothing was changed. What it saved is here again.")
        person.holds("A thought.")
        person.press("ctrl-c")
    else:
        person = answered_in_editor(begin, wait)
        person.press("ctrl-c")
    assert person.ends() == 130
    assert not list((home / "editing").iterdir())
    assert "editing" not in quick().err
    again = begin("write", columns=200)
    again.press("enter")
    again.asked("noticed")
    again.holds("A thought.")


def test_the_home_page_mentions_a_reflection_that_was_set_aside(
    begin: Begin, held: Callable[[], None], home: Path
) -> None:
    person = begin("write", "quick", program=impatient())
    person.answers("what-happened", "She waved.")
    person.asked("noticed")
    held()
    person.types("I was late.\r")
    assert person.ends() == 1
    (file,) = (home / "rescued").iterdir()
    shutil.move(home / "journal.db", home / "held.db")  # the one that is held; a copy is free
    shutil.copy(home / "held.db", home / "journal.db")
    assert "1 reflection could not be saved at the time: `rcpjournal write` goes on with it." in quick().err
    quick("write", stdin="\n.\nw\n")
    assert not file.exists() and "could not be saved" not in quick().err


# --- an editor that was ended ---------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["SIGKILL", "closed"])
def test_what_an_editor_held_when_the_program_was_ended_is_mentioned_until_it_is_kept(
    way: str, begin: Begin, wait: tuple[str, Path, Path], home: Path
) -> None:
    added("Before.")
    person = in_editor(begin, wait, "add")
    (file,) = (home / "editing").iterdir()
    for words in ([], ["write", "quick"]):
        assert "editing" not in quick(*words).err, "it is open still"
    if way == "closed":
        person.closes_window()
        person.gone()
    else:
        person.blow(way)
        person.gone()
    wait[2].touch()
    for words in ([], ["write", "quick"]):
        assert str(file) in quick(*words).err
    assert str(file) not in quick("--json").err
    done("add", "-", stdin=file.read_text())
    assert not file.exists()
    assert "editing" not in quick().err


def test_what_the_editor_itself_saved_when_it_was_ended_is_mentioned_and_an_empty_text_is_not(home: Path) -> None:
    (home / "editing").mkdir()
    (home / "editing" / "new-entry.md").touch()
    assert "editing" not in quick().err
    (home / "editing" / "new-entry.md.save").write_text("A thought.\n")
    assert str(home / "editing" / "new-entry.md.save") in quick().err


# --- where nobody knows whether the journal is sealed ------------------------------------------------------


@pytest.fixture
def sealed(home: Path, begun_sealed: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home's journal, sealed; nothing names its passphrase."""
    monkeypatch.delenv("RCPJOURNAL_PASSPHRASE_FILE", raising=False)
    shutil.copy(begun_sealed[0], home / "journal.db")
    return home / "journal.db"


def nowhere(folder: Path) -> bool:
    """Whether no file has the words."""
    return not any(b"A thought" in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_settings_that_cannot_be_read_do_not_make_a_sealed_journal_plain(sealed: Path, home: Path) -> None:
    (home / "config.toml").write_text("flow = ")
    assert "is sealed, so your words are in no file" in refused("add", "-", stdin="A thought.", code=2)
    assert nowhere(home)


@pytest.mark.parametrize("way", ["flag", "variable"])
def test_a_key_that_is_named_says_that_nothing_is_plain_though_settings_cannot_be_read(way: str, home: Path) -> None:
    (home / "config.toml").write_text("flow = ")
    (home / "key").write_text(PHRASE)
    more = ["--key-file", str(home / "key")] if way == "flag" else []
    name = {"RCPJOURNAL_PASSPHRASE": PHRASE} if way == "variable" else {}
    assert "is sealed" in refused("add", "-", *more, stdin="A thought.", code=2, **name)
    assert nowhere(home)


def test_settings_that_may_name_another_journal_and_cannot_be_read_leave_a_doubt_and_the_words_are_shown(
    home: Path,
) -> None:
    (home / "config.toml").write_text('journal = "/elsewhere/journal.db"\nflow = ')
    said = refused("add", "-", stdin="A thought.", code=2)
    assert "may be sealed" in said and said.endswith("to copy:\nA thought.\n")
    assert nowhere(home)


@pytest.mark.parametrize("harm", ["first page", "lost"])
def test_a_sealed_journal_that_is_damaged_or_lost_has_its_words_in_no_file(harm: str, sealed: Path, home: Path) -> None:
    (home / "backups").mkdir()
    shutil.copy(sealed, home / "backups" / "journal-2026-03-04T1730.db")
    if harm == "lost":
        sealed.unlink()
        sealed.mkdir()
    else:
        with sealed.open("r+b") as file:
            file.write(b"\0" * 4096)
    assert "is sealed, so your words are in no file" in refused("add", "-", stdin="A thought.")
    assert nowhere(home)


# --- time that cannot be reckoned with ----------------------------------------------------------------------


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "1969-12-31T12:00+00:00"])
def test_a_time_that_cannot_be_reckoned_with_is_one_sentence_and_the_words_are_kept(moment: str, home: Path) -> None:
    done("backup")
    said = refused("add", "-", stdin="A thought.", code=2, RCPJOURNAL_NOW=moment)
    assert "RCPJOURNAL_NOW" in said and words_in(said) == "A thought."
    for words in (["backup"], ["restore", "1"], ["write"]):
        result = quick(*words, RCPJOURNAL_NOW=moment)
        assert (result.code, "RCPJOURNAL_NOW" in result.err, result.out) == (2, True, ""), words
    assert listed() == []


# --- leaving a question ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["ctrl-c", "ctrl-d"])
@pytest.mark.parametrize("words", [["delete", "last"], ["undo"]], ids=" ".join)
def test_leaving_a_question_for_yes_or_no_changes_nothing_and_says_so(way: str, words: list[str], begin: Begin) -> None:
    entry = added("Before.")
    person = begin(*words)
    person.until(lambda: person.at_cursor.endswith("]"), "the question")
    person.press(way)
    assert person.ends() == 130
    person.sees("Stopped. Nothing was changed.")
    assert listed() == [entry]

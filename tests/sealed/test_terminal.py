"""Sealing at a terminal: the offer, the passphrase before anything can be typed, three tries, and leaving anywhere."""

import os
import re
from pathlib import Path

import pytest

from rcpjournal.store.sealing import looks_sealed
from tests.support import PHRASE, PROGRAM, added, done, everyday
from tests.terminal.conftest import Begin
from tests.terminal.driver import Terminal

OFFER = "Seal it? Enter means yes, n means no:"
ASKS = "Passphrase for journal.db:"
FIRST, AGAIN = "New passphrase:", "The same once more:"
ROW = re.compile(r"^ +((?:[A-Z2-7]{4}-?){2,4})$", re.M)


def unseen(person: Terminal, question: str, phrase: str) -> None:
    """Answers a question whose answer is not shown."""
    person.offered(question)
    person.settles()
    person.types(f"{phrase}\r")


def code_shown(person: Terminal) -> list[list[str]]:
    """The recovery code on the screen, line by line, group by group."""
    person.until(lambda: re.search(r"type the \w+ group of line \d:$", person.text), "the question for a group")
    return [row.split("-") for row in ROW.findall("\n".join(person.rows))]


def types_back(person: Terminal, rows: list[list[str]]) -> None:
    column, row = re.findall(r"type the (\w+) group of line (\d):", person.text)[-1]
    person.types(rows[int(row) - 1][["first", "second", "third", "fourth"].index(column)].lower() + "\r")


def chosen(person: Terminal) -> str:
    """Chooses PHRASE and takes down the recovery code; the code."""
    unseen(person, FIRST, PHRASE)
    unseen(person, AGAIN, PHRASE)
    rows = code_shown(person)
    assert [len(row) for row in rows] == [4, 4, 4, 2]
    types_back(person, rows)
    return "-".join(group for row in rows for group in row)


# --- the first run ----------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", everyday([60, 80], 60))
@pytest.mark.parametrize("more", everyday([[], ["--plain"]], []), ids=["full", "plain"])
def test_a_first_run_offers_to_seal_and_enter_means_yes(
    begin: Begin, bare_home: Path, columns: int, more: list[str]
) -> None:
    person = begin("write", "quick", *more, columns=columns, rows=40)
    person.offered(OFFER)
    assert not bare_home.exists()
    assert "What happened" not in person.text
    person.press("enter")
    code = chosen(person)
    person.sees("Private, and kept as you go")
    assert looks_sealed(bare_home / "journal.db")
    assert PHRASE not in person.output.decode()
    assert all(len(row) <= columns for row in person.rows)
    person.put_away()
    for word in (PHRASE, code):
        assert done("list", RCPJOURNAL_PASSPHRASE=word).code == 0


def test_who_says_no_is_asked_once_and_told_how_to_seal_later(begin: Begin, bare_home: Path) -> None:
    person = begin()
    person.offered(OFFER)
    person.types("perhaps\r")
    person.offered(OFFER)
    person.types("n\r")
    person.sees("Not sealed. `rcpjournal seal` does it at any time.")
    person.sees("rcpjournal write quick")
    assert person.ends() == 0
    assert (bare_home / "journal.db").read_bytes().startswith(b"SQLite format 3\0")
    again = begin()
    assert again.ends() == 0
    assert OFFER not in again.seen


def test_without_the_extra_one_sentence_says_how_to_get_it(begin: Begin, bare_home: Path, tmp_path: Path) -> None:
    """sqlcipher3 is hidden from the finder that would find it."""
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "sitecustomize.py").write_text(
        "import sys\n"
        "from importlib.machinery import PathFinder\n"
        "class Without(PathFinder):\n"
        "    @classmethod\n"
        "    def find_spec(cls, name, path=None, target=None):\n"
        "        return None if name.startswith('sqlcipher3') else super().find_spec(name, path, target)\n"
        "sys.meta_path[:] = [Without if one is PathFinder else one for one in sys.meta_path]\n"
    )
    path = os.pathsep.join(filter(None, [str(tmp_path / "without"), os.environ.get("PYTHONPATH")]))
    person = begin(PYTHONPATH=path)
    assert person.ends() == 0
    person.sees('pip install "rcpjournal[sealed]"')
    assert (bare_home / "journal.db").read_bytes().startswith(b"SQLite format 3\0")


@pytest.mark.parametrize("way", everyday(["ctrl-c", "ctrl-d"], "ctrl-c"))
@pytest.mark.parametrize("at", everyday(range(4), 0, 2))
def test_leaving_at_any_question_begins_nothing(begin: Begin, bare_home: Path, way: str, at: int) -> None:
    person = begin("write", "quick", rows=40)
    person.offered(OFFER)
    if at > 0:
        person.press("enter")
        person.offered(FIRST)
        person.settles()
    if at > 1:
        person.types(f"{PHRASE}\r")
        person.offered(AGAIN)
        person.settles()
    if at > 2:
        person.types(f"{PHRASE}\r")
        code_shown(person)
    person.press(way)
    assert person.ends() == 130
    person.sees("Stopped. Nothing was changed" + (": the code shown opens nothing" if at > 2 else "."))
    assert any(row.startswith("Stopped. Nothing was changed") for row in person.rows), "on a line of its own"
    assert not bare_home.exists()


@pytest.mark.nightly
def test_what_is_too_short_or_differs_is_asked_again(begin: Begin, home: Path) -> None:
    person = begin("seal", rows=40)
    unseen(person, FIRST, "short")
    person.sees("fewer than 8 letters")
    unseen(person, FIRST, PHRASE)
    unseen(person, AGAIN, PHRASE + "!")
    person.sees("The two differ.")
    chosen(person)
    assert person.ends() == 0
    person.sees("Sealed.")
    assert looks_sealed(home / "journal.db")


def test_a_code_that_is_not_typed_back_seals_nothing(begin: Begin, home: Path) -> None:
    before = (home / "journal.db").read_bytes()
    person = begin("seal", rows=40)
    unseen(person, FIRST, PHRASE)
    unseen(person, AGAIN, PHRASE)
    code_shown(person)
    for _ in range(3):
        person.settles()
        person.types("abcd\r")
    assert person.ends() == 1
    person.sees("nothing was changed")
    assert (home / "journal.db").read_bytes() == before


# --- opening ----------------------------------------------------------------------------------------


def test_the_passphrase_is_asked_before_anything_can_be_typed(begin: Begin, sealed: Path) -> None:
    person = begin("write", "quick")
    person.offered(ASKS)
    assert person.text == ASKS
    unseen(person, ASKS, PHRASE)
    person.asked("what-happened")
    assert PHRASE not in person.output.decode()


@pytest.mark.parametrize(
    "line",
    everyday(
        ["add", "add -", "add --json", "write", "list", "", "import json -", "edit last", "edit last text --text -",
         "note last", "supervision receive -", "supervision prepare", "supervision log"],
        "add -",
    ),
)  # fmt: skip
def test_three_wrong_ones_change_no_byte_whatever_the_command(begin: Begin, sealed: Path, line: str) -> None:
    before = sealed.read_bytes()
    person = begin(*line.split(), columns=60, EDITOR="touch ran-an-editor")
    for left in ("2 tries left", "1 try left", "None of the three"):
        unseen(person, ASKS, "not the passphrase")
        person.sees(left)
    assert person.ends() == 1
    assert sealed.read_bytes() == before
    assert sorted(path.name for path in sealed.parent.iterdir()) == ["journal.db"]
    assert "not the passphrase" not in person.output.decode()


def test_a_code_with_a_slip_is_said_to_be_one_and_the_right_one_opens(
    begin: Begin, sealed: Path, begun_sealed: tuple[Path, Path]
) -> None:
    code = begun_sealed[1].read_text()
    person = begin("list")
    unseen(person, ASKS, ("B" if code[0] == "A" else "A") + code[1:])
    person.sees("recovery code with a slip in it")
    unseen(person, ASKS, code.lower().replace("-", " "))
    assert person.ends() == 0


@pytest.mark.parametrize("way", everyday(["ctrl-c", "ctrl-d", "SIGTERM", "SIGHUP"], "ctrl-c", "SIGHUP"))
def test_leaving_at_the_passphrase_changes_nothing(begin: Begin, sealed: Path, way: str) -> None:
    before = sealed.read_bytes()
    person = begin("write", "quick")
    person.offered(ASKS)
    person.settles()
    person.press(way) if way.startswith("ctrl") else person.blow(way)
    assert person.ends() == 130
    person.sees("Stopped. Nothing was changed.")
    assert sealed.read_bytes() == before


def test_a_pipe_into_the_program_still_has_a_person_asked(begin: Begin, sealed: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("She opened the door.")
    script = tmp_path / "script"
    program = " ".join(PROGRAM)
    script.write_text(f'#!/bin/sh\nexec {program} add - < "{tmp_path / "notes.txt"}"\n')
    script.chmod(0o700)
    person = begin(program=[str(script)])
    unseen(person, ASKS, PHRASE)
    assert person.ends() == 0
    assert "She opened" in done("list", RCPJOURNAL_PASSPHRASE=PHRASE).out


# --- rekey and unseal ---------------------------------------------------------------------------------


def test_rekey_and_unseal_ask_what_they_need(begin: Begin, sealed: Path) -> None:
    other = "a kettle and two cups"
    person = begin("rekey", rows=40)
    unseen(person, ASKS, PHRASE)
    unseen(person, FIRST, other)
    unseen(person, AGAIN, other)
    types_back(person, code_shown(person))
    assert person.ends() == 0
    person = begin("unseal")
    unseen(person, ASKS, other)
    person.offered("Unseal it? [y/N]")
    person.types("y\r")
    assert person.ends() == 0
    assert sealed.read_bytes().startswith(b"SQLite format 3\0")


def test_words_that_a_sealed_journal_cannot_take_are_shown_and_lie_in_no_file(
    begin: Begin, sealed: Path, tmp_path: Path
) -> None:
    """The journal is replaced while the person writes."""
    entry = "Needle words that nobody else should read."
    person = begin("add", "-", rows=30)
    unseen(person, ASKS, PHRASE)
    person.sees("Ctrl-D on a line of its own")
    copy = sealed.read_bytes()
    sealed.unlink()
    sealed.write_bytes(copy)
    person.types(f"{entry}\r")
    person.press("ctrl-d")
    assert person.ends() == 1
    person.sees("The journal is sealed, so your words are in no file.")
    assert person.text.count(entry) == 2
    held = [path for path in tmp_path.rglob("*") if path.is_file() and b"Needle" in path.read_bytes()]
    assert not held


@pytest.mark.nightly
def test_a_plain_journal_is_written_as_before(begin: Begin, home: Path) -> None:
    added()
    person = begin("write", "quick", "--no-monthly")
    person.asked("what-happened")
    assert "assphrase" not in person.seen


@pytest.mark.nightly
def test_what_is_near_is_told_without_a_question_unless_one_is_wanted(begin: Begin, sealed: Path) -> None:
    person = begin("due")
    assert person.ends() == 1
    assert ASKS not in person.text and "--ask" in person.text
    person = begin("due", "--ask")
    unseen(person, ASKS, PHRASE)
    assert person.ends() == 0

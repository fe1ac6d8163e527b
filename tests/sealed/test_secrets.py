"""Passphrases and recovery codes: never seen, never cut, never of a journal that they do not open."""

import os
import re
import sqlite3
import subprocess
from pathlib import Path

import pytest

from rcpjournal.store.sealing import looks_sealed
from tests.cli.quick import added, done, refused
from tests.sealed.test_terminal import AGAIN, ASKS, FIRST, code_shown, types_back, unseen
from tests.support import PHRASE, PROGRAM, everyday
from tests.terminal.conftest import Begin
from tests.terminal.driver import Terminal

NOT_DONE = "the recovery code just shown opens nothing"


# --- a program that is stopped ------------------------------------------------------------------------


def in_a_shell(begin: Begin) -> Terminal:
    """A shell with job control, in which the program asks for the passphrase."""
    person = begin(program=["bash", "--norc", "--noprofile", "-i"], PS1="ready: ")
    person.offered("ready:")
    person.types(f"{' '.join(PROGRAM)} list\r")
    person.offered(ASKS)
    person.settles()
    return person


def test_the_key_that_stops_a_program_does_not_show_the_passphrase(begin: Begin, sealed: Path) -> None:
    person = in_a_shell(begin)
    person.types("\x1a")
    person.settles()
    person.types(f"{PHRASE}\r")
    person.sees("Nothing is written yet")
    assert PHRASE not in person.output.decode() and "Stopped" not in person.seen


def test_a_passphrase_stays_unseen_in_a_program_that_was_stopped_all_the_same(begin: Begin, sealed: Path) -> None:
    person = in_a_shell(begin)
    ours = subprocess.run(["pgrep", "-P", str(person.pid)], capture_output=True, text=True, check=True).stdout.split()
    os.kill(int(ours[0]), 19)  # SIGSTOP, which cannot be ignored
    person.sees("Stopped")
    person.types("fg\r")
    person.settles()
    person.types(f"{PHRASE}\r")
    person.sees("Nothing is written yet")
    assert PHRASE not in person.output.decode()


# --- a code that nobody gets ----------------------------------------------------------------------------


@pytest.mark.parametrize("where", everyday([">&-", "| true", ">/dev/full"], ">/dev/full"))
@pytest.mark.parametrize("command", ["seal", "rekey --new-key-file other"])
def test_where_the_code_cannot_be_shown_nothing_is_sealed_with_it(
    where: str, command: str, home: Path, phrase_file: Path, begun_sealed: tuple[Path, Path]
) -> None:
    path = home / "journal.db"
    if command != "seal":
        path.write_bytes(begun_sealed[0].read_bytes())
    (home / "other").write_text("a kettle and two cups\n")
    (home / "other").chmod(0o600)
    before = path.read_bytes()
    line = f"{' '.join(PROGRAM)} {command} --key-file {phrase_file} {where}; echo ${{PIPESTATUS[0]}} >&2"
    if where == "| true":
        line = line.replace("| true", "| (exec <&-; sleep 1)")
    ended = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, cwd=home)
    assert ended.stderr.endswith("\n1\n")
    assert "Nothing was changed: the recovery code could not be shown" in ended.stderr
    assert path.read_bytes() == before


# --- key files --------------------------------------------------------------------------------------------


def test_a_passphrase_too_long_for_a_key_file_is_refused_and_not_cut(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "long"
    file.write_text("a" * 4097)
    file.chmod(0o600)
    assert "longer than 4,096 bytes" in refused("seal", "--key-file", str(file))
    assert not looks_sealed(home / "journal.db")
    file.write_text("a" * 4096 + "\nmore of the file\n" * 1000)
    done("seal", "--key-file", str(file))
    done("list", "--key-file", str(file))


# --- what holds after a seal that failed -------------------------------------------------------------------


def impatient() -> list[str]:
    wait = "from rcpjournal.store import opening, resealing; opening.BUSY_SECONDS = resealing.BUSY_SECONDS = 0.3"
    return [PROGRAM[0], "-c", f"{wait}; from rcpjournal.cli import main; main()"]


def held(path: Path) -> sqlite3.Connection:
    sql = sqlite3.connect(path, isolation_level=None)
    sql.execute("BEGIN EXCLUSIVE")
    return sql


def test_a_seal_that_fails_says_that_the_code_opens_nothing_and_the_journal_is_not_sealed(
    begin: Begin, home: Path
) -> None:
    added()
    person = begin("seal", program=impatient(), rows=50)
    unseen(person, FIRST, PHRASE)
    unseen(person, AGAIN, PHRASE)
    rows = code_shown(person)
    sql = held(home / "journal.db")
    types_back(person, rows)
    assert person.ends() == 1
    sql.close()
    person.sees(f"Nothing was changed: {NOT_DONE}, so throw it away. The journal is not sealed.")
    assert not looks_sealed(home / "journal.db")


@pytest.mark.nightly
def test_a_rekey_that_fails_says_that_the_old_passphrase_still_holds(begin: Begin, sealed: Path) -> None:
    person = begin("rekey", rows=50, RCPJOURNAL_PASSPHRASE=PHRASE)
    unseen(person, FIRST, "a kettle and two cups")
    unseen(person, AGAIN, "a kettle and two cups")
    rows = code_shown(person)
    whole = sealed.read_bytes()
    sealed.write_bytes(whole[:-2000] + bytes(64) + whole[-1936:])  # no copy can be made of it as it is
    types_back(person, rows)
    assert person.ends() == 1
    sealed.write_bytes(whole)
    person.sees(f"Nothing was changed: {NOT_DONE}, so throw it away. The old passphrase and the old recovery code")
    done("list", RCPJOURNAL_PASSPHRASE=PHRASE)


@pytest.mark.nightly
def test_a_seal_that_another_window_did_first_says_that_this_ones_code_opens_nothing(begin: Begin, home: Path) -> None:
    added()
    person = begin("seal", rows=50)
    unseen(person, FIRST, PHRASE)
    unseen(person, AGAIN, PHRASE)
    rows = code_shown(person)
    done("seal", RCPJOURNAL_PASSPHRASE="a kettle and two cups")
    types_back(person, rows)
    assert person.ends() == 1
    person.sees(f"Nothing was done here: {NOT_DONE}, so throw it away. What another program did to the file holds.")
    assert re.search("opened the door", done("list", RCPJOURNAL_PASSPHRASE="a kettle and two cups").out)

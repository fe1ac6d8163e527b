"""Backups of a sealed journal: sealed, listed, compared and put back, with the keys of their days."""

import shutil
from pathlib import Path

import pytest

from rcpjournal.store.sealing import looks_sealed
from tests.sealed.needles import held
from tests.support import PHRASE, added, done, run
from tests.terminal.conftest import Begin
from tests.terminal.driver import flat

NEEDLE = "quibblefrock"
OTHER = "a kettle and two cups"
NOT_OPENED = "it is sealed with another passphrase"


@pytest.fixture
def journal_file(opened: Path) -> Path:
    """A sealed journal with an entry in it, which is in its backup of that day."""
    added(f"The {NEEDLE} in the words of an entry.")
    return opened


def backups(journal: Path) -> list[Path]:
    return sorted(path for path in (journal.parent / "backups").iterdir() if path.suffix == ".db")


def rekeyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on the journal opens with OTHER, which is what is named."""
    file = tmp_path / "other"
    file.write_text(OTHER)
    file.chmod(0o600)
    done("rekey", "--new-key-file", str(file))
    monkeypatch.setenv("RCPJOURNAL_PASSPHRASE_FILE", str(file))


def test_a_backup_of_a_sealed_journal_is_sealed_and_opens_with_the_same_passphrase(journal_file: Path) -> None:
    done("backup")
    assert len(backups(journal_file)) == 2, "one was made by the day's first save, the other by hand"
    for copy in backups(journal_file):
        assert looks_sealed(copy)
        assert copy.stat().st_mode & 0o777 == 0o600
        assert NEEDLE in done("--journal", str(copy), "show", "last").out
    assert not list(held([journal_file.parent], [NEEDLE]))


def test_the_list_looks_into_each_of_them(journal_file: Path) -> None:
    added("Another.")
    done("backup")
    backups(journal_file)[0].write_bytes(b"x" * 9000)
    rows = done("backup", "list", "--json").data["backups"]
    assert sorted((row["whole"], row["entries"]) for row in rows) == [(False, None), (True, 2)]


def test_a_restore_shows_what_differs_keeps_the_current_file_and_leaves_no_plain_word(journal_file: Path) -> None:
    later = added("Words of later that day.")
    asked = run("restore")
    assert asked.code == 1 and f"  {later}" in asked.out and "Only in the journal now" in asked.out
    done("restore", "--yes")
    assert NEEDLE in done("show", "last").out and later not in done("list").out
    assert all(looks_sealed(path) for path in [journal_file, *backups(journal_file)])
    done("restore", "--yes", str(next(path for path in backups(journal_file) if "before-restore" in path.name)))
    assert later in done("list").out
    assert not list(held([journal_file.parent], [NEEDLE, "Words of later"]))


@pytest.mark.parametrize("harm", ["missing", "no beginning", "another beginning"])
def test_a_journal_that_is_lost_or_damaged_at_its_beginning_comes_back(journal_file: Path, harm: str) -> None:
    data = journal_file.read_bytes()
    if harm == "missing":
        journal_file.unlink()
    else:
        start = 0 if harm == "another beginning" else 300
        other = bytes(255 - byte for byte in data[start : start + 80])
        journal_file.write_bytes(data[:start] + other + data[start + 80 :])
    said = done("restore", "--yes")
    assert ("There is no journal now" if harm == "missing" else "sealed and was not opened") in said.out
    assert NEEDLE in done("show", "last").out
    if harm != "missing":
        (kept,) = (path for path in backups(journal_file) if "before-restore" in path.name)
        assert kept.stat().st_size == len(data), "what was there is kept, whatever it is"


@pytest.mark.nightly
def test_backups_from_before_a_rekey_are_listed_and_come_back_with_the_passphrase_of_their_day(
    journal_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begun_sealed: tuple[Path, Path]
) -> None:
    rekeyed(tmp_path, monkeypatch)
    (old,) = backups(journal_file)
    (row,) = done("backup", "list", "--json").data["backups"]
    assert not row["whole"] and NOT_OPENED in row["fault"]
    refused = run("restore", str(old), "--yes")
    assert refused.code == 1 and f"does not open {old}" in refused.err
    said = done("restore", str(old), "--yes", RCPJOURNAL_PASSPHRASE_FILE=str(begun_sealed[1]))
    assert "was not opened" in flat(said.out) and "passphrase of the day it was made" in flat(said.out)
    assert run("list").code == 1
    assert NEEDLE in done("show", "last", RCPJOURNAL_PASSPHRASE_FILE=str(begun_sealed[1])).out
    (kept,) = (path for path in backups(journal_file) if "before-restore" in path.name)
    assert NEEDLE in done("--journal", str(kept), "show", "last").out


def test_a_plain_backup_does_not_leave_a_sealed_journal_plain(home: Path, phrase_file: Path) -> None:
    added(f"The {NEEDLE} from before it was sealed.")
    (plain,) = backups(home / "journal.db")
    done("seal", RCPJOURNAL_PASSPHRASE=PHRASE)
    added("After.", "--key-file", str(phrase_file))
    said = done("restore", str(plain), "--yes", "--key-file", str(phrase_file))
    assert "What is restored from it is, with the journal's own passphrase." in flat(said.out)
    assert looks_sealed(home / "journal.db")
    assert NEEDLE in done("show", "last", "--key-file", str(phrase_file)).out
    assert {path for path, _ in held([home], [NEEDLE])} == {plain}


@pytest.mark.nightly
def test_a_plain_backup_does_not_leave_a_damaged_sealed_journal_plain(home: Path, phrase_file: Path) -> None:
    added(f"The {NEEDLE} from before it was sealed.")
    (plain,) = backups(home / "journal.db")
    done("seal", RCPJOURNAL_PASSPHRASE=PHRASE)
    data = (home / "journal.db").read_bytes()
    (home / "journal.db").write_bytes(data[: len(data) // 2] + bytes(64) + data[len(data) // 2 + 64 :])
    said = done("restore", str(plain), "--yes", "--key-file", str(phrase_file))
    assert "with the journal's own passphrase" in flat(said.out)
    assert looks_sealed(home / "journal.db")
    assert NEEDLE in done("show", "last", "--key-file", str(phrase_file)).out


@pytest.mark.nightly
def test_whose_passphrase_is_lost_gets_a_plain_backup_back_and_is_told_that_it_is_plain(home: Path) -> None:
    added(f"The {NEEDLE} from before it was sealed.")
    done("seal", RCPJOURNAL_PASSPHRASE=PHRASE)
    assert "whole" in done("backup", "list").out
    said = done("restore", "--yes", RCPJOURNAL_PASSPHRASE="quite another one")
    assert "the journal will be a plain file" in flat(said.out)
    assert NEEDLE in done("show", "last").out


@pytest.mark.nightly
def test_a_plain_journal_asks_for_no_passphrase_because_of_a_sealed_backup(journal_file: Path) -> None:
    done("unseal", "--yes")
    done("backup")
    rows = done("backup", "list", RCPJOURNAL_PASSPHRASE_FILE="").out
    assert "whole" in rows and "not opened" in rows
    assert "The journal and this backup hold the same." in run("restore", RCPJOURNAL_PASSPHRASE_FILE="").out


def test_a_sealed_backup_that_takes_a_plain_journals_place_is_said_to_stay_sealed(journal_file: Path) -> None:
    done("unseal", "--yes")
    added("After.")
    said = done("restore", str(backups(journal_file)[0]), "--yes")
    assert "The journal then opens with the passphrase of the day it was made." in flat(said.out)
    assert looks_sealed(journal_file)


def test_nobody_to_ask_and_nothing_named_is_one_sentence_and_changes_nothing(
    journal_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RCPJOURNAL_PASSPHRASE_FILE")
    before = journal_file.read_bytes()
    for words in (["backup", "list"], ["restore", "--yes"], ["check"], ["check", "--repair"], ["purge", "--yes"]):
        refused = run(*words)
        assert (refused.code, refused.out, refused.err.count("\n")) == (1, "", 1)
        assert "--key-file" in refused.err
    assert journal_file.read_bytes() == before


@pytest.mark.nightly
def test_in_a_terminal_one_passphrase_is_enough_though_the_journals_beginning_is_damaged(
    begin: Begin, sealed: Path, begun_sealed: tuple[Path, Path]
) -> None:
    added(f"The {NEEDLE}.", "--key-file", str(begun_sealed[1]))
    data = sealed.read_bytes()
    sealed.write_bytes(data[:300] + b"\xff" * 80 + data[380:])
    person = begin("restore")
    person.offered("Passphrase for journal.db:")
    person.types(f"{PHRASE}\r")
    person.offered("Put this backup in the journal's place? [y/N]")
    person.types("y\r")
    person.ends()
    assert NEEDLE in done("show", "last", "--key-file", str(begun_sealed[1])).out


def test_after_sealing_the_plain_backups_that_are_left_are_named(home: Path) -> None:
    added("Plain.")
    said = done("seal", RCPJOURNAL_PASSPHRASE=PHRASE).err
    assert f"1 backup in {home / 'backups'} is not sealed" in said


def test_after_sealing_other_plain_copies_beside_the_journal_are_named_too(home: Path) -> None:
    added("Plain.")
    done("check", "--repair", "-o", str(home / "journal-repaired-1.db"))
    said = done("seal", RCPJOURNAL_PASSPHRASE=PHRASE).err
    assert f"Not sealed either: {home / 'journal-repaired-1.db'}" in said


def test_copies_of_a_file_keep_its_key(opened: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(opened, tmp_path / "copy.db"))
    assert done("check", "--journal", str(copy)).code == 0

"""Making, naming and thinning backups, and the faults that may strike."""

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from rcpjournal.core.backups import BackupFailed, Keep
from rcpjournal.core.entry import free_entry
from rcpjournal.store import Journal
from rcpjournal.store.backup import Backups
from rcpjournal.store.connection import APPLICATION_ID, KNOWN_VERSION, Connection
from rcpjournal.store.inside import content, looked_at
from rcpjournal.store.keys import Keys
from tests.store.backing_up import opened
from tests.store.test_migrations import STEPS, at_step

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def backups(journal: Journal, tmp_path: Path) -> Backups:
    journal.entries.add(free_entry("She put the kettle on.", date(2026, 3, 4)))
    return journal.backups(tmp_path / "backups", made=True)


def names(backups: Backups) -> list[str]:
    return sorted(path.name for path in backups.folder.iterdir())


def test_a_backup_holds_what_the_journal_holds_and_is_its_owners_alone(journal: Journal, backups: Backups) -> None:
    file = backups.make(NOON)
    assert file.name == "journal-2026-03-04T1200.db"
    with sqlite3.connect(file) as sql:
        assert content(sql) == content(journal._connection.sql)
        assert sql.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    sql.close()
    assert (file.stat().st_mode & 0o777, backups.folder.stat().st_mode & 0o777) == (0o600, 0o700)
    other = opened(file)
    assert other.finding.count() == 1
    other.close()


def test_no_backup_is_ever_overwritten_and_names_sort_by_time(backups: Backups) -> None:
    made = [backups.make(NOON) for _ in range(28)]
    assert made == sorted(made) and len(set(made)) == 28
    assert made[1].name == "journal-2026-03-04T1200b.db" and made[26].name == "journal-2026-03-04T1200zb.db"


def test_a_file_system_without_links_gets_whole_backups_under_free_names_too(
    backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    made = [backups.make(NOON) for _ in range(3)]
    assert names(backups) == [path.name for path in made] and len(set(made)) == 3
    assert all(not looked_at(path, Keys()).fault for path in made)


def test_what_a_killed_program_left_is_swept_away_and_nothing_else(backups: Backups, journal: Journal) -> None:
    backups.folder.mkdir()
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    dead, living, mine = (
        f".rcpjournal-{gone.pid}-{'0' * 16}.part",
        f".rcpjournal-{os.getpid()}-{'1' * 16}.part",
        ".rcpjournal-mine.part",
    )
    for name in (dead, living, mine):
        (backups.folder / name).write_text("half")
    beside = journal.path.with_name(dead)
    beside.write_text("half of a restore")
    backups.make(NOON)
    assert sorted(names(backups)) == sorted([living, mine, "journal-2026-03-04T1200.db"])
    assert not beside.exists()


def test_thinning_removes_our_own_backups_of_this_journal_alone(backups: Backups, tmp_path: Path) -> None:
    made = [backups.make(NOON - timedelta(days=n)) for n in range(60)]
    folder = backups.folder
    strangers = {
        "journal-2020-01-01T0900.db": lambda path: path.write_text("My shopping list"),
        "journal-2020-01-02T0900.db": _recipes,
        "journal-2020-01-03T0900.db": lambda path: _another_journals(path, tmp_path),
        "journal-2020-01-04T0900.db": lambda path: path.mkdir(),
        "journal-2020-01-05T0900.db": lambda path: path.symlink_to(made[0]),
        "journal-2020-01-06.db": lambda path: shutil.copy(made[0], path),
        "work-2020-01-07T0900.db": lambda path: shutil.copy(made[0], path),
    }
    for name, make in strangers.items():
        make(folder / name)  # type: ignore[no-untyped-call]
    shutil.copy(made[0], folder / "journal-2020-01-08T0900.db")
    gone = backups.thin(Keep(3, 2, 1), NOON.date())
    assert folder / "journal-2020-01-08T0900.db" in gone
    assert set(strangers) <= set(names(backups))
    left = sorted(set(names(backups)) - set(strangers))
    assert left[-3:] == [path.name for path in reversed(made[:3])]
    assert 3 <= len(left) <= 6 and len(gone) == 61 - len(left)


def _recipes(path: Path) -> None:
    with sqlite3.connect(path) as sql:
        sql.execute("CREATE TABLE recipes(name TEXT)")
    sql.close()


def _another_journals(path: Path, tmp_path: Path) -> None:
    other = opened(tmp_path / "other" / "journal.db")
    shutil.move(other.backups(tmp_path / "other" / "backups", made=True).make(NOON), path)
    other.close()


def test_a_damaged_journal_makes_no_backup_and_removes_none(home: Path, tmp_path: Path) -> None:
    journal = opened(home / "journal.db")
    for n in range(200):
        journal.entries.add(free_entry(f"{n} " + "words " * 100, date(2026, 3, 4)))
    root = journal._connection.sql.execute("SELECT rootpage FROM sqlite_master WHERE name = 'marks'").fetchone()[0]
    journal.close()
    with (home / "journal.db").open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)
    damaged = opened(home / "journal.db")
    with pytest.raises(BackupFailed, match="damaged"):
        damaged.backups(tmp_path / "backups", made=True).make(NOON)
    damaged.close()
    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.parametrize(
    ("folder", "made", "said"),
    [("missing", False, "not there"), ("file", True, "not a folder"), ("file", False, "not a folder")],
)
def test_a_folder_that_cannot_be_used_is_said_in_a_sentence(
    folder: str, made: bool, said: str, journal: Journal, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BackupFailed, match=said) as caught:
        journal.backups(tmp_path / folder, made=made).make(NOON)
    assert str(tmp_path / folder) in str(caught.value)
    assert (tmp_path / "file").read_text() == "x"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder in which nobody can write")
def test_a_read_only_folder_is_said_in_a_sentence(journal: Journal) -> None:
    with pytest.raises(BackupFailed, match="/proc/self"):
        journal.backups(Path("/proc/self"), made=False).make(NOON)


# --- before an upgrade ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", STEPS[1:])
def test_whatever_is_done_before_an_upgrade_sees_the_old_format_and_comes_once(step: str, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    at_step(path, step).close()
    made: list[Path] = []

    def before(connection: Connection) -> None:
        made.append(Backups.of(connection, tmp_path / "backups", made=True).make(NOON, "before-upgrade"))

    for _ in range(2):
        Connection(path, create=False, before_migrating=before).close()
    (file,) = made
    with sqlite3.connect(file) as sql:
        assert sql.execute("PRAGMA user_version").fetchone() == (STEPS.index(step),)
        assert sql.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    sql.close()
    assert looked_at(file, Keys()).fault == ""


def test_a_new_journal_has_nothing_to_keep_before_its_first_format(tmp_path: Path) -> None:
    def never(_: Connection) -> None:
        raise AssertionError

    Connection(tmp_path / "new.db", create=True, before_migrating=never).close()


def test_an_upgrade_that_fails_leaves_the_journal_as_it_was_and_the_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rcpjournal.store.migrations import migrations

    path = tmp_path / "old.db"
    at_step(path, STEPS[-1]).close()
    before = path.read_bytes()

    def breaks(_: object) -> None:
        raise RuntimeError("the step breaks")

    def kept(connection: Connection) -> None:
        Backups.of(connection, tmp_path / "backups", made=True).make(NOON, "before-upgrade")

    monkeypatch.setattr(migrations._migrations[-1], "fn", breaks)
    with pytest.raises(RuntimeError, match="breaks"):
        Connection(path, create=False, before_migrating=kept)
    assert path.read_bytes() == before
    (file,) = (tmp_path / "backups").iterdir()
    monkeypatch.undo()
    restored = Connection(file, create=False)
    assert restored.sql.execute("PRAGMA user_version").fetchone() == (KNOWN_VERSION,)
    restored.close()

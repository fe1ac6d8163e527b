"""A backup in the journal's place: in one step, with what was there kept first, whoever else has the journal open."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rcpjournal.core.backups import BackupFailed
from rcpjournal.core.entry import free_entry
from rcpjournal.errors import JournalBusy, JournalReplaced
from rcpjournal.store.backup import Backups
from rcpjournal.store.inside import content
from rcpjournal.store.keys import Keys
from rcpjournal.store.restore import DAMAGED, MISSING, WHOLE, difference, restore, state_of
from tests.store.backing_up import faults, in_pairs, opened, pairs_in, running
from tests.store.test_migrations import STEPS, at_step

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def held(path: Path) -> object:
    with closing(sqlite3.connect(path)) as sql:
        return content(sql)


def with_a_backup(path: Path, pairs: int = 3, later: int = 2) -> Path:
    """A journal with a backup of its first pairs, and more pairs since; the backup."""
    journal = opened(path)
    list(in_pairs(journal, pairs, "then"))
    file = journal.backups(path.parent / "backups", made=True).make(NOON)
    list(in_pairs(journal, later, "since"))
    journal.close()
    return file


def put_back(path: Path, file: Path) -> Path | None:
    return restore(path, file, Backups(path, path.parent / "backups", Keys(), made=True), Keys(), NOON)


def test_the_drill_what_was_backed_up_is_there_again_and_what_was_there_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "place" / "journal.db"
    file = with_a_backup(path)
    then, before, backup_bytes = held(file), held(path), file.read_bytes()
    kept = put_back(path, file)
    assert kept and held(path) == then and held(kept) == before and before != then
    assert file.read_bytes() == backup_bytes
    assert (path.stat().st_mode & 0o777, kept.stat().st_mode & 0o777) == (0o600, 0o600)
    assert faults(path) == "" and sorted(one.name for one in path.parent.iterdir()) == ["backups", "journal.db"]
    again = put_back(path, kept)
    assert held(path) == before and again and held(again) == then
    assert len({kept, again, file}) == 3


def test_a_journal_behind_a_link_is_replaced_where_it_really_is(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    path = tmp_path / "real" / "journal.db"
    file = with_a_backup(path)
    link = tmp_path / "journal.db"
    link.symlink_to(path)
    then = held(file)
    put_back(link, file)
    assert link.is_symlink() and held(path) == then
    assert not list((tmp_path / "real").glob(".rcp*"))


def test_one_who_had_the_journal_open_saves_nothing_into_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    file = with_a_backup(path)
    other = opened(path)
    put_back(path, file)
    then = held(path)
    with pytest.raises(JournalReplaced):
        other.entries.add(free_entry("Lost?", date(2026, 3, 4)))
    other.close()
    assert held(path) == then and not path.with_name("journal.db-journal").exists()


def test_a_journal_in_the_midst_of_a_save_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rcpjournal.store.opening.BUSY_SECONDS", 0.1)
    path = tmp_path / "journal.db"
    file = with_a_backup(path)
    before = held(path)
    other = opened(path)
    with other.saving():
        other.entries.add(free_entry("Still writing.", date(2026, 3, 4)))
        with pytest.raises(JournalBusy):
            put_back(path, file)
    other.close()
    assert held(path) != before
    with closing(sqlite3.connect(path)) as sql:
        assert sql.execute("SELECT count(*) FROM texts WHERE words = 'Still writing.'").fetchone() == (1,)
    assert not list(tmp_path.glob(".rcp*")) and len(list((tmp_path / "backups").iterdir())) == 1


def test_a_writer_loses_nothing_that_it_was_told_is_kept(tmp_path: Path) -> None:
    """Whatever another process was told is kept is in the file that was kept, and the restored file is whole."""
    path = tmp_path / "journal.db"
    file = with_a_backup(path, later=0)
    for _ in range(4):
        with running("write", path) as worker:
            while pairs_in(path) < 6:
                pass
            kept = put_back(path, file)
            assert worker.stdout
            told = [int(one) for one in worker.stdout]  # not `communicate`, which passes over what was read ahead
            worker.wait(30)
        assert worker.returncode == 1, "the writer is told that its file was replaced"
        assert kept and pairs_in(kept) == 3 + 1 + len(told)
        assert faults(kept) == faults(path) == "" and pairs_in(path) == 3


def hot_journal(path: Path) -> tuple[bytes, bytes]:
    """A file and its rollback journal as kill -9 leaves them in the midst of a save."""
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        sql.execute("PRAGMA cache_size=1")
        sql.execute("BEGIN")
        sql.execute("UPDATE texts SET words = words || 'x'")
        sql.execute("CREATE TABLE big AS SELECT * FROM texts, (SELECT 1 FROM texts)")
        left = path.read_bytes(), path.with_name("journal.db-journal").read_bytes()
        sql.execute("ROLLBACK")
    return left


def test_a_journal_that_was_killed_in_a_save_is_whole_and_is_kept_without_the_half_save(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    file = with_a_backup(path)
    before, (half, hot) = held(path), hot_journal(path)
    path.write_bytes(half)
    path.with_name("journal.db-journal").write_bytes(hot)
    assert state_of(path, Keys()) == WHOLE
    kept = put_back(path, file)
    assert kept and held(kept) == before and faults(kept) == faults(path) == ""


def test_what_a_killed_program_left_of_a_journal_that_is_gone_does_not_play_into_the_restored_one(
    tmp_path: Path,
) -> None:
    path = tmp_path / "journal.db"
    file = with_a_backup(path)
    then, (_, hot) = held(file), hot_journal(path)
    path.unlink()
    path.with_name("journal.db-journal").write_bytes(hot)
    assert put_back(path, file) is None
    assert held(path) == then and faults(path) == ""


def test_a_damaged_journal_is_kept_byte_by_byte(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    file = with_a_backup(path)
    broken = b"\xff" * 4096 + path.read_bytes()[4096:]
    path.write_bytes(broken)
    assert state_of(path, Keys()) == DAMAGED
    kept = put_back(path, file)
    assert kept and kept.read_bytes() == broken and held(path) == held(file)


@pytest.mark.parametrize("left", [b"", None])
def test_where_no_journal_is_there_is_one_afterwards(left: bytes | None, tmp_path: Path) -> None:
    file = with_a_backup(tmp_path / "elsewhere" / "journal.db")
    path = tmp_path / "empty" / "journal.db"
    if left is not None:
        path.parent.mkdir()
        path.write_bytes(left)
    assert state_of(path, Keys()) == MISSING
    assert put_back(path, file) is None
    assert held(path) == held(file)


def test_where_the_old_one_cannot_be_kept_nothing_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    file = with_a_backup(path)
    before = path.read_bytes()
    with pytest.raises(BackupFailed):
        restore(path, file, Backups(path, tmp_path / "missing", Keys(), made=False), Keys(), NOON)
    assert path.read_bytes() == before and not list(tmp_path.glob(".rcp*"))


def test_an_interruption_before_the_last_step_leaves_the_journal_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal.db"
    file = with_a_backup(path)
    before = path.read_bytes()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("rcpjournal.store.restore._set_aside", interrupted)
    with pytest.raises(KeyboardInterrupt):
        put_back(path, file)
    assert path.read_bytes() == before and not list(tmp_path.glob(".rcp*"))


@pytest.mark.parametrize("step", STEPS[1:])
def test_a_backup_of_an_older_format_is_compared_and_restored(step: str, tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with_a_backup(path)
    old = tmp_path / "old.db"
    at_step(old, step).close()
    assert len(difference(path, old, Keys()).only_here) == 10
    put_back(path, old)
    journal = opened(path)
    assert journal.finding.count() == 0
    journal.close()


def test_a_journal_differs_from_an_older_format_only_in_what_was_changed(tmp_path: Path) -> None:
    """The same entries in two formats are the same: what a later format added and is empty counts for nothing."""
    old = tmp_path / "old.db"
    sql = at_step(old, "m005_supervision")
    sql.execute("INSERT INTO frameworks(pk, packs, made) VALUES (1, '{}', 'then')")
    sql.execute(
        "INSERT INTO entries(id, created, happened_on, framework, visibility, starred, title) VALUES"
        " ('260304-k7q', '2026-03-04T17:30:00.000+00:00', '2026-03-04', 1, 'private', 0, 'She rang.')"
    )
    sql.execute("INSERT INTO actions(entry, position, what) VALUES (1, 0, 'Ring first')")
    sql.close()
    new = tmp_path / "new.db"
    shutil.copy(old, new)
    opened(new).close()
    found = difference(new, old, Keys())
    assert (found.only_here, found.only_there, found.changed) == ((), (), ())
    with closing(sqlite3.connect(new)) as sql, sql:
        sql.execute("UPDATE actions SET what = 'Ring later'")
    assert difference(new, old, Keys()).changed == (("260304-k7q", "2026-03-04"),)

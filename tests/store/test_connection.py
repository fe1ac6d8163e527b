"""How the journal file is opened, and what a save is."""

import os
import sqlite3
import stat
from datetime import datetime
from pathlib import Path

import pytest

from rcpjournal.core.entry import free_entry
from rcpjournal.errors import JournalReplaced
from rcpjournal.store import Journal
from rcpjournal.store.connection import Connection


def test_the_settings_that_keep_text_safe_are_in_force(journal: Journal) -> None:
    sql = journal._connection.sql
    said = {
        name: sql.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store", "busy_timeout")
    }
    assert said == {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,
        "busy_timeout": 10_000,
    }


def test_a_save_that_fails_half_way_keeps_nothing(journal: Journal) -> None:
    with pytest.raises(RuntimeError), journal.saving():
        journal.entries.add(free_entry("half", datetime.now().date()))
        raise RuntimeError
    assert journal.finding.count() == 0
    assert journal._connection.sql.execute("SELECT count(*) FROM texts").fetchone() == (0,)


@pytest.mark.parametrize("fate", ["deleted", "replaced"])
def test_nothing_is_saved_into_a_file_that_is_no_longer_the_journal(journal: Journal, fate: str) -> None:
    journal.finding.count()
    if fate == "deleted":
        journal.path.unlink()
    else:
        other = journal.path.with_name("other.db")
        sqlite3.connect(other).execute("CREATE TABLE x(y)")
        other.replace(journal.path)
    with pytest.raises(JournalReplaced):
        journal.entries.add(free_entry("where to?", datetime.now().date()))


def test_the_file_is_its_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Connection(tmp_path / "deep" / "journal.db", create=True).close()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "deep" / "journal.db").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "deep").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        ("SELECT id FROM entries e WHERE e.deleted IS NULL ORDER BY e.happened_on DESC, e.id DESC LIMIT 20", "newest"),
        ("SELECT id FROM entries WHERE id >= '26' AND id < '27' AND deleted IS NULL", "idx_entries_id"),
        ("SELECT entry FROM marks WHERE item = 1", "idx_marks_item_entry"),
        (
            "SELECT happened_on, framework, offered, count(*) FROM entries e WHERE e.deleted IS NULL"
            " AND e.happened_on >= '2026-01-01' GROUP BY 1, 2, 3",
            "offered",
        ),
    ],
)
def test_everyday_questions_are_answered_from_an_index(journal: Journal, sql: str, index: str) -> None:
    plan = " ".join(str(row) for row in journal._connection.sql.execute(f"EXPLAIN QUERY PLAN {sql}"))
    assert index in plan and "SCAN entries" not in plan.replace("USING COVERING INDEX", ""), plan
    assert "TEMP B-TREE FOR ORDER" not in plan


def test_a_save_inside_a_reading_is_refused_and_not_lost_with_it(journal: Journal) -> None:
    with journal.reading(), pytest.raises(AssertionError), journal.saving():
        pass
    with journal.saving():
        journal.state.put("after", "kept")
    assert journal.state.get("after") == "kept"

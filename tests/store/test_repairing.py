"""`check --repair` makes a whole copy of what can be read, and leaves the journal as it is, byte for byte."""

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from rcpjournal.cli.context import shipped_packs
from rcpjournal.core.entry import document
from rcpjournal.errors import FileRefused, JournalBusy, JournalError
from rcpjournal.store import opening
from rcpjournal.store.keys import Keys
from rcpjournal.store.repairing import NothingReadable, Repaired, repair
from tests.store.damaging import clock, filled, found, kinds, opened, overwrite, page_size, run_sql
from tests.support import every_other

COUNT = 400


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("whole") / "journal.db", COUNT)


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    copy = tmp_path / "copy.db"
    shutil.copy(whole, copy)
    copy.chmod(0o600)
    return copy


def repaired(path: Path) -> Repaired:
    """Repairs, and holds that the journal is as it was and the copy whole."""
    before = path.read_bytes()
    target = path.with_name("mended.db")
    target.unlink(missing_ok=True)
    made = repair(path, target, Keys(), clock, shipped_packs)
    assert path.read_bytes() == before
    assert made.left == [] and found(target) == []
    assert target.stat().st_mode & 0o777 == 0o600
    assert not list(path.parent.glob("*.part*"))
    return made


def entries(path: Path) -> dict[str, object]:
    """Every entry's document by its id, deleted ones too."""
    journal = opened(path)
    keys = [row[0] for row in journal._connection.sql.execute("SELECT pk FROM entries")]
    held: dict[str, object] = {entry.id or "": document(entry) for entry in map(journal.entries.load, keys)}
    journal.close()
    return held


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    sql = sqlite3.connect(path)
    try:
        return sql.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall()
    finally:
        sql.close()


def test_a_whole_journal_is_copied_row_by_row(path: Path) -> None:
    made = repaired(path)
    assert (made.mended.partly, made.mended.lost, made.rows_lost) == ([], [], {})
    tables = [row[0] for row in sqlite3.connect(path).execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    tables = [name for name in tables if "_fts" not in name and not name.startswith(("_", "sqlite"))]
    assert len(tables) > 15
    for table in tables:
        assert rows(path, table) == rows(made.path, table), table


@pytest.mark.parametrize(
    "statement",
    every_other(
        [
            "DELETE FROM marks WHERE entry % 3 = 0",
            "UPDATE entries SET title = 'x'",
            "DELETE FROM texts WHERE entry % 2",
            "UPDATE texts SET words = 'x'",
            "DROP TRIGGER texts_ai",
            "DROP INDEX entries_newest",
            "INSERT INTO texts_fts(texts_fts) VALUES ('delete-all')",
            "DELETE FROM texts_fts_data WHERE id > 100",
            "INSERT INTO texts_fts(rowid, words) VALUES (9999, 'ghost')",
            "UPDATE items SET label = 'Other' WHERE id LIKE '%trust%'",
            "UPDATE framework_items SET active = 0",
            "UPDATE state SET value = '77' WHERE key = 'framework'",
        ]
    ),
)
def test_what_can_be_made_anew_is_made_anew_and_no_entry_is_another(path: Path, statement: str) -> None:
    before = entries(path)
    run_sql(path, statement)
    assert kinds(path)
    made = repaired(path)
    assert (made.mended.partly, made.mended.lost) == ([], [])
    assert entries(made.path) == before
    journal = opened(made.path)
    assert journal.finding.search("kettle river")
    journal.close()


def test_an_entry_that_is_not_as_saved_is_kept_as_it_stands_and_named(path: Path) -> None:
    run_sql(
        path, "UPDATE answers SET text = text || '!' WHERE entry = 2", "UPDATE texts SET words = 'x' WHERE entry = 2"
    )
    name, day = rows(path, "entries")[1][1], rows(path, "entries")[1][4]
    made = repaired(path)
    assert made.mended.partly == [(name, day)]


def test_words_that_only_search_still_has_come_back(path: Path) -> None:
    before = entries(path)
    run_sql(path, "DELETE FROM answers WHERE entry = 2")
    made = repaired(path)
    assert made.mended.partly == []  # by its digest it is as it was saved
    assert entries(made.path) == before


@pytest.mark.parametrize(
    "table", every_other(["entries", "items", "answers", "marks", "texts", "prompts", "packs", "frameworks"])
)
def test_a_table_that_is_gone_to_its_root_takes_no_words_along(path: Path, table: str) -> None:
    """The root page of a table is overwritten: what indexes, search and the shipped framework know is enough."""
    (root,) = sqlite3.connect(path).execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    size = page_size(path)
    words = {row[0]: row[1] for row in rows(path, "texts")}
    overwrite(path, (root - 1) * size, b"\0" * size)
    assert kinds(path)
    made = repaired(path)
    after = {row[0]: str(row[1]) for row in rows(made.path, "texts")}
    missing = [key for key, text in words.items() if not set(str(text).split()) <= set(after.get(key, "").split())]
    assert missing == []


def lost_pages(whole: Path, path: Path, pages: list[int]) -> list[str]:
    """Which share of entries comes back for each page that is lost; those under 99 % are named."""
    size, original, before = page_size(whole), whole.read_bytes(), entries(whole)
    low = []
    for page in pages:
        path.write_bytes(original)
        overwrite(path, page * size, b"\xa5" * size)
        try:
            made = repaired(path)
        except JournalError:
            low.append(f"page {page}: nothing")
            continue
        back = sum(1 for name, one in entries(made.path).items() if name in before)
        if back < 0.99 * len(before):
            low.append(f"page {page}: {back} of {len(before)}")
    return low


@pytest.mark.nightly
def test_after_a_lost_page_nearly_every_entry_comes_back(whole: Path, path: Path) -> None:
    count = whole.stat().st_size // page_size(whole)
    pages = random.Random(7).sample(range(12, count), 4)
    assert lost_pages(whole, path, pages) == []


@pytest.mark.nightly
def test_after_any_of_a_hundred_lost_pages_nearly_every_entry_comes_back(whole: Path, path: Path) -> None:
    count = whole.stat().st_size // page_size(whole)
    pages = random.Random(8).sample(range(1, count), 100)
    low = lost_pages(whole, path, pages)
    print(f"{len(pages)} lost pages: {len(low)} brought back less than 99 % of the entries: {low}")
    assert len(low) <= 3  # those that say where the tables are


def test_where_nothing_can_be_found_a_backup_is_named_as_the_way_back(path: Path) -> None:
    overwrite(path, 100, b"\xa5" * 900)
    with pytest.raises(NothingReadable, match="backup"):
        repair(path, path.with_name("mended.db"), Keys(), clock, shipped_packs)
    assert not list(path.parent.glob("*mended*"))


def overwritten(whole: Path, path: Path, times: int, seed: int) -> int:
    """How often a journal with 16 other bytes could be repaired; never anything but a whole copy or a refusal."""
    dice, original, done = random.Random(seed), whole.read_bytes(), 0
    for _ in range(times):
        path.write_bytes(original)
        overwrite(path, dice.randrange(0, len(original) - 16), dice.randbytes(16))
        try:
            repaired(path)
        except JournalError:
            continue
        done += 1
    return done


@pytest.mark.nightly
def test_sixteen_bytes_overwritten_anywhere_are_repaired_or_refused(whole: Path, path: Path) -> None:
    assert overwritten(whole, path, 5, 3) >= 4


@pytest.mark.nightly
def test_sixteen_bytes_overwritten_anywhere_a_hundred_and_fifty_times(whole: Path, path: Path) -> None:
    done = overwritten(whole, path, 150, 4)
    print(f"150 overwrites of 16 bytes: {done} repaired to a whole copy")
    assert done >= 142


def test_drafts_earlier_texts_and_orphans_that_cannot_be_read_are_left_out(path: Path) -> None:
    run_sql(
        path,
        "UPDATE drafts SET document = '{'",
        "UPDATE changes SET before = '{' WHERE before IS NOT NULL",
        "INSERT INTO answers(entry, position, prompt, text) VALUES (99999, 0, 1, 'whose?')",
    )
    made = repaired(path)
    assert made.rows_lost.keys() == {"drafts", "changes", "answers"}


def test_nothing_is_ever_overwritten(path: Path) -> None:
    target = path.with_name("mine.db")
    target.write_text("mine")
    with pytest.raises(FileRefused, match="there already"):
        repair(path, target, Keys(), clock, shipped_packs)
    target.unlink()
    target.symlink_to(path.with_name("elsewhere.db"))
    with pytest.raises(FileRefused, match="there already"):
        repair(path, target, Keys(), clock, shipped_packs)
    assert not path.with_name("elsewhere.db").exists()


def test_a_journal_of_an_older_format_is_repaired_into_the_present_one(path: Path) -> None:
    run_sql(path, *(f"ALTER TABLE {name} DROP COLUMN digest" for name in ("entries", "changes", "packs")))
    run_sql(path, "PRAGMA user_version=6", "DELETE FROM _sqlite_migrations WHERE name = 'm007_digests'")
    before = entries_of_old(path)
    made = repaired(path)
    assert len(entries(made.path)) == before


def entries_of_old(path: Path) -> int:
    return len(rows(path, "entries"))


def test_a_lock_is_never_taken_for_damage(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(JournalBusy):
        found(path)
    with pytest.raises(JournalBusy):
        repair(path, path.with_name("mended.db"), Keys(), clock, shipped_packs)
    other.close()
    assert found(path) == []

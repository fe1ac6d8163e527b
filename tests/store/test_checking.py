"""`check` finds what was changed behind the program's back, says so, and changes nothing itself."""

import os
import random
import shutil
import sqlite3
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from rcpjournal.core.check_findings import KINDS
from rcpjournal.errors import JournalError, NewerJournal, NotAJournal
from rcpjournal.store import digests
from rcpjournal.store.checking import check
from rcpjournal.store.connection import KNOWN_VERSION
from rcpjournal.store.faults import database_errors
from rcpjournal.store.keys import Keys
from tests.harness.saving import bare, lying
from tests.store.damaging import filled, found, kinds, opened, overwrite, page_size, run_sql
from tests.support import Counted, plain_and_sealed

TEXTS = {
    "entries": ("id", "created", "happened_on", "kind", "alias", "visibility", "title"),
    "answers": ("text",),
    "observations": ("stance", "quote"),
    "conditions": ("polarity",),
    "actions": ("what", "why", "due", "state"),
    "additions": ("on_day", "kind", "role", "text"),
    "texts": ("words",),
    "changes": ("before",),
    "packs": ("document", "version"),
    "items": ("label", "definition"),
}
"""where the words stand that a person typed or chose, or is shown"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("whole") / "journal.db", 120)


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "copy.db"
    shutil.copy(whole, copy)
    copy.chmod(0o600)
    return copy


def test_a_journal_that_is_whole_has_no_findings_and_is_not_changed(path: Path) -> None:
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert found(path) == []
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [one.name for one in path.parent.iterdir() if one.name.startswith("copy")] == ["copy.db"]


def changed(path: Path, dice: random.Random) -> str:
    """Changes one letter of one stored text, as a bad disk or another program might; which."""
    sql = bare(path)
    sql.execute("PRAGMA foreign_keys=OFF")
    while True:
        table = dice.choice(list(TEXTS))
        column = dice.choice(TEXTS[table])
        used = " WHERE pk IN (SELECT item FROM framework_items)" if table == "items" else ""
        row, text = dice.choice(sql.execute(f"SELECT rowid, coalesce({column}, '') FROM {table}{used}").fetchall())
        at = [n for n, letter in enumerate(text) if letter.isalnum()]
        if not at:
            continue
        n = dice.choice(at)
        letter = dice.choice([one for one in "0123456789" if one != text[n]])
        try:
            sql.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (text[:n] + letter + text[n + 1 :], row))
        except database_errors():
            continue  # unique: the change would not be a silent one
        sql.close()
        return f"{table}.{column} {row}"


@plain_and_sealed("times", 25, 5, night=80)
def test_changes_to_stored_text_are_all_found(path: Path, journals: str, times: int, counted: Counted) -> None:
    before = lying(path, journals).read_bytes()
    dice, missed = random.Random(20260304), []
    for _ in range(times):
        what = changed(path, dice)
        assert path.read_bytes() != before
        if not found(path):
            missed.append(what)
        path.write_bytes(before)
    assert missed == []
    counted("changes to stored text behind the program's back", times)


@pytest.mark.parametrize("table", ["entries", "changes", "texts"])
@pytest.mark.parametrize("places", [(0, -1), (0, 1), (-2, -1)])
def test_pages_that_lie_in_another_order_than_their_keys_are_found_and_lead_in_no_circle(
    path: Path, table: str, places: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "AT_A_TIME", 7)  # a journal of many stretches
    (root,) = sqlite3.connect(path).execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    data, start = bytearray(path.read_bytes()), (root - 1) * page_size(path)
    cells = int.from_bytes(data[start + 3 : start + 5], "big")
    assert data[start] == 0x05 and cells > 1, "an inner page: where the pages of the table are, by their last keys"
    one, other = (start + 12 + 2 * (place % cells) for place in places)
    data[one : one + 2], data[other : other + 2] = data[other : other + 2], data[one : one + 2]
    path.write_bytes(data)
    assert "pages" in kinds(path)


def test_a_change_is_named_by_the_entrys_id_and_day(path: Path) -> None:
    run_sql(path, "UPDATE answers SET text = text || '!' WHERE entry = 2")
    (entry, day) = sqlite3.connect(path).execute("SELECT id, happened_on FROM entries WHERE pk = 2").fetchone()
    assert ("entry-changed", entry, day) in {(one.kind, one.entry, one.day) for one in found(path)}


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE entries SET deleted = NULL WHERE pk = 5", "entry-changed"),
        ("UPDATE entries SET deleted = '2026' WHERE pk = 6", "entry-changed"),
        ("DELETE FROM answers WHERE entry = 4", "entry-changed"),
        ("UPDATE entries SET digest = NULL WHERE pk = 4", "entry-undigested"),
        ("UPDATE entries SET happened_on = 'x' WHERE pk = 4", "entry-unreadable"),
        ("DELETE FROM marks WHERE entry = 2", "marks"),
        ("UPDATE entries SET title = 'x' WHERE pk = 2", "title"),
        ("DELETE FROM entries WHERE pk = 2", "orphans"),
        ("DELETE FROM texts WHERE entry = 2", "search-words"),
        ("DROP TRIGGER texts_ai", "shape"),
        ("DROP INDEX entries_newest", "shape"),
        ("DROP VIEW reflections", "shape"),
        ("INSERT INTO texts_fts(texts_fts) VALUES ('delete-all')", "search-missing"),
        ("DELETE FROM texts_fts_data WHERE id > 100", "search-index"),
        ("INSERT INTO texts_fts(rowid, words) VALUES (9999, 'ghost')", "search-extra"),
        ("UPDATE changes SET before = '{' WHERE before IS NOT NULL", "earlier-text"),
        ("UPDATE changes SET before = replace(before, 'e', 'a')", "earlier-text"),
        ("DELETE FROM packs WHERE pk = 1", "framework-missing"),
        ("UPDATE frameworks SET packs = '[1, 99]'", "framework-missing"),
        ("UPDATE frameworks SET packs = 'x'", "framework-missing"),
        ("DELETE FROM frameworks", "framework-missing"),
        ("UPDATE state SET value = '77' WHERE key = 'framework'", "framework-missing"),
        ("UPDATE packs SET document = '{}'", "framework-changed"),
        ("UPDATE items SET label = 'Other'", "wordings"),
        ("UPDATE framework_items SET active = 0", "wordings"),
        ("UPDATE drafts SET document = 'x'", "draft-unreadable"),
        ("UPDATE drafts SET document = '[]'", "draft-unreadable"),
        ("INSERT INTO preparations(started, saved, document) VALUES ('a', 'b', '{')", "draft-unreadable"),
        (
            "INSERT INTO shared(at, whom, format, since, until, digest, selection, bytes)"
            " VALUES ('2026-03-04', 'w', 'txt', '', '', 'd', '{}', x'61')",
            "shared-changed",
        ),
        (
            "INSERT INTO received(person, name, at, since, until, digest, document)"
            " VALUES ('j', 'J', '', '', '', 'd', '{}')",
            "received-changed",
        ),
        ("INSERT INTO state VALUES ('purging', '2026')", "purge-unfinished"),
        ("PRAGMA user_version=6", "older"),
    ],
)
def test_each_kind_of_damage_is_found_as_what_it_is(path: Path, statement: str, kind: str) -> None:
    run_sql(path, statement)
    assert kind in kinds(path)


@pytest.mark.skipif(os.name == "nt", reason="modes")
def test_a_file_and_a_folder_that_others_can_open_are_found(path: Path) -> None:
    path.chmod(0o640)
    path.parent.chmod(0o755)
    said = {one.kind: one.what for one in check(path, Keys())}
    assert said.keys() == {"file-open", "folder-open"}
    assert "640" in said["file-open"] and "755" in said["folder-open"]
    path.chmod(0o600)
    path.parent.chmod(0o700)
    assert list(check(path, Keys())) == []


def test_what_is_no_journal_is_refused_and_what_is_newer_too(path: Path, tmp_path: Path) -> None:
    run_sql(path, f"PRAGMA user_version={KNOWN_VERSION + 1}")
    with pytest.raises(NewerJournal):
        list(check(path, Keys()))
    for what in (b"", b"not a database at all" * 50):
        (tmp_path / "x").write_bytes(what)
        with pytest.raises(NotAJournal):
            list(check(tmp_path / "x", Keys()))
    with pytest.raises(NotAJournal):
        list(check(tmp_path, Keys()))


def test_every_kind_has_words_for_one_and_for_many() -> None:
    for kind in KINDS.values():
        assert "{" not in kind.heading(1) + kind.heading(2)
        assert kind.means.endswith(".") and kind.do.endswith(".")


def overwritten(whole: Path, path: Path, times: int, seed: int) -> Counter[str]:
    """What `check` makes of a journal in which 16 bytes somewhere are others; nothing but a finding or a refusal."""
    dice, original, seen = random.Random(seed), whole.read_bytes(), Counter[str]()
    for _ in range(times):
        path.write_bytes(original)
        overwrite(path, dice.randrange(0, len(original) - 16), dice.randbytes(16))
        damaged = path.read_bytes()
        try:
            seen["found" if found(path) else "harmless"] += 1
        except JournalError:
            seen["refused"] += 1
        assert path.read_bytes() == damaged
    return seen


@pytest.mark.nightly
def test_sixteen_bytes_overwritten_anywhere_are_found_or_harmless(whole: Path, path: Path) -> None:
    seen = overwritten(whole, path, 40, 1)
    assert sum(seen.values()) == 40 and seen["found"] + seen["refused"] > 20, seen


@pytest.mark.nightly
def test_sixteen_bytes_overwritten_anywhere_a_thousand_times(whole: Path, path: Path) -> None:
    seen = overwritten(whole, path, 1_000, 2)
    print(f"1,000 overwrites of 16 bytes: {dict(seen)}")
    assert sum(seen.values()) == 1_000 and seen["found"] + seen["refused"] > 500, seen


def memory(path: Path) -> int:
    """The most that Python holds while a journal is checked."""
    tracemalloc.start()
    assert kinds(path) <= {"entry-changed", "search-words", "title"}
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


@pytest.mark.nightly
def test_memory_does_not_grow_with_the_journal(tmp_path: Path) -> None:
    small, large = filled(tmp_path / "small.db", 2_000), filled(tmp_path / "large.db", 20_000)
    memory(small)
    few, many = memory(small), memory(large)
    print(f"check of 2,000 entries: {few / 1e6:.1f} MB; of 20,000: {many / 1e6:.1f} MB")
    assert many < few * 1.3


def test_others_can_write_between_two_looks(path: Path) -> None:
    """A reading that kept its lock would make a save in another window wait for ten seconds and fail."""
    run_sql(path, "UPDATE answers SET text = text || '!'")
    journal, seen = opened(path), 0
    journal._connection.sql.execute("PRAGMA busy_timeout=0")
    for one in check(path, Keys()):
        if one.kind == "entry-changed":
            journal.state.put("seen", str(seen))
            seen += 1
    journal.close()
    assert seen > 100

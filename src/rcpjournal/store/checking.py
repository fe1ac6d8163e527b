"""Whether a journal file is whole. It only reads, a little at a time, and holds no lock between two looks."""

import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from rcpjournal.core.check_findings import Finding
from rcpjournal.core.digest import digest_of_texts
from rcpjournal.core.entry import entry_from
from rcpjournal.core.framework_data import pack_from
from rcpjournal.core.words import plural
from rcpjournal.errors import CannotStore, JournalMissing, NewerJournal, NotAJournal
from rcpjournal.store.checking_entries import entries_found, unreadable
from rcpjournal.store.connection import APPLICATION_ID, KNOWN_VERSION
from rcpjournal.store.digests import stretches
from rcpjournal.store.faults import database_errors, told
from rcpjournal.store.keys import Keys
from rcpjournal.store.leftovers import left_in
from rcpjournal.store.opening import in_memory
from rcpjournal.store.persevering import opened_damaged

PURGING = "purging"
"""the state that stands while what was purged may still have remains in the file"""
_MOST_SAID = 20
_ITEMS = (
    "SELECT i.id, i.layer, i.label, i.definition, f.active FROM framework_items f JOIN items i ON i.pk = f.item"
    " WHERE f.framework = ?"
)
_INDEX = ("missing from index", "wrong # of entries in index", "non-unique entry in index")


def check(path: Path, keys: Keys) -> Iterator[Finding]:
    """All that is not as it should be in the file. Raises JournalMissing, NotAJournal, NewerJournal, JournalBusy.

    A key that is not known is asked for; see `Keys.asked` for what that raises.
    """
    expect_journal(path)
    yield from _open_to_others(path)
    yield from (Finding("left-over", str(one)) for one in left_in(Path(os.path.realpath(path)).parent))
    key = keys.asked(path)
    try:
        sql = opened_damaged(path, key)
    except database_errors() as error:
        raise told(error, path, sealed=key is not None) from error
    with closing(sql):
        yield from _checked(sql, path, sealed=key is not None)


def expect_journal(path: Path) -> None:
    """Raises JournalMissing or NotAJournal for what is no file with something in it."""
    if not path.exists():
        raise JournalMissing(str(path))
    if not path.is_file():
        raise NotAJournal(str(path), "a folder" if path.is_dir() else "a device or a pipe")
    if not path.stat().st_size:
        raise NotAJournal(str(path), "empty")


def expect_ours(path: Path, version: int, application: int, names: set[str]) -> None:
    """Raises NotAJournal or NewerJournal, by a file's two numbers and the names of what is in it."""
    if application != APPLICATION_ID and not {"entries", "texts", "marks"} <= names:
        raise NotAJournal(str(path), "another kind of SQLite database" if names else "empty")
    if version > KNOWN_VERSION:
        raise NewerJournal(str(path), version, KNOWN_VERSION)


def entries_in(path: Path, keys: Keys) -> int | None:
    """How many entries the file holds that are not deleted; None where that cannot be told. Asks like `check`."""
    try:
        with closing(opened_damaged(path, keys.asked(path))) as sql:
            return int(sql.execute("SELECT count(*) FROM entries WHERE deleted IS NULL").fetchone()[0])
    except database_errors():
        return None


def _open_to_others(path: Path) -> Iterator[Finding]:
    if os.name == "nt":
        return
    try:
        for kind, one in (("file-open", path), ("folder-open", path.absolute().parent)):
            mode = one.stat().st_mode & 0o777
            if mode & 0o077:
                yield Finding(kind, f"{one} (mode {mode:03o})")
    except OSError as error:
        raise CannotStore(str(path), (error.strerror or str(error)).lower()) from error


def _checked(sql: sqlite3.Connection, path: Path, *, sealed: bool) -> Iterator[Finding]:
    try:
        version = sql.execute("PRAGMA user_version").fetchone()[0]
        application = sql.execute("PRAGMA application_id").fetchone()[0]
        names = {row[0] for row in sql.execute("SELECT name FROM sqlite_master")}
    except database_errors() as error:
        if isinstance(refused := told(error, path, sealed=sealed), CannotStore):
            yield Finding("file-unreadable", str(error))
            return
        raise refused from error
    except UnicodeDecodeError:  # SQLite's own words quote the damaged bytes
        yield Finding("file-unreadable", "its structure is damaged")
        return
    expect_ours(path, version, application, names)
    if version < KNOWN_VERSION or application != APPLICATION_ID:
        yield Finding("older", f"format {version} of {KNOWN_VERSION}")
    parts = _EVERY if version == KNOWN_VERSION else _OF_ANY_FORMAT
    for part in (_seal, *parts) if sealed else parts:
        yield from _guarded(sql, path, part)


def _guarded(
    sql: sqlite3.Connection, path: Path, part: Callable[[sqlite3.Connection], Iterator[Finding]]
) -> Iterator[Finding]:
    """What one part finds; where the damage is such that it cannot even look, that is a finding too."""
    try:
        yield from part(sql)
    except database_errors() as error:
        if not isinstance(refused := told(error, path, sealed=True), CannotStore):
            raise refused from error
        yield Finding("pages", str(error))
    except unreadable():
        yield Finding("pages", "what is stored there is not what was written")


# --- what SQLite knows --------------------------------------------------------------------------------


def _shape(sql: sqlite3.Connection) -> Iterator[Finding]:
    """Tables, indexes, triggers and views that should be there and are not; a view is one by what it says, too."""
    from sqlite_utils import Database

    from rcpjournal.store.migrations import migrations

    model = in_memory()
    migrations.apply(Database(model))
    names = "SELECT type, name, CASE type WHEN 'view' THEN sql END FROM sqlite_master"
    there = set(sql.execute(names).fetchall())
    missing = [f"{one[0]} {one[1]}" for one in model.execute(names) if one not in there]
    model.close()
    yield from (Finding("shape", name) for name in missing if "_fts_" not in name)


def _seal(sql: sqlite3.Connection) -> Iterator[Finding]:
    """Each page of a sealed file bears a sign that only its key makes; it is made again and compared."""
    for (said,) in sql.execute("PRAGMA cipher_integrity_check").fetchmany(_MOST_SAID):
        page = re.search(r"page (\d+)", str(said))
        yield Finding("pages", f"page {page[1]} is not as it was sealed" if page else str(said))


def _integrity(sql: sqlite3.Connection) -> Iterator[Finding]:
    found = [said for (said,) in sql.execute(f"PRAGMA integrity_check({_MOST_SAID})").fetchall() if said != "ok"]
    damaged = [said for said in found if not any(words in said for words in _INDEX)]
    yield from (Finding("index", said.replace("\n", "; ")) for said in found if said not in damaged)
    if damaged:
        more = "at least " if len(found) == _MOST_SAID else ""
        first = damaged[0].replace("\n", "; ")
        yield Finding("pages", f"SQLite's own check finds {more}{plural(len(damaged), 'fault')}, the first: {first}")


def _orphans(sql: sqlite3.Connection) -> Iterator[Finding]:
    for table, row, parent, _ in sql.execute("PRAGMA foreign_key_check"):
        yield Finding("orphans", f"{table} {row}, of {parent}")


def _search(sql: sqlite3.Connection) -> Iterator[Finding]:
    """FTS5 compares its index with the texts by a statement that counts as writing; it is taken back at once."""
    sql.execute("PRAGMA query_only=OFF")
    try:
        sql.execute("BEGIN")
        sql.execute("INSERT INTO texts_fts(texts_fts, rank) VALUES ('integrity-check', 1)")
    except database_errors() as error:
        if "readonly" not in str(error):
            if "locked" in str(error):
                raise
            yield Finding("search-index")  # all that SQLite says is that the file is malformed, which it is not
    finally:
        if sql.in_transaction:
            sql.execute("ROLLBACK")
        sql.execute("PRAGMA query_only=ON")
    for (key,) in sql.execute("SELECT id FROM texts_fts_docsize WHERE id NOT IN (SELECT entry FROM texts)"):
        yield Finding("search-extra", f"text {key}")


# --- what was kept around the entries ---------------------------------------------------------------------


def _frameworks(sql: sqlite3.Connection) -> Iterator[Finding]:
    """Packs against their digests; sets that name a pack which is not there; items against their packs."""
    packs: dict[int, Any] = {}
    for key, name, version, digest, document in sql.execute("SELECT pk, id, version, digest, document FROM packs"):
        if digest_of_texts(document) != digest:
            yield Finding("framework-changed", f"{name} {version}")
        try:
            packs[key] = json.loads(document)
        except unreadable():
            yield Finding("framework-missing", f"{name} {version} cannot be read")
    for key, listed in sql.execute("SELECT pk, packs FROM frameworks").fetchall():
        try:
            missing = [number for number in json.loads(listed) if number not in packs]
        except unreadable():
            missing = [listed]
        used = sql.execute("SELECT count(*) FROM entries WHERE framework = ?", (key,)).fetchone()[0]
        for number in missing:
            yield Finding("framework-missing", f"pack {number} of set {key}, {used} entries")
        if not missing:
            yield from _wordings(sql, key, [packs[number] for number in json.loads(listed)])
    for (value,) in sql.execute(
        "SELECT value FROM state WHERE key = 'framework' AND value NOT IN (SELECT pk FROM frameworks)"
    ):
        yield Finding("framework-missing", f"set {value}, which is in use")


def _wordings(sql: sqlite3.Connection, key: int, packs: list[Any]) -> Iterator[Finding]:
    framework = [pack_from(pack) for pack in packs]
    said = {
        (item.id, item.layer, item.label, item.definition, int(item.status == "active"))
        for pack in framework
        for item in pack.items
    }
    there = set(sql.execute(_ITEMS, (key,)))
    asked = {(prompt.id, prompt.text) for pack in framework for prompt in pack.prompts}
    unasked = asked - set(sql.execute("SELECT id, text FROM prompts"))
    for name in sorted({one[0] for one in (said ^ there)} | {one[0] for one in unasked}):
        yield Finding("wordings", f"{name}, in set {key}")


def _changes(sql: sqlite3.Connection) -> Iterator[Finding]:
    for first, last in stretches(sql, "changes"):
        rows = sql.execute(
            "SELECT c.pk, c.before, c.after, c.digest, e.id, c.at FROM changes c LEFT JOIN entries e ON e.pk = c.entry"
            " WHERE c.pk BETWEEN ? AND ?",
            (first, last),
        ).fetchall()
        for key, before, after, digest, entry, at in rows:
            if digest_of_texts(before, after) != digest or not all(_is_entry(text) for text in (before, after) if text):
                yield Finding("earlier-text", f"change {key} of {at[:10]}", entry)


def _is_entry(text: str) -> bool:
    try:
        entry_from(json.loads(text))
    except unreadable():
        return False
    return True


def _drafts(sql: sqlite3.Connection) -> Iterator[Finding]:
    from rcpjournal.core.draft import DraftState

    for table, read in (("drafts", DraftState.from_document), ("preparations", dict)):
        for key, text in sql.execute(f"SELECT pk, document FROM {table} ORDER BY pk"):
            try:
                read(json.loads(text))
            except unreadable():
                yield Finding("draft-unreadable", f"{table} {key}")


def _pages(sql: sqlite3.Connection) -> Iterator[Finding]:
    """Pages that left and packs received, by the digests they came with."""
    for (key,) in sql.execute("SELECT pk FROM shared ORDER BY pk").fetchall():
        digest, what, at = sql.execute("SELECT digest, bytes, at FROM shared WHERE pk = ?", (key,)).fetchone()
        if sha256(what).hexdigest() != digest:
            yield Finding("shared-changed", f"{key}, left on {at[:10]}")
    keys = sql.execute("SELECT pk FROM received ORDER BY pk").fetchall()
    for (key,) in keys:
        from rcpjournal.core.sharing.pack import opened_pack
        from rcpjournal.errors import JournalError

        digest, text, name = sql.execute("SELECT digest, document, name FROM received WHERE pk = ?", (key,)).fetchone()
        try:
            whole = opened_pack(text).digest == digest
        except JournalError:
            whole = False
        except unreadable():
            whole = False
        if not whole:
            yield Finding("received-changed", f"{key}, from {name}")


def _purging(sql: sqlite3.Connection) -> Iterator[Finding]:
    if sql.execute("SELECT 1 FROM state WHERE key = ?", (PURGING,)).fetchone():
        yield Finding("purge-unfinished")


_OF_ANY_FORMAT = (_integrity, _orphans, _search)
_EVERY = (_shape, *_OF_ANY_FORMAT, entries_found, _frameworks, _changes, _drafts, _pages, _purging)

"""Makes a whole journal of what can be read of another one. The other one is never written to."""

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from rcpjournal.core.check_findings import Finding
from rcpjournal.core.framework import Pack
from rcpjournal.errors import Damaged, FileRefused, JournalUnusable
from rcpjournal.store.checking import check, expect_journal, expect_ours
from rcpjournal.store.connection import Connection
from rcpjournal.store.digests import fill
from rcpjournal.store.faults import database_errors, told
from rcpjournal.store.keys import Given, Keys
from rcpjournal.store.lasting import given_its_name
from rcpjournal.store.leftovers import sweep, unfinished_in
from rcpjournal.store.persevering import opened_damaged
from rcpjournal.store.repairing_entries import Mended, document_of, mend_around, mend_entries
from rcpjournal.store.salvage import Row, Salvage, columns_of
from rcpjournal.store.sealing import Key

_TABLES = (
    "state", "packs", "frameworks", "items", "framework_items", "prompts", "entries", "answers", "observations",
    "conditions", "ratings", "marks", "actions", "additions", "texts", "changes", "drafts", "preparations", "shared",
    "received",
)  # fmt: skip
"""Parents before what belongs to them. The search index is made anew."""


_OF_THE_FOLDER = ("folder-open", "left-over")


class NothingReadable(JournalUnusable):
    """The few pages that say where everything is are gone."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path}: the part of the file that says where everything is is damaged, so no row of it can be found. "
            "Keep the file; `rcpjournal restore` puts a backup in its place. Nothing was changed."
        )


class Repaired(NamedTuple):
    """What repair came to: the copy, how many entries are in it, which are not whole, and what is left to say."""

    path: Path
    entries: int
    mended: Mended
    rows_lost: dict[str, int]
    left: list[Finding]


def repair(
    path: Path, target: Path, keys: Keys, now: Callable[[], datetime], shipped: Callable[[], Sequence[Pack]]
) -> Repaired:
    """Writes a new journal to `target`, which must not be there; sealed with the same key where `path` is sealed.

    Asks for a key that is not known, see `Keys.asked`.
    Raises FileRefused, NothingReadable, JournalMissing, NotAJournal or JournalBusy.
    """
    expect_journal(path)
    if os.path.lexists(target):
        raise FileRefused(str(target), "this file is there already. Choose another name with -o.")
    key = keys.asked(path)
    with suppress(OSError):
        sweep(target.parent)
    half = unfinished_in(target.parent)
    try:
        os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600))
    except OSError as error:
        raise FileRefused(str(target), f"it cannot be written ({error.strerror or error}).") from error
    try:
        lost, mended, entries = _made(path, half, key, now, shipped)
        left = [one for one in check(half, Keys(None, *([key] if key else []))) if one.kind not in _OF_THE_FOLDER]
        if not given_its_name(half, target):
            raise FileRefused(str(target), "this file has come to be there meanwhile. Choose another name with -o.")
    finally:
        half.unlink(missing_ok=True)
        half.with_name(f"{half.name}-journal").unlink(missing_ok=True)
    return Repaired(target, entries, mended, lost, left)


def _made(
    path: Path, half: Path, key: Key | None, now: Callable[[], datetime], shipped: Callable[[], Sequence[Pack]]
) -> tuple[dict[str, int], Mended, int]:
    source = _source(path, key)
    copy = Connection(half, create=False, unlock=lambda: Given(key))
    try:
        copy.sql.execute("PRAGMA foreign_keys=OFF")
        with copy.saving() as sql:
            if not columns_of(source, "entries"):
                raise NothingReadable(str(path))
            lost = {table: n for table in _TABLES if (n := _copied(source, sql, table, shipped, now()))}
            mend_around(sql, lost, shipped)
            mended = mend_entries(sql, now())
            fill(sql)
            entries = int(sql.execute("SELECT count(*) FROM entries WHERE deleted IS NULL").fetchone()[0])
        return lost, mended, entries
    finally:
        copy.close()
        source.close()


def _source(path: Path, key: Key | None) -> sqlite3.Connection:
    """The journal, of one moment: a lock that came later would look like rows that cannot be read."""
    sql = None
    try:
        sql = opened_damaged(path, key)
        sql.execute("BEGIN")
        version = sql.execute("PRAGMA user_version").fetchone()[0]
        application = sql.execute("PRAGMA application_id").fetchone()[0]
        names = {row[0] for row in sql.execute("SELECT name FROM sqlite_master")}
        expect_ours(path, version, application, names)
    except database_errors() as error:
        if sql:
            sql.close()
        why = told(error, path, sealed=key is not None)
        raise NothingReadable(str(path)) if isinstance(why, Damaged) else why from error
    return sql


def _copied(
    source: sqlite3.Connection,
    sql: sqlite3.Connection,
    table: str,
    shipped: Callable[[], Sequence[Pack]],
    now: datetime,
) -> int:
    """Copies what can be read of a table; how many rows are lost, as far as an index knows them."""
    columns = columns_of(source, table)
    columns = [name for name in columns_of(sql, table) if name in columns]
    if not columns:
        return 0
    salvage, unfit = Salvage(source, table, columns), 0
    for key, row in salvage.rows():
        unfit += not _kept(sql, table, key, row)
    if not salvage.gaps and not unfit:
        return 0
    unknown = 0
    for key, row in salvage.from_indexes().items():
        if not sql.execute(f"SELECT 1 FROM {table} WHERE rowid = ?", (key,)).fetchone():
            whole = _completed(sql, table, row, shipped, now)
            unknown += not (whole and _kept(sql, table, key, whole)) or table == "entries"
    return max(unfit, unknown, 1)


def _kept(sql: sqlite3.Connection, table: str, key: int, row: Row) -> bool:
    names = ["rowid", *(name for name in row if name != "pk")]
    if table == "texts":
        names = list(row)
    values = [key, *(row[name] for name in names[1:])] if names[0] == "rowid" else list(row.values())
    try:
        sql.execute(f"INSERT INTO {table}({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", values)
    except (OverflowError, ValueError):
        return False
    except database_errors():
        return False
    return True


def _completed(
    sql: sqlite3.Connection, table: str, row: Row, shipped: Callable[[], Sequence[Pack]], now: datetime
) -> Row | None:
    """What an index knows of a row, with what else the row must have; None where too little is known."""
    stamp = now.isoformat(timespec="seconds")
    if table == "frameworks":
        return {**row, "made": stamp}
    if table == "packs":
        found = next((one for one in shipped() if (one.id, one.version) == (row.get("id"), row.get("version"))), None)
        return _pack_row(found, stamp) if found else None
    if table == "entries" and row.get("id"):
        return _entry_row(sql, row, stamp)
    return row if table in ("items", "prompts", "framework_items") else None


def _pack_row(pack: Pack, stamp: str) -> Row:
    return {
        "id": pack.id, "version": pack.version, "title": pack.title, "origin": "shipped", "document": document_of(pack),
        "added": stamp,
    }  # fmt: skip


def _entry_row(sql: sqlite3.Connection, row: Row, stamp: str) -> Row:
    """The head of an entry of which only the indexes know: its id and day; the day from its id if need be."""
    number = str(row["id"])
    day = row.get("happened_on") or f"20{number[:2]}-{number[2:4]}-{number[4:6]}"
    used: Any = sql.execute("SELECT value FROM state WHERE key = 'framework'").fetchone()
    framework = row.get("framework") or int(used[0] if used else 1)
    return {
        "id": number, "happened_on": day, "created": f"{day}T12:00:00.000+00:00", "framework": framework,
        "offered": row.get("offered"), "visibility": "private", "starred": 0, "title": "",
        "deleted": None if row.get("happened_on") else stamp, "digest": "",
    }  # fmt: skip

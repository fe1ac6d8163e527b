"""What a journal file or a backup holds, told without changing a byte of it."""

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from rcpjournal.core.backups import SEALED_OTHERWISE
from rcpjournal.core.sealed import SealedOtherwise
from rcpjournal.store.connection import APPLICATION_ID, JOURNAL_ID, KNOWN_VERSION
from rcpjournal.store.faults import database_errors
from rcpjournal.store.keys import Keys
from rcpjournal.store.opening import opened_beside

_TOLD = (
    ("entries", "id, created, happened_on, deleted, title"),
    ("texts", "entry, words"),
    ("changes", "at, what"),
)
"""what is compared row by row when a copy is read back; of all other tables, how many rows they have"""


class Content(NamedTuple):
    """What a file holds, in short: equal contents are the same entries, texts and changes, and as much of the rest."""

    version: int
    entries: int
    digest: str


class Looked(NamedTuple):
    """A file, looked into: `fault` says why it cannot be restored, or nothing."""

    size: int = 0
    entries: int | None = None
    journal: str | None = None
    fault: str = ""


def content(sql: sqlite3.Connection) -> Content:
    """What a journal holds, of whichever format."""
    tables = tables_of(sql)
    digest = hashlib.sha256()
    for table in sorted(tables):
        digest.update(repr((table, sql.execute(f'SELECT count(*) FROM "{table}"').fetchone())).encode())
    for table, columns in _TOLD:
        if table in tables:
            for row in sql.execute(f"SELECT {columns} FROM {table} ORDER BY rowid"):
                digest.update(repr(row).encode("utf-8", "surrogatepass"))
    version = sql.execute("PRAGMA user_version").fetchone()[0]
    return Content(version, entries_in(sql), digest.hexdigest())


def looked_at(path: Path, keys: Keys) -> Looked:
    """A file, read from end to end; not a byte of it changes, whatever it is."""
    try:
        if path.is_dir():
            return Looked(fault="it is a folder")
        size = path.stat().st_size
        if not os.access(path, os.R_OK):
            return Looked(size, fault="it cannot be read (permission denied)")
    except FileNotFoundError:
        return Looked(fault="there is no such file")
    except OSError as error:
        return Looked(fault=f"it cannot be read ({(error.strerror or str(error)).lower()})")
    try:
        with closing(opened_beside(path, keys.known(path))) as sql:
            if fault := fault_of(sql):
                return Looked(size, fault=fault)
            return Looked(size, entries_in(sql), stated_owner(sql))
    except SealedOtherwise:
        return Looked(size, fault=SEALED_OTHERWISE)
    except database_errors() as error:
        return Looked(size, fault=_in_words(error))


def fault_of(sql: sqlite3.Connection) -> str:
    """Why this is no whole journal that we know, or nothing."""
    application = sql.execute("PRAGMA application_id").fetchone()[0]
    version = sql.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        return "it is no backup of an rcpjournal journal"
    if version > KNOWN_VERSION:
        return (
            f"it was written by a newer rcpjournal (its format is {version}, this program knows up to {KNOWN_VERSION})"
        )
    if sql.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        return "it is broken (SQLite's own check finds faults)"
    needed = {"state"} if version == 1 else {"state", "entries"}
    return "" if version and needed <= tables_of(sql) else "it holds no journal"


def _in_words(error: Exception) -> str:
    words = str(error)
    if "not a database" in words:
        return "it is no backup, or its beginning is broken"
    if "locked" in words or "busy" in words:
        return "another program is using it"
    return f"it is broken ({words})"


def tables_of(sql: sqlite3.Connection) -> set[str]:
    """The tables that hold rows of ours: not SQLite's, nor those that a search index is made of."""
    names = {row[0] for row in sql.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return {name for name in names if not name.startswith(("sqlite_", "texts_fts"))}


def entries_in(sql: sqlite3.Connection) -> int:
    """How many entries there are, deleted ones not counted."""
    if "entries" not in tables_of(sql):
        return 0
    return int(sql.execute("SELECT count(*) FROM entries WHERE deleted IS NULL").fetchone()[0])


def stated_owner(sql: sqlite3.Connection) -> str | None:
    """Which journal it says it is; None for one that was never backed up."""
    row = sql.execute("SELECT value FROM state WHERE key = ?", (JOURNAL_ID,)).fetchone()
    return str(row[0]) if row else None


def owner_of(path: Path, keys: Keys) -> str | None:
    """Which journal this file is, or is a backup of; None where that cannot be told."""
    try:
        with closing(opened_beside(path, keys.known(path))) as sql:
            ours = sql.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            return stated_owner(sql) if ours else None
    except SealedOtherwise:
        return None
    except database_errors():
        return None

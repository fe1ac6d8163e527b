"""Made-up entries with many parts, each known by its number, so that one can tell a whole one from a half one."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rcpjournal.cli.context import shipped_packs
from rcpjournal.cli.unlocking import FILE_VARIABLE
from rcpjournal.core.entry import Action, Addition, Entry, Observation, document
from rcpjournal.core.sealed import key_in_code
from rcpjournal.store import Journal, opening
from rcpjournal.store.connection import Connection
from rcpjournal.store.faults import database_errors, told
from rcpjournal.store.keys import Given
from rcpjournal.store.sealing import SALT, Key, salt_of

HAPPENED, NOTICED, WORDS = (f"rcp.prompt.{name}" for name in ("what-happened", "noticed", "text"))
DAY = date(2026, 3, 4)


def key_for(salt: bytes) -> Key | None:
    """The key to this run's journals: the recovery code that the variable names; None where they are plain."""
    file = os.environ.get(FILE_VARIABLE)
    secret = key_in_code(Path(file).read_text()) if file else None
    assert bool(secret) == bool(file), "harnesses are given a recovery code, which needs no deriving"
    return Key(secret, salt) if secret else None


def given() -> Given:
    """Where this run's keys come from (store.sealing.Unlock)."""
    return Given(key_for(os.urandom(SALT)))


def opened(path: Path) -> Journal:
    """The journal at `path`, as the program opens it; a new one is sealed where a key is named."""
    journal = Journal(path, now=lambda: datetime.now().astimezone(), shipped=shipped_packs, unlock=given)
    assert journal.sealed == (FILE_VARIABLE in os.environ), "this run would try the other kind of journal"
    return journal


def bare(path: Path) -> sqlite3.Connection:
    """A connection to a journal file that is there, and nothing more."""
    salt = salt_of(path)
    assert bool(salt) == (FILE_VARIABLE in os.environ), "this run would try the other kind of journal"
    return opening.opened(path, key_for(salt) if salt else None)


def lying(path: Path, journals: str) -> Path:
    """A plain journal's file, sealed if these journals are to be."""
    if journals == "sealed":
        from rcpjournal.store.resealing import reseal

        reseal(path, None, key_for(os.urandom(SALT)))
    return path


def made(number: int | str) -> Entry:
    """An entry with parts in many tables; all of them follow from its number."""
    return Entry(
        happened_on=DAY,
        answers={HAPPENED: f"Entry {number}. " * 40, NOTICED: f"Noticed {number}.", WORDS: f"Words {number}. " * 300},
        observations=(Observation(item="rcp.principle.trust", stance="present", quote=f"Quote {number}"),),
        actions=(Action(what=f"First {number}"), Action(what=f"Second {number}", due=DAY)),
        additions=(Addition(on=DAY, kind="note", text=f"Later {number}"),),
        alias=f"A{number}",
    )


def number_of(entry: Entry) -> str:
    """The number an entry was made from."""
    return (entry.alias or "A?")[1:]


def is_whole(entry: Entry) -> bool:
    """Whether everything of it is there."""
    return _told(entry) == _told(made(number_of(entry)))


def _told(entry: Entry) -> str:
    plain: dict[str, Any] = json.loads(json.dumps(document(entry), default=str))
    for name in ("id", "created", "zone", "framework", "asked", "offered", "flow"):
        plain.pop(name, None)
    for action in plain.get("actions") or []:
        action.pop("number", None)
    return json.dumps(plain, sort_keys=True)


def halves(journal: Journal) -> list[str]:
    """Entries that are not whole, rows that belong to none, and what SQLite itself finds."""
    found = [f"half of {entry.id}" for entry in every(journal) if not is_whole(entry)]
    sql = journal._connection.sql
    unsearched = sql.execute("SELECT count(*) FROM entries WHERE pk NOT IN (SELECT entry FROM texts)").fetchone()[0]
    unlogged = sql.execute("SELECT count(*) FROM entries WHERE pk NOT IN (SELECT entry FROM changes)").fetchone()[0]
    orphans = sql.execute("PRAGMA foreign_key_check").fetchall()
    said = sql.execute("PRAGMA integrity_check").fetchone()[0]
    return [
        *found,
        *([f"{unsearched} cannot be found"] if unsearched else []),
        *([f"{unlogged} are in no log"] if unlogged else []),
        *(f"orphan {row}" for row in orphans),
        *([said] if said != "ok" else []),
    ]


def every(journal: Journal) -> Iterator[Entry]:
    """All entries."""
    keys = [row[0] for row in journal._connection.sql.execute("SELECT pk FROM entries ORDER BY pk").fetchall()]
    return (journal.entries.load(key) for key in keys)


# --- ways to save wrongly: each harness must notice them ------------------------------------------------


@contextmanager
def without_a_transaction(self: Connection) -> Iterator[Any]:
    """Every statement for itself; what SQLite says is still told as a sentence."""
    try:
        yield self.sql
    except database_errors() as error:
        raise told(error, self.path, sealed=self.sealed) from error


@contextmanager
def without_the_lock(self: Connection) -> Iterator[Any]:
    """A transaction that takes the write lock only once it writes."""
    if self.sql.in_transaction:
        yield self.sql
        return
    self.sql.execute("BEGIN")
    try:
        yield self.sql
        self.sql.execute("COMMIT")
    except BaseException:
        if self.sql.in_transaction:
            self.sql.execute("ROLLBACK")
        raise

"""What was deleted or changed goes for good: from rows, the search index and the unused parts of the file."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from rcpjournal.core.entry import entry_from, texts
from rcpjournal.core.sealed import SealedOtherwise
from rcpjournal.store.checking import PURGING
from rcpjournal.store.connection import APPLICATION_ID, Connection
from rcpjournal.store.faults import database_errors, told
from rcpjournal.store.keys import Keys
from rcpjournal.store.persevering import opened_damaged
from rcpjournal.store.rows import utc
from rcpjournal.store.salvage import columns_of

PURGED = "purged"
"""the state that holds when something was last purged"""
_PARTS = ("answers", "observations", "conditions", "ratings", "marks", "actions", "additions", "texts", "changes")
_MOST_SOUGHT, _MOST_TEXTS = 100, 400
_EARLIER = "coalesce(sum((before IS NOT NULL) + (after IS NOT NULL)), 0)"
_GOES = "(coalesce(c.undone, c.at) < ? OR c.entry IN (SELECT pk FROM entries WHERE deleted < ?))"
_SENT = "?1 AND (?2 IS NULL OR substr(at, 1, 10) < ?2)"
_CHUNK, _OVERLAP = 1 << 20, 256


class Limit(NamedTuple):
    """What a purge takes: all, or what was deleted, changed or sent before `day`; with `shared`, what left too."""

    day: date | None = None
    shared: bool = False

    @property
    def moment(self) -> str:
        """The beginning of the day as the journal stores moments; behind every moment where there is no day."""
        return utc(datetime(self.day.year, self.day.month, self.day.day).astimezone()) if self.day else "9999"


class Going(NamedTuple):
    """What a purge takes, and what it would leave: deleted entries (id, day), texts, pages; unfinished ones stay."""

    entries: list[tuple[str, str]]
    earlier: int
    changes: int
    shared: int
    shared_left: int
    waiting: int
    unfinished: bool

    @property
    def anything(self) -> bool:
        """Whether there is something to do."""
        return bool(self.entries or self.changes or self.shared or self.unfinished)


class Held(NamedTuple):
    """What another file (a backup) still holds: entries as the journal has them no more, and earlier texts.

    None where that cannot be told.
    """

    path: Path
    entries: int | None
    earlier: int | None


class Purging:
    """Purges one journal."""

    def __init__(self, connection: Connection, now: Callable[[], datetime]) -> None:
        self._connection, self._now = connection, now

    def going(self, limit: Limit) -> Going:
        """What would go."""
        sql = self._connection.sql
        entries = sql.execute("SELECT id, happened_on FROM entries WHERE deleted < ? ORDER BY id", (limit.moment,))
        earlier, changes = sql.execute(
            f"SELECT {_EARLIER}, count(*) FROM changes c WHERE {_GOES}",
            (limit.moment,) * 2,
        ).fetchone()
        every = sql.execute("SELECT count(*) FROM shared").fetchone()[0]
        shared = sql.execute(f"SELECT count(*) FROM shared WHERE {_SENT}", _sent(limit)).fetchone()[0]
        waiting = sql.execute("SELECT (SELECT count(*) FROM drafts) + (SELECT count(*) FROM preparations)").fetchone()[
            0
        ]
        unfinished = sql.execute("SELECT 1 FROM state WHERE key = ?", (PURGING,)).fetchone()
        return Going(entries.fetchall(), earlier, changes, shared, every - shared, waiting, bool(unfinished))

    def sought(self, limit: Limit) -> list[str]:
        """Some words and phrases of what goes, to look for in the file afterwards."""
        sql = self._connection.sql
        deleted = sql.execute(
            "SELECT t.words FROM texts t JOIN entries e ON e.pk = t.entry WHERE e.deleted < ?"
            " ORDER BY random() LIMIT ?",
            (limit.moment, _MOST_TEXTS),
        )
        found = [row[0] for row in deleted]
        for both in sql.execute(
            f"SELECT c.before, c.after FROM changes c WHERE {_GOES} ORDER BY random() LIMIT ?",
            (*(limit.moment,) * 2, _MOST_TEXTS),
        ):
            found += [part for text in both if text for part in _words_of(text)]
        words = dict.fromkeys(one for text in found for one in re.findall(r"\w{5,}(?: \w+)?", text))
        return list(words)

    def purge(self, limit: Limit) -> None:
        """Takes it out in one transaction, then makes the file anew. Cut off between the two, `going` says so."""
        with self._connection.saving() as sql:
            sql.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (PURGING, utc(self._now())))
            sql.execute("CREATE TEMP TABLE purged AS SELECT pk FROM main.entries WHERE deleted < ?", (limit.moment,))
            sql.execute(f"DELETE FROM changes AS c WHERE {_GOES}", (limit.moment,) * 2)
            for part in _PARTS:
                sql.execute(f"DELETE FROM {part} WHERE entry IN (SELECT pk FROM temp.purged)")
            sql.execute("DELETE FROM entries WHERE pk IN (SELECT pk FROM temp.purged)")
            sql.execute("DROP TABLE temp.purged")
            sql.execute(f"DELETE FROM shared WHERE {_SENT}", _sent(limit))
            sql.execute("INSERT INTO texts_fts(texts_fts) VALUES ('rebuild')")
            sql.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (PURGED, utc(self._now())))
        try:
            self._connection.sql.execute("VACUUM")
        except database_errors() as error:
            raise told(error, self._connection.path, sealed=self._connection.sealed) from error
        with self._connection.saving() as sql:
            sql.execute("DELETE FROM state WHERE key = ?", (PURGING,))

    def digests(self) -> dict[str, str]:
        """Entry id → its digest, of all that are here."""
        return dict(self._connection.sql.execute("SELECT id, digest FROM entries").fetchall())

    def unused_pages(self) -> int:
        """How many pages of the file hold nothing of the journal."""
        return int(self._connection.sql.execute("PRAGMA freelist_count").fetchone()[0])

    def only_gone(self, sought: Iterable[str]) -> list[str]:
        """Those of the words that stand nowhere in what stays (none would prove anything otherwise), at most 100."""
        left = {word.encode().lower(): word for word in sought}
        for value in _values(self._connection.sql):
            if not left:
                break
            for word in [word for word in left if word in value]:
                del left[word]
        return list(left.values())[:_MOST_SOUGHT]


def _sent(limit: Limit) -> tuple[bool, str | None]:
    return limit.shared, limit.day.isoformat() if limit.day else None


def _words_of(document: str) -> list[str]:
    try:
        return texts(entry_from(json.loads(document)))
    except (ValueError, TypeError, LookupError):
        return []


def _values(sql: sqlite3.Connection) -> Iterator[bytes]:
    """Every text and blob that the journal's tables hold, in small letters."""
    tables = [row[0] for row in sql.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        if "_fts" not in table:
            for row in sql.execute(f'SELECT * FROM "{table}"'):
                held = [value.encode() if isinstance(value, str) else value for value in row]
                yield b"\n".join(value.lower() for value in held if isinstance(value, bytes))


def left_in(path: Path, sought: Iterable[str]) -> list[str]:
    """Those of the words that are in the file's bytes. No connection to it may be open in this process."""
    wanted = {word.encode().lower(): word for word in sought}
    found: set[bytes] = set()
    with path.open("rb") as file:
        tail = b""
        while chunk := file.read(_CHUNK):
            piece = tail + chunk.lower()
            found |= {word for word in wanted if word in piece}
            tail = piece[-_OVERLAP:]
    return [wanted[word] for word in found]


def held_in(path: Path, keys: Keys, now: dict[str, str]) -> Held:
    """What a copy still holds that is not in the journal `now` (entry id → digest)."""
    if not path.is_file():
        return Held(path, 0, 0)
    try:
        with closing(opened_damaged(path, keys.known(path))) as sql:
            if sql.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID or not _ours(sql):
                return Held(path, None, None)
            names = columns_of(sql, "entries")
            digest = "digest" if "digest" in names else "NULL"  # of an older format: then each may be another
            rows = sql.execute(f"SELECT id, {digest} FROM entries")
            entries = sum(now.get(name) != held for name, held in rows)
            earlier = sql.execute(f"SELECT {_EARLIER} FROM changes").fetchone()[0]
            return Held(path, entries, earlier)
    except SealedOtherwise:
        return Held(path, None, None)
    except database_errors():
        return Held(path, None, None)


def _ours(sql: sqlite3.Connection) -> bool:
    """Whether the tables to be read are tables: a view could go on for ever."""
    kinds = sql.execute("SELECT type FROM sqlite_master WHERE name IN ('entries', 'changes')").fetchall()
    return kinds == [("table",), ("table",)]

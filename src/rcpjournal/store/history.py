"""What was changed: a log with the text before each change, and taking changes back."""

import json
import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from rcpjournal.core.digest import digest_of_texts
from rcpjournal.core.entry import Entry, Revision, document, entry_from
from rcpjournal.core.records import Change
from rcpjournal.errors import NothingToUndo
from rcpjournal.store.connection import Connection
from rcpjournal.store.rows import mark_deleted, utc

if TYPE_CHECKING:
    from rcpjournal.store.entries import Entries


def log(
    sql: sqlite3.Connection, key: int, what: str, before: Entry | None, now: datetime, run: str | None = None
) -> None:
    """Notes a change, inside the transaction that makes it."""
    text = _text(before) if before else None
    sql.execute(
        "INSERT INTO changes(at, what, run, entry, before, digest) VALUES (?, ?, ?, ?, ?, ?)",
        (utc(now), what, run, key, text, digest_of_texts(text, None)),
    )


def _text(entry: Entry) -> str:
    return json.dumps(document(entry), ensure_ascii=False)


class History:
    """The changes of one journal."""

    def __init__(self, connection: Connection, entries: "Entries", now: Callable[[], datetime]) -> None:
        self._connection, self._entries, self._now = connection, entries, now

    def revisions(self, wanted: str) -> list[Revision]:
        """The earlier texts of an entry, newest first, those taken back by `undo` among them."""
        rows = self._connection.sql.execute(
            "SELECT c.at, c.what, c.before FROM changes c JOIN entries e ON e.pk = c.entry"
            " WHERE e.id = ? AND c.before IS NOT NULL"
            " UNION ALL SELECT c.undone, 'undone: ' || c.what, c.after FROM changes c JOIN entries e ON e.pk = c.entry"
            " WHERE e.id = ? AND c.after IS NOT NULL ORDER BY 1 DESC",
            (self._entries.resolve(wanted),) * 2,
        )
        return [Revision(at, what, entry_from(json.loads(text))) for at, what, text in rows]

    def last_step(self) -> list[Change]:
        """The changes that `undo` would take back: the latest one, or all of the run it belongs to."""
        rows = self._connection.sql.execute(
            "SELECT c.pk, c.at, c.what, e.id, c.before FROM changes c JOIN entries e ON e.pk = c.entry"
            " WHERE c.undone IS NULL AND (c.pk = (SELECT max(pk) FROM changes WHERE undone IS NULL) OR c.run ="
            " (SELECT run FROM changes WHERE undone IS NULL ORDER BY pk DESC LIMIT 1)) ORDER BY c.pk DESC"
        )
        return [Change(*row) for row in rows]

    def sides(self, change: Change) -> tuple[Entry | None, Entry | None]:
        """The entry as it is and as it was before `change`; None where it was not there."""
        key = self._entries.key_of(change.entry)
        gone = self._connection.sql.execute("SELECT deleted FROM entries WHERE pk = ?", (key,)).fetchone()[0]
        was = entry_from(json.loads(change.before)) if change.before else None
        return None if gone else self._entries.load(key), was

    def undo(self, step: list[Change]) -> None:
        """Takes back `step`, as `last_step` gave it. What is replaced is kept among the revisions."""
        with self._connection.saving() as sql:
            if [change.key for change in self.last_step()] != [change.key for change in step]:
                raise NothingToUndo
            for change in step:
                key = self._entries.key_of(change.entry)
                after = _text(self._entries.load(key))
                sql.execute(
                    "UPDATE changes SET undone = ?, after = ?, digest = ? WHERE pk = ?",
                    (utc(self._now()), after, digest_of_texts(change.before, after), change.key),
                )
                mark_deleted(sql, key, utc(self._now()) if change.before is None else None)
                if change.before is not None:
                    self._entries.rewrite(key, entry_from(json.loads(change.before)))

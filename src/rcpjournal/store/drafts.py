"""A reflection that is not finished: a row, committed after every answer, kept with the journal."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from rcpjournal.store.connection import Connection


class Draft(NamedTuple):
    """An unfinished reflection; `document` is what the interview needs to go on."""

    key: int
    started: datetime
    saved: datetime
    document: dict[str, Any]


class Drafts:
    """The unfinished reflections of one journal."""

    def __init__(self, connection: Connection, now: Callable[[], datetime]) -> None:
        self._connection, self._now = connection, now

    def begin(self, document: dict[str, Any]) -> int:
        """Keeps a new draft; its key."""
        stamp = self._stamp()
        with self._connection.saving() as sql:
            made = sql.execute(
                "INSERT INTO drafts(started, saved, document) VALUES (?, ?, ?)",
                (stamp, stamp, _text(document)),
            )
        return made.lastrowid or 0

    def save(self, key: int, document: dict[str, Any]) -> None:
        """Keeps the draft as it is now, even if it was dropped elsewhere in the meantime."""
        with self._connection.saving() as sql:
            sql.execute(
                "INSERT INTO drafts(pk, started, saved, document) VALUES (?1, ?2, ?2, ?3)"
                " ON CONFLICT(pk) DO UPDATE SET saved = ?2, document = ?3",
                (key, self._stamp(), _text(document)),
            )

    def held_by(self, key: int) -> int:
        """The process that last saved the draft; 0 where there is none, or no such draft."""
        row = self._connection.sql.execute(
            "SELECT json_extract(document, '$.process') FROM drafts WHERE pk = ?", (key,)
        ).fetchone()
        return int(row[0] or 0) if row else 0

    def drop(self, key: int) -> None:
        """Forgets a draft: it became an entry, or its writer said so."""
        with self._connection.saving() as sql:
            sql.execute("DELETE FROM drafts WHERE pk = ?", (key,))

    def all(self) -> list[Draft]:
        """Every unfinished reflection, the one last worked on first."""
        rows = self._connection.sql.execute("SELECT pk, started, saved, document FROM drafts ORDER BY pk DESC")
        found = [
            Draft(key, datetime.fromisoformat(started), datetime.fromisoformat(saved), json.loads(document))
            for key, started, saved, document in rows
        ]
        # Moments, not their letters: in autumn an hour comes twice, and another offset sorts otherwise.
        return sorted(found, key=lambda draft: draft.saved, reverse=True)

    def _stamp(self) -> str:
        return self._now().isoformat(timespec="milliseconds")


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False)

"""Supervision in the journal: the sessions there were, a page that is being prepared, and what has left."""

import json
from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from rcpjournal.core.records import Session, Shared
from rcpjournal.errors import NotShared
from rcpjournal.store.connection import Connection

_SHARED = "pk, at, whom, format, since, until, digest, length(bytes), sealed_to"


class Supervision:
    """What belongs to supervision in one journal."""

    def __init__(self, connection: Connection, now: Callable[[], datetime]) -> None:
        self._connection, self._now = connection, now

    # --- sessions -------------------------------------------------------------------------------------

    def sessions(self) -> list[Session]:
        """Every session, newest first: entries of kind supervision, with role and next day where they were logged."""
        rows = self._connection.sql.execute(
            "SELECT id, happened_on, session_role, session_next FROM entries"
            " WHERE kind = 'supervision' AND deleted IS NULL ORDER BY happened_on DESC, id DESC"
        )
        return [Session(*row) for row in rows]

    # --- a page that is being prepared ------------------------------------------------------------------

    def prepared(self) -> tuple[int, dict[str, Any]] | None:
        """The page that waits to be finished: its key and what was chosen so far."""
        return next(iter(self.all_prepared()), None)

    def all_prepared(self) -> list[tuple[int, dict[str, Any]]]:
        """Every page that waits to be finished, the one last worked on first."""
        rows = self._connection.sql.execute("SELECT pk, document FROM preparations ORDER BY saved DESC, pk DESC")
        return [(key, json.loads(document)) for key, document in rows]

    def held_by(self, key: int) -> int:
        """The process that last kept the page; 0 where there is none, or no such page."""
        row = self._connection.sql.execute(
            "SELECT json_extract(document, '$.process') FROM preparations WHERE pk = ?", (key,)
        ).fetchone()
        return int(row[0] or 0) if row else 0

    def keep(self, document: dict[str, Any], key: int | None = None) -> int:
        """Keeps what was chosen so far; its key."""
        stamp = self._stamp()
        text = json.dumps(document, ensure_ascii=False)
        with self._connection.saving() as sql:
            made = sql.execute(
                "INSERT INTO preparations(pk, started, saved, document) VALUES (?1, ?2, ?2, ?3)"
                " ON CONFLICT(pk) DO UPDATE SET saved = ?2, document = ?3",
                (key, stamp, text),
            )
        return key or made.lastrowid or 0

    def drop(self, key: int) -> None:
        """Forgets a page that was being prepared: it has left, or is not wanted."""
        with self._connection.saving() as sql:
            sql.execute("DELETE FROM preparations WHERE pk = ?", (key,))

    # --- what has left ----------------------------------------------------------------------------------

    def remember(
        self,
        what: bytes,
        *,
        whom: str,
        format_: str,
        since: date,
        until: date,
        selection: dict[str, Any],
        sealed_to: str | None = None,
    ) -> Shared:
        """Keeps the exact bytes that leave (or are sealed, and then leave), for whom, and the choice that made them."""
        digest = sha256(what).hexdigest()
        row = (self._stamp(), whom, format_, str(since), str(until), digest, json.dumps(selection, ensure_ascii=False))
        with self._connection.saving() as sql:
            made = sql.execute(
                "INSERT INTO shared(at, whom, format, since, until, digest, selection, bytes, sealed_to)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*row, what, sealed_to),
            )
        return Shared(made.lastrowid or 0, *row[:6], len(what), sealed_to)

    def forget(self, number: int) -> None:
        """Forgets one that did not leave after all."""
        with self._connection.saving() as sql:
            sql.execute("DELETE FROM shared WHERE pk = ?", (number,))

    def shared(self) -> list[Shared]:
        """What has left, newest first."""
        rows = self._connection.sql.execute(f"SELECT {_SHARED} FROM shared ORDER BY at DESC, pk DESC")
        return [Shared(*row) for row in rows]

    def bytes_of(self, number: int) -> tuple[Shared, bytes]:
        """One of them, byte by byte as it left. Raises NotShared."""
        row = self._connection.sql.execute(f"SELECT {_SHARED}, bytes FROM shared WHERE pk = ?", (number,)).fetchone()
        if row is None:
            raise NotShared(number)
        return Shared(*row[:-1]), row[-1]

    def _stamp(self) -> str:
        return self._now().isoformat(timespec="seconds")

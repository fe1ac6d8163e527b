"""What was agreed: actions over all entries, by number."""

from dataclasses import replace
from typing import Any

from rcpjournal.core.entry import Entry
from rcpjournal.core.records import NumberedAction
from rcpjournal.errors import ActionNotFound
from rcpjournal.store.connection import Connection
from rcpjournal.store.entries import Entries
from rcpjournal.store.near import COLUMNS, STILL_TO_DO


class Actions:
    """The actions of one journal. An action's number never changes."""

    def __init__(self, connection: Connection, entries: Entries) -> None:
        self._sql, self._entries = connection.sql, entries

    def all(self, *, every: bool = False) -> list[NumberedAction]:
        """Those still to do, nearest first; with `every`, the finished ones too."""
        states = "" if every else f" AND a.state IN {STILL_TO_DO!r}"
        rows = self._sql.execute(
            f"SELECT {COLUMNS} FROM actions a JOIN entries e ON e.pk = a.entry WHERE e.deleted IS NULL{states}"
            " ORDER BY a.due IS NULL, a.due, a.pk"
        )
        return [NumberedAction(*row) for row in rows]

    def change(self, number: int, step: str, **changes: Any) -> Entry:
        """Alters one action, notes the step, keeps the earlier text; the entry as it is now. Raises ActionNotFound."""
        row = self._sql.execute(
            "SELECT e.id, a.position FROM actions a JOIN entries e ON e.pk = a.entry"
            " WHERE a.pk = ? AND e.deleted IS NULL",
            (number,),
        ).fetchone()
        if row is None:
            raise ActionNotFound(number)
        entry = self._entries.get(row[0])
        actions = tuple(replace(action, **changes) if n == row[1] else action for n, action in enumerate(entry.actions))
        return self._entries.replace(replace(entry, actions=actions), step, read=entry)

"""What is near: found by indexes, however long the journal is. It loads no more than a list does."""

from datetime import date

from rcpjournal.core.records import MonthsQuestion, NumberedAction
from rcpjournal.store.connection import Connection

COLUMNS = (
    "a.pk, e.id, e.happened_on, a.what, a.why, a.how, a.whose_view, a.due, a.state, a.reason,"
    " a.owner, a.review, a.about"
)
STILL_TO_DO = ("open", "changed")
_BETWEEN = (
    f"SELECT {COLUMNS} FROM actions a JOIN entries e ON e.pk = a.entry"
    f" WHERE a.state IN {STILL_TO_DO!r} AND a.%s BETWEEN ?1 AND ?2 AND e.deleted IS NULL"
)


class Near:
    """Days that were set, in one journal."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection.sql

    def actions(self, first: date, last: date) -> list[NumberedAction]:
        """Actions still to do that are to be done, or looked at again, on one of these days; by number."""
        rows = self._sql.execute(
            f"{_BETWEEN % 'due'} UNION {_BETWEEN % 'review'} ORDER BY 1", (first.isoformat(), last.isoformat())
        )
        return [NumberedAction(*row) for row in rows]

    def session(self, today: date) -> date | None:
        """The nearest day that was set for a supervision and has not passed; None if none was."""
        row = self._sql.execute(
            "SELECT min(session_next) FROM entries WHERE session_next >= ? AND deleted IS NULL", (today.isoformat(),)
        ).fetchone()
        return date.fromisoformat(row[0]) if row[0] else None

    def months_questions(self) -> list[MonthsQuestion]:
        """The questions that are offered once a month, in their order, of the framework in use."""
        rows = self._sql.execute(
            "SELECT json_extract(q.value, '$.id'), json_extract(q.value, '$.text')"
            " FROM state s JOIN frameworks f ON f.pk = CAST(s.value AS INTEGER),"
            " json_each(f.packs) j JOIN packs p ON p.pk = j.value, json_each(p.document, '$.prompts') q"
            " WHERE s.key = 'framework' AND json_extract(q.value, '$.monthly') ORDER BY j.key, q.key"
        )
        return [MonthsQuestion(*row) for row in rows]

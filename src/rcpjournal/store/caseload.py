"""The supervisor's caseload: packs received from others. Nothing of the journal's own ever reads this table."""

from collections.abc import Callable
from datetime import date, datetime

from rcpjournal.core.records import Received
from rcpjournal.core.sharing.received import name_key
from rcpjournal.core.sharing.refusals import NotInCaseload
from rcpjournal.store.connection import Connection

_ROW = "pk, name, since, until, at, digest"
_OLDEST_FIRST = "until, since, pk"


class Caseload:
    """The packs of one journal, by the people they are from."""

    def __init__(self, connection: Connection, now: Callable[[], datetime]) -> None:
        self._connection, self._now = connection, now

    def keep(self, text: str, *, name: str, digest: str, since: date, until: date) -> tuple[Received, bool]:
        """Keeps a pack as it came; and whether it is new: one with the same digest is not kept twice.

        Somebody who is there already keeps the name as it was written first.
        """
        key = name_key(name)
        with self._connection.saving() as sql:
            there = sql.execute(f"SELECT {_ROW} FROM received WHERE digest = ?", (digest,)).fetchone()
            if there:
                return Received(*there), False
            known = sql.execute("SELECT name FROM received WHERE person = ? ORDER BY pk LIMIT 1", (key,)).fetchone()
            row = (known[0] if known else name, str(since), str(until), self._now().isoformat(timespec="seconds"))
            made = sql.execute(
                "INSERT INTO received(person, name, since, until, at, digest, document) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (key, *row, digest, text),
            )
        return Received(made.lastrowid or 0, *row, digest), True

    def packs(self) -> list[Received]:
        """Every pack: people by name, the packs of each by the days of their pages, oldest first."""
        rows = self._connection.sql.execute(f"SELECT {_ROW} FROM received ORDER BY {_OLDEST_FIRST}")
        return sorted((Received(*row) for row in rows), key=lambda one: (one.name.casefold(), one.name))

    def packs_of(self, name: str) -> list[Received]:
        """The packs from somebody, however the name is written, oldest page first; none if there are none."""
        rows = self._connection.sql.execute(
            f"SELECT {_ROW} FROM received WHERE person = ? ORDER BY {_OLDEST_FIRST}", (name_key(name),)
        )
        return [Received(*row) for row in rows]

    def get(self, number: int) -> Received:
        """One pack. Raises NotInCaseload."""
        row = self._connection.sql.execute(f"SELECT {_ROW} FROM received WHERE pk = ?", (number,)).fetchone()
        if row is None:
            raise NotInCaseload(number)
        return Received(*row)

    def text_of(self, number: int) -> str:
        """A pack's own text, as it came. Raises NotInCaseload."""
        row = self._connection.sql.execute("SELECT document FROM received WHERE pk = ?", (number,)).fetchone()
        if row is None:
            raise NotInCaseload(number)
        return str(row[0])

    def remove(self, number: int, *, exports: bool = False) -> int:
        """Takes a pack out for good; in how many remembered exports of it (`supervision shared`) its page still is.

        With `exports` those are taken out too.
        """
        one = self.get(number)
        with self._connection.saving() as sql:
            sql.execute("DELETE FROM received WHERE pk = ?", (number,))
            if exports:
                sql.execute("DELETE FROM shared WHERE json_extract(selection, '$.pack') = ?", (one.digest,))
            left = sql.execute(
                "SELECT count(*) FROM shared WHERE json_extract(selection, '$.pack') = ?", (one.digest,)
            ).fetchone()
        return int(left[0])

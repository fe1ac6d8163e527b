"""A file that may be damaged, read as far as it can be: also a sealed one, on after a page of it failed."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

from rcpjournal.store.faults import database_errors
from rcpjournal.store.opening import opened_beside
from rcpjournal.store.sealing import Key


def opened_damaged(path: Path, key: Key | None) -> sqlite3.Connection:
    """A file as `opened_beside` opens it, to read all that can be read: on behind a page that fails, strange bytes too.

    Bytes that are no text are read as U+FFFD.
    """

    def connect() -> sqlite3.Connection:
        sql = opened_beside(path, key)
        sql.text_factory = lambda raw: raw.decode("utf-8", "replace")
        return sql

    return connect() if key is None else cast(sqlite3.Connection, Persevering(connect))


_ASKS = ("SELECT", "PRAGMA table_info", "PRAGMA index_info", "PRAGMA user_version", "PRAGMA foreign_key_check")


class Rows(list[tuple[Any, ...]]):
    """The rows of one query, to be taken as from a cursor."""

    def fetchone(self) -> tuple[Any, ...] | None:
        """The next row."""
        return self.pop(0) if self else None

    def fetchmany(self, most: int) -> list[tuple[Any, ...]]:
        """The next rows, so many at most."""
        return [self.pop(0) for _ in range(min(most, len(self)))]

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All that are left."""
        return self


class Persevering:
    """Stands for a connection. SQLCipher answers no more once a page has failed, so then a new one takes its place.

    The first one stays open, and what it began: while it reads, nobody writes.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._first = self._now = connect()

    def execute(self, query: str, values: Sequence[Any] = ()) -> Rows:
        """All rows of a statement. A question that fails is put again, to a connection that has seen no failure yet."""
        try:
            return Rows(self._now.execute(query, values).fetchall())
        except database_errors() as error:
            if "locked" in str(error) or not query.startswith(_ASKS):
                raise
        self._renew()
        return Rows(self._now.execute(query, values).fetchall())

    def _renew(self) -> None:
        if self._now is not self._first:
            self._now.close()
        self._now = self._connect()

    @property
    def in_transaction(self) -> bool:
        """Whether one is open on the connection in use."""
        return self._now.in_transaction

    def close(self) -> None:
        """Lets go of the file."""
        self._now.close()
        self._first.close()

"""Reads what can still be read of a damaged journal: row by row, and from the indexes where rows are gone."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from rcpjournal.store.faults import database_errors

_AT_A_TIME = 100
_MOST_FAILED = 50_000
"""looks that may fail in one table; more are made only where all of it is gone, and bring nothing"""
_BEYOND = 2_000
"""how far to look behind the last row known, where nothing says which was the last"""

Row = dict[str, Any]


def _broken() -> tuple[type[Exception], ...]:
    return (MemoryError, *database_errors())


class Salvage:
    """One table of a file that may be damaged. `gaps` holds, once all rows were read, where some could not be."""

    def __init__(self, sql: sqlite3.Connection, table: str, columns: Sequence[str]) -> None:
        self._sql, self._table, self._columns = sql, table, list(columns)
        self._failed = 0
        self.gaps = False

    def rows(self) -> Iterator[tuple[int, Row]]:
        """(rowid, the row by its columns), in order."""
        try:
            low = self._sql.execute(f"SELECT min(rowid) FROM {self._table}").fetchone()[0]
        except _broken():
            low, self.gaps = 1, True
        if low is not None:
            yield from self._between(low, max(self._last(), low))

    def _last(self) -> int:
        """The last rowid, from the table or any index of it; behind it where none can be read."""
        found = []
        for source in (
            self._table,
            *(f"{self._table} INDEXED BY {name}" for name, where in self._indexes() if not where),
        ):
            try:
                found.append(int(self._sql.execute(f"SELECT max(+rowid) FROM {source}").fetchone()[0] or 0))
            except _broken():
                self.gaps = True
        return max(found, default=_BEYOND)

    def _indexes(self) -> list[tuple[str, str]]:
        """Each index by name, with its condition."""
        try:
            rows = self._sql.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", (self._table,)
            ).fetchall()
        except _broken():
            return []
        return [(name, (text or "").partition(" WHERE ")[2]) for name, text in rows if text]

    def _between(self, low: int, high: int) -> Iterator[tuple[int, Row]]:
        """Reads on until it fails; what is behind the failure is halved, and halved again, down to single rows."""
        after, limit = low - 1, _AT_A_TIME
        while True:
            try:
                found = self._sql.execute(
                    f"SELECT rowid, {', '.join(self._columns)} FROM {self._table}"
                    " WHERE rowid > ? AND rowid <= ? ORDER BY rowid LIMIT ?",
                    (after, high, limit),
                ).fetchall()
            except _broken():
                found = None
            if found == []:
                return
            rising = [row for row in found or () if after < row[0] <= high]
            for key, *values in rising:
                yield key, dict(zip(self._columns, values, strict=True))
            if rising:
                after = max(row[0] for row in rising)
            elif limit > 1:
                limit = 1
            else:
                break
        self.gaps = True
        self._failed += 1
        if after + 1 >= high or self._failed > _MOST_FAILED:
            return
        middle = (after + 1 + high) // 2
        yield from self._between(after + 1, middle)
        yield from self._between(middle + 1, high)

    def from_indexes(self) -> dict[int, Row]:
        """What the indexes know of rows: rowid → those columns that stand in one."""
        known: dict[int, Row] = {}
        for name, where in self._indexes():
            try:
                columns = [row[2] for row in self._sql.execute(f"PRAGMA index_info({name})")]
                for key, *values in self._sql.execute(
                    f"SELECT rowid, {', '.join(columns)} FROM {self._table} INDEXED BY {name} WHERE {where or 1}"
                ):
                    known.setdefault(key, {}).update(zip(columns, values, strict=True))
            except _broken():
                continue
        return known


def columns_of(sql: sqlite3.Connection, table: str) -> list[str]:
    """The names of a table's columns; none where it is not there or cannot be read."""
    try:
        return [row[1] for row in sql.execute(f"PRAGMA table_info({table})")]
    except _broken():
        return []

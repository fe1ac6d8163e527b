"""The digests in the journal: written with every change of an entry, filled in where there were none yet."""

import sqlite3
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from rcpjournal.core.digest import digest_of, digest_of_texts
from rcpjournal.core.entry import Entry
from rcpjournal.store.reading import each

AT_A_TIME = 200
_VERSIONS = (
    "SELECT p.id, p.version FROM frameworks f, json_each(f.packs) j JOIN packs p ON p.pk = j.value WHERE f.pk = ?"
)


def stamp(sql: sqlite3.Connection, key: int) -> None:
    """Writes the digest of the entry's rows as they stand now; inside the transaction that changed them."""
    ((_, digest, _),) = digests(sql, "e.pk = ?", (key,))
    sql.execute("UPDATE entries SET digest = ? WHERE pk = ?", (digest, key))


def digests(sql: sqlite3.Connection, where: str, values: Iterable[Any] = ()) -> Iterator[tuple[int, str, Entry]]:
    """(key, the digest that the rows make, the entry as it stands in them), oldest first, deleted ones too."""

    @cache
    def versions(framework: int) -> dict[str, str]:
        return dict(sql.execute(_VERSIONS, (framework,)).fetchall())

    values = tuple(values)
    gone = {row[0] for row in sql.execute(f"SELECT e.pk FROM entries e WHERE {where} AND deleted IS NOT NULL", values)}
    for key, entry in each(sql, where, values, versions):
        yield key, digest_of(entry, deleted=key in gone), entry


def fill(sql: sqlite3.Connection) -> None:
    """Writes each digest that is missing, after migrations and in their transaction; the others are left alone."""
    for first, last in stretches(sql, "entries"):
        found = list(digests(sql, "e.pk BETWEEN ? AND ? AND e.digest IS NULL", (first, last)))
        sql.executemany("UPDATE entries SET digest = ? WHERE pk = ?", [(digest, key) for key, digest, _ in found])
    for table, texts in (("changes", "before, after"), ("packs", "document")):
        for first, last in stretches(sql, table):
            texts_of = sql.execute(
                f"SELECT pk, {texts} FROM {table} WHERE pk BETWEEN ? AND ? AND digest IS NULL", (first, last)
            ).fetchall()
            sql.executemany(
                f"UPDATE {table} SET digest = ? WHERE pk = ?", [(digest_of_texts(*row[1:]), row[0]) for row in texts_of]
            )


def stretches(sql: sqlite3.Connection, table: str) -> Iterator[tuple[int, int]]:
    """The first and last key of each stretch of rows, so that a journal of any size is read a little at a time."""
    after = -1
    while keys := sql.execute(
        f"SELECT pk FROM {table} WHERE pk > ? ORDER BY pk LIMIT ?", (after, AT_A_TIME)
    ).fetchall():
        last = max(key for (key,) in keys)
        if last <= after:  # a damaged page gives keys that were not asked for, and would for ever
            raise sqlite3.DatabaseError("database disk image is malformed")
        yield min(key for (key,) in keys), last
        after = last

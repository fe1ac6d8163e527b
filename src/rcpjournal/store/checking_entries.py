"""Entry by entry: its digest, its marks, its title, and the words by which it is found."""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from rcpjournal.core.check_findings import Finding
from rcpjournal.core.entry import Entry
from rcpjournal.core.framework import Framework
from rcpjournal.core.framework_data import pack_from
from rcpjournal.core.marks import marks
from rcpjournal.core.words import title_of
from rcpjournal.store.digests import digests, stretches
from rcpjournal.store.faults import database_errors
from rcpjournal.store.rows import searchable

_STRANGE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, MemoryError)


def unreadable() -> tuple[type[Exception], ...]:
    """What reading a damaged row may raise, to stand behind `except`: its values can be anything."""
    return (*_STRANGE, *database_errors())


class _Held(NamedTuple):
    """What the journal holds of an entry beside its text, all of which can be made from it."""

    entry: str
    day: str
    digest: str | None
    title: str
    framework: int
    words: str | None
    indexed: int


_HELD = (
    "SELECT e.pk, e.id, e.happened_on, e.digest, e.title, e.framework, t.words, d.id IS NOT NULL FROM entries e"
    " LEFT JOIN texts t ON t.entry = e.pk LEFT JOIN texts_fts_docsize d ON d.id = e.pk WHERE e.pk BETWEEN ? AND ?"
)
_MARKS = "SELECT m.entry, i.id, m.value FROM marks m LEFT JOIN items i ON i.pk = m.item WHERE m.entry BETWEEN ? AND ?"


def entries_found(sql: sqlite3.Connection) -> Iterator[Finding]:
    """What is found in the entries. Of those that cannot be read, the indexes may still know id and day."""
    frameworks: dict[int, Framework | None] = {}
    lost: set[int] = set()
    try:
        for first, last in stretches(sql, "entries"):
            yield from _stretch(sql, frameworks, first, last, lost)
    except database_errors() as error:
        if "locked" in str(error):
            raise
        yield Finding("pages", f"entries: {error}")
        for key in _listed(sql):
            yield from _stretch(sql, frameworks, key, key, lost)
    yield from _named(sql, lost)


def _stretch(
    sql: sqlite3.Connection, frameworks: dict[int, Framework | None], first: int, last: int, lost: set[int]
) -> Iterator[Finding]:
    try:
        found = list(_compared(sql, frameworks, first, last))
    except unreadable() as error:
        if isinstance(error, database_errors()) and "locked" in str(error):
            raise
        if first == last:
            lost.add(first)
            return
        middle = (first + last) // 2
        yield from _stretch(sql, frameworks, first, middle, lost)
        yield from _stretch(sql, frameworks, middle + 1, last, lost)
    else:
        yield from found


def _compared(
    sql: sqlite3.Connection, frameworks: dict[int, Framework | None], first: int, last: int
) -> Iterator[Finding]:
    """The findings of a stretch of entries, of one moment whoever writes in between."""
    sql.execute("BEGIN")
    try:
        held = {row[0]: _Held(*row[1:]) for row in sql.execute(_HELD, (first, last))}
        marked: dict[int, list[Any]] = {}
        for key, item, value in sql.execute(_MARKS, (first, last)):
            marked.setdefault(key, []).append((item, value))
        for key, digest, entry in digests(sql, "e.pk BETWEEN ? AND ?", (first, last)):
            one = held.pop(key)
            if one.framework not in frameworks:
                frameworks[one.framework] = framework_held(sql, one.framework)
            for kind in _wrong(one, digest, entry, frameworks[one.framework], marked.get(key, [])):
                yield Finding(kind, "", one.entry, one.day)
    finally:
        if sql.in_transaction:
            sql.execute("ROLLBACK")


def _wrong(
    held: _Held, digest: str, entry: Entry, framework: Framework | None, marked: list[tuple[str, str | None]]
) -> Iterator[str]:
    if held.digest is None:
        yield "entry-undigested"
    elif digest != held.digest:
        yield "entry-changed"
        return  # what is made from the entry may well be of how it was
    if framework is not None and sorted(marked, key=repr) != sorted(marks(entry, framework), key=repr):
        yield "marks"
    if held.title != title_of(entry.answers.values()):
        yield "title"
    if held.words != searchable(entry):
        yield "search-words"
    elif not held.indexed:
        yield "search-missing"


def framework_held(sql: sqlite3.Connection, key: int) -> Framework | None:
    """A framework as the journal holds it; None where it is not there or cannot be read."""
    try:
        rows = sql.execute(
            "SELECT p.document FROM frameworks f, json_each(f.packs) j JOIN packs p ON p.pk = j.value"
            " WHERE f.pk = ? ORDER BY j.key",
            (key,),
        ).fetchall()
        return Framework([pack_from(json.loads(row[0])) for row in rows], key) if rows else None
    except unreadable():
        return None


def _listed(sql: sqlite3.Connection) -> Iterator[int]:
    """The keys of all entries by their index of ids, where the table itself cannot be walked through."""
    after = ""
    while rows := sql.execute(
        "SELECT id, pk FROM entries INDEXED BY idx_entries_id WHERE id > ? ORDER BY id LIMIT 200", (after,)
    ).fetchall():
        yield from (row[1] for row in rows)
        if rows[-1][0] <= after:  # a damaged index, too, may lead in a circle
            return
        after = rows[-1][0]


def _named(sql: sqlite3.Connection, lost: set[int]) -> Iterator[Finding]:
    """The lost entries by id and day, as far as the indexes know them."""
    known = dict.fromkeys(sorted(lost), ("", ""))
    for columns, index, where in (
        ("id, ''", "idx_entries_id", "1"),
        ("id, happened_on", "entries_newest", "deleted IS NULL"),
    ):
        if known:
            try:
                for key, *name in sql.execute(f"SELECT pk, {columns} FROM entries INDEXED BY {index} WHERE {where}"):
                    if key in known:
                        known[key] = (str(name[0]), str(name[1]))
            except database_errors():
                continue
    for key, (name, day) in known.items():
        yield Finding("entry-unreadable", "" if name else f"entry {key}", name or None, day or None)

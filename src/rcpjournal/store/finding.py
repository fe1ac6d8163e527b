"""Lists and full-text search: projections of entries, newest first."""

import json
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any

from rcpjournal.core.records import MATCH_BEGINS, MATCH_ENDS, Hit, Line, Selection
from rcpjournal.store.connection import Connection

_LINE = (
    "e.id, e.happened_on, e.kind, e.with_whom, e.title,"
    " (SELECT group_concat(i.id, ' ') FROM observations o JOIN items i ON i.pk = o.item WHERE o.entry = e.pk),"
    " e.starred"
)
_NEWEST = "ORDER BY e.happened_on DESC, e.id DESC LIMIT ?"
_BEFORE, _AFTER = 100, 160
_AFTER_ALL = ("9999-12-32", "")
"""a day and an id that come after all others"""
AT_A_TIME = 500
_MOST_WITHOUT = 4
"""among the newest entries, so many without a word: with more it is none of those that stand nearly everywhere"""

# Scripts written without spaces between words: the index cannot cut them, so they are looked for letter by letter.
_UNSPACED = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"


def where_of(selection: Selection) -> tuple[str, list[Any]]:
    """A selection as SQL over `entries e`, and its values."""
    parts = ["e.deleted IS NULL"]
    values: list[Any] = []
    for sql, value in (
        ("e.happened_on >= ?", selection.since and selection.since.isoformat()),
        ("e.happened_on <= ?", selection.until and selection.until.isoformat()),
        ("e.kind = ?", selection.kind),
        ("e.with_whom = ?", selection.with_),
        ("e.flow = ?", selection.flow),
        (
            "e.pk IN (SELECT m.entry FROM marks m JOIN items i ON i.pk = m.item WHERE i.id = ?)",
            selection.item,
        ),
    ):
        if value is not None:
            parts.append(sql)
            values.append(value)
    if selection.starred:
        parts.append("e.starred = 1")
    return " AND ".join(parts), values


class Finding:
    """Looks entries up without loading them whole."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection.sql

    def lines(self, selection: Selection = Selection(), *, limit: int = 20) -> Iterator[Line]:
        """The newest entries, at most `limit` (0: all), a stretch at a time: whoever saves waits for no reader."""
        where, values = where_of(selection)
        text = f"SELECT {_LINE} FROM entries e WHERE {where} AND (e.happened_on, e.id) < (?, ?) {_NEWEST}"
        before, left = _AFTER_ALL, limit or sys.maxsize
        while left > 0:
            asked = min(left, AT_A_TIME)
            rows = self._sql.execute(text, (*values, *before, asked)).fetchall()
            yield from map(_line, rows)
            if len(rows) < asked:
                return
            if (rows[-1][1], rows[-1][0]) >= before:  # a damaged index would lead in a circle
                raise sqlite3.DatabaseError("database disk image is malformed")
            before, left = (rows[-1][1], rows[-1][0]), left - asked

    def search(self, words: str, selection: Selection = Selection(), *, limit: int = 20) -> list[Hit]:
        """The newest entries that hold all of `words`, each with a passage; "quoted words" stand together."""
        where, values = where_of(selection)
        if not words.strip():
            return []
        if re.search(_UNSPACED, words):
            return self._letters(words, where, values, limit)
        if not (query := _query(words)):
            return []
        if limit and selection == Selection() and (found := self._nearly_all_of_the_newest(query, limit)):
            return self._hits(query, "SELECT value AS pk FROM json_each(?)", (json.dumps(found),))
        among = (
            f"SELECT e.pk FROM texts_fts f JOIN entries e ON e.pk = f.rowid WHERE f.words MATCH ? AND {where} {_NEWEST}"
        )
        return self._hits(query, among, (query, *values, limit or -1))

    def _nearly_all_of_the_newest(self, query: str, limit: int) -> list[int]:
        """The newest entries that hold the words, so many, where hardly any between them does not; else none.

        A word of nearly every entry is found at once like this; the index would first list all that hold it.
        """
        holds = "EXISTS (SELECT 1 FROM texts_fts f WHERE f.rowid = e.pk AND f.words MATCH ?)"
        newest = f"SELECT e.pk, {holds} FROM entries e WHERE e.deleted IS NULL {_NEWEST}"
        found: list[int] = []
        with closing(self._sql.execute(newest, (query, limit + _MOST_WITHOUT))) as rows:
            for seen, (key, holds_them) in enumerate(rows, 1):
                if holds_them:
                    found.append(key)
                if len(found) == limit:
                    return found
                if seen - len(found) > _MOST_WITHOUT:
                    break
        return []

    def _hits(self, query: str, among: str, values: tuple[Any, ...]) -> list[Hit]:
        """Those that `among` names, newest first. It is asked first: a passage costs more than finding."""
        rows = self._sql.execute(
            f"WITH found AS MATERIALIZED ({among}) SELECT {_LINE}, highlight(texts_fts, 0, ?, ?)"
            " FROM found JOIN texts_fts ON texts_fts.rowid = found.pk JOIN entries e ON e.pk = found.pk"
            f" WHERE texts_fts MATCH ? {_NEWEST}",
            (*values, MATCH_BEGINS, MATCH_ENDS, query, -1),
        )
        return [Hit(_line(row), _passage(row[7])) for row in rows]

    def last_supervision(self) -> date | None:
        """The day of the latest entry of kind supervision."""
        row = self._sql.execute(
            "SELECT max(happened_on) FROM entries WHERE kind = 'supervision' AND deleted IS NULL"
        ).fetchone()
        return date.fromisoformat(row[0]) if row[0] else None

    def supervisions(self) -> list[date]:
        """The days on which there was supervision, oldest first."""
        rows = self._sql.execute(
            "SELECT DISTINCT happened_on FROM entries WHERE kind = 'supervision' AND deleted IS NULL ORDER BY 1"
        )
        return [date.fromisoformat(row[0]) for row in rows]

    def first_day(self) -> date | None:
        """The day of the earliest entry."""
        row = self._sql.execute("SELECT min(happened_on) FROM entries WHERE deleted IS NULL").fetchone()
        return date.fromisoformat(row[0]) if row[0] else None

    def last_day(self) -> date | None:
        """The day of the latest entry."""
        row = self._sql.execute("SELECT max(happened_on) FROM entries WHERE deleted IS NULL").fetchone()
        return date.fromisoformat(row[0]) if row[0] else None

    def aliases(self) -> list[str]:
        """The code words that were used."""
        rows = self._sql.execute("SELECT DISTINCT alias FROM entries WHERE alias IS NOT NULL ORDER BY 1")
        return [row[0] for row in rows]

    def months(self, selection: Selection = Selection()) -> list[tuple[str, int]]:
        """`2026-03` and how many of the chosen entries are of it, oldest first."""
        where, values = where_of(selection)
        rows = self._sql.execute(
            f"SELECT substr(e.happened_on, 1, 7), count(*) FROM entries e WHERE {where} GROUP BY 1 ORDER BY 1", values
        )
        return [(month, count) for month, count in rows]

    def count(self, selection: Selection = Selection()) -> int:
        """How many entries there are, or are chosen."""
        where, values = where_of(selection)
        return int(self._sql.execute(f"SELECT count(*) FROM entries e WHERE {where}", values).fetchone()[0])

    def _letters(self, words: str, where: str, values: list[Any], limit: int) -> list[Hit]:
        wanted = [(phrase or word).rstrip("*").casefold() for phrase, word in re.findall(_WORDS, words)]
        wanted = [part for part in wanted if part]
        holds = " AND ".join("instr(lower(t.words), ?) > 0" for _ in wanted)
        if not wanted:
            return []
        rows = self._sql.execute(
            f"SELECT {_LINE}, t.words FROM texts t JOIN entries e ON e.pk = t.entry"
            f" WHERE {holds} AND {where} {_NEWEST}",
            (*wanted, *values, limit or -1),
        )
        return [Hit(_line(row), _passage(_marked(row[7], wanted[0]))) for row in rows]


def _marked(text: str, part: str) -> str:
    """A text with marks around the first place that holds a part of a word."""
    at = text.lower().index(part)
    end = at + len(part)
    return f"{text[:at]}{MATCH_BEGINS}{text[at:end]}{MATCH_ENDS}{text[end:]}"


def _line(row: Any) -> Line:
    entry_id, day, kind, with_, title, items, starred = row[:7]
    return Line(entry_id, day, kind, with_, title, tuple(dict.fromkeys((items or "").split())), bool(starred))


_WORDS = r'"([^"]+)"|([^\s"]+)'


def _query(words: str) -> str:
    """What a person typed as an FTS5 query: every word or "quoted phrase" must be there; a last `*` means beginning."""
    parts = []
    for phrase, word in re.findall(_WORDS, words):
        text = phrase or word
        if any(letter.isalnum() for letter in text):
            parts.append(f'"{text.rstrip("*")}"{"*" if text.endswith("*") else ""}')
    return " ".join(parts)


def _passage(marked: str) -> str:
    """What stands around the first match of a text in which all matches are marked, cut between words."""
    first = marked.index(MATCH_BEGINS) if MATCH_BEGINS in marked else 0
    start = max(0, first - _BEFORE)
    end = min(len(marked), first + _AFTER)
    if start:
        start = max(marked.find(" ", start, first) + 1, start)
    if end < len(marked):
        end = max(
            marked.rfind(" ", first + 1, end), marked.rfind("\n", first + 1, end), marked.find(MATCH_ENDS, first) + 1
        )
    cut = marked[start:end]
    if cut.count(MATCH_BEGINS) > cut.count(MATCH_ENDS):
        cut += MATCH_ENDS
    return f"{'…' if start else ''}{cut}{'…' if end < len(marked) else ''}"

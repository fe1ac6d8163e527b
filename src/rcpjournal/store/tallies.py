"""The counts that a summary is computed from. SQL counts; `core.insight` says what the counts mean.

Small tables in memory carry every count: `here`, the entries of the period with the part that each falls into and what
it was asked; `named`, what each wording of an item is counted under.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from rcpjournal.core.framework import STAGES, Framework
from rcpjournal.core.insight.material import (
    ConditionTally,
    Flowed,
    Marked,
    Material,
    Met,
    Offered,
    Outline,
    TagSet,
    Tally,
)
from rcpjournal.core.insight.naming import Name, Wording, counted_under
from rcpjournal.core.insight.periods import Part
from rcpjournal.core.records import Selection
from rcpjournal.store.connection import Connection
from rcpjournal.store.finding import where_of

T = TypeVar("T")
FIELDS = ("polarity", "rule", "blocker", "response", "sphere")

# CROSS JOIN holds the order: from the entries of the period to their parts, never from all parts there are.
_ASKED = "INSERT INTO asked(framework, offered) SELECT DISTINCT e.framework, e.offered FROM entries e WHERE {where}"
_HERE = (
    "INSERT INTO here"
    " SELECT (SELECT p.number FROM parts p WHERE p.start <= e.happened_on ORDER BY p.start DESC LIMIT 1), e.pk,"
    " e.happened_on, (SELECT a.number FROM asked a WHERE a.framework = e.framework AND a.offered IS e.offered)"
    " FROM entries e WHERE {where}"
)
_OFFERED = "SELECT e.happened_on, e.framework, e.offered, count(*) FROM entries e WHERE {where} GROUP BY 1, 2, 3"
_MARKS = "FROM here h CROSS JOIN marks m ON m.entry = h.entry CROSS JOIN named n ON n.item = m.item WHERE h.part = ?"
_TALLIES = f"SELECT n.name, h.part, h.asked, count(DISTINCT h.entry), min(h.day), max(h.day) {_MARKS} GROUP BY 1, 3"
_MARKED = f"SELECT n.name, h.part, h.asked, m.value, count(DISTINCT h.entry) {_MARKS} GROUP BY 1, 3, 4"
_TAGGED = f"SELECT h.asked, group_concat(DISTINCT n.name) {_MARKS} AND n.paired GROUP BY h.entry"
_FROM_NAME = (
    "FROM named n CROSS JOIN items i ON i.pk = n.item CROSS JOIN marks m ON m.item = n.item"
    " CROSS JOIN here h ON h.entry = m.entry WHERE n.name = ?"
)
_WORDED = f"SELECT i.label, count(DISTINCT h.entry) {_FROM_NAME} GROUP BY 1 ORDER BY i.pk"
_CONDITION = (
    "SELECT n.name, '{field}', {value}, count(DISTINCT h.entry) FROM here h"
    " CROSS JOIN conditions c ON c.entry = h.entry CROSS JOIN named n ON n.item = c.item {more}"
    " WHERE {value} IS NOT NULL GROUP BY 1, 3"
)
_CONDITIONS = " UNION ALL ".join(
    [
        *(_CONDITION.format(field=field, value=f"c.{field}", more="") for field in FIELDS),
        _CONDITION.format(field="outcome", value="a.state", more="CROSS JOIN actions a ON a.entry = h.entry"),
    ]
)
_FLOWED = (
    "SELECT h.part, e.framework, e.flow,"
    " ifnull((SELECT sum(DISTINCT s.bit) FROM answers a JOIN staged_prompts s ON s.prompt = a.prompt"
    " WHERE a.entry = h.entry AND trim(a.text, char(32, 9, 10, 13)) <> ''), 0)"
    " | ifnull((SELECT sum(DISTINCT s.bit) FROM marks m JOIN staged_items s ON s.item = m.item"
    " WHERE m.entry = h.entry), 0)"
    " | ? * (e.take_to_supervision IS 1 OR EXISTS (SELECT 1 FROM actions a WHERE a.entry = h.entry)), count(*)"
    " FROM here h CROSS JOIN entries e ON e.pk = h.entry WHERE h.part = ? GROUP BY 1, 2, 3, 4"
)
_MET = (
    "SELECT h.part, h.asked, e.need, e.got, count(*) FROM here h CROSS JOIN entries e ON e.pk = h.entry"
    " WHERE e.need IS NOT NULL OR e.got IS NOT NULL GROUP BY 1, 2, 3, 4"
)
_WORDINGS = (
    "SELECT i.pk, i.id, i.layer, i.label, EXISTS (SELECT 1 FROM framework_items f WHERE f.item = i.pk AND f.active)"
    " FROM items i"
)


class Tallies:
    """Counts over the entries of one journal: one entry, one vote."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def material(
        self,
        selection: Selection,
        parts: Sequence[Part],
        framework: Framework,
        *,
        as_written: bool = False,
    ) -> Material:
        """The counts of the entries in `selection`, part by part."""
        with self._gathered(selection, parts, framework, as_written) as (sql, names):
            return Material(
                _outline(sql, names, selection, parts),
                list(_asked_rows(sql, _MARKED, parts, Marked)),
                _tag_sets(sql, parts),
                [ConditionTally(*row) for row in sql.execute(_CONDITIONS)],
                _flowed(sql, framework, parts),
                _met(sql),
            )

    def outline(
        self, selection: Selection, parts: Sequence[Part], framework: Framework, *, as_written: bool = False
    ) -> Outline:
        """Fewer counts: enough for a period that another is held against."""
        with self._gathered(selection, parts, framework, as_written) as (sql, names):
            return _outline(sql, names, selection, parts)

    @contextmanager
    def _gathered(
        self, selection: Selection, parts: Sequence[Part], framework: Framework, as_written: bool
    ) -> Iterator[tuple[sqlite3.Connection, dict[Name, int]]]:
        where, values = where_of(selection)
        with self._connection.reading() as sql:
            for table, columns in _TABLES.items():
                sql.execute(f"CREATE TEMP TABLE {table}({columns})")
            rows = [(str(part.start), n) for n, part in enumerate(parts)]
            sql.executemany("INSERT INTO parts VALUES (?, ?)", rows)
            sql.execute(_ASKED.format(where=where), values)
            sql.execute(_HERE.format(where=where), values)
            yield sql, _named(sql, framework, as_written)
            for table in _TABLES:  # after a failure the end of the transaction takes them away
                sql.execute(f"DROP TABLE {table}")


_TABLES = {
    "parts": "start TEXT PRIMARY KEY, number INTEGER NOT NULL",
    "asked": "number INTEGER PRIMARY KEY, framework INTEGER NOT NULL, offered TEXT, UNIQUE (framework, offered)",
    "here": "part INTEGER, entry INTEGER UNIQUE, day TEXT NOT NULL, asked INTEGER NOT NULL, PRIMARY KEY (part, entry)",
    "named": "item INTEGER PRIMARY KEY, name INTEGER NOT NULL, paired INTEGER NOT NULL",
    "staged_prompts": "prompt INTEGER PRIMARY KEY, bit INTEGER NOT NULL",
    "staged_items": "item INTEGER, bit INTEGER, PRIMARY KEY (item, bit)",
}


def _named(sql: sqlite3.Connection, framework: Framework, as_written: bool) -> dict[Name, int]:
    """Fills `named`; each name and its number."""
    wordings = [Wording(*row) for row in sql.execute(_WORDINGS)]
    under = counted_under(wordings, framework, as_written=as_written)
    names = {name: number for number, name in enumerate(dict.fromkeys(under.values()))}
    tags = {layer.id for layer in framework.layers.values() if layer.kind == "tag"}
    rows = [(key, names[name], int(name.layer in tags)) for key, name in under.items()]
    sql.executemany("INSERT INTO named VALUES (?, ?, ?)", rows)
    return names


def _by_part(sql: sqlite3.Connection, text: str, parts: Sequence[Part], *first: int) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement, part by part: what SQLite sorts meanwhile stays small, however long the journal."""
    for part in range(len(parts)):
        yield from sql.execute(text, (*first, part))


def _asked_rows(sql: sqlite3.Connection, text: str, parts: Sequence[Part], shape: Callable[..., T]) -> Iterator[T]:
    """Rows (name, part, asked, …) with what was asked spelt out."""
    asked = _asked(sql)
    return (shape(name, part, *asked[number], *rest) for name, part, number, *rest in _by_part(sql, text, parts))


def _asked(sql: sqlite3.Connection) -> dict[int, tuple[int, frozenset[str] | None]]:
    rows = sql.execute("SELECT number, framework, offered FROM asked")
    return {number: (framework, layers_in(offered)) for number, framework, offered in rows}


def _tag_sets(sql: sqlite3.Connection, parts: Sequence[Part]) -> list[TagSet]:
    """Which tags stand together in how many entries that were asked the same."""
    counts: Counter[tuple[int, str]] = Counter()
    for part in range(len(parts)):
        counts.update(sql.execute(_TAGGED, (part,)))
    asked = _asked(sql)
    return [
        TagSet(*asked[number], tuple(sorted(map(int, names.split(",")))), entries)
        for (number, names), entries in counts.items()
    ]


def _flowed(sql: sqlite3.Connection, framework: Framework, parts: Sequence[Part]) -> list[Flowed]:
    """Entries by flow and by the stages they reached: by an answer, a pick that a question asks for, or an action."""
    bits = {stage: 1 << n for n, stage in enumerate(STAGES)}
    staged = [prompt for prompt in framework.prompts.values() if prompt.stage]
    prompts = [(bits[one.stage], one.id) for one in staged]
    sql.executemany("INSERT INTO staged_prompts SELECT pk, ? FROM prompts WHERE id = ?", prompts)
    sql.executemany(
        "INSERT OR IGNORE INTO staged_items SELECT pk, ? FROM items WHERE layer = ?",
        [(bits[one.stage], layer) for one in staged for layer in one.layers],
    )
    return [
        Flowed(part, under, flow, frozenset(stage for stage, bit in bits.items() if reached & bit), entries)
        for part, under, flow, reached, entries in _by_part(sql, _FLOWED, parts, bits["plan"])
    ]


def _met(sql: sqlite3.Connection) -> list[Met]:
    asked = _asked(sql)
    return [Met(part, *asked[number], *rest) for part, number, *rest in sql.execute(_MET)]


def _outline(
    sql: sqlite3.Connection, names: Mapping[Name, int], selection: Selection, parts: Sequence[Part]
) -> Outline:
    where, values = where_of(selection)
    offered = [
        Offered(day, fw, layers_in(ls), n) for day, fw, ls, n in sql.execute(_OFFERED.format(where=where), values)
    ]
    existed = _existed(sql, {group.framework for group in offered})
    return Outline(
        tuple(names),
        _several_wordings(sql, tuple(names)),
        existed,
        offered,
        list(_asked_rows(sql, _TALLIES, parts, Tally)),
    )


@cache
def layers_in(offered: str | None) -> frozenset[str] | None:
    """The layers that an entry was offered, from how they are stored; None where every layer was."""
    return None if offered is None else frozenset(offered.split())


def _existed(sql: sqlite3.Connection, frameworks: set[int]) -> dict[int, dict[int, frozenset[str]]]:
    rows = sql.execute(
        "SELECT f.framework, n.name, i.layer FROM framework_items f JOIN items i ON i.pk = f.item"
        f" JOIN named n ON n.item = i.pk WHERE f.active = 1 AND f.framework IN ({', '.join('?' * len(frameworks))})",
        list(frameworks),
    )
    existed: dict[int, dict[int, frozenset[str]]] = {framework: {} for framework in frameworks}
    for framework, name, layer in rows:
        existed[framework][name] = existed[framework].get(name, frozenset()) | {layer}
    return existed


def _several_wordings(sql: sqlite3.Connection, names: Sequence[Name]) -> dict[int, dict[str, int]]:
    """Name → label → entries, where one name has united several labels and another than its own was written."""
    united = "SELECT n.name FROM named n JOIN items i ON i.pk = n.item GROUP BY 1 HAVING count(DISTINCT i.label) > 1"
    found = {name: dict(sql.execute(_WORDED, (name,)).fetchall()) for (name,) in sql.execute(united).fetchall()}
    return {name: labels for name, labels in found.items() if set(labels) - {names[name].label}}

"""The counts that a summary is computed from. SQL counts; `core.insight` says what the counts mean.

Small tables in memory carry every count: `here`, the entries of the period with the part that each falls into and what
it was asked; `named`, what each wording of an item is counted under.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from operator import itemgetter

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

FIELDS = ("polarity", "rule", "blocker", "response", "sphere")

# CROSS JOIN holds the order: from the entries of the period to their parts, never from all parts there are.
_ASKED = "INSERT INTO asked(framework, offered) SELECT DISTINCT e.framework, e.offered FROM entries e WHERE {where}"
_HERE = (
    "INSERT INTO here"
    " SELECT (SELECT p.number FROM parts p WHERE p.start <= e.happened_on ORDER BY p.start DESC LIMIT 1),"
    " e.happened_on, e.pk, (SELECT a.number FROM asked a WHERE a.framework = e.framework AND a.offered IS e.offered)"
    " FROM entries e WHERE {where}"
)
_OFFERED = "SELECT e.happened_on, e.framework, e.offered, count(*) FROM entries e WHERE {where} GROUP BY 1, 2, 3"
# Entry by entry, in the order of `here`, so that nothing is sorted. No text in a journal holds a NUL.
_SHOWN = (
    "SELECT h.part, h.asked, h.day, (SELECT group_concat(n.name || ifnull(':' || m.value, ''), char(0))"
    " FROM marks m CROSS JOIN named n ON n.item = m.item WHERE m.entry = h.entry)"
    " FROM here h ORDER BY h.part, h.day, h.entry"
)
_FROM_NAME = (
    "FROM named n CROSS JOIN items i ON i.pk = n.item CROSS JOIN marks m ON m.item = n.item"
    " CROSS JOIN here h ON h.entry = m.entry WHERE n.name = ?"
)
_WORDED = f"SELECT i.label, count(DISTINCT h.entry) {_FROM_NAME} GROUP BY 1 ORDER BY i.pk"
_CONDITIONS = (
    f"SELECT h.entry, h.part, h.asked, n.name, {', '.join(f'c.{field}' for field in FIELDS)},"
    " (SELECT group_concat(DISTINCT a.state) FROM actions a WHERE a.entry = h.entry)"
    " FROM here h CROSS JOIN conditions c ON c.entry = h.entry CROSS JOIN named n ON n.item = c.item"
    " ORDER BY h.part, h.day, h.entry"
)
_FLOWED = (
    "SELECT h.part, e.framework, e.flow,"
    " ifnull((SELECT sum(DISTINCT s.bit) FROM answers a JOIN staged_prompts s ON s.prompt = a.prompt"
    " WHERE a.entry = h.entry AND trim(a.text, char(32, 9, 10, 13)) <> ''), 0)"
    " | ifnull((SELECT sum(DISTINCT s.bit) FROM marks m JOIN staged_items s ON s.item = m.item"
    " WHERE m.entry = h.entry), 0)"
    " | ? * (e.take_to_supervision IS 1 OR EXISTS (SELECT 1 FROM actions a WHERE a.entry = h.entry)), count(*)"
    " FROM here h CROSS JOIN entries e ON e.pk = h.entry GROUP BY 1, 2, 3, 4"
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
            shown = _Shown(sql)
            return Material(
                _outline(sql, names, selection, shown),
                shown.marked,
                list(shown.tag_sets()),
                _conditions(sql),
                _flowed(sql, framework),
                _met(sql),
            )

    def outline(
        self, selection: Selection, parts: Sequence[Part], framework: Framework, *, as_written: bool = False
    ) -> Outline:
        """Fewer counts: enough for a period that another is held against."""
        with self._gathered(selection, parts, framework, as_written) as (sql, names):
            return _outline(sql, names, selection, _Shown(sql))

    @contextmanager
    def _gathered(
        self, selection: Selection, parts: Sequence[Part], framework: Framework, as_written: bool
    ) -> Iterator[tuple[sqlite3.Connection, dict[Name, int]]]:
        where, values = where_of(selection)
        with self._connection.reading() as sql:
            for table, columns in _TABLES.items():
                sql.execute(f"CREATE TEMP TABLE {table}{columns}")
            rows = [(str(part.start), n) for n, part in enumerate(parts)]
            sql.executemany("INSERT INTO parts VALUES (?, ?)", rows)
            sql.execute(_ASKED.format(where=where), values)
            sql.execute(_HERE.format(where=where), values)
            yield sql, _named(sql, framework, as_written)
            for table in _TABLES:  # after a failure the end of the transaction takes them away
                sql.execute(f"DROP TABLE {table}")


_TABLES = {
    "parts": "(start TEXT PRIMARY KEY, number INTEGER NOT NULL)",
    "asked": "(number INTEGER PRIMARY KEY, framework INTEGER NOT NULL, offered TEXT, UNIQUE (framework, offered))",
    "here": "(part INTEGER, day TEXT, entry INTEGER UNIQUE, asked INTEGER NOT NULL, PRIMARY KEY (part, day, entry))"
    " WITHOUT ROWID",
    "named": "(item INTEGER PRIMARY KEY, name INTEGER NOT NULL, paired INTEGER NOT NULL)",
    "staged_prompts": "(prompt INTEGER PRIMARY KEY, bit INTEGER NOT NULL)",
    "staged_items": "(item INTEGER, bit INTEGER, PRIMARY KEY (item, bit)) WITHOUT ROWID",
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


class _Shown:
    """What the entries of a period show, counted in one pass over them: each entry has one vote for what it shows."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        self.tallies: list[Tally] = []
        self.marked: list[Marked] = []
        self._asked = _asked(sql)
        self._sets: Counter[tuple[int, frozenset[str]]] = Counter()
        paired = frozenset(str(name) for (name,) in sql.execute("SELECT name FROM named WHERE paired"))
        for part, rows in groupby(sql.execute(_SHOWN), itemgetter(0)):
            groups: dict[int, _Group] = defaultdict(_Group)
            for _, asked, day, marks in rows:
                values = set(marks.split("\0")) if marks else set()
                names = {value.partition(":")[0] for value in values}
                groups[asked].add(names, values, day)
                self._sets[asked, paired.intersection(names)] += 1
            for asked, group in groups.items():
                self.tallies += group.tallies(part, *self._asked[asked])
                self.marked += group.marked(part, *self._asked[asked])

    def tag_sets(self) -> Iterator[TagSet]:
        """Which tags stand together in how many entries that were asked the same."""
        for (asked, names), entries in self._sets.items():
            if names:
                yield TagSet(*self._asked[asked], tuple(sorted(map(int, names))), entries)


class _Group:
    """The entries of one part that were asked the same, added by their days."""

    def __init__(self) -> None:
        self._names: Counter[str] = Counter()
        self._values: Counter[str] = Counter()
        self._first: dict[str, str] = {}
        self._last: dict[str, str] = {}

    def add(self, names: set[str], values: set[str], day: str) -> None:
        """One entry more, of that day or a later one."""
        self._names.update(names)
        self._values.update(values)
        self._last.update(dict.fromkeys(names, day))
        for name in names.difference(self._first):
            self._first[name] = day

    def tallies(self, part: int, under: int, layers: frozenset[str] | None) -> Iterator[Tally]:
        """In how many of them each name appears."""
        for name, entries in self._names.items():
            yield Tally(int(name), part, under, layers, entries, self._first[name], self._last[name])

    def marked(self, part: int, under: int, layers: frozenset[str] | None) -> Iterator[Marked]:
        """In how many with which value."""
        for mark, entries in self._values.items():
            name, given, value = mark.partition(":")
            yield Marked(int(name), part, under, layers, value if given else None, entries)


def _conditions(sql: sqlite3.Connection) -> list[ConditionTally]:
    """In how many entries each condition has which value of which field; its outcomes are the states of actions."""
    asked = _asked(sql)
    counts: Counter[tuple[int, int, tuple[int, str, str]]] = Counter()
    for (_, part, number), rows in groupby(sql.execute(_CONDITIONS), itemgetter(0, 1, 2)):
        said = {one for _, _, _, name, *values, states in rows for one in _said(name, values, states)}
        counts.update((part, number, one) for one in said)
    return [
        ConditionTally(name, part, *asked[number], field, value, entries)
        for (part, number, (name, field, value)), entries in counts.items()
    ]


def _said(name: int, values: Sequence[str | None], states: str | None) -> Iterator[tuple[int, str, str]]:
    yield from ((name, field, value) for field, value in zip(FIELDS, values, strict=True) if value is not None)
    yield from ((name, "outcome", state) for state in (states or "").split(",") if state)


def _asked(sql: sqlite3.Connection) -> dict[int, tuple[int, frozenset[str] | None]]:
    rows = sql.execute("SELECT number, framework, offered FROM asked")
    return {number: (framework, layers_in(offered)) for number, framework, offered in rows}


def _flowed(sql: sqlite3.Connection, framework: Framework) -> list[Flowed]:
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
        for part, under, flow, reached, entries in sql.execute(_FLOWED, (bits["plan"],))
    ]


def _met(sql: sqlite3.Connection) -> list[Met]:
    asked = _asked(sql)
    return [Met(part, *asked[number], *rest) for part, number, *rest in sql.execute(_MET)]


def _outline(sql: sqlite3.Connection, names: Mapping[Name, int], selection: Selection, shown: _Shown) -> Outline:
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
        shown.tallies,
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

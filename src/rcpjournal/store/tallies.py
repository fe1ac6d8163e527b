"""The counts that a summary is computed from. SQL counts; `core.insight` says what the counts mean.

Two small tables in memory carry every count: `here`, the entries of the period with the part that each falls into,
and `named`, what each wording of an item is counted under.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from rcpjournal.core.framework import STAGES, Framework
from rcpjournal.core.insight.material import (
    ConditionTally,
    Flowed,
    Marked,
    Material,
    Met,
    Offered,
    Outline,
    Pair,
    Tally,
)
from rcpjournal.core.insight.naming import Name, Wording, counted_under
from rcpjournal.core.insight.periods import Part
from rcpjournal.core.records import Selection
from rcpjournal.store.connection import Connection
from rcpjournal.store.finding import conditions_of

FEWEST_TOGETHER = 3

_HERE = (
    "INSERT INTO here SELECT e.pk, (SELECT p.number FROM parts p WHERE p.start <= e.happened_on"
    " ORDER BY p.start DESC LIMIT 1), e.happened_on FROM entries e WHERE {where}"
)
OFFERED = "SELECT e.happened_on, e.framework, e.offered, count(*) FROM entries e WHERE {where} GROUP BY 1, 2, 3"
TALLIES = (
    "SELECT n.name, h.part, count(DISTINCT h.entry), min(h.day), max(h.day)"
    " FROM here h JOIN marks m ON m.entry = h.entry JOIN named n ON n.item = m.item GROUP BY 1, 2"
)
MARKED = (
    "SELECT n.name, h.part, m.value, count(DISTINCT h.entry)"
    " FROM here h JOIN marks m ON m.entry = h.entry JOIN named n ON n.item = m.item"
    " WHERE m.value IS NOT NULL GROUP BY 1, 2, 3"
)
TAGGED = (
    "INSERT OR IGNORE INTO tagged SELECT h.entry, n.name FROM here h CROSS JOIN marks m ON m.entry = h.entry"
    " CROSS JOIN named n ON n.item = m.item AND n.paired"
)
PAIRS = (
    "SELECT a.name, b.name, count(*) AS together FROM tagged a JOIN tagged b ON b.entry = a.entry AND b.name > a.name"
    f" GROUP BY 1, 2 HAVING together >= {FEWEST_TOGETHER} ORDER BY together DESC, 1, 2"
)
_CONDITION = (
    "SELECT n.name, '{field}', c.{field}, count(DISTINCT h.entry) FROM here h JOIN conditions c ON c.entry = h.entry"
    " JOIN named n ON n.item = c.item WHERE c.{field} IS NOT NULL GROUP BY 1, 3"
)
CONDITIONS = " UNION ALL ".join(
    [_CONDITION.format(field=field) for field in ("rule", "blocker", "response", "sphere")]
    + [
        "SELECT n.name, 'outcome', a.state, count(DISTINCT h.entry) FROM here h JOIN conditions c ON c.entry = h.entry"
        " JOIN named n ON n.item = c.item JOIN actions a ON a.entry = h.entry GROUP BY 1, 3"
    ]
)
FLOWED = (
    "SELECT h.part, e.framework, e.flow, count(*) FROM here h JOIN entries e ON e.pk = h.entry WHERE {reached}"
    " GROUP BY 1, 2, 3"
)
REACHED = {
    "staged_prompts": "EXISTS (SELECT 1 FROM answers a JOIN staged_prompts s ON s.prompt = a.prompt"
    " WHERE a.entry = h.entry AND s.stage = ?1)",
    "staged_items": "EXISTS (SELECT 1 FROM marks m JOIN staged_items s ON s.item = m.item"
    " WHERE m.entry = h.entry AND s.stage = ?1)",
}
PLANNED = "EXISTS (SELECT 1 FROM actions a WHERE a.entry = h.entry)"
MET = (
    "SELECT h.part, e.need, e.got, count(*) FROM here h JOIN entries e ON e.pk = h.entry"
    " WHERE e.need IS NOT NULL OR e.got IS NOT NULL GROUP BY 1, 2, 3"
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
            sql.execute(TAGGED)
            return Material(
                _outline(sql, names, selection),
                [Marked(*row) for row in sql.execute(MARKED)],
                [Pair(*row) for row in sql.execute(PAIRS)],
                [ConditionTally(*row) for row in sql.execute(CONDITIONS)],
                _flowed(sql, framework),
                [Met(*row) for row in sql.execute(MET)],
            )

    def outline(
        self, selection: Selection, parts: Sequence[Part], framework: Framework, *, as_written: bool = False
    ) -> Outline:
        """Fewer counts: enough for a period that another is held against."""
        with self._gathered(selection, parts, framework, as_written) as (sql, names):
            return _outline(sql, names, selection)

    @contextmanager
    def _gathered(
        self, selection: Selection, parts: Sequence[Part], framework: Framework, as_written: bool
    ) -> Iterator[tuple[sqlite3.Connection, dict[Name, int]]]:
        with self._connection.reading() as sql:
            where, values = conditions_of(selection)
            for table, columns in _TABLES.items():
                sql.execute(f"CREATE TEMP TABLE {table}({columns}) WITHOUT ROWID")
            sql.executemany("INSERT INTO parts VALUES (?, ?)", [(str(part.start), n) for n, part in enumerate(parts)])
            sql.execute(_HERE.format(where=where), values)
            yield sql, _named(sql, framework, as_written)


_TABLES = {
    "parts": "start TEXT PRIMARY KEY, number INTEGER NOT NULL",
    "here": "entry INTEGER PRIMARY KEY, part INTEGER NOT NULL, day TEXT NOT NULL",
    "named": "item INTEGER PRIMARY KEY, name INTEGER NOT NULL, paired INTEGER NOT NULL",
    "tagged": "entry INTEGER, name INTEGER, PRIMARY KEY (entry, name)",
    "staged_prompts": "prompt INTEGER PRIMARY KEY, stage TEXT NOT NULL",
    "staged_items": "item INTEGER PRIMARY KEY, stage TEXT NOT NULL",
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


def _flowed(sql: sqlite3.Connection, framework: Framework) -> list[Flowed]:
    """Entries by flow; then, for each stage, those that reached it: by an answer, or by a pick that it asks for."""
    staged = [prompt for prompt in framework.prompts.values() if prompt.stage]
    sql.executemany(
        "INSERT INTO staged_prompts SELECT pk, ? FROM prompts WHERE id = ?", [(one.stage, one.id) for one in staged]
    )
    sql.executemany(
        "INSERT OR IGNORE INTO staged_items SELECT pk, ? FROM items WHERE layer = ?",
        [(one.stage, layer) for one in staged for layer in one.layers],
    )
    found = [Flowed(*row) for row in sql.execute(FLOWED.format(reached="TRUE"))]
    for stage in STAGES:
        ways = [way for table, way in REACHED.items() if _any(sql, table, stage)]
        reached = " OR ".join([*ways, *([PLANNED] if stage == "plan" else [])]) or "FALSE"
        found += [Flowed(*row)._replace(stage=stage) for row in sql.execute(FLOWED.format(reached=reached), (stage,))]
    return found


def _any(sql: sqlite3.Connection, table: str, stage: str) -> bool:
    return sql.execute(f"SELECT 1 FROM {table} WHERE stage = ? LIMIT 1", (stage,)).fetchone() is not None


def _outline(sql: sqlite3.Connection, names: Mapping[Name, int], selection: Selection) -> Outline:
    where, values = conditions_of(selection)
    offered = [
        Offered(day, framework, None if layers is None else frozenset(layers.split()), entries)
        for day, framework, layers, entries in sql.execute(OFFERED.format(where=where), values)
    ]
    return Outline(
        tuple(names),
        _several_wordings(sql),
        _existed(sql, {group.framework for group in offered}),
        offered,
        [Tally(*row) for row in sql.execute(TALLIES)],
    )


def _existed(sql: sqlite3.Connection, frameworks: set[int]) -> dict[int, dict[int, str]]:
    rows = sql.execute(
        "SELECT f.framework, n.name, i.layer FROM framework_items f JOIN items i ON i.pk = f.item"
        f" JOIN named n ON n.item = i.pk WHERE f.active = 1 AND f.framework IN ({', '.join('?' * len(frameworks))})",
        list(frameworks),
    )
    existed: dict[int, dict[int, str]] = {}
    for framework, name, layer in rows:
        existed.setdefault(framework, {})[name] = layer
    return existed


def _several_wordings(sql: sqlite3.Connection) -> dict[int, dict[str, int]]:
    """Name → label → entries, where one name has united several labels."""
    united = "SELECT n.name FROM named n JOIN items i ON i.pk = n.item GROUP BY 1 HAVING count(DISTINCT i.label) > 1"
    found: dict[int, dict[str, int]] = {name: {} for (name,) in sql.execute(united)}
    counted = (
        "SELECT i.label, count(DISTINCT h.entry) FROM named n JOIN items i ON i.pk = n.item"
        " JOIN marks m ON m.item = i.pk JOIN here h ON h.entry = m.entry WHERE n.name = ? GROUP BY 1 ORDER BY i.pk"
    )
    for name, labels in found.items():
        labels.update(sql.execute(counted, (name,)).fetchall())
    return {name: labels for name, labels in found.items() if len(labels) > 1}

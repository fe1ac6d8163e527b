"""The counts that a summary is computed from. SQL counts; `core.insight` says what the counts mean."""

from datetime import date

from rcpjournal.core.insight.material import ConditionTally, Marked, Material, Offered, Pair, Quote, Seen, Tally
from rcpjournal.core.records import Selection
from rcpjournal.store.connection import Connection
from rcpjournal.store.finding import conditions_of

_PERIOD = {
    "week": "date(e.happened_on, 'weekday 0', '-6 days')",
    "month": "substr(e.happened_on, 1, 7) || '-01'",
    "quarter": "substr(e.happened_on, 1, 5)"
    " || printf('%02d', (CAST(substr(e.happened_on, 6, 2) AS INTEGER) - 1) / 3 * 3 + 1) || '-01'",
}
_FROM = "FROM entries e JOIN marks m ON m.entry = e.pk JOIN items i ON i.pk = m.item"
FEWEST_TOGETHER = 3


class Tallies:
    """Counts over the entries of one journal: one entry, one vote."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection.sql

    def material(self, selection: Selection, since: date, until: date, by: str, pair_layers: list[str]) -> Material:
        """The counts of the entries in `selection` between two days (inclusive), by week, month or quarter."""
        where, values = conditions_of(selection._replace(since=since, until=until))
        ask = self._sql.execute
        tallies = ask(f"SELECT i.id, {_PERIOD[by]}, count(DISTINCT e.pk) {_FROM} WHERE {where} GROUP BY 1, 2", values)
        marked = ask(f"SELECT i.id, m.value, count(DISTINCT e.pk) {_FROM} WHERE {where} GROUP BY 1, 2", values)
        return self.outline(selection, since, until)._replace(
            tallies=[Tally(*row) for row in tallies],
            marked=[Marked(*row) for row in marked],
            pairs=self._pairs(where, values, pair_layers),
            conditions=self._conditions(where, values),
        )

    def outline(self, selection: Selection, since: date, until: date) -> Material:
        """The same without parts of the period: enough for a period that another is held against."""
        where, values = conditions_of(selection._replace(since=since, until=until))
        offered = self._sql.execute(
            f"SELECT e.happened_on, e.framework, e.offered, count(*) FROM entries e WHERE {where} GROUP BY 1, 2, 3",
            values,
        )
        seen = self._sql.execute(
            f"SELECT i.id, i.label, i.layer, count(DISTINCT e.pk), min(e.happened_on), max(e.happened_on)"
            f" {_FROM} WHERE {where} GROUP BY 1 ORDER BY 1",
            values,
        )
        return Material(
            since,
            until,
            [Offered(day, fw, None if ls is None else frozenset(ls.split()), n) for day, fw, ls, n in offered],
            tallies=[],
            marked=[],
            seen=[Seen(*row) for row in seen],
            pairs=[],
            conditions=[],
            existed=self._existed(),
        )

    def _pairs(self, where: str, values: list[object], layers: list[str]) -> list[Pair]:
        inside = ", ".join("?" * len(layers))
        rows = self._sql.execute(
            f"WITH seen AS (SELECT DISTINCT e.pk AS entry, i.id AS item {_FROM}"
            f" WHERE {where} AND i.layer IN ({inside}))"
            " SELECT a.item, b.item, count(*) AS n FROM seen a JOIN seen b ON a.entry = b.entry AND a.item < b.item"
            f" GROUP BY 1, 2 HAVING n >= {FEWEST_TOGETHER} ORDER BY n DESC, 1, 2",
            [*values, *layers],
        )
        return [Pair(*row) for row in rows]

    def _conditions(self, where: str, values: list[object]) -> list[ConditionTally]:
        one = (
            "SELECT i.id, '{field}', c.{field}, count(DISTINCT e.pk) FROM entries e JOIN conditions c ON c.entry = e.pk"
            f" JOIN items i ON i.pk = c.item WHERE {where} AND c.{{field}} IS NOT NULL GROUP BY 1, 3"
        )
        fields = ("polarity", "rule", "blocker", "response")
        rows = self._sql.execute(" UNION ALL ".join(one.format(field=field) for field in fields), values * len(fields))
        return [ConditionTally(*row) for row in rows]

    def _existed(self) -> dict[int, frozenset[str]]:
        rows = self._sql.execute(
            "SELECT f.framework, i.id FROM framework_items f JOIN items i ON i.pk = f.item"
            " WHERE f.active = 1 AND f.framework IN (SELECT DISTINCT framework FROM entries)"
        )
        existed: dict[int, set[str]] = {}
        for framework, item in rows:
            existed.setdefault(framework, set()).add(item)
        return {framework: frozenset(items) for framework, items in existed.items()}

    def quotes(self, selection: Selection, item: str | None = None) -> list[Quote]:
        """Passages that were tied to items, oldest first."""
        where, values = conditions_of(selection)
        rows = self._sql.execute(
            "SELECT i.id, e.id, e.happened_on, o.stance, o.quote FROM entries e JOIN observations o ON o.entry = e.pk"
            f" JOIN items i ON i.pk = o.item WHERE o.quote IS NOT NULL AND {where} AND (? IS NULL OR i.id = ?)"
            " ORDER BY e.happened_on, e.id, o.position",
            (*values, item, item),
        )
        return [Quote(*row) for row in rows]

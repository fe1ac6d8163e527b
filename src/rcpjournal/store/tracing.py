"""From counts back to entries: passages, the ledger of conditions, the cells of the matrix, one item's occurrences.

Everything here reads whole rows of the entries in a selection; what is only counted is counted in `tallies`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rcpjournal.core.insight.material import Quote
from rcpjournal.core.records import Selection
from rcpjournal.store.connection import Connection
from rcpjournal.store.finding import where_of
from rcpjournal.store.tallies import layers_in

if TYPE_CHECKING:
    from rcpjournal.core.insight.conditions import LedgerLine
    from rcpjournal.core.insight.matrix import Touch
    from rcpjournal.core.insight.periods import Part
    from rcpjournal.core.insight.story import Company, Seen

_QUOTES = (
    "SELECT i.id, i.layer, e.id, e.happened_on, o.stance, o.quote, i.label"
    " FROM entries e JOIN observations o ON o.entry = e.pk JOIN items i ON i.pk = o.item"
    " WHERE o.quote IS NOT NULL AND {where}"
)
_OLDEST_FIRST = " ORDER BY e.happened_on, e.id, o.position"
_NEWEST_FIRST = " ORDER BY e.happened_on DESC, e.id DESC, o.position LIMIT ?"
_TOUCHES_ONE = "EXISTS (SELECT 1 FROM marks m JOIN items x ON x.pk = m.item WHERE m.entry = e.pk AND x.id IN ({ids}))"
_HAS = "e.pk IN (SELECT m.entry FROM marks m JOIN items x ON x.pk = m.item WHERE x.id IN ({ids}))"
_LEDGER = (
    "SELECT i.id, i.label, e.pk, e.id, e.happened_on, e.title, c.polarity, c.rule, c.blocker, c.response, c.sphere"
    " FROM entries e JOIN conditions c ON c.entry = e.pk JOIN items i ON i.pk = c.item WHERE {where}"
    " ORDER BY e.happened_on, e.id, c.position"
)
_AGREED = (
    "SELECT a.entry, a.pk, a.what, a.state, a.reason FROM entries e JOIN actions a ON a.entry = e.pk"
    " WHERE {where} ORDER BY a.entry, a.position"
)
_LATER = (
    "SELECT a.entry, a.on_day, a.kind, a.text FROM entries e JOIN additions a ON a.entry = e.pk"
    " WHERE {where} ORDER BY a.entry, a.position"
)
_TOUCHES = (
    "SELECT DISTINCT e.happened_on, i.layer, e.id FROM entries e JOIN marks m ON m.entry = e.pk"
    " JOIN items i ON i.pk = m.item WHERE {where} ORDER BY e.happened_on, e.id"
)
_COMPANY = (
    "SELECT e.kind, e.with_whom, e.framework, e.offered, count(*) FROM entries e WHERE {where} GROUP BY 1, 2, 3, 4"
)
_SEEN = (
    "SELECT e.pk, e.id, e.happened_on, e.title, e.kind, e.with_whom, e.framework, e.offered,"
    " i.id, m.value FROM entries e"
    " JOIN marks m ON m.entry = e.pk JOIN items i ON i.pk = m.item WHERE {where}"
    " ORDER BY e.happened_on, e.id, m.position"
)


class Tracing:
    """Rows behind the counts, oldest first. Where several ids are given, they are counted as one item."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self._sql = connection, connection.sql

    def quotes(self, selection: Selection) -> list[Quote]:
        """Passages that were tied to items."""
        where, values = where_of(selection)
        return [Quote(*row) for row in self._sql.execute(_QUOTES.format(where=where) + _OLDEST_FIRST, values)]

    def shared(self, selection: Selection, first: Sequence[str], second: Sequence[str], limit: int) -> list[Quote]:
        """The newest passages tied to the one item or the other in entries that touch both, at most `limit`."""
        where, values = where_of(selection)
        holds = " AND ".join(_TOUCHES_ONE.format(ids=_places(ids)) for ids in (first, second))
        text = _QUOTES.format(where=f"{where} AND {holds} AND i.id IN ({_places([*first, *second])})")
        most = 2 * limit - 1  # one passage may be tied to both
        asked = [*values, *first, *second, *first, *second, most]
        rows = (Quote(*row) for row in self._sql.execute(text + _NEWEST_FIRST, asked))
        return list({(one.entry, one.quote): one for one in rows}.values())[:limit]

    def ledger(self, selection: Selection) -> "list[LedgerLine]":
        """Each condition of each entry, with what was agreed and added in that entry."""
        from rcpjournal.core.insight.conditions import Agreed, Later, LedgerLine

        where, values = where_of(selection)
        with self._connection.reading():
            agreed = self._by_entry(_AGREED.format(where=where), values, Agreed)
            later = self._by_entry(_LATER.format(where=where), values, Later)
            rows = self._sql.execute(_LEDGER.format(where=where), values).fetchall()
        return [
            LedgerLine(item, label, *entry)._replace(agreed=tuple(agreed.get(key, ())), later=tuple(later.get(key, ())))
            for item, label, key, *entry in rows
        ]

    def company(self, selection: Selection) -> "list[Company]":
        """How many entries there are of each kind and with whom, by what they were asked."""
        from rcpjournal.core.insight.story import Company

        where, values = where_of(selection)
        return [
            Company(kind, with_, framework, layers_in(offered), entries)
            for kind, with_, framework, offered, entries in self._sql.execute(_COMPANY.format(where=where), values)
        ]

    def touches(self, selection: Selection, parts: "Sequence[Part]") -> "Iterator[Touch]":
        """Which entries touch which layer, part by part."""
        from bisect import bisect_right

        from rcpjournal.core.insight.matrix import Touch

        where, values = where_of(selection)
        starts = [part.start.isoformat() for part in parts]
        for day, layer, entry in self._sql.execute(_TOUCHES.format(where=where), values):
            yield Touch(bisect_right(starts, day) - 1, layer, entry)

    def seen(self, selection: Selection, ids: Sequence[str]) -> "list[Seen]":
        """The entries in `selection` that touch the item."""
        found: dict[int, tuple[tuple[Any, ...], list[tuple[str, str | None]]]] = {}
        where, values = where_of(selection)
        text = _SEEN.format(where=f"{where} AND {_HAS.format(ids=_places(ids))}")
        said: dict[str, list[str]] = defaultdict(list)
        with self._connection.reading():
            for key, *head, name, value in self._sql.execute(text, [*values, *ids]):
                found.setdefault(key, (tuple(head), []))[1].append((name, value))
            for quote in self.quotes(selection):
                if quote.item in ids:
                    said[quote.entry].append(quote.quote)
        return [_seen(head, names, ids, said) for head, names in found.values()]

    def _by_entry(self, text: str, values: Sequence[Any], shape: Any) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = defaultdict(list)
        for entry, *row in self._sql.execute(text, values):
            found[entry].append(shape(*row))
        return found


def _places(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _seen(
    head: tuple[Any, ...], names: Iterable[tuple[str, str | None]], ids: Sequence[str], said: dict[str, list[str]]
) -> "Seen":
    from rcpjournal.core.insight.story import Seen

    names = list(names)
    stances = dict.fromkeys(value for name, value in names if name in ids and value)
    beside = dict.fromkeys(name for name, _ in names if name not in ids)
    said_here = tuple(said.get(head[0], ()))
    entry, day, title, kind, with_, framework, offered = head
    return Seen(entry, day, title, kind, with_, framework, layers_in(offered), tuple(stances), said_here, tuple(beside))

"""A period's summary: which items appear in how many of the entries that could have shown them.

One entry, one vote. The denominator of an item is the number of entries in the period that were written under a
framework in which the item existed, and that were offered its layer; what was not asked is not counted as missing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from math import sqrt
from typing import NamedTuple

from rcpjournal.core.dates import next_period, period_start
from rcpjournal.core.framework import Framework, Layer
from rcpjournal.core.insight.material import ConditionTally, Material, Seen

SILENT_ENTRIES = 6
Z_95 = 1.959963984540054


class CountOf(NamedTuple):
    """In so many `of` those entries."""

    entries: int
    of: int


class PeriodCount(NamedTuple):
    """A CountOf for the period that begins on `start`."""

    start: date
    entries: int
    of: int


class ItemSummary(NamedTuple):
    """One item over the whole period and over each part of it. `interval` is Wilson's at 95 %."""

    item: str
    label: str
    layer: str
    entries: int
    of: int
    stances: dict[str, int]
    interval: tuple[float, float]
    periods: tuple[PeriodCount, ...]
    previous: CountOf | None
    active: bool


class NotLately(NamedTuple):
    """An item seen in the period but in none of the last `entries` entries that offered it."""

    item: str
    label: str
    entries: int
    weeks: int


class Together(NamedTuple):
    """Two items that stand in so many of the same entries."""

    items: tuple[str, str]
    labels: tuple[str, str]
    entries: int


class ConditionSummary(NamedTuple):
    """How a condition worked, whether the rule was real, what was short, and what was done about it."""

    item: str
    label: str
    inhibited: int
    enabled: int
    both: int
    rules: dict[str, int]
    blockers: dict[str, int]
    responses: dict[str, int]


class Summary(NamedTuple):
    """All that a summary says of the days from `since` to `until` (inclusive)."""

    since: date
    until: date
    by: str
    entries: int
    periods: tuple[date, ...]
    items: tuple[ItemSummary, ...]
    not_lately: tuple[NotLately, ...]
    together: tuple[Together, ...]
    conditions: tuple[ConditionSummary, ...]


def summarise(framework: Framework, material: Material, previous: Material | None, by: str) -> Summary:
    """What the counts of a period say, item by item in the framework's order; `previous` for comparison."""
    starts = tuple(_starts(material.since, material.until, by))
    labels = _labels(framework, material.seen)
    chances = _Chances(material, framework, by)
    before = _Chances(previous, framework, by) if previous else None
    return Summary(
        material.since,
        material.until,
        by,
        sum(group.entries for group in material.offered),
        starts,
        tuple(_items(framework, material, previous, chances, before, starts)),
        tuple(_not_lately(framework, material, chances)),
        tuple(Together((p.first, p.second), (labels[p.first], labels[p.second]), p.entries) for p in material.pairs),
        tuple(_conditions(material.conditions, labels, list(framework.items))),
    )


def wilson(count: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a proportion (Wilson 1927, without continuity correction), to two places."""
    if not of:
        return 0.0, 1.0
    p, z2 = count / of, Z_95 * Z_95
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = Z_95 * sqrt(p * (1 - p) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return round(max(0.0, middle - half), 2), round(min(1.0, middle + half), 2)


class _Chances:
    """How many entries could have shown an item: by period, or after a day."""

    def __init__(self, material: Material, framework: Framework, by: str) -> None:
        self._groups = material.offered
        self._existed = material.existed
        self._layers = {name: item.layer for name, item in framework.items.items()}
        self._layers.update({seen.item: seen.layer for seen in material.seen if seen.item not in self._layers})
        self._known: dict[tuple[str | None, frozenset[int]], Counter[date]] = {}
        self._totals: Counter[tuple[date, int, frozenset[str] | None]] = Counter()
        for group in material.offered:
            start = period_start(date.fromisoformat(group.day), by)
            self._totals[start, group.framework, group.layers] += group.entries

    def by_period(self, item: str) -> Counter[date]:
        """Entries by the first day of their period. Items of one layer that always existed together share theirs."""
        alike = (self._layers.get(item), frozenset(key for key, items in self._existed.items() if item in items))
        if alike not in self._known:
            counts = self._known[alike] = Counter()
            for (start, framework, layers), entries in self._totals.items():
                if self._could(item, framework, layers):
                    counts[start] += entries
        return self._known[alike]

    def after(self, item: str, day: str) -> int:
        return sum(g.entries for g in self._groups if g.day > day and self._could(item, g.framework, g.layers))

    def _could(self, item: str, framework: int, layers: frozenset[str] | None) -> bool:
        return item in self._existed.get(framework, ()) and (layers is None or self._layers.get(item) in layers)


def _items(
    framework: Framework,
    material: Material,
    previous: Material | None,
    chances: _Chances,
    before: _Chances | None,
    starts: tuple[date, ...],
) -> Iterable[ItemSummary]:
    counts: dict[str, Counter[date]] = defaultdict(Counter)
    for tally in material.tallies:
        counts[tally.item][date.fromisoformat(tally.period)] += tally.entries
    stances: dict[str, dict[str, int]] = defaultdict(dict)
    for marked in material.marked:
        if marked.value is not None:
            stances[marked.item][marked.value] = marked.entries
    earlier = {seen.item: seen.entries for seen in previous.seen} if previous else {}
    for seen in _in_order(framework, material.seen):
        of = chances.by_period(seen.item)
        mine = counts[seen.item]
        periods = tuple(PeriodCount(start, mine[start], max(of[start], mine[start])) for start in starts)
        total = sum(period.of for period in periods)
        if not total:
            continue
        yield ItemSummary(
            seen.item,
            seen.label,
            seen.layer,
            sum(mine.values()),
            total,
            _ordered(stances[seen.item], framework, seen.layer),
            wilson(sum(mine.values()), total),
            periods,
            _before(seen.item, earlier, before),
            seen.item in framework.items and framework.items[seen.item].status == "active",
        )


def _ordered(counts: dict[str, int], framework: Framework, layer: str) -> dict[str, int]:
    """Stances in the order in which the layer names them."""
    known = framework.layers[layer].stances if layer in framework.layers else ()
    return {name: counts[name] for name in (*known, *sorted(set(counts) - set(known))) if name in counts}


def _before(item: str, earlier: dict[str, int], chances: _Chances | None) -> CountOf | None:
    if chances is None:
        return None
    of = sum(chances.by_period(item).values())
    count = earlier.get(item, 0)
    return CountOf(count, max(of, count)) if of or count else None


def _in_order(framework: Framework, seen: Iterable[Seen]) -> Iterable[Seen]:
    """Every active item of the framework, seen or not, layer by layer, then what is no longer in it."""
    found = {one.item: one for one in seen}
    for layer in framework.layers.values():
        for item in framework.items_of(layer.id):
            gone = found.pop(item.id, Seen(item.id, item.label, layer.id, 0, "", ""))
            yield gone._replace(label=item.label)
        yield from (found.pop(name) for name, one in list(found.items()) if one.layer == layer.id)
    yield from found.values()


def _labels(framework: Framework, seen: Iterable[Seen]) -> dict[str, str]:
    return {one.item: one.label for one in seen} | {name: item.label for name, item in framework.items.items()}


def _not_lately(framework: Framework, material: Material, chances: _Chances) -> Iterable[NotLately]:
    for seen in _in_order(framework, material.seen):
        item = framework.items.get(seen.item)
        if (
            not seen.entries
            or item is None
            or item.status != "active"
            or not _is_practice(framework.layers[item.layer])
        ):
            continue
        since = chances.after(seen.item, seen.last)
        if since >= SILENT_ENTRIES:
            weeks = (material.until - date.fromisoformat(seen.last)).days // 7
            yield NotLately(seen.item, item.label, since, weeks)


def _is_practice(layer: Layer) -> bool:
    return layer.kind == "tag" and bool(layer.stances)


def _conditions(
    tallies: Iterable[ConditionTally], labels: dict[str, str], order: list[str]
) -> Iterable[ConditionSummary]:
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for tally in tallies:
        found[tally.item][tally.field][tally.value] = tally.entries
    places = {item: n for n, item in enumerate(order)}
    for item, fields in sorted(found.items(), key=lambda pair: places.get(pair[0], len(order))):
        ways = fields["polarity"]
        yield ConditionSummary(
            item,
            labels.get(item, item),
            ways.get("inhibited", 0),
            ways.get("enabled", 0),
            ways.get("both", 0),
            *(dict(sorted(fields[name].items())) for name in ("rule", "blocker", "response")),
        )


def _starts(since: date, until: date, by: str) -> Iterable[date]:
    start = period_start(since, by)
    while start <= until:
        yield start
        try:
            start = next_period(start, by)
        except (OverflowError, ValueError):  # the calendar ends here
            return

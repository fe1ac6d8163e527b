"""In how many of the entries that could have shown it does an item appear: over a period, and in each part of it.

One entry, one vote. The denominator of an item is the number of entries that were written under a framework in which
the item existed, and that were offered its layer; what was not asked is not counted as missing.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rcpjournal.core.framework import Framework
from rcpjournal.core.insight.chance import wilson
from rcpjournal.core.insight.change import Verdict
from rcpjournal.core.insight.material import Marked, Outline
from rcpjournal.core.insight.naming import Name, became
from rcpjournal.core.insight.periods import Part


class CountOf(NamedTuple):
    """In so many `of` those entries."""

    entries: int
    of: int


class PeriodCount(NamedTuple):
    """A CountOf for the part of the period that begins on `start`, and the stances in it."""

    start: date
    entries: int
    of: int
    stances: dict[str, int]


class ItemSummary(NamedTuple):
    """One item over the whole period and over each part of it. `interval` is Wilson's at 95 %.

    `wordings` holds what it was called in how many entries, where one name has united several; `became` what a
    retired item is now.
    """

    item: str
    label: str
    layer: str
    entries: int
    of: int
    stances: dict[str, int]
    interval: tuple[float, float]
    first: date | None
    last: date | None
    periods: tuple[PeriodCount, ...]
    previous: CountOf | None
    change: Verdict
    active: bool
    wordings: dict[str, int]
    became: tuple[str, ...]


class Chances:
    """How many entries could have shown a name."""

    def __init__(self, outline: Outline, parts: Sequence[Part]) -> None:
        self._existed = outline.existed
        self._days: Counter[tuple[str, int, frozenset[str] | None]] = Counter()
        self._parts: Counter[tuple[int, int, frozenset[str] | None]] = Counter()
        starts = [part.start.isoformat() for part in parts]
        for group in outline.offered:
            self._days[group.day, group.framework, group.layers] += group.entries
            self._parts[bisect_right(starts, group.day) - 1, group.framework, group.layers] += group.entries
        self._known: dict[tuple[tuple[int, str | None], ...], Counter[int]] = {}

    def by_part(self, name: int) -> Counter[int]:
        """Entries by part. Names that always existed together in one layer share theirs."""
        alike = tuple((framework, there.get(name)) for framework, there in self._existed.items())
        if alike not in self._known:
            counts = self._known[alike] = Counter()
            for (part, framework, layers), entries in self._parts.items():
                if self._could(name, framework, layers):
                    counts[part] += entries
        return self._known[alike]

    def total(self, name: int) -> int:
        """Entries of the whole period."""
        return sum(self.by_part(name).values())

    def after(self, name: int, day: str) -> int:
        """Entries of later days."""
        return sum(n for (on, fw, layers), n in self._days.items() if on > day and self._could(name, fw, layers))

    def both(self, first: int, second: int) -> int:
        """Entries that could have shown the two together."""
        return sum(
            n
            for (_, fw, layers), n in self._parts.items()
            if self._could(first, fw, layers) and self._could(second, fw, layers)
        )

    def _could(self, name: int, framework: int, layers: frozenset[str] | None) -> bool:
        layer = self._existed.get(framework, {}).get(name)
        return layer is not None and (layers is None or layer in layers)


class Counted(NamedTuple):
    """What was counted of one name in an outline."""

    name: int
    known_as: Name
    parts: Counter[int]
    first: str
    last: str

    @property
    def entries(self) -> int:
        """In how many entries it appears."""
        return sum(self.parts.values())


def counted(outline: Outline) -> dict[int, Counted]:
    """Every name that appears."""
    found: dict[int, Counted] = {}
    for tally in outline.tallies:
        had = found.get(tally.name) or Counted(
            tally.name, outline.names[tally.name], Counter(), tally.first, tally.last
        )
        had.parts[tally.part] += tally.entries
        found[tally.name] = had._replace(first=min(had.first, tally.first), last=max(had.last, tally.last))
    return found


def in_order(framework: Framework, outline: Outline) -> Iterator[Counted]:
    """Every active item of the framework, seen or not, layer by layer, then what is no longer in it."""
    found = counted(outline)
    numbers = {name: number for number, name in enumerate(outline.names)}
    for layer in framework.layers.values():
        for item in framework.items_of(layer.id):
            name = Name(item.id, item.label, item.layer)
            number = numbers[name]
            yield found.pop(number, Counted(number, name, Counter(), "", ""))
        yield from [found.pop(n) for n, one in list(found.items()) if one.known_as.layer == layer.id]
    yield from found.values()


def items(
    framework: Framework, outline: Outline, marked: Iterable[Marked], chances: Chances, parts: Sequence[Part]
) -> Iterator[ItemSummary]:
    """Every item that could have been shown, in the framework's order; nothing yet of another period."""
    stances: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for mark in marked:
        stances[mark.name][mark.part][mark.value] = mark.entries
    for one in in_order(framework, outline):
        could = chances.by_part(one.name)
        order = _stance_order(framework, one.known_as.layer)
        periods = tuple(
            PeriodCount(
                part.start,
                one.parts[n],
                max(could[n], one.parts[n]),
                _in_stance_order([stances[one.name][n]], order),
            )
            for n, part in enumerate(parts)
        )
        if of := sum(period.of for period in periods):
            yield _item(framework, outline, one, of, periods, order)


def _item(
    framework: Framework,
    outline: Outline,
    one: Counted,
    of: int,
    periods: tuple[PeriodCount, ...],
    order: Sequence[str],
) -> ItemSummary:
    item, label, layer = one.known_as
    known = framework.items.get(item)
    return ItemSummary(
        item,
        label,
        layer,
        one.entries,
        of,
        _in_stance_order([period.stances for period in periods], order),
        wilson(one.entries, of),
        date.fromisoformat(one.first) if one.first else None,
        date.fromisoformat(one.last) if one.last else None,
        periods,
        previous=None,
        change=None,
        active=known is not None and known.status == "active" and known.label == label,
        wordings=outline.wordings.get(one.name, {}),
        became=became(item, framework),
    )


def _stance_order(framework: Framework, layer: str) -> Sequence[str]:
    return framework.layers[layer].stances if layer in framework.layers else ()


def _in_stance_order(several: Iterable[dict[str, int]], order: Sequence[str]) -> dict[str, int]:
    """The counts added up, in the order in which the layer names its stances."""
    total: Counter[str] = Counter()
    for counts in several:
        total.update(counts)
    return {name: total[name] for name in (*order, *sorted(set(total) - set(order))) if total[name]}

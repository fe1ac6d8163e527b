"""In how many of the entries that could have shown it does an item appear: over a period, and in each part of it.

One entry, one vote. The denominator of an item is the number of entries that were written under a framework in which
the item existed, and that were offered its layer; what was not asked is not counted as missing.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import takewhile
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
    """A CountOf for the part that begins on `start`; the stances in it, and in how many entries none was given."""

    start: date
    entries: int
    of: int
    stances: dict[str, int]
    unsaid: int = 0


class ItemSummary(NamedTuple):
    """One item over the whole period and over each part of it. `interval` is Wilson's at 95 %.

    `wordings` holds what it was called in how many entries, where one name has united several; `became` what a
    retired item is now. `unsaid`: entries without a stance. `elsewhere`: entries that show it though they did not ask
    about it (it was tagged afterwards); they are in no other figure.
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
    unsaid: int = 0
    elsewhere: int = 0


class Denominators:
    """How many entries could have shown a name: those in which it existed, and which offered its layer."""

    def __init__(self, outline: Outline, parts: Sequence[Part]) -> None:
        self._existed = outline.existed
        self._days: Counter[tuple[str, int, frozenset[str] | None]] = Counter()
        self._parts: Counter[tuple[int, int, frozenset[str] | None]] = Counter()
        self._asked: Counter[tuple[int, frozenset[str] | None]] = Counter()
        starts = [part.start.isoformat() for part in parts]
        for group in outline.offered:
            self._asked[group.framework, group.layers] += group.entries
            self._days[group.day, group.framework, group.layers] += group.entries
            self._parts[bisect_right(starts, group.day) - 1, group.framework, group.layers] += group.entries
        self._newest_first = sorted(self._days.items(), key=lambda row: row[0][0], reverse=True)
        self._shown: dict[tuple[int, frozenset[str] | None], frozenset[int]] = {}
        self._known: dict[tuple[frozenset[str] | None, ...], Counter[int]] = {}

    def by_part(self, name: int) -> Counter[int]:
        """Entries by part. Names that always existed together in one layer share theirs."""
        alike = self._alike(name)
        if alike not in self._known:
            counts = self._known[alike] = Counter()
            for (part, framework, layers), entries in self._parts.items():
                if self.could(name, framework, layers):
                    counts[part] += entries
        return self._known[alike]

    def of_any(self, names: frozenset[int]) -> Counter[int]:
        """Entries by part that could have shown one of these."""
        counts: Counter[int] = Counter()
        for (part, framework, layers), entries in self._parts.items():
            if not names.isdisjoint(self.shown_by(framework, layers)):
                counts[part] += entries
        return counts

    def written(self) -> Counter[int]:
        """Entries by part, whatever they were asked."""
        counts: Counter[int] = Counter()
        for (part, _, _), entries in self._parts.items():
            counts[part] += entries
        return counts

    def total(self, name: int) -> int:
        """Entries of the whole period."""
        return sum(self.by_part(name).values())

    def after(self, name: int, day: str) -> int:
        """Entries of later days."""
        later = takewhile(lambda row: row[0][0] > day, self._newest_first)
        return sum(n for (_, fw, layers), n in later if self.could(name, fw, layers))

    def both(self, first: int, second: int) -> int:
        """Entries that could have shown the two together."""
        return sum(n for asked, n in self._asked.items() if {first, second} <= self.shown_by(*asked))

    def could(self, name: int, framework: int, layers: frozenset[str] | None) -> bool:
        """Whether an entry that was written under `framework` and offered `layers` (None: all) could show `name`."""
        return name in self.shown_by(framework, layers)

    def shown_by(self, framework: int, layers: frozenset[str] | None) -> frozenset[int]:
        """The names that such an entry could show."""
        if (framework, layers) not in self._shown:
            existed = self._existed.get(framework, {})
            names = (name for name, there in existed.items() if layers is None or not there.isdisjoint(layers))
            self._shown[framework, layers] = frozenset(names)
        return self._shown[framework, layers]

    def _alike(self, name: int) -> tuple[frozenset[str] | None, ...]:
        return tuple(there.get(name) for there in self._existed.values())


class Counted(NamedTuple):
    """What was counted of one name in the entries that asked; `elsewhere`: entries that show it and did not."""

    name: int
    known_as: Name
    parts: Counter[int]
    first: str
    last: str
    elsewhere: int = 0

    @property
    def entries(self) -> int:
        """In how many entries it appears."""
        return sum(self.parts.values())


def counted(outline: Outline, denominators: Denominators) -> dict[int, Counted]:
    """Every name that appears, in entries that asked about it or elsewhere."""
    parts: dict[int, Counter[int]] = defaultdict(Counter)
    days: dict[int, tuple[str, str]] = {}
    elsewhere: Counter[int] = Counter()
    for name, part, framework, layers, entries, first, last in outline.tallies:
        if not denominators.could(name, framework, layers):
            elsewhere[name] += entries
            continue
        parts[name][part] += entries
        had = days.get(name, (first, last))
        days[name] = min(had[0], first), max(had[1], last)
    return {
        name: Counted(name, outline.names[name], parts[name], *days.get(name, ("", "")), elsewhere[name])
        for name in dict.fromkeys([*parts, *elsewhere])
    }


def in_order(framework: Framework, outline: Outline, denominators: Denominators) -> Iterator[Counted]:
    """Every active item of the framework, seen or not, layer by layer, then what is no longer in it."""
    found = counted(outline, denominators)
    numbers = {name: number for number, name in enumerate(outline.names)}
    for layer in framework.layers.values():
        for item in framework.items_of(layer.id):
            name = Name(item.id, item.label, item.layer)
            number = numbers[name]
            yield found.pop(number, Counted(number, name, Counter(), "", ""))
        yield from [found.pop(n) for n, one in list(found.items()) if one.known_as.layer == layer.id]
    yield from found.values()


def items(
    framework: Framework,
    outline: Outline,
    seen: Iterable[Counted],
    marked: Iterable[Marked],
    denominators: Denominators,
    parts: Sequence[Part],
) -> Iterator[ItemSummary]:
    """Each of `seen` that could have been shown, in its order; nothing yet of another period."""
    stances: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    unsaid: Counter[tuple[int, int]] = Counter()
    for name, part, under, layers, value, entries in marked:
        if not denominators.could(name, under, layers):
            continue
        if value is None:
            unsaid[name, part] += entries
        else:
            stances[name, part][value] = stances[name, part].get(value, 0) + entries
    starts = [part.start for part in parts]
    unseen: dict[int, tuple[PeriodCount, ...]] = {}  # by denominators, which the names of a layer share
    for one in seen:
        could = denominators.by_part(one.name)
        order = _stance_order(framework, one.known_as.layer)
        if one.parts:
            periods = tuple(
                PeriodCount(
                    start,
                    one.parts.get(n, 0),
                    could.get(n, 0),
                    _in_stance_order([found], order) if (found := stances.get((one.name, n))) else {},
                    unsaid.get((one.name, n), 0),
                )
                for n, start in enumerate(starts)
            )
        else:
            if id(could) not in unseen:
                unseen[id(could)] = tuple(PeriodCount(start, 0, could.get(n, 0), {}) for n, start in enumerate(starts))
            periods = unseen[id(could)]
        of = sum(could.values())
        if of or one.elsewhere:
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
        unsaid=sum(period.unsaid for period in periods),
        elsewhere=one.elsewhere,
    )


def _stance_order(framework: Framework, layer: str) -> Sequence[str]:
    return framework.layers[layer].stances if layer in framework.layers else ()


def _in_stance_order(several: Iterable[dict[str, int]], order: Sequence[str]) -> dict[str, int]:
    """The counts added up, in the order in which the layer names its stances."""
    total: dict[str, int] = {}
    for counts in several:
        for name, count in counts.items():
            total[name] = total.get(name, 0) + count
    return {name: total[name] for name in (*order, *sorted(set(total) - set(order))) if name in total} if total else {}

"""One item's story: when it was seen, how, in whose company, beside what, in the worker's own words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rcpjournal.core.framework import Framework, Item
from rcpjournal.core.insight.counts import ItemSummary
from rcpjournal.core.insight.gaps import NotLately
from rcpjournal.core.insight.summary import Summary, Within
from rcpjournal.core.insight.together import Together


class Seen(NamedTuple):
    """One entry in which the item was seen; `beside`: the other tags in it, by id."""

    entry: str
    happened_on: str
    title: str
    kind: str | None
    with_: str | None
    framework: int
    layers: frozenset[str] | None
    stances: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


class Company(NamedTuple):
    """So many entries of one kind, with the same company, under one framework, that offered these layers."""

    kind: str | None
    with_: str | None
    framework: int
    layers: frozenset[str] | None
    entries: int


class Among(NamedTuple):
    """Seen in so many of the entries that could have shown it and had this company, or were this kind of moment."""

    value: str
    label: str
    entries: int
    of: int


class Story(NamedTuple):
    """All that is told of one item in a period.

    `company` and `moments`: with whom and in what kind of moment it was seen, most often first.
    """

    item: Item
    counts: ItemSummary | None
    seen: tuple[Seen, ...]
    company: tuple[Among, ...]
    moments: tuple[Among, ...]
    together: tuple[Together, ...]
    silent: NotLately | None
    within: Within | None


def story(
    framework: Framework,
    frameworks: Mapping[int, Framework],
    item: Item,
    ids: Sequence[str],
    summary: Summary,
    seen: Sequence[Seen],
    company: Iterable[Company],
) -> Story:
    """The story of `item`, which is counted under `ids` too; its counts are None where no entry could have shown it.

    `frameworks` are those that the entries of `company` were written under.
    """
    could = [one for one in company if _could(frameworks[one.framework], ids, one.layers)]
    among = [one for one in seen if _could(frameworks[one.framework], ids, one.layers)]
    return Story(
        item,
        next((one for one in summary.items if one.item == item.id), None),
        tuple(seen),
        _among(framework, "with", [one.with_ for one in among], could),
        _among(framework, "kind", [one.kind for one in among], could),
        tuple(pair for pair in summary.together if item.id in pair.items),
        next((one for one in summary.lately.silent if one.item == item.id), None),
        next((one for one in summary.within if one.item == item.id), None),
    )


def _could(framework: Framework, ids: Sequence[str], layers: frozenset[str] | None) -> bool:
    there = [framework.items[name] for name in ids if name in framework.items]
    return any(item.status == "active" and (layers is None or item.layer in layers) for item in there)


def _among(
    framework: Framework, field: str, values: Iterable[str | None], could: Iterable[Company]
) -> tuple[Among, ...]:
    choices = framework.choices(field)
    totals: Counter[str | None] = Counter()
    for one in could:
        totals[one.with_ if field == "with" else one.kind] += one.entries
    found = Counter(value for value in values if value)
    return tuple(
        Among(value, choices[value].label if value in choices else value, count, totals[value])
        for value, count in found.most_common()
    )

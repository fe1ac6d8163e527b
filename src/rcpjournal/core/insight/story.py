"""One item's story: when it was seen, how, in whose company, beside what, in the worker's own words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rcpjournal.core.framework import Framework, Item, Relation
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
    stances: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


class Among(NamedTuple):
    """Seen in so many of the entries that had this company or were this kind of moment."""

    value: str
    label: str
    entries: int
    of: int


class Story(NamedTuple):
    """All that is told of one item in a period.

    `company` and `moments`: with whom and in what kind of moment it was seen, each out of the entries of the period
    that had that company or kind, most often first.
    """

    item: Item
    counts: ItemSummary | None
    seen: tuple[Seen, ...]
    company: tuple[Among, ...]
    moments: tuple[Among, ...]
    together: tuple[Together, ...]
    silent: NotLately | None
    within: Within | None
    relations: tuple[Relation, ...]


def story(framework: Framework, item: Item, summary: Summary, seen: Sequence[Seen]) -> Story:
    """The story of `item` in the period of `summary`; its counts are None where no entry could have shown it."""
    return Story(
        item,
        next((one for one in summary.items if one.item == item.id), None),
        tuple(seen),
        _among(framework, summary, "with", (one.with_ for one in seen)),
        _among(framework, summary, "kind", (one.kind for one in seen)),
        tuple(pair for pair in summary.together if item.id in pair.items),
        next((one for one in summary.lately.silent if one.item == item.id), None),
        next((one for one in summary.within if one.item == item.id), None),
        tuple(link for link in framework.relations if item.id in (link.from_, link.to)),
    )


def _among(framework: Framework, summary: Summary, field: str, values: Iterable[str | None]) -> tuple[Among, ...]:
    choices = framework.choices(field)
    totals = {one.item: one.entries for one in summary.items}
    found = Counter(value for value in values if value)
    return tuple(
        Among(value, choices[value].label, count, max(count, totals.get(choices[value].id, 0)))
        for value, count in found.most_common()
        if value in choices
    )

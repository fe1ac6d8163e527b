"""A period's summary: what appears in how many of the entries that could have shown it, and what more can be said.

A report asks one question about change, and decides it over all its items at once: with a period to compare with,
whether something was written about more or less often than then; without one, whether it shifted within the period.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rcpjournal.core.framework import Framework, Layer
from rcpjournal.core.insight.change import Table, decide
from rcpjournal.core.insight.conditions import ConditionSummary, conditions
from rcpjournal.core.insight.counts import Counted, CountOf, Denominators, ItemSummary, counted, in_order, items
from rcpjournal.core.insight.cycle import Cycle, cycle
from rcpjournal.core.insight.gaps import Lately, lately
from rcpjournal.core.insight.material import Material, Outline
from rcpjournal.core.insight.naming import Name
from rcpjournal.core.insight.periods import Part
from rcpjournal.core.insight.runs import RunChart, Signal, decide_runs, run_chart
from rcpjournal.core.insight.together import Together, together

FEWEST_COMPARED = 6
"""entries a side that asked about an item; of fewer nothing is said, however they fall"""


class Span(NamedTuple):
    """A period: its days (inclusive), its parts, and what they are (week, month, quarter, supervision).

    `known_until`: the last day that can have entries yet, where `until` is still to come.
    """

    since: date
    until: date
    by: str
    parts: tuple[Part, ...]
    known_until: date | None = None


class Before(NamedTuple):
    """The period that another is held against; `decides`: whether more and less often are looked for."""

    since: date
    until: date
    outline: Outline
    decides: bool


class Within(NamedTuple):
    """An item's run chart over the parts of the period. `said` is what the whole report carries: shift, crossings."""

    item: str
    label: str
    chart: RunChart
    said: Signal


class Compared(NamedTuple):
    """The period that was compared with, and how many entries it has; whether more and less often were looked for."""

    since: date
    until: date
    entries: int
    decided: bool


class Summary(NamedTuple):
    """All that a summary says of the days from `since` to `until` (inclusive).

    `periods`: the first day of each part; `written`: how many entries there are in it, whatever they were asked.
    """

    since: date
    until: date
    by: str
    entries: int
    periods: tuple[date, ...]
    written: tuple[int, ...]
    items: tuple[ItemSummary, ...]
    compared: Compared | None
    within: tuple[Within, ...]
    lately: Lately
    together: tuple[Together, ...]
    conditions: tuple[ConditionSummary, ...]
    cycle: Cycle


def summarise(
    framework: Framework,
    frameworks: Mapping[int, Framework],
    material: Material,
    span: Span,
    before: Before | None = None,
) -> Summary:
    """What the counts of a period say, in the order of `framework`; `frameworks`: those it was written under."""
    outline = material.outline
    denominators = Denominators(outline, span.parts)
    seen = list(in_order(framework, outline, denominators))
    found = list(items(framework, outline, seen, material.marked, denominators, span.parts))
    if before:
        found = _beside(framework, found, before)
    layer, written = framework.layers, denominators.written()
    return Summary(
        span.since,
        span.until,
        span.by,
        sum(group.entries for group in outline.offered),
        tuple(part.start for part in span.parts),
        tuple(written[n] for n in range(len(span.parts))),
        tuple(found),
        _compared(before) if before else None,
        () if before and before.decides else tuple(_within(framework, found)),
        lately(_practised(framework, seen), denominators, _newest(outline), span.known_until or span.until),
        together(material.tag_sets, outline.names, denominators),
        conditions(
            [item for item in found if item.layer in layer and layer[item.layer].kind == "condition"],
            material.conditions,
            outline.names,
        ),
        cycle(framework, frameworks, material, denominators, found, span.parts),
    )


def is_about_practice(layer: Layer) -> bool:
    """Whether change in it is looked for: what was seen in the work, not where and with whom it was."""
    return layer.kind in ("tag", "condition") or layer.field in ("need", "got", "working")


def says_how(layer: Layer) -> bool:
    """Whether a layer's items are things that were seen in the work, and how they were: what a summary opens with."""
    return layer.kind == "tag" and bool(layer.stances)


def _compared(before: Before) -> Compared:
    entries = sum(group.entries for group in before.outline.offered)
    return Compared(before.since, before.until, entries, before.decides)


def _newest(outline: Outline) -> str:
    return max((group.day for group in outline.offered), default="")


def _practised(framework: Framework, seen: Iterable[Counted]) -> Iterable[Counted]:
    """Active items whose layer says how something was: of these it is worth knowing when they fall silent."""
    for one in seen:
        item = framework.items.get(one.known_as.item)
        layer = framework.layers.get(one.known_as.layer)
        if layer and says_how(layer) and item and item.status == "active":
            yield one


def _beside(framework: Framework, found: Sequence[ItemSummary], before: Before) -> list[ItemSummary]:
    """The items with what they were before; with the report's verdicts where change is looked for."""
    earlier = Denominators(before.outline, [Part(before.since, before.until)])
    numbers = {name: number for number, name in enumerate(before.outline.names)}
    then = counted(before.outline, earlier)

    def previous(item: ItemSummary) -> CountOf | None:
        number = numbers.get(Name(item.item, item.label, item.layer), -1)
        of = earlier.total(number)
        return CountOf(then[number].entries if number in then else 0, of) if of else None

    both = [item._replace(previous=previous(item)) for item in found]
    verdicts = decide(_tables(framework, both)) if before.decides else {}
    return [item._replace(change=verdicts.get(_key(item))) for item in both]


def _tables(framework: Framework, found: Iterable[ItemSummary]) -> dict[str, Table]:
    return {
        _key(item): Table(item.entries, item.of, *item.previous)
        for item in _decided(framework, found)
        if item.previous and min(item.of, item.previous.of) >= FEWEST_COMPARED
    }


def _decided(framework: Framework, found: Iterable[ItemSummary]) -> Iterable[ItemSummary]:
    """The items of which a report may say that they changed: all of them, whatever part of it is shown."""
    layers = framework.layers
    return (item for item in found if item.active and is_about_practice(layers[item.layer]))


def _key(item: ItemSummary) -> str:
    return f"{item.item} {item.label}"


def _within(framework: Framework, found: Sequence[ItemSummary]) -> Iterable[Within]:
    charts = {
        _key(item): (item, chart)
        for item in _decided(framework, found)
        if item.entries and (chart := run_chart([(period.entries, period.of) for period in item.periods]))
    }
    said = decide_runs({key: chart for key, (_, chart) in charts.items()})
    return (Within(item.item, item.label, chart, said[key]) for key, (item, chart) in charts.items())

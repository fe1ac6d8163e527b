"""How the period's entries moved: through the stages of the reflective cycle, with, for or to, and need against got.

The stages are those of Morrison's cycle (experience, reflection, analysis, plan); which question belongs to which is
our reading, and stands in the framework. Reaching a stage is a fact about a text and never a mark for its writer.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rcpjournal.core.framework import STAGES, Framework
from rcpjournal.core.insight.counts import CountOf, Denominators, ItemSummary
from rcpjournal.core.insight.material import Flowed, Material, Met
from rcpjournal.core.insight.periods import Part


class Stage(NamedTuple):
    """A stage of the cycle: in `entries` of the `of` entries whose questions lead there, and so in each part."""

    stage: str
    entries: int
    of: int
    periods: tuple[CountOf, ...]


class Meeting(NamedTuple):
    """In `entries` of the `of` that asked for either a situation needed this and got that (None: not said)."""

    need: str | None
    got: str | None
    entries: int
    of: int
    periods: tuple[CountOf, ...]


class Dots(NamedTuple):
    """One value of a choice or a rating, and in how many of the entries of each part that asked it was given."""

    item: str
    label: str
    value: str
    entries: int
    of: int
    periods: tuple[CountOf, ...]


class Cycle(NamedTuple):
    """All of it, part by part; `starts` are the first days of the parts."""

    starts: tuple[date, ...]
    stages: tuple[Stage, ...]
    working: tuple[Dots, ...]
    met: tuple[Meeting, ...]
    ratings: tuple[Dots, ...]


def cycle(
    framework: Framework,
    frameworks: Mapping[int, Framework],
    material: Material,
    denominators: Denominators,
    items: Sequence[ItemSummary],
    parts: Sequence[Part],
) -> Cycle:
    """`frameworks` are those that the entries were written under, by number."""
    size = len(parts)
    fields = {layer.id for layer in framework.layers.values() if layer.field in ("need", "got")}
    either = frozenset(n for n, name in enumerate(material.outline.names) if name.layer in fields)
    return Cycle(
        tuple(part.start for part in parts),
        tuple(_stages(framework, frameworks, material.flowed, size)),
        tuple(_working(framework, items)),
        _met(material.met, denominators, either, size),
        tuple(_ratings(framework, items)),
    )


def _stages(
    framework: Framework, frameworks: Mapping[int, Framework], flowed: Sequence[Flowed], size: int
) -> Iterable[Stage]:
    flows = {(group.framework, group.flow) for group in flowed}
    for stage in STAGES:
        leads = {flow: _leads(framework, frameworks[flow[0]], flow[1], stage) for flow in flows}
        reached, asked = Counter[int](), Counter[int]()
        for group in flowed:
            if leads[group.framework, group.flow]:
                asked[group.part] += group.entries
                reached[group.part] += group.entries if stage in group.stages else 0
        if asked.total():
            periods = tuple(CountOf(reached[n], asked[n]) for n in range(size))
            yield Stage(stage, reached.total(), asked.total(), periods)


def _leads(framework: Framework, under: Framework, flow: str | None, stage: str) -> bool:
    """Whether a flow, as it was then, asks a question of this stage, as stages are read now."""
    asked = under.flows.get(flow or "")
    steps = asked.steps if asked else ()
    return any(framework.prompts[step].stage == stage for step in steps if step in framework.prompts)


def _met(met: Iterable[Met], denominators: Denominators, either: frozenset[int], size: int) -> tuple[Meeting, ...]:
    """`either`: the names of what can be needed or got; entries that asked for neither are left out, as everywhere."""
    found: dict[tuple[str | None, str | None], list[int]] = {}
    for one in met:
        if not either.isdisjoint(denominators.shown_by(one.framework, one.layers)):
            found.setdefault((one.need, one.got), [0] * size)[one.part] += one.entries
    asked = denominators.of_any(either)
    meetings = [
        Meeting(need, got, sum(counts), asked.total(), tuple(CountOf(k, asked[n]) for n, k in enumerate(counts)))
        for (need, got), counts in found.items()
    ]
    return tuple(sorted(meetings, key=lambda one: (-one.entries, one.need or "~", one.got or "~")))


def _working(framework: Framework, items: Iterable[ItemSummary]) -> Iterable[Dots]:
    for item in items:
        if item.layer in framework.layers and framework.layers[item.layer].field == "working":
            counts = tuple(CountOf(period.entries, period.of) for period in item.periods)
            known = framework.items.get(item.item)
            yield Dots(item.item, item.label, known.value if known else item.label, item.entries, item.of, counts)


def _ratings(framework: Framework, items: Iterable[ItemSummary]) -> Iterable[Dots]:
    for item in items:
        if item.layer in framework.layers and framework.layers[item.layer].kind == "rating" and item.entries:
            for value in item.stances:
                counts = tuple(CountOf(period.stances.get(value, 0), period.of) for period in item.periods)
                yield Dots(item.item, item.label, value, sum(one.entries for one in counts), item.of, counts)

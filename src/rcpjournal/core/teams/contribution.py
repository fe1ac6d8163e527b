"""What a journal's entries of some months come to as counts for a team, and what of them is left out.

The figures are those of a summary: one entry, one vote; an item counts in entries that asked about it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rcpjournal.core.framework import OWN_PACK, Framework
from rcpjournal.core.insight.counts import Denominators
from rcpjournal.core.insight.material import Material, Outline
from rcpjournal.core.insight.naming import Name
from rcpjournal.core.insight.periods import Part
from rcpjournal.core.teams.cells import CHOICES
from rcpjournal.core.teams.checking import POLARITIES, RESPONSES, is_shared_id, is_stance, is_version
from rcpjournal.core.teams.pack import ConditionCount, ItemCount, MonthCount

_VALUE, _RESPONSE = "value", "response"


class Contribution(NamedTuple):
    """Counts by month, and what is left out: so many different items of one's own, so many others that cannot stand in
    a pack, and so often an item in an entry that did not ask about it (`unasked`).

    `labels`: what the items that leave are called, for the person who looks at them first.
    """

    months: tuple[MonthCount, ...]
    labels: Mapping[str, str]
    own: int = 0
    others: int = 0
    unasked: int = 0


class _Shown(NamedTuple):
    """By part: name → entries, and (name, field) → value → entries; over the entries that asked."""

    entries: Mapping[int, Counter[int]]
    values: Mapping[tuple[int, int, str], Counter[str]]
    unasked: int


def contribution(material: Material, parts: Sequence[Part], framework: Framework) -> Contribution:
    """The counts of `material`, which was counted in `parts`, each of them a month."""
    outline = material.outline
    could = Denominators(outline, parts)
    leaving = {n: name for n, name in enumerate(outline.names) if _leaves(name, framework)}
    shown, written = _shown(material, could, leaving), could.written()
    asked = _asked(outline, could, framework)
    staying = {outline.names[tally.name] for tally in outline.tallies} - set(leaving.values())
    own = {name for name in staying if name.item.startswith(f"{OWN_PACK}.")}
    return Contribution(
        tuple(
            MonthCount(
                month=part.start.isoformat()[:7],
                entries=written[n],
                asked={layer: counts[n] for layer, counts in asked.items() if counts[n]},
                items=tuple(_items(n, shown, leaving, framework)),
                conditions=tuple(_conditions(n, shown, leaving, framework)),
            )
            for n, part in enumerate(parts)
            if written[n]
        ),
        {leaving[n].item: leaving[n].label for counts in shown.entries.values() for n in counts},
        own=sum(bool(_kind(name.layer, framework)) for name in own),
        others=sum(name.layer not in framework.layers or bool(_kind(name.layer, framework)) for name in staying - own),
        unasked=shown.unasked,
    )


def shared_versions(framework: Framework) -> dict[str, str]:
    """The packs of a framework and their versions, without those that cannot stand in a pack."""
    return {name: one for name, one in framework.versions.items() if is_shared_id(name) and is_version(one)}


def _kind(layer: str, framework: Framework) -> str:
    """How items of a layer leave: as `items`, as `conditions`, or not at all (empty).

    Of choices only CHOICES leave, which a report guards. Kind and company stay: they say whom somebody works with.
    """
    found = framework.layers.get(layer)
    if found is None:
        return ""
    if found.kind == "condition":
        return "conditions"
    return "items" if found.kind == "tag" or layer in CHOICES else ""


def _leaves(name: Name, framework: Framework) -> bool:
    return bool(_kind(name.layer, framework)) and is_shared_id(name.item) and is_shared_id(name.layer)


def _asked(outline: Outline, could: Denominators, framework: Framework) -> dict[str, Counter[int]]:
    """Each layer that leaves, and by part the entries that asked about it."""
    layers = [layer for layer in framework.layers if _kind(layer, framework) and is_shared_id(layer)]
    names = {layer: frozenset(n for n, name in enumerate(outline.names) if name.layer == layer) for layer in layers}
    return {layer: could.of_any(names[layer]) for layer in layers}


def _shown(material: Material, could: Denominators, leaving: Mapping[int, Name]) -> _Shown:
    entries: dict[int, Counter[int]] = defaultdict(Counter)
    values: dict[tuple[int, int, str], Counter[str]] = defaultdict(Counter)
    unasked = 0
    for tally in material.outline.tallies:
        if tally.name in leaving and could.could(tally.name, tally.framework, tally.layers):
            entries[tally.part][tally.name] += tally.entries
        elif tally.name in leaving:
            unasked += tally.entries
    for one in material.marked:
        if one.value is not None and could.could(one.name, one.framework, one.layers):
            values[one.part, one.name, _VALUE][one.value] += one.entries
    for noted in material.conditions:
        if noted.field == _RESPONSE and could.could(noted.name, noted.framework, noted.layers):
            values[noted.part, noted.name, _RESPONSE][noted.value] += noted.entries
    return _Shown(entries, values, unasked)


def _in_order(
    part: int, shown: _Shown, leaving: Mapping[int, Name], framework: Framework, kind: str
) -> Iterator[tuple[Name, int, Counter[str], Counter[str]]]:
    """The names of this kind in a part, in the framework's order: entries, values, responses."""
    place = {item: n for n, item in enumerate(framework.items)}
    found = {n: count for n, count in shown.entries.get(part, {}).items() if _kind(leaving[n].layer, framework) == kind}
    for n in sorted(found, key=lambda n: (place.get(leaving[n].item, len(place)), leaving[n].item)):
        nothing: Counter[str] = Counter()
        values, responses = (shown.values.get((part, n, field), nothing) for field in (_VALUE, _RESPONSE))
        yield leaving[n], found[n], values, responses


def _items(part: int, shown: _Shown, leaving: Mapping[int, Name], framework: Framework) -> Iterator[ItemCount]:
    for name, entries, values, _ in _in_order(part, shown, leaving, framework, "items"):
        stances = {word: values[word] for word in sorted(values) if is_stance(word)}
        yield ItemCount(item=name.item, layer=name.layer, entries=entries, stances=stances)


def _conditions(
    part: int, shown: _Shown, leaving: Mapping[int, Name], framework: Framework
) -> Iterator[ConditionCount]:
    for name, entries, values, responses in _in_order(part, shown, leaving, framework, "conditions"):
        yield ConditionCount(
            item=name.item,
            layer=name.layer,
            entries=entries,
            polarities={word: values[word] for word in sorted(values) if word in POLARITIES},
            responses={word: responses[word] for word in sorted(responses) if word in RESPONSES},
        )

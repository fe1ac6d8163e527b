"""The ledger of conditions: what made the work harder or easier, what was done about it, and what came of that."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rcpjournal.core.insight.counts import ItemSummary
from rcpjournal.core.insight.material import ConditionTally
from rcpjournal.core.insight.naming import Name


class ConditionSummary(NamedTuple):
    """A condition in `entries` of `of`; how it worked, whether the rule was real, what was short, what was done.

    These last are of every entry that names it, `elsewhere` too: entries that did not ask. `outcomes`: in how many of
    them there is an action in that state.
    """

    item: str
    label: str
    layer: str
    entries: int
    of: int
    inhibited: int
    enabled: int
    both: int
    rules: dict[str, int]
    blockers: dict[str, int]
    responses: dict[str, int]
    spheres: dict[str, int]
    outcomes: dict[str, int]
    elsewhere: int = 0


class Agreed(NamedTuple):
    """An action of the entry that names the condition, and what became of it."""

    number: int
    what: str
    state: str
    reason: str | None


class Later(NamedTuple):
    """Something added to the entry afterwards."""

    on_day: str
    kind: str
    text: str


class LedgerLine(NamedTuple):
    """One condition in one entry: from what happened to what was done about it and what came of it."""

    item: str
    label: str
    entry: str
    happened_on: str
    title: str
    polarity: str | None
    rule: str | None
    blocker: str | None
    response: str | None
    sphere: str | None
    agreed: tuple[Agreed, ...] = ()
    later: tuple[Later, ...] = ()


_FIELDS = ("rule", "blocker", "response", "sphere", "outcome")


def conditions(
    items: Iterable[ItemSummary], tallies: Iterable[ConditionTally], names: Sequence[Name]
) -> tuple[ConditionSummary, ...]:
    """What was noted of each condition that appears, in the framework's order."""
    found: dict[Name, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for tally in tallies:
        found[names[tally.name]][tally.field][tally.value] += tally.entries
    return tuple(
        _one(item, found[Name(item.item, item.label, item.layer)]) for item in items if item.entries or item.elsewhere
    )


def _one(item: ItemSummary, fields: Mapping[str, Mapping[str, int]]) -> ConditionSummary:
    counts = {name: dict(sorted(fields[name].items())) for name in ("polarity", *_FIELDS)}
    ways = counts["polarity"]
    return ConditionSummary(
        item.item,
        item.label,
        item.layer,
        item.entries,
        item.of,
        inhibited=ways.get("inhibited", 0),
        enabled=ways.get("enabled", 0),
        both=ways.get("both", 0),
        rules=counts["rule"],
        blockers=counts["blocker"],
        responses=counts["response"],
        spheres=counts["sphere"],
        outcomes=counts["outcome"],
        elsewhere=item.elsewhere,
    )

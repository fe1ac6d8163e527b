"""Simulated run charts and gaps: what the rules say of journals in which something has shifted, or nothing."""

from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import NamedTuple

from rcpjournal.core.insight.chance import chance_of_gap
from rcpjournal.core.insight.runs import RunChart, decide_runs, run_chart
from simulated import MIXED, SEED, USUAL, Share, apart, counted

# --- run charts ---------------------------------------------------------------------------------------------


class Weeks(NamedTuple):
    """Journals of 26 weeks: how many entries each has, the items' rates, and the first item's rate from half-way on."""

    name: str
    entries: Callable[[Random, int], int]
    rates: tuple[float, ...]
    later: float | None = None
    """the first item's rate from the fourteenth week on"""


def charts(weeks: Weeks, many: int, seed: int = SEED) -> Iterator[dict[str, RunChart]]:
    """So many reports of 26 weekly points, always the same ones."""
    chance = Random(f"{seed} {weeks.name}")
    for _ in range(many):
        ofs = [weeks.entries(chance, week) for week in range(26)]
        found = {}
        for item, rate in enumerate(weeks.rates):
            later = rate if item or weeks.later is None else weeks.later
            rates = [rate] * 13 + [later] * 13
            chart = run_chart([(apart(chance, (now,), of)[0], of) for now, of in zip(rates, ofs, strict=True)])
            if chart:
                found[str(item)] = chart
        yield found


def published(found: Mapping[str, RunChart]) -> set[str]:
    """What the published rules say, item by item."""
    return {
        name
        for name, chart in found.items()
        if (chart.longest and chart.longest.length > chart.longest_limit) or chart.crossings < chart.crossings_limit
    }


def carried(found: Mapping[str, RunChart]) -> set[str]:
    """What the program says."""
    return {name for name, signal in decide_runs(found).items() if signal}


RUN_WAYS: dict[str, Callable[[Mapping[str, RunChart]], set[str]]] = {
    "published rules, item by item": published,
    "rcpjournal": carried,
}


def run_shares(weeks: Weeks, many: int) -> dict[str, Share]:
    """What becomes of so many reports of weekly points, by the way of deciding."""
    return counted(charts(weeks, many), RUN_WAYS, set() if weeks.later is None else {"0"})


def steady(_: Random, week: int) -> int:
    """Four entries a week."""
    return 4


def uneven(chance: Random, week: int) -> int:
    """None to six entries a week, by lot."""
    return chance.randint(0, 6)


def rising(_: Random, week: int) -> int:
    """One entry a week at first, six in the end."""
    return 1 + week * 5 // 25


RUN_NULLS = (
    *(
        Weeks(f"{among}, {writing.__name__}", writing, rates)
        for among, rates in (("10–25 %", USUAL), ("3–60 %", MIXED))
        for writing in (steady, uneven, rising)
    ),
    Weeks("all at 3 %, steady", steady, (0.03,) * 21),
    Weeks("all at 50 %, steady", steady, (0.5,) * 21),
)
RUN_CHANGES = (
    Weeks("20 % → 60 % half-way, steady", steady, (0.2, *MIXED[1:]), 0.6),
    Weeks("20 % → 60 % half-way, uneven", uneven, (0.2, *MIXED[1:]), 0.6),
    Weeks("30 % → 80 % half-way, steady", steady, (0.3, *MIXED[1:]), 0.8),
)


# --- gaps ---------------------------------------------------------------------------------------------------


class Gap(NamedTuple):
    """An item that was seen in `seen` of `of` entries, the last of those among them, and not in the next `since`."""

    seen: int
    of: int
    since: int


def gap(chance: Random, rate: float, entries: int) -> Gap | None:
    """The gap of an item that nothing has changed for; None if it was never seen."""
    seen = [entry for entry in range(1, entries + 1) if chance.random() < rate]
    return Gap(len(seen), seen[-1], entries - seen[-1]) if seen else None


def gap_shares(rate: float, entries: int, many: int, seed: int = SEED) -> tuple[float, float, float]:
    """Of many items that were seen: chance at most 5 %; at most 1 %; and, for comparison, six entries without it."""
    chance = Random(f"{seed} {rate} {entries}")
    gaps = [found for _ in range(many) if (found := gap(chance, rate, entries))]
    chances = [chance_of_gap(*found) for found in gaps]
    counted = (
        sum(one <= 0.05 for one in chances),
        sum(one <= 0.01 for one in chances),
        sum(one.since >= 6 for one in gaps),
    )
    low, lowest, six = (count / len(gaps) for count in counted)
    return low, lowest, six


GAPS = tuple((rate, entries) for rate in (0.05, 0.10, 0.25, 0.60) for entries in (40, 120))

"""Simulated reports of two periods: made-up journals, and three ways of saying what has changed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from random import Random
from typing import NamedTuple, TypeVar

from rcpjournal.core.insight.chance import hypergeometric
from rcpjournal.core.insight.change import Table, decide

SEED = 20_260_314
MOST_TAGS = 3

Counts = list[int]
Writing = Callable[[Random, Sequence[float], int], Counts]
Report = TypeVar("Report")


# --- made-up journals ---------------------------------------------------------------------------------------


def apart(chance: Random, rates: Sequence[float], entries: int) -> Counts:
    """In how many entries each item appears, if items know nothing of each other."""
    draw = chance.random
    return [sum(draw() < rate for _ in range(entries)) for rate in rates]


def hand_in_hand(chance: Random, rates: Sequence[float], entries: int) -> Counts:
    """In half of the entries all items follow one mood: where a rare one appears, so do all more common ones."""
    draw = chance.random
    moods = [draw() if draw() < 0.5 else None for _ in range(entries)]
    return [sum((draw() if mood is None else mood) < rate for mood in moods) for rate in rates]


def three_at_most(chance: Random, rates: Sequence[float], entries: int) -> Counts:
    """No entry shows more than three items: of those that would appear, three by lot."""
    counts = [0] * len(rates)
    for _ in range(entries):
        shown = [item for item, rate in enumerate(rates) if chance.random() < rate]
        for item in chance.sample(shown, min(MOST_TAGS, len(shown))):
            counts[item] += 1
    return counts


class Setting(NamedTuple):
    """Journals of one kind: entries now and before, the items' rates, and the first item's two rates if it changed."""

    name: str
    now: int
    before: int
    rates: tuple[float, ...]
    changed: tuple[float, float] | None = None
    writing: Writing = apart


def reports(setting: Setting, many: int, seed: int = SEED) -> Iterator[dict[str, Table]]:
    """So many reports of a setting, always the same ones. The item "0" is the one that may have changed."""
    chance = Random(f"{seed} {setting.name}")
    before, now = ([rate, *setting.rates[1:]] for rate in setting.changed or (setting.rates[0],) * 2)
    for _ in range(many):
        counts = setting.writing(chance, now, setting.now)
        earlier = setting.writing(chance, before, setting.before)
        yield {str(item): Table(count, setting.now, earlier[item], setting.before) for item, count in enumerate(counts)}


# --- three ways to decide -----------------------------------------------------------------------------------


def ours(tables: Mapping[str, Table]) -> set[str]:
    """What the program says."""
    return {name for name, verdict in decide(tables).items() if verdict}


def uncorrected(tables: Mapping[str, Table]) -> set[str]:
    """Fisher's two-sided test at 5 %, item by item, as statistics packages give it."""
    return {name for name, one in tables.items() if _fisher(*_margins(one))[one.now][0] <= 0.05}


def tarone(tables: Mapping[str, Table]) -> set[str]:
    """Fisher's mid-p, and Bonferroni over those items that could reach it (Tarone 1990)."""
    found = {name: _fisher(*_margins(one)) for name, one in tables.items()}
    lowest = [min(mid for _, mid in one.values()) for one in found.values()]
    share = next(n for n in range(1, len(tables) + 1) if sum(low <= 0.05 / n for low in lowest) <= n)
    return {name for name, one in tables.items() if found[name][one.now][1] <= 0.05 / share}


def _margins(one: Table) -> tuple[int, int, int]:
    return one.now + one.before, one.of, one.of + one.before_of


@cache
def _fisher(marked: int, drawn: int, of: int) -> dict[int, tuple[float, float]]:
    """Count → Fisher's two-sided p (all tables as unlikely or more), and its mid-p."""
    first, chances = hypergeometric(marked, drawn, of)
    found = {}
    for count, mine in enumerate(chances, first):
        rarer = sum(other for other in chances if other < mine * (1 - 1e-9))
        same = sum(other for other in chances if abs(other - mine) <= mine * 1e-9)
        found[count] = (rarer + same, rarer + same / 2)
    return found


WAYS: dict[str, Callable[[Mapping[str, Table]], set[str]]] = {
    "Fisher at 5 %": uncorrected,
    "mid-p + Tarone": tarone,
    "rcpjournal": ours,
}


# --- what is counted ----------------------------------------------------------------------------------------


class Share(NamedTuple):
    """Shares of reports: with the true change found; with anything untrue said; and that, of those that found it."""

    found: float
    untrue: float
    untrue_of_found: float


def shares(setting: Setting, many: int) -> dict[str, Share]:
    """What becomes of so many reports of a setting, by the way of deciding."""
    return counted(reports(setting, many), WAYS, {"0"} if setting.changed else set())


def counted(
    made: Iterable[Report], ways: Mapping[str, Callable[[Report], set[str]]], true: set[str]
) -> dict[str, Share]:
    said: dict[str, list[set[str]]] = {name: [] for name in ways}
    for one in made:
        for name, way in ways.items():
            said[name].append(way(one))
    return {name: _share(found, true) for name, found in said.items()}


def _share(said: Sequence[set[str]], true: set[str]) -> Share:
    found = [one for one in said if true and true <= one]
    untrue, both = (sum(bool(one - true) for one in some) for some in (said, found))
    return Share(len(found) / len(said), untrue / len(said), both / len(found) if found else 0.0)


def _even(low: float, high: float, items: int) -> tuple[float, ...]:
    """Rates from low to high in even steps."""
    return tuple(low + (high - low) * item / (items - 1) for item in range(items))


USUAL, MIXED = _even(0.10, 0.25, 21), _even(0.03, 0.60, 21)

NULLS = (
    *(Setting(f"21 items at {rate * 100:.0f} %, 40 v 40", 40, 40, (rate,) * 21) for rate in (0.03, 0.1, 0.25, 0.6)),
    Setting("21 items at 10–25 %, 40 v 40", 40, 40, USUAL),
    Setting("21 items at 3–60 %, 40 v 40", 40, 40, MIXED),
    Setting("21 items at 3–60 %, 20 v 20", 20, 20, MIXED),
    Setting("21 items at 3–60 %, 40 v 12", 40, 12, MIXED),
    Setting("21 items at 3–60 %, 12 v 40", 12, 40, MIXED),
    Setting("the same, hand in hand, 40 v 40", 40, 40, MIXED, writing=hand_in_hand),
    Setting("the same, hand in hand, 40 v 12", 40, 12, MIXED, writing=hand_in_hand),
    Setting("the same, three tags at most, 40 v 40", 40, 40, MIXED, writing=three_at_most),
    Setting("the same, three tags at most, 40 v 12", 40, 12, MIXED, writing=three_at_most),
    Setting("140 items at 3–60 %, 40 v 40", 40, 40, _even(0.03, 0.60, 140)),
    Setting("140 items at 3–60 %, 40 v 12", 40, 12, _even(0.03, 0.60, 140)),
    Setting("140 items at 3–20 %, three tags at most, 40 v 40", 40, 40, _even(0.03, 0.20, 140), writing=three_at_most),
)


def _changes(rates: tuple[float, ...], among: str) -> Iterator[Setting]:
    for now, before, (was, is_) in (
        (40, 40, (0.10, 0.60)),
        (20, 20, (0.10, 0.60)),
        (40, 40, (0.20, 0.60)),
        (20, 20, (0.20, 0.60)),
        (40, 40, (0.60, 0.20)),
        (40, 40, (0.05, 0.40)),
        (40, 40, (0.02, 0.25)),
        (40, 12, (0.10, 0.60)),
        (12, 40, (0.10, 0.60)),
        (40, 12, (0.60, 0.10)),
    ):
        yield Setting(
            f"{was * 100:.0f} % → {is_ * 100:.0f} %, {now} v {before}, {among}", now, before, rates, (was, is_)
        )


CHANGES = (
    *_changes(USUAL, "others 10–25 %"),
    *_changes(MIXED, "others 3–60 %"),
    *_changes((*USUAL, *_even(0.02, 0.08, 80)), "others 10–25 % and 80 rare ones"),
)

"""Within a period: does an item stay to one side of its median for long, or cross it seldom?

Run charts after Anhøj & Olesen (2014), PLoS ONE 9:e113825. Their limits are for one chart, and for points that are as
likely above the median as below; a report has many charts, and a rare item's points are mostly at nought. So a signal
is said only where chance alone does not explain it: in a random order of the entries, each point keeping as many as it
has, how often would the running count stray as far from an even spread (Pettitt 1980, Biometrika 67:79–84)?
"""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import accumulate, pairwise
from math import comb, exp, isqrt, log, log2
from operator import mul
from typing import Literal, NamedTuple

from rcpjournal.core.insight.chance import log_ways, step_down

FEWEST_POINTS = 11
MOST_FALSE = 0.05
EXACT_UP_TO = 1000
"""entries in a chart up to which its chance is counted out; of more, the bound that it comes to is taken"""
RUNS_METHOD = (
    "run charts (Anhøj & Olesen 2014), where the exact permutation test of the running count (Pettitt 1980) carries "
    "them, Holm's step-down over all charts of the report"
)

Signal = Literal["shift", "crossings"] | None
Side = Literal["above", "below"]


class Run(NamedTuple):
    """Points on one side of the median, one after the other; `first` and `last` are their places among all points."""

    side: Side
    first: int
    last: int
    length: int


class RunChart(NamedTuple):
    """What stands out in a row of points.

    `points` have entries; `above` and `below` are those off the median. `longest` is the longest run, the last of them
    where several are as long, and None where no point is off the median. `signal` is what the published rules find;
    there is none where all points lie on one side. `chance` is that of straying as far from an even spread in random
    order, and 1 without a signal. `able` is whether there could be a signal in some order of the same entries.
    """

    points: int
    median: float
    above: int
    below: int
    longest: Run | None
    longest_limit: int
    crossings: int
    crossings_limit: int
    signal: Signal
    chance: float
    able: bool

    @property
    def useful(self) -> int:
        """The points off the median."""
        return self.above + self.below


# --- one item -----------------------------------------------------------------------------------------------


def run_chart(points: Sequence[tuple[int, int]]) -> RunChart | None:
    """The chart of points, each so many `(entries, of)`, in their order; None unless more than ten have entries."""
    kept = [point for point in points if point[1]]
    if len(kept) < FEWEST_POINTS:
        return None
    chart = _drawn(points, *_median(kept))
    signal = _signal(chart)
    return chart._replace(signal=signal, chance=chance_of_straying(kept)) if signal else chart


def _drawn(points: Sequence[tuple[int, int]], top: int, bottom: int) -> RunChart:
    """The chart before it is judged, its median given as a fraction."""
    heights = [(place, count * bottom - top * of) for place, (count, of) in enumerate(points) if of]
    sides = [(place, height > 0) for place, height in heights if height]
    runs, above = _runs(sides), sum(side for _, side in sides)
    return RunChart(
        points=len(heights),
        median=top / bottom,
        above=above,
        below=len(sides) - above,
        longest=max(reversed(runs), key=lambda run: run.length, default=None),
        longest_limit=longest_limit(len(sides)),
        crossings=max(0, len(runs) - 1),
        crossings_limit=crossings_limit(len(sides)),
        signal=None,
        chance=1.0,
        able=_able(sum(count for count, _ in points), sum(of for _, of in points), len(heights)),
    )


def longest_limit(useful: int) -> int:
    """A run longer than this is a shift: round(log2(useful) + 3)."""
    return round(log2(useful) + 3) if useful else 0


def crossings_limit(useful: int) -> int:
    """Fewer crossings than this are unusually few: the lower 5 % quantile of Binomial(useful - 1, 1/2)."""
    steps = max(0, useful - 1)
    ways = accumulate(comb(steps, crossings) for crossings in range(steps + 1))
    return next(crossings for crossings, up_to in enumerate(ways) if up_to * 20 >= 2**steps)


def _median(points: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The median of the rates, as a fraction. (Floats order fractions of whole entries as they are.)"""
    ordered = sorted(points, key=lambda point: point[0] / point[1])
    (low, low_of), (high, high_of) = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return low * high_of + high * low_of, 2 * low_of * high_of


def _able(marked: int, entries: int, points: int) -> bool:
    """False if most points must be at nought, or full, in whatever order: then none lies beyond the median."""
    return 2 * min(marked, entries - marked) >= points


def _runs(sides: Sequence[tuple[int, bool]]) -> list[Run]:
    """Runs of the points off the median, given as (place, whether above)."""
    starts = [n for n in range(len(sides)) if not n or sides[n][1] != sides[n - 1][1]]
    return [
        Run("above" if sides[start][1] else "below", sides[start][0], sides[end - 1][0], end - start)
        for start, end in pairwise([*starts, len(sides)])
    ]


def _signal(chart: RunChart) -> Signal:
    """What the published rules find; a shift, which has a place in time, before too few crossings."""
    if not (chart.longest and chart.above and chart.below):
        return None
    if chart.longest.length > chart.longest_limit:
        return "shift"
    return "crossings" if chart.crossings < chart.crossings_limit else None


# --- the same entries in random order -----------------------------------------------------------------------


def chance_of_straying(points: Sequence[tuple[int, int]]) -> float:
    """How often, in a random order of the entries, the running count would stray as far from an even spread, or more.

    The running count after `seen` entries would evenly be `seen * marked / entries`; the farthest it is from there
    after any point is what counts. Exact, but for rounding (to about 1e-9), up to `EXACT_UP_TO` entries; for more, the
    bound 2 exp(-2 d²) of Dvoretzky, Kiefer and Wolfowitz is taken (two samples: Wei & Dudley 2012; for unequal sizes it
    is conjectured, and was checked).
    """
    counts, ofs = list(accumulate(count for count, _ in points)), [of for _, of in points]
    entries, marked = sum(ofs), counts[-1]
    if not 0 < marked < entries:
        return 1.0
    far = max(abs(entries * count - marked * seen) for count, seen in zip(counts, accumulate(ofs), strict=True))
    if entries > EXACT_UP_TO:
        return min(1.0, 2 * exp(-2 * far * far / (entries * marked * (entries - marked))))
    return min(1.0, max(0.0, 1 - _straying_less(ofs, marked, entries, far)))


def _straying_less(ofs: Sequence[int], marked: int, entries: int, far: int) -> float:
    """The chance that `entries * count - marked * seen` stays within `far` throughout: point by point, every count.

    As if each entry showed the item by itself at the overall rate, and then only those ways that end on `marked`.
    Beyond eight standard deviations nothing is followed.
    """
    far = min(far, isqrt(16 * entries * marked * (entries - marked)))
    steps = {of: [_binomial(count, of, marked / entries) for count in range(of, -1, -1)] for of in set(ofs)}
    ways, first = [1.0], 0
    for of, seen in zip(ofs, accumulate(ofs), strict=True):
        low = max(first, (marked * seen - far) // entries + 1)
        high = min(first + len(ways) - 1 + of, -((-marked * seen - far) // entries) - 1)
        padded = [0.0] * of + ways + [0.0] * of
        places = range(low - first, high + 1 - first)
        ways, first = [sum(map(mul, steps[of], padded[place : place + of + 1])) for place in places], low
    return dict(enumerate(ways, first)).get(marked, 0.0) / _binomial(marked, entries, marked / entries)


def _binomial(count: int, of: int, rate: float) -> float:
    return exp(log_ways(of, count) + count * log(rate) + (of - count) * log(1 - rate))


# --- all items ----------------------------------------------------------------------------------------------


def decide_runs(charts: Mapping[str, RunChart], most_false: float = MOST_FALSE) -> dict[str, Signal]:
    """For each item the signal that the published rules find, where the report as a whole carries it; else None.

    If nothing but chance is at work, at most `most_false` of all reports say anything at all (see `step_down`).
    """
    chances = {name: chart.chance for name, chart in charts.items() if chart.signal}
    said = step_down(chances, {name: partial(_how_often, chart) for name, chart in charts.items()}, most_false)
    return {name: chart.signal if name in said else None for name, chart in charts.items()}


def _how_often(chart: RunChart, chance: float) -> float:
    """At most how often a signal comes with so low a chance: so often, or never."""
    return chance if chart.able else 0.0

"""The small mathematics behind the figures: how often chance alone would give what was counted.

Everywhere "chance alone" means the same: the entries as they are, in random order. No rate is guessed.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate
from math import exp, inf, lgamma, sqrt
from operator import neg
from typing import NamedTuple

Z_95 = 1.959963984540054
NEGLIGIBLE = 1e-15
"""What is less likely than this, against the likeliest count, is taken never to happen."""
_SAME = 1 + 1e-9
"""Chances that are equal on paper differ by less than this factor in floating point."""


def wilson(count: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a proportion (Wilson 1927, without continuity correction), to two places."""
    if not of:
        return 0.0, 1.0
    p, z2 = count / of, Z_95 * Z_95
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = Z_95 * sqrt(p * (1 - p) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return round(max(0.0, middle - half), 2), round(min(1.0, middle + half), 2)


# --- so many of the entries that show an item, among some of the entries ------------------------------------


def hypergeometric(marked: int, drawn: int, of: int) -> tuple[int, list[float]]:
    """How many of `marked` entries are among `drawn` ones, of `of` in random order: the first count, and the chances.

    The chances are those of the first count, the next and so on, as far as they are not negligible; they sum to 1.
    They grow from the likeliest count outwards, each from its neighbour, so that 100,000 entries cost little more
    than 1,000. `marked` and `drawn` are at most `of`.
    """
    low, high, rest = max(0, marked + drawn - of), min(marked, drawn), of - marked - drawn
    peak = (marked + 1) * (drawn + 1) // (of + 2)
    above = _falling((marked - x) * (drawn - x) / ((x + 1) * (rest + x + 1)) for x in range(peak, high))
    below = _falling(x * (rest + x) / ((marked - x + 1) * (drawn - x + 1)) for x in range(peak, low, -1))
    shape = [*reversed(below), 1.0, *above]
    whole = sum(shape)
    return peak - len(below), [part / whole for part in shape]


def _falling(ratios: Iterable[float]) -> list[float]:
    """What 1 becomes, ratio by ratio, until it is negligible. (A plain loop: in a large journal this is the cost.)"""
    parts, part = [], 1.0
    for ratio in ratios:
        part *= ratio
        if part < NEGLIGIBLE:
            break
        parts.append(part)
    return parts


class Tails(NamedTuple):
    """The chances of at most, and of at least, `first`, `first + 1` … of the marked entries among those drawn."""

    first: int
    up_to: list[float]
    from_there: list[float]

    def rarer(self, count: int) -> float:
        """Twice the chance of a count as far out as this one on its side: Fisher's exact test, both sides alike."""
        place = count - self.first
        if not 0 <= place < len(self.up_to):
            return 0.0
        return min(1.0, 2 * min(self.up_to[place], self.from_there[place]))

    def how_often(self, chance: float) -> float:
        """How often `rarer` is at most `chance`, which is at most `chance` itself: counts come in whole numbers."""
        if chance * _SAME >= 1:
            return 1.0
        side = chance * _SAME / 2
        low = bisect_right(self.up_to, side)
        high = bisect_left(self.from_there, -side, key=neg)
        return min(1.0, (self.up_to[low - 1] if low else 0.0) + sum(self.from_there[high : high + 1]))


def tails(marked: int, drawn: int, of: int) -> Tails:
    """The tails of `hypergeometric`."""
    first, chances = hypergeometric(marked, drawn, of)
    return Tails(first, list(accumulate(chances)), list(accumulate(reversed(chances)))[::-1])


def expected_together(a: int, b: int, of: int) -> float:
    """In how many of `of` entries two items would meet, on average, that are in `a` and in `b` of them."""
    return a * b / of if of else 0.0


def chance_together(a: int, b: int, of: int, both: int) -> float:
    """The chance that two items meet in `both` entries or more, if they are spread over `of` entries at random."""
    first, chances = hypergeometric(a, b, of)
    return 1.0 if both <= first else sum(reversed(chances[both - first :]))  # the small ones first: they would get lost


def chance_of_gap(count: int, of: int, since: int) -> float:
    """The chance that an item in `count` of `of` entries, the last of those among them, is in none of the next `since`.

    In a random order of all `of + since` entries, how often do the last `since` show none of the `count`? That is
    C(of, count) / C(of + since, count). It is also Laplace's rule of succession, applied to the item's own rate before
    its last entry (`count - 1` of `of - 1`): two ways to the same number. `count` is from 0 to `of`.
    """
    return exp(min(0.0, log_ways(of, count) - log_ways(of + since, count)))


def log_ways(of: int, count: int) -> float:
    """The logarithm of C(of, count)."""
    return lgamma(of + 1) - lgamma(count + 1) - lgamma(of - count + 1)


# --- many items, one report ---------------------------------------------------------------------------------


def step_down(
    chances: Mapping[str, float], how_often: Mapping[str, Callable[[float], float]], most_false: float
) -> frozenset[str]:
    """The names that may be said, such that at most `most_false` of all reports say anything untrue anywhere.

    `chances` are the items' own, low where chance alone does not explain them; `how_often[name](c)` is how often chance
    alone would bring that item to `c` or lower. From the lowest on, an item is said as long as those figures, summed
    over it and all that are not said yet, stay within `most_false`. So what an item cannot reach costs the others
    nothing (Tarone 1990; Westfall & Wolfinger 1997), and what has been said costs no more (Holm 1979). Nothing is
    assumed of how items hang together.
    """
    left, said = dict(how_often), set[str]()
    for name in sorted(chances, key=chances.__getitem__):
        if sum(often(chances[name]) for often in left.values()) > most_false:
            break
        said.add(name)
        del left[name]
    return frozenset(said)


# --- in words -----------------------------------------------------------------------------------------------

_WORDS = (
    (0.01, "less than 1 in 100"),
    (0.015, "about 1 in 100"),
    (0.0267, "about 1 in 50"),
    (0.0417, "about 1 in 30"),
    (0.0583, "about 1 in 20"),
    (0.0833, "about 1 in 15"),
    (0.15, "about 1 in 10"),
    (0.225, "about 1 in 5"),
    (0.29, "about 1 in 4"),
    (0.415, "about 1 in 3"),
    (0.585, "about 1 in 2"),
    (0.71, "about 2 in 3"),
    (0.825, "about 3 in 4"),
    (0.95, "about 9 in 10"),
    (inf, "nearly always"),
)
"""Below each of these: halfway between what is said and what is said next."""


def about(chance: float) -> str:
    """A chance in words that need no mathematics: “about 1 in 3”, “less than 1 in 100”, “nearly always”."""
    return next(words for below, words in _WORDS if chance < below)

"""What comes together: two items in the same entries, and in how many chance alone would bring them together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from rcpjournal.core.insight.chance import chance_together, expected_together
from rcpjournal.core.insight.counts import Denominators
from rcpjournal.core.insight.material import TagSet
from rcpjournal.core.insight.naming import Name

FEWEST_TOGETHER = 3


class Together(NamedTuple):
    """Two items in `entries` of the same entries, of the `of` that could have shown both.

    `apart`: in how many of those each was seen; `expected`: in how many they would meet by chance; `chance`: of so
    many or more.
    """

    items: tuple[str, str]
    labels: tuple[str, str]
    entries: int
    of: int
    apart: tuple[int, int]
    expected: float
    chance: float


def together(tag_sets: Iterable[TagSet], names: tuple[Name, ...], denominators: Denominators) -> tuple[Together, ...]:
    """The pairs in three entries or more, those first that chance explains least."""
    met: Counter[tuple[int, int]] = Counter()
    tags: dict[tuple[int, frozenset[str] | None], Counter[int]] = defaultdict(Counter)
    for found in tag_sets:
        shown = denominators.shown_by(found.framework, found.layers)
        counts = tags[found.framework, found.layers]
        could = [name for name in found.names if name in shown]
        for name in could:
            counts[name] += found.entries
        for pair in combinations(could, 2):
            met[pair] += found.entries
    asked = [(denominators.shown_by(*where), counts) for where, counts in tags.items()]
    several = ((pair, entries) for pair, entries in met.items() if entries >= FEWEST_TOGETHER)
    pairs = (_pair(pair, entries, asked, names, denominators) for pair, entries in several)
    return tuple(sorted(pairs, key=lambda one: (one.chance, -one.entries, one.items)))


def _pair(
    pair: tuple[int, int],
    entries: int,
    asked: Sequence[tuple[frozenset[int], Counter[int]]],
    names: tuple[Name, ...],
    denominators: Denominators,
) -> Together:
    """`asked`: what entries that were asked the same could show, and in how many of them each was."""
    a, b = sorted(pair, key=lambda name: names[name].item)
    both = [counts for shown, counts in asked if a in shown and b in shown]
    first, second = sum(counts[a] for counts in both), sum(counts[b] for counts in both)
    of = denominators.both(a, b)
    return Together(
        (names[a].item, names[b].item),
        (names[a].label, names[b].label),
        entries,
        of,
        (first, second),
        round(expected_together(first, second, of), 1),
        float(f"{chance_together(first, second, of, entries):.6g}"),
    )

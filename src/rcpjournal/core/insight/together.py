"""What comes together: two items in the same entries, and in how many chance alone would bring them together."""

from collections import Counter, defaultdict
from collections.abc import Iterable
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
    tags: dict[int, Counter[tuple[int, frozenset[str] | None]]] = defaultdict(Counter)
    for found in tag_sets:
        for name in found.names:
            tags[name][found.framework, found.layers] += found.entries
        could = [name for name in found.names if denominators.could(name, found.framework, found.layers)]
        for pair in combinations(could, 2):
            met[pair] += found.entries
    pairs = (
        _pair(*pair, entries, tags, names, denominators) for pair, entries in met.items() if entries >= FEWEST_TOGETHER
    )
    return tuple(sorted(pairs, key=lambda one: (one.chance, -one.entries, one.items)))


def _pair(
    one: int,
    other: int,
    entries: int,
    tags: dict[int, Counter[tuple[int, frozenset[str] | None]]],
    names: tuple[Name, ...],
    denominators: Denominators,
) -> Together:
    a, b = sorted((one, other), key=lambda name: names[name].item)
    first, second = (
        sum(
            n
            for where, n in tags[seen].items()
            if denominators.could(seen, *where) and denominators.could(beside, *where)
        )
        for seen, beside in ((a, b), (b, a))
    )
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

"""What comes together: two items in the same entries, and in how many chance alone would bring them together."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rcpjournal.core.insight.chance import chance_together, expected_together
from rcpjournal.core.insight.counts import Chances, Counted
from rcpjournal.core.insight.material import Pair


class Together(NamedTuple):
    """Two items in `entries` of the same entries, of the `of` that could have shown both.

    `apart`: in how many each was seen; `expected`: in how many they would meet by chance; `chance`: of so many or more.
    """

    items: tuple[str, str]
    labels: tuple[str, str]
    entries: int
    of: int
    apart: tuple[int, int]
    expected: float
    chance: float


def together(pairs: Iterable[Pair], seen: dict[int, Counted], chances: Chances) -> tuple[Together, ...]:
    """The pairs, those first that chance explains least."""
    return tuple(sorted(_all(pairs, seen, chances), key=lambda pair: (pair.chance, -pair.entries, pair.items)))


def _all(pairs: Iterable[Pair], seen: dict[int, Counted], chances: Chances) -> Iterator[Together]:
    shared: dict[tuple[int, int], int] = {}
    for pair in pairs:
        a, b = sorted((seen[pair.first], seen[pair.second]), key=lambda one: one.known_as.item)
        key = (id(chances.by_part(a.name)), id(chances.by_part(b.name)))  # alike items share their counts
        if key not in shared:
            shared[key] = chances.both(a.name, b.name)
        of = max(shared[key], a.entries, b.entries)
        yield Together(
            (a.known_as.item, b.known_as.item),
            (a.known_as.label, b.known_as.label),
            pair.entries,
            of,
            (a.entries, b.entries),
            round(expected_together(a.entries, b.entries, of), 1),
            round(chance_together(a.entries, b.entries, of, pair.entries), 4),
        )

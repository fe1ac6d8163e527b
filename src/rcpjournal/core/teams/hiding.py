"""Parts of a whole that is told: which of them stay hidden, so that the others do not give them away.

Hidden figures are taken together at their least: of groups of 3 and of 7 people it is only known that they are 7 or
more. So more is hidden than need be, and never less.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from rcpjournal.core.teams.cells import SEVERAL, WHOLE, Key

FEWEST = 5
"""people behind a figure that is told"""


def hidden_parts(parts: Mapping[str, int], also: Collection[str] = ()) -> set[str]:
    """Which parts of a whole that is told stay hidden, by how many contributors each has; `also`: these in any case."""
    there = {name: many for name, many in parts.items() if many}
    hidden = {name for name, many in there.items() if many < FEWEST or name in also}
    if hidden and is_given_away([there[name] for name in hidden]):
        hidden |= smallest({name: many for name, many in there.items() if name not in hidden})
    return hidden


def is_given_away(hidden: Sequence[int]) -> bool:
    """Whether hidden parts would be known from the whole and the others: there is but one, or they may be too few."""
    return len(hidden) == 1 or max(hidden) < FEWEST


def smallest(parts: Mapping[str, int]) -> set[str]:
    """The part with the fewest contributors, the first by name of several."""
    return {min(parts, key=lambda name: (parts[name], name))} if parts else set()


def people_apart(many: Mapping[str, int]) -> dict[str, int]:
    """The people of each part, at least: without as many as said several things."""
    several = many.get(SEVERAL, 0)
    return {name: people if name == SEVERAL else min(people, max(people - several, 1)) for name, people in many.items()}


def families(counts: Iterable[Key]) -> Iterable[tuple[Key, list[Key]]]:
    """(an item's whole, its parts): how it was is one family, what was done about it another."""
    found: dict[tuple[Key, bool], list[Key]] = {}
    for key in counts:
        if key.whole != key:
            found.setdefault((key.whole, key.response != WHOLE), []).append(key)
    return [(whole, keys) for (whole, _), keys in found.items()]


def choices_of(counts: Iterable[Key], layer: str) -> list[Key]:
    """The items of a layer of which an entry names one."""
    return [key for key in counts if key.layer == layer and key.is_choice]


def name_of_part(key: Key) -> str:
    """What tells a part from the others of its whole."""
    return key.value or key.response or key.item

"""What is not told, so that no figure speaks of fewer than five people: neither as it stands nor by subtraction.

A figure of fewer than FEWEST contributors is hidden. So is what would give it away (complementary suppression): where
parts of a whole that is told are hidden, the hidden ones together are of at least FEWEST, if need be because the
smallest of the others is hidden as well. A figure that is hidden looks like one that is nought.

Wholes and parts are: an item and how it was; what was asked and which of several items was chosen, where it is one
alone (CHOICES); all contributors and the groups of a report. A group tells how an item was, or what was chosen, only if
each of these parts may be told, of the group and of all. What groups of two reports give away together is found where
the entries are (`Link`), and which of them stays hidden for that in `together`.

An entry may say more than one thing of an item; then its parts are more than the whole (SEVERAL), and the difference
would tell who did that. People who may be in a part only along with another do not count as the part's.
"""

from collections.abc import Mapping
from typing import NamedTuple

from rcpjournal.core.teams.cells import ALL, ASKED, CHOICES, ITEM, SEVERAL, By, Cell, Counted, Counts, Key
from rcpjournal.core.teams.hiding import (
    FEWEST,
    choices_of,
    families,
    hidden_parts,
    name_of_part,
    people_apart,
    smallest,
)
from rcpjournal.core.teams.standing import beside_others


class Shown(NamedTuple):
    """What may be told, of all and group by group. What is missing is nought or hidden, and does not say which."""

    whole: dict[Key, Cell]
    groups: dict[str, dict[Key, Cell]]


def shown(counted: Counted, by: By | None) -> Shown:
    """The figures of a report that may be told; of all together where `by` is None.

    `counted` has the groups of `by`, and of the other way of each link with one of them.
    """
    told = _of_all(counted.whole)
    if by is None:
        return Shown(told, {})
    standing = beside_others(told, counted, by)
    return Shown(
        told,
        {
            group: {
                key: counts[key] for key in told if key in counts and not key.response and standing.tells(group, key)
            }
            for group, counts in counted.groups[by].items()
        },
    )


def _of_all(counts: Counts) -> dict[Key, Cell]:
    """What may be told of all contributors together."""
    chosen = {
        Key(layer, ITEM, item)
        for layer in CHOICES
        for item in hidden_parts({key.item: counts[key].contributors for key in choices_of(counts, layer)})
    }
    told = {
        key: cell
        for key, cell in counts.items()
        if key.whole == key and cell.contributors >= FEWEST and _asked(key, counts) >= FEWEST and key not in chosen
    }
    for whole, keys in families(counts):
        if whole in told:
            hidden = _hidden_ways({name_of_part(key): counts[key].contributors for key in keys}) | {SEVERAL}
            told.update({key: counts[key] for key in keys if name_of_part(key) not in hidden})
    return {key: told[key] for key in counts if key in told}


def _hidden_ways(many: Mapping[str, int]) -> set[str]:
    """Which ways of how an item was stay hidden."""
    ways = people_apart(many)
    several = ways.pop(SEVERAL, 0)
    hidden = hidden_parts(ways)
    return hidden or (smallest(ways) if 0 < several < FEWEST else set())


def _asked(key: Key, counts: Counts) -> int:
    """The contributors who were asked about the key's layer."""
    if key.part in (ALL, ASKED):
        return counts[key].contributors
    found = counts.get(Key(key.layer, ASKED))
    return found.contributors if found else 0

"""A report in groups: of which groups each item is told, and of which it is told how it was.

Parts of a whole are here the groups of an item, and of each way that it was. What groups of two reports would tell
together hides more (`together.py`).
"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from rcpjournal.core.teams.cells import ALL, ASKED, CHOICES, SEVERAL, By, Counted, Counts, Key
from rcpjournal.core.teams.hiding import (
    FEWEST,
    choices_of,
    families,
    hidden_parts,
    is_given_away,
    name_of_part,
    people_apart,
    smallest,
)
from rcpjournal.core.teams.together import yielding_groups

_Closed = Collection[tuple[str, Key]]
"""(group, key): hidden in any case; of a part, that the group does not tell how the item was"""


class Standing(NamedTuple):
    """A report in groups: for each item (and layer, and all entries) the groups of which it is not told (`hidden`), and
    those of which it is told how it was (`splits`)."""

    hidden: Mapping[Key, Collection[str]]
    splits: Mapping[Key, Collection[str]]

    def tells(self, group: str, key: Key) -> bool:
        """Whether a group's figure is told, where that of all is; or follows from those that are (SEVERAL)."""
        if key.whole not in self.hidden or group in self.hidden[key.whole]:
            return False
        return key.whole == key or group in self.splits[key.whole]


def beside_others(told: Counts, counted: Counted, by: By) -> Standing:
    """The report by `by`, such that it gives nothing away with another. It tells nothing that it would not alone."""
    alone = {way: _standing(told, counted.whole, groups, ()) for way, groups in counted.groups.items()}
    tells = {way: standing.tells for way, standing in alone.items()}
    known = [link for link in counted.links if link.key in told or link.key.value == SEVERAL]
    yielding = {(group, key) for way, group, key in yielding_groups(known, counted.groups, tells) if way == by}
    if not yielding:
        return alone[by]
    groups = counted.groups[by]
    return _standing(told, counted.whole, groups, yielding | _closed(alone[by], groups))


def _closed(standing: Standing, groups: Iterable[str]) -> set[tuple[str, Key]]:
    """What a report hides."""
    wholes = {(group, key) for key, hidden in standing.hidden.items() for group in hidden}
    names = list(groups)
    return wholes | {
        (group, _several(key)) for key, split in standing.splits.items() for group in names if group not in split
    }


def _standing(told: Counts, whole: Counts, groups: Mapping[str, Counts], closed: _Closed) -> Standing:
    hidden = _hidden_wholes(told, whole, groups, closed)
    return Standing(hidden, _split_groups(told, whole, groups, closed, hidden))


def _hidden_wholes(
    told: Counts, whole: Counts, groups: Mapping[str, Counts], closed: _Closed
) -> dict[Key, Collection[str]]:
    """For each item (and layer, and all entries), the groups of which it is not told."""
    hidden: dict[Key, Collection[str]] = {}
    for key in sorted((key for key in told if key.whole == key and not key.is_choice), key=_from_the_top):
        above = {*hidden.get(Key("", ALL), ()), *(hidden.get(Key(key.layer, ASKED), ()) if key.item else ())}
        parts = {group: counts[key].contributors for group, counts in groups.items() if key in counts}
        also = above | {group for group in groups if (group, key) in closed}
        hidden[key] = also | hidden_parts(parts, also)
    for layer in CHOICES:
        hidden |= _hidden_choices(told, choices_of(whole, layer), groups, closed, hidden)
    return hidden


def _hidden_choices(
    told: Counts,
    items: Collection[Key],
    groups: Mapping[str, Counts],
    closed: _Closed,
    hidden: Mapping[Key, Collection[str]],
) -> dict[Key, Collection[str]]:
    """For each of the items to choose from, the groups of which it is not told: all or none of them is."""
    asked = [Key(layer, ASKED) for layer in {key.layer for key in items}]
    split = set[str]()
    if asked and all(key in told for key in (*asked, *items)):
        split = _split(asked[0], items, groups, closed, hidden[asked[0]])
    return dict.fromkeys((key for key in items if key in told), groups.keys() - split)


def _from_the_top(key: Key) -> tuple[int, Key]:
    return ((ALL, ASKED).index(key.part) if key.part in (ALL, ASKED) else 2), key


def _split_groups(
    told: Counts,
    whole: Counts,
    groups: Mapping[str, Counts],
    closed: _Closed,
    hidden: Mapping[Key, Collection[str]],
) -> dict[Key, set[str]]:
    """For each item, the groups of which it is told how it was: of none where a part is not told of all.

    Else what is left of the item would be known in each group of each report, and groups of two reports could tell
    of too few of that together.
    """
    splits: dict[Key, set[str]] = {key: set() for key in told if key.whole == key}
    for item, keys in families(key for key in whole if not key.response):
        parts = [key for key in keys if key.value != SEVERAL]
        if item in told and all(key in told for key in parts):
            splits[item] = _split(item, (*parts, _several(item)), groups, closed, hidden[item])
    return splits


def _split(
    item: Key, parts: Collection[Key], groups: Mapping[str, Counts], closed: _Closed, hidden: Collection[str]
) -> set[str]:
    """The groups of which each part may be told, and what is left of the others is of enough people, part by part."""
    many = {
        group: people_apart({name_of_part(key): counts[key].contributors for key in parts if key in counts})
        for group, counts in groups.items()
        if item in counts
    }
    open_ = {
        group
        for group, found in many.items()
        if group not in hidden
        and all(people >= FEWEST for people in found.values())
        and not any((group, key) in closed for key in parts)
    }
    return _kept_apart(open_, many, [name_of_part(key) for key in parts])


def _kept_apart(open_: set[str], many: Mapping[str, Mapping[str, int]], parts: Collection[str]) -> set[str]:
    """The groups that stay open, so that those which do not are of enough people in each part; `many`: group by group.

    What is closed for one part's sake may be the only one that is closed of another, so it goes round until all is
    well.
    """
    before: set[str] = set()
    while open_ != before:
        before = open_
        for part in parts:
            left = [found[part] for group, found in many.items() if group not in open_ and part in found]
            if left and is_given_away(left):
                open_ = open_ - smallest({group: many[group][part] for group in open_ if part in many[group]})
    return open_


def _several(item: Key) -> Key:
    """Of an item: by how much its parts are more than it."""
    return item._replace(value=SEVERAL)

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

Hidden figures are taken together at their least: of groups of 3 and of 7 people it is only known that they are 7 or
more. So more is hidden than need be, and never less.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from rcpjournal.core.teams.cells import (
    ALL,
    ASKED,
    CHOICES,
    FEWEST,
    ITEM,
    SEVERAL,
    WHOLE,
    By,
    Cell,
    Counted,
    Counts,
    Key,
)
from rcpjournal.core.teams.together import yielding_groups


class Shown(NamedTuple):
    """What may be told, of all and group by group. What is missing is nought or hidden, and does not say which."""

    whole: dict[Key, Cell]
    groups: dict[str, dict[Key, Cell]]


class _Standing(NamedTuple):
    """A report in groups: for each item (and layer, and all entries) the groups of which it is not told (`hidden`), and
    those of which it is told how it was (`splits`)."""

    hidden: Mapping[Key, Collection[str]]
    splits: Mapping[Key, Collection[str]]

    def tells(self, group: str, key: Key) -> bool:
        """Whether a group's figure is told, where that of all is; or follows from those that are (SEVERAL)."""
        if key.whole not in self.hidden or group in self.hidden[key.whole]:
            return False
        return key.whole == key or group in self.splits[key.whole]


def shown(counted: Counted, by: By | None) -> Shown:
    """The figures of a report that may be told; of all together where `by` is None.

    `counted` has the groups of `by`, and of the other way of each link with one of them.
    """
    told = _of_all(counted.whole)
    groups = counted.groups[by] if by else {}
    standing = _beside_others(told, counted, by) if by else None
    return Shown(
        told,
        {
            group: {
                key: counts[key]
                for key in told
                if key in counts and not key.response and standing and standing.tells(group, key)
            }
            for group, counts in groups.items()
        },
    )


def hidden_parts(parts: Mapping[str, int], also: Collection[str] = ()) -> set[str]:
    """Which parts of a whole that is told stay hidden, by how many contributors each has; `also`: these in any case."""
    there = {name: many for name, many in parts.items() if many}
    hidden = {name for name, many in there.items() if many < FEWEST or name in also}
    if hidden and _given_away([there[name] for name in hidden]):
        hidden |= _smallest({name: many for name, many in there.items() if name not in hidden})
    return hidden


def _given_away(hidden: Sequence[int]) -> bool:
    """Whether hidden parts would be known from the whole and the others: there is but one, or they may be too few."""
    return len(hidden) == 1 or max(hidden) < FEWEST


def _smallest(parts: Mapping[str, int]) -> set[str]:
    """The part with the fewest contributors, the first by name of several."""
    return {min(parts, key=lambda name: (parts[name], name))} if parts else set()


# --- all contributors together ------------------------------------------------------------------------


def _of_all(counts: Counts) -> dict[Key, Cell]:
    chosen = {
        Key(layer, ITEM, item)
        for layer in CHOICES
        for item in hidden_parts({key.item: counts[key].contributors for key in _choices(counts, layer)})
    }
    told = {
        key: cell
        for key, cell in counts.items()
        if key.whole == key and cell.contributors >= FEWEST and _asked(key, counts) >= FEWEST and key not in chosen
    }
    for whole, keys in _families(counts):
        if whole in told:
            hidden = _hidden_ways({_part(key): counts[key].contributors for key in keys}) | {SEVERAL}
            told.update({key: counts[key] for key in keys if _part(key) not in hidden})
    return {key: told[key] for key in counts if key in told}


def _choices(counts: Iterable[Key], layer: str) -> list[Key]:
    """The items of a layer of which an entry names one."""
    return [key for key in counts if key.layer == layer and key.is_choice]


def _hidden_ways(many: Mapping[str, int]) -> set[str]:
    """Which ways of how an item was stay hidden."""
    ways = _apart(many)
    several = ways.pop(SEVERAL, 0)
    hidden = hidden_parts(ways)
    return hidden or (_smallest(ways) if 0 < several < FEWEST else set())


def _apart(many: Mapping[str, int]) -> dict[str, int]:
    """The people of each part, at least: without as many as said several things."""
    several = many.get(SEVERAL, 0)
    return {name: people if name == SEVERAL else min(people, max(people - several, 1)) for name, people in many.items()}


def _asked(key: Key, counts: Counts) -> int:
    """The contributors who were asked about the key's layer."""
    if key.part in (ALL, ASKED):
        return counts[key].contributors
    found = counts.get(Key(key.layer, ASKED))
    return found.contributors if found else 0


def _families(counts: Iterable[Key]) -> Iterable[tuple[Key, list[Key]]]:
    """(an item's whole, its parts): how it was is one family, what was done about it another."""
    found: dict[tuple[Key, bool], list[Key]] = {}
    for key in counts:
        if key.whole != key:
            found.setdefault((key.whole, key.response != WHOLE), []).append(key)
    return [(whole, keys) for (whole, _), keys in found.items()]


def _part(key: Key) -> str:
    return key.value or key.response or key.item


# --- group by group -----------------------------------------------------------------------------------


_Closed = Collection[tuple[str, Key]]
"""(group, key): hidden in any case; of a part, that the group does not tell how the item was"""


def _beside_others(told: Counts, counted: Counted, by: By) -> _Standing:
    """The report by `by`, such that it gives nothing away with another. It tells nothing that it would not alone."""
    alone = {way: _standing(told, counted.whole, groups, ()) for way, groups in counted.groups.items()}
    tells = {way: standing.tells for way, standing in alone.items()}
    known = [link for link in counted.links if link.key in told or link.key.value == SEVERAL]
    yielding = {(group, key) for way, group, key in yielding_groups(known, counted.groups, tells) if way == by}
    if not yielding:
        return alone[by]
    groups = counted.groups[by]
    return _standing(told, counted.whole, groups, yielding | _closed(alone[by], groups))


def _closed(standing: _Standing, groups: Iterable[str]) -> set[tuple[str, Key]]:
    """What a report hides."""
    wholes = {(group, key) for key, hidden in standing.hidden.items() for group in hidden}
    names = list(groups)
    return wholes | {
        (group, _several(key)) for key, split in standing.splits.items() for group in names if group not in split
    }


def _standing(told: Counts, whole: Counts, groups: Mapping[str, Counts], closed: _Closed) -> _Standing:
    hidden = _hidden_wholes(told, whole, groups, closed)
    return _Standing(hidden, _split_groups(told, whole, groups, closed, hidden))


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
        hidden |= _hidden_choices(told, _choices(whole, layer), groups, closed, hidden)
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
    for item, keys in _families(key for key in whole if not key.response):
        parts = [key for key in keys if key.value != SEVERAL]
        if item in told and all(key in told for key in parts):
            splits[item] = _split(item, (*parts, _several(item)), groups, closed, hidden[item])
    return splits


def _split(
    item: Key, parts: Collection[Key], groups: Mapping[str, Counts], closed: _Closed, hidden: Collection[str]
) -> set[str]:
    """The groups of which each part may be told, and what is left of the others is of enough people, part by part."""
    many = {
        group: _apart({_part(key): counts[key].contributors for key in parts if key in counts})
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
    before: set[str] | None = None
    while open_ != before:  # what is closed for one part's sake may be the only one that is closed of another
        before = set(open_)
        for name in map(_part, parts):
            left = [found[name] for group, found in many.items() if group not in open_ and name in found]
            if left and _given_away(left):
                open_ -= _smallest({group: many[group][name] for group in open_ if name in many[group]})
    return open_


def _several(item: Key) -> Key:
    """Of an item: by how much its parts are more than it."""
    return item._replace(value=SEVERAL)

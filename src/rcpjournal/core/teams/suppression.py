"""What is not told, so that no figure speaks of fewer than five people: neither as it stands nor by subtraction.

A figure of fewer than FEWEST contributors is hidden. So is what would give it away (complementary suppression): where
parts of a whole that is told are hidden, the hidden ones together are of at least FEWEST, if need be because the
smallest of the others is hidden as well. A figure that is hidden looks like one that is nought.

Wholes and parts are: an item and how it was; what was asked and which of several items was chosen, where it is one
alone (CHOICES); all contributors and the groups of a report. A group tells how an item was, or what was chosen, only if
each of these parts may be told. Groups of two reports may give away something together: one lies within
the other, both are apart, or both are all there is. Which of them do is found where the entries are (`Overlap`).

An entry may say more than one thing of an item; then its parts are more than the whole (SEVERAL), and the difference
would tell who did that. People who may be in a part only along with another do not count as the part's.

Hidden figures are taken together at their least: of groups of 3 and of 7 people it is only known that they are 7 or
more. So more is hidden than need be, and never less.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from rcpjournal.core.teams.cells import ALL, ASKED, CHOICES, ITEM, SEVERAL, WHOLE, By, Cell, Counts, Key, Overlap

FEWEST = 5


class Shown(NamedTuple):
    """What may be told, of all and group by group. What is missing is nought or hidden, and does not say which."""

    whole: dict[Key, Cell]
    groups: dict[str, dict[Key, Cell]]


def shown(whole: Counts, groups: Mapping[str, Counts], overlaps: Collection[Overlap], by: By | None) -> Shown:
    """The figures of a report that may be told. `groups` are the parts of `whole` by `by`, none where it is None."""
    told = _of_all(whole)
    given = {(one.group, one.key) for one in overlaps if one.by == by}
    hidden = _hidden_wholes(told, groups, given)
    splits = _split_groups(told, groups, given, hidden)
    return Shown(
        told,
        {
            group: {
                key: counts[key]
                for key in told
                if key in counts and not key.response and group not in hidden[key.whole]
                if key.whole == key or group in splits[key.whole]
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
    chosen = _hidden_choices(counts)
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


def _hidden_choices(counts: Counts) -> set[Key]:
    """Of layers of which an entry names one item: the items that stay hidden."""
    hidden: set[Key] = set()
    for layer in CHOICES:
        parts = {key.item: cell.contributors for key, cell in counts.items() if key.layer == layer and key.is_choice}
        hidden |= {Key(layer, ITEM, item) for item in hidden_parts(parts)}
    return hidden


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


def _is_part(key: Key, whole: Key) -> bool:
    """Whether a figure is one way of how an item was, or one of the items to choose from."""
    return (key.whole == whole and bool(key.value)) or (
        key.is_choice and whole.part == ASKED and key.layer == whole.layer
    )


# --- group by group -----------------------------------------------------------------------------------


def _hidden_wholes(
    told: Counts, groups: Mapping[str, Counts], given: Collection[tuple[str, Key]]
) -> dict[Key, set[str]]:
    """For each item (and layer, and all entries), the groups of which it is not told."""
    hidden: dict[Key, set[str]] = {}
    for key in sorted((key for key in told if key.whole == key and not key.is_choice), key=_from_the_top):
        above = hidden.get(Key("", ALL), set()) | (hidden.get(Key(key.layer, ASKED), set()) if key.item else set())
        parts = {group: counts[key].contributors for group, counts in groups.items() if key in counts}
        also = above | {group for group in parts if (group, key) in given}
        hidden[key] = above | hidden_parts(parts, also)
    for whole in (Key(layer, ASKED) for layer in CHOICES):
        if parts_told := [key for key in told if key.layer == whole.layer and key.is_choice]:
            split = _split(whole, parts_told, groups, given, hidden[whole])
            hidden |= dict.fromkeys(parts_told, groups.keys() - split)
    return hidden


def _from_the_top(key: Key) -> tuple[int, Key]:
    return ((ALL, ASKED).index(key.part) if key.part in (ALL, ASKED) else 2), key


def _split_groups(
    told: Counts,
    groups: Mapping[str, Counts],
    given: Collection[tuple[str, Key]],
    hidden: Mapping[Key, set[str]],
) -> dict[Key, set[str]]:
    """For each item, the groups of which it is told how it was."""
    splits: dict[Key, set[str]] = {key: set() for key in told if key.whole == key}
    for whole in splits:
        parts = [key for key in told if key.whole == whole and key.value]
        if parts:
            splits[whole] = _split(whole, parts, groups, given, hidden[whole])
    return splits


def _split(
    whole: Key,
    parts: Collection[Key],
    groups: Mapping[str, Counts],
    given: Collection[tuple[str, Key]],
    hidden: Collection[str],
) -> set[str]:
    """The groups of which each part may be told, and what is left of the others is of enough people, part by part.

    The parts are how an item was, or which item was chosen (then `whole` is what was asked).
    """
    many = {group: _parts_of(whole, parts, counts) for group, counts in groups.items() if whole in counts}
    open_ = {
        group
        for group, found in many.items()
        if group not in hidden
        and all(not one or one >= FEWEST for one in found.values())
        and not any((group, key) in given for key in (*parts, whole._replace(value=SEVERAL)))
    }
    names = ("", *map(_part, parts), SEVERAL)  # "" is what is not told of all
    before: set[str] | None = None
    while open_ != before:  # what is closed for one part's sake may be the only one that is closed of another
        before = set(open_)
        for name in names:
            closed = [found[name] for group, found in many.items() if group not in open_ and found[name]]
            if closed and _given_away(closed):
                open_ -= _smallest({group: many[group][name] for group in open_ if many[group][name]})
    return open_


def _parts_of(whole: Key, parts: Collection[Key], counts: Counts) -> dict[str, int]:
    """The contributors of each part that is told of all, and at "" the least number of those of the rest."""
    ways = {key: cell.contributors for key, cell in counts.items() if _is_part(key, whole)}
    many = _apart({_part(key): people for key, people in ways.items()})
    rest = [many[_part(key)] for key in ways if key not in parts and key.value != SEVERAL]
    named = {name: many.get(name, 0) for name in (*map(_part, parts), SEVERAL)}
    return named | {"": max(rest, default=0)}

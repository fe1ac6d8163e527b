"""What the reports of two ways give away together: which groups stay hidden for another report's sake.

A group of one report and those of another: each of these lies within it, apart from it, or partly inside. So somebody
who knows where they lie has four sums, and each tells of what it does not name:

- the group, less those within it: what is left are the hidden ones within it, and what the partial ones have inside;
- the whole, less the group and those apart from it: the hidden ones apart, and what the partial ones have outside;
- the partial ones and those within it, less the group, where none is hidden: what the partial ones have outside;
- the group, the partial ones and those apart, less the whole, where none is hidden: what the partial ones have inside.

Where that may be of fewer than FEWEST people, the smallest of the groups that make up the sum stays hidden. Each sum
takes off as many groups as it can: with fewer, whole groups more are left, each of FEWEST people at least.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from rcpjournal.core.teams.cells import WAYS, By, Counts, Key, Link
from rcpjournal.core.teams.hiding import FEWEST

Groups = Mapping[By, Mapping[str, Counts]]
Tells = Mapping[By, Callable[[str, Key], bool]]
"""of each way, whether its report by itself tells a group's figure"""

WITHIN, APART, PARTLY = "within", "apart", "partly"


class Group(NamedTuple):
    """One of a report's groups, of one figure."""

    way: By
    name: str
    key: Key


def yielding_groups(links: Iterable[Link], groups: Groups, tells: Tells) -> set[Group]:
    """The groups that stay hidden. The same for both reports, whichever is asked for."""
    around: dict[tuple[By, Group], list[Link]] = {}
    for link in links:
        (way, other), (_, name) = link.ways, link.groups
        if tells[other](name, link.key):
            around.setdefault((way, Group(other, name, link.key)), []).append(link)
    found = set()
    for (way, middle), lying in around.items():
        for together in _sums(middle, _Lying(way, lying, groups, tells)):
            found.add(min(together, key=lambda one: _size(one, groups)))
    return found


def _size(one: Group, groups: Groups) -> tuple[int, int, str]:
    """By how many people a group is smaller than another; of as many, the way that is named later in WAYS."""
    return groups[one.way][one.name][one.key].contributors, -WAYS.index(one.way), one.name


class _Lying:
    """The groups of a report around one of another: those that are told, and how many people the hidden ones have."""

    def __init__(self, way: By, links: Iterable[Link], groups: Groups, tells: Tells) -> None:
        self.told: dict[str, list[Group]] = {WITHIN: [], APART: [], PARTLY: []}
        self.hidden = dict.fromkeys(self.told, 0)
        """at least so many people; of groups of 3 and of 4 it is only known that they are 4 or more"""
        for link in links:
            self.inside, self.outside = link.people
            name, place = link.groups[0], _place(link)
            if tells[way](name, link.key):
                self.told[place].append(Group(way, name, link.key))
            else:
                self.hidden[place] = max(self.hidden[place], groups[way][name][link.key].contributors)


def _place(link: Link) -> str:
    if not link.outside:
        return WITHIN
    return PARTLY if link.inside else APART


def _sums(middle: Group, lying: _Lying) -> Iterator[list[Group]]:
    """The groups that make up each sum which may be of too few people, `middle` among them."""
    told, hidden = lying.told, lying.hidden
    if told[WITHIN] and _few(max(lying.inside, hidden[WITHIN])):
        yield [middle, *told[WITHIN]]
    if told[APART] and _few(max(lying.outside, hidden[APART])):
        yield [middle, *told[APART]]
    if hidden[PARTLY]:
        return
    if not hidden[WITHIN] and _few(lying.outside):
        yield [middle, *told[PARTLY], *told[WITHIN]]
    if not hidden[APART] and _few(lying.inside):
        yield [middle, *told[PARTLY], *told[APART]]


def _few(people: int) -> bool:
    return 0 < people < FEWEST

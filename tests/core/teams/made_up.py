"""Made-up entries of many people, counted the plain way, and the differences that somebody could take."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, permutations
from typing import NamedTuple

from hypothesis import strategies as st

from rcpjournal.core.teams.cells import ALL, ASKED, CONDITION, WAYS, By, Cell, Counted, Key, Link
from rcpjournal.core.teams.hiding import FEWEST
from rcpjournal.core.teams.suppression import Shown

LAYER, NAME = "organisation", "rcp.organisation.time"


class One(NamedTuple):
    """One entry: whose, where and when, whether it asked, and what it said of the condition (`""`: nothing)."""

    contributor: int
    team: str
    quarter: str
    role: str
    asked: bool
    value: str
    response: str

    def group(self, by: By) -> str:
        """Its group in a report by `by`."""
        return {"team": self.team, "quarter": self.quarter, "role": self.role}[by]


Part = set[tuple[int, One]]
Entries = list[tuple[int, One]]
"""entries with a number, so that two that say the same are two"""


@st.composite
def entries(draw: st.DrawFn) -> Entries:
    """Some dozens of entries of up to twenty people in a few teams; some change team, some teams are small."""
    people = draw(st.integers(5, 20))
    names, parts, times = (
        draw(st.sampled_from(some)) for some in (("ab", "abc", "abcd"), ("xy", "xyz"), ("12", "123"))
    )
    teams = draw(st.lists(st.sampled_from(names), min_size=people, max_size=people))
    roles = draw(st.lists(st.sampled_from(parts), min_size=people, max_size=people))
    moved = draw(st.sets(st.integers(0, people - 1), max_size=2))
    made = []
    for person in range(people):
        for quarter in draw(st.lists(st.sampled_from(times), min_size=1, max_size=3)):
            team = draw(st.sampled_from(names)) if person in moved else teams[person]
            asked = draw(st.booleans()) or draw(st.booleans())
            value = draw(st.sampled_from(["", "inhibited", "inhibited", "enabled", "both", "unsaid"])) if asked else ""
            response = draw(st.sampled_from(["challenge", "reframe", "unsaid"])) if value else ""
            made.append(One(person, team, quarter, roles[person], asked, value, response))
    return list(enumerate(made))


def figures() -> Iterator[tuple[Key, Callable[[One], bool]]]:
    """Each figure's key, and which entries it counts."""
    yield Key("", ALL), lambda one: True
    yield Key(LAYER, ASKED), lambda one: one.asked
    yield Key(LAYER, CONDITION, NAME), lambda one: bool(one.value)
    for value in ("inhibited", "enabled", "both", "unsaid"):
        yield Key(LAYER, CONDITION, NAME, value), lambda one, value=value: one.value == value  # type: ignore[misc]
    for said in ("challenge", "reframe", "unsaid"):
        yield Key(LAYER, CONDITION, NAME, response=said), lambda one, said=said: one.response == said  # type: ignore[misc]


def people(given: Iterable[tuple[int, One]]) -> int:
    """How many people these entries are of."""
    return len({one.contributor for _, one in given})


def counted(given: Entries) -> dict[Key, Cell]:
    """The figures of these entries, without those that are nought."""
    found = {}
    for key, counts in figures():
        here = [row for row in given if counts(row[1])]
        if here:
            found[key] = Cell(len(here), people(here))
    return found


def grouped(given: Entries, by: By) -> dict[str, Entries]:
    """The entries of each group."""
    groups: dict[str, Entries] = {}
    for row in given:
        groups.setdefault(row[1].group(by), []).append(row)
    return dict(sorted(groups.items()))


def links(given: Entries) -> list[Link]:
    """How each group lies to each of another report."""
    found = []
    for key, counts in figures():
        here = [row for row in given if counts(row[1])]
        for one, other in permutations(WAYS, 2):
            for name, middle in grouped(here, other).items():
                around = {also: (set(part), set(middle)) for also, part in grouped(here, one).items()}
                partly = [(part & within, part - within) for part, within in around.values()]
                some = [lying for lying in partly if all(lying)]
                many = (
                    people(row for inside, _ in some for row in inside),
                    people(row for _, out in some for row in out),
                )
                for (also, _), (inside, outside) in zip(around.items(), partly, strict=True):
                    found.append(Link((one, other), (also, name), key, bool(inside), bool(outside), many))
    return found


def counted_in_groups(given: Entries) -> Counted:
    """All that can be counted of these entries."""
    groups = {by: {name: counted(part) for name, part in grouped(given, by).items()} for by in WAYS}
    return Counted(counted(given), groups, links(given))


def told_apart(given: Entries, told: dict[By, Shown]) -> Iterator[tuple[Key, int]]:
    """(key, people) of what is told of fewer than FEWEST: by a figure, by what is left of the whole in a report, or by
    a sum of a group, any of another report, and the whole."""
    for key, counts in figures():
        here = {row for row in given if counts(row[1])}
        whole = key in next(iter(told.values())).whole
        parts = {by: _told(here, by, key, report) for by, report in told.items()}
        alone = [part for some in parts.values() for part in some]
        left = [here.difference(*some) for some in parts.values()] if whole else []
        yield from ((key, people(one)) for one in (*alone, *left) if one and people(one) < FEWEST)
        for one, other in permutations(WAYS, 2) if whole else ():
            for middle in parts[other]:
                yield from ((key, many) for many in _summed_up(middle, parts[one], here) if 0 < many < FEWEST)
    yield from _parts_told_apart(given, told)


def _summed_up(middle: Part, others: Sequence[Part], whole: Part) -> Iterator[int]:
    """How many people each sum of a group, some of another report and the whole tells of."""
    for many in range(1, len(others) + 1):
        for some in combinations(others, many):
            both = set().union(*some)
            yield from (people(middle - both) for _ in [0] if both <= middle)
            yield from (people(both - middle) for _ in [0] if middle <= both)
            yield from (people(whole - middle - both) for _ in [0] if not middle & both)
            yield from (people(middle & both) for _ in [0] if middle | both == whole)


def _told(here: set[tuple[int, One]], by: By, key: Key, report: Shown) -> list[set[tuple[int, One]]]:
    return [set(part) for name, part in grouped(sorted(here), by).items() if key in report.groups[name]]


def _parts_told_apart(given: Entries, told: dict[By, Shown]) -> Iterator[tuple[Key, int]]:
    """The same of an item and its parts, in the whole and in each group: what is left when the told parts are off."""
    whole = next(iter(told.values())).whole
    yield from _left(given, whole)
    for by, report in told.items():
        for name, part in grouped(given, by).items():
            yield from _left(part, report.groups[name])


def _left(given: Entries, told: dict[Key, Cell]) -> Iterator[tuple[Key, int]]:
    named = dict(figures())
    item = Key(LAYER, CONDITION, NAME)
    if item not in told:
        return
    for family in ("value", "response"):
        parts = [key for key in told if key.whole == item and key != item and getattr(key, family)]
        for some in range(1, len(parts) + 1):
            for chosen in combinations(parts, some):
                left = [row for row in given if named[item](row[1]) and not any(named[key](row[1]) for key in chosen)]
                if left and people(left) < FEWEST:
                    yield item, people(left)

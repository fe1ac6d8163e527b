"""What a report is made from, from whichever engine: the whole, its groups, and what these would give away together."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from rcpjournal.core.teams.cells import WAYS, By, Cell, Counted, Key, Link
from rcpjournal.core.teams.hiding import FEWEST
from rcpjournal.core.teams.report import Span
from rcpjournal.core.teams.rolled import Rolled
from rcpjournal.datasets.duck import Limits
from rcpjournal.datasets.engines import opened
from rcpjournal.datasets.links import links
from rcpjournal.datasets.rollup import counted_again, months, rollup

_SELDOM_TWO: tuple[By, ...] = ("team", "role")
"""ways in whose groups few people are in more than one"""


class Asked(NamedTuple):
    """The figures as they were counted, which are not yet fit to be told, and their months."""

    counted: Counted
    span: Span


def asked(dataset: str, by: By | None, engine: str | None = None, limits: Limits | None = None) -> Asked:
    """What the engine counts, in groups by `by` where it is given. Raises what `opened` and its engine raise.

    A report in groups depends on the two others that could be made, so that it tells nothing together with them.
    """
    with opened(engine, dataset, limits) as answering:
        table = answering.table
        found = list(map(link_of, answering.rows(links(table, by, FEWEST)))) if by else []
        needed = {by, *(way for one in found for way in one.ways)} if by else set()
        groups = {way: _groups(answering.rows(rollup(table, way))) for way in WAYS if way in needed}
        if by in _SELDOM_TWO:
            whole = _added_up(groups[by], answering.rows(counted_again(table, by)))
        else:
            whole = _groups(answering.rows(rollup(table))).get("", {})
        ((first, last),) = answering.rows(months(table, FEWEST))
    return Asked(Counted(whole, groups, found), Span(_month(first), _month(last)))


def _groups(rows: Iterable[tuple[Any, ...]]) -> dict[str, dict[Key, Cell]]:
    """Groups and keys in an order that no engine has a part in."""
    found: dict[str, dict[Key, Cell]] = {}
    for one in sorted(Rolled(*row) for row in rows):
        key = Key(one.layer, one.part, one.item, one.value, one.response)
        found.setdefault(one.group, {})[key] = Cell(one.entries, one.contributors)
    return found


def _added_up(groups: Mapping[str, Mapping[Key, Cell]], again: Iterable[tuple[Any, ...]]) -> dict[Key, Cell]:
    """All groups together; `again`: rows of `counted_again`."""
    entries, people = Counter[Key](), Counter[Key]()
    for counts in groups.values():
        for key, cell in counts.items():
            entries[key] += cell.entries
            people[key] += cell.contributors
    for part, layer, item, value, response, many in again:
        people[Key(layer, part, item, value, response)] -= many
    return {key: Cell(entries[key], people[key]) for key in sorted(entries, key=_as_rows_are)}


def _as_rows_are(key: Key) -> tuple[str, ...]:
    return (key.part, key.layer, key.item, key.value, key.response)


def link_of(row: tuple[Any, ...]) -> Link:
    """A row of `links` as what it means."""
    one, other, first, second, layer, part, item, value, inside, outside, *people = row
    return Link((one, other), (first, second), Key(layer, part, item, value), inside, outside, (people[0], people[1]))


def _month(number: int | None) -> str:
    return f"{number // 100}-{number % 100:02}" if number else ""

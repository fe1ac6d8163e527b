"""What a team is told: conditions first, then principles, behaviours and the rest; each figure beside its people.

Only figures that may be told get here (`suppression`). Rows and how they were stand in the framework's order, groups in
that of their names or of time: nothing is ranked. What is a condition the figures say themselves; the framework lends
names and order, and what it does not know comes last, under names made of ids.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, get_args

from rcpjournal.core.entry import Response
from rcpjournal.core.framework import Framework
from rcpjournal.core.insight.change import Table, Verdict, decide
from rcpjournal.core.teams.cells import ALL, ASKED, CONDITION, ITEM, UNSAID, By, Cell, Key
from rcpjournal.core.teams.hiding import FEWEST
from rcpjournal.core.teams.suppression import Shown
from rcpjournal.core.value import public_parts, value

TEAM_SUMMARY: Literal["rcpjournal/team-summary/1"] = "rcpjournal/team-summary/1"
_WAYS: tuple[str, ...] = ("inhibited", "enabled", "both", *get_args(Response))
"""how conditions were, and what was done about them, in the order in which they are told"""


@value
class Said:
    """How something was, or what was done about it: in how many entries, of how many people."""

    value: str
    entries: int
    contributors: int


@value
class Figure:
    """In `entries` of the `of` that asked, of `contributors` people of `asked`. `group` is empty for all together."""

    group: str
    entries: int
    of: int
    contributors: int
    asked: int
    how: tuple[Said, ...]


@value
class Row:
    """An item: all together, the groups that may be told, what was done about it, and whether that changed lately."""

    item: str
    label: str
    whole: Figure
    responses: tuple[Said, ...]
    groups: tuple[Figure, ...]
    change: Literal["more", "less"] | None


@value
class Section:
    """A layer's rows."""

    layer: str
    title: str
    of: int
    asked: int
    rows: tuple[Row, ...]


@value
class Group:
    """A team, quarter or role, with its entries and people."""

    name: str
    entries: int
    contributors: int


@value
class TeamReport:
    """All that is told. `compared`: the quarters whose difference `change` speaks of, the later one first."""

    schema: Literal["rcpjournal/team-summary/1"] = TEAM_SUMMARY
    fewest: int = FEWEST
    since: str
    until: str
    by: Literal["team", "quarter", "role"] | None
    entries: int
    contributors: int
    groups: tuple[Group, ...]
    compared: tuple[str, ...]
    conditions: tuple[Section, ...]
    practice: tuple[Section, ...]


class Span(NamedTuple):
    """The first and last month (`2026-03`) in which enough people wrote to be told of; empty where there is none."""

    since: str
    until: str


def team_report(told: Shown, span: Span, by: By | None, framework: Framework) -> TeamReport:
    """The figures in `told`, as they are read."""
    everyone = told.whole.get(Key("", ALL), Cell(0, 0))
    compared = _compared(told, by, span)
    reading = _Reading(told, framework, _changes(told, compared))
    return TeamReport(
        since=span.since if everyone.contributors else "",
        until=span.until if everyone.contributors else "",
        by=by,
        entries=everyone.entries,
        contributors=everyone.contributors,
        groups=tuple(
            Group(name=name, entries=cell.entries, contributors=cell.contributors)
            for name, counts in told.groups.items()
            if (cell := counts.get(Key("", ALL)))
        ),
        compared=compared,
        conditions=tuple(reading.sections(CONDITION)),
        practice=tuple(reading.sections(ITEM)),
    )


def unknown_items(report: TeamReport, framework: Framework) -> int:
    """How many rows are of items whose names the framework does not know."""
    sections = (*report.conditions, *report.practice)
    return len({row.item for section in sections for row in section.rows} - framework.items.keys())


class _Reading:
    """The figures beside the framework that names them."""

    def __init__(self, told: Shown, framework: Framework, changes: Mapping[Key, Verdict]) -> None:
        self._told, self._framework, self._changes = told, framework, changes

    def sections(self, part: str) -> Iterator[Section]:
        """The layers of which there are such figures: those of the framework, then the others by name."""
        keys: dict[str, list[Key]] = {}
        for key in self._told.whole:
            if key.part == part and key.whole == key:
                keys.setdefault(key.layer, []).append(key)
        for name in (*self._framework.layers, *sorted(keys.keys() - self._framework.layers.keys())):
            if name in keys:
                yield self._section(name, keys[name])

    def _section(self, name: str, keys: list[Key]) -> Section:
        layer, asked = self._framework.layers.get(name), self._told.whole[Key(name, ASKED)]
        place = _places(item.id for item in self._framework.items_of(name, retired=True))
        ways = _places((*(layer.stances if layer else ()), *_WAYS))
        keys.sort(key=lambda key: (place.get(key.item, len(place)), key.item))
        return Section(
            layer=name,
            title=layer.title if layer else named(name),
            of=asked.entries,
            asked=asked.contributors,
            rows=tuple(self._row(key, ways) for key in keys),
        )

    def _row(self, key: Key, ways: Mapping[str, int]) -> Row:
        item, told = self._framework.items.get(key.item), self._told
        parts = sorted((one for one in told.whole if one.whole == key != one), key=lambda one: _way_order(one, ways))
        how = [one for one in parts if one.value]
        return Row(
            item=key.item,
            label=item.label if item else named(key.item),
            whole=_figure("", key, how, told.whole),
            responses=_said([one for one in parts if one.response], told.whole),
            groups=tuple(_figure(name, key, how, counts) for name, counts in told.groups.items() if key in counts),
            change=self._changes.get(key),
        )


def _places(names: Iterable[str]) -> dict[str, int]:
    """Each name's place in an order that is given."""
    return {name: n for n, name in enumerate(dict.fromkeys(names))}


def named(name: str) -> str:
    """What an id that this program does not know is called."""
    return name.rpartition(".")[2].replace("-", " ").capitalize()


def _way_order(key: Key, ways: Mapping[str, int]) -> tuple[bool, int, str]:
    """Where a way is told: what was not said last. Not by size, so that rows can be read side by side."""
    way = key.value or key.response
    return way == UNSAID, ways.get(way, len(ways)), way


def _figure(group: str, key: Key, how: Sequence[Key], counts: Mapping[Key, Cell]) -> Figure:
    cell, asked = counts[key], counts[Key(key.layer, ASKED)]
    return Figure(
        group=group,
        entries=cell.entries,
        of=asked.entries,
        contributors=cell.contributors,
        asked=asked.contributors,
        how=() if _says_nothing(key, counts) else _said(how, counts),
    )


def _says_nothing(key: Key, counts: Mapping[Key, Cell]) -> bool:
    """Whether nobody said how it was, of what need not be said: there are layers without stances."""
    return key.part == ITEM and counts.get(key._replace(value=UNSAID)) == counts[key]


def _said(keys: Iterable[Key], counts: Mapping[Key, Cell]) -> tuple[Said, ...]:
    return tuple(
        Said(value=key.value or key.response, entries=counts[key].entries, contributors=counts[key].contributors)
        for key in keys
        if key in counts
    )


def report_document(report: TeamReport) -> dict[str, Any]:
    """`rcpjournal/team-summary/1`."""
    return {name: _plain(part) for name, part in public_parts(report)}


def _plain(part: Any) -> Any:
    if isinstance(part, tuple):
        return [_plain(one) for one in part]
    return {name: _plain(one) for name, one in public_parts(part)} if hasattr(part, "__dataclass_fields__") else part


# --- whether it changed -------------------------------------------------------------------------------


def _compared(told: Shown, by: By | None, span: Span) -> tuple[str, ...]:
    """The last two quarters that are told of and over, the later one first; none where there are not two.

    In a month fewer people come to write of something than in three, so a quarter that has begun is not compared.
    """
    known = [name for name, counts in told.groups.items() if Key("", ALL) in counts] if by == "quarter" else []
    quarters = [name for name in known if _is_within(name, span)]
    return tuple(reversed(quarters[-2:])) if len(quarters) > 1 else ()


def _is_within(quarter: str, span: Span) -> bool:
    """Whether all three months of a quarter are."""
    year, last = quarter[:4], 3 * int(quarter[-1])
    return span.since <= f"{year}-{last - 2:02}" and f"{year}-{last:02}" <= span.until


def _changes(told: Shown, compared: Sequence[str]) -> Mapping[Key, Verdict]:
    """Whether more or fewer people wrote of an item than in the quarter before, by the rule for one journal.

    One person, one vote: what a person writes in one entry hangs together with their next, so entries are no
    independent votes. Items that are not told of both quarters have nothing to say.
    """
    if not compared:
        return {}
    now, before = (told.groups[name] for name in compared)
    keys = {str(n): key for n, key in enumerate(_whole_items(now)) if key in before}
    verdicts = decide({name: _table(key, now, before) for name, key in keys.items()})
    return {keys[name]: verdict for name, verdict in verdicts.items()}


def _whole_items(counts: Iterable[Key]) -> Iterator[Key]:
    return (key for key in counts if key.item and key.whole == key)


def _table(key: Key, now: Mapping[Key, Cell], before: Mapping[Key, Cell]) -> Table:
    asked = Key(key.layer, ASKED)
    return Table(now[key].contributors, now[asked].contributors, before[key].contributors, before[asked].contributors)

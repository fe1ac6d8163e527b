"""What a team is told: conditions first, then principles, behaviours and the rest; each figure beside its people.

Only figures that may be told get here (`suppression`). Rows stand in the framework's order, groups in that of their
names or of time: nothing is ranked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from rcpjournal.core.framework import Framework, Layer
from rcpjournal.core.insight.change import Table, Verdict, decide
from rcpjournal.core.teams.cells import ALL, ASKED, WHOLE, By, Cell, Key
from rcpjournal.core.teams.suppression import FEWEST, Shown
from rcpjournal.core.value import public_parts, value

TEAM_SUMMARY: Literal["rcpjournal/team-summary/1"] = "rcpjournal/team-summary/1"


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
    changes = _changes(told, compared)
    sections = [_section(layer, told, framework, changes) for layer in _layers(told, framework)]
    conditions = {layer.id for layer in framework.layers.values() if layer.kind == "condition"}
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
        conditions=tuple(one for one in sections if one.rows and one.layer in conditions),
        practice=tuple(one for one in sections if one.rows and one.layer not in conditions),
    )


def _layers(told: Shown, framework: Framework) -> Iterator[Layer]:
    """The framework's layers, then those that this program does not know, by name."""
    known = framework.layers
    yield from known.values()
    for name in sorted({key.layer for key in told.whole if key.layer} - known.keys()):
        yield Layer(id=name, title=named(name), order=len(known), kind="tag")


def _section(layer: Layer, told: Shown, framework: Framework, changes: Mapping[str, Verdict]) -> Section:
    asked = told.whole.get(Key(layer.id, ASKED), Cell(0, 0))
    keys = [key for key in told.whole if key.layer == layer.id and key.item and key.whole == key]
    order = {item.id: n for n, item in enumerate(framework.items_of(layer.id, retired=True))}
    keys.sort(key=lambda key: (order.get(key.item, len(order)), key.item))
    return Section(
        layer=layer.id,
        title=layer.title,
        of=asked.entries,
        asked=asked.contributors,
        rows=tuple(_row(key, told, framework, changes) for key in keys),
    )


def _row(key: Key, told: Shown, framework: Framework, changes: Mapping[str, Verdict]) -> Row:
    item = framework.items.get(key.item)
    return Row(
        item=key.item,
        label=item.label if item else named(key.item),
        whole=_figure("", key, told.whole),
        responses=tuple(_said(key, told.whole, "response")),
        groups=tuple(_figure(name, key, counts) for name, counts in told.groups.items() if key in counts),
        change=changes.get(key.item),
    )


def named(name: str) -> str:
    """What an id that this program does not know is called."""
    return name.rpartition(".")[2].replace("-", " ").capitalize()


def _figure(group: str, key: Key, counts: Mapping[Key, Cell]) -> Figure:
    cell, asked = counts[key], counts[Key(key.layer, ASKED)]
    return Figure(
        group=group,
        entries=cell.entries,
        of=asked.entries,
        contributors=cell.contributors,
        asked=asked.contributors,
        how=tuple(_said(key, counts, "value")),
    )


def _said(whole: Key, counts: Mapping[Key, Cell], field: Literal["value", "response"]) -> Iterator[Said]:
    found = [(key, cell) for key, cell in counts.items() if key.whole == whole and getattr(key, field) != WHOLE]
    for key, cell in sorted(found, key=lambda row: (-row[1].entries, row[0])):
        yield Said(value=getattr(key, field), entries=cell.entries, contributors=cell.contributors)


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


def _changes(told: Shown, compared: Sequence[str]) -> Mapping[str, Verdict]:
    """Whether more or fewer people wrote of an item than in the quarter before, by the rule for one journal.

    One person, one vote: what a person writes in one entry hangs together with their next, so entries are no
    independent votes. Items that are not told of both quarters have nothing to say.
    """
    if not compared:
        return {}
    now, before = (told.groups[name] for name in compared)
    tables = {key.item: _table(key, now, before) for key in _whole_items(now) if key in before}
    return decide(tables)


def _whole_items(counts: Iterable[Key]) -> Iterator[Key]:
    return (key for key in counts if key.item and key.whole == key)


def _table(key: Key, now: Mapping[Key, Cell], before: Mapping[Key, Cell]) -> Table:
    asked = Key(key.layer, ASKED)
    return Table(now[key].contributors, now[asked].contributors, before[key].contributors, before[asked].contributors)

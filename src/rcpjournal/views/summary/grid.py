"""The grid: one line an item, `Trust  4 of 9`, and a mark with its number for each part of the period."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rcpjournal.core.dates import MONTHS, spoken
from rcpjournal.core.framework import Layer
from rcpjournal.core.insight.counts import ItemSummary
from rcpjournal.core.insight.periods import SUPERVISION
from rcpjournal.core.insight.summary import Summary
from rcpjournal.core.words import one_line, plural, safe
from rcpjournal.views import styled
from rcpjournal.views.styled import Line, Span, dim, line
from rcpjournal.views.summary import marks

WIDEST = 200
_NUMBERS = 10
_TOTALS = 17
_FEWEST_LABEL, _ENOUGH_LABEL, _LONGEST_LABEL = 18, 26, 48
_TONES = "● there  ◐ strained or mixed  ○ missing  • not said, or not sure"
_WAYS = "▲ made it easier  ▼ made it harder  ◆ both"
_INDENT = 2
EACH = {SUPERVISION: "time between supervisions"}
"""what a part of the period is called, where its name does not say it"""
SEVERAL = {SUPERVISION: "times between supervisions"}


_CHOICES = ((4, True, _LONGEST_LABEL), (3, True, _ENOUGH_LABEL), (2, True, _ENOUGH_LABEL), (2, False, _FEWEST_LABEL))
"""cells a part, whether with totals, and how long the labels should at least be; the roomiest first"""


class Layout(NamedTuple):
    """How a line is shared out, in terminal cells; the newest `parts` are drawn. `plain`: words, no marks."""

    width: int
    label: int
    parts: int
    cell: int
    totals: bool
    before: bool
    plain: bool


def layout_for(summary: Summary, labels: Iterable[str], width: int, *, plain: bool = False) -> Layout:
    """The roomiest lay-out in `width` cells: broad cells with totals, else narrow ones, else without totals."""
    width = min(width, WIDEST)
    before = summary.compared is not None
    longest = min(_LONGEST_LABEL, max((styled.width_of(label) for label in labels), default=0))
    parts = len(summary.periods)
    fixed = _INDENT + 1 + _NUMBERS * (2 if before else 1)
    for cell, totals, enough in _CHOICES:
        room = width - fixed - cell * parts - (_TOTALS if totals else 0)
        if room >= min(enough, longest):
            return Layout(width, min(room, longest), parts, cell, totals, before, plain)
    label = min(_FEWEST_LABEL, longest)
    return Layout(width, label, max(1, (width - fixed - label) // 2), 2, False, before, plain)


def legend(summary: Summary, layout: Layout, layers: Iterable[Layer]) -> Iterator[Line]:
    """What the marks of these layers mean, and the heads of the columns."""
    if layout.plain:
        return
    ways = {layer.kind == "condition" for layer in layers}
    yield styled.EMPTY
    said = [words for words, shown in ((_TONES, False), (_WAYS, True)) if shown in ways]
    said.append(f"A column is a {EACH.get(summary.by, summary.by)}.  · in none of its entries  blank: not asked")
    for words in said:
        yield from styled.wrapped(words, layout.width, style="dim")
    hidden = len(summary.periods) - layout.parts
    if hidden:
        left_out = f"The first {plural(hidden, 'column')} did not fit. They are counted."
        yield from styled.wrapped(left_out, layout.width, style="dim")
    if summary.by == SUPERVISION:
        yield from styled.wrapped(_sessions(summary.periods, hidden), layout.width, style="dim")
    yield _column_heads(summary, layout)


def _column_heads(summary: Summary, layout: Layout) -> Line:
    """What stands above the columns."""
    start = " " * (_INDENT + layout.label + 1)
    now = f"{'now':<{_NUMBERS}}{'before':<{_NUMBERS}}" if layout.before else " " * _NUMBERS
    return line(dim((start + now + heads(summary, layout)).rstrip()))


def _sessions(starts: Sequence[date], hidden: int) -> str:
    return ", ".join(f"{n}: from {spoken(start, weekday=False)}" for n, start in enumerate(starts, 1) if n > hidden)


def heads(summary: Summary, layout: Layout) -> str:
    """One sign or word above each column."""
    starts = summary.periods[-layout.parts :]
    if summary.by == SUPERVISION:
        numbers = range(len(summary.periods) - len(starts) + 1, len(summary.periods) + 1)
        return "".join(str(n % 10 ** (layout.cell - 1)).ljust(layout.cell) for n in numbers)
    if summary.by == "week":
        return _week_heads(starts, layout.cell)
    return "".join(_head(start, summary.by).ljust(layout.cell) for start in starts)


def _head(start: date, by: str) -> str:
    """A quarter's number, or a month's first letter."""
    return str((start.month + 2) // 3) if by == "quarter" else MONTHS[start.month - 1][0]


def _week_heads(weeks: Sequence[date], cell: int) -> str:
    """The month's name above the first week that begins in it."""
    row = ""
    month = 0
    for n, start in enumerate(weeks):
        if start.month != month and len(row) <= cell * n:
            row = f"{row:<{cell * n}}{MONTHS[start.month - 1][:3]} "
            month = start.month
    return row


def label_of(item: ItemSummary) -> str:
    """An item's label as one line, measured as it is shown."""
    return safe(one_line(item.label))


def item_lines(item: ItemSummary, layout: Layout, by: str) -> Iterator[Line]:
    """One item: its label, in how many of how many entries, a mark for each part, and how it was."""
    if layout.plain:
        yield from _in_words(item, layout, by)
        return
    row = [
        Span(" " * _INDENT + styled.padded(label_of(item), layout.label) + " ", "strong" if item.entries else ""),
        Span(f"{item.entries} of {item.of}".ljust(_NUMBERS)),
    ]
    if layout.before:
        previous = f"{item.previous.entries} of {item.previous.of}" if item.previous else "–"
        row.append(dim(previous.ljust(_NUMBERS)))
    row += [marks.cell(period, layout.cell) for period in item.periods[-layout.parts :]]
    if layout.totals and item.stances:
        row += [Span("  "), *marks.totals(item.stances, item.unsaid)]
    yield styled.trimmed(row)
    if layout.totals:
        return
    if item.stances:
        yield line(dim(f"    {marks.in_words(item.stances, item.unsaid)}"))


def _in_words(item: ItemSummary, layout: Layout, by: str) -> Iterator[Line]:
    said = [f"{label_of(item)}: {item.entries} of {item.of} entries"]
    if item.previous and layout.before:
        said.append(f"before {item.previous.entries} of {item.previous.of}")
    if item.stances:
        said.append(marks.in_words(item.stances, item.unsaid))
    if item.entries:
        parts = ", ".join(f"{part_name(p.start, by)} {p.entries} of {p.of}" for p in item.periods if p.entries)
        said.append(parts)
    yield from styled.wrapped("; ".join(said) + ".", layout.width, "  ")


def part_name(start: date, by: str) -> str:
    """`March 2026`, `week of 2 Mar 2026`, …: what the part that begins on `start` is called in words."""
    if by == "month":
        return f"{MONTHS[start.month - 1]} {start.year}"
    day = spoken(start, weekday=False)
    return {"week": f"week of {day}", "quarter": f"quarter from {day}"}.get(by, f"from {day}")

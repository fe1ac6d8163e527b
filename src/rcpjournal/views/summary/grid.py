"""The grid: one line an item, `Trust  4 of 9`, and a mark with its number for each part of the period."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rcpjournal.core.dates import MONTHS
from rcpjournal.core.framework import Layer
from rcpjournal.core.insight.counts import ItemSummary, PeriodCount
from rcpjournal.core.insight.periods import SUPERVISION
from rcpjournal.core.insight.summary import Summary
from rcpjournal.core.words import one_line, plural, safe
from rcpjournal.views import styled
from rcpjournal.views.days import spoken
from rcpjournal.views.styled import Line, Span, dim, line
from rcpjournal.views.summary import marks

WIDEST = 200
_FEWEST_NUMBERS = 8
_FEWEST_LABEL, _ENOUGH_LABEL, _LONGEST_LABEL = 18, 26, 48
_TONES = "● there  ◐ strained or mixed  ○ missing  • not said, or not sure"
_WAYS = "▲ made it easier  ▼ made it harder  ◆ both"
_INDENT = 2
_ALL = "all entries"
EACH = {SUPERVISION: "time between supervisions"}
"""what a part of the period is called, where its name does not say it"""
SEVERAL = {SUPERVISION: "times between supervisions"}


_CHOICES = ((4, True, _LONGEST_LABEL), (3, True, _ENOUGH_LABEL), (2, True, _ENOUGH_LABEL), (2, False, _FEWEST_LABEL))
"""cells a part, whether with totals, and how long the labels should at least be; the roomiest first"""


class Layout(NamedTuple):
    """How a line is shared out, in terminal cells; the newest `parts` are drawn. `plain`: words, no marks.

    `numbers`: for `k of n`. `detail`: in words, each part of the period is told too.
    """

    width: int
    label: int
    numbers: int
    parts: int
    cell: int
    totals: bool
    before: bool
    plain: bool
    detail: bool = False


def layout_for(summary: Summary, shown: Sequence[ItemSummary], width: int, *, plain: bool, detail: bool) -> Layout:
    """The roomiest lay-out in `width` cells: broad cells with totals, else narrow ones, else without totals."""
    width = min(width, WIDEST)
    longest = min(_LONGEST_LABEL, max(map(styled.width_of, (_ALL, *map(label_of, shown)))))
    most = max(summary.entries, summary.compared.entries if summary.compared else 0)
    numbers = max(_FEWEST_NUMBERS, len(f"{most} of {most}  "))
    totalled = 2 + max((_width(marks.totals(item.stances, item.unsaid)) for item in shown), default=0)
    parts = len(summary.periods)
    before = summary.compared is not None and summary.compared.entries > 0
    fixed = _INDENT + 1 + numbers * (2 if before else 1)
    narrow = 3 if summary.by == SUPERVISION and parts > 9 else 2  # sessions from the tenth on have two digits
    for cell, totals, enough in _CHOICES:
        room = width - fixed - cell * parts - (totalled if totals else 0)
        if cell >= narrow and room >= min(enough, longest):
            label, drawn = min(room, longest), parts
            break
    else:
        label, cell, totals = min(_FEWEST_LABEL, longest), narrow, False
        drawn = max(1, (width - fixed - label) // narrow)
    return Layout(width, label, numbers, drawn, cell, totals, before, plain, detail)


def _width(spans: Iterable[Span]) -> int:
    return sum(styled.width_of(span.text) for span in spans)


def legend(summary: Summary, layout: Layout, layers: Iterable[Layer]) -> Iterator[Line]:
    """What the marks of these layers mean, and the heads of the columns."""
    if layout.plain:
        yield from _written_in_words(summary, layout)
        return
    ways = {layer.kind == "condition" for layer in layers}
    yield styled.EMPTY
    said = [words for words, shown in ((_TONES, False), (_WAYS, True)) if shown in ways]
    blank = "not asked" if all(summary.written[-layout.parts :]) else "not asked, or no entry"
    said.append(f"A column is a {EACH.get(summary.by, summary.by)}.  · in none of its entries  blank: {blank}")
    most = 10 ** (layout.cell - 1) - 1
    if max(summary.written[-layout.parts :], default=0) > most:
        said.append(f"+ more than {most}")
    for words in said:
        yield from styled.wrapped(words, layout.width, style="dim")
    yield from columns_key(summary, len(summary.periods) - layout.parts, layout.width, named=True)
    yield from _column_heads(summary, layout)


def columns_key(summary: Summary, hidden: int, width: int, *, named: bool = False) -> Iterator[Line]:
    """What the columns are: of the newest, but for the first `hidden`. `named`: that a column is a week is said."""
    said = [] if named else [f"A column is a {EACH.get(summary.by, summary.by)}."]
    if hidden:
        said.append(f"The first {plural(hidden, 'column')} did not fit. They are counted.")
    if summary.by == SUPERVISION:
        said.append(_sessions(summary.periods, hidden))
    for words in said:
        yield from styled.wrapped(words, width, style="dim")


def _written_in_words(summary: Summary, layout: Layout) -> Iterator[Line]:
    if layout.detail:
        parts = zip(summary.periods, summary.written, strict=True)
        said = ", ".join(f"{part_name(start, summary.by)} {count}" for start, count in parts if count)
        yield styled.EMPTY
        yield from styled.wrapped(f"All entries: {said}.", layout.width)


def _column_heads(summary: Summary, layout: Layout) -> Iterator[Line]:
    """What stands above the columns: their names, and how many entries there are in each."""
    start = " " * (_INDENT + layout.label + 1)
    *above, names = head_rows(summary, layout)
    yield from (line(dim(start + " " * (layout.numbers * (2 if layout.before else 1)) + row)) for row in above)
    now = f"{'now':<{layout.numbers}}{before_or_then(summary):<{layout.numbers}}" if layout.before else ""
    yield line(dim((start + (now or " " * layout.numbers) + names).rstrip()))
    label = f"  {styled.padded(_ALL, layout.label)} {summary.entries:<{layout.numbers}}"
    then = f"{summary.compared.entries:<{layout.numbers}}" if layout.before and summary.compared else ""
    written = "".join(_figure(count, layout.cell) for count in summary.written[-layout.parts :])
    yield line(dim(label + then + written.rstrip()))


def _figure(count: int, cells: int) -> str:
    return ("+" if len(str(count)) >= cells else str(count) if count else "").ljust(cells)


def before_or_then(summary: Summary) -> str:
    """What the period that was compared with is called: it may be a later one."""
    then = summary.compared
    return "then" if then and then.since > summary.until else "before"


def _sessions(starts: Sequence[date], hidden: int) -> str:
    return ", ".join(f"{n}: from {spoken(start, weekday=False)}" for n, start in enumerate(starts, 1) if n > hidden)


def head_rows(summary: Summary, layout: Layout) -> list[str]:
    """One sign or word above each column; above those the years, where there are several."""
    starts = summary.periods[-layout.parts :]
    if summary.by == SUPERVISION:
        numbers = range(len(summary.periods) - len(starts) + 1, len(summary.periods) + 1)
        return ["".join(str(n).ljust(layout.cell) for n in numbers)]
    if summary.by == "week":
        names = _week_heads(starts, layout.cell)
    else:
        names = "".join(_head(start, summary.by, layout.cell).ljust(layout.cell) for start in starts).rstrip()
    return [_years(starts, layout.cell), names] if starts[0].year < starts[-1].year else [names]


def _head(start: date, by: str, cell: int) -> str:
    """`Q2` and `Mar`, or where there is no room for that the quarter's number and the month's first letter."""
    if by == "quarter":
        quarter = (start.month + 2) // 3
        return f"Q{quarter}" if cell > len("Q2") else str(quarter)
    name = MONTHS[start.month - 1]
    return name[:3] if cell > len("Mar") else name[0]


def _years(starts: Sequence[date], cell: int) -> str:
    """Each year above its first column, where there is room before the next."""
    row = ""
    for n, start in enumerate(starts):
        following = next((m for m in range(n + 1, len(starts)) if starts[m].year > start.year), len(starts))
        first = n == 0 or starts[n - 1].year < start.year
        last = following == len(starts)
        if first and cell * (following - n) >= len("2026") + (not last):
            row = f"{row:<{cell * n}}{start.year}"
    return row


def _week_heads(weeks: Sequence[date], cell: int) -> str:
    """The month's name above the first week that begins in it."""
    row = ""
    month = 0
    for n, start in enumerate(weeks):
        if start.month != month and len(row) <= cell * n:
            row = f"{row:<{cell * n}}{MONTHS[start.month - 1][:3]} "
            month = start.month
    return row[: cell * len(weeks)].rstrip()


def label_of(item: ItemSummary) -> str:
    """An item's label as one line, measured as it is shown."""
    return safe(one_line(item.label))


def item_lines(item: ItemSummary, summary: Summary, layout: Layout, *, says_how: bool = False) -> Iterator[Line]:
    """One item: its label, in how many of how many entries, a mark for each part, and how it was.

    `says_how`: entries could have said how it was, so that it is told where they do not.
    """
    if layout.plain:
        yield from _in_words(item, summary, layout, says_how)
        return
    row = [
        Span(" " * _INDENT + styled.padded(label_of(item), layout.label) + " ", "strong" if item.entries else ""),
        Span(f"{item.entries} of {item.of}".ljust(layout.numbers)),
    ]
    if layout.before:
        previous = f"{item.previous.entries} of {item.previous.of}" if item.previous else "–"
        row.append(dim(previous.ljust(layout.numbers)))
    row += [marks.cell(period, layout.cell) for period in item.periods[-layout.parts :]]
    if layout.totals and item.stances:
        row += [Span("  "), *marks.totals(item.stances, item.unsaid)]
    yield styled.trimmed(row)
    if layout.totals:
        return
    if item.stances:
        yield from styled.wrapped(marks.in_words(item.stances, item.unsaid), layout.width, "    ", "dim")


def _in_words(item: ItemSummary, summary: Summary, layout: Layout, says_how: bool) -> Iterator[Line]:
    said = [f"{label_of(item)}: {item.entries} of {plural(item.of, 'entry', 'entries')}"]
    if item.previous and layout.before:
        said.append(f"{before_or_then(summary)} {item.previous.entries} of {item.previous.of}")
    if how := marks.in_words(item.stances, item.unsaid, always=says_how):
        said.append(how)
    if item.entries and layout.detail:
        said.append(parts_in_words(item.periods, summary.by))
    yield from styled.wrapped("; ".join(said) + ".", layout.width, "  ")


def parts_in_words(periods: Iterable[PeriodCount], by: str) -> str:
    """`March 2026 2 of 5 (present 2), April 2026 1 of 4`: the parts in which an item appears, and how."""
    return ", ".join(_part_in_words(part, by) for part in periods if part.entries)


def _part_in_words(part: PeriodCount, by: str) -> str:
    how = f" ({marks.in_words(part.stances, part.unsaid)})" if part.stances else ""
    return f"{part_name(part.start, by)} {part.entries} of {part.of}{how}"


def part_name(start: date, by: str) -> str:
    """`March 2026`, `week of 2 Mar 2026`, …: what the part that begins on `start` is called in words."""
    if by == "month":
        return f"{MONTHS[start.month - 1]} {start.year}"
    day = spoken(start, weekday=False)
    return {"week": f"week of {day}", "quarter": f"quarter from {day}"}.get(by, f"from {day}")

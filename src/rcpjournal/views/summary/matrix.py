"""The matrix: in how many entries of each part a layer was touched, and which entries those are."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rcpjournal.core.insight.matrix import Cell, Row
from rcpjournal.core.insight.summary import Summary
from rcpjournal.core.words import plural
from rcpjournal.views import styled
from rcpjournal.views.days import spoken
from rcpjournal.views.styled import Line, Span, dim, line
from rcpjournal.views.summary.grid import Layout, columns_key, head_rows, part_name

_TITLE = "Layers over time: in how many of all entries, asked or not, each was touched"
_CELL, _FEWEST_LABEL, _INDENT = 4, 18, 2


def matrix_lines(rows: Sequence[Row], summary: Summary, layout: Layout, *, quotes: bool) -> Iterator[Line]:
    """The table, then each of its cells with its entries (and their quotes)."""
    yield from styled.wrapped(_TITLE, layout.width, style="title")
    if layout.plain:
        for row in rows:
            yield from styled.wrapped(f"{row.title}: {row.entries} of {row.of} entries.", layout.width, "  ")
    else:
        yield from _table(rows, summary, layout)
    for row in rows:
        yield from styled.titled(row.title, layout.width)
        for cell in row.cells:
            yield from _cell(cell, summary.by, layout.width, quotes=quotes)


def _table(rows: Sequence[Row], summary: Summary, layout: Layout) -> Iterator[Line]:
    around = _INDENT + 1 + layout.numbers
    cells = max(_CELL, len(str(max(summary.written, default=0))) + 1)
    label = max((styled.width_of(row.title) for row in rows), default=0)
    label = min(label, max(_FEWEST_LABEL, layout.width - around - cells * len(summary.periods)))
    fitting = max(1, (layout.width - around - label) // cells)
    fitting = min(fitting, len(summary.periods))
    wide = layout._replace(cell=cells, parts=fitting)
    yield from columns_key(summary, len(summary.periods) - fitting, layout.width)
    yield from (line(dim(f"{'':{around + label}}{row}".rstrip())) for row in head_rows(summary, wide))
    written = "".join(str(count).ljust(cells) for count in summary.written[-fitting:])
    yield line(dim(f"  {styled.padded('all entries', label)} {summary.entries:<{layout.numbers}}{written}".rstrip()))
    for row in rows:
        figures = "".join(f"{len(cell.entries) or '·'}".ljust(cells) for cell in row.cells[-fitting:])
        numbers = f"{row.entries} of {row.of}".ljust(layout.numbers)
        yield line(f"  {styled.padded(row.title, label)} ", numbers, Span(figures.rstrip(), "accent"))


def _cell(cell: Cell, by: str, width: int, *, quotes: bool) -> Iterator[Line]:
    if not cell.entries:
        return
    name = part_name(cell.start, by)
    said = f"{name}, {len(cell.entries)} of {plural(cell.of, 'entry', 'entries')}: {', '.join(cell.entries)}"
    yield from styled.wrapped(said, width, "  ")
    for quote in cell.quotes if quotes else ():
        day = spoken(date.fromisoformat(quote.happened_on), weekday=False)
        yield from styled.wrapped(f"{day}: “{quote.quote}”", width, "      ", "dim")


def matrix_document(rows: Iterable[Row]) -> list[dict[str, object]]:
    """The matrix as JSON: every cell with its entries and quotes."""
    return [
        {
            "layer": row.layer,
            "count": row.entries,
            "of": row.of,
            "cells": [
                {
                    "start": cell.start.isoformat(),
                    "of": cell.of,
                    "entries": list(cell.entries),
                    "quotes": [{"entry": q.entry, "item": q.item, "quote": q.quote} for q in cell.quotes],
                }
                for cell in row.cells
            ],
        }
        for row in rows
    ]

"""The matrix: in how many entries of each part a layer was touched, and which entries those are."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rcpjournal.core.dates import spoken
from rcpjournal.core.insight.matrix import Cell, Row
from rcpjournal.core.insight.summary import Summary
from rcpjournal.core.words import plural
from rcpjournal.views import styled
from rcpjournal.views.styled import Line, Span, dim, line
from rcpjournal.views.summary.grid import Layout, heads, part_name

_CELL = 4


def matrix_lines(rows: Sequence[Row], summary: Summary, layout: Layout, *, quotes: bool) -> Iterator[Line]:
    """The table, then each of its cells with its entries (and their quotes)."""
    yield from styled.wrapped("Layers over time: in how many entries each was touched", layout.width, style="title")
    label = max((styled.width_of(row.title) for row in rows), default=0)
    label = min(label, max(18, layout.width - 9 - _CELL * len(summary.periods)))
    fitting = max(1, (layout.width - 9 - label) // _CELL)
    if not layout.plain:
        wide = layout._replace(cell=_CELL, parts=fitting)
        yield line(dim(" " * (2 + label + 1 + 6) + heads(summary, wide).rstrip()))
    for row in rows:
        figures = "".join(f"{len(cell.entries) or '·'}".ljust(_CELL) for cell in row.cells[-fitting:])
        start = f"  {styled.padded(row.title, label)} "
        yield line(start, f"{row.entries:<6}", "" if layout.plain else Span(figures.rstrip(), "accent"))
    for row in rows:
        yield from styled.titled(row.title, layout.width)
        for cell in row.cells:
            yield from _cell(cell, summary.by, layout.width, quotes=quotes)


def _cell(cell: Cell, by: str, width: int, *, quotes: bool) -> Iterator[Line]:
    if not cell.entries:
        return
    name = part_name(cell.start, by)
    said = f"{name}, {plural(len(cell.entries), 'entry', 'entries')}: {', '.join(cell.entries)}"
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
            "cells": [
                {
                    "start": cell.start.isoformat(),
                    "entries": list(cell.entries),
                    "quotes": [{"entry": q.entry, "item": q.item, "quote": q.quote} for q in cell.quotes],
                }
                for cell in row.cells
            ],
        }
        for row in rows
    ]

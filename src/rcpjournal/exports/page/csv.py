"""CSV for a spreadsheet: a row for each figure, each part of one, and each passage. Nothing in it runs."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rcpjournal.core.cells import inert
from rcpjournal.core.sharing.page import Page
from rcpjournal.exports.page.blocks import Block, Facts, Figure, Listed, Paragraph, Quote, Quotes, Room, Row, Table
from rcpjournal.exports.page.sections import sections


class Line(NamedTuple):
    """A row of the file, and its headings."""

    section: str
    item: str = ""
    entries: int | None = None
    of: int | None = None
    text: str = ""
    reworded: str = ""
    notes: str = ""


class CsvPage:
    """Comma-separated, in UTF-8 with the mark by which spreadsheets know it."""

    name = "csv"
    words = "figures and passages, a row each, for a spreadsheet"
    suffix = ".csv"

    def render(self, page: Page) -> bytes:
        """The headings, then the rows in the order of the page."""
        out = io.StringIO(newline="")
        rows = csv.writer(out)
        rows.writerow(Line._fields)
        rows.writerow(Line("header", "Period", text=inert(page.period)))
        for section in sections(page):
            for block in section.blocks:
                rows.writerows(map(_cells, _lines(section.key, block)))
        return out.getvalue().encode("utf-8-sig")


def _cells(line: Line) -> list[object]:
    return [inert(cell) if isinstance(cell, str) else cell for cell in line]


def _lines(key: str, block: Block) -> Iterator[Line]:
    match block:
        case Paragraph(text):
            yield Line(key, text=text)
        case Facts(rows):
            yield from (Line(key, name, text=words) for name, words in rows)
        case Listed(points):
            for point in points:
                notes = "; ".join(f"{name}: {words}" for name, words in point.notes)
                yield Line(key, point.lead, text=point.text, reworded=_reworded(point.reworded), notes=notes)
        case Quotes(quotes):
            yield from _quotes(key, "", quotes)
        case Figure():
            yield from _figure(key, block)
        case Table(_, head, rows, blank):
            yield from (Line(key, name) for name in head) if blank else (_row(key, head, row) for row in rows)
        case Room(label):
            yield Line(key, label)


def _figure(key: str, figure: Figure) -> Iterator[Line]:
    yield Line(key, figure.label, figure.entries, figure.of, figure.how)
    if chart := figure.chart:
        for cell in chart.cells:
            yield Line(key, figure.label, cell.entries, cell.of, f"{chart.part} from {cell.start.isoformat()}")
    yield from _quotes(key, figure.label, figure.quotes)


def _quotes(key: str, item: str, quotes: Iterable[Quote]) -> Iterator[Line]:
    return (Line(key, item, text=quote.text, reworded=_reworded(quote.reworded)) for quote in quotes)


def _row(key: str, head: Iterable[str], row: Row) -> Line:
    name, *others = zip(head, row.cells, strict=True)
    text = "; ".join(f"{title}: {cell}" for title, cell in others if cell not in ("", row.counted))
    return Line(key, name[1], row.entries, row.of, text)


def _reworded(reworded: bool) -> str:
    return "yes" if reworded else ""

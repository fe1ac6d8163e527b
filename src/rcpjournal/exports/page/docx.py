"""DOCX: the page for Word and LibreOffice, to write into. Real headings, lists and tables; see `exports/word.py`."""

from collections.abc import Iterable, Iterator

from rcpjournal.core.sharing.page import Page
from rcpjournal.exports.page.blocks import (
    Block,
    Facts,
    Figure,
    Listed,
    Paragraph,
    Point,
    Quote,
    Quotes,
    Room,
    Section,
    Table,
)
from rcpjournal.exports.page.sections import sections, title
from rcpjournal.exports.word import paragraph, plain, run, word_file

TEXT_WIDTH = 10430
"""between the margins, in twentieths of a point"""
ROW_HEIGHT = 400


class DocxPage:
    """Written part by part: the format is a zip of a few XML files."""

    name = "docx"
    words = "a page for Word or LibreOffice, to write into"
    suffix = ".docx"

    def render(self, page: Page) -> bytes:
        """The page as a file."""
        return word_file(title(page), page.name, "".join(_body(page)))


def _body(page: Page) -> Iterator[str]:
    first, *others = sections(page)
    yield from _section(first, "Title")
    for section in others:
        yield from _section(section, "Heading1")


def _section(section: Section, style: str) -> Iterator[str]:
    before = "<w:pageBreakBefore/>" if section.key == "appendix" else ""
    yield paragraph(run(section.heading), style, before)
    for block in section.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield paragraph(run(text), "Note")
        case Facts(rows):
            yield paragraph(run("  ").join(run(f"{name}: ", "<w:b/>") + run(words) for name, words in rows))
        case Listed(points, numbered):
            yield from (_point(point, "ListNumber" if numbered else "ListBullet") for point in points)
        case Quotes(quotes):
            yield from map(_quote, quotes)
        case Figure():
            yield from _figure(block)
        case Table():
            yield _table(block)
            yield paragraph("", "Gap")
        case Room(label, lines):
            yield paragraph(run(label), "Label")
            yield from [paragraph("", "Line")] * lines


def _figure(figure: Figure) -> Iterator[str]:
    yield paragraph(run(f"{figure.label}: {figure.counted}"), "Heading2")
    about = [figure.how, figure.chart.text if figure.chart else ""]
    if words := ". ".join(part for part in about if part):
        yield paragraph(run(words), "Note")
    yield from map(_quote, figure.quotes)


def _point(point: Point, style: str) -> str:
    lead = run(f"{point.lead}: ", "<w:b/>") if point.lead else ""
    return paragraph(lead + run(point.text) + _remark(point.remarks), style)


def _quote(quote: Quote) -> str:
    return paragraph(run(quote.marked) + _remark("reworded" if quote.reworded else ""), "Quote")


def _remark(words: str) -> str:
    return run(f" ({words})", '<w:rStyle w:val="Remark"/>') if words else ""


def _table(table: Table) -> str:
    width = TEXT_WIDTH // len(table.head)
    grid = f'<w:gridCol w:w="{width}"/>' * len(table.head)
    head = _row((run(name, "<w:b/>") for name in table.head), width, "<w:cantSplit/><w:tblHeader/>")
    height = f'<w:cantSplit/><w:trHeight w:val="{ROW_HEIGHT}"/>' if table.blank else "<w:cantSplit/>"
    rows = (_row(map(run, row.cells), width, height) for row in table.rows)
    about = (
        f'<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{width * len(table.head)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="0" w:noVBand="0"/><w:tblCaption w:val="{plain(table.caption)}"/></w:tblPr>'
    )
    return f"<w:tbl>{about}<w:tblGrid>{grid}</w:tblGrid>{head}{''.join(rows)}</w:tbl>"


def _row(cells: Iterable[str], width: int, about: str) -> str:
    measure = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
    inner = "".join(f"<w:tc>{measure}{paragraph(cell, 'Cell')}</w:tc>" for cell in cells)
    return f"<w:tr><w:trPr>{about}</w:trPr>{inner}</w:tr>"

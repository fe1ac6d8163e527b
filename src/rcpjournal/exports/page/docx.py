"""DOCX: the page for Word and LibreOffice, to write into. Real headings, lists and tables.

The parts of the file that never change lie beside this module in `docx_parts/`. Nothing in it says who made it or
when, save the name that the worker chose.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from importlib.resources import files
from xml.sax.saxutils import escape

from rcpjournal.core.sharing.page import Page
from rcpjournal.core.words import safe
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

# Each part's name in the file, and the file here that holds it.
_FIXED = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package_rels.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/styles.xml": "styles.xml",
    "word/numbering.xml": "numbering.xml",
    "word/settings.xml": "settings.xml",
}
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_NO_XML = re.compile("[\ufffe\uffff]")
TEXT_WIDTH = 10430
"""between the margins, in twentieths of a point"""
ROW_HEIGHT = 400


class DocxPage:
    """Written part by part: the format is a zip of a few XML files."""

    name = "docx"
    words = "a page for Word or LibreOffice, to write into"
    suffix = ".docx"

    def render(self, page: Page) -> bytes:
        """The parts in a zip without times of its own; not compressed, so that its bytes are the same everywhere."""
        parts = {name: _file(own) for name, own in _FIXED.items()}
        parts["docProps/core.xml"] = _file("core.xml").format(title=_plain(title(page)), name=_plain(page.name))
        parts["word/document.xml"] = _file("document.xml").replace("{body}", "".join(_body(page)))
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name, text in parts.items():
                archive.writestr(_entry(name), text.encode())
        return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.create_system, entry.external_attr = 0, 0
    return entry


def _file(name: str) -> str:
    return files("rcpjournal.exports.page").joinpath("docx_parts", name).read_text("utf-8").rstrip("\n")


# --- the page ---------------------------------------------------------------------------------------


def _body(page: Page) -> Iterator[str]:
    first, *others = sections(page)
    yield from _section(first, "Title")
    for section in others:
        yield from _section(section, "Heading1")


def _section(section: Section, style: str) -> Iterator[str]:
    before = "<w:pageBreakBefore/>" if section.key == "appendix" else ""
    yield _paragraph(_run(section.heading), style, before)
    for block in section.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield _paragraph(_run(text), "Note")
        case Facts(rows):
            yield _paragraph(_run("  ").join(_run(f"{name}: ", "<w:b/>") + _run(words) for name, words in rows))
        case Listed(points, numbered):
            yield from (_point(point, "ListNumber" if numbered else "ListBullet") for point in points)
        case Quotes(quotes):
            yield from map(_quote, quotes)
        case Figure():
            yield from _figure(block)
        case Table():
            yield _table(block)
            yield _paragraph("", "Gap")
        case Room(label, lines):
            yield _paragraph(_run(label), "Label")
            yield from [_paragraph("", "Line")] * lines


def _figure(figure: Figure) -> Iterator[str]:
    yield _paragraph(_run(f"{figure.label}: {figure.counted}"), "Heading2")
    about = [figure.how, figure.chart.text if figure.chart else ""]
    if words := ". ".join(part for part in about if part):
        yield _paragraph(_run(words), "Note")
    yield from map(_quote, figure.quotes)


def _point(point: Point, style: str) -> str:
    lead = _run(f"{point.lead}: ", "<w:b/>") if point.lead else ""
    return _paragraph(lead + _run(point.text) + _remark(point.remarks), style)


def _quote(quote: Quote) -> str:
    return _paragraph(_run(quote.marked) + _remark("reworded" if quote.reworded else ""), "Quote")


def _remark(words: str) -> str:
    return _run(f" ({words})", '<w:rStyle w:val="Remark"/>') if words else ""


def _table(table: Table) -> str:
    width = TEXT_WIDTH // len(table.head)
    grid = f'<w:gridCol w:w="{width}"/>' * len(table.head)
    head = _row((_run(name, "<w:b/>") for name in table.head), width, "<w:cantSplit/><w:tblHeader/>")
    height = f'<w:cantSplit/><w:trHeight w:val="{ROW_HEIGHT}"/>' if table.blank else "<w:cantSplit/>"
    rows = (_row(map(_run, row.cells), width, height) for row in table.rows)
    about = (
        f'<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{width * len(table.head)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="0" w:noVBand="0"/><w:tblCaption w:val="{_plain(table.caption)}"/></w:tblPr>'
    )
    return f"<w:tbl>{about}<w:tblGrid>{grid}</w:tblGrid>{head}{''.join(rows)}</w:tbl>"


def _row(cells: Iterable[str], width: int, about: str) -> str:
    measure = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
    inner = "".join(f"<w:tc>{measure}{_paragraph(cell, 'Cell')}</w:tc>" for cell in cells)
    return f"<w:tr><w:trPr>{about}</w:trPr>{inner}</w:tr>"


# --- words ------------------------------------------------------------------------------------------


def _paragraph(runs: str, style: str = "Normal", more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>'


def _run(text: str, about: str = "") -> str:
    """Words as they are; new lines and tabs as Word has them."""
    if not text:
        return ""
    pieces = re.split("([\n\t])", safe(text))
    signs = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    inner = "".join(signs.get(piece) or f'<w:t xml:space="preserve">{_plain(piece)}</w:t>' for piece in pieces if piece)
    style = f"<w:rPr>{about}</w:rPr>" if about else ""
    return f"<w:r>{style}{inner}</w:r>"


def _plain(text: str) -> str:
    """Text as XML that cannot be anything else; the two characters that XML has no place for are named."""
    return escape(_NO_XML.sub(lambda match: f"\\u{ord(match.group()):04x}", safe(text)), {'"': "&quot;"})

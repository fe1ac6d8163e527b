"""Plain text in 76 columns that can be listened to: no boxes, no rules, charts in words."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from rcpjournal.core.sharing.page import Page
from rcpjournal.core.words import one_line, safe
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
    Row,
    Section,
    Table,
)
from rcpjournal.exports.page.sections import sections

COLUMNS = 76


class TextPage:
    """Lines of words."""

    name = "txt"
    words = "plain text, also for listening"
    suffix = ".txt"

    def render(self, page: Page) -> bytes:
        """Sections with two empty lines between them."""
        return ("\n\n\n".join("\n\n".join(_section(one)) for one in sections(page)) + "\n").encode()


def _section(section: Section) -> Iterator[str]:
    yield _filled(section.heading)
    for block in section.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield _filled(text)
        case Facts(rows):
            yield "\n".join(_filled(f"{name}: {words}") for name, words in rows)
        case Listed(points, numbered):
            yield "\n".join(_point(point, f"{n}. " if numbered else "- ") for n, point in enumerate(points, 1))
        case Quotes(quotes):
            yield from map(_quote, quotes)
        case Figure():
            yield from _figure(block)
        case Table(_, head, rows, blank):
            yield from (_row(head, row, blank) for row in rows)
        case Room(label, lines):
            yield f"{label}:" + "\n" * lines


def _figure(figure: Figure) -> Iterator[str]:
    about = [f"{figure.label}: {figure.counted}", figure.how, figure.chart.text if figure.chart else ""]
    yield "\n".join(_filled(words) for words in about if words)
    yield from map(_quote, figure.quotes)


def _point(point: Point, mark: str) -> str:
    lead = f"{point.lead}: " if point.lead else ""
    notes = f" ({point.remarks})" if point.remarks else ""
    return _filled(f"{lead}{point.text}{notes}", mark, " " * len(mark))


def _quote(quote: Quote) -> str:
    lines = safe(quote.marked).splitlines() or [""]
    note = " (reworded)" if quote.reworded else ""
    return "\n".join(_filled(line, "  ", "  ") for line in [*lines[:-1], lines[-1] + note])


def _row(head: Iterable[str], row: Row, blank: bool) -> str:
    pairs = [(name, cell) for name, cell in zip(head, row.cells, strict=True) if blank or cell]
    lines = (_filled(f"{name}: {cell}", "  " if n else "", "    ") for n, (name, cell) in enumerate(pairs))
    return "\n".join(lines)


def _filled(text: str, first: str = "", then: str = "") -> str:
    """One line of words, broken between them; a long word stays whole."""
    lines = wrap(
        one_line(safe(text)), COLUMNS, initial_indent=first, subsequent_indent=then, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
    return "\n".join(lines)

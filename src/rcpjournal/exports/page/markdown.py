"""Markdown: the page to read, or to paste where Markdown is understood."""

from collections.abc import Iterable, Iterator

from rcpjournal.core.sharing.page import Page
from rcpjournal.core.words import one_line
from rcpjournal.exports.markdown import words_as_markdown
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
from rcpjournal.exports.page.sections import sections


class MarkdownPage:
    """Headings, lists, pipe tables."""

    name = "md"
    words = "Markdown, to read or to paste"
    suffix = ".md"

    def render(self, page: Page) -> bytes:
        """Every piece with an empty line after it."""
        first, *others = sections(page)
        pieces = [*_section(first, "#"), *(piece for one in others for piece in _section(one, "##"))]
        return ("\n\n".join(pieces) + "\n").encode()


def _section(section: Section, level: str) -> Iterator[str]:
    yield f"{level} {_line(section.heading)}"
    for block in section.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield f"*{_line(text)}*"
        case Facts(rows):
            yield "\n".join(f"- **{name}:** {_line(words)}" for name, words in rows)
        case Listed(points, numbered):
            yield "\n".join(_point(point, f"{n}." if numbered else "-") for n, point in enumerate(points, 1))
        case Quotes(quotes):
            yield from map(_quote, quotes)
        case Figure():
            yield from _figure(block)
        case Table(_, head, rows):
            yield "\n".join((_row(head), _row("---" for _ in head), *(_row(map(_line, row.cells)) for row in rows)))
        case Room(label, lines):
            yield f"**{label}:**"
            yield from ["\\"] * lines


def _figure(figure: Figure) -> Iterator[str]:
    yield f"### {_line(figure.label)}: {figure.counted}"
    if figure.how:
        yield _line(figure.how)
    if figure.chart:
        yield _line(figure.chart.text)
    yield from map(_quote, figure.quotes)


def _point(point: Point, mark: str) -> str:
    lead = f"**{_line(point.lead)}:** " if point.lead else ""
    notes = f" ({_line(point.remarks)})" if point.remarks else ""
    return f"{mark} {lead}{_line(point.text)}{notes}"


def _quote(quote: Quote) -> str:
    note = " *(reworded)*" if quote.reworded else ""
    lines = words_as_markdown(quote.marked).splitlines() or [""]
    return "\n".join(f"> {line}".rstrip() for line in lines) + note


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(text: str) -> str:
    return words_as_markdown(one_line(text))

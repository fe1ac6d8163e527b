"""HTML: one file with its style and its charts inside. It runs nothing and asks nothing of any other place."""

from typing import NamedTuple

from rcpjournal.core.sharing.page import Page
from rcpjournal.exports.page.blocks import Block, Cell, Chart
from rcpjournal.exports.page.sections import sections, title
from rcpjournal.exports.templates import style, template

ROOMY = 2900
"""a page with more letters is set closer, so that it stays one side"""

# A chart's measures, in the units of its own drawing.
WIDTH, GAP, HEIGHT, MOST_BOXES = 10, 3, 36, 6


class Box(NamedTuple):
    """A rectangle of a chart; `kind`: seen, unseen (asked, and not seen), or none (not asked)."""

    x: float
    y: float
    width: float
    height: float
    kind: str


class Drawing(NamedTuple):
    """A chart, ready to draw: a column a part, a box an entry."""

    width: float
    height: float
    boxes: tuple[Box, ...]


class HtmlPage:
    """For a browser, and to print on one side of A4."""

    name = "html"
    words = "a page for any browser, and to print"
    suffix = ".html"

    def render(self, page: Page) -> bytes:
        """The template, filled in; whatever a person wrote is escaped in it."""
        parts = sections(page)
        dense = sum(_letters(part) for part in parts if part.key != "appendix") > ROOMY
        filled = template(__package__, "page.html", kind=_kind, drawing=drawing).render(
            title=title(page), sections=parts, dense=dense, **style(__package__, "page.css")
        )
        return f"{filled}\n".encode()


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


def _letters(part: object) -> int:
    """How much there is to read, as well as it can be told without setting it."""
    if isinstance(part, Chart):
        return len(part.text)
    return len(part) if isinstance(part, str) else sum(map(_letters, part)) if isinstance(part, tuple) else 0


def drawing(chart: Chart) -> Drawing:
    """A column a part; in it a box an entry, or two bars where there are many."""
    most = max(max(cell.of, cell.entries) for cell in chart.cells) or 1
    boxes = [box for n, cell in enumerate(chart.cells) for box in _column(cell, n * (WIDTH + GAP), most)]
    return Drawing(len(chart.cells) * (WIDTH + GAP) - GAP, HEIGHT + 1, tuple(boxes))


def _column(cell: Cell, x: float, most: int) -> list[Box]:
    unit = HEIGHT / max(most, 3)
    unseen = max(cell.of - cell.entries, 0)
    if not cell.of and not cell.entries:
        return [Box(x, HEIGHT, WIDTH, 0.6, "none")]
    if most > MOST_BOXES:
        return [*_boxes(x, 0, bool(cell.entries), cell.entries * unit, "seen"),
                *_boxes(x, cell.entries * unit, bool(unseen), unseen * unit, "unseen")]  # fmt: skip
    return [*_boxes(x, 0, cell.entries, unit, "seen"), *_boxes(x, cell.entries * unit, unseen, unit, "unseen")]


def _boxes(x: float, above: float, count: int, height: float, kind: str) -> list[Box]:
    """`count` boxes on one another, beginning `above` the ground, a little apart."""
    tops = (HEIGHT - above - (n + 1) * height for n in range(count))
    return [Box(x, round(top + 0.75, 2), WIDTH, round(max(height - 1.5, 0.5), 2), kind) for top in tops]

"""The matrix: parts of a period × layers of the framework, each cell with its entries and their quotes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from rcpjournal.core.framework import Framework
from rcpjournal.core.insight.material import Quote
from rcpjournal.core.insight.periods import Part


class Touch(NamedTuple):
    """An entry of one part that touches a layer."""

    part: int
    layer: str
    entry: str


class Cell(NamedTuple):
    """The entries of one part that touch one layer, oldest first, and what was quoted in them for it.

    `of`: so many entries there are in that part, asked or not.
    """

    start: date
    entries: tuple[str, ...]
    of: int
    quotes: tuple[Quote, ...]


class Row(NamedTuple):
    """One layer over the parts of the period."""

    layer: str
    title: str
    entries: int
    of: int
    cells: tuple[Cell, ...]


def matrix(
    framework: Framework,
    touches: Iterable[Touch],
    quotes: Iterable[Quote],
    parts: Sequence[Part],
    entries: Sequence[int],
) -> tuple[Row, ...]:
    """A row for each layer that was touched, in the framework's order; `touches` and `quotes` oldest first.

    `entries`: how many there are in each part.
    """
    found: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for touch in touches:
        found[touch.layer][touch.part].append(touch.entry)
    said: dict[tuple[str, str], list[Quote]] = defaultdict(list)
    for quote in quotes:
        said[quote.layer, quote.entry].append(quote)
    order = [*framework.layers, *(name for name in found if name not in framework.layers)]
    return tuple(_row(framework, name, found[name], said, parts, entries) for name in order if name in found)


def _row(
    framework: Framework,
    name: str,
    found: dict[int, list[str]],
    said: dict[tuple[str, str], list[Quote]],
    parts: Sequence[Part],
    entries: Sequence[int],
) -> Row:
    cells = tuple(
        Cell(part.start, tuple(ids), of, tuple(quote for entry in ids for quote in said.get((name, entry), ())))
        for part, ids, of in ((part, found.get(n, []), entries[n]) for n, part in enumerate(parts))
    )
    title = framework.layers[name].title if name in framework.layers else name
    return Row(name, title, sum(len(cell.entries) for cell in cells), sum(entries), cells)

"""What a page is made of, before it has a format: lines, lists, tables, figures with their chart, passages, room."""

from datetime import date
from typing import NamedTuple


class Paragraph(NamedTuple):
    """Words of the program's own."""

    text: str


class Facts(NamedTuple):
    """What each is called, and what it is."""

    rows: tuple[tuple[str, str], ...]


class Point(NamedTuple):
    """One of a list: what it is first (`Done`), its words, and what more is said of it (`owner`, `me`)."""

    text: str
    lead: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    reworded: bool = False

    @property
    def remarks(self) -> str:
        """`reworded; owner: me; why: it is late`."""
        notes = [f"{name}: {words}" for name, words in self.notes]
        return "; ".join(["reworded", *notes] if self.reworded else notes)


class Listed(NamedTuple):
    """Points; `numbered` where one may be spoken of by its number."""

    points: tuple[Point, ...]
    numbered: bool = False


class Quote(NamedTuple):
    """A passage; `reworded`: not the entry's own words, so it has no quotation marks."""

    text: str
    reworded: bool

    @property
    def marked(self) -> str:
        """In quotation marks where they are the entry's own words."""
        return self.text if self.reworded else f"“{self.text}”"


class Quotes(NamedTuple):
    """Passages."""

    quotes: tuple[Quote, ...]


class Cell(NamedTuple):
    """A part of the period in a chart: in how many of its entries."""

    start: date
    entries: int
    of: int


class Chart(NamedTuple):
    """A figure over time. `text` says what it shows in a line; `series` is each part in words; `part` what one is."""

    cells: tuple[Cell, ...]
    part: str
    text: str
    series: str


class Figure(NamedTuple):
    """An item in `entries` of `of`: how it was, over time, and in one's own words."""

    label: str
    entries: int
    of: int
    how: str
    chart: Chart | None
    quotes: tuple[Quote, ...]

    @property
    def counted(self) -> str:
        """`4 of 9`."""
        return f"{self.entries} of {self.of}"


class Row(NamedTuple):
    """A row of a table; `entries` and `of` are its figure, where it has one."""

    cells: tuple[str, ...]
    entries: int | None = None
    of: int | None = None

    @property
    def counted(self) -> str:
        """`4 of 9`; empty where there is no figure."""
        return "" if self.entries is None else f"{self.entries} of {self.of}"


class Table(NamedTuple):
    """Rows under their headings; the first cell of each names it. `blank`: to be filled in."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    blank: bool = False


class Room(NamedTuple):
    """Empty lines to write on."""

    label: str
    lines: int


Block = Paragraph | Facts | Listed | Quotes | Figure | Table | Room


class Section(NamedTuple):
    """A part of the page, `key` being its name for programs."""

    key: str
    heading: str
    blocks: tuple[Block, ...]

"""How the entries moved: stages of the reflective cycle, with / for / to, need and got, ratings as dots over time."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rcpjournal.core.framework import Layer
from rcpjournal.core.insight.cycle import Dots, Meeting, Stage
from rcpjournal.core.insight.summary import Summary
from rcpjournal.views import styled
from rcpjournal.views.styled import Line, Span, dim, line
from rcpjournal.views.summary.grid import Layout, heads, part_name

_STAGE_WORDS = {
    "experience": "experience: what happened",
    "reflection": "reflection: noticed and felt",
    "analysis": "analysis: what it meant",
    "plan": "plan: what next",
}
_WORKING_WORDS = {"with": "worked with", "for": "worked for", "to": "did to", "mixed": "mixed"}
_LABEL, _SHORT_LABEL = 30, 14
_NUMBERS = 10
_RATINGS = ("5", "4", "3", "2", "1", "unsure")


def moves(layer: Layer) -> bool:
    """Whether a layer is drawn here and need not be drawn again."""
    return layer.kind == "rating" or layer.field in ("need", "got", "working")


def movement_lines(summary: Summary, layout: Layout) -> Iterator[Line]:
    """All of it; nothing where nothing was asked."""
    cycle = summary.cycle
    draw = _Rows(summary, layout)
    if cycle.stages:
        yield from draw.titled("The reflective cycle: in how many entries a stage was reached")
        yield from (
            draw.row(_STAGE_WORDS[stage.stage], stage.entries, stage.of, _reached(stage)) for stage in cycle.stages
        )
    if any(one.entries for one in cycle.working):
        yield from draw.titled("With, for or to")
        yield from (
            draw.row(_WORKING_WORDS.get(one.value, one.label), one.entries, one.of, one.periods)
            for one in cycle.working
        )
    if cycle.met:
        yield from draw.titled("What it needed → what it got")
        total = sum(one.entries for one in cycle.met)
        yield from (draw.row(_meeting(one, draw.plain), one.entries, total, one.periods) for one in cycle.met)
    if cycle.ratings:
        yield from draw.titled("Expectations, support and challenge: one dot, one entry; never added up")
        for _, dots in groupby(cycle.ratings, key=lambda one: one.item):
            yield from _rating(list(dots), draw)


def _reached(stage: Stage) -> Sequence[int]:
    return [period.entries for period in stage.periods]


def _meeting(one: Meeting, plain: bool) -> str:
    need, got = one.need or "(not said)", one.got or "(not said)"
    return f"needed {need}, got {got}" if plain else f"{need} → {got}"


def _rating(dots: Sequence[Dots], draw: "_Rows") -> Iterator[Line]:
    given = {one.value: one for one in dots}
    yield line(f"  {dots[0].label}", dim(f"  {sum(one.entries for one in dots)} of {dots[0].of}"))
    shown = [value for value in _RATINGS if value != "unsure"] + (["unsure"] if "unsure" in given else [])
    for value in shown:
        found = given.get(value)
        name = "not sure" if value == "unsure" else value
        yield from [draw.dots(name, found)] if found or not draw.plain else []


class _Rows:
    def __init__(self, summary: Summary, layout: Layout) -> None:
        self.plain, self._width, self._cell = layout.plain, layout.width, layout.cell
        self._starts, self._by = summary.periods, summary.by
        around = 3 + _NUMBERS
        self._label = min(_LABEL, max(_SHORT_LABEL, layout.width - around - layout.cell * layout.parts))
        self._parts = max(1, min(layout.parts, (layout.width - around - self._label) // layout.cell))
        self._head = "" if layout.plain else heads(summary, layout._replace(parts=self._parts))

    def titled(self, words: str) -> Iterable[Line]:
        yield from styled.titled(words, self._width)
        if not self.plain:
            yield line(dim(" " * (3 + self._label + _NUMBERS) + self._head.rstrip()))

    def row(self, label: str, entries: int, of: int, periods: Sequence[int]) -> Line:
        """A label, in how many of how many, and a figure a part."""
        if self.plain:
            return line(f"  {label}: {entries} of {of} entries{self._in_words(periods)}")
        cells = "".join(self._figure(count) for count in periods[-self._parts :])
        numbers = f"{entries} of {of}".ljust(_NUMBERS)
        return line(f"  {styled.padded(label, self._label)} ", numbers, Span(cells.rstrip(), "accent"))

    def dots(self, label: str, found: Dots | None) -> Line:
        """One value of a rating: a dot for each entry of a part, its number where there are several."""
        if self.plain:
            return line(f"    {label}: {found.entries}{self._in_words(found.periods)}" if found else f"    {label}: 0")
        start = f"{label:>{self._label + 2}} {'':{_NUMBERS}}"
        if found is None:
            return line(dim(start.rstrip()))
        cells = "".join(self._dot(count) for count in found.periods[-self._parts :])
        return line(dim(start), Span(cells.rstrip(), "accent"))

    def _in_words(self, periods: Sequence[int]) -> str:
        starts = zip(self._starts, periods, strict=True)
        said = [f"{part_name(start, self._by)} {count}" for start, count in starts if count]
        return f"; {', '.join(said)}" if said else ""

    def _figure(self, count: int) -> str:
        width = self._cell
        return (str(count) if count and len(str(count)) < width else "+" if count else "·").ljust(width)

    def _dot(self, count: int) -> str:
        width = self._cell
        number = "" if count < 2 else str(count) if len(str(count)) < width else "+"
        return (f"●{number}" if count else "").ljust(width)


def cycle_document(summary: Summary) -> dict[str, object]:
    """The cycle as JSON."""
    cycle = summary.cycle
    return {
        "starts": [start.isoformat() for start in cycle.starts],
        "stages": [
            {
                "stage": stage.stage,
                "count": stage.entries,
                "of": stage.of,
                "periods": [{"count": period.entries, "of": period.of} for period in stage.periods],
            }
            for stage in cycle.stages
        ],
        "working": [_dots_document(one) for one in cycle.working],
        "need_and_got": [
            {"need": one.need, "got": one.got, "count": one.entries, "periods": list(one.periods)} for one in cycle.met
        ],
        "ratings": [_dots_document(one) for one in cycle.ratings],
    }


def _dots_document(one: Dots) -> dict[str, object]:
    return {
        "item": one.item,
        "value": one.value,
        "count": one.entries,
        "of": one.of,
        "periods": list(one.periods),
    }

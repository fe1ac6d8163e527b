"""How the entries moved: stages of the reflective cycle, with / for / to, need and got, ratings as dots over time."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rcpjournal.core.framework import Layer
from rcpjournal.core.insight.counts import CountOf
from rcpjournal.core.insight.cycle import Dots, Meeting
from rcpjournal.core.insight.summary import Summary
from rcpjournal.core.words import listed, plural
from rcpjournal.views import styled
from rcpjournal.views.styled import Line, Span, dim, line
from rcpjournal.views.summary.grid import Layout, columns_key, head_rows, part_name
from rcpjournal.views.summary.marks import in_words

_STAGE_WORDS = {
    "experience": "experience: what happened",
    "reflection": "reflection: noticed and felt",
    "analysis": "analysis: what it meant",
    "plan": "plan: what next",
}
_WORKING_WORDS = {"with": "worked with", "for": "worked for", "to": "did to", "mixed": "mixed"}
_LABEL, _SHORT_LABEL = 30, 14
_FEW = 3
"""so many ratings are worth a chart; fewer are said in words"""
_RATINGS = ("5", "4", "3", "2", "1", "unsure")


def moves(layer: Layer) -> bool:
    """Whether a layer is drawn here and need not be drawn again."""
    return layer.kind == "rating" or layer.field in ("need", "got", "working")


def movement_lines(summary: Summary, layout: Layout) -> Iterator[Line]:
    """All of it; nothing where nothing was noted."""
    cycle = summary.cycle
    draw = _Rows(summary, layout)
    if layout.detail and (cycle.stages or cycle.met or cycle.ratings):
        yield from draw.key(summary)
    if cycle.stages:
        yield from draw.titled("The reflective cycle: in how many entries a stage was reached")
        whole = all(draw.fits(_STAGE_WORDS[stage.stage]) for stage in cycle.stages)
        for stage in cycle.stages:
            words = _STAGE_WORDS[stage.stage] if whole else stage.stage
            yield from draw.row(words, stage.entries, stage.of, stage.periods)
    if any(one.entries for one in cycle.working):
        yield from draw.titled("With, for or to")
        for one in cycle.working:
            if one.entries:
                yield from draw.row(_WORKING_WORDS.get(one.value, one.label), one.entries, one.of, one.periods)
        yield from _never([one for one in cycle.working if not one.entries], layout.width)
    if cycle.met:
        yield from draw.titled("What it needed and what it got" if draw.plain else "What it needed → what it got")
        for met in cycle.met:
            yield from draw.row(_meeting(met, draw.plain), met.entries, met.of, met.periods)
    if cycle.ratings:
        yield from _ratings([list(dots) for _, dots in groupby(cycle.ratings, key=lambda one: one.item)], draw)


def _never(found: Sequence[Dots], width: int) -> Iterator[Line]:
    if found:
        names = listed(_WORKING_WORDS.get(one.value, one.label) for one in found)
        yield from styled.wrapped(f"0 of {found[0].of}: {names}", width, "  ", "dim")


def _ratings(several: Sequence[Sequence[Dots]], draw: "_Rows") -> Iterator[Line]:
    """Each rating over time; in words where there are only a few."""
    drawn = not draw.plain and any(sum(one.entries for one in dots) >= _FEW for dots in several)
    more = ": one dot, one entry; never added up" if drawn else ""
    yield from draw.titled(f"Expectations, support and challenge{more}", heads=drawn)
    for dots in several:
        yield from _rating(dots, draw) if drawn else _rated(dots, draw)


def _rated(dots: Sequence[Dots], draw: "_Rows") -> Iterator[Line]:
    entries = sum(one.entries for one in dots)
    how = in_words({one.value: one.entries for one in dots})
    yield from styled.wrapped(
        f"{dots[0].label}: {entries} of {plural(dots[0].of, 'entry', 'entries')}; {how}.", draw.width, "  "
    )


def _meeting(one: Meeting, plain: bool) -> str:
    need, got = one.need or "(not said)", one.got or "(not said)"
    return f"needed {need}, got {got}" if plain else f"{need} → {got}"


def _rating(dots: Sequence[Dots], draw: "_Rows") -> Iterator[Line]:
    given = {one.value: one for one in dots}
    yield line(f"  {dots[0].label}", dim(f"  {sum(one.entries for one in dots)} of {dots[0].of}"))
    shown = [value for value in _RATINGS if value != "unsure"] + (["unsure"] if "unsure" in given else [])
    for value in shown:
        yield draw.dots("not sure" if value == "unsure" else value, given.get(value))


class _Rows:
    """Rows with a figure a part, as many of the newest as fit."""

    def __init__(self, summary: Summary, layout: Layout) -> None:
        self.plain, self.width, self._numbers = layout.plain, layout.width, layout.numbers
        self._starts, self._by, self._detail = summary.periods, summary.by, layout.detail
        self._cell = max(layout.cell, len(str(max(summary.written, default=0))) + 1)
        around, parts = 3 + layout.numbers, len(summary.periods)
        self._label = min(_LABEL, max(_SHORT_LABEL, layout.width - around - self._cell * parts))
        self._parts = max(1, min(parts, (layout.width - around - self._label) // self._cell))
        self._heads = head_rows(summary, layout._replace(parts=self._parts, cell=self._cell))
        self._hidden = parts - self._parts

    def key(self, summary: Summary) -> Iterator[Line]:
        """What the columns are, where no grid stands above that says it."""
        if not self.plain:
            yield from columns_key(summary, self._hidden, self.width)
            yield from styled.wrapped("· in none of its entries  blank: not asked", self.width, style="dim")

    def titled(self, words: str, *, heads: bool = True) -> Iterable[Line]:
        yield from styled.titled(words, self.width)
        if heads and not self.plain:
            start = " " * (3 + self._label + self._numbers)
            yield from (line(dim((start + row).rstrip())) for row in self._heads)

    def fits(self, label: str) -> bool:
        """Whether a label stands whole."""
        return self.plain or styled.width_of(label) <= self._label

    def row(self, label: str, entries: int, of: int, periods: Sequence[CountOf]) -> Iterator[Line]:
        """A label, in how many of how many, and a figure a part."""
        if self.plain:
            said = f"{label}: {entries} of {plural(of, 'entry', 'entries')}{self._in_words(periods)}."
            yield from styled.wrapped(said, self.width, "  ")
            return
        cells = "".join(self._figure(part).ljust(self._cell) for part in periods[-self._parts :])
        numbers = f"{entries} of {of}".ljust(self._numbers)
        yield styled.trimmed([
            Span(f"  {styled.padded(label, self._label)} "), Span(numbers), Span(cells.rstrip(), "accent"),
        ])  # fmt: skip

    def dots(self, label: str, found: Dots | None) -> Line:
        """One value of a rating: a dot for each entry of a part, its number where there are several."""
        start = f"{label:>{self._label + 2}} {'':{self._numbers}}"
        if found is None:
            return line(dim(start.rstrip()))
        cells = "".join(self._dot(part.entries).ljust(self._cell) for part in found.periods[-self._parts :])
        return line(dim(start), Span(cells.rstrip(), "accent"))

    def _in_words(self, periods: Sequence[CountOf]) -> str:
        if not self._detail:
            return ""
        starts = zip(self._starts, periods, strict=True)
        said = [f"{part_name(start, self._by)} {part.entries} of {part.of}" for start, part in starts if part.entries]
        return f"; {', '.join(said)}" if said else ""

    @staticmethod
    def _figure(part: CountOf) -> str:
        return str(part.entries) if part.entries else "·" if part.of else ""

    @staticmethod
    def _dot(entries: int) -> str:
        return f"●{entries if entries > 1 else ''}" if entries else ""


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
                "periods": _parts_document(stage.periods),
            }
            for stage in cycle.stages
        ],
        "working": [_dots_document(one) for one in cycle.working],
        "need_and_got": [
            {
                "need": one.need,
                "got": one.got,
                "count": one.entries,
                "of": one.of,
                "periods": _parts_document(one.periods),
            }
            for one in cycle.met
        ],
        "ratings": [_dots_document(one) for one in cycle.ratings],
    }


def _dots_document(one: Dots) -> dict[str, object]:
    return {
        "item": one.item,
        "value": one.value,
        "count": one.entries,
        "of": one.of,
        "periods": _parts_document(one.periods),
    }


def _parts_document(parts: Iterable[CountOf]) -> list[dict[str, int]]:
    return [{"count": part.entries, "of": part.of} for part in parts]

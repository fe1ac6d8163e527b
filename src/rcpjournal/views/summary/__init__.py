"""A summary as lines: the grid of items over time first, then what more can be said, then everything else.

Every figure is a number beside a mark; a dot is "none of these entries", a blank "not asked". It reads without colour.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from rcpjournal.core.framework import Framework, Layer
from rcpjournal.core.insight.counts import ItemSummary
from rcpjournal.core.insight.material import Quote
from rcpjournal.core.insight.summary import Summary, says_how
from rcpjournal.core.words import listed, plural
from rcpjournal.views import styled
from rcpjournal.views.days import spoken
from rcpjournal.views.styled import Line, line, strong
from rcpjournal.views.summary.findings import Passages, change_lines, lately_lines, together_lines, within_lines
from rcpjournal.views.summary.grid import Layout, item_lines, label_of, layout_for, legend
from rcpjournal.views.summary.ledger import condition_lines
from rcpjournal.views.summary.movement import movement_lines, moves

_NO_PASSAGES: Passages = MappingProxyType({})
_NOTHING = {
    "grid": "Nothing of it was asked about in this time.",
    "lately": "Nothing to say: what was seen in this time is in the last entries too, or they are too few to tell.",
    "together": "No two items met in three entries or more.",
    "cycle": "Nothing of it was noted in this time.",
}
_FEWEST_SILENT = 6
"""entries, before it is worth naming what is in none of them"""


class Wanted(NamedTuple):
    """How a summary is to be shown: one layer, one part, or all; `plain`: words instead of marks.

    `chosen`: by what some entries of the time were chosen, in words; "" for all. `same`: the options that ask for the
    same entries again, for what a hint tells to type.
    """

    width: int
    layer: str | None = None
    part: str | None = None
    plain: bool = False
    chosen: str = ""
    same: str = ""


def summary_lines(
    summary: Summary,
    framework: Framework,
    wanted: Wanted,
    *,
    quotes: Sequence[Quote] = (),
    passages: Passages = _NO_PASSAGES,
) -> Iterator[Line]:
    """The whole summary, or the layer or part of it that is wanted."""
    layout = layout_of(summary, framework, wanted)
    yield from head_lines(summary, layout.width, wanted.chosen)
    width, whole, same = layout.width, wanted.part is not None, wanted.same
    pieces = {
        "grid": _opening(summary, framework, layout, wanted, quotes),
        "lately": lately_lines(summary.lately, width, some=bool(wanted.chosen)),
        "together": together_lines(summary.together, passages, width, whole=whole, same=same),
        "conditions": condition_lines(summary, framework, width, plain=wanted.plain, same=same),
        "cycle": movement_lines(summary, layout),
        "rest": _rest(summary, framework, layout, wanted, quotes),
    }
    only = "grid" if wanted.layer else wanted.part
    for name, lines in pieces.items():
        if only is None:
            yield from lines
        elif only == name:
            yield from list(lines) or styled.wrapped(f"\n{_NOTHING[name]}", width)


def _opening(
    summary: Summary, framework: Framework, layout: Layout, wanted: Wanted, quotes: Sequence[Quote]
) -> Iterator[Line]:
    """What changed, and the grid: of the layers that lead, or of all that are wanted."""
    yield from change_lines(summary, layout.width)
    chosen = [layer for layer in _layers(framework, wanted) if wanted.layer or wanted.part or says_how(layer)]
    grid = list(_grid(summary, chosen, layout, quotes, whole=wanted.layer is not None))
    yield from grid
    gone = [item for item in summary.items if _is_seen(item) and not item.active]
    gone = [item for item in gone if wanted.layer in (None, item.layer)]
    if gone and not grid:
        yield from legend(summary, layout, framework.layers.values())
    yield from _no_longer(gone, summary, framework, layout, quotes)
    layer = {item.item for item in summary.items if wanted.layer in (None, item.layer)}
    yield from within_lines(summary, layout.width, layer)


def _rest(
    summary: Summary, framework: Framework, layout: Layout, wanted: Wanted, quotes: Sequence[Quote]
) -> Iterator[Line]:
    """The layers that were not drawn yet, in a line or two each."""
    others = [one for one in framework.layers.values() if not (says_how(one) or moves(one) or one.kind == "condition")]
    if quotes:
        yield from _grid(summary, others, layout, quotes, whole=False)
        return
    seen = {layer.id: [item for item in summary.items if item.layer == layer.id and item.active] for layer in others}
    lines = [row for layer in others for row in _in_short(layer, seen[layer.id], layout.width)]
    if lines:
        yield from styled.titled("Also in these entries", layout.width)
        yield from lines
        told = f"`rcpjournal summary --part grid{wanted.same}` draws them all over time."
        yield from styled.wrapped(told, layout.width, "  ", "dim")


def _in_short(layer: Layer, items: Sequence[ItemSummary], width: int) -> Iterator[Line]:
    """`Contexts, of 10: visits 4, an encounter 2.`"""
    for of in dict.fromkeys(item.of for item in items if item.entries):
        seen = listed(f"{label_of(item)} {item.entries}" for item in items if item.entries and item.of == of)
        yield from styled.wrapped(f"{layer.title}, of {of}: {seen}.", width, "  ")
    for item in items:
        yield from _elsewhere(item, width, of=label_of(item))


def head_lines(summary: Summary, width: int, chosen: str = "") -> Iterator[Line]:
    """How many entries, of which days; `chosen`: by what, where they are not all."""
    since, until = spoken(summary.since, weekday=False), spoken(summary.until, weekday=False)
    yield line(strong(plural(summary.entries, "entry", "entries")), f", {since} to {until}")
    if chosen:
        yield from styled.wrapped(f"Only {chosen}; others of this time are in no figure.", width, style="dim")


def layout_of(summary: Summary, framework: Framework, wanted: Wanted) -> Layout:
    """How the lines of what is wanted are shared out."""
    ids = {layer.id for layer in _layers(framework, wanted)}
    ids &= {layer.id for layer in framework.layers.values() if says_how(layer) or wanted.layer or wanted.part}
    if wanted.part not in (None, "grid"):
        ids = set()  # no grid is drawn
    shown = [item for item in summary.items if _is_seen(item) or wanted.layer]
    detail = wanted.layer is not None or wanted.part is not None
    drawn = [item for item in shown if item.layer in ids or not (item.active or wanted.part)]
    return layout_for(summary, drawn, wanted.width, plain=wanted.plain, detail=detail)


def _layers(framework: Framework, wanted: Wanted) -> Iterable[Layer]:
    return (layer for layer in framework.layers.values() if wanted.layer in (None, layer.id))


def _grid(
    summary: Summary, layers: Sequence[Layer], layout: Layout, quotes: Sequence[Quote], *, whole: bool
) -> Iterator[Line]:
    found = {layer.id: [item for item in summary.items if item.layer == layer.id and item.active] for layer in layers}
    shown = [layer for layer in layers if any(whole or _is_seen(item) for item in found[layer.id])]
    if shown:
        yield from legend(summary, layout, shown)
    for layer in shown:
        yield from _layer(layer, found[layer.id], summary, layout, quotes, whole=whole)


def _is_seen(item: ItemSummary) -> bool:
    return bool(item.entries or item.elsewhere or item.change)


def _layer(
    layer: Layer,
    items: Sequence[ItemSummary],
    summary: Summary,
    layout: Layout,
    quotes: Sequence[Quote],
    *,
    whole: bool,
) -> Iterator[Line]:
    yield from styled.titled(layer.title, layout.width)
    for item in items:
        if not whole and not _is_seen(item):
            continue
        yield from item_lines(item, summary, layout, says_how=says_how(layer))
        yield from _called(item, layout.width)
        yield from _elsewhere(item, layout.width)
        yield from _quoted(item, quotes, layout.width)
    silent = [item for item in items if not _is_seen(item)]
    if silent and not whole and layer.stances and summary.entries >= _FEWEST_SILENT:
        yield from _silent(silent, layout.width)


def _quoted(item: ItemSummary, quotes: Iterable[Quote], width: int) -> Iterator[Line]:
    for quote in quotes:
        if quote.item == item.item and quote.label in ("", item.label):
            said = f"{spoken(date.fromisoformat(quote.happened_on))}: “{quote.quote}”"
            yield from styled.wrapped(said, width, "      ", "dim")


def _elsewhere(item: ItemSummary, width: int, of: str = "and") -> Iterator[Line]:
    if item.elsewhere:
        said = f"{of} in {plural(item.elsewhere, 'entry', 'entries')} that did not ask about it, not counted here"
        yield from styled.wrapped(said, width, "    ", "dim")


def _called(item: ItemSummary, width: int) -> Iterator[Line]:
    if item.wordings:
        called = ", ".join(f"“{label}” in {entries}" for label, entries in item.wordings.items())
        yield from styled.wrapped(f"as written: {called}", width, "    ", "dim")


def _silent(items: Sequence[ItemSummary], width: int) -> Iterator[Line]:
    ofs = {item.of for item in items}
    of = f"0 of {ofs.pop()}" if len(ofs) == 1 else "0"
    names = listed(item.label for item in items)
    yield from styled.wrapped(f"{of}: {names}", width, "  ", "dim")


def _no_longer(
    gone: Sequence[ItemSummary], summary: Summary, framework: Framework, layout: Layout, quotes: Sequence[Quote]
) -> Iterator[Line]:
    if gone:
        yield from styled.titled("As written, no longer in the framework", layout.width)
        for item in gone:
            yield from item_lines(item, summary, layout)
            yield from _elsewhere(item, layout.width)
            yield from _quoted(item, quotes, layout.width)
            now = [framework.items[name].label for name in item.became if name in framework.items]
            if now:
                yield from styled.wrapped(f"now: {' or '.join(now)}", layout.width, "    ", "dim")

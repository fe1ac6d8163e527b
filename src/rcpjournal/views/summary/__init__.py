"""A summary as lines: the grid of items over time first, then what more can be said, then everything else.

Every figure is a number beside a mark; a dot is "none of these entries", a blank "not asked". It reads without colour.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from rcpjournal.core.dates import spoken
from rcpjournal.core.framework import Framework, Layer
from rcpjournal.core.insight.counts import ItemSummary
from rcpjournal.core.insight.material import Quote
from rcpjournal.core.insight.summary import Summary, is_about_practice
from rcpjournal.core.words import plural
from rcpjournal.views import styled
from rcpjournal.views.styled import Line, line, strong
from rcpjournal.views.summary.findings import Passages, change_lines, lately_lines, together_lines, within_lines
from rcpjournal.views.summary.grid import Layout, item_lines, label_of, layout_for, legend
from rcpjournal.views.summary.ledger import condition_lines
from rcpjournal.views.summary.movement import movement_lines, moves

_NO_PASSAGES: Passages = MappingProxyType({})


class Wanted(NamedTuple):
    """How a summary is to be shown: one layer, one part, or all; `plain`: words instead of marks.

    `some`: it is of some entries of the time only, chosen by kind or company.
    """

    width: int
    layer: str | None = None
    part: str | None = None
    plain: bool = False
    some: bool = False


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
    yield from head_lines(summary, layout.width)
    pieces = {
        "grid": _opening(summary, framework, layout, wanted, quotes),
        "lately": lately_lines(summary.lately, layout.width, some=wanted.some),
        "together": together_lines(summary.together, passages, layout.width, whole=wanted.part is not None),
        "conditions": condition_lines(summary, framework, layout.width, plain=wanted.plain),
        "cycle": movement_lines(summary, layout),
        "rest": _rest(summary, framework, layout, quotes),
    }
    only = "grid" if wanted.layer else wanted.part
    for name, lines in pieces.items():
        if only in (None, name):
            yield from lines


def _opening(
    summary: Summary, framework: Framework, layout: Layout, wanted: Wanted, quotes: Sequence[Quote]
) -> Iterator[Line]:
    """What changed, and the grid: of the layers that lead, or of all that are wanted."""
    yield from change_lines(summary, layout.width)
    chosen = [layer for layer in _layers(framework, wanted) if wanted.layer or wanted.part or _leads(layer)]
    yield from _grid(summary, chosen, layout, quotes, whole=wanted.layer is not None)
    if wanted.layer is None:
        yield from _no_longer(summary, framework, layout)
        yield from within_lines(summary, layout.width)


def _rest(summary: Summary, framework: Framework, layout: Layout, quotes: Sequence[Quote]) -> Iterator[Line]:
    """The layers that were not drawn yet."""
    others = [layer for layer in framework.layers.values() if not _leads(layer) and not moves(layer)]
    lines = list(_grid(summary, others, layout, quotes, whole=False))
    if lines:
        yield from styled.titled("Every other layer", layout.width)
        yield from lines


def head_lines(summary: Summary, width: int) -> Iterator[Line]:
    """How many entries, and of which days."""
    since, until = spoken(summary.since, weekday=False), spoken(summary.until, weekday=False)
    yield line(strong(plural(summary.entries, "entry", "entries")), f", {since} to {until}")


def layout_of(summary: Summary, framework: Framework, wanted: Wanted) -> Layout:
    """How the lines of what is wanted are shared out."""
    ids = {layer.id for layer in _layers(framework, wanted)}
    shown = (item for item in summary.items if item.entries or wanted.layer)
    labels = [label_of(item) for item in shown if item.layer in ids or not item.active]
    return layout_for(summary, labels, wanted.width, plain=wanted.plain)


def _layers(framework: Framework, wanted: Wanted) -> Iterable[Layer]:
    return (layer for layer in framework.layers.values() if wanted.layer in (None, layer.id))


def _leads(layer: Layer) -> bool:
    """Layers of the grid that a summary opens with: what was seen in the work, and how it was."""
    return is_about_practice(layer) and layer.kind == "tag" and bool(layer.stances)


def _grid(
    summary: Summary, layers: Sequence[Layer], layout: Layout, quotes: Sequence[Quote], *, whole: bool
) -> Iterator[Line]:
    found = {layer.id: [item for item in summary.items if item.layer == layer.id and item.active] for layer in layers}
    shown = [layer for layer in layers if any(item.entries or item.elsewhere or whole for item in found[layer.id])]
    if shown:
        yield from legend(summary, layout, shown)
    for layer in shown:
        yield from _layer(layer, found[layer.id], layout, summary.by, quotes, whole=whole)


def _layer(
    layer: Layer,
    items: Sequence[ItemSummary],
    layout: Layout,
    by: str,
    quotes: Sequence[Quote],
    *,
    whole: bool,
) -> Iterator[Line]:
    yield from styled.titled(layer.title, layout.width)
    for item in items:
        if not item.entries and not item.elsewhere and not whole:
            continue
        yield from item_lines(item, layout, by)
        yield from _called(item, layout.width)
        yield from _elsewhere(item, layout.width)
        for quote in quotes:
            if quote.item == item.item:
                said = f"{spoken(date.fromisoformat(quote.happened_on))}: “{quote.quote}”"
                yield from styled.wrapped(said, layout.width, "      ", "dim")
    silent = [item for item in items if not item.entries and not item.elsewhere]
    if silent and not whole and layer.stances:
        yield from _silent(silent, layout.width)


def _elsewhere(item: ItemSummary, width: int) -> Iterator[Line]:
    if item.elsewhere:
        said = f"and in {plural(item.elsewhere, 'entry', 'entries')} that did not ask about it, not counted here"
        yield from styled.wrapped(said, width, "    ", "dim")


def _called(item: ItemSummary, width: int) -> Iterator[Line]:
    if item.wordings:
        called = ", ".join(f"“{label}” in {entries}" for label, entries in item.wordings.items())
        yield from styled.wrapped(f"as written: {called}", width, "    ", "dim")


def _silent(items: Sequence[ItemSummary], width: int) -> Iterator[Line]:
    ofs = {item.of for item in items}
    of = f"0 of {ofs.pop()}" if len(ofs) == 1 else "0"
    names = ", ".join(item.label for item in items)
    yield from styled.wrapped(f"{of}: {names}", width, "  ", "dim")


def _no_longer(summary: Summary, framework: Framework, layout: Layout) -> Iterator[Line]:
    gone = [item for item in summary.items if (item.entries or item.elsewhere) and not item.active]
    if gone:
        yield from styled.titled("As written, no longer in the framework", layout.width)
        for item in gone:
            yield from item_lines(item, layout, summary.by)
            yield from _elsewhere(item, layout.width)
            now = [framework.items[name].label for name in item.became if name in framework.items]
            if now:
                yield from styled.wrapped(f"now: {' or '.join(now)}", layout.width, "    ", "dim")

"""A summary as lines: one an item, `Trust  4 of 9`, a figure for each part of the period.

Every figure is a number; a dot is "none of these entries", a blank "nothing was written". It reads without colour.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from rcpjournal.core.dates import MONTHS, spoken
from rcpjournal.core.framework import Framework, Layer
from rcpjournal.core.insight.material import Quote
from rcpjournal.core.insight.summary import ItemSummary, NotLately, PeriodCount, Summary
from rcpjournal.core.words import plural
from rcpjournal.views import styled
from rcpjournal.views.styled import Line, Span, dim, line, strong, title

WIDEST = 100
_MOST_CELLS = 26
_NUMBER_CELLS = 10


def summary_lines(
    summary: Summary,
    framework: Framework,
    width: int,
    *,
    layer: str | None = None,
    quotes: Sequence[Quote] = (),
) -> Iterator[Line]:
    """The whole summary, or that of one layer."""
    width = min(width, WIDEST)
    yield line(
        strong(plural(summary.entries, "entry", "entries")),
        f", {spoken(summary.since, weekday=False)} to {spoken(summary.until, weekday=False)}",
    )
    periods = summary.periods[-_MOST_CELLS:]
    label_cells = _label_cells(width, len(periods))
    yield from _legend(summary, periods, label_cells, width)
    for found in framework.layers.values():
        if layer is None or found.id == layer:
            yield from _layer(found, summary, len(periods), label_cells, width, quotes, whole=layer is not None)
    yield from _no_longer(summary, framework, len(periods), label_cells)
    if layer is None:
        yield from _not_lately(summary.not_lately, width)
        yield from _together(summary, width)
        yield from _conditions(summary, width)


def _label_cells(width: int, periods: int) -> int:
    return max(16, min(36, width - _NUMBER_CELLS - 2 * periods - 4))


def _legend(summary: Summary, periods: Sequence[date], label_cells: int, width: int) -> Iterator[Line]:
    each = {"week": "week", "month": "month", "quarter": "quarter"}[summary.by]
    note = f"Each figure is a {each}: in so many of its entries. A dot: in none. A blank: nothing asked."
    hidden = len(summary.periods) - len(periods)
    if hidden:
        note += f" The first {plural(hidden, each)} are counted, not drawn."
    yield from styled.wrapped(note, width, style="dim")
    heads = _week_heads(periods) if summary.by == "week" else "".join(_head(start, summary.by) for start in periods)
    yield line(dim(" " * (2 + label_cells + _NUMBER_CELLS) + heads.rstrip()))


def _head(start: date, by: str) -> str:
    """A quarter's number, or a month's first letter."""
    return f"{(start.month + 2) // 3} " if by == "quarter" else f"{MONTHS[start.month - 1][0]} "


def _week_heads(weeks: Sequence[date]) -> str:
    """The month's name above the first week that begins in it."""
    heads = ""
    month = 0
    for n, start in enumerate(weeks):
        if start.month != month and len(heads) <= 2 * n:
            heads = f"{heads:<{2 * n}}{MONTHS[start.month - 1][:3]} "
            month = start.month
    return heads


def _layer(
    layer: Layer,
    summary: Summary,
    periods: int,
    label_cells: int,
    width: int,
    quotes: Sequence[Quote],
    *,
    whole: bool,
) -> Iterator[Line]:
    items = [item for item in summary.items if item.layer == layer.id and item.active]
    shown = [item for item in items if item.entries or whole]
    if not shown:
        return
    yield styled.EMPTY
    yield title(layer.title)
    for item in shown:
        yield from _item(item, periods, label_cells, width)
        for quote in quotes:
            if quote.item == item.item:
                said = f"{spoken(date.fromisoformat(quote.happened_on))}: “{quote.quote}”"
                yield from styled.wrapped(said, width, "      ", "dim")
    silent = [item for item in items if not item.entries]
    if silent and not whole and layer.stances:
        yield from _silent(silent, width)


def _silent(items: Sequence[ItemSummary], width: int) -> Iterator[Line]:
    ofs = {item.of for item in items}
    of = f"0 of {ofs.pop()}" if len(ofs) == 1 else "0"
    names = ", ".join(item.label for item in items)
    yield from styled.wrapped(f"{of}: {names}", width, "  ", "dim")


def _item(item: ItemSummary, periods: int, label_cells: int, width: int) -> Iterator[Line]:
    numbers = f"{item.entries} of {item.of}"
    cells = " ".join(_cell(period) for period in item.periods[-periods:])
    stances = ", ".join(_stance(name, count) for name, count in item.stances.items())
    row = [
        Span(f"  {styled.padded(item.label, label_cells - 1)} ", "strong" if item.entries else ""),
        Span(f"{numbers:<{_NUMBER_CELLS}}"),
        Span(cells, "accent"),
    ]
    if stances and sum(styled.width_of(span.text) for span in row) + len(stances) + 2 <= width:
        yield (*row, dim(f"  {stances}"))
        return
    yield tuple(row)
    if stances:
        yield line(dim(f"    {stances}"))


def _stance(name: str, count: int) -> str:
    words = {"inhibited": "harder", "enabled": "easier"}
    return f"rated {name} in {count}" if name.isdigit() else f"{words.get(name, name)} {count}"


def _cell(period: PeriodCount) -> str:
    if not period.of:
        return " "
    if not period.entries:
        return "·"
    return str(period.entries) if period.entries < 10 else "+"


def _no_longer(summary: Summary, framework: Framework, periods: int, label_cells: int) -> Iterator[Line]:
    gone = [item for item in summary.items if item.entries and not item.active]
    if gone:
        yield styled.EMPTY
        yield title("As written, no longer in the framework")
        for item in gone:
            yield from _item(item, periods, label_cells, WIDEST)


def _not_lately(items: Iterable[NotLately], width: int) -> Iterator[Line]:
    rows = list(items)
    if not rows:
        return
    yield styled.EMPTY
    yield title("Not tagged lately")
    for item in rows:
        said = f"{item.label}: not tagged in your last {item.entries} entries that asked ({plural(item.weeks, 'week')})"
        yield from styled.wrapped(said, width, "  ")
    yield from styled.wrapped("That often happens by chance. It is a place to look, nothing more.", width, "  ", "dim")


def _together(summary: Summary, width: int) -> Iterator[Line]:
    if summary.together:
        yield styled.EMPTY
        yield title("In the same entries")
        for pair in summary.together[:8]:
            said = f"{pair.labels[0]} and {pair.labels[1]}: {plural(pair.entries, 'entry', 'entries')}"
            yield from styled.wrapped(said, width, "  ")


def _conditions(summary: Summary, width: int) -> Iterator[Line]:
    if not summary.conditions:
        return
    yield styled.EMPTY
    yield title("Conditions, and what was done about them")
    for one in summary.conditions:
        parts = [
            f"made it harder {one.inhibited}" if one.inhibited else "",
            f"made it easier {one.enabled}" if one.enabled else "",
            f"both {one.both}" if one.both else "",
            _listed("rule", one.rules),
            _listed("short of", one.blockers),
            _listed("response", one.responses),
        ]
        yield from styled.wrapped(f"{one.label}: {'; '.join(part for part in parts if part)}", width, "  ")


def _listed(name: str, counts: Mapping[str, int]) -> str:
    return f"{name} {', '.join(f'{word} {count}' for word, count in counts.items())}" if counts else ""


def summary_document(summary: Summary) -> dict[str, object]:
    """`rcpjournal/summary/1`: every figure that is drawn."""
    return {
        "schema": "rcpjournal/summary/1",
        "since": summary.since.isoformat(),
        "until": summary.until.isoformat(),
        "by": summary.by,
        "entries": summary.entries,
        "items": [
            {
                "item": item.item,
                "label": item.label,
                "layer": item.layer,
                "count": item.entries,
                "of": item.of,
                "stances": item.stances,
                "interval": list(item.interval),
                "periods": [{"start": p.start.isoformat(), "count": p.entries, "of": p.of} for p in item.periods],
                "previous": {"count": item.previous.entries, "of": item.previous.of} if item.previous else None,
                "change": None,
                "active": item.active,
            }
            for item in summary.items
        ],
        "not_lately": [{"item": one.item, "entries": one.entries, "weeks": one.weeks} for one in summary.not_lately],
        "together": [{"items": list(pair.items), "count": pair.entries} for pair in summary.together],
        "conditions": [
            {
                "item": one.item,
                "inhibited": one.inhibited,
                "enabled": one.enabled,
                "both": one.both,
                "rules": one.rules,
                "blockers": one.blockers,
                "responses": one.responses,
            }
            for one in summary.conditions
        ],
    }

"""The last seven days on one screen: what was seen in them, a few of one's own words, what is near."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rcpjournal.core.framework import Framework
from rcpjournal.core.insight.conditions import ConditionSummary
from rcpjournal.core.insight.counts import ItemSummary
from rcpjournal.core.insight.material import Quote
from rcpjournal.core.insight.summary import Summary, says_how
from rcpjournal.core.near import NearAction
from rcpjournal.core.records import Line as EntryLine
from rcpjournal.core.words import plural
from rcpjournal.views import styled
from rcpjournal.views.days import spoken, weekday_of
from rcpjournal.views.styled import Line, Span, strong, title
from rcpjournal.views.summary.ledger import labelled
from rcpjournal.views.summary.marks import in_words, totals

MOST_LINES = 22
_ENTRIES, _SEEN, _CONDITIONS, _QUOTES, _NEAR = 4, 4, 2, 2, 2


class Week(NamedTuple):
    """What the page is drawn from; `entries` newest first, `quotes` and `near` the ones to show first.

    `older`: the week is past, so that the command to list its entries needs its last day too; `chosen` and `same` as
    in Wanted, without the days.
    """

    summary: Summary
    entries: Sequence[EntryLine]
    quotes: Sequence[Quote]
    near: Sequence[NearAction]
    older: bool = False
    chosen: str = ""
    same: str = ""


def week_lines(week: Week, framework: Framework, width: int, *, plain: bool) -> list[Line]:
    """At most `MOST_LINES` lines, whatever the week held; with blank lines between its blocks where there is room."""
    blocks = [list(block) for block in _blocks(week, framework, width, plain)]
    blocks = [block for block in blocks if block]
    spaced = [row for block in blocks for row in (styled.EMPTY, *block)][1:]
    return spaced if len(spaced) <= MOST_LINES else [row for block in blocks for row in block][:MOST_LINES]


def _blocks(week: Week, framework: Framework, width: int, plain: bool) -> Iterator[Iterable[Line]]:
    summary = week.summary
    yield _entries(week, width, plain)
    layers = {layer.id for layer in framework.layers.values() if says_how(layer)}
    seen = sorted((item for item in summary.items if item.entries and item.layer in layers), key=_most)
    yield _block("Seen in them", (_item(item, plain) for item in seen[:_SEEN]), len(seen) - _SEEN, width)
    around = sorted(summary.conditions, key=lambda one: -one.entries)
    yield _block(
        "Around you", (_around(one, framework) for one in around[:_CONDITIONS]), len(around) - _CONDITIONS, width
    )
    yield _block("In your own words", (_said(quote) for quote in week.quotes[:_QUOTES]), 0, width)
    yield _block("Near", (_due(action) for action in week.near[:_NEAR]), len(week.near) - _NEAR, width)


def _entries(week: Week, width: int, plain: bool) -> Iterator[Line]:
    since, until = spoken(week.summary.since), spoken(week.summary.until)
    head = (strong(plural(week.summary.entries, "entry", "entries")), Span(f"  {since} to {until}"))
    yield _fitted(head, width)
    if week.chosen:
        yield _cut(f"Only {week.chosen}.", width, "dim")
    for entry in week.entries[:_ENTRIES]:
        day = weekday_of(date.fromisoformat(entry.happened_on))
        star = ("starred: " if plain else "* ") if entry.starred else ""
        yield _cut(f"  {day}  {star}{entry.title}", width)
    if (more := len(week.entries) - _ENTRIES) > 0:
        until = f" --until {week.summary.until}" if week.older else ""
        command = f"`rcpjournal list --since {week.summary.since}{until}{week.same}`"
        yield from styled.wrapped(f"and {plural(more, 'other')}: {command}", width, "  ", "dim")


def _most(item: ItemSummary) -> int:
    return -item.entries


def _block(heading: str, rows: Iterable[Line], more: int, width: int) -> Iterator[Line]:
    found = list(rows)
    if not found:
        return
    yield title(heading)
    yield from (_fitted(row, width) for row in found)
    if more > 0:
        yield (Span(f"  and {more} more", "dim"),)


def _item(item: ItemSummary, plain: bool) -> Line:
    start = Span(f"  {item.label}  {item.entries} of {item.of}  ")
    return (
        (start, Span(in_words(item.stances, item.unsaid), "dim"))
        if plain
        else (start, *totals(item.stances, item.unsaid))
    )


def _around(one: ConditionSummary, framework: Framework) -> Line:
    ways = [f"harder {one.inhibited}"] if one.inhibited else []
    ways += [f"easier {one.enabled}"] if one.enabled else []
    ways += [f"both {one.both}"] if one.both else []
    responses = labelled(framework, one.layer, "response", one.responses)
    ways += [f"response: {', '.join(responses)}"] if responses else []
    return (Span(f"  {one.label}  {one.entries} of {one.of}  "), Span(", ".join(ways), "dim"))


def _said(quote: Quote) -> Line:
    return (Span(f"  “{' '.join(quote.quote.split())}”"),)


def _due(near: NearAction) -> Line:
    when = f"{'look again' if near.review else 'by'} {spoken(near.day)}: "
    return (Span(f"  {when}{' '.join(near.action.what.split())}"),)


def _cut(text: str, width: int, style: str = "") -> Line:
    return (Span(styled.padded(text, width).rstrip(), style),)


def _fitted(row: Line, width: int) -> Line:
    """The row cut to `width`."""
    spans: list[Span] = []
    room = width
    for span in row:
        if room <= 0:
            break
        text = span.text if styled.width_of(span.text) <= room else styled.padded(span.text, room)
        spans.append(span._replace(text=text))
        room -= styled.width_of(text)
    return styled.trimmed(spans)

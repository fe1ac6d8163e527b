"""Looking back over time: summary."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from rcpjournal.cli.context import here
from rcpjournal.cli.options import (
    JsonOption,
    KindOption,
    Period,
    SinceOption,
    StarredOption,
    UntilOption,
    WithOption,
)
from rcpjournal.cli.reading import NOTHING_MATCHES
from rcpjournal.cli.terminal import say, show, show_json
from rcpjournal.core.dates import months_later
from rcpjournal.core.records import Selection
from rcpjournal.errors import UsageProblem

if TYPE_CHECKING:
    from rcpjournal.core.insight.material import Quote

MONTHS_BY_DEFAULT = 3
_WEEKS_UP_TO_DAYS = 100


def summary(
    since: SinceOption = None,
    until: UntilOption = None,
    by: Annotated[Period | None, typer.Option("--by", help="Cut the period into these.")] = None,
    layer: Annotated[
        str | None, typer.Option("--layer", metavar="LAYER", help="Only this layer, with what is at 0.")
    ] = None,
    item: Annotated[
        str | None, typer.Option("--item", metavar="ITEM", help="Only entries that touch this item.")
    ] = None,
    kind: KindOption = None,
    with_: WithOption = None,
    starred: StarredOption = False,
    quotes: Annotated[bool, typer.Option("--quotes", help="Show the passages you tied to each item.")] = False,
    json: JsonOption = False,
) -> None:
    """Show what appears over time: in how many entries, with which stance."""
    from rcpjournal.core.insight.summary import summarise
    from rcpjournal.views.summary import summary_document, summary_lines

    first, last = _period(since, until)
    cut = by.value if by else ("week" if (last - first).days <= _WEEKS_UP_TO_DAYS else "month")
    framework = here.framework
    chosen = _layer(layer)
    selection = here.selection(kind=kind, with_=with_, item=item, starred=starred)
    tags = [one.id for one in framework.layers.values() if one.kind == "tag"]
    tallies = here.journal().tallies
    material = tallies.material(selection, first, last, cut, tags)
    previous = tallies.outline(selection, *before) if (before := _period_before(first, last)) else None
    result = summarise(framework, material, previous, cut)
    if json:
        show_json(summary_document(result))
        return
    if not result.entries:
        say(_nothing(first, last) if selection == Selection() else NOTHING_MATCHES)
        return
    passages = tallies.quotes(selection._replace(since=first, until=last)) if quotes else []
    show(summary_lines(result, framework, here.width, layer=chosen, quotes=_wanted(passages, item)))


def _period(since: str | None, until: str | None) -> tuple[date, date]:
    last = here.day(until) if until is not None else here.today
    if since is not None:
        first = here.day(since)
    else:
        first = here.journal().finding.last_supervision() or _months_before(last)
        if first > last:
            first = _months_before(last)
    if first > last:
        raise UsageProblem(f"--since ({first}) is after --until ({last}); swap the two.")
    return first, last


def _months_before(last: date) -> date:
    """Where a summary begins if nothing else is said; the calendar's first day where it has no earlier one."""
    try:
        return months_later(last, -MONTHS_BY_DEFAULT)
    except ValueError:
        return date.min


def _period_before(first: date, last: date) -> tuple[date, date] | None:
    """The period of the same length that ends the day before; None where the calendar has none."""
    try:
        return first - (last - first + timedelta(days=1)), first - timedelta(days=1)
    except OverflowError:
        return None


def _layer(word: str | None) -> str | None:
    if word is None:
        return None
    layers = list(here.framework.layers)
    found = [name for name in layers if name == word.casefold()] or [
        name for name in layers if name.startswith(word.casefold())
    ]
    if len(found) != 1:
        raise UsageProblem(f"“{word}” is not a layer. Choose from {', '.join(layers)}.")
    return str(found[0])


def _wanted(quotes: "list[Quote]", item: str | None) -> "list[Quote]":
    wanted = here.item(item) if item else None
    return [quote for quote in quotes if wanted is None or quote.item == wanted]


def _nothing(first: date, last: date) -> str:
    if not here.journal().finding.count():
        return "Nothing is written yet, so there is nothing to say. `rcpjournal write quick` takes two minutes."
    newest = next(here.journal().finding.lines(Selection(), limit=1))
    return (
        f"No entries between {first} and {last}, so nothing to say of that time. "
        f"The newest entry is of {newest.happened_on}: try --since."
    )

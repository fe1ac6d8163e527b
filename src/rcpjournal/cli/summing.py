"""Looking back over time: summary."""

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from rcpjournal.cli.caseload import summary_from
from rcpjournal.cli.context import here
from rcpjournal.cli.options import (
    BEFORE,
    FromOption,
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
    from rcpjournal.cli.summing_up import Asked

MONTHS_BY_DEFAULT = 3
_WEEKS_UP_TO_DAYS = 100
_WEEK = timedelta(days=6)


CompareOption = Annotated[
    str | None,
    typer.Option(
        "--compare",
        metavar="[SINCE..UNTIL]",
        help="Say what you wrote about more or less often than before: just before and as long, or the days given.",
    ),
]


class Piece(StrEnum):
    """The parts of a summary that can be asked for alone."""

    grid = "grid"
    lately = "lately"
    together = "together"
    conditions = "conditions"
    cycle = "cycle"
    matrix = "matrix"


def summary(
    ctx: typer.Context,
    since: SinceOption = None,
    until: UntilOption = None,
    by: Annotated[Period | None, typer.Option("--by", help="Cut the period into these.")] = None,
    compare: CompareOption = None,
    layer: Annotated[
        str | None, typer.Option("--layer", metavar="LAYER", help="Only this layer, with what is at 0.")
    ] = None,
    item: Annotated[
        str | None, typer.Option("--item", metavar="ITEM", help="One item's story: when, how, beside what.")
    ] = None,
    part: Annotated[Piece | None, typer.Option("--part", help="Only this part of the summary, in full.")] = None,
    week: Annotated[bool, typer.Option("--week", help="The last seven days, on one screen.")] = False,
    kind: KindOption = None,
    with_: WithOption = None,
    starred: StarredOption = False,
    quotes: Annotated[bool, typer.Option("--quotes", help="Show the passages you tied to each item.")] = False,
    as_written: Annotated[
        bool, typer.Option("--as-written", help="Count each name that an item has had by itself, as it was then.")
    ] = False,
    from_: FromOption = None,
    json: JsonOption = False,
) -> None:
    """Show what appears over time: in how many entries, with which stance."""
    if from_ is not None:
        summary_from(from_, ctx, json=json)
        return
    from rcpjournal.cli.summing_up import Asked, document, pages, summed

    selection = here.selection(kind=kind, with_=with_, starred=starred)
    first, last = _last_seven_days(until) if week else period(since, until)
    asked = Asked(
        selection,
        first,
        last,
        by=by.value if by else ("week" if (last - first).days <= _WEEKS_UP_TO_DAYS else "month"),
        layer=_layer(layer),
        item=here.item(item) if item is not None else None,
        part=part.value if part else None,
        week=week,
        against=_against(compare, first, last) if compare is not None or json else None,
        decides=compare is not None,
        quotes=quotes,
        as_written=as_written,
        json=json,
    )
    _agree(asked, since)
    with here.journal().reading():
        result = summed(asked)
        found = document(result, asked) if json else None
        lines = list(pages(result, asked)) if result.entries and not json else []
    if json:
        show_json(found)
    elif lines:
        show(lines)
    else:
        say(_nothing(first, last) if selection == Selection() else NOTHING_MATCHES)


def _agree(asked: "Asked", since: str | None) -> None:
    """Raises UsageProblem for options that do not go together."""
    if asked.week and (since is not None or asked.part or asked.item or asked.layer or asked.decides):
        raise UsageProblem(
            "--week is a page of its own: only --until, --kind, --with, --starred and --json go with it."
        )
    if asked.item and asked.as_written:
        raise UsageProblem("--item tells one item's story under all its names: leave out --as-written.")
    if asked.item and (asked.layer or asked.part):
        raise UsageProblem("--item tells one item's story: leave out --layer and --part.")
    if asked.layer and asked.part not in (None, "grid"):
        raise UsageProblem("--layer shows one layer of the grid: leave out --part.")


def _last_seven_days(until: str | None) -> tuple[date, date]:
    last = here.day(until) if until is not None else here.today
    return max(last, date.min + _WEEK) - _WEEK, last


def period(since: str | None, until: str | None) -> tuple[date, date]:
    """The days meant; from the last supervision, or of three months, if nothing else is said. Raises UsageProblem."""
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


def _against(compare: str | None, first: date, last: date) -> tuple[date, date] | None:
    """The days to compare with: the period of the same length just before (None where the calendar has none)."""
    if compare in (None, BEFORE):
        try:
            return first - (last - first + timedelta(days=1)), first - timedelta(days=1)
        except OverflowError:
            return None
    since, _, until = (compare or "").partition("..")
    if not since.strip() or not until.strip():
        raise UsageProblem(
            f"“{compare}” is not a time to compare with: --compare 2026-01-01..2026-03-31, or --compare alone."
        )
    start, end = here.day(since), here.day(until)
    if start > end:
        raise UsageProblem(f"--compare runs from {start} to {end}; swap the two.")
    if start <= last and end >= first:
        raise UsageProblem(
            f"--compare ({start} to {end}) and the period itself ({first} to {last}) have days in common: choose two "
            "times that do not meet."
        )
    return start, end


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


def _nothing(first: date, last: date) -> str:
    if not here.journal().finding.count():
        return "Nothing is written yet, so there is nothing to say. `rcpjournal write quick` takes two minutes."
    newest = next(here.journal().finding.lines(Selection(), limit=1))
    return (
        f"No entries between {first} and {last}, so nothing to say of that time. "
        f"The newest entry is of {newest.happened_on}: try --since."
    )

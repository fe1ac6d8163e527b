"""Looking back over time: summary."""

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from rcpjournal.cli.context import here
from rcpjournal.cli.options import (
    BEFORE,
    NOTHING_MATCHES,
    FromOption,
    JsonOption,
    KindOption,
    Period,
    SinceOption,
    StarredOption,
    UntilOption,
    WithOption,
)
from rcpjournal.cli.terminal import say, show, show_json
from rcpjournal.core.dates import months_later
from rcpjournal.core.records import Selection
from rcpjournal.errors import UsageProblem

if TYPE_CHECKING:
    from rcpjournal.cli.summing_up import Asked

MONTHS_BY_DEFAULT = 3
SESSIONS_BY_DEFAULT = 6
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
        str | None, typer.Option("--item", metavar="ITEM", help="One item's story, from the first entry on.")
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
    """Show what appears over time. It says in how many entries, and with which stance."""
    if from_ is not None:
        from rcpjournal.cli.caseload import summary_from

        summary_from(from_, ctx, json=json)
        return
    from rcpjournal.cli.summing_up import Asked

    selection = here.selection(kind=kind, with_=with_, starred=starred)
    first, last = _last_seven_days(until) if week else period(_usual_start(since, until, by, item), until)
    asked = Asked(
        selection,
        first,
        last,
        same=_same(ctx, *(() if week else ("since", "until", "by", "as_written")), "kind", "with_", "starred"),
        by=by.value if by else usual_parts(first, last),
        layer=_layer(layer),
        item=here.item(item) if item is not None else None,
        part=part.value if part else None,
        week=week,
        against=_against(compare, first, last) if compare is not None or json else None,
        decides=compare is not None,
        quotes=quotes,
        as_written=as_written,
    )
    _agree(asked, since, by)
    _answer(asked, json=json)


def _answer(asked: "Asked", *, json: bool) -> None:
    """Counts and prints: one moment of the journal, whatever is written meanwhile."""
    from rcpjournal.cli.summing_up import document, pages, summed

    with here.journal().reading():
        result = summed(asked)
        found = document(result, asked) if json else None
        lines = list(pages(result, asked)) if result.entries and not json else []
    if json:
        show_json(found)
    elif lines:
        show(lines)
    else:
        say(_nothing(asked) if asked.selection == Selection() else NOTHING_MATCHES)


def _agree(asked: "Asked", since: str | None, by: Period | None) -> None:
    """Raises UsageProblem for options that do not go together."""
    alone = since is None and not (by or asked.part or asked.item or asked.layer or asked.decides)
    if asked.week and (not alone or asked.quotes or asked.as_written):
        raise UsageProblem(
            "--week is a page of its own: only --until, --kind, --with, --starred and --json go with it."
        )
    if asked.item and asked.as_written:
        raise UsageProblem("--item tells one item's story under all its names: leave out --as-written.")
    if asked.item and (asked.layer or asked.part or asked.decides):
        raise UsageProblem("--item tells one item's story: leave out --layer, --part and --compare.")
    if asked.layer and asked.part not in (None, "grid"):
        raise UsageProblem("--layer shows one layer of the grid: leave out --part.")
    if asked.decides and asked.part not in (None, "grid"):
        raise UsageProblem("--compare is answered with the grid: leave out --part, or take --part grid.")
    if asked.quotes and asked.part not in (None, "grid", "matrix"):
        raise UsageProblem(
            "--quotes shows passages in the grid and the matrix: leave out --part, or take one of these."
        )


def _same(ctx: typer.Context, *names: str) -> str:
    """The options of these names, and those of the whole run, as they were given: what asks for the same again."""
    from shlex import quote

    flags = {"journal": here.flags.get("journal"), "plain": here.flags.get("plain")}
    given = {name: ctx.params.get(name) for name in names} | flags
    words = ((f"--{name.strip('_').replace('_', '-')}", value) for name, value in given.items() if value)
    return "".join(f" {name}" if value is True else f" {name} {quote(str(value))}" for name, value in words)


def _usual_start(since: str | None, until: str | None, by: Period | None, item: str | None) -> str | None:
    """Where the period begins if nothing is said and the last supervision would be too late.

    An item's story begins with the journal; between supervisions it takes several of them.
    """
    finding = here.journal().finding
    start: date | None = None
    if since is None and item is not None:
        start = finding.first_day()
    elif since is None and by is Period.supervision:
        last = here.day(until) if until is not None else here.today
        start = next(iter([day for day in finding.supervisions() if day <= last][-SESSIONS_BY_DEFAULT:]), None)
    return str(start) if start and (until is None or start <= here.day(until)) else since


def usual_parts(first: date, last: date) -> str:
    """What a period is cut into where nothing is said: weeks, or months where those would be too many."""
    return "week" if (last - first).days <= _WEEKS_UP_TO_DAYS else "month"


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
    if first > last and until is None:
        raise UsageProblem(f"--since ({first}) is still to come, so there is nothing of it yet: choose an earlier day.")
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
    if start > here.today:
        raise UsageProblem(f"--compare begins on {start}, which is still to come: choose days that are past.")
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


def _nothing(asked: "Asked") -> str:
    if not here.journal().finding.count():
        if here.journal().drafts.all():
            return "No entry is kept yet. A reflection waits: `rcpjournal write` goes on with it."
        return "Nothing is written yet, so there is nothing to say. `rcpjournal write quick` takes two minutes."
    newest = next(here.journal().finding.lines(Selection(), limit=1)).happened_on
    options = f"--week --until {newest}" if asked.week else f"--since {newest}"
    return (
        f"No entries between {asked.first} and {asked.last}, so nothing to say of that time. "
        f"The newest entry is of {newest}: `rcpjournal summary {options}`."
    )

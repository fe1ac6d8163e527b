"""What is near, without nagging: `due`."""

from datetime import timedelta
from typing import Annotated

import typer

from rcpjournal.cli.context import here
from rcpjournal.cli.options import JsonOption, whole_number
from rcpjournal.cli.terminal import show, show_json
from rcpjournal.core.near import FORTNIGHT, FRESH_DAYS, MONTHLY_OFFERED, Due, by_day, month_of, of_the_month
from rcpjournal.core.records import MonthsQuestion

MOST_DAYS = 366


def due(
    days: Annotated[
        int,
        typer.Option("--days", parser=whole_number(MOST_DAYS), metavar="N", help="What lies up to so many days ahead."),
    ] = 7,
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask for the passphrase of a sealed journal, if it takes one.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Show what was agreed and is near. Supervision and the month's question too; nothing where nothing is.

    For a shell's prompt or cron: it takes as long as `list`, asks nothing, and never counts the days you did not write.
    """
    from rcpjournal.views.due import due_document, due_lines

    here.asks = ask
    found = _found(days)
    if json:
        show_json(due_document(found))
    else:
        show(due_lines(found, here.width), page=False)


def _found(days: int) -> Due:
    """What is near; a journal that is not there yet is not begun for it."""
    today = here.today
    until = today + timedelta(days)
    if here.to_be_begun:
        return Due(today, until)
    near, first = here.journal().near, today - FORTNIGHT
    session = near.session(today)
    return Due(
        today,
        until,
        session if session and session <= until else None,
        by_day(near.actions(first, until), first, until, today),
        _question(),
    )


def _question() -> MonthsQuestion | None:
    """The month's question in its first days, while it was not offered and there is something to go on from."""
    journal, today = here.journal(), here.today
    if today.day > FRESH_DAYS or not here.config.on("monthly"):
        return None
    if journal.state.get(MONTHLY_OFFERED) == month_of(today) or not journal.finding.last_day():
        return None
    off = here.config.words("prompts_off")
    return of_the_month([one for one in journal.near.months_questions() if one.id not in off], today)

"""`team`: what one person contributes to their team, as counts by month; and what they take back."""

from pathlib import Path
from typing import Annotated

import typer

from rcpjournal.cli import gathering
from rcpjournal.cli.context import here
from rcpjournal.cli.help import Grouped, example
from rcpjournal.cli.options import JsonOption, YesOption
from rcpjournal.cli.terminal import say, show, show_json

team_app = typer.Typer(cls=Grouped, rich_markup_mode=None, add_completion=False)

OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="A new file; at a terminal one is named for you.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Put it in place of a file that is there.")]


@team_app.callback(
    invoke_without_command=True,
    epilog=example("team contribute --team duty-north", "team status", "team withdraw"),
)
def team(ctx: typer.Context, json: JsonOption = False) -> None:
    """Counts for a team; alone, what you gave."""
    if not ctx.invoked_subcommand:
        status(json)


@team_app.command(
    epilog=example(
        "team contribute --team duty-north",
        "team contribute --since 2026-01",
        "team contribute --role social-worker",
    )
)
def contribute(
    team: Annotated[
        str | None, typer.Option("--team", metavar="NAME", help="Which team; the one named last if not given.")
    ] = None,
    role: Annotated[
        str | None,
        typer.Option("--role", metavar="NAME", help="A group of roles, if you like: social-worker; '' for none."),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="MONTH", help="From this month on: 2026-01; a day names its month.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="MONTH", help="Up to and with this month; else the last whole one.")
    ] = None,
    output: OutputOption = None,
    yes: YesOption = False,
    force: ForceOption = False,
) -> None:
    """Write counts for your team. You see them first.

    Months, and in how many entries what was seen. No words, no days, no entry. Nothing is sent: a file is written.
    """
    from rcpjournal.cli import contributing
    from rcpjournal.views.contributing import Reading, pack_lines

    ready = contributing.prepared(contributing.Wish(team, role, since, until))
    pack = ready.pack
    file = contributing.file_for(output, f"team-pack-{pack.team}-{pack.until}", force=force, yes=yes)
    teams = ready.before.teams if ready.before else ()
    reading = Reading(here.framework, ready.left.labels, here.width, here.today.isoformat()[:7], teams)
    contributing.show_whole(pack_lines(pack, ready.left, ready.moved, reading))
    if not (file := contributing.agreed(file, f"Write it to {file}?", yes=yes)):
        say("Nothing was written.")
        return
    contributing.give(ready, file, force=force)
    say(
        f"Written to {file}, for you alone to read. Give it to whoever collects for {pack.team}; they can read it, "
        "and a team's summary tells no figure of fewer than five people. `rcpjournal team withdraw` takes back all "
        "that you gave."
    )


@team_app.command(epilog=example("team withdraw", "team withdraw -o withdrawal.json --yes"))
def withdraw(output: OutputOption = None, yes: YesOption = False, force: ForceOption = False) -> None:
    """Take back all that you contributed."""
    from rcpjournal.cli.contributing import Back, take_back

    file = take_back(Back(output, force, yes), "This journal then forgets it.", "forget the key", lambda known: None)
    if file is None:
        say("Nothing was written, and nothing is withdrawn.")
        return
    say(
        f"Written to {file}. Hand this file over: until it is collected, your counts stay where they are. Keep it "
        "until then, since this journal no longer knows the key and cannot write it again."
    )


@team_app.command(epilog=example("team rotate", "team rotate -o withdrawal.json --yes"))
def rotate(output: OutputOption = None, yes: YesOption = False, force: ForceOption = False) -> None:
    """Take back all, and go on under a new key."""
    from rcpjournal.cli.contributing import Back, take_back
    from rcpjournal.store.contributing import fresh_key

    then = "This journal then has another key."
    file = take_back(Back(output, force, yes), then, "take a new key", lambda known: known.with_key(fresh_key()))
    if file is None:
        say("Nothing was written, and the key stays.")
        return
    say(
        f"Written to {file}. Hand this file over first: until it is collected, your old counts stay. Then contribute "
        "anew (`rcpjournal team contribute`). One person, one key: with two in the same data you would be counted as "
        "two people."
    )


@team_app.command(epilog=example("team status", "team status --json"))
def status(json: JsonOption = False) -> None:
    """Show which months you gave to which team."""
    from rcpjournal.views.contributing import status_document, status_lines

    known = here.journal().contributing.contributor()
    if json:
        show_json(status_document(known))
        return
    if known is None:
        say("Nothing was contributed here. `rcpjournal team contribute --team NAME` shows what it would be.")
        return
    show(status_lines(known, here.width))


gathering.register(team_app)

"""Supervision and what was agreed: actions, done, change, drop."""

from typing import Annotated

import typer

from rcpjournal.cli.context import here
from rcpjournal.cli.help import Grouped, example
from rcpjournal.cli.options import JsonOption, whole_number
from rcpjournal.cli.terminal import say, show, show_json
from rcpjournal.errors import ReasonNeeded, UsageProblem

actions_app = typer.Typer(cls=Grouped, rich_markup_mode=None, add_completion=False)

NumberArgument = Annotated[
    int, typer.Argument(metavar="N", parser=whole_number(), help="The action's number, as `actions` shows it.")
]


@actions_app.callback(invoke_without_command=True, epilog=example("actions", "actions done 3", "actions --all"))
def actions(
    ctx: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="The finished ones too.")] = False,
    json: JsonOption = False,
) -> None:
    """Show what was agreed. Say what became of it."""
    if ctx.invoked_subcommand:
        return
    from rcpjournal.views.actions import action_lines, action_row

    found = here.journal().actions.all(every=every)
    if json:
        show_json({"schema": "rcpjournal/actions/1", "actions": [action_row(action) for action in found]})
        return
    show(action_lines(found, here.today, here.width))
    if not found:
        say("Nothing is waiting to be done.")


@actions_app.command(epilog=example('actions done 3 --reason "She rang me first"'))
def done(
    number: NumberArgument, reason: Annotated[str | None, typer.Option(metavar="TEXT", help="What came of it.")] = None
) -> None:
    """Say that an action is done."""
    _alter(number, "done", reason=reason)


@actions_app.command(epilog=example("actions change 3 --due friday --reason Snow"))
def change(
    number: NumberArgument,
    what: Annotated[str | None, typer.Option(metavar="TEXT", help="What it is now.")] = None,
    due: Annotated[str | None, typer.Option(metavar="DAY", help="By when it is now.")] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why.")] = None,
) -> None:
    """Change what was agreed, with the reason."""
    if what is not None and not what.strip():
        raise UsageProblem("An action needs words: --what “…”.")
    if what is None and due is None:
        raise UsageProblem("Say what changes: --what “…” or --due DAY, and --reason “…”.")
    given = {"what": what, "due": here.coming_day(due) if due is not None else None}
    _alter(number, "changed", reason=_needed(reason, "changed"), **{k: v for k, v in given.items() if v})


@actions_app.command(epilog=example('actions drop 3 --reason "She has it already"'))
def drop(
    number: NumberArgument, reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why.")] = None
) -> None:
    """Let an action go, with the reason."""
    _alter(number, "dropped", reason=_needed(reason, "dropped"))


def _alter(number: int, state: str, **changes: object) -> None:
    from rcpjournal.views.actions import changed_line

    given = {name: value for name, value in changes.items() if value is not None}
    here.journal().actions.change(number, f"action {state}", state=state, **given)
    show([changed_line(number, state)])


def _needed(reason: str | None, state: str) -> str:
    if reason and reason.strip():
        return reason
    if here.interactive:
        import sys

        sys.stderr.write("Why? ")
        sys.stderr.flush()
        if typed := sys.stdin.readline().strip():
            return typed
    raise ReasonNeeded(state)

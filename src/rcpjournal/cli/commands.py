"""Which commands there are and under which headings. A run loads the module of its own command alone."""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer

from rcpjournal import __version__
from rcpjournal.cli.context import begin
from rcpjournal.cli.help import FRAMEWORK, KEEP_SAFE, LOOK_BACK, MORE, SUPERVISION, TEAM, WRITE, Whole, example
from rcpjournal.errors import UsageProblem


class Place(NamedTuple):
    """Where a command is: its heading in the help, its module here, the function or group in it, what one types."""

    heading: str
    module: str
    name: str
    examples: tuple[str, ...] = ()


COMMANDS = {
    "write": Place(WRITE, "interviewing", "write", ("write quick", "write deep --on yesterday", "write group")),
    "add": Place(
        WRITE,
        "writing",
        "add",
        ('add "She opened the door herself"', "add - < notes.txt", "add --json - < entries.jsonl"),
    ),
    "edit": Place(WRITE, "changing", "edit", ("edit last", "edit 260304 noticed")),
    "note": Place(WRITE, "changing", "note", ('note last "She rang." --as feedback',)),
    "star": Place(WRITE, "changing", "star", ("star 260304", "star last --off")),
    "delete": Place(WRITE, "changing", "delete", ("delete 260304",)),
    "undo": Place(WRITE, "changing", "undo", ("undo",)),
    "list": Place(LOOK_BACK, "reading", "list_entries", ("list", "list --since monday --kind visit")),
    "show": Place(
        LOOK_BACK, "reading", "show_entry", ("show", "show 260304", "show last --json", "show last --as gibbs")
    ),
    "search": Place(LOOK_BACK, "reading", "search", ("search tea", 'search "kitchen table" --with family')),
    "summary": Place(
        LOOK_BACK,
        "summing",
        "summary",
        (
            "summary",
            "summary --since '6 months ago' --by month",
            "summary --compare",
            "summary --item trust",
            "summary --week",
            'summary --from "Duty worker"',
        ),
    ),
    "supervision": Place(SUPERVISION, "supervising", "supervision_app"),
    "actions": Place(SUPERVISION, "acting", "actions_app"),
    "due": Place(SUPERVISION, "reminding", "due", ("due", "due --days 14", "due --json")),
    "team": Place(TEAM, "teaming", "team_app"),
    "export": Place(
        KEEP_SAFE,
        "moving",
        "export",
        (
            "export html -o reflections.html",
            "export markdown -o reflections.md",
            "export markdown --folder ~/Notes/reflections",
            "export csv --rows observations -o seen.csv",
            "export json --since 2026-01-01",
            "export swe-cpd last",
            "export supervision --counts-only -o page.docx",
            "export supervision --from Duty -o page.html",
        ),
    ),
    "import": Place(
        KEEP_SAFE,
        "importing",
        "import_",
        (
            "import json journal.jsonl --dry-run",
            "import jrnl my.txt --map @trust=trust",
            "import markdown ~/Notes --dry-run",
            "import csv notes.csv --column text=Notes",
        ),
    ),
    "backup": Place(KEEP_SAFE, "keeping", "backup_app"),
    "restore": Place(KEEP_SAFE, "keeping", "restore", ("restore", "restore 2", "restore ~/old/journal.db")),
    "check": Place(KEEP_SAFE, "mending", "check", ("check", "check --repair")),
    "purge": Place(KEEP_SAFE, "mending", "purge", ("purge", "purge --older-than '1 year ago'")),
    "seal": Place(KEEP_SAFE, "sealing", "seal", ("seal", "seal --remember")),
    "unseal": Place(KEEP_SAFE, "sealing", "unseal", ("unseal",)),
    "rekey": Place(KEEP_SAFE, "sealing", "rekey", ("rekey", "rekey --new-key-file new-passphrase.txt")),
    "framework": Place(FRAMEWORK, "framing", "framework_app"),
    "config": Place(MORE, "settings", "config_app"),
    "completion": Place(
        MORE,
        "completion",
        "completion",
        ("completion bash", "completion powershell"),
    ),
    "schema": Place(MORE, "moving", "schema", ("schema entry",)),
    "demo": Place(MORE, "moving", "demo", ("demo",)),
}


def app_with(*names: str) -> typer.Typer:
    """The program with these commands; what they do not need is not loaded."""
    app = typer.Typer(
        cls=Whole,
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
        epilog=example("write quick", "list --since '2 weeks ago'", "summary", "search tea"),
    )
    app.callback(invoke_without_command=True)(rcpjournal)
    for name in names:
        place = COMMANDS[name]
        found = _found(place)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name, rich_help_panel=place.heading)
        else:
            app.command(name, rich_help_panel=place.heading, epilog=example(*place.examples))(found)
    return app


def overview() -> typer.Typer:
    """The program as its help lists it: what each command is for, without its options, which would take a while."""
    app = app_with()
    for name, place in COMMANDS.items():
        app.command(name, rich_help_panel=place.heading)(_told(_found(place)))
    return app


def _found(place: Place) -> Any:
    return getattr(import_module(f"rcpjournal.cli.{place.module}"), place.name)


def _told(found: Any) -> Callable[[], None]:
    """A command that only says what it is for."""

    def told() -> None: ...

    if isinstance(found, typer.Typer):
        begun = found.registered_callback
        told.__doc__ = begun.callback.__doc__ if begun and begun.callback else found.info.help
    else:
        told.__doc__ = found.__doc__
    return told


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"rcpjournal {__version__}\n")
        raise typer.Exit


def rcpjournal(
    ctx: typer.Context,
    journal: Annotated[
        str | None, typer.Option("--journal", metavar="PATH", help="Another journal file, for this command.")
    ] = None,
    key_file: Annotated[
        str | None,
        typer.Option("--key-file", metavar="PATH", help="A sealed journal's passphrase: the first line of this file."),
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Plain numbered lines, no colour: for screen readers.")
    ] = False,
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Print long output as it is.")] = False,
    editor: Annotated[str | None, typer.Option("--editor", metavar="COMMAND", help="The editor to use.")] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Alone: what waits and what was last, as one JSON document.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A journal for thinking about your work with people. Yours, private, on this computer.

    These options may stand anywhere in the line. Alone, `rcpjournal` shows what waits and what was last.
    """
    flags: dict[str, Any] = {
        "journal": journal,
        "key_file": key_file,
        "editor": editor,
        "plain": plain or None,
        "pager": False if no_pager else None,
    }
    begin({name: value for name, value in flags.items() if value is not None})
    if ctx.invoked_subcommand is None:
        from rcpjournal.cli.front import front_page

        front_page(json=json)
    elif json:
        raise UsageProblem(f"--json stands behind the command: `rcpjournal {ctx.invoked_subcommand} … --json`.")

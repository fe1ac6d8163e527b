"""The command line: the app, its commands, and the one boundary where errors become sentences."""

import gc
import os
import sys
from typing import Annotated, Any

import typer

from rcpjournal import __version__
from rcpjournal.cli import (
    acting,
    caseload,
    changing,
    framing,
    interviewing,
    moving,
    reading,
    settings,
    summing,
    supervising,
    writing,
)
from rcpjournal.cli.context import begin, here
from rcpjournal.cli.help import FRAMEWORK, KEEP_SAFE, LOOK_BACK, MORE, SUPERVISION, WRITE, Grouped, example
from rcpjournal.cli.options import BEFORE
from rcpjournal.cli.terminal import say
from rcpjournal.core.words import usable
from rcpjournal.errors import Interrupted, JournalError, UsageProblem
from rcpjournal.store.connection import DatabaseError, told

app = typer.Typer(
    cls=Grouped,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    epilog=example("write quick", "list --since '2 weeks ago'", "summary", "search tea"),
)


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"rcpjournal {__version__}\n")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def rcpjournal(
    ctx: typer.Context,
    journal: Annotated[
        str | None, typer.Option("--journal", metavar="PATH", help="Another journal file, for this command.")
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


def _register(panel: str, name: str, function: Any, *examples: str) -> None:
    app.command(name, rich_help_panel=panel, epilog=example(*examples))(function)


_register(WRITE, "write", interviewing.write, "write quick", "write deep --on yesterday")
_register(
    WRITE,
    "add",
    writing.add,
    'add "She opened the door herself"',
    "add - < notes.txt",
    "add --json - < entries.jsonl",
)
_register(WRITE, "edit", changing.edit, "edit last", "edit 260304 noticed")
_register(WRITE, "note", changing.note, 'note last "She rang to say thank you" --as feedback')
_register(WRITE, "star", changing.star, "star 260304", "star last --off")
_register(WRITE, "delete", changing.delete, "delete 260304")
_register(WRITE, "undo", changing.undo, "undo")
_register(LOOK_BACK, "list", reading.list_entries, "list", "list --since monday --kind visit")
_register(LOOK_BACK, "show", reading.show_entry, "show", "show 260304", "show last --json")
_register(LOOK_BACK, "search", reading.search, "search tea", 'search "kitchen table" --with family')
_register(
    LOOK_BACK,
    "summary",
    summing.summary,
    "summary",
    "summary --since '6 months ago' --by month",
    "summary --compare",
    "summary --item trust",
    "summary --week",
    'summary --from "Duty worker"',
)
caseload.register(supervising.supervision_app)
app.add_typer(supervising.supervision_app, name="supervision", rich_help_panel=SUPERVISION)
app.add_typer(acting.actions_app, name="actions", rich_help_panel=SUPERVISION)
_register(
    KEEP_SAFE,
    "export",
    moving.export,
    "export markdown -o reflections.md",
    "export json --since 2026-01-01",
    "export supervision --counts-only --format docx -o page.docx",
    'export supervision --from "Duty worker" -o page.html',
)
_register(KEEP_SAFE, "import", moving.import_, "import json journal.jsonl")
app.add_typer(framing.framework_app, name="framework", rich_help_panel=FRAMEWORK)
app.add_typer(settings.config_app, name="config", rich_help_panel=MORE)
_register(MORE, "schema", moving.schema, "schema entry")
_register(MORE, "demo", moving.demo, "demo")

_ANYWHERE = {"--plain": 0, "--no-pager": 0, "--journal": 1, "--editor": 1}
_ALONE = {"--compare": BEFORE}
"""options whose value may be left out, and what they mean then"""


def _hoisted(words: list[str]) -> list[str]:
    """The options that may stand anywhere, put in front; what follows `--` is left alone."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(words)
    for word in waiting:
        if word == "--":
            return [*front, *rest, word, *waiting]
        name, equals, _ = word.partition("=")
        if name not in _ANYWHERE:
            rest.append(word)
            continue
        value = next(waiting, None) if _ANYWHERE[name] and not equals else ""
        if value is None:
            return [*front, *rest, word]  # its value is missing: let typer say so
        front += [word, value] if value else [word]
    return [*front, *rest]


def _completed(words: list[str]) -> list[str]:
    """The words, with its usual value behind an option that stands alone; what follows `--` is left alone."""
    end = words.index("--") if "--" in words else len(words)
    alone = [word in _ALONE and (n + 1 >= end or words[n + 1].startswith("-")) for n, word in enumerate(words[:end])]
    return [f"{word}={_ALONE[word]}" if so else word for word, so in zip(words, alone, strict=False)] + words[end:]


def main() -> None:
    """The program: every foreseen failure is one sentence on stderr and an exit code."""
    os.umask(0o077)
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    code = _run([os.fsencode(word).decode("utf-8", "surrogateescape") for word in sys.argv[1:]])
    gc.freeze()  # the process ends now: spares Python the search for garbage, a fifth of a short command's time
    sys.exit(code)


def _open_what_is_closed() -> None:
    """A stream that the caller closed is None in Python; it then reads nothing and writes nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123


def _run(words: list[str]) -> int:
    try:
        for word in words:
            usable(word, "A word on the command line")
        ended = app(_completed(_hoisted(words)), prog_name="rcpjournal", standalone_mode=False)
        if ended == Interrupted.exit_code:
            raise Interrupted
        return ended if isinstance(ended, int) else 0
    except JournalError as error:
        say(str(error))
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        say(str(Interrupted()))
        return Interrupted.exit_code
    except typer.exceptions.TyperException as error:
        say(_usage(error))
        return 2
    except DatabaseError as error:
        say(str(told(error, here.journal_path)))
        return 1
    except OSError as error:
        say(f"{error.filename or 'The output'} could not be written or read: {error.strerror or error}.")
        return 1
    finally:
        here.close()


def _usage(error: Any) -> str:
    """One sentence for a command line that cannot be understood, with the nearest name and where help is."""
    words = error.format_message().rstrip(".") + "."
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx else "rcpjournal"
    if type(error).__name__ == "NoSuchOption" and (option := error.option_name):
        from difflib import get_close_matches

        known = [name for param in ctx.command.get_params(ctx) for name in param.opts] if ctx else []
        near = get_close_matches(option, [*known, *_ANYWHERE], n=1, cutoff=0.5)
        words = f"No such option: {option}.{f' Did you mean {near[0]}?' if near else ''}"
    if words.endswith("'?."):
        words = words[:-1]
    return f"{words} `{path} --help` shows what it takes."

"""Settings: list, get, set, unset."""

from collections.abc import Iterable
from typing import Annotated

import typer

from rcpjournal.cli.context import here
from rcpjournal.cli.help import Grouped, example
from rcpjournal.cli.options import JsonOption
from rcpjournal.cli.terminal import say, show, show_json, show_text
from rcpjournal.errors import UsageProblem
from rcpjournal.files.config import SETTINGS, Value, variable_of
from rcpjournal.views.styled import dim, line, strong

config_app = typer.Typer(cls=Grouped, rich_markup_mode=None, add_completion=False)

NameArgument = Annotated[str, typer.Argument(metavar="NAME")]


@config_app.callback(invoke_without_command=True, epilog=example("config", "config set editor nano"))
def config(ctx: typer.Context, json: JsonOption = False) -> None:
    """Show and change settings."""
    if ctx.invoked_subcommand:
        return
    known = {name: here.config.known(name) for name in SETTINGS}
    if json:
        rows = [{"name": name, "value": found.value, "from": found.source} for name, found in known.items()]
        show_json({"schema": "rcpjournal/config/1", "file": str(here.config.path), "settings": rows})
        return
    rows_ = [
        line(
            strong(f"{name:<14}"),
            f" {_shown(found.value):<10}",
            dim(f" {SETTINGS[name].words} ({_source(name, found.source)})"),
        )
        for name, found in known.items()
    ]
    show(rows_)
    say(f"File: {here.config.path}")


def _source(name: str, source: str) -> str:
    return f"from {variable_of(name)}" if source == "variable" else f"from the {source}" if source == "file" else source


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else value


@config_app.command(epilog=example("config get editor"))
def get(name: NameArgument) -> None:
    """Show one setting."""
    show_text(_shown(here.config.known(name).value))


@config_app.command("set", epilog=example("config set monthly no"))
def set_setting(name: NameArgument, value: Annotated[str, typer.Argument(metavar="VALUE")]) -> None:
    """Change one setting."""
    known = _known_words(name)
    for word in value.replace(",", " ").split():
        if known is not None and word not in known:
            raise UsageProblem(
                f"“{word}” is not known. `rcpjournal framework show` lists flows, `… show deep` questions."
            )
    here.config.set(name, value)
    say(f"{name} is {_shown(here.config.known(name).value) or 'empty'} now.")


def _known_words(name: str) -> Iterable[str] | None:
    """What a setting takes that names parts of the framework; None for others, which need no journal to be open."""
    if name == "flow":
        return here.framework.flows
    return here.framework.prompts if name == "prompts_off" else None


@config_app.command(epilog=example("config unset prompts_off"))
def unset(name: NameArgument) -> None:
    """Take one setting back to what it was at first."""
    here.config.set(name, None)
    say(f"{name} is {_shown(here.config.known(name).value) or 'empty'} again.")

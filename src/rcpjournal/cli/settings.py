"""Settings: list, get, set, unset."""

from collections.abc import Iterable
from typing import Annotated

import typer

from rcpjournal.cli.commands import COMMANDS
from rcpjournal.cli.context import here
from rcpjournal.cli.help import Grouped, example
from rcpjournal.cli.options import JsonOption
from rcpjournal.cli.own import expect_sound
from rcpjournal.cli.terminal import say, show, show_json, show_text
from rcpjournal.errors import SettingRefused, UsageProblem
from rcpjournal.files.config import OWN, SETTINGS, Value, variable_of

config_app = typer.Typer(cls=Grouped, rich_markup_mode=None, add_completion=False)

NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="A setting that `config` lists, or commands.NAME for one of your own.")
]
ValueArgument = Annotated[
    str, typer.Argument(metavar="VALUE", help='yes or no, or words: several in quotation marks, "" for none.')
]


@config_app.callback(
    invoke_without_command=True,
    epilog=example("config", "config set editor nano", 'config set commands.mon "list --since monday"'),
)
def config(ctx: typer.Context, json: JsonOption = False) -> None:
    """Show and change settings.

    Each value comes from a flag, else from a variable, else from the file, else it is what it was at first.
    `commands.NAME` is a command line of your own: NAME then stands for it, and further words follow.
    """
    if not ctx.invoked_subcommand:
        _list(json)


@config_app.command("list", epilog=example("config list", "config list --json"))
def list_settings(json: JsonOption = False) -> None:
    """Show every setting and where it comes from."""
    _list(json)


def _list(json: bool) -> None:
    known = {name: here.config.known(name) for name in SETTINGS}
    if json:
        rows = [{"name": name, "value": found.value, "from": found.source} for name, found in known.items()]
        head = {"schema": "rcpjournal/config/1", "file": str(here.config.path), "settings": rows}
        show_json({**head, "commands": here.config.own_lines()})
        return
    from rcpjournal.views import settings as view

    shown = [
        view.Row(name, _shown(found.value), _source(name, found.source), SETTINGS[name].words)
        for name, found in known.items()
    ]
    width = here.width if here.interactive else None
    show([*view.setting_lines(shown, width), *view.own_lines(here.config.own_lines(), COMMANDS, width)])
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
    show_text(_own(name) if name.startswith(OWN) else _shown(here.config.known(name).value))


def _own(name: str) -> str:
    known = here.config.own_lines()
    if (own := name.removeprefix(OWN)) not in known:
        raise SettingRefused(f"There is no command of your own called “{own}”. `rcpjournal config` lists them.")
    return known[own]


@config_app.command("set", epilog=example("config set monthly no", 'config set commands.mon "list --since monday"'))
def set_setting(name: NameArgument, value: ValueArgument) -> None:
    """Change one setting."""
    if name.startswith(OWN):
        own = name.removeprefix(OWN)
        expect_sound(own, value)
        here.config.set(name, value)
        say(f"`rcpjournal {own}` stands for `rcpjournal {value}` now.")
        return
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
    if name.startswith(OWN):
        _own(name)
        here.config.set(name, None)
        say(f"`rcpjournal {name.removeprefix(OWN)}` is no command any more.")
        return
    here.config.set(name, None)
    say(f"{name} is {_shown(here.config.known(name).value) or 'empty'} again.")

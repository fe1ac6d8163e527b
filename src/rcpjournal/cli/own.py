"""Command lines of a person's own: a word in their settings that stands for a longer line of ours."""

import re
import shlex
from difflib import get_close_matches

from rcpjournal.cli.commands import COMMANDS
from rcpjournal.cli.line import hoisted
from rcpjournal.errors import SettingRefused, UsageProblem
from rcpjournal.files import paths
from rcpjournal.files.config import OWN, Config

_NAME = r"[^\W_][\w-]*\Z"


def own_lines() -> dict[str, str]:
    """Each word of their own, and the line it stands for; only what hides no command of ours. Raises SettingRefused."""
    lines = Config(paths.config_in(paths.home()), {}).own_lines()
    return {name: line for name, line in lines.items() if name not in COMMANDS}


def spelled_out(words: list[str]) -> list[str]:
    """The command line with a word of their own replaced by what it stands for; further words follow.

    Its first word is no command of ours. `help WORD` is `WORD --help`, as people type it elsewhere. Raises UsageProblem
    or SettingRefused.
    """
    front, rest = hoisted(words)
    own = own_lines()
    if rest[0] == "help" and "help" not in own:
        asked = [word for word in rest if word != "help"]
        return [*front, *(asked if not asked or asked[0] in COMMANDS else spelled_out(asked)), "--help"]
    if rest[0] not in own:
        near = get_close_matches(rest[0], [*COMMANDS, *own], n=1)
        meant = f" Did you mean {near[0]}?" if near else ""
        raise UsageProblem(f"No such command '{rest[0]}'.{meant} `rcpjournal --help` shows what it takes.")
    return [*front, *words_of(rest[0], own[rest[0]]), *rest[1:]]


def words_of(name: str, line: str) -> list[str]:
    """The words that `name` stands for. Raises SettingRefused where they do not begin with a command of ours."""
    try:
        words = shlex.split(line)
    except ValueError:
        raise SettingRefused(f"{OWN}{name} is “{line}”: a quotation mark in it is not closed.") from None
    command = next(iter(hoisted(words)[1]), "")
    if command not in COMMANDS:
        raise SettingRefused(
            f"{OWN}{name} is “{line}”. It should begin with a command of the program, such as list or summary, "
            "and not with one of your own."
        )
    return words


def expect_sound(name: str, line: str) -> None:
    """Raises SettingRefused where `name` cannot stand for `line`."""
    if name in COMMANDS:
        raise SettingRefused(f"`{name}` is a command of the program, and stays that. Choose another name.")
    if not re.match(_NAME, name):
        raise SettingRefused(f"“{name}” cannot be a command: letters, figures and hyphens make one.")
    words_of(name, line)

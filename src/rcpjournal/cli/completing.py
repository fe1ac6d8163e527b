"""What may come next in a command line that is being typed: asked by a shell, answered without a word too many."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr, suppress
from typing import Any, NamedTuple

from rcpjournal.cli.candidates import Candidate, Candidates
from rcpjournal.cli.commands import COMMANDS, app_with
from rcpjournal.cli.completion import SHELLS
from rcpjournal.cli.context import begin, here
from rcpjournal.cli.line import ALONE, ANYWHERE, hoisted
from rcpjournal.cli.own import own_lines, spelled_out
from rcpjournal.core.words import one_line, safe, shorten
from rcpjournal.errors import JournalError

FILES = ":files"
"""the answer where the name of a file is wanted: shells know those best"""
_WIDEST_HELP = 60


class Spot(NamedTuple):
    """Where somebody is in a command line."""

    path: str
    """the command, as it is typed"""
    command: Any
    given: list[str]
    """the words given to it that are not options"""
    waiting: Any
    """the option whose value comes next, if one does"""
    used: list[str]
    """the options that were given"""
    options_ended: bool


def answer(shell: str, words: list[str]) -> int:
    """Prints what may come next, for a shell's completion script: one candidate a line. Whatever goes wrong, nothing.

    The last of `words` is the one that is being typed; where `COMP_LINE` is set, the line stands there instead.
    """
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):  # noqa: PTH123
        try:
            lines = list(_answered(shell, words))
        except (Exception, KeyboardInterrupt):
            lines = []
        finally:
            here.close()
    try:
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _answered(shell: str, words: list[str]) -> Iterator[str]:
    if shell not in SHELLS:  # what another version put in place
        return
    if (line := os.environ.get("COMP_LINE")) is not None and shell == "bash":
        words = split(line)[1:]
    elif (typed := os.environ.get("_RCPJOURNAL_WORDS")) is not None:
        words = typed.split("\n")
    *before, part = words or [""]
    found = offered(before, part)
    if found is None:
        yield FILES
        return
    cut = _cut(part) if shell == "bash" else 0
    for value, about in found:
        words_about = shorten(safe(one_line(about)), _WIDEST_HELP) if about else ""
        yield f"{safe(one_line(value))[cut:]}\t{words_about}"


def split(line: str) -> list[str]:
    """The words of a line that may end within quotation marks; the last is the one being typed, maybe empty."""
    import shlex

    for end in ("\0", '\0"', "\0'"):
        try:
            words = shlex.split(line + end)
        except ValueError:
            continue
        return [*words[:-1], words[-1].rstrip("\0")]
    return line.split(" ")


def _cut(part: str) -> int:
    """How much of the word being typed bash takes for words before it, since it cuts at `:` and `=`."""
    word = os.environ.get("_RCPJOURNAL_WORD", part)
    return len(part) - len(word) if part.endswith(word) else 0


def offered(before: list[str], part: str) -> list[Candidate] | None:
    """What may stand in the place of `part` after these words; None where it is the name of a file."""
    if before and ANYWHERE.get(before[-1]) and "--" not in before:
        return [] if before[-1] == "--editor" else None
    front, rest = hoisted(before)
    if rest[:1] == ["help"]:
        rest = rest[1:]
        before = [*front, *rest]
    if rest and rest[0] not in COMMANDS:
        front, rest = hoisted(spelled_out(before))
    begin(_flags(front))
    if not rest:
        return _beginning(_top(part), part)
    spot = _spot(rest)
    found, prefix = _at(spot, part) if spot else ([], "")
    return None if found is None else _beginning(found, part, prefix)


def _beginning(found: Iterable[Candidate], part: str, prefix: str = "") -> list[Candidate]:
    return [one for one in (Candidate(prefix + value, about) for value, about in found) if one.value.startswith(part)]


def _flags(front: list[str]) -> dict[str, Any]:
    """Of the options that may stand anywhere, those that say which journal is meant."""
    flags = {}
    for word, following in zip(front, [*front[1:], ""], strict=False):
        name, equals, value = word.partition("=")
        if name in ("--journal", "--key-file"):
            flags[name.removeprefix("--").replace("-", "_")] = value if equals else following
    return flags


def _top(part: str) -> Iterator[Candidate]:
    """What a line begins with: commands, or options."""
    import typer

    root: Any = typer.main.get_command(app_with(*COMMANDS))
    if part.startswith("-"):
        yield from _options(root, [])
        return
    for name, command in root.commands.items():
        if not command.hidden:
            yield Candidate(name, command.get_short_help_str(_WIDEST_HELP))
    with suppress(JournalError):
        yield from (Candidate(name, line) for name, line in own_lines().items())


def _spot(words: list[str]) -> Spot | None:
    """Where a line is that begins with one of our commands."""
    import typer

    if words[0] not in COMMANDS:
        return None
    command: Any = typer.main.get_command(app_with(words[0])).commands[words[0]]  # type: ignore[attr-defined]
    path, given, used, waiting, ended = words[0], list[str](), list[str](), None, False
    for word in words[1:]:
        if waiting is not None and not (waiting.opts[0] in ALONE and word.startswith("-")):
            waiting = None
        elif ended or word == "-" or not word.startswith("-"):
            if not given and word in getattr(command, "commands", {}):
                command, path = command.commands[word], f"{path} {word}"
            else:
                given.append(word)
        elif word == "--":
            ended = True
        else:
            name, equals, _ = word.partition("=")
            used.append(name)
            waiting = None if equals else _taking(command, name)
    return Spot(path, command, given, waiting, used, ended)


def _taking(command: Any, name: str) -> Any:
    """The option of this name, if a value belongs to it."""
    return next((one for one in command.params if name in one.opts and not getattr(one, "is_flag", True)), None)


def _at(spot: Spot, part: str) -> tuple[Iterable[Candidate] | None, str]:
    """What may stand at a spot, and what of `part` belongs before each; None for the name of a file."""
    name, equals, value = part.partition("=")
    if spot.waiting is not None and not (spot.waiting.opts[0] in ALONE and part.startswith("-")):
        return _values(spot, spot.waiting, part)
    if part.startswith("-") and not spot.options_ended:
        option = _taking(spot.command, name) if equals else None
        if option is None:
            return _options(spot.command, spot.used), ""
        found, prefix = _values(spot, option, value)
        return found, f"{name}={prefix}"
    if not spot.given and (inner := getattr(spot.command, "commands", {})):
        return [Candidate(one, command.get_short_help_str(_WIDEST_HELP)) for one, command in inner.items()], ""
    arguments = [one for one in spot.command.params if one.param_type_name == "argument"]
    if arguments and (len(spot.given) < len(arguments) or arguments[-1].nargs == -1):
        return _values(spot, arguments[min(len(spot.given), len(arguments) - 1)], part)
    return [], ""


def _values(spot: Spot, param: Any, part: str) -> tuple[Iterable[Candidate] | None, str]:
    candidates = Candidates(spot.path, spot.given, part)
    try:
        found, prefix = candidates.of(param)
        return (None if found is None else list(found)), prefix
    finally:
        candidates.close()


def _options(command: Any, used: list[str]) -> Iterator[Candidate]:
    """The options of a command that were not given yet, those that may stand anywhere among them."""
    for one in command.params:
        again = getattr(one, "multiple", False) or not set(one.opts) & set(used)
        if one.param_type_name == "option" and again and not one.hidden:
            yield Candidate(max(one.opts, key=len), one.help or "")
    yield Candidate("--help", "Show what it takes.")
    known = {name for one in command.params for name in one.opts}
    for name in ANYWHERE:
        if name not in known:
            yield Candidate(name, "")

"""A YAML file against the class that it should be. Every refusal names the file, the line and the key."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from rcpjournal.core.framework import Problem
from rcpjournal.core.words import shorten
from rcpjournal.files import strict_yaml
from rcpjournal.files.reading import read_bytes

T = TypeVar("T")
Refused = Callable[[Sequence[str]], Exception]
MOST_SHOWN = 20
MOST_CHARACTERS = 300
"""of one problem: a name in a file can be as long as the file"""


def checked(path: Path, shape: type[T], problems: Callable[[T], Sequence[Problem]], refused: Refused) -> T:
    """What `path` holds, of this shape and without `problems`.

    Raises what `refused` makes of every problem found, one a line, or FileRefused.
    """
    from rcpjournal.core import checks

    try:
        document = strict_yaml.parse(read_bytes(path, most=strict_yaml.MOST_BYTES + 1))
    except strict_yaml.Fault as fault:
        raise refused([f"{path}:{fault.line}: {fault.words}"]) from None
    try:
        made = checks.check(shape, document.data)
    except checks.Misshapen as error:
        raise refused(_told(path, document, error.problems)) from None
    if found := problems(made):
        raise refused(_told(path, document, found))
    return made


def _told(path: Path, document: strict_yaml.Document, found: Sequence[Problem]) -> list[str]:
    lines = [f"{path}:{document.line_of(problem.path)}: {_at(problem)}" for problem in found[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        lines.append(f"{path}: and {len(found) - MOST_SHOWN} more")
    return lines


def _at(problem: Problem) -> str:
    where = ".".join(str(step) for step in problem.path)
    return shorten(f"{where}: {problem.words}" if where else problem.words, MOST_CHARACTERS)

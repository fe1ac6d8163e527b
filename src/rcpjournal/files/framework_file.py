"""framework.yaml → packs. Every refusal names the file, the line and the key."""

from collections.abc import Sequence
from pathlib import Path

from rcpjournal.core.framework import FrameworkFile, Pack, Problem
from rcpjournal.core.words import shorten
from rcpjournal.errors import FrameworkRefused
from rcpjournal.files import strict_yaml
from rcpjournal.files.reading import read_bytes

MOST_SHOWN = 20
MOST_CHARACTERS = 300
"""of one problem: a name in a file can be as long as the file"""


def shipped_path() -> Path:
    """The framework that came with the program: inside the package, or at the top of a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "framework.yaml"
    return installed if installed.exists() else package.parents[1] / "framework.yaml"


def load(path: Path, base: Sequence[Pack] = ()) -> tuple[Pack, ...]:
    """The packs in `path`, checked alone and together with `base`; packs of the same id in `base` give way.

    Raises FrameworkRefused (with every problem found, one a line) or FileRefused.
    """
    from rcpjournal.core import checks
    from rcpjournal.core.framework_rules import problems

    try:
        document = strict_yaml.parse(read_bytes(path, most=strict_yaml.MOST_BYTES + 1))
    except strict_yaml.Fault as fault:
        raise FrameworkRefused([f"{path}:{fault.line}: {fault.words}"]) from None
    try:
        packs = checks.check(FrameworkFile, document.data).packs
    except checks.Misshapen as error:
        raise _refused(path, document, error.problems) from None
    others = [pack for pack in base if pack.id not in {new.id for new in packs}]
    if found := problems(packs, others):
        raise _refused(path, document, found)
    return packs


def _refused(path: Path, document: strict_yaml.Document, found: Sequence[Problem]) -> FrameworkRefused:
    lines = [f"{path}:{document.line_of(problem.path)}: {_at(problem)}" for problem in found[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        lines.append(f"{path}: and {len(found) - MOST_SHOWN} more")
    return FrameworkRefused(lines)


def _at(problem: Problem) -> str:
    where = ".".join(str(step) for step in problem.path)
    return shorten(f"{where}: {problem.words}" if where else problem.words, MOST_CHARACTERS)

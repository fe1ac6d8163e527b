"""framework.yaml → packs. Every refusal names the file, the line and the key."""

from collections.abc import Sequence
from pathlib import Path

from rcpjournal.core.framework import FrameworkFile, Pack, Problem
from rcpjournal.errors import FrameworkRefused
from rcpjournal.files.checked_yaml import checked


def shipped_path() -> Path:
    """The framework that came with the program: inside the package, or at the top of a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "framework.yaml"
    return installed if installed.exists() else package.parents[1] / "framework.yaml"


def load(path: Path, base: Sequence[Pack] = ()) -> tuple[Pack, ...]:
    """The packs in `path`, checked alone and together with `base`; packs of the same id in `base` give way.

    Raises FrameworkRefused (with every problem found, one a line) or FileRefused.
    """
    from rcpjournal.core.framework_rules import problems

    def found(file: FrameworkFile) -> list[Problem]:
        new = {pack.id for pack in file.packs}
        return problems(file.packs, [pack for pack in base if pack.id not in new])

    return checked(path, FrameworkFile, found, FrameworkRefused).packs

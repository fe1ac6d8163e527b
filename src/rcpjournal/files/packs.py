"""Files that many people gave: those that are named, and those in folders that are."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from rcpjournal.errors import FileRefused
from rcpjournal.files.paths import expanded

ENDING = ".json"
_NOTHING = "Nothing was collected."


class Found(NamedTuple):
    """The files, those of each folder in order; `others`: how many more lie in folders, by name or kind no packs."""

    files: list[Path]
    others: int


def packs_in(named: Iterable[str], but: Callable[[Path], bool]) -> Found:
    """The files that are named, and in folders those whose names end in .json.

    Hidden files and folders are left alone, and folders `but`. Raises FileRefused for what is not there, is no file or
    cannot be read: a slip is told before anything is done.
    """
    files, others = list[Path](), 0
    for path in map(_there, named):
        if not path.is_dir():
            files.append(path)
            continue
        below = _below(path, but)
        packs = [one for one in below if one.name.casefold().endswith(ENDING) and one.is_file()]
        files += packs
        others += len(below) - len(packs)
    return Found(files, others)


def _there(word: str) -> Path:
    path = expanded(word)
    if not word or not path.exists():
        raise FileRefused(word or "“”", f"there is no such file. {_NOTHING}")
    if not path.is_dir() and not path.is_file():
        raise FileRefused(word, f"this is not a file. {_NOTHING}")
    return path


def _below(folder: Path, but: Callable[[Path], bool]) -> list[Path]:
    """All that lies in a folder and is no folder, in order; no link to one is followed. Raises FileRefused."""
    if but(folder):
        raise FileRefused(str(folder), "packs were collected into this folder. Give the one that they came in.")
    found: list[Path] = []

    def refuse(error: OSError) -> None:
        raise FileRefused(str(error.filename or folder), f"it cannot be read ({error.strerror or error}). {_NOTHING}")

    for top, folders, names in os.walk(folder, onerror=refuse):
        here = Path(top)
        found.extend(here / name for name in folders if (here / name).is_symlink())
        folders[:] = [name for name in folders if not name.startswith(".") and not but(here / name)]
        found.extend(here / name for name in names if not name.startswith("."))
    return sorted(found)

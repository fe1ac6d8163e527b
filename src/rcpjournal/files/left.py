"""The texts that an editor works on: whose they are, whether one is open still, and which were left behind."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from rcpjournal.files.locking import locked
from rcpjournal.files.paths import ours

FOLDER = "editing"
_OPEN = ".editing"
"""the folder beside theirs that holds, for each, which home it is of; it is locked while an editor is open on it"""
_COPIES = ("{}~", ".{}~", "#{}#", ".{}.swp", ".{}.swo", ".{}.un~", "{}.bak", "{}.save", ".#{}")
"""what editors leave beside a file"""
_SAVED_LAST = ("{}", "{}.save", "#{}#")
"""where an editor that was made to end may have put what was typed"""


def mark_of(path: Path) -> Path:
    """The file that says which home a text is of."""
    return path.parent.with_name(_OPEN) / path.name


def remove(path: Path) -> None:
    """Removes a text, its mark, and what the editor left beside it."""
    for place in (*(path.with_name(pattern.format(path.name)) for pattern in ("{}", *_COPIES)), mark_of(path)):
        with suppress(OSError):
            place.unlink(missing_ok=True)


def left_behind(folders: Sequence[Path], home: Path) -> list[Path]:
    """Texts of this home on which no editor is open any more, in the folders that `Edit` was given."""
    return [
        place
        for folder in folders
        for path in _texts(folder / FOLDER)
        if _is_of(path, home, anyway=folder == home) and not _is_open(path)
        for place in (path.with_name(pattern.format(path.name)) for pattern in _SAVED_LAST)
        if _has_words(place)
    ]


def saved_beside(path: Path) -> bool:
    """Whether an editor that was made to end put words into another file beside the text."""
    return any(_has_words(path.with_name(pattern.format(path.name))) for pattern in _SAVED_LAST[1:])


def let_go(place: Path) -> None:
    """Removes a text that was left behind, once it is kept; what its editor left beside it goes with the last."""
    place.unlink(missing_ok=True)
    path = place.with_name(place.name.strip("#").removesuffix(".save"))
    if not any(_has_words(path.with_name(pattern.format(path.name))) for pattern in _SAVED_LAST):
        remove(path)


def _texts(folder: Path) -> Iterator[Path]:
    try:
        names = sorted({place.name.strip("#").removesuffix(".save") for place in folder.iterdir()})
    except OSError:
        return
    yield from (folder / name for name in names if name.endswith(".md") and not name.startswith("."))


def _is_of(path: Path, home: Path, *, anyway: bool) -> bool:
    try:
        return mark_of(path).read_bytes() == os.fsencode(home.absolute())
    except OSError:  # it is from a version that left no mark
        return anyway


def _is_open(path: Path) -> bool:
    try:
        handle = os.open(mark_of(path), os.O_RDWR)
    except OSError:
        return False
    try:
        return not locked(handle)
    finally:
        os.close(handle)


def _has_words(place: Path) -> bool:
    """Whether it is a plain file of this person's own, and not an empty one."""
    try:
        return ours(place) and bool(place.read_bytes().strip())
    except OSError:
        return False

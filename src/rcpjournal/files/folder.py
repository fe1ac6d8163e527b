"""A folder that one's own files go into, beside whatever else is there."""

import os
from contextlib import suppress
from pathlib import Path
from time import time
from typing import Literal

from rcpjournal.errors import FileRefused
from rcpjournal.files.reading import NO_FOLDER, synced

Put = Literal["new", "replaced", "same"]
_FEW = 100
_UNFINISHED, _AN_HOUR = ".rcpjournal-", 3600


class Folder:
    """Files by their names in one folder, which is made when the first is put there.

    What is put there is whole from the moment it has its name. No file is written through a link, and none is replaced
    unless that is asked for. Raises FileRefused.
    """

    def __init__(self, path: Path) -> None:
        if (path.exists() or path.is_symlink()) and not path.is_dir():
            raise FileRefused(str(path), "this is not a folder; give another name.")
        if not path.exists() and not path.parent.exists():
            raise FileRefused(str(path.parent), NO_FOLDER)
        self.path = path
        self._put: list[Path] = []

    def names(self) -> list[str]:
        """The names of the files that are there."""
        try:
            return sorted(one.name for one in self.path.iterdir()) if self.path.is_dir() else []
        except OSError as error:
            raise FileRefused(str(self.path), f"it cannot be read ({error.strerror or error}).") from None

    def holds(self, name: str, text: str) -> bool:
        """Whether a file of that name is there with just this text."""
        path, data = self.path / name, text.encode("utf-8")
        try:
            return not path.is_symlink() and path.is_file() and path.read_bytes() == data
        except OSError:
            return False

    def put(self, name: str, text: str, *, force: bool = False) -> Put:
        """Puts a file there, its owner's alone; what is there already with the same text stays as it is."""
        path = self.path / name
        there = os.path.lexists(path)
        if there:
            if self.holds(name, text):
                return "same"
            if path.is_symlink() or not path.is_file():
                raise FileRefused(str(path), "this is a link or a folder; move it away first.")
            if not force:
                raise FileRefused(str(path), "this file is there already, with other words. --force replaces it.")
        beside = self.path / f"{_UNFINISHED}{os.getpid()}.part"
        try:
            self.path.mkdir(mode=0o700, exist_ok=True)
            self._written(beside, text)
            _named(beside, path, replace=there)
        except OSError as error:
            raise FileRefused(str(path), f"it cannot be written ({error.strerror or error}).") from None
        finally:
            beside.unlink(missing_ok=True)
        self._put.append(path)
        return "replaced" if there else "new"

    def close(self) -> None:
        """Makes what was put there last through a power cut, and takes away what a killed run left unfinished."""
        with suppress(OSError):
            for left in self.path.glob(f"{_UNFINISHED}*.part"):
                if time() - left.stat().st_mtime > _AN_HOUR:
                    left.unlink()
        if len(self._put) > _FEW and hasattr(os, "sync"):
            os.sync()  # one by one, thousands of files take half a minute
            return
        for path in (*self._put, self.path):
            synced(path)

    def _written(self, beside: Path, text: str) -> None:
        beside.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(beside, flags, 0o600), "wb") as file:
            file.write(text.encode("utf-8"))


def _named(beside: Path, path: Path, *, replace: bool) -> None:
    """Gives a finished file its name; where none is to be replaced, never over one that came in between."""
    if replace or not hasattr(os, "link"):
        beside.replace(path)
        return
    try:
        os.link(beside, path, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        beside.replace(path)

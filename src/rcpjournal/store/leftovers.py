"""Copies that a killed program left unfinished. Each bears its maker's number, so that a living one's is let be."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from rcpjournal.store.processes import runs

_NAME = re.compile(r"\.rcpjournal-(\d+)-[0-9a-f]{16}\.part(?:-journal)?")
_ZEROS = b"\0" * 1_048_576


def unfinished_in(folder: Path) -> Path:
    """A name in the folder for a copy that is about to be made; nobody has it yet."""
    return folder / f".rcpjournal-{os.getpid()}-{os.urandom(8).hex()}.part"


def left_in(folder: Path) -> Iterator[Path]:
    """The unfinished copies in a folder whose maker runs no more."""
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            named = _NAME.fullmatch(path.name)
            if named and not runs(int(named[1])):
                yield path


def sweep(folder: Path) -> None:
    """Removes them, overwritten as well as the system allows."""
    for path in list(left_in(folder)):
        with suppress(OSError):
            handle = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
            try:
                path.unlink()
                wipe(handle)
            except PermissionError:  # Windows: a file that is open keeps its name
                pass
            finally:
                os.close(handle)
            path.unlink(missing_ok=True)


def wipe(handle: int) -> None:
    """Overwrites a file that has no name any more, as well as a disk allows; one that has a name is somebody's copy."""
    with suppress(OSError):
        found = os.fstat(handle)
        if found.st_nlink:
            return
        os.lseek(handle, 0, os.SEEK_SET)
        for start in range(0, found.st_size, len(_ZEROS)):
            os.write(handle, _ZEROS[: found.st_size - start])
        os.fsync(handle)

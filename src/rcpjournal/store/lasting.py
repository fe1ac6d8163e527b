"""What was written is made to last through a power cut, and gets its name when it is whole."""

import os
import sys
from pathlib import Path


def synced(path: Path) -> None:
    """Waits until a file, or the names in a folder, are on the disk; folders only where the system can.

    Raises OSError for a file.
    """
    try:
        handle = os.open(path, _writing(path))
    except PermissionError:
        if path.is_dir():
            return
        raise
    try:
        _flush(handle)
    except OSError:
        if not path.is_dir():
            raise
    finally:
        os.close(handle)


def _writing(path: Path) -> int:
    """How a file is opened to be flushed: Windows flushes only what may be written to."""
    return os.O_RDWR if sys.platform == "win32" and path.is_file() else os.O_RDONLY


def _flush(handle: int) -> None:
    """To the disk itself: on macOS `fsync` alone leaves it in the disk's own memory."""
    if sys.platform == "darwin":
        import fcntl

        try:
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        except OSError:  # a network drive, a folder
            os.fsync(handle)
        return
    os.fsync(handle)


def given_its_name(part: Path, path: Path) -> bool:
    """Gives a finished file its name unless another has it: in one step, so that no moment shows half of it."""
    try:
        os.link(part, path)
    except FileExistsError:
        return False
    except (OSError, AttributeError):  # a file system without links, such as that of most USB sticks
        if path.exists() or path.is_symlink():
            return False
        part.rename(path)
        return True
    part.unlink()
    return True

"""What was written is made to last through a power cut."""

import os
from pathlib import Path


def synced(path: Path) -> None:
    """Waits until a file, or the names in a folder, are on the disk; folders only where the system can.

    Raises OSError for a file.
    """
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        if path.is_dir():
            return
        raise
    try:
        os.fsync(handle)
    except OSError:
        if not path.is_dir():
            raise
    finally:
        os.close(handle)

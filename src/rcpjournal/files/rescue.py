"""Where text goes when the journal itself cannot take it: a file of one's own, found again by its name."""

import os
import tempfile
from datetime import datetime
from pathlib import Path

FOLDER = "rescued"


def rescue(text: str, folder: Path, moment: datetime) -> Path | None:
    """Writes `text` to `folder`/rescued, or failing that to a private temporary folder; where, or None."""
    for elsewhere in (False, True):
        try:
            target = Path(tempfile.mkdtemp(prefix="rcpjournal-")) if elsewhere else folder / FOLDER
            target.mkdir(mode=0o700, parents=True, exist_ok=True)
            return _written(target / f"{moment:%Y-%m-%d-%H%M%S}-{os.getpid()}.txt", text)
        except OSError:
            continue
    return None


def _written(path: Path, text: str) -> Path:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return path

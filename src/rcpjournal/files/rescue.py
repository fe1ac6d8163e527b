"""Where text goes when the journal itself cannot take it: a file of one's own, found again by its name."""

import os
import tempfile
from datetime import datetime
from pathlib import Path

from rcpjournal.files.paths import ours
from rcpjournal.files.reading import synced

FOLDER = "rescued"


def rescue(text: str, folder: Path | None, moment: datetime, ending: str = "txt") -> Path | None:
    """Writes `text` to `folder`/rescued, or failing that to a private temporary folder; where, or None.

    Where the same text waits already, that file is named instead.
    """
    if there := next((path for path in waiting(folder, ending) if _holds(path, text)), None):
        return there
    for target in (folder / FOLDER if folder else None, None):
        try:
            place = target or Path(tempfile.mkdtemp(prefix=_elsewhere(folder)))
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            return _written(place, f"{moment:%Y-%m-%d-%H%M%S}-{os.getpid()}", ending, text)
        except OSError:
            continue
    return None


def waiting(folder: Path | None, ending: str) -> list[Path]:
    """The rescued files with this ending, the oldest first: in `folder`, and in temporary folders of our own."""
    found: list[Path] = []
    try:
        temporary = Path(tempfile.gettempdir())
    except OSError:
        temporary = None
    for place, pattern in ((folder, f"{FOLDER}/*{ending}"), (temporary, f"{_elsewhere(folder)}*/*{ending}")):
        try:
            found += [path for path in sorted(place.glob(pattern)) if ours(path)] if place else []
        except OSError:
            continue
    return found


def _holds(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode("utf-8", "surrogateescape")
    except (OSError, ValueError):
        return False


def _elsewhere(folder: Path | None) -> str:
    """How temporary folders begin that hold rescued text of this home."""
    from hashlib import sha256

    return f"rcpjournal-{sha256(str(folder).encode('utf-8', 'surrogateescape')).hexdigest()[:8]}-"


def _written(folder: Path, name: str, ending: str, text: str) -> Path:
    joint = "." if ending == "txt" else "-"
    path = next(
        free for n in range(1000) if not (free := folder / f"{name}{f'-{n}' if n else ''}{joint}{ending}").exists()
    )
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)  # half a text would look like the whole one
        raise
    for place in (folder, folder.parent):  # its name, and its folder's, last through a power cut too
        synced(place)
    return path

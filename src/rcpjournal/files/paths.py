"""Where things live: one folder, the platform's user data folder or RCPJOURNAL_HOME."""

import os
from itertools import count
from pathlib import Path

from rcpjournal.errors import CannotStore, FileRefused, JournalUnusable

HOME_VARIABLE = "RCPJOURNAL_HOME"
_NO_HOME = (
    "There is no home folder to keep the journal in: HOME is not set. Set it, or name a folder of yours in "
    f"{HOME_VARIABLE}."
)


def home() -> Path:
    """The folder that holds the journal, its settings and rescued text. Not made yet. Raises JournalUnusable."""
    if named := os.environ.get(HOME_VARIABLE):
        return expanded(named)
    from platformdirs import user_data_path

    try:
        return user_data_path("rcpjournal", appauthor=False)
    except RuntimeError:
        raise JournalUnusable(_NO_HOME) from None


def expanded(word: str) -> Path:
    """A path as a person names it, `~` for a home folder. Raises FileRefused."""
    try:
        return Path(word).expanduser()
    except RuntimeError:
        raise FileRefused(word, "there is no such home folder.") from None


def free_name(stem: str, suffix: str) -> Path:
    """`STEM.html`, here; with a figure where that is there."""
    names = (Path(f"{stem}{f'-{n}' if n > 1 else ''}{suffix}") for n in count(1))
    return next(name for name in names if not name.exists() and not name.is_symlink())


def journal_in(folder: Path) -> Path:
    """The journal file of a home."""
    return folder / "journal.db"


def demo_in(folder: Path) -> Path:
    """The made-up journal of a home."""
    return folder / "demo" / "journal.db"


def backups_beside(journal: Path) -> Path:
    """The folder of a journal's backups where none was chosen."""
    return journal.parent / "backups"


def config_in(folder: Path) -> Path:
    """The settings file of a home."""
    return folder / "config.toml"


def forms_in(folder: Path) -> Path:
    """The folder of a home that holds a person's own forms."""
    return folder / "forms"


def made(folder: Path) -> Path:
    """`folder`, made for its owner alone if it was not there. Raises CannotStore."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as error:
        raise CannotStore(str(folder), "there is a file of that name, and it should be a folder") from error
    except OSError as error:
        raise CannotStore(str(folder), (error.strerror or str(error)).lower()) from error
    return folder


def key_in(folder: Path) -> Path:
    """The file of a home that holds the key to which packs are sealed."""
    return folder / "supervision-key.txt"


def repaired_of(journal: Path) -> list[Path]:
    """The copies of a journal that a repair made beside it."""
    return sorted(journal.parent.glob(f"{journal.stem}-repaired-*.db"))


def rescued_in(folder: Path) -> list[Path]:
    """Texts that lie outside the journal: what could not be saved into it, and what an editor still holds."""
    return sorted(path for name in ("rescued", "editing") for path in (folder / name).glob("*") if path.is_file())


def ours(path: Path) -> bool:
    """A plain file of this person's own; in a shared folder anybody may have made another."""
    owner = os.getuid() if hasattr(os, "getuid") else None
    return path.is_file() and not path.is_symlink() and owner in (None, path.stat().st_uid)


def in_memory() -> Path | None:
    """A folder of one's own that lies in memory and is gone when the computer is off; None where there is none."""
    for folder in _may_be_in_memory():
        if os.access(folder.parent, os.W_OK | os.X_OK):
            try:
                folder.mkdir(mode=0o700, exist_ok=True)
            except OSError:
                continue
            if _is_ours_alone(folder):
                return folder
    return None


def found_in_memory() -> list[Path]:
    """All such folders that are there already."""
    return [folder for folder in _may_be_in_memory() if _is_ours_alone(folder)]


def _may_be_in_memory() -> list[Path]:
    if not hasattr(os, "getuid"):
        return []
    names = (os.environ.get("XDG_RUNTIME_DIR", ""), "/dev/shm")
    return [Path(name) / f"rcpjournal-{os.getuid()}" for name in names if name]


def _is_ours_alone(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return found.st_uid == os.getuid() and found.st_mode & 0o170777 == 0o040700


def has_something(path: Path) -> bool:
    """Whether there is a file that is not empty."""
    try:
        return path.stat().st_size > 0
    except OSError:
        return False

"""What SQLite and the system say when a journal file cannot be used, and the sentences for it."""

import sqlite3
import sys
from pathlib import Path

from rcpjournal.errors import CannotStore, Damaged, JournalBusy, JournalError, NotAJournal


def database_errors() -> tuple[type[Exception], ...]:
    """What SQLite raises, to stand behind `except`; SQLCipher has classes of its own. `told` has the words."""
    sealed = sys.modules.get("sqlcipher3.dbapi2")
    return (sqlite3.Error, sealed.Error) if sealed else (sqlite3.Error,)


def plainly(error: OSError) -> str:
    """What the system says, in small letters."""
    return (error.strerror or str(error)).lower()


_PLAINLY = {
    "readonly": "it, or the folder it is in, cannot be written to",
    "unable to open": "it, or the folder it is in, may not be opened",
    "disk is full": "the disk is full",
}
"""what SQLite says, and what it means"""


_DAMAGED = ("malformed", "not a database", "vtable constructor failed", "no such table", "no such column")


def told(error: BaseException, path: Path, *, sealed: bool = False) -> JournalError:
    """The sentence for what SQLite says; a sealed file whose key is known to fit cannot be of another kind."""
    words = str(error)
    if "locked" in words or "busy" in words:
        return JournalBusy(str(path))
    if "not a database" in words and not sealed:
        return NotAJournal(str(path), "a file of another kind")
    if any(said in words for said in _DAMAGED):
        return Damaged(str(path))
    return CannotStore(str(path), next((plain for said, plain in _PLAINLY.items() if said in words), words))

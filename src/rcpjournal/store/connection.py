"""The one connection to a journal file: opened, checked, migrated, and every save a transaction of its own."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rcpjournal.errors import (
    CannotStore,
    JournalBusy,
    JournalError,
    JournalMissing,
    JournalReplaced,
    NewerJournal,
    NotAJournal,
)

APPLICATION_ID = 0x7263706A  # "rcpj"
KNOWN_VERSION = 6  # how many steps `migrations` holds; a test keeps the two equal

# Why these: docs/decisions.md, "How the journal is kept".
_PRAGMAS = (
    "journal_mode=DELETE",
    "synchronous=EXTRA",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "fullfsync=ON",
)
DatabaseError = sqlite3.Error
"""what SQLite raises; `told` has the sentence for it"""

_BUSY_SECONDS = 10.0


class Connection:
    """An open journal file. `sql` is for reading and, inside `saving()`, for writing."""

    def __init__(self, path: Path, *, create: bool) -> None:
        self.path = path
        self.is_new = _look(path, create=create)
        try:
            self.sql = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
            self._prepare()
        except sqlite3.Error as error:
            raise told(error, path) from error
        self._identity = _identity(path)
        self._only_reads = False

    def _prepare(self) -> None:
        version = self.sql.execute("PRAGMA user_version").fetchone()[0]
        application = self.sql.execute("PRAGMA application_id").fetchone()[0]
        if application != APPLICATION_ID and (version or self._has_tables()):
            raise NotAJournal(str(self.path), "another kind of SQLite database")
        if version > KNOWN_VERSION:
            raise NewerJournal(str(self.path), version, KNOWN_VERSION)
        for pragma in _PRAGMAS:
            self.sql.execute(f"PRAGMA {pragma}")
        if version < KNOWN_VERSION:
            self._migrate()

    def _has_tables(self) -> bool:
        return self.sql.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None

    def _migrate(self) -> None:
        """Applies the steps that are missing, all or none; a second process waits and then finds nothing to do."""
        from sqlite_utils import Database

        from rcpjournal.store.migrations import migrations

        self.sql.execute("PRAGMA foreign_keys=OFF")
        self.sql.execute("BEGIN IMMEDIATE")
        try:
            migrations.apply(Database(self.sql))
            self.sql.execute(f"PRAGMA user_version={KNOWN_VERSION}")
            self.sql.execute(f"PRAGMA application_id={APPLICATION_ID}")
            self.sql.execute("COMMIT")
        except BaseException:  # whatever ends it, Ctrl-C too: no step is half done
            if self.sql.in_transaction:
                self.sql.execute("ROLLBACK")
            raise
        self.sql.execute("PRAGMA foreign_keys=ON")

    @contextmanager
    def saving(self) -> Iterator[sqlite3.Connection]:
        """One transaction that takes the write lock at once; all of it is kept, or none.

        Inside another `saving()` it joins that one. Raises CannotStore, JournalBusy or JournalReplaced.
        """
        if self._only_reads:
            raise AssertionError("a save inside reading() would be lost with it")
        if self.sql.in_transaction:
            yield self.sql
            return
        try:
            self.sql.execute("BEGIN IMMEDIATE")
            yield self.sql
            if _identity(self.path) != self._identity:
                raise JournalReplaced(str(self.path))
            self.sql.execute("COMMIT")
        except BaseException as error:  # whatever ends it, Ctrl-C too: nothing is half saved
            if self.sql.in_transaction:
                self.sql.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                moved = _identity(self.path) != self._identity
                raise (JournalReplaced(str(self.path)) if moved else told(error, self.path)) from error
            raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Several reads of the journal as it was at the first of them, whoever writes in between; may be nested."""
        if self.sql.in_transaction:
            yield self.sql
            return
        self.sql.execute("BEGIN")
        self._only_reads = True
        try:
            yield self.sql
        finally:
            self._only_reads = False
            if self.sql.in_transaction:
                self.sql.execute("ROLLBACK")

    def close(self) -> None:
        """Lets go of the file."""
        self.sql.close()


def _look(path: Path, *, create: bool) -> bool:
    """Whether the file is new; makes its folder. Raises what makes the path unusable."""
    try:
        if path.is_dir():
            raise NotAJournal(str(path), "a folder")
        if path.exists():
            return path.stat().st_size == 0
        if not create:
            raise JournalMissing(str(path))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    except OSError as error:
        raise CannotStore(str(path), _plain(error)) from error
    return True


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _plain(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def told(error: sqlite3.Error, path: Path) -> JournalError:
    """The sentence for what SQLite says."""
    words = str(error)
    if "locked" in words or "busy" in words:
        return JournalBusy(str(path))
    if "not a database" in words:
        return NotAJournal(str(path), "a file of another kind (or sealed)")
    if "malformed" in words:
        return CannotStore(str(path), "the file is damaged; keep a copy of it before anything else")
    return CannotStore(str(path), words)

"""The one connection to a journal file: opened, checked, migrated, and every save a transaction of its own."""

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rcpjournal.core.sealed import BegunElsewhere
from rcpjournal.errors import (
    CannotStore,
    JournalBusy,
    JournalError,
    JournalMissing,
    JournalReplaced,
    NewerJournal,
    NotAJournal,
)
from rcpjournal.store.sealing import connected, engine_in_use, found_key

if TYPE_CHECKING:
    from rcpjournal.store.sealing import Key, Unlock

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
BUSY_SECONDS = 10.0


def database_errors() -> tuple[type[Exception], ...]:
    """What SQLite raises, to stand behind `except`; SQLCipher has classes of its own. `told` has the words."""
    sealed = sys.modules.get("sqlcipher3.dbapi2")
    return (sqlite3.Error, sealed.Error) if sealed else (sqlite3.Error,)


class Connection:
    """An open journal file. `sql` is for reading and, inside `saving()`, for writing.

    `unlock` is called where the file is sealed, or is yet to be begun. Without it, a sealed file is refused.
    """

    def __init__(self, path: Path, *, create: bool, unlock: "Callable[[], Unlock] | None" = None) -> None:
        self.path = path
        self._unlock = unlock
        self.is_new = _is_new(path, create=create)
        if self.is_new:
            self.key = unlock().key_for_new(path) if unlock else None
            _make(path)
        else:
            self.key = found_key(path, unlock)
        if self.key is not None:
            self._sweep()
        try:
            self.sql = opened(path, self.key)
            self._prepare()
        except database_errors() as error:
            if self.is_new and self.sealed and "not a database" in str(error):
                raise BegunElsewhere(str(path)) from error
            raise told(error, path, sealed=self.sealed) from error
        self._identity = _identity(path)
        self._only_reads = False

    @property
    def sealed(self) -> bool:
        """Whether the file is encrypted."""
        return self.key is not None

    @property
    def replaced(self) -> bool:
        """Whether another file, or none, is where this one was."""
        return _identity(self.path) != self._identity

    def _sweep(self) -> None:
        """An `unseal` that was killed may have left plain text beside the journal."""
        from rcpjournal.store.resealing import sweep

        sweep(Path(os.path.realpath(self.path)))

    def open_beside(self, path: Path) -> sqlite3.Connection:
        """A bare connection to another file, for copies: as it is sealed itself, or where it is new, as this one is.

        A sealed file takes this journal's key if that is its own; else its key is asked for like the journal's.
        """
        from rcpjournal.store.sealing import opens

        new = not path.exists() or path.stat().st_size == 0
        own = self.key if self.key and (new or opens(path, self.key)) else None
        return opened(path, own or (None if new else found_key(path, self._unlock)))

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
        from sqlite_utils import Database, utils

        from rcpjournal.store.migrations import migrations

        if not isinstance(self.sql, utils.sqlite3.Connection):  # type: ignore[attr-defined]
            raise AssertionError("sqlite-utils was loaded for the other engine; one engine a process")

        self.sql.execute("PRAGMA foreign_keys=OFF")
        self.sql.execute("BEGIN IMMEDIATE")
        try:
            migrations.apply(Database(self.sql))
            self.sql.execute(f"PRAGMA user_version={KNOWN_VERSION}")
            self.sql.execute(f"PRAGMA application_id={APPLICATION_ID}")
            self.sql.execute("COMMIT")
        except BaseException:
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
            if self.replaced:
                raise JournalReplaced(str(self.path))
            self.sql.execute("COMMIT")
        except BaseException as error:
            if self.sql.in_transaction:
                self.sql.execute("ROLLBACK")
            if isinstance(error, database_errors()):
                why = JournalReplaced(str(self.path)) if self.replaced else told(error, self.path, sealed=self.sealed)
                raise why from error
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


def opened(path: Path, key: "Key | None") -> sqlite3.Connection:
    """A bare connection to a file, by the engine of this process."""
    if key is not None or engine_in_use():
        return connected(path, key, timeout=BUSY_SECONDS)
    return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)


def _is_new(path: Path, *, create: bool) -> bool:
    """Whether there is no journal yet. Raises what makes the path unusable."""
    try:
        if path.is_dir():
            raise NotAJournal(str(path), "a folder")
        if path.exists():
            return path.stat().st_size == 0
    except OSError as error:
        raise CannotStore(str(path), _plain(error)) from error
    if not create:
        raise JournalMissing(str(path))
    return True


def _make(path: Path) -> None:
    """Makes an empty file and its folder, their owner's alone."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    except OSError as error:
        raise CannotStore(str(path), _plain(error)) from error


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _plain(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def told(error: BaseException, path: Path, *, sealed: bool = False) -> JournalError:
    """The sentence for what SQLite says; a sealed file whose key is known to fit cannot be of another kind."""
    words = str(error)
    if "locked" in words or "busy" in words:
        return JournalBusy(str(path))
    if "not a database" in words and not sealed:
        return NotAJournal(str(path), "a file of another kind")
    if "malformed" in words or "not a database" in words:
        return CannotStore(str(path), "the file is damaged; keep a copy of it before anything else")
    return CannotStore(str(path), words)

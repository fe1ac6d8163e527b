"""The one connection to a journal file: opened, checked, migrated, and every save a transaction of its own."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rcpjournal.core.sealed import BegunElsewhere
from rcpjournal.errors import (
    CannotStore,
    JournalMissing,
    JournalReplaced,
    NewerJournal,
    NotAJournal,
)
from rcpjournal.store.faults import database_errors, plainly, told
from rcpjournal.store.opening import opened
from rcpjournal.store.sealing import found_key

if TYPE_CHECKING:
    from rcpjournal.store.keys import Keys
    from rcpjournal.store.sealing import Unlock

APPLICATION_ID = 0x7263706A  # "rcpj"
KNOWN_VERSION = 8  # how many steps `migrations` holds; a test keeps the two equal
JOURNAL_ID = "journal-id"
"""the state that tells this journal's backups from those of another one in the same folder"""

# Why these: docs/decisions.md, "How the journal is kept".
_PRAGMAS = (
    "journal_mode=DELETE",
    "synchronous=EXTRA",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "fullfsync=ON",
)

_MANY_ENTRIES = 5_000
"""so many take a second or so to bring up to date"""


class Connection:
    """An open journal file. `sql` is for reading and, inside `saving()`, for writing.

    `before_migrating` is called where steps are missing, while nobody else can write and none is done yet; `takes_long`
    hears how many entries there are before a large journal is brought up to date. `unlock` is called where the file is
    sealed, or is yet to be begun; without it, a sealed file is refused.
    """

    def __init__(
        self,
        path: Path,
        *,
        create: bool,
        before_migrating: "Callable[[Connection], None] | None" = None,
        takes_long: Callable[[int], None] = lambda entries: None,
        unlock: "Callable[[], Unlock] | None" = None,
    ) -> None:
        self.path = path
        self.saved = False
        """whether anything was kept through this connection"""
        self._before_migrating = before_migrating
        self._takes_long = takes_long
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
        except UnicodeDecodeError as error:  # what SQLite says quotes the damaged bytes of a file
            raise told(sqlite3.DatabaseError("malformed"), path) from error
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
        from rcpjournal.store.leftovers import sweep

        sweep(Path(os.path.realpath(self.path)).parent)

    @property
    def keys(self) -> "Keys":
        """What opens the other files of this journal."""
        from rcpjournal.store.keys import Keys

        return Keys(self._unlock, *([self.key] if self.key else []))

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

        from rcpjournal.store.digests import fill
        from rcpjournal.store.migrations import migrations

        if not isinstance(self.sql, utils.sqlite3.Connection):  # type: ignore[attr-defined]
            raise AssertionError("sqlite-utils was loaded for the other engine; one engine a process")

        self.sql.execute("PRAGMA foreign_keys=OFF")
        self.sql.execute("BEGIN IMMEDIATE")
        try:
            version = self.sql.execute("PRAGMA user_version").fetchone()[0]
            if self._before_migrating and 0 < version < KNOWN_VERSION:
                self._before_migrating(self)
            if (entries := self._count()) > _MANY_ENTRIES:
                self._takes_long(entries)
            migrations.apply(Database(self.sql))
            fill(self.sql)
            self.sql.execute(f"PRAGMA user_version={KNOWN_VERSION}")
            self.sql.execute(f"PRAGMA application_id={APPLICATION_ID}")
            self.sql.execute("COMMIT")
        except BaseException:  # whatever ends it, Ctrl-C too: no step is half done
            if self.sql.in_transaction:
                self.sql.execute("ROLLBACK")
            raise
        self.sql.execute("PRAGMA foreign_keys=ON")

    def _count(self) -> int:
        if not self.sql.execute("SELECT 1 FROM sqlite_master WHERE name = 'entries'").fetchone():
            return 0
        return int(self.sql.execute("SELECT count(*) FROM entries").fetchone()[0])

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
            self._expect_the_same_file()  # before a byte is written: a restored file may stand there by now
            yield self.sql
            self._expect_the_same_file()
            self.sql.execute("COMMIT")
            self.saved = True
        except BaseException as error:  # whatever ends it, Ctrl-C too: nothing is half saved
            if self.sql.in_transaction:
                self.sql.execute("ROLLBACK")
            if isinstance(error, database_errors()):
                why = JournalReplaced(str(self.path)) if self.replaced else told(error, self.path, sealed=self.sealed)
                raise why from error
            raise

    def _expect_the_same_file(self) -> None:
        if _identity(self.path) != self._identity:
            raise JournalReplaced(str(self.path))

    def expect_room(self) -> None:
        """Tries a save that changes nothing, so that nobody types what could not be kept. Raises like `saving`."""
        with self.saving() as sql:
            sql.execute(f"PRAGMA user_version={KNOWN_VERSION}")

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


def _is_new(path: Path, *, create: bool) -> bool:
    """Whether there is no journal yet. Raises what makes the path unusable."""
    try:
        if path.is_dir():
            raise NotAJournal(str(path), "a folder")
        if path.exists() and not path.is_file():
            raise NotAJournal(str(path), "a device or a pipe")
        if path.exists():
            return path.stat().st_size == 0
    except OSError as error:
        raise CannotStore(str(path), plainly(error)) from error
    if not create:
        raise JournalMissing(str(path))
    return True


def _make(path: Path) -> None:
    """Makes an empty file and its folder, their owner's alone."""
    try:
        there = next(folder for folder in path.absolute().parents if folder.exists())
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        _sync(path, there)
    except OSError as error:
        raise CannotStore(str(path), plainly(error)) from error


def _sync(path: Path, top: Path) -> None:
    """Makes the names of what was just made last through a power cut: from the file's folder up to `top`."""
    from rcpjournal.store.lasting import synced

    for folder in path.absolute().parents:
        with suppress(OSError):  # one that may not be opened
            synced(folder)
        if folder == top:
            return


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino

"""Verified copies of the journal: made beside, read back, and only then given a backup's name.

A copy is made page by page by SQLite's own backup, inside one read transaction, so that it is one moment of the journal
whoever writes meanwhile. The pages of a sealed journal are copied into a file under the same key: sealed too.
"""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime
from itertools import count
from pathlib import Path

from rcpjournal.core.backups import BackupFailed, Found, Keep, Named, kept, name_for, named
from rcpjournal.store.connection import Connection
from rcpjournal.store.faults import database_errors
from rcpjournal.store.inside import Content, content, fault_of, looked_at, owner_of, stated_owner
from rcpjournal.store.keys import Keys
from rcpjournal.store.lasting import given_its_name, synced
from rcpjournal.store.leftovers import sweep, unfinished_in
from rcpjournal.store.opening import opened_beside
from rcpjournal.store.sealing import Key


class Backups:
    """The backups of one journal in one folder, which is made where `made`; without `connection`, to look alone."""

    def __init__(
        self, journal: Path, folder: Path, keys: Keys, *, made: bool, connection: Connection | None = None
    ) -> None:
        self._journal, self._stem, self._keys, self._connection = journal, journal.stem, keys, connection
        self.folder, self._made = folder, made

    @classmethod
    def of(cls, connection: Connection, folder: Path, *, made: bool) -> "Backups":
        """Those of an open journal."""
        return cls(connection.path, folder, connection.keys, made=made, connection=connection)

    def make(self, now: datetime, kind: str = "") -> Path:
        """A new backup of the journal as it is; never over another file. Raises BackupFailed."""
        connection = self._connection
        assert connection is not None, "a backup is made of an open journal"
        with self._unfinished() as part:
            with _moment_of(connection) as sql:
                held = copied(sql, part, connection.key)
            expect_same(part, connection.key, held)
            return self._kept(part, now, kind)

    def keep_file(self, file: Path, key: Key | None, now: datetime, kind: str, *, readable: bool) -> Path:
        """A copy of a journal as it is, whole or not: through SQLite if it is `readable`, or else byte by byte.

        Byte by byte only where no connection of ours holds it: closing such a handle would drop SQLite's locks.
        """
        with self._unfinished() as part:
            if readable:
                with closing(opened_beside(file, key)) as sql:
                    sql.execute("BEGIN")
                    copied(sql, part, key)
            else:
                _copied_bytes(file, part)
            return self._kept(part, now, kind)

    def files(self) -> list[Path]:
        """All that bear a backup's name, newest first."""
        return [path for _, path in sorted(self._named().items(), reverse=True)]

    def found(self, journal: str | None = None) -> list[Found]:
        """All that bear a backup's name, newest first, each read from end to end; `journal`: whose they should be."""
        rows = []
        for name, path in sorted(self._named().items(), reverse=True):
            looked = looked_at(path, self._keys)
            other = bool(journal and looked.journal and looked.journal != journal)
            rows.append(Found(str(path), name.at, name.kind, looked.size, looked.entries, looked.fault, other))
        return rows

    def thin(self, keep: Keep, today: date) -> list[Path]:
        """Removes what need not be kept, of the files under our names that are of this very journal. Those removed."""
        assert self._connection is not None
        ours = stated_owner(self._connection.sql)
        mine = {name: path for name, path in self._named().items() if ours and owner_of(path, self._keys) == ours}
        staying = kept(mine, keep, today)
        return [path for name, path in mine.items() if name not in staying and _removed(path)]

    # --- files ----------------------------------------------------------------------------------------

    def _named(self) -> dict[Named, Path]:
        try:
            files = [path for path in self.folder.iterdir() if path.is_file() and not path.is_symlink()]
        except (FileNotFoundError, NotADirectoryError):
            return {}
        return {name: path for path in files if (name := named(path.name, self._stem))}

    @contextmanager
    def _unfinished(self) -> Iterator[Path]:
        """A new private file in the folder, removed again unless it was given its name. Raises BackupFailed."""
        part = unfinished_in(self.folder)
        try:
            if self._made:
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            sweep(self.folder)
            sweep(Path(os.path.realpath(self._journal)).parent)
            os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600))
            yield part
        except OSError as error:
            raise BackupFailed(self._why(error)) from error
        except database_errors() as error:
            raise BackupFailed(self._why_sqlite(str(error))) from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _why(self, error: OSError) -> str:
        if error.filename and Path(error.filename) == self._journal:
            return f"{self._journal} cannot be read ({(error.strerror or str(error)).lower()})"
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return f"there is no room left in {self.folder}"
        if error.errno == errno.ENOENT:
            return f"the folder {self.folder} is not there (a drive that is not plugged in?)"
        if error.errno in (errno.ENOTDIR, errno.EEXIST):
            return f"{self.folder} is not a folder"
        return f"the folder {self.folder} cannot be written to ({(error.strerror or str(error)).lower()})"

    def _why_sqlite(self, words: str) -> str:
        if "full" in words:
            return f"there is no room left in {self.folder}"
        if "locked" in words or "busy" in words:
            return f"{self._journal} is in use by another program, and stayed so for ten seconds"
        if "malformed" in words or "not a database" in words:
            return f"{self._journal} is damaged, so keep its older backups"
        return f"{self._journal} could not be copied to {self.folder} ({words})"

    def _kept(self, part: Path, now: datetime, kind: str) -> Path:
        """The finished copy under the first free name of this minute."""
        synced(part)
        for turn in count():
            path = self.folder / name_for(self._stem, now, kind, turn)
            if given_its_name(part, path):
                synced(self.folder)
                return path
        raise AssertionError("names do not run out")


def _removed(path: Path) -> bool:
    """Takes an old backup away; one that cannot be removed stays, and a later day tries again."""
    try:
        path.unlink()
    except OSError:
        return False
    return True


@contextmanager
def _moment_of(connection: Connection) -> Iterator[sqlite3.Connection]:
    """One moment of the journal; while `connection` has a save begun, through a second one that sees it as it was."""
    if not connection.sql.in_transaction:
        with connection.reading() as sql:
            yield sql
        return
    with closing(opened_beside(connection.path, connection.key)) as sql:
        sql.execute("BEGIN")
        yield sql


def copied(sql: sqlite3.Connection, part: Path, key: Key | None) -> Content | None:
    """Copies what `sql` reads in its transaction, under its key, into the empty file `part`; what that is, if known."""
    try:
        held = content(sql)
    except database_errors():
        held = None
    with closing(opened_beside(part, key, writing=True)) as target:
        # The file has no name that counts yet and is synced as a whole afterwards, so it needs no journal of its own.
        target.execute("PRAGMA journal_mode=OFF")
        target.execute("PRAGMA synchronous=OFF")
        sql.backup(target)
    return held


def expect_same(part: Path, key: Key | None, held: Content | None) -> None:
    """Reads a copy by a connection of its own. Raises BackupFailed where it is not whole, or not the same."""
    with closing(opened_beside(part, key)) as copy:
        if fault := fault_of(copy):
            raise BackupFailed(f"read back, {fault}. The journal itself may be damaged, so keep its older backups")
        if content(copy) != held:
            raise BackupFailed("read back, the copy was not the same as the journal")


def _copied_bytes(file: Path, part: Path) -> None:
    with file.open("rb") as source, part.open("r+b") as target:
        while piece := source.read(1 << 20):
            target.write(piece)

"""A journal sealed, opened for good, or given another key: by a copy that takes the file's place when it is whole.

The old file is locked until then, so that no save can fall between; whoever waits for it finds that it was replaced.
"""

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rcpjournal.errors import CannotStore, JournalReplaced
from rcpjournal.store.faults import told
from rcpjournal.store.lasting import synced
from rcpjournal.store.leftovers import sweep, unfinished_in, wipe
from rcpjournal.store.opening import BUSY_SECONDS
from rcpjournal.store.sealing import connected, engine

if TYPE_CHECKING:
    import sqlite3

    from rcpjournal.store.sealing import Key


def expect_room(path: Path) -> None:
    """Raises CannotStore where a copy could not be made beside the file, as far as that shows without writing."""
    real = Path(os.path.realpath(path))
    if not (os.access(real.parent, os.W_OK) and os.access(real, os.W_OK)):
        raise CannotStore(str(path), "it, or the folder it is in, cannot be written to")
    if shutil.disk_usage(real.parent).free < real.stat().st_size:
        raise CannotStore(str(path), "the disk is full, or nearly: there is no room for a copy of it")


def reseal(path: Path, old: "Key | None", new: "Key | None") -> None:
    """Puts a copy under `new` in the place of the file, which opens with `old`; None stands for plain.

    Nothing else in this process may be connected to it. Raises CannotStore or JournalBusy, with the old file as it was.
    """
    real = Path(os.path.realpath(path))
    sweep(real.parent)
    beside = unfinished_in(real.parent)
    before = os.open(real, os.O_RDWR)  # before anything connects: closing a handle drops the locks of its process
    try:
        _copy(real, beside, old, new, before)
        wipe(before)
    except engine().Error as error:
        raise told(error, path, sealed=old is not None) from error
    except OSError as error:
        raise CannotStore(str(path), (error.strerror or str(error)).lower()) from error
    finally:
        with suppress(OSError):  # closed already on Windows
            os.close(before)
        beside.unlink(missing_ok=True)


def _copy(real: Path, beside: Path, old: "Key | None", new: "Key | None", before: int) -> None:
    source = connected(real, old, timeout=BUSY_SECONDS)
    try:
        source.execute("PRAGMA locking_mode=EXCLUSIVE")
        source.execute("PRAGMA temp_store=MEMORY")
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        source.execute("ATTACH DATABASE ? AS fresh KEY ?", (str(beside), new.words if new else ""))
        source.execute("PRAGMA fresh.journal_mode=OFF")
        source.execute("BEGIN EXCLUSIVE")
        _sound(source, real)
        source.execute("SELECT sqlcipher_export('fresh')")
        for number in ("user_version", "application_id"):
            value = source.execute(f"PRAGMA main.{number}").fetchone()[0]
            source.execute(f"PRAGMA fresh.{number}={value}")
        source.execute("COMMIT")  # the lock stays: locking_mode
        source.execute("DETACH DATABASE fresh")
        _compare(source, beside, new)
        synced(beside)
        if not os.path.samestat(os.fstat(before), real.stat()):
            raise JournalReplaced(str(real))
        if sys.platform == "win32":
            source.close()  # it replaces no file that is open
            os.close(before)
        beside.replace(real)
        synced(real.parent)
    finally:
        source.close()


def _compare(source: "sqlite3.Connection", beside: Path, new: "Key | None") -> None:
    """Opens the copy anew, as the next command will, and compares all that is in it. Raises CannotStore."""
    copy = connected(beside, new, timeout=BUSY_SECONDS)
    try:
        _sound(copy, beside)
        if digest(copy) != digest(source):
            raise CannotStore(str(beside), "the copy is not equal to the journal, so it was not used")
    finally:
        copy.close()


def _sound(sql: "sqlite3.Connection", path: Path) -> None:
    found = sql.execute("PRAGMA main.integrity_check").fetchall()
    found += sql.execute("PRAGMA main.cipher_integrity_check").fetchall()
    if found != [("ok",)]:
        raise CannotStore(str(path), "the file is damaged; keep a copy of it before anything else")


def digest(sql: "sqlite3.Connection") -> str:
    """Every table, row and number of a database as one figure; the order of rows does not count."""
    from hashlib import sha256

    whole = sha256()
    schema = sql.execute("SELECT type, name, tbl_name, sql FROM main.sqlite_master ORDER BY 1, 2").fetchall()
    whole.update(repr(schema).encode())
    for number in ("user_version", "application_id"):
        whole.update(repr(sql.execute(f"PRAGMA main.{number}").fetchone()).encode())
    for kind, name, _, _ in schema:
        if kind == "table":
            quoted = name.replace('"', '""')
            rows = sql.execute(f'SELECT * FROM main."{quoted}"')
            whole.update(b"".join(sorted(sha256(repr(row).encode("utf-8", "surrogatepass")).digest() for row in rows)))
    return whole.hexdigest()

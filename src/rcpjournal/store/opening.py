"""How files are opened: the one in use, and others of the same journal, to check one, look into a backup, copy it.

Every file is opened here or in `persevering`, by the engine of this process and with the key that it was sealed with.
"""

import sqlite3
from pathlib import Path

from rcpjournal.store.faults import database_errors
from rcpjournal.store.sealing import Key, connected, engine_in_use

BUSY_SECONDS = 10.0


def opened(path: Path, key: Key | None) -> sqlite3.Connection:
    """A bare connection to a file, which is made where it is not there."""
    if key is not None or engine_in_use():
        return connected(path, key, timeout=BUSY_SECONDS)
    return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)


def opened_beside(path: Path, key: Key | None, *, writing: bool = False) -> sqlite3.Connection:
    """A file that is there; nothing is migrated, and without `writing` nothing in it changes.

    Not SQLite's read-only mode: a save that was cut off is first taken back, as in every opening. The caller closes it.
    Raises what `database_errors` names.
    """
    if key is not None or engine_in_use():
        sql = connected(path, key, timeout=BUSY_SECONDS, mode="rw")
    else:
        address = f"{path.absolute().as_uri()}?mode=rw"
        sql = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        sql.execute("PRAGMA temp_store=MEMORY")
        sql.execute(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
    except database_errors():
        sql.close()
        raise
    return sql


def in_memory() -> sqlite3.Connection:
    """An empty database that is nowhere on a disk."""
    return opened(Path(":memory:"), None)

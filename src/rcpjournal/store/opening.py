"""Opens a journal file that is not the one in use: to check it, to look into a backup, to save rows from it.

Every second file is opened here, so that what opening needs (a key, say) has one place.
"""

import sqlite3
from pathlib import Path

_BUSY_SECONDS = 10.0


def opened(path: Path) -> sqlite3.Connection:
    """The file, for reading alone; nothing is migrated, and bytes that are no text are read as U+FFFD.

    Not SQLite's read-only mode: a save that was cut off is first taken back, as in every opening. Raises sqlite3.Error.
    """
    sql = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    sql.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        sql.execute("PRAGMA temp_store=MEMORY")
        sql.execute("PRAGMA query_only=ON")
    except sqlite3.Error:
        sql.close()
        raise
    return sql

"""A journal looked at in passing, for completion: nothing is begun, migrated, asked, waited for or changed."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

from rcpjournal.core.framework import Pack
from rcpjournal.core.framework_data import pack_from
from rcpjournal.core.teams.contributor import Contributor
from rcpjournal.store.connection import APPLICATION_ID, KNOWN_VERSION
from rcpjournal.store.contributing import contributor_in
from rcpjournal.store.sealing import Key, Unlock, connected, engine, opens, salt_of

_PATIENCE = 0.05
"""seconds for a journal that somebody is saving into"""
_PACKS = (
    "SELECT p.document FROM state s JOIN frameworks f ON f.pk = CAST(s.value AS INTEGER), json_each(f.packs) j"
    " JOIN packs p ON p.pk = j.value WHERE s.key = 'framework' ORDER BY j.key"
)


class Glance:
    """A few things out of a journal that is there, of this version, and open to be read."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        self._sql = sql

    def packs(self) -> list[Pack]:
        """The packs in use."""
        return [pack_from(json.loads(row[0])) for row in self._sql.execute(_PACKS)]

    def pack_names(self) -> list[tuple[str, str]]:
        """The id and title of every pack, once."""
        return self._sql.execute("SELECT id, title FROM packs GROUP BY id ORDER BY id").fetchall()

    def newest(self, begins: str, most: int) -> list[tuple[str, str, str]]:
        """Id, day and title of the newest entries whose id begins so."""
        return self._sql.execute(
            "SELECT id, happened_on, title FROM entries WHERE deleted IS NULL AND substr(id, 1, ?) = ?"
            " ORDER BY happened_on DESC, id DESC LIMIT ?",
            (len(begins), begins, most),
        ).fetchall()

    def actions(self) -> list[tuple[int, str]]:
        """The number and words of each action that is still to do, nearest first."""
        return self._sql.execute(
            "SELECT a.pk, a.what FROM actions a JOIN entries e ON e.pk = a.entry WHERE e.deleted IS NULL"
            " AND a.state IN ('open', 'changed') ORDER BY a.due IS NULL, a.due, a.pk"
        ).fetchall()

    def senders(self) -> list[str]:
        """Whom packs were received from."""
        rows = self._sql.execute("SELECT name FROM received GROUP BY person ORDER BY name")
        return [row[0] for row in rows]

    def received(self) -> list[tuple[int, str]]:
        """The number of each pack that was received, and whom it is from."""
        return self._sql.execute("SELECT pk, name FROM received ORDER BY pk DESC").fetchall()

    def contributor(self) -> Contributor | None:
        """What was given to teams, if anything was."""
        return contributor_in(self._sql)

    def close(self) -> None:
        """Lets go of the file."""
        self._sql.close()


def glance(path: Path, unlock: Callable[[], Unlock]) -> Glance | None:
    """The journal at `path`; None where there is none, it is of another version, or its key is not at hand.

    One that a save was cut off in is left to the next command. Raises what `database_errors` names, and OSError.
    """
    if not path.is_file() or not path.stat().st_size or Path(f"{path.resolve()}-journal").exists():
        return None
    salt = salt_of(path)
    key = None
    if salt is not None:
        secret = unlock().tried(salt, lambda one: opens(path, Key(one, salt)))
        if secret is None:
            return None
        engine()
        key = Key(secret, salt)
    sql = _opened(path, key)
    found = [sql.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
    if found == [APPLICATION_ID, KNOWN_VERSION]:
        return Glance(sql)
    sql.close()
    return None


def _opened(path: Path, key: Key | None) -> sqlite3.Connection:
    if key is not None:
        return connected(path, key, timeout=_PATIENCE, mode="ro")
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE, isolation_level=None)

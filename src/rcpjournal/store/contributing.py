"""What the journal remembers of contributing to a team: one row of `state`. Counts come from `tallies`."""

import base64
import json
import os
import sqlite3

from rcpjournal.core.teams.contributor import Contributor, Given
from rcpjournal.core.teams.refusals import ContributedMeanwhile
from rcpjournal.store.connection import Connection
from rcpjournal.store.state import State

_STATE = "contributor"
_KEY_BYTES = 16


def contributor_in(sql: sqlite3.Connection) -> Contributor | None:
    """The key that a journal has, and what was given under it; None where nothing was, or it was withdrawn."""
    found = sql.execute("SELECT value FROM state WHERE key = ?", (_STATE,)).fetchone()
    if found is None:
        return None
    row = json.loads(found[0])
    return Contributor(**{**row, "given": tuple(Given(**one) for one in row["given"])})


class Contributing:
    """The contributor that a journal is, if it is one."""

    def __init__(self, connection: Connection, state: State) -> None:
        self._connection, self._state = connection, state

    def contributor(self) -> Contributor | None:
        """The key and what was given under it; None where nothing was, or it was withdrawn."""
        return contributor_in(self._connection.sql)

    def keep(self, now: Contributor | None, *, instead_of: Contributor | None) -> None:
        """Remembers `now`; with None, forgets. Raises ContributedMeanwhile where another than `instead_of` is there."""
        with self._connection.saving():
            if self.contributor() != instead_of:
                raise ContributedMeanwhile
            if now is None:
                self._state.drop(_STATE)
            else:
                row = {**now._asdict(), "given": [one._asdict() for one in now.given]}
                self._state.put(_STATE, json.dumps(row))


def fresh_key() -> str:
    """A key that nobody has and that tells nothing: 128 random bits as 26 signs of a-z and 2-7."""
    return base64.b32encode(os.urandom(_KEY_BYTES)).decode("ascii").rstrip("=").lower()

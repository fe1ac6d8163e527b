"""The journal: one SQLite file, one connection, and what can be asked of it.

Its rooms are opened when they are first asked for, so that an everyday command loads only what it uses.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rcpjournal import __version__
from rcpjournal.store.connection import JOURNAL_ID, Connection
from rcpjournal.store.finding import Finding
from rcpjournal.store.state import State

if TYPE_CHECKING:
    from rcpjournal.core.framework import Pack
    from rcpjournal.store.actions import Actions
    from rcpjournal.store.backup import Backups
    from rcpjournal.store.caseload import Caseload
    from rcpjournal.store.contributing import Contributing
    from rcpjournal.store.drafts import Drafts
    from rcpjournal.store.entries import Entries
    from rcpjournal.store.frameworks import Frameworks
    from rcpjournal.store.history import History
    from rcpjournal.store.near import Near
    from rcpjournal.store.purging import Purging
    from rcpjournal.store.sealing import Key, Unlock
    from rcpjournal.store.supervision import Supervision
    from rcpjournal.store.tallies import Tallies
    from rcpjournal.store.tracing import Tracing

SEEN_PROGRAM = "seen-program"
"""the state that holds which version of the program the framework was last compared with"""


class Journal:
    """An open journal.

    `shipped` gives the framework that comes with the program; it is asked only when the journal is new. `unlock` says
    where keys come from; it is asked only for a journal that is sealed or new.
    """

    def __init__(
        self,
        path: Path,
        *,
        now: Callable[[], datetime],
        shipped: "Callable[[], Sequence[Pack]]",
        create: bool = True,
        before_migrating: Callable[[Connection], None] | None = None,
        takes_long: Callable[[int], None] = lambda entries: None,
        unlock: "Callable[[], Unlock] | None" = None,
    ) -> None:
        self.path = path
        self._connection = Connection(
            path, create=create, before_migrating=before_migrating, takes_long=takes_long, unlock=unlock
        )
        self._now = now
        self.state = State(self._connection)
        self.finding = Finding(self._connection)
        if not self.state.get("framework"):
            self._begin(shipped)
            self._connection.saved = False

    @property
    def wrote(self) -> bool:
        """Whether anything was kept since it was opened, beyond what a new journal begins with."""
        return self._connection.saved

    def _begin(self, shipped: "Callable[[], Sequence[Pack]]") -> None:
        packs = shipped()
        with self._connection.saving():
            if not self.state.get("framework"):
                self.frameworks.use(packs)
                self.state.put(SEEN_PROGRAM, __version__)

    @cached_property
    def frameworks(self) -> "Frameworks":
        """The frameworks that the journal knows."""
        from rcpjournal.store.frameworks import Frameworks

        return Frameworks(self._connection, self.state, self._now)

    @cached_property
    def entries(self) -> "Entries":
        """Whole entries."""
        from rcpjournal.store.entries import Entries

        return Entries(self._connection, self.frameworks, self._now)

    @cached_property
    def history(self) -> "History":
        """What was changed."""
        from rcpjournal.store.history import History

        return History(self._connection, self.entries, self._now)

    @cached_property
    def drafts(self) -> "Drafts":
        """Reflections that are not finished."""
        from rcpjournal.store.drafts import Drafts

        return Drafts(self._connection, self._now)

    @cached_property
    def actions(self) -> "Actions":
        """What was agreed."""
        from rcpjournal.store.actions import Actions

        return Actions(self._connection, self.entries)

    @cached_property
    def near(self) -> "Near":
        """What is near."""
        from rcpjournal.store.near import Near

        return Near(self._connection)

    @cached_property
    def tallies(self) -> "Tallies":
        """Counts for summaries."""
        from rcpjournal.store.tallies import Tallies

        return Tallies(self._connection)

    @cached_property
    def tracing(self) -> "Tracing":
        """From counts back to entries."""
        from rcpjournal.store.tracing import Tracing

        return Tracing(self._connection)

    @cached_property
    def supervision(self) -> "Supervision":
        """Sessions, pages, and what has left."""
        from rcpjournal.store.supervision import Supervision

        return Supervision(self._connection, self._now)

    @cached_property
    def caseload(self) -> "Caseload":
        """Packs received from others; apart from the journal's own entries."""
        from rcpjournal.store.caseload import Caseload

        return Caseload(self._connection, self._now)

    @cached_property
    def contributing(self) -> "Contributing":
        """What was contributed to a team, and under which key."""
        from rcpjournal.store.contributing import Contributing

        return Contributing(self._connection, self.state)

    def backups(self, folder: Path, *, made: bool) -> "Backups":
        """Copies of this journal in a folder; see `Backups`."""
        from rcpjournal.store.backup import Backups

        if not self.state.get(JOURNAL_ID):
            self.state.put(JOURNAL_ID, os.urandom(8).hex())
        return Backups.of(self._connection, folder, made=made)

    @cached_property
    def purging(self) -> "Purging":
        """What goes for good."""
        from rcpjournal.store.purging import Purging

        return Purging(self._connection, self._now)

    def saving(self) -> AbstractContextManager[object]:
        """One transaction over several calls; see Connection.saving."""
        return self._connection.saving()

    def expect_room(self) -> None:
        """Raises JournalUnusable where a save would fail now; see Connection.expect_room."""
        self._connection.expect_room()

    def reading(self) -> AbstractContextManager[object]:
        """One moment of the journal for several calls that read; see Connection.reading."""
        return self._connection.reading()

    @property
    def key(self) -> "Key | None":
        """What opens the file; None for one that is not sealed."""
        return self._connection.key

    @property
    def sealed(self) -> bool:
        """Whether the file is encrypted."""
        return self._connection.sealed

    @property
    def replaced(self) -> bool:
        """Whether another file, or none, is where the journal was."""
        return self._connection.replaced

    def reseal(self, key: "Key | None") -> None:
        """Seals the file with another key, or with None, opens it for good; afterwards this journal is closed."""
        from rcpjournal.store.resealing import reseal

        before = self.key
        self.close()
        reseal(self.path, before, key)

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()

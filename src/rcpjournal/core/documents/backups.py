"""The shape of what `backup list --json` prints."""

from typing import Literal

from rcpjournal.core.value import value


@value
class BackupRow:
    """A backup in its folder; `at` is the minute by the clock on the wall, `fault` why it cannot be restored."""

    number: int
    path: str
    at: str
    kind: Literal["backup", "before-upgrade", "before-restore"]
    size: int
    entries: int | None
    whole: bool
    fault: str
    other_journal: bool


@value
class BackupsDocument:
    """What `backup list --json` prints."""

    schema: Literal["rcpjournal/backups/1"]
    folder: str
    backups: list[BackupRow]

"""The shape of what `backup list --json` prints."""

from dataclasses import dataclass
from typing import Literal

from rcpjournal.core.framework import CONFIG


@dataclass(frozen=True, kw_only=True)
class BackupRow:
    """A backup in its folder; `at` is the minute by the clock on the wall, `fault` why it cannot be restored."""

    __pydantic_config__ = CONFIG
    number: int
    path: str
    at: str
    kind: Literal["backup", "before-upgrade", "before-restore"]
    size: int
    entries: int | None
    whole: bool
    fault: str
    other_journal: bool


@dataclass(frozen=True, kw_only=True)
class BackupsDocument:
    """What `backup list --json` prints."""

    __pydantic_config__ = CONFIG
    schema: Literal["rcpjournal/backups/1"]
    folder: str
    backups: list[BackupRow]

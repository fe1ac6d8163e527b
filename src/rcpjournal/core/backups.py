"""Backups by their names: what one is called, which are kept, and what a restored one would change. No files here."""

import re
from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from rcpjournal.errors import JournalError, JournalUnusable, SettingRefused

BEFORE_UPGRADE, BEFORE_RESTORE = "before-upgrade", "before-restore"
SEALED_OTHERWISE = "it is sealed with another passphrase, or its beginning is broken"
"""why a backup could not be looked into, in `Found.fault`"""
HELD = timedelta(days=30)
"""how long at least a copy that was made before an upgrade or a restore stays, whatever else there is"""

_MOST = 999
_LETTERS = "bcdefghijklmnopqrstuvwxyz"


class BackupFailed(JournalError):
    """A backup that could not be made; `why` is a sentence without its stop. No file bears a backup's name for it."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"No backup was made: {why}. Your journal is as it was.")


class NotUpgraded(JournalUnusable):
    """A journal of an older format that could not be backed up, and so was left in it."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"{path} has an older format and could not be backed up before its upgrade: {why}. Nothing was changed. "
            "Mend that, or set RCPJOURNAL_BACKUP=no to go on without a backup."
        )


class JournalLost(JournalUnusable):
    """There is no journal where its backups are; one that is begun anew would hide them."""

    def __init__(self, path: str, many: int, folder: str) -> None:
        super().__init__(
            f"There is no journal at {path}, but {many} of its backups {'is' if many == 1 else 'are'} in {folder}. "
            "`rcpjournal restore` brings the newest back. To begin anew all the same, move that folder away first."
        )


class BackupRefused(JournalError):
    """A file that is not put in the journal's place; `why` is a sentence without its stop."""

    def __init__(self, path: str, why: str) -> None:
        self.why = why
        super().__init__(f"{path} cannot be restored: {why}. Nothing was changed.")


class NoSuchBackup(JournalError):
    """A number that is not in the list, or a list with nothing to restore."""

    def __init__(self, word: str, folder: str) -> None:
        what = f"There is no backup {word}" if word else "There is no whole backup"
        super().__init__(
            f"{what} in {folder}. `rcpjournal backup list` shows what there is; a path to a file can be given too."
        )


class Keep(NamedTuple):
    """How many backups stay: of days, of weeks, of months."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 12


class Named(NamedTuple):
    """A backup as its name tells it: the minute by the clock on the wall, which one of that minute, and what it is for.

    Names sort by time, and so do these.
    """

    at: datetime
    turn: str = ""
    kind: str = ""

    @property
    def day(self) -> date:
        """The day it was made."""
        return self.at.date()


class Found(NamedTuple):
    """A backup in its folder, looked into. `fault` says why it cannot be restored; `other`: of another journal."""

    path: str
    at: datetime
    kind: str
    size: int
    entries: int | None
    fault: str = ""
    other: bool = False


class Count(NamedTuple):
    """How many of something there are in the journal, and how many in the backup."""

    noun: str
    here: int
    there: int


Giving = Literal["lost", "back", "behind"]
"""what a restore does to giving to a team: the key of what was given is lost; one that was withdrawn is back; packs
that were given are not known of"""


class Difference(NamedTuple):
    """What is not the same in the journal and in a backup: entries as (id, day it happened), and counts of the rest."""

    only_here: tuple[tuple[str, str], ...]
    only_there: tuple[tuple[str, str], ...]
    changed: tuple[tuple[str, str], ...]
    counts: tuple[Count, ...]
    framework: bool
    giving: Giving | None

    @property
    def nothing(self) -> bool:
        """Whether it is all the same."""
        return not (
            self.only_here
            or self.only_there
            or self.changed
            or self.framework
            or self.giving
            or any(one.here != one.there for one in self.counts)
        )


def keep_of(text: str) -> Keep:
    """The setting `backup_keep`: three numbers. Raises SettingRefused."""
    numbers = [int(word) for word in text.replace(",", " ").split() if re.fullmatch(r"[0-9]{1,3}", word)]
    if len(numbers) != 3 or len(text.replace(",", " ").split()) != 3 or not 1 <= numbers[0] <= _MOST:
        raise SettingRefused(
            f"backup_keep is three numbers, of days (at least 1), weeks and months, like “7 4 12”; not “{text}”."
        )
    return Keep(*numbers)


def name_for(stem: str, at: datetime, kind: str = "", turn: int = 0) -> str:
    """What a backup of the journal `stem` is called: `journal-2026-03-04T1730.db`; the next of that minute `…1730b`."""
    rounds, letter = divmod(turn - 1, len(_LETTERS))
    which = "z" * rounds + _LETTERS[letter] if turn else ""
    return f"{stem}-{at:%Y-%m-%dT%H%M}{which}{f'-{kind}' if kind else ''}.db"


def named(name: str, stem: str) -> Named | None:
    """What a file's name says, where it is a name that `name_for` gives."""
    match = re.fullmatch(
        rf"{re.escape(stem)}-(\d{{4}}-\d\d-\d\dT\d{{4}})(z*[b-z]?)(?:-({BEFORE_UPGRADE}|{BEFORE_RESTORE}))?\.db",
        name,
        re.ASCII,
    )
    if match is None:
        return None
    try:
        return Named(datetime.strptime(match[1], "%Y-%m-%dT%H%M"), match[2], match[3] or "")
    except ValueError:
        return None


def kept(copies: Iterable[Named], keep: Keep, today: date) -> set[Named]:
    """Which of these stay: the last of each of the newest days, weeks and months that have any, as many as `keep` says.

    Besides these, and not counted: all of the newest day, those of days still to come (the clock was wrong, now or
    then), and those made before an upgrade or a restore, until another is made a month later: a clock that jumps far
    ahead for a day takes none away.
    """
    every = set(copies)
    before = max((one.day for one in every if one.day < today), default=today)
    staying = {one for one in every if one.day > today or (one.kind and before - one.day <= HELD)}
    rest = sorted(every - staying, reverse=True)
    if rest:
        staying |= {one for one in rest if one.day == rest[0].day}
    for most, part in ((keep.daily, _day), (keep.weekly, _week), (keep.monthly, _month)):
        staying |= set(_last_of_each(rest, part)[:most])
    return staying


def _last_of_each(newest_first: list[Named], part: Callable[[Named], Hashable]) -> list[Named]:
    found: dict[Hashable, Named] = {}
    for one in newest_first:
        found.setdefault(part(one), one)
    return list(found.values())


def _day(one: Named) -> Hashable:
    return one.day


def _week(one: Named) -> Hashable:
    return one.day.isocalendar()[:2]


def _month(one: Named) -> Hashable:
    return one.day.year, one.day.month

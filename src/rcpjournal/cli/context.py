"""What every command stands on: paths, settings, the clock, the journal; each opened when it is first asked for."""

import os
import shutil
import sys
from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rcpjournal.cli.console import styles_understood
from rcpjournal.core.dates import parse_day
from rcpjournal.core.records import Selection
from rcpjournal.errors import SettingRefused, UnknownItem, UnreadableDate, UsageProblem
from rcpjournal.files import paths
from rcpjournal.files.config import Config, Value
from rcpjournal.store import Journal
from rcpjournal.views import days

if TYPE_CHECKING:
    from rcpjournal.cli.unlocking import Unlocking
    from rcpjournal.core.framework import Framework, Pack
    from rcpjournal.store.connection import Connection
    from rcpjournal.store.keys import Keys

NOW_VARIABLE = "RCPJOURNAL_NOW"
_YEARS = range(1970, 3000)
BACKED_UP = "backed-up"
"""the state that holds the day of the last backup; another day, later or earlier, has its own"""


class Here:
    """One run of the program."""

    def __init__(self, flags: dict[str, Value] | None = None) -> None:
        self.flags = flags or {}
        self._journal: Journal | None = None
        self.asks = True
        """whether a person may be asked for the passphrase of a sealed journal"""

    @cached_property
    def home(self) -> Path:
        """The folder everything lives in."""
        return paths.home()

    @cached_property
    def config(self) -> Config:
        """The settings in force."""
        return Config(paths.config_in(self.home), self.flags)

    def now(self) -> datetime:
        """The time, with its zone; RCPJOURNAL_NOW holds it still (for tests and for pictures in the docs)."""
        fixed = os.environ.get(NOW_VARIABLE)
        if not fixed:
            return datetime.now().astimezone()
        try:
            moment = datetime.fromisoformat(fixed)
        except ValueError:
            raise SettingRefused(f"{NOW_VARIABLE} is “{fixed}”; it takes a time like 2026-03-04T17:30.") from None
        if moment.year not in _YEARS:
            raise SettingRefused(
                f"{NOW_VARIABLE} is “{fixed}”; years from {_YEARS[0]} to {_YEARS[-1]} can be reckoned with."
            )
        return moment if moment.tzinfo else moment.astimezone()

    @property
    def today(self) -> date:
        """The day it is here."""
        return self.now().date()

    @property
    def journal_path(self) -> Path:
        """Where the journal is: the one that is named, or the home's."""
        named = self.config.text("journal")
        return paths.expanded(named) if named else paths.journal_in(self.home)

    def journal(self, *, writing: bool = False) -> Journal:
        """The journal. One that is named with --journal and not there is begun only by a command that writes."""
        if self._journal is None:
            named = bool(self.config.text("journal"))
            create = writing or not named
            if create:
                self.expect_not_lost()
            self._journal = Journal(
                self.journal_path,
                now=self.now,
                shipped=shipped_packs,
                create=create,
                unlock=lambda: self.unlocking,
                before_migrating=_before_migrating if self.config.on("backup") else None,
                takes_long=_takes_long,
            )
        return self._journal

    @property
    def to_be_begun(self) -> bool:
        """Whether the home's own journal is not there yet. Raises what says that it is lost."""
        if self.config.text("journal") or paths.has_something(self.journal_path):
            return False
        self.expect_not_lost()
        return True

    def expect_not_lost(self) -> None:
        """Raises what says that the journal is lost, where it is not there and its backups are."""
        if not paths.has_something(self.journal_path) and self.journal_path != paths.demo_in(self.home):
            from rcpjournal.cli.backing import expect_not_lost

            expect_not_lost()

    @property
    def opened(self) -> Journal | None:
        """The journal, if it is open."""
        return self._journal

    @cached_property
    def unlocking(self) -> "Unlocking":
        """Where keys come from."""
        from rcpjournal.cli.unlocking import Unlocking

        return Unlocking(
            str(self.flags.get("key_file", "")), keychain=lambda: self.config.on("keychain"), asks=self.asks
        )

    @cached_property
    def keys(self) -> "Keys":
        """What opens files beside the journal, and the journal where no connection to it can be had."""
        from rcpjournal.store.keys import Keys

        return Keys(lambda: self.unlocking)

    @property
    def sealed(self) -> bool:
        """Whether words may lie in no file but a sealed one: the journal is, was when it was opened, or is to be."""
        from rcpjournal.store.sealing import looks_sealed

        opened = self._journal
        if opened is not None and (opened.sealed or not opened.replaced):  # looking into an open file drops its locks
            return opened.sealed
        return looks_sealed(self.journal_path) or self.unlocking.named

    @property
    def desk(self) -> Path:
        """The folder for text that is open in an editor: for a sealed journal in memory, where the system has such."""
        return (paths.in_memory() if self.sealed else None) or self.home

    @property
    def backup_due(self) -> bool:
        """Whether this run saved something, and the day has no backup yet. The made-up journal needs none."""
        if self._journal is None or not self._journal.wrote or not self.config.on("backup"):
            return False
        if self.journal_path == paths.demo_in(self.home):
            return False
        return self._journal.state.get(BACKED_UP) != self.today.isoformat()

    @property
    def framework(self) -> "Framework":
        """The framework in use."""
        return self.journal().frameworks.current()

    def close(self) -> None:
        """Lets go of the journal."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    # --- how it shows -------------------------------------------------------------------------------

    @property
    def plain(self) -> bool:
        """Plain numbered lines: asked for, or a terminal that can do no more."""
        return self.config.on("plain") or os.environ.get("TERM", "") in ("dumb", "")

    @property
    def drawn(self) -> bool:
        """Whether marks such as ● can be shown: not to a screen reader, nor where the output cannot encode them."""
        if self.plain:
            return False
        try:
            "●◐○▲▼◆·".encode(sys.stdout.encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            return False
        return True

    @property
    def coloured(self) -> bool:
        """Whether results carry styles: a terminal, not plain, and nobody said NO_COLOR."""
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and not self.plain and styles_understood()

    @property
    def interactive(self) -> bool:
        """Whether a person sits at both ends."""
        return sys.stdin.isatty() and sys.stdout.isatty()

    @property
    def person_listens(self) -> bool:
        """Whether replies come from a person, not from a file or a pipe that knows nothing of what we ask."""
        return sys.stdin.isatty()

    @property
    def width(self) -> int:
        """Cells in a line: the terminal's, or 80 in a pipe."""
        return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80

    # --- words a person gave --------------------------------------------------------------------------

    def day(self, word: str) -> date:
        """A day as people name it. Raises UnreadableDate or NoSupervisionYet."""
        return self._parsed(word)

    def coming_day(self, word: str) -> date:
        """A day to do something by: a weekday is the next one."""
        return self._parsed(word, ahead=True)

    def _parsed(self, word: str, *, ahead: bool = False) -> date:
        first = self.config.text("date_order")
        return parse_day(word, self.today, lambda: self.journal().finding.last_supervision(), ahead=ahead, first=first)

    def past_day(self, word: str | None) -> date:
        """The day something happened: not one that is still to come; today if none is named."""
        day = self.day(word) if word is not None else self.today
        if day > self.today:
            raise UnreadableDate(word or "", " here: that day is still to come")
        return day

    def item(self, word: str) -> str:
        """The id of the item meant: in the framework in use, or else among all that entries were written under."""
        try:
            return self.framework.find(word).id
        except UnknownItem as error:
            try:
                return self.journal().frameworks.ever().find(word).id
            except UnknownItem:
                raise error from None

    def selection(
        self,
        since: str | None = None,
        until: str | None = None,
        kind: str | None = None,
        with_: str | None = None,
        item: str | None = None,
        starred: bool = False,
    ) -> Selection:
        """Which entries are meant by a command's filters."""
        first = self.day(since) if since is not None else None
        last = self.day(until) if until is not None else None
        if first and last and first > last:
            raise UsageProblem(f"--since ({first}) is after --until ({last}); swap the two.")
        return Selection(
            since=first,
            until=last,
            kind=self.choice("kind", kind),
            with_=self.choice("with", with_),
            item=self.item(item) if item is not None else None,
            starred=starred,
        )

    def choice(self, field: str, word: str | None) -> str | None:
        """A value of `kind` or `with`, or its beginning. Raises UsageProblem."""
        if word is None:
            return None
        known = list(self.framework.choices(field))
        wanted = word.strip().casefold().replace(" ", "-")
        found = [value for value in known if value == wanted] or [v for v in known if v.startswith(wanted) and wanted]
        if len(found) == 1:
            return found[0]
        raise UsageProblem(f"“{word}” is not a {field} I know. Choose from {', '.join(known)}.")


def _before_migrating(connection: "Connection") -> None:
    from rcpjournal.cli.backing import before_upgrade

    before_upgrade(connection)


def shipped_packs() -> "Sequence[Pack]":
    """The framework that comes with the program."""
    from rcpjournal.files.framework_file import load, shipped_path

    return load(shipped_path())


def _takes_long(entries: int) -> None:
    from rcpjournal.cli.terminal import say

    say(f"Bringing the journal up to date, {entries:,} entries: this takes a few seconds, this once.")


here = Here()
days.manner = lambda: here.config.text("dates")


def begin(flags: dict[str, Value]) -> None:
    """Starts a run with these flags."""
    here.close()
    here.__dict__.clear()
    here.__init__(flags)  # type: ignore[misc]

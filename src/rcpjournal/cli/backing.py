"""Backups that are made by themselves: after the first save of a day, and before a journal is upgraded."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rcpjournal.cli.context import BACKED_UP, here
from rcpjournal.cli.terminal import say
from rcpjournal.core.backups import BEFORE_UPGRADE, BackupFailed, NotUpgraded, keep_of
from rcpjournal.errors import JournalError
from rcpjournal.files import paths

if TYPE_CHECKING:
    from rcpjournal.store.connection import Connection

SAID_TO_FAIL = "backup-failed"


def folder() -> tuple[Path, bool]:
    """Where backups go, and whether we make that folder. One that was chosen has to be there: it may be on a drive.

    A chosen one that is not absolute is taken from the journal's folder.
    """
    chosen = here.config.text("backup_folder")
    if not chosen:
        return beside(), True
    return here.journal_path.absolute().parent / paths.expanded(chosen), False


def beside() -> Path:
    """The folder for backups beside the journal."""
    return paths.backups_beside(here.journal_path.absolute())


def places() -> list[Path]:
    """Where backups may be: in the folder in use, and in the one beside the journal."""
    return list(dict.fromkeys((folder()[0], beside())))


def copies() -> dict[Path, list[Path]]:
    """By folder, all files there that look like copies of the journal, whatever made them."""
    return {place: sorted(place.glob(f"{here.journal_path.stem}-*.db")) for place in places()}


def expect_not_lost() -> None:
    """Raises JournalLost where no journal is, but backups of one lie beside it.

    Those in a folder of one's choice may be another journal's of the same name: they are only mentioned.
    """
    from rcpjournal.core.backups import JournalLost, named

    stem = here.journal_path.stem
    for place, files in copies().items():
        many = sum(named(file.name, stem) is not None and file.is_file() for file in files)
        if many and place == beside():
            raise JournalLost(str(here.journal_path), many, str(place))
        if many:
            say(f"A new journal begins. If you had one, its backups may be in {place}: `rcpjournal backup list`.")


def expect_begun() -> None:
    """Raises JournalLost or JournalMissing where there is no journal to work on."""
    from rcpjournal.errors import JournalMissing

    if not here.journal_path.exists():
        expect_not_lost()
        raise JournalMissing(str(here.journal_path))


def backed_up() -> tuple[Path, int]:
    """A backup made now, and how many older ones were removed for it. Raises BackupFailed or SettingRefused."""
    keep, today = keep_of(here.config.text("backup_keep")), here.today
    where, made = folder()
    kept = here.journal().backups(where, made=made)
    file = kept.make(here.now())
    with suppress(JournalError):  # the backup is there; if the day cannot be noted, the next save makes another
        here.journal().state.put(BACKED_UP, today.isoformat())
    return file, len(kept.thin(keep, today))


def daily() -> None:
    """The day's backup. Where it fails one sentence says so, once a day; the next save tries again."""
    state, today = here.journal().state, here.today
    try:
        backed_up()
    except JournalError as error:
        if state.get(SAID_TO_FAIL) == today.isoformat():
            return
        why = error.why if isinstance(error, BackupFailed) else str(error).rstrip(".")
        say(
            f"What you wrote is kept, but today's backup could not be made: {why}. `rcpjournal backup` tries it again, "
            "and `rcpjournal config set backup_folder FOLDER` chooses another place."
        )
        with suppress(JournalError):
            state.put(SAID_TO_FAIL, today.isoformat())


def before_upgrade(connection: "Connection") -> None:
    """A backup of a journal in an older format; beside it where the chosen folder fails. Raises NotUpgraded."""
    from rcpjournal.store.backup import Backups

    where, made = folder()
    tried = [(where, made), *([] if made else [(beside(), True)])]
    why = ""
    for place, making in tried:
        try:
            file = Backups.of(connection, place, made=making).make(here.now(), BEFORE_UPGRADE)
        except BackupFailed as error:
            why = why or error.why
            continue
        say(f"Your journal is brought to the format of this rcpjournal. As it was before: {file}")
        return
    raise NotUpgraded(str(connection.path), why)

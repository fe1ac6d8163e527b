"""Whether words may lie in a plain file, as far as that can be known where the journal cannot be used."""

from pathlib import Path

from rcpjournal.cli.context import here
from rcpjournal.errors import JournalError
from rcpjournal.files import paths
from rcpjournal.store.sealing import is_plain, seal_of


def sealed() -> bool | None:
    """Whether the journal is sealed, or is to be; None where that cannot be known. False only where it is certain."""
    opened = here.opened
    if opened is not None and (opened.sealed or not opened.replaced):  # looking into an open file drops its locks
        return opened.sealed
    if here.unlocking.named:
        return True
    try:
        home = here.home
    except JournalError:  # there is no home, so no journal either
        return False
    journals = _journals(home)
    found = [seal_of(path) for path in journals or [paths.journal_in(home)]]
    if True in found:
        return True
    if journals is None or None in found:
        return None
    return False if is_plain(journals[0]) else _of_backups(journals)


def _journals(home: Path) -> list[Path] | None:
    """The journal that is meant, and the home's; None where the settings may name another that we cannot know of."""
    beside = paths.journal_in(home)
    try:
        return [here.journal_path, beside]
    except JournalError:
        try:
            told = paths.config_in(home).read_bytes()
        except OSError:
            return None
        return None if b"journal" in told else [beside]


def _of_backups(journals: list[Path]) -> bool | None:
    """The same, by the backups beside a journal that is missing or is none: they are sealed as it was."""
    found = [seal_of(file) for path in journals for file in paths.backups_beside(path).glob("*.db")]
    return True if True in found else None if None in found else False

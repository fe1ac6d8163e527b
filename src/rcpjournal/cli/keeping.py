"""Backups: backup, backup list, restore."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rcpjournal.cli.context import here
from rcpjournal.cli.help import Grouped, example
from rcpjournal.cli.options import JsonOption, YesOption
from rcpjournal.cli.terminal import confirm, say, show, show_json, show_text
from rcpjournal.core.backups import BEFORE_RESTORE, Found, NoSuchBackup
from rcpjournal.core.sealed import NeedsPassphrase, WrongPassphrase
from rcpjournal.core.words import plural
from rcpjournal.errors import NobodyToAsk, UsageProblem
from rcpjournal.files import paths

if TYPE_CHECKING:
    from rcpjournal.store.backup import Backups

backup_app = typer.Typer(cls=Grouped, rich_markup_mode=None, add_completion=False)


@backup_app.callback(invoke_without_command=True, epilog=example("backup", "backup list"))
def backup(ctx: typer.Context) -> None:
    """Make a backup now, or list those there are."""
    if ctx.invoked_subcommand:
        return
    from rcpjournal.cli.backing import backed_up, expect_begun

    expect_begun()
    file, gone = backed_up()
    show_text(str(file))
    older = f" {plural(gone, 'older one was', 'older ones were')} removed." if gone else ""
    say(f"Read back and compared: {plural(here.journal().finding.count(), 'entry', 'entries')}.{older}")


@backup_app.command("list", epilog=example("backup list", "backup list --json"))
def list_backups(json: JsonOption = False) -> None:
    """Show the backups there are. The newest first, and whether they are whole."""
    from rcpjournal.cli.backing import folder
    from rcpjournal.views.backups import backup_lines, backups_document

    where = folder()[0]
    found = _found()
    if json:
        show_json(backups_document(str(where), found))
        return
    show(backup_lines(found, here.width))
    say(f"Folder: {where}" if found else f"There are no backups in {where} yet. `rcpjournal backup` makes one.")


def _backups(where: Path, *, made: bool = False) -> "Backups":
    """To look into them, or to keep a file among them: the journal may be missing or damaged, so it is not opened."""
    from rcpjournal.store.backup import Backups

    return Backups(here.journal_path, where, here.keys, made=made)


def _found() -> list[Found]:
    """The backups in both places, newest first; the journal is not opened, but one that is sealed is asked for once.

    Whatever cannot be opened then is among them, and says so; raises what the question did where that is all there is.
    """
    from rcpjournal.cli.backing import places
    from rcpjournal.store.inside import owner_of
    from rcpjournal.store.sealing import looks_plain

    kept = [_backups(place) for place in places()]
    refused = None
    if not looks_plain(here.journal_path):
        try:
            here.keys.ask_for_any([here.journal_path, *(path for one in kept for path in one.files())])
        except (NeedsPassphrase, WrongPassphrase) as error:
            refused = error
    ours = owner_of(here.journal_path, here.keys) if here.journal_path.is_file() else None
    rows = sorted((row for one in kept for row in one.found(ours)), key=_newest_first, reverse=True)
    if refused and all(row.fault for row in rows):
        raise refused
    return rows


def _newest_first(row: Found) -> tuple[datetime, bool, str]:
    return row.at, bool(row.kind), row.path


def restore(
    which: Annotated[
        str | None,
        typer.Argument(metavar="[WHICH]", help="A number from `backup list`, or a file; the newest if not given."),
    ] = None,
    yes: YesOption = False,
) -> None:
    """Put a backup in the journal's place. It shows what differs first, and asks."""
    from rcpjournal.store.restore import expect_whole, seal_after, state_of
    from rcpjournal.views.styled import wrapped

    keys, journal, now = here.keys, here.journal_path, here.now()
    file = _chosen(which)
    keys.asked(file)
    state = state_of(journal, keys)
    expect_whole(file, journal, keys)
    if _is_anothers(file):
        show(wrapped("This is a backup of another journal, not of this one.", here.width), page=False)
    _show_what_differs(file, state)
    if note := seal_after(state, journal, file, keys):
        show(wrapped(note, here.width), page=False)
    agreed = yes or confirm("Put this backup in the journal's place?", default=False)
    if agreed is None:
        raise NobodyToAsk
    if not agreed:
        say("Nothing was changed.")
        return
    kept = _restored(file, now)
    say(f"Restored: the journal is as it was in {file.name}.")
    if kept:
        say(f"What was in its place is kept as {kept.name}; `rcpjournal backup list` shows it.")


def _is_anothers(file: Path) -> bool:
    """Whether both say which journal they are of, and it is not the same."""
    from rcpjournal.store.inside import owner_of

    ours = owner_of(here.journal_path, here.keys) if here.journal_path.is_file() else None
    its = owner_of(file, here.keys)
    return bool(ours and its and ours != its)


def _chosen(which: str | None) -> Path:
    """The file that is meant. Raises NoSuchBackup."""
    from rcpjournal.cli.backing import folder

    if which is not None and not (which.isascii() and which.isdigit()):
        file = paths.expanded(which)
        if not which:
            raise UsageProblem("Name the backup by its number in `rcpjournal backup list`, or by its file.")
        with suppress(NeedsPassphrase, WrongPassphrase):  # a journal that does not open is kept as it is
            here.keys.ask_for_any([here.journal_path, file])
        return file
    rows = _found()
    if which is None:
        rows = [row for row in rows if not row.fault and not row.other and row.kind != BEFORE_RESTORE]
        by_now = here.now().replace(tzinfo=None)
        rows.sort(key=lambda row: row.at > by_now)  # a clock that went wrong must not make one the newest
    number = int(which or 1)
    if not 1 <= number <= len(rows):
        raise NoSuchBackup(which or "", str(folder()[0]))
    return Path(rows[number - 1].path)


def _show_what_differs(file: Path, state: str) -> None:
    from rcpjournal.store.inside import looked_at
    from rcpjournal.store.restore import WHOLE, difference
    from rcpjournal.views.backups import difference_lines, instead_lines

    if state == WHOLE:
        show(difference_lines(str(file), difference(here.journal_path, file, here.keys), here.width), page=False)
    else:
        entries = looked_at(file, here.keys).entries or 0
        show(instead_lines(str(file), str(here.journal_path), state, entries, here.width), page=False)


def _restored(file: Path, now: datetime) -> Path | None:
    from rcpjournal.cli.backing import beside, folder
    from rcpjournal.core.backups import BackupFailed
    from rcpjournal.store.restore import restore as put_back

    where, made = folder()
    journal = here.journal_path
    try:
        return put_back(journal, file, _backups(where, made=made), here.keys, now)
    except BackupFailed:
        if made:
            raise
        return put_back(journal, file, _backups(beside(), made=True), here.keys, now)

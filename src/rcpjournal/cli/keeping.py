"""Backups: backup, backup list, restore."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rcpjournal.cli.context import here
from rcpjournal.cli.help import Grouped, example
from rcpjournal.cli.options import JsonOption, YesOption
from rcpjournal.cli.terminal import confirm, say, show, show_json, show_text
from rcpjournal.core.backups import BEFORE_RESTORE, Found, NoSuchBackup
from rcpjournal.core.words import plural
from rcpjournal.errors import JournalMissing, NobodyToAsk
from rcpjournal.files import paths

if TYPE_CHECKING:
    from rcpjournal.store.backup import Backups
    from rcpjournal.store.connection import Connection

backup_app = typer.Typer(cls=Grouped, rich_markup_mode=None, add_completion=False)


@backup_app.callback(invoke_without_command=True, epilog=example("backup", "backup list"))
def backup(ctx: typer.Context) -> None:
    """Make a backup now, or list those there are."""
    if ctx.invoked_subcommand:
        return
    from rcpjournal.cli.backing import backed_up

    if not here.journal_path.exists():
        raise JournalMissing(str(here.journal_path))
    file, gone = backed_up()
    show_text(str(file))
    older = f" {plural(gone, 'older one was', 'older ones were')} removed." if gone else ""
    say(f"Read back and compared: {plural(here.journal().finding.count(), 'entry', 'entries')}.{older}")


@backup_app.command("list", epilog=example("backup list", "backup list --json"))
def list_backups(json: JsonOption = False) -> None:
    """Show the backups there are, newest first, and whether they are whole."""
    from rcpjournal.cli.backing import folder
    from rcpjournal.views.backups import backup_lines, backups_document

    _expect_plain("`backup list`")
    found = _found()
    where = folder()[0]
    if json:
        show_json(backups_document(str(where), found))
        return
    show(backup_lines(found, here.width))
    say(f"Folder: {where}" if found else f"There are no backups in {where} yet. `rcpjournal backup` makes one.")


AS_THEY_ARE: "Connection | None" = None
"""how these files are opened: the journal may be missing or damaged, so no connection to it can say"""


def _expect_plain(what: str) -> None:
    if here.sealed:
        from rcpjournal.cli.backing import folder
        from rcpjournal.core.sealed import OnlyPlainYet

        raise OnlyPlainYet(
            what,
            f"The backups, sealed with the same passphrase, are in {folder()[0]}: `--journal FILE` opens one, and "
            "copied over the journal while no rcpjournal runs it takes its place.",
        )


def _backups(where: Path, *, made: bool = False) -> "Backups":
    from rcpjournal.store.backup import Backups

    return Backups(AS_THEY_ARE, here.journal_path, where, made=made)


def _found() -> list[Found]:
    """The backups in the folder in use and in the one beside the journal, newest first; the journal is not opened."""
    from rcpjournal.cli.backing import beside, folder
    from rcpjournal.store.inside import owner_of

    ours = owner_of(AS_THEY_ARE, here.journal_path) if here.journal_path.is_file() else None
    places = dict.fromkeys((folder()[0], beside()))
    rows = [row for place in places for row in _backups(place).found(ours)]
    return sorted(rows, key=lambda row: (row.at, bool(row.kind), row.path), reverse=True)


def restore(
    which: Annotated[
        str | None,
        typer.Argument(metavar="[WHICH]", help="A number from `backup list`, or a file; the newest if not given."),
    ] = None,
    yes: YesOption = False,
) -> None:
    """Put a backup in the journal's place; shows what differs first."""
    from rcpjournal.store.restore import expect_whole, state_of

    _expect_plain("`restore`")
    journal = here.journal_path
    state = state_of(AS_THEY_ARE, journal)
    file = _chosen(which)
    expect_whole(AS_THEY_ARE, file, journal)
    _show_what_differs(file, state)
    agreed = yes or confirm("Put this backup in the journal's place?", default=False)
    if agreed is None:
        raise NobodyToAsk
    if not agreed:
        say("Nothing was changed.")
        return
    kept = _restored(file)
    say(f"Restored: the journal is as it was in {file.name}.")
    if kept:
        say(f"What was in its place is kept as {kept.name}; `rcpjournal backup list` shows it.")


def _chosen(which: str | None) -> Path:
    """The file that is meant. Raises NoSuchBackup."""
    from rcpjournal.cli.backing import folder

    if which is not None and not (which.isascii() and which.isdigit()):
        return paths.expanded(which)
    rows = _found()
    if which is None:
        rows = [row for row in rows if not row.fault and not row.other and row.kind != BEFORE_RESTORE]
    number = int(which or 1)
    if not 1 <= number <= len(rows):
        raise NoSuchBackup(which or "", str(folder()[0]))
    return Path(rows[number - 1].path)


def _show_what_differs(file: Path, state: str) -> None:
    from rcpjournal.store.inside import looked_at
    from rcpjournal.store.restore import WHOLE, difference
    from rcpjournal.views.backups import difference_lines, instead_lines

    if state == WHOLE:
        show(difference_lines(str(file), difference(AS_THEY_ARE, here.journal_path, file), here.width), page=False)
    else:
        entries = looked_at(AS_THEY_ARE, file).entries or 0
        show(instead_lines(str(file), str(here.journal_path), state, entries, here.width), page=False)


def _restored(file: Path) -> Path | None:
    from rcpjournal.cli.backing import beside, folder
    from rcpjournal.core.backups import BackupFailed
    from rcpjournal.store.restore import restore as put_back

    where, made = folder()
    journal = here.journal_path
    try:
        return put_back(AS_THEY_ARE, journal, file, _backups(where, made=made), here.now())
    except BackupFailed:
        if made:
            raise
        return put_back(AS_THEY_ARE, journal, file, _backups(beside(), made=True), here.now())

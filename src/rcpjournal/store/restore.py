"""A backup in the journal's place: checked first, compared, the file that is there kept, then one step.

Nothing here opens the journal as a journal: it may be missing, damaged, or written by a newer program.
"""

import hashlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from rcpjournal.core.backups import BEFORE_RESTORE, BackupFailed, BackupRefused, Count, Difference, Giving
from rcpjournal.core.sealed import SealedOtherwise
from rcpjournal.core.teams.contributor import Contributor
from rcpjournal.errors import CannotStore, JournalBusy, NotAJournal
from rcpjournal.store.backup import Backups, copied, expect_same
from rcpjournal.store.connection import APPLICATION_ID, KNOWN_VERSION
from rcpjournal.store.contributing import contributor_in
from rcpjournal.store.faults import database_errors, told
from rcpjournal.store.inside import looked_at, tables_of
from rcpjournal.store.keys import Keys
from rcpjournal.store.lasting import synced
from rcpjournal.store.leftovers import sweep, unfinished_in
from rcpjournal.store.opening import opened_beside
from rcpjournal.store.resealing import reseal
from rcpjournal.store.sealing import Key, salt_of

MISSING, DAMAGED, NEWER, LOCKED, WHOLE = "missing", "damaged", "newer", "locked", "whole"

OPENED = (WHOLE, NEWER)
"""the states of a file that can be read and copied page by page"""

_PARTS = ("answers", "observations", "conditions", "ratings", "actions", "additions")
_COUNTED = (
    ("drafts", "reflection begun"),
    ("preparations", "page being prepared"),
    ("shared", "page that left"),
    ("received", "pack received"),
)
_SIDE_FILES = ("-journal", "-wal", "-shm")
"""what SQLite keeps beside a file; left lying, it would be played into the one that takes its place"""

Prints = dict[str, tuple[str, str]]


def state_of(journal: Path, keys: Keys) -> str:
    """How the file is that would be replaced. Raises NotAJournal for what is surely something else."""
    if journal.is_dir():
        raise NotAJournal(str(journal), "a folder")
    if journal.exists() and not journal.is_file():
        raise NotAJournal(str(journal), "a device or a pipe")
    if not journal.exists() or journal.stat().st_size == 0:
        return MISSING
    if not os.access(journal, os.R_OK):
        raise CannotStore(str(journal), "it may not be read")
    try:  # opened for writing, so that SQLite can take back what a killed program left half done
        with closing(opened_beside(journal, keys.known(journal), writing=True)) as sql:
            application = sql.execute("PRAGMA application_id").fetchone()[0]
            version = sql.execute("PRAGMA user_version").fetchone()[0]
            if application != APPLICATION_ID and (version or tables_of(sql)):
                raise NotAJournal(str(journal), "another kind of SQLite database")
            if version > KNOWN_VERSION:
                return NEWER
    except SealedOtherwise:
        return LOCKED
    except database_errors() as error:
        if "locked" in str(error):
            raise JournalBusy(str(journal)) from error
        return DAMAGED
    return DAMAGED if looked_at(journal, keys).fault else WHOLE


def seal_after(state: str, journal: Path, backup: Path, keys: Keys) -> str:
    """What becomes of the seal, in a sentence, where that is not as before."""
    salt, key = salt_of(journal), keys.known(backup)
    if state == LOCKED and key is None:
        return "This backup is not sealed, so the journal will be a plain file. `rcpjournal seal` seals it again."
    if salt and not key:
        return "This backup is not sealed. What is restored from it is, with the journal's own passphrase."
    if key and key.salt != salt:
        return "This backup is sealed. The journal then opens with the passphrase of the day it was made."
    return ""


def expect_whole(backup: Path, journal: Path, keys: Keys) -> None:
    """Raises BackupRefused unless `backup` can take the journal's place."""
    with suppress(OSError):
        if backup.samefile(journal):
            raise BackupRefused(str(backup), "it is the journal itself")
    if fault := looked_at(backup, keys).fault:
        raise BackupRefused(str(backup), fault)


def difference(journal: Path, backup: Path, keys: Keys) -> Difference:
    """What is not the same in a whole journal and a whole backup, of whichever formats."""
    ours, theirs = keys.known(journal), keys.known(backup)
    with closing(opened_beside(journal, ours)) as here, closing(opened_beside(backup, theirs)) as there:
        here.execute("BEGIN")
        mine, its = _prints(here), _prints(there)
        counts = tuple(Count(noun, _count(here, table), _count(there, table)) for table, noun in _COUNTED)
        return Difference(
            only_here=_days(mine, mine.keys() - its.keys()),
            only_there=_days(its, its.keys() - mine.keys()),
            changed=_days(mine, {one for one in mine.keys() & its.keys() if mine[one] != its[one]}),
            counts=counts,
            framework=_framework(here) != _framework(there),
            giving=_giving(contributor_in(here), contributor_in(there)),
        )


def _days(prints: Prints, ids: set[str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((one, prints[one][0]) for one in ids), key=lambda pair: (pair[1], pair[0])))


def _prints(sql: sqlite3.Connection) -> Prints:
    """Entry id → (the day it happened, a digest of all that is in it); deleted ones are not there.

    What a later format added and is empty counts for nothing, so that journals of different formats can be compared.
    """
    tables = tables_of(sql)
    if "entries" not in tables:
        return {}
    digests: dict[int, Any] = {}
    heads: dict[int, tuple[str, str]] = {}
    for row in _rows(sql, "SELECT * FROM entries WHERE deleted IS NULL"):
        key, _ = row.pop("pk"), row.pop("framework")
        row.pop("digest", None)  # it follows from the rest, and older formats have none
        heads[key] = (row["id"], row["happened_on"])
        digests[key] = hashlib.sha256(_shown(row))
    for part in _PARTS:
        names = {row["name"] for row in _rows(sql, f"PRAGMA table_info({part})")}
        joins = [one for one in ("item", "prompt") if one in names]
        added = "".join(f", {one}s.id AS {one}_id" for one in joins)
        joined = " ".join(f"LEFT JOIN {one}s ON {one}s.pk = t.{one}" for one in joins)
        for row in (
            _rows(sql, f"SELECT t.*{added} FROM {part} t {joined} ORDER BY t.entry, t.position") if names else ()
        ):
            for name in ("pk", "item", "prompt"):
                row.pop(name, None)
            if row["entry"] in digests:
                digests[row.pop("entry")].update(part.encode() + _shown(row))
    return {heads[key][0]: (heads[key][1], digest.hexdigest()) for key, digest in digests.items()}


def _rows(sql: sqlite3.Connection, query: str) -> Iterator[dict[str, Any]]:
    found = sql.execute(query)
    names = [column[0] for column in found.description]
    return (dict(zip(names, row, strict=True)) for row in found)


def _shown(row: dict[str, Any]) -> bytes:
    return repr([pair for pair in sorted(row.items()) if pair[1] is not None]).encode("utf-8", "surrogatepass")


def _count(sql: sqlite3.Connection, table: str) -> int:
    return int(sql.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) if table in tables_of(sql) else 0


def _giving(ours: Contributor | None, its: Contributor | None) -> Giving | None:
    if ours and ours.given and not (its and its.key == ours.key):
        return "lost"
    if its and not (ours and ours.key == its.key):
        return "back"
    return "behind" if ours and its and its.number < ours.number else None


def _framework(sql: sqlite3.Connection) -> str | None:
    row = sql.execute(
        "SELECT f.packs FROM state s JOIN frameworks f ON f.pk = CAST(s.value AS INTEGER) WHERE s.key = 'framework'"
    ).fetchone()
    return str(row[0]) if row else None


# --- the one step ---------------------------------------------------------------------------------------------------


def restore(journal: Path, backup: Path, backups: Backups, keys: Keys, now: datetime) -> Path | None:
    """Puts a copy of `backup` in the journal's place, which is kept first; where, or None if there was none.

    Raises BackupFailed, JournalBusy or CannotStore, and then the journal is as it was.
    """
    real = Path(os.path.realpath(journal))
    state = state_of(real, keys)
    readable = state in OPENED
    key = None if state in (MISSING, LOCKED) else keys.known(real)
    try:
        with _copy_beside(real, backup, keys.known(backup), key) as part, _held(real, key, readable=readable) as held:
            kept = None if state == MISSING else backups.keep_file(real, key, now, BEFORE_RESTORE, readable=readable)
            _set_aside(real, None if readable else kept)
            if sys.platform == "win32" and held:
                held.close()  # it replaces no file that is open
            part.replace(real)
            synced(real.parent)
            return kept
    except OSError as error:
        raise CannotStore(str(real), (error.strerror or str(error)).lower()) from error


@contextmanager
def _copy_beside(real: Path, backup: Path, key: Key | None, journal: Key | None) -> Iterator[Path]:
    """The backup, copied into the journal's own folder, read back and on the disk; removed unless it was moved.

    One that is not sealed is sealed with the `journal`'s key, if that has one.
    """
    real.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep(real.parent)
    part = unfinished_in(real.parent)
    try:
        _copied_to(part, real, backup, key, journal)
        yield part
    finally:
        part.unlink(missing_ok=True)


def _copied_to(part: Path, real: Path, backup: Path, key: Key | None, journal: Key | None) -> None:
    """Makes the copy. Raises CannotStore."""
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600))
        with closing(opened_beside(backup, key)) as sql:
            sql.execute("BEGIN")
            held = copied(sql, part, key)
        expect_same(part, key, held)
        if journal and not key:
            reseal(part, None, journal)
        synced(part)
    except database_errors() as error:
        raise CannotStore(str(real), str(error)) from error
    except BackupFailed as error:
        raise CannotStore(str(real), error.why) from error


@contextmanager
def _held(real: Path, key: Key | None, *, readable: bool) -> Iterator[sqlite3.Connection | None]:
    """Keeps everybody else from saving into a file that SQLite can read, while it is kept and replaced.

    Whoever waits for it meanwhile finds another file there afterwards, and refuses to save (JournalReplaced).
    """
    if not readable:
        yield None
        return
    with closing(opened_beside(real, key, writing=True)) as sql:
        try:
            sql.execute("BEGIN IMMEDIATE")
        except database_errors() as error:
            raise told(error, real) from error
        yield sql


def _set_aside(real: Path, kept: Path | None) -> None:
    """What SQLite left beside the old file goes with its copy, where that was made byte by byte, or away."""
    for ending in _SIDE_FILES:
        side = real.with_name(real.name + ending)
        if side.exists() and kept is not None:
            target = kept.with_name(kept.name + ending)
            target.write_bytes(side.read_bytes())
            target.chmod(0o600)
        side.unlink(missing_ok=True)

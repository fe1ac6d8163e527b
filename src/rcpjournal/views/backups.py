"""Backups in a list, and what a restored one would change, as lines and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rcpjournal.core.backups import BEFORE_RESTORE, BEFORE_UPGRADE, SEALED_OTHERWISE, Difference, Found, Giving
from rcpjournal.core.words import plural
from rcpjournal.views.days import spoken
from rcpjournal.views.styled import Line, dim, line, strong, titled, wrapped

_KINDS = {BEFORE_UPGRADE: "made before an upgrade", BEFORE_RESTORE: "made before a restore"}
_MOST_NAMED = 10
_GIVING: dict[Giving, str] = {
    "lost": "The key under which you gave to a team is not in the backup, and without it that cannot be taken back. "
    "The journal that is kept first has it still: `rcpjournal --journal FILE team withdraw`.",
    "back": "The backup has the key of what you took back from a team. Nothing is taken under it any more: "
    "`rcpjournal team rotate` before you give again.",
    "behind": "The backup does not know all that you gave to a team. Where your next pack is set aside for its number, "
    "give another.",
}

_STATES = {
    "missing": "There is no journal now, so nothing is replaced. The backup goes to:",
    "damaged": "The journal is damaged, so what differs cannot be shown. It is kept as it is first:",
    "locked": "The journal is sealed and was not opened, so what differs cannot be shown. It is kept as it is first:",
    "newer": "The journal was written by a newer rcpjournal, so what differs cannot be shown. It is kept first:",
}


def backup_lines(found: Sequence[Found], width: int) -> Iterator[Line]:
    """A line for each backup, numbered as `restore` takes them; below it what is special about it."""
    for number, one in enumerate(found, 1):
        entries = f"{plural(one.entries, 'entry', 'entries')}, " if one.entries is not None else ""
        yield line(
            strong(f"{number:>3}"),
            f"  {spoken(one.at.date())}, {one.at:%H:%M}",
            dim(f"  {entries}{size(one.size)}, {_how(one)}"),
        )
        other = "of another journal" if one.other else ""
        special = "; ".join(part for part in (_KINDS.get(one.kind, ""), other, one.fault) if part)
        if special:
            yield from wrapped(special, width, "     ")


def _how(one: Found) -> str:
    if not one.fault:
        return "whole"
    return "not opened" if one.fault == SEALED_OTHERWISE else "NOT whole"


def backups_document(folder: str, found: Iterable[Found]) -> dict[str, Any]:
    """`rcpjournal/backups/1`."""
    rows = [
        {
            "number": number,
            "path": one.path,
            "at": one.at.isoformat(timespec="minutes"),
            "kind": one.kind or "backup",
            "size": one.size,
            "entries": one.entries,
            "whole": not one.fault,
            "fault": one.fault,
            "other_journal": one.other,
        }
        for number, one in enumerate(found, 1)
    ]
    return {"schema": "rcpjournal/backups/1", "folder": folder, "backups": rows}


def size(count: int) -> str:
    """`0 bytes`, `152 kB`, `27.1 MB`."""
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{round(count / 1e3)} kB"


def difference_lines(backup: str, found: Difference, width: int) -> Iterator[Line]:
    """What is in the journal alone, in the backup alone, and in both but not the same."""
    yield from wrapped(f"This backup: {Path(backup).name}", width, style="strong")
    if found.nothing:
        yield from wrapped("The journal and this backup hold the same.", width)
        return
    for heading, entries in (
        ("Only in the journal now; restoring takes them away", found.only_here),
        ("Only in this backup; restoring brings them back", found.only_there),
        ("In both, and not the same; restoring takes the backup's", found.changed),
    ):
        if entries:
            yield from titled(f"{heading}: {plural(len(entries), 'entry', 'entries')}", width)
            yield from _named(entries)
    rest = [one for one in found.counts if one.here != one.there]
    if rest or found.framework or found.giving:
        yield from titled("Besides", width)
    for one in rest:
        first, _, more = one.noun.partition(" ")
        yield from wrapped(f"{_many(one.here, first, more)} here, {one.there or 'none'} in the backup.", width, "  ")
    if found.framework:
        yield from wrapped("The framework in use is not the same.", width, "  ")
    if found.giving:
        yield from wrapped(_GIVING[found.giving], width, "  ")


def _many(count: int, first: str, more: str) -> str:
    """`1 page that left`, `2 pages that left`, `No page that left`."""
    if not count:
        return f"No {first} {more}"
    return f"{plural(count, first)} {more}"


def _named(entries: Sequence[tuple[str, str]]) -> Iterator[Line]:
    """The newest ones, by id and the day they are about."""
    for entry_id, day in list(reversed(entries))[:_MOST_NAMED]:
        yield line(strong(f"  {entry_id}"), f"  {_spoken(day)}")
    if len(entries) > _MOST_NAMED:
        yield line(dim(f"  … and {len(entries) - _MOST_NAMED} more"))


def _spoken(day: str) -> str:
    """As it stands where it is no day: what is damaged is compared, too."""
    try:
        return spoken(date.fromisoformat(day))
    except ValueError:
        return day


def instead_lines(backup: str, journal: str, state: str, entries: int, width: int) -> Iterator[Line]:
    """A backup that takes the place of no journal, or of one that cannot be compared."""
    yield from wrapped(
        f"This backup: {Path(backup).name}, {plural(entries, 'entry', 'entries')}", width, style="strong"
    )
    yield from wrapped(_STATES[state], width)
    yield line(f"  {journal}")

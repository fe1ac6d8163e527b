"""Entries of other programs on their way in: read, mapped, shown, agreed to, and kept in one transaction."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from rcpjournal.cli.bringing_back import Look, keep_frameworks
from rcpjournal.cli.context import here
from rcpjournal.cli.found import Files, Found, Reading
from rcpjournal.cli.options import MOST
from rcpjournal.cli.progress import watched
from rcpjournal.cli.tagging import Tags
from rcpjournal.cli.terminal import confirm, say, say_as_it_is, show, show_text
from rcpjournal.core.arriving import (
    Arrived,
    Identities,
    Remark,
    Wishes,
    for_a_shell,
    with_outside,
)
from rcpjournal.core.entry_rules import entry_from_document
from rcpjournal.core.words import plural, shorten, title_of
from rcpjournal.errors import DocumentRefused, Interrupted
from rcpjournal.views.arriving import Coming, Sums, behind_lines, coming_lines, remark_lines, summed_lines
from rcpjournal.views.styled import plain_text

if TYPE_CHECKING:
    from rcpjournal.core.entry import Entry
    from rcpjournal.core.framework import Framework
    from rcpjournal.imports import Reader

MOST_NAMED = 50
"""remarks and refusals that are listed without --dry-run"""


class Manner(NamedTuple):
    """How a person wants it done."""

    dry_run: bool
    keep_good: bool
    yes: bool


class Maps(NamedTuple):
    """(tag, item) as a mapping file has them, for all sorts of files, and as they were typed for this one."""

    saved: Sequence[tuple[str, str]]
    typed: Sequence[tuple[str, str]]


def bring(
    reader: "Reader",
    files: Files,
    wishes: Wishes,
    maps: Maps,
    manner: Manner,
    frameworks: Sequence[tuple[str, Any]] = (),
) -> None:
    """Reads, shows, asks where there is somebody, and keeps. Raises DocumentRefused; then nothing was kept.

    `frameworks`: (where, document) of those that entries of this program may have been written under.
    """
    looked = Look(here.journal(writing=not manner.dry_run))
    for where, data in frameworks:
        looked.take_framework(data, where)
    tags = Tags(looked.current(), [*maps.saved, *maps.typed])
    found = _read(reader, files, wishes, looked)
    for tag in tags.unused([tag for tag, _ in maps.typed], found.arrived):
        say(f"No entry has the tag {shorten(tag, 80)}, which --map names. Look how it is spelled there.")
    with _answers_told(tags):
        _bring(found, tags, looked, manner, frameworks)


def _read(reader: "Reader", files: Files, wishes: Wishes, looked: Look) -> Found:
    found, reading = Found(), Reading(files)
    found.refused += looked.refused
    found.behind.update(files.others)
    for event in watched(reading.events(reader, wishes, found), "Reading", reading.total, reading.position):
        found.take(event)
    return found


def _bring(found: Found, tags: Tags, looked: Look, manner: Manner, frameworks: Sequence[tuple[str, Any]]) -> None:
    entries = here.journal().entries
    asks = here.interactive and not manner.yes and not manner.dry_run
    known_as = Identities()
    named = [(one, known_as.id_of(one)) for one in found.arrived]
    if asks and (manner.keep_good or not found.refused):  # else nothing will come, whatever they mean
        tags.ask(tags.unknown(one for one, entry_id in named if not entries.is_here(entry_id)))
    pairs = list(_entries(named, found, tags, looked))
    sums = _sums(pairs, found, tags)
    if manner.dry_run:
        _show(sums)
        return
    _look_at(sums)
    if found.refused and not manner.keep_good:
        hint = "; --keep-good keeps the sound ones." if pairs else "."
        raise DocumentRefused("", [f"Nothing of this run was kept{hint}"])
    if asks and any(not one.here for one in sums.coming) and not confirm("Bring them in?"):
        raise Interrupted("Nothing was brought in.")
    _told_after(*_keep(pairs, frameworks))
    if found.refused:
        raise DocumentRefused("", [f"{plural(len(found.refused), 'part was', 'parts were')} refused and not kept."])


@contextmanager
def _answers_told(tags: Tags) -> Iterator[None]:
    """Says at the end, however it ends, how to say the same of tags next time."""
    try:
        yield
    finally:
        if tags.answered:
            say(f"To say the same next time: {' '.join(f'--map {for_a_shell(one)}' for one in tags.answered)}")


def _sums(pairs: "Iterable[tuple[Arrived, Entry, Framework]]", found: Found, tags: Tags) -> Sums:
    entries = here.journal().entries
    coming = tuple(
        Coming(
            one.where,
            one.day,
            title_of(entry.answers.values()),
            _labels(entry, under),
            entry.starred,
            entries.is_here(entry.id or ""),
        )
        for one, entry, under in pairs
    )
    return Sums(coming, tuple(found.remarks), found.behind, tags.unknown(found.arrived), tuple(found.refused))


def _show(sums: Sums) -> None:
    """Shows a look. Raises DocumentRefused where something in it would be refused."""
    show(coming_lines(sums, here.width, whole=not sys.stdout.isatty()))
    say("This was a look: nothing was brought in.")
    if sums.refused:
        raise DocumentRefused("", [f"{plural(len(sums.refused), 'part was', 'parts were')} refused, see above."])


def _keep(
    pairs: "Sequence[tuple[Arrived, Entry, Framework]]", frameworks: Sequence[tuple[str, Any]]
) -> tuple[Counter[str], list[str]]:
    """Keeps the entries, and the frameworks that they need, in one transaction; what came, and the ids in order."""
    journal = here.journal()
    came: Counter[str] = Counter()
    ids = []
    with journal.saving():
        keep_frameworks(frameworks)
        run = journal.entries.new_run()
        for one, entry, under in watched(pairs, "Keeping", lambda: len(pairs)):
            framework = _stored(under)
            outcome = journal.entries.bring_in(entry, framework, run=run)
            if outcome != "added" and one.id:  # of our own: whole, or in words that are never quite the same
                whole = one.document is not None
                outcome = "mended" if whole and not journal.entries.is_as(entry, framework) else "here"
            came[outcome] += 1
            ids.append(entry.id or "")
    return came, ids


def _entries(
    named: Sequence[tuple[Arrived, str]], found: Found, tags: Tags, looked: Look
) -> "Iterator[tuple[Arrived, Entry, Framework]]":
    """Each entry as it will be kept, and under which framework; those that cannot be are noted as refused."""
    current = looked.current()
    for one, entry_id in watched(named, "Checking", lambda: len(named)):
        under = current
        if one.document is None:
            document = _document(_settled(one, current, found.remarks), entry_id, tags)
        else:
            document = {**one.document, "id": entry_id}
            versions = document.get("framework")
            under = (looked.with_versions(versions) if isinstance(versions, dict) else None) or current
        try:
            yield one, entry_from_document(document, under, f"{one.where}: "), under
        except DocumentRefused as error:
            found.refused.append(str(error))


def _stored(framework: "Framework") -> "Framework":
    """The framework as the journal holds it, with its number."""
    return framework if framework.key else here.journal().frameworks.with_versions(framework.versions) or here.framework


def _settled(one: Arrived, framework: "Framework", remarks: list[Remark]) -> Arrived:
    """The entry with a kind and company that the framework has; others stay as tags."""
    changes: dict[str, Any] = {}
    outside = list(one.outside)
    for field, said in (("kind", one.kind), ("with", one.with_)):
        if said is None:
            continue
        value = "-".join(said.casefold().split())
        known = value in framework.choices(field)
        changes[f"{field}_" if field == "with" else field] = value if known else None
        if not known:
            outside.append(said)
            remarks.append(
                Remark(one.where, f"“{said}” is not a {field} that is known here; kept as a tag in the text")
            )
    return replace(one, outside=tuple(outside), **changes) if changes else one


def _document(one: Arrived, entry_id: str, tags: Tags) -> dict[str, Any]:
    created = one.moment.isoformat() if one.moment else f"{one.day.isoformat()}T00:00:00"
    return {
        "id": entry_id,
        "created": created,
        "happened_on": one.day.isoformat(),
        "text": with_outside(one.text, tags.left(one)),
        "starred": one.starred,
        **({"zone": one.zone} if one.zone else {}),
        **({"kind": one.kind} if one.kind else {}),
        **({"with": one.with_} if one.with_ else {}),
        **tags.parts(one),
    }


def _labels(entry: "Entry", framework: "Framework") -> tuple[str, ...]:
    ids = [*(seen.item for seen in entry.observations), *(one.item for one in entry.conditions)]
    return tuple(framework.items[one].label for one in ids)


def _look_at(sums: Sums) -> None:
    """Says what is to be looked at, and at a terminal what would come."""
    width = here.width if sys.stderr.isatty() else MOST
    lines = list(remark_lines(sums.remarks, sums.refused, width, MOST_NAMED))
    lines += summed_lines(sums, width) if here.interactive else behind_lines(sums.behind, width)
    if lines:
        say_as_it_is(plain_text(lines))


def _told_after(came: Counter[str], ids: list[str]) -> None:
    if not sys.stdout.isatty():
        for entry_id in ids:
            show_text(entry_id)
    there = came["here"] + came["mended"]
    already = f", {plural(there, 'was', 'were')} here already" if there else ""
    mended = f" ({came['mended']} with other words by now: those stay as they are)" if came["mended"] else ""
    them = "it back" if came["added"] == 1 else "them back together"
    back = f" `rcpjournal undo` takes {them}." if came["added"] else ""
    say(f"{plural(came['added'], 'entry', 'entries')} added{already}{mended}.{back}")

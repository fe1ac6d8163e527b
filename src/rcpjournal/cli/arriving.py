"""Entries of other programs on their way in: read, mapped, shown, agreed to, and kept in one transaction."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from rcpjournal.cli.bringing_back import Look, keep_frameworks
from rcpjournal.cli.context import here
from rcpjournal.cli.options import MOST
from rcpjournal.cli.progress import watched
from rcpjournal.cli.tagging import Tags
from rcpjournal.cli.terminal import confirm, say, say_as_it_is, show, show_text
from rcpjournal.core.arriving import (
    Arrived,
    Behind,
    Event,
    Identities,
    Remark,
    Source,
    Wishes,
    for_a_shell,
    with_outside,
)
from rcpjournal.core.entry_rules import entry_from_document
from rcpjournal.core.words import plural, title_of
from rcpjournal.errors import DocumentRefused, Interrupted
from rcpjournal.views.arriving import Coming, Sums, behind_lines, coming_lines, remark_lines, summed_lines
from rcpjournal.views.styled import plain_text

if TYPE_CHECKING:
    from rcpjournal.core.entry import Entry
    from rcpjournal.core.framework import Framework
    from rcpjournal.imports import Reader

MOST_NAMED = 50
"""remarks and refusals that are listed without --dry-run"""


class Files(NamedTuple):
    """What there is to read, how many files that is, and how many of which kind are there and are not read."""

    sources: Iterable[Source]
    many: Callable[[], int]
    others: Mapping[str, int] = MappingProxyType({})


class Manner(NamedTuple):
    """How a person wants it done."""

    dry_run: bool
    keep_good: bool
    yes: bool


class Found:
    """All that was found in the files."""

    def __init__(self) -> None:
        self.arrived: list[Arrived] = []
        self.remarks: list[Remark] = []
        self.behind: Counter[str] = Counter()
        self.refused: list[str] = []

    def take(self, event: Event) -> None:
        """Puts one thing where it belongs."""
        if isinstance(event, Arrived):
            self.arrived.append(event)
        elif isinstance(event, Behind):
            self.behind[event.what] += 1
        else:
            self.remarks.append(event)


def bring(
    reader: "Reader",
    files: Files,
    wishes: Wishes,
    maps: list[tuple[str, str]],
    manner: Manner,
    frameworks: Sequence[tuple[str, Any]] = (),
) -> None:
    """Reads, shows, asks where there is somebody, and keeps. Raises DocumentRefused; then nothing was kept.

    `frameworks`: (where, document) of those that entries of this program may have been written under.
    """
    journal = here.journal(writing=not manner.dry_run)
    looked = Look(journal)
    for where, data in frameworks:
        looked.take_framework(data, where)
    framework = looked.current()
    tags = Tags(framework, maps)
    found = Found()
    found.refused += looked.refused
    found.behind.update(files.others)
    reading = Reading(files)
    for event in watched(reading.events(reader, wishes, found), "Reading", reading.total, reading.position):
        found.take(event)
    asks = here.interactive and not manner.yes and not manner.dry_run
    known_as = Identities()
    named = [(one, known_as.id_of(one)) for one in found.arrived]
    if asks:
        tags.ask(tags.unknown(one for one, entry_id in named if not journal.entries.is_here(entry_id)))
    pairs = list(_entries(named, found, tags, looked))
    coming = tuple(
        Coming(
            one.where,
            one.day,
            title_of(entry.answers.values()),
            _labels(entry, under),
            entry.starred,
            journal.entries.is_here(entry.id or ""),
        )
        for one, entry, under in pairs
    )
    sums = Sums(coming, tuple(found.remarks), found.behind, tags.unknown(found.arrived), tuple(found.refused))
    if manner.dry_run:
        show(coming_lines(sums, here.width, whole=not sys.stdout.isatty()))
        say("This was a look: nothing was brought in.")
        if found.refused:
            raise DocumentRefused("", [f"{plural(len(found.refused), 'part was', 'parts were')} refused, see above."])
        return
    _look_at(sums)
    if found.refused and not manner.keep_good:
        hint = "; --keep-good keeps the sound ones." if pairs else "."
        raise DocumentRefused("", [f"Nothing of this run was kept{hint}"])
    if asks and any(not one.here for one in coming) and not confirm("Bring them in?"):
        raise Interrupted("Nothing was brought in.")
    came, ids = _keep(pairs, frameworks)
    _told_after(came, ids, tags)
    if found.refused:
        raise DocumentRefused("", [f"{plural(len(found.refused), 'part was', 'parts were')} refused and not kept."])


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


class Reading:
    """Reads files one after the other, and knows how far it has come: in each, by the line of the last entry."""

    _PARTS = 1000
    """of one file"""

    def __init__(self, files: Files) -> None:
        self._files, self._read, self._part = files, 0, 0.0

    def total(self) -> int:
        """All of them, in parts."""
        return self._files.many() * self._PARTS

    def position(self) -> int:
        """What is read of that."""
        return int((self._read + self._part) * self._PARTS)

    def events(self, reader: "Reader", wishes: Wishes, found: Found) -> Iterator[Event]:
        """What is in all the files; a file that is refused does not hide what is in the others."""
        for source in self._files.sources:
            lines = source.data.count(b"\n") + 1
            try:
                for event in reader.events(source, wishes):
                    if isinstance(event, Arrived):
                        self._part = int(event.where.rpartition(":")[2]) / lines
                    yield event
            except DocumentRefused as error:
                found.refused.append(str(error))
            self._read, self._part = self._read + 1, 0.0


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


def _told_after(came: Counter[str], ids: list[str], tags: Tags) -> None:
    if not sys.stdout.isatty():
        for entry_id in ids:
            show_text(entry_id)
    there = came["here"] + came["mended"]
    already = f", {plural(there, 'was', 'were')} here already" if there else ""
    mended = f" ({came['mended']} with other words by now: those stay as they are)" if came["mended"] else ""
    them = "it back" if came["added"] == 1 else "them back together"
    back = f" `rcpjournal undo` takes {them}." if came["added"] else ""
    say(f"{plural(came['added'], 'entry', 'entries')} added{already}{mended}.{back}")
    if tags.answered:
        say(f"To say the same next time: {' '.join(f'--map {for_a_shell(one)}' for one in tags.answered)}")

"""Whole documents on their way in, one at a time however many there are, in one transaction."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from rcpjournal.cli.context import here
from rcpjournal.core.arriving import Arrived, Identities
from rcpjournal.core.words import plural, usable
from rcpjournal.errors import DocumentRefused, EntryDiffers, JournalError

if TYPE_CHECKING:
    from rcpjournal.core.entry import Entry
    from rcpjournal.core.framework import Framework

MOST_REFUSED = 50
"""refused documents that are named; of more one hears how many"""


class Kept(NamedTuple):
    """What became of a run: the ids in order, one a line; how many; and what was refused beside them."""

    ids: str
    many: int
    refused: DocumentRefused | None = None


def documents(text: str) -> Iterator[tuple[str, str]]:
    """(where, JSON text) of each document: the whole text, or each of its lines."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        yield from ((f"line {n}: ", line) for n, line in enumerate(text.split("\n"), 1) if line.strip())
        return
    yield "", text


def keep_documents(
    rows: Iterable[tuple[str, str]], keep_good: bool, naming: "Callable[[Entry, str], Entry] | None" = None
) -> Kept:
    """Keeps the documents in `rows` (where it stands, JSON text), in one transaction.

    `naming`: gives an entry without an id one, out of its document; else the journal gives it a new one.

    Raises DocumentRefused with the faults of all, and then nothing was kept. With `keep_good` the sound ones are kept.
    """
    journal = here.journal(writing=True)
    ids = bytearray()  # a tenth of what a list would take
    kept = refused = sound = 0
    named: list[str] = []
    differs: EntryDiffers | None = None
    with journal.saving():
        run = journal.entries.new_run()
        for where, raw in rows:
            try:
                entry, framework = checked(raw, where)
                entry = naming(entry, raw) if naming else entry
            except DocumentRefused as error:
                refused += 1
                named += [str(error)] if refused <= MOST_REFUSED else []
                continue
            sound += 1
            if differs or (refused and not keep_good):
                continue  # nothing of this run will be kept: the rest is only looked through
            try:
                ids += f"{journal.entries.add_once(entry, framework, run=run)}\n".encode()
                kept += 1
            except EntryDiffers as error:
                differs = error
        if refused > MOST_REFUSED:
            named.append(f"and {refused - MOST_REFUSED} more")
        if refused and not keep_good:
            hint = "; --keep-good keeps the sound ones." if sound else "."
            raise DocumentRefused("", [*named, f"Nothing of this run was kept{hint}"])
        if differs:
            raise differs
    words = f"{plural(refused, 'document was', 'documents were')} refused, {kept} kept."
    return Kept(ids.decode().rstrip("\n"), kept, DocumentRefused("", [*named, words]) if refused else None)


class Known(Protocol):
    """Where the frameworks are that entries may be written under."""

    def current(self) -> "Framework":
        """The one in use."""

    def with_versions(self, versions: dict[str, str]) -> "Framework | None":
        """The one that holds exactly these pack versions."""


def checked(raw: str, where: str, known: Known | None = None) -> "tuple[Entry, Framework]":
    """One document as an entry and the framework it goes under, of `known` or the journal. Raises DocumentRefused."""
    from rcpjournal.core.entry_rules import entry_from_document

    try:
        data: Any = json.loads(usable(raw), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise DocumentRefused(where, [f"this is not JSON ({error})"]) from None
    except DocumentRefused as error:
        raise DocumentRefused(where, error.problems) from None
    except JournalError as error:
        raise DocumentRefused(where, [str(error)]) from None
    frameworks = known or here.journal().frameworks
    versions = data.get("framework") if isinstance(data, dict) else None
    framework = (frameworks.with_versions(versions) if isinstance(versions, dict) else None) or frameworks.current()
    return entry_from_document(data, framework, where), framework


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise DocumentRefused("", [f"{twice}: this field stands here twice"])
    return found


class Naming:
    """Gives entries without an id one that follows from their documents, so that no document comes twice."""

    def __init__(self) -> None:
        self._identities = Identities()

    def __call__(self, entry: "Entry", raw: str) -> "Entry":
        """The entry with an id."""
        if entry.id is not None:
            return entry
        words = json.dumps(json.loads(raw), sort_keys=True)
        return replace(entry, id=self._identities.id_of(Arrived(where="", day=entry.happened_on, text=words)))

"""Entries: kept, found by id, changed. Each public method that writes is one transaction."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial
from typing import Any, Literal

from rcpjournal.core.digest import digest_of_texts
from rcpjournal.core.entry import Entry, document, merged
from rcpjournal.core.entry_rules import with_wording
from rcpjournal.core.framework import Framework
from rcpjournal.core.ids import id_after, id_for, normal_id
from rcpjournal.core.records import Selection
from rcpjournal.errors import AmbiguousId, EmptyJournal, EntryDiffers, EntryNotFound
from rcpjournal.store import rows
from rcpjournal.store.connection import Connection
from rcpjournal.store.finding import where_of
from rcpjournal.store.frameworks import Frameworks
from rcpjournal.store.history import log
from rcpjournal.store.reading import each

Came = Literal["added", "here", "mended"]
"""an entry of another program is new here, is here as it is there, or is here and was changed since"""
LAST = "last"
_MOST_NAMED = 5


class Entries:
    """The entries of one journal."""

    def __init__(self, connection: Connection, frameworks: Frameworks, now: Callable[[], datetime]) -> None:
        self._connection, self._frameworks, self._now = connection, frameworks, now

    # --- finding ------------------------------------------------------------------------------------

    def resolve(self, wanted: str) -> str:
        """The whole id for a unique beginning of one, or for `last`. Deleted entries are not found."""
        sql = self._connection.sql
        if wanted.strip().casefold() == LAST:
            row = sql.execute(
                "SELECT id FROM entries WHERE deleted IS NULL ORDER BY happened_on DESC, id DESC LIMIT 1"
            ).fetchone()
            if row is None:
                raise EmptyJournal(waiting=bool(sql.execute("SELECT 1 FROM drafts").fetchone()))
            return str(row[0])
        if sql.execute("SELECT 1 FROM entries WHERE id = ? AND deleted IS NULL", (wanted.strip(),)).fetchone():
            return wanted.strip()
        start = normal_id(wanted)
        begin_so = sql.execute(
            "SELECT id FROM entries WHERE id >= ? AND id < ? AND deleted IS NULL ORDER BY id LIMIT ?",
            (start, start + "\U0010ffff", _MOST_NAMED + 1),
        )
        found = [row[0] for row in begin_so]
        if not start or not found:
            raise EntryNotFound(wanted)
        if len(found) > 1 and found[0] != start:
            raise AmbiguousId(wanted, found[:_MOST_NAMED], more=len(found) > _MOST_NAMED)
        return str(found[0])

    def get(self, wanted: str) -> Entry:
        """The entry whose id begins with `wanted`. Raises EntryNotFound or AmbiguousId."""
        return self.load(self.key_of(self.resolve(wanted)))

    def has(self, entry_id: str) -> bool:
        """Whether this id was ever given here, to an entry that is deleted by now too."""
        return bool(self._connection.sql.execute("SELECT 1 FROM entries WHERE id = ?", (entry_id,)).fetchone())

    def is_here(self, entry_id: str) -> bool:
        """Whether an entry with this id is here, and not deleted."""
        found = self._connection.sql.execute("SELECT 1 FROM entries WHERE id = ? AND deleted IS NULL", (entry_id,))
        return bool(found.fetchone())

    def labels(self, wanted: str) -> dict[str, str]:
        """Item id → its label as it was when the entry was written, for the items that the entry touches."""
        return self._labels(self.key_of(self.resolve(wanted)))

    # --- keeping --------------------------------------------------------------------------------------

    def add(
        self, entry: Entry, framework: Framework | None = None, *, what: str = "added", run: str | None = None
    ) -> Entry:
        """Keeps a new entry and gives it its id, times and framework; the entry as kept.

        Entries of one `run` are taken back together by undo.
        """
        under = framework or self._frameworks.current()
        with self._connection.saving() as sql:
            kept = self._named(entry, under)
            key = rows.insert(sql, kept, under)
            log(sql, key, what, None, self._now(), run)
        return kept

    def add_once(self, entry: Entry, framework: Framework, *, run: str) -> str:
        """Keeps an entry that comes with its id, unless the same one is here already; its id.

        Raises EntryDiffers where another text has that id.
        """
        if entry.id and self.has(entry.id):
            key = self.key_of(entry.id)
            if _comparable(self.load(key)) != _comparable(with_wording(entry, framework)):
                raise EntryDiffers(entry.id)
            self._bring_back(key, run)
            return entry.id
        return self.add(entry, framework, what="brought in", run=run).id or ""

    def same_text(self, entry: Entry, framework: Framework) -> str:
        """A figure that two entries share where `add_once` takes them for the same."""
        return digest_of_texts(json.dumps(_comparable(with_wording(entry, framework)), sort_keys=True))

    def is_as(self, entry: Entry, framework: Framework) -> bool:
        """Whether the entry with that id, which is here, is the same text."""
        there = self.load(self.key_of(entry.id or ""))
        return _comparable(there) == _comparable(with_wording(entry, framework))

    def would_be_here(self, entry_id: str, same: str) -> bool:
        """Whether `add_once` would find the entry here; one that is deleted would come back.

        Raises EntryDiffers where another text has that id.
        """
        if not self.has(entry_id):
            return False
        there = self.load(self.key_of(entry_id))
        if digest_of_texts(json.dumps(_comparable(there), sort_keys=True)) != same:
            raise EntryDiffers(entry_id)
        return self.is_here(entry_id)

    def bring_in(self, entry: Entry, framework: Framework, *, run: str) -> Came:
        """Keeps an entry of another program, whose id follows from what it is there; what became of it.

        One that was deleted here comes back as it is there. One that is here stays: a person may have mended it.
        """
        if not self.has(entry.id or ""):
            self.add(entry, framework, what="brought in", run=run)
            return "added"
        with self._connection.saving() as sql:
            key = self.key_of(entry.id or "")
            before = self.load(key)
            if self.is_here(entry.id or ""):
                return "here" if before.answers == entry.answers else "mended"
            self._bring_back(key, run)
            if _comparable(before) != _comparable(with_wording(entry, framework)):
                log(sql, key, "brought in", before, self._now(), run)
                self.rewrite(key, replace(entry, created=before.created, zone=before.zone))
        return "added"

    def _bring_back(self, key: int, run: str) -> None:
        """An entry that was deleted is there again; one that was not stays as it is."""
        with self._connection.saving() as sql:
            if rows.mark_deleted(sql, key, None):
                log(sql, key, "brought in", None, self._now(), run)

    def new_run(self) -> str:
        """A name for changes that are made, and undone, together."""
        return f"{rows.utc(self._now())} {os.urandom(4).hex()}"

    def replace(self, entry: Entry, what: str, *, read: Entry | None = None) -> Entry:
        """Puts `entry` in place of the one with its id, and keeps the earlier text. Unchanged: does nothing.

        `read` is the entry as it was when the change was begun: what somebody else changed since then stays.
        """
        with self._connection.saving() as sql:
            key = self.key_of(entry.id or "")
            before = self.load(key)
            if read is not None:
                entry = merged(read, entry, before)
            if document(before) == document(entry):
                return before
            log(sql, key, what, before, self._now())
            self.rewrite(key, entry)
            return self.load(key)

    def delete(self, entry_id: str, what: str = "deleted") -> None:
        """Takes the entry out of sight. It can be brought back by undo, until it is purged."""
        with self._connection.saving() as sql:
            key = self.key_of(entry_id)
            log(sql, key, what, self.load(key), self._now())
            rows.mark_deleted(sql, key, rows.utc(self._now()))

    def _named(self, entry: Entry, framework: Framework) -> Entry:
        moment = entry.created or self._now()
        moment = moment if moment.tzinfo else moment.astimezone()
        return replace(
            entry,
            id=entry.id or self._free_id(id_for(moment)),
            created=moment,
            zone=entry.zone or moment.tzname(),
            framework=framework.versions,
        )

    def _free_id(self, candidate: str) -> str:
        sql = self._connection.sql
        if not sql.execute("SELECT 1 FROM entries WHERE id = ?", (candidate,)).fetchone():
            return candidate
        day = candidate.partition("-")[0]
        last = sql.execute("SELECT max(id) FROM entries WHERE id >= ? AND id < ?", (f"{day}-", f"{day}-~")).fetchone()
        return id_after(last[0])

    # --- rows -------------------------------------------------------------------------------------------

    def key_of(self, entry_id: str) -> int:
        """The store's number for a whole id. Raises EntryNotFound."""
        row = self._connection.sql.execute("SELECT pk FROM entries WHERE id = ?", (entry_id,)).fetchone()
        if row is None:
            raise EntryNotFound(entry_id)
        return int(row[0])

    def load(self, key: int) -> Entry:
        """The entry with this number, deleted or not."""
        return next(entry for _, entry in self._each("e.pk = ?", (key,)))

    def rewrite(self, key: int, entry: Entry) -> None:
        """Writes `entry` over the one with this number, inside the caller's transaction."""
        sql = self._connection.sql
        framework = sql.execute("SELECT framework FROM entries WHERE pk = ?", (key,)).fetchone()[0]
        rows.rewrite(sql, key, entry, self._frameworks.load(framework))

    def _each(self, where: str, values: Iterable[Any]) -> Iterator[tuple[int, Entry]]:
        return each(self._connection.sql, where, values, lambda key: self._frameworks.load(key).versions)

    def chosen(self, selection: Selection) -> Iterator[tuple[Entry, Mapping[str, str]]]:
        """Whole entries of a selection with their items' labels as written, oldest first, one at a time."""
        where, values = where_of(selection)
        for key, entry in self._each(where, values):
            yield entry, _Labels(partial(self._labels, key))

    def _labels(self, key: int) -> dict[str, str]:
        found = self._connection.sql.execute(
            "SELECT i.id, i.label FROM marks m JOIN items i ON i.pk = m.item WHERE m.entry = ?", (key,)
        )
        return dict(found.fetchall())


class _Labels(Mapping[str, str]):
    """Labels that are looked up once somebody asks for one: not every way out shows them."""

    def __init__(self, find: Callable[[], dict[str, str]]) -> None:
        self._find = find

    @cached_property
    def _found(self) -> dict[str, str]:
        return self._find()

    def __getitem__(self, item: str) -> str:
        return self._found[item]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _comparable(entry: Entry) -> dict[str, Any]:
    """What makes two entries the same text: not where they were kept, nor how the questions were worded since."""
    data = document(entry)
    for name in ("created", "zone", "framework", "alias"):
        data.pop(name, None)
    return data

"""Entries as rows: kept, found by id, changed. Each public method that writes is one transaction."""

import json
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from rcpjournal.core.entry import (
    Action,
    Addition,
    Condition,
    Entry,
    ForSupervision,
    Observation,
    document,
    entry_from,
    texts,
)
from rcpjournal.core.entry_rules import with_wording
from rcpjournal.core.framework import Framework
from rcpjournal.core.ids import id_after, id_for, normal_id
from rcpjournal.core.marks import marks, offering_its_marks
from rcpjournal.core.records import Change, Revision, Selection
from rcpjournal.core.words import title_of
from rcpjournal.errors import AmbiguousId, EmptyJournal, EntryDiffers, EntryNotFound, NothingToUndo
from rcpjournal.store.connection import Connection
from rcpjournal.store.finding import conditions_of
from rcpjournal.store.frameworks import Frameworks

LAST = "last"
_PARTS = ("answers", "observations", "conditions", "ratings", "marks", "additions")
_MOST_NAMED = 5

# An item in the wording of the entry's framework; one that came later, in the newest wording there is.
_ITEM_AS_WORDED = (
    "(SELECT i.pk FROM items i LEFT JOIN framework_items f ON f.item = i.pk AND f.framework = {framework}"
    " WHERE i.id = ? ORDER BY f.framework IS NULL, i.pk DESC LIMIT 1)"
)


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
                raise EmptyJournal
            return str(row[0])
        start = normal_id(wanted)
        rows = sql.execute(
            "SELECT id FROM entries WHERE id >= ? AND id < ? AND deleted IS NULL ORDER BY id LIMIT ?",
            (start, start + "\U0010ffff", _MOST_NAMED + 1),
        )
        found = [row[0] for row in rows]
        if not start or not found:
            raise EntryNotFound(wanted)
        if len(found) > 1 and found[0] != start:
            raise AmbiguousId(wanted, found[:_MOST_NAMED], more=len(found) > _MOST_NAMED)
        return str(found[0])

    def get(self, wanted: str) -> Entry:
        """The entry whose id begins with `wanted`. Raises EntryNotFound or AmbiguousId."""
        return self._load(self._key(self.resolve(wanted)))

    def has(self, entry_id: str) -> bool:
        """Whether this id was ever given here, to an entry that is deleted by now too."""
        return bool(self._connection.sql.execute("SELECT 1 FROM entries WHERE id = ?", (entry_id,)).fetchone())

    def labels(self, wanted: str) -> dict[str, str]:
        """Item id → its label as it was when the entry was written, for the items that the entry touches."""
        rows = self._connection.sql.execute(
            "SELECT i.id, i.label FROM entries e JOIN marks m ON m.entry = e.pk JOIN items i ON i.pk = m.item"
            " WHERE e.id = ?",
            (self.resolve(wanted),),
        )
        return dict(rows.fetchall())

    def revisions(self, wanted: str) -> list[Revision]:
        """The earlier texts of an entry, newest first, those taken back by `undo` among them."""
        rows = self._connection.sql.execute(
            "SELECT c.at, c.what, c.before FROM changes c JOIN entries e ON e.pk = c.entry"
            " WHERE e.id = ? AND c.before IS NOT NULL"
            " UNION ALL SELECT c.undone, 'undone: ' || c.what, c.after FROM changes c JOIN entries e ON e.pk = c.entry"
            " WHERE e.id = ? AND c.after IS NOT NULL ORDER BY 1 DESC",
            (self.resolve(wanted),) * 2,
        )
        return [Revision(*row) for row in rows]

    def last_supervision(self) -> date | None:
        """The day of the latest entry of kind supervision."""
        row = self._connection.sql.execute(
            "SELECT max(happened_on) FROM entries WHERE kind = 'supervision' AND deleted IS NULL"
        ).fetchone()
        return date.fromisoformat(row[0]) if row[0] else None

    def count(self) -> int:
        """How many entries there are."""
        return int(self._connection.sql.execute("SELECT count(*) FROM entries WHERE deleted IS NULL").fetchone()[0])

    # --- keeping --------------------------------------------------------------------------------------

    def add(
        self, entry: Entry, framework: Framework | None = None, *, what: str = "added", run: str | None = None
    ) -> Entry:
        """Keeps a new entry and gives it its id, times and framework; the entry as kept.

        Entries of one `run` are taken back together by undo.
        """
        under = framework or self._frameworks.current()
        with self._connection.saving() as sql:
            kept = self._named(offering_its_marks(entry, under), under)
            key = self._insert(sql, kept, under)
            self._log(sql, key, what, None, run)
        return kept

    def add_once(self, entry: Entry, framework: Framework, *, run: str) -> str:
        """Keeps an entry that comes with its id, unless the same one is here already; its id.

        Raises EntryDiffers where another text has that id.
        """
        if entry.id and self.has(entry.id):
            here = self._load(self._key(entry.id))
            if _comparable(here) != _comparable(with_wording(entry, framework)):
                raise EntryDiffers(entry.id)
            return entry.id
        return self.add(entry, framework, what="brought in", run=run).id or ""

    def new_run(self) -> str:
        """A name for changes that are made, and undone, together."""
        return f"{self._stamp()} {secrets.token_hex(4)}"

    def replace(self, entry: Entry, what: str) -> Entry:
        """Puts `entry` in place of the one with its id, and keeps the earlier text. Unchanged: does nothing."""
        with self._connection.saving() as sql:
            key = self._key(entry.id or "")
            before = self._load(key)
            if document(before) == document(entry):
                return before
            self._log(sql, key, what, before)
            self._rewrite(sql, key, entry)
            return self._load(key)

    def delete(self, entry_id: str, what: str = "deleted") -> None:
        """Takes the entry out of sight. It can be brought back by undo, until it is purged."""
        with self._connection.saving() as sql:
            key = self._key(entry_id)
            self._log(sql, key, what, self._load(key))
            sql.execute("UPDATE entries SET deleted = ? WHERE pk = ?", (self._stamp(), key))

    def _named(self, entry: Entry, framework: Framework) -> Entry:
        moment = entry.created or self._now()
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

    def _insert(self, sql: sqlite3.Connection, entry: Entry, framework: Framework) -> int:
        row = {**_head(entry), "framework": framework.key}
        names = ", ".join(row)
        made = sql.execute(f"INSERT INTO entries({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
        key = made.lastrowid or 0
        self._insert_parts(sql, key, entry, framework)
        sql.execute("INSERT INTO texts(entry, words) VALUES (?, ?)", (key, _searchable(entry)))
        return key

    def _rewrite(self, sql: sqlite3.Connection, key: int, entry: Entry) -> None:
        framework = self._frameworks.load(
            sql.execute("SELECT framework FROM entries WHERE pk = ?", (key,)).fetchone()[0]
        )
        entry = offering_its_marks(entry, framework)
        row = _head(entry)
        sql.execute(
            f"UPDATE entries SET {', '.join(f'{name} = ?' for name in row)} WHERE pk = ?",
            (*row.values(), key),
        )
        for part in _PARTS:
            sql.execute(f"DELETE FROM {part} WHERE entry = ?", (key,))
        sql.execute("DELETE FROM actions WHERE entry = ? AND position >= ?", (key, len(entry.actions)))
        self._insert_parts(sql, key, entry, framework)
        sql.execute("UPDATE texts SET words = ? WHERE entry = ? AND words <> ?1", (_searchable(entry), key))

    def _insert_parts(self, sql: sqlite3.Connection, key: int, entry: Entry, framework: Framework) -> None:
        def keep(part: str, columns: str, rows: Iterable[tuple[Any, ...]], pick: str = "?") -> None:
            names = columns.split(", ")
            marks_ = ", ".join([pick, *("?" * (len(names) - 1))])
            sql.executemany(
                f"INSERT INTO {part}(entry, position, {columns}) VALUES (?, ?, {marks_})",
                [(key, n, *row) for n, row in enumerate(rows)],
            )

        item = _ITEM_AS_WORDED.format(framework=framework.key)
        keep("answers", "prompt, text", self._answer_rows(sql, entry, framework))
        keep(
            "observations",
            "item, stance, quote",
            ((o.item, o.stance, o.quote) for o in entry.observations),
            item,
        )
        keep(
            "conditions",
            "item, polarity, rule, blocker, response, sphere",
            ((c.item, c.polarity, c.rule, c.blocker, c.response, c.sphere) for c in entry.conditions),
            item,
        )
        keep(
            "ratings",
            "item, value",
            ((name, str(value)) for name, value in (entry.ratings or {}).items()),
            item,
        )
        keep("marks", "item, value", marks(entry, framework), item)
        keep(
            "additions",
            "on_day, kind, role, text",
            ((str(a.on), a.kind, a.role, a.text) for a in entry.additions),
        )
        sql.executemany(
            "INSERT INTO actions(entry, position, what, why, how, whose_view, due, state, reason)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(entry, position) DO UPDATE SET what = excluded.what,"
            " why = excluded.why, how = excluded.how, whose_view = excluded.whose_view, due = excluded.due,"
            " state = excluded.state, reason = excluded.reason",
            [
                (key, n, a.what, a.why, a.how, a.whose_view, a.due and str(a.due), a.state, a.reason)
                for n, a in enumerate(entry.actions)
            ],
        )

    def _answer_rows(self, sql: sqlite3.Connection, entry: Entry, framework: Framework) -> Iterator[tuple[int, str]]:
        for prompt, text in entry.answers.items():
            known = framework.prompts.get(prompt)
            words = (entry.asked or {}).get(prompt) or (known.text if known else prompt)
            found = sql.execute("SELECT pk FROM prompts WHERE id = ? AND text = ?", (prompt, words)).fetchone()
            if found is None:
                made = sql.execute("INSERT INTO prompts(id, text) VALUES (?, ?)", (prompt, words))
                yield made.lastrowid or 0, text
            else:
                yield found[0], text

    # --- taking back --------------------------------------------------------------------------------------

    def last_step(self) -> list[Change]:
        """The changes that `undo` would take back: the latest one, or all of the run it belongs to."""
        rows = self._connection.sql.execute(
            "SELECT c.pk, c.at, c.what, e.id, c.before FROM changes c JOIN entries e ON e.pk = c.entry"
            " WHERE c.undone IS NULL AND (c.pk = (SELECT max(pk) FROM changes WHERE undone IS NULL) OR c.run ="
            " (SELECT run FROM changes WHERE undone IS NULL ORDER BY pk DESC LIMIT 1)) ORDER BY c.pk DESC"
        )
        return [Change(*row) for row in rows]

    def sides(self, change: Change) -> tuple[Entry | None, Entry | None]:
        """The entry as it is and as it was before `change`; None where it was not there."""
        key = self._key(change.entry)
        gone = self._connection.sql.execute("SELECT deleted FROM entries WHERE pk = ?", (key,)).fetchone()[0]
        was = entry_from(json.loads(change.before)) if change.before else None
        return None if gone else self._load(key), was

    def undo(self, step: list[Change]) -> None:
        """Takes back `step`, as `last_step` gave it. What is replaced is kept among the revisions."""
        with self._connection.saving() as sql:
            if [change.key for change in self.last_step()] != [change.key for change in step]:
                raise NothingToUndo
            for change in step:
                key = self._key(change.entry)
                now = self._load(key)
                sql.execute(
                    "UPDATE changes SET undone = ?, after = ? WHERE pk = ?",
                    (self._stamp(), _text(now), change.key),
                )
                gone = self._stamp() if change.before is None else None
                sql.execute("UPDATE entries SET deleted = ? WHERE pk = ?", (gone, key))
                if change.before is not None:
                    self._rewrite(sql, key, entry_from(json.loads(change.before)))

    # --- rows → entry -----------------------------------------------------------------------------------

    def _key(self, entry_id: str) -> int:
        row = self._connection.sql.execute("SELECT pk FROM entries WHERE id = ?", (entry_id,)).fetchone()
        if row is None:
            raise EntryNotFound(entry_id)
        return int(row[0])

    def _load(self, key: int) -> Entry:
        return next(self.each("e.pk = ?", (key,)))

    def each(self, where: str = "e.deleted IS NULL", values: tuple[Any, ...] = ()) -> Iterator[Entry]:
        """Whole entries, oldest first, one at a time however many there are."""
        sql = self._connection.sql
        heads = sql.execute(f"SELECT {_HEAD_COLUMNS} FROM entries e WHERE {where} ORDER BY happened_on, id", values)
        for key, framework, *head in heads:
            yield _entry(sql, key, head, self._frameworks.load(framework).versions)

    def chosen(self, selection: Selection) -> Iterator[tuple[Entry, dict[str, str]]]:
        """Whole entries of a selection with their items' labels as written, oldest first, one at a time."""
        where, values = conditions_of(selection)
        for entry in self.each(where, tuple(values)):
            yield entry, self.labels(entry.id or "")

    def _log(self, sql: sqlite3.Connection, key: int, what: str, before: Entry | None, run: str | None = None) -> None:
        sql.execute(
            "INSERT INTO changes(at, what, run, entry, before) VALUES (?, ?, ?, ?, ?)",
            (self._stamp(), what, run, key, _text(before) if before else None),
        )

    def _stamp(self) -> str:
        return _utc(self._now())


def _comparable(entry: Entry) -> dict[str, Any]:
    """What makes two entries the same text: not where they were kept, nor how the questions were worded since."""
    data = document(entry)
    for name in ("created", "zone", "framework", "alias"):
        data.pop(name, None)
    return data


def _text(entry: Entry) -> str:
    return json.dumps(document(entry), ensure_ascii=False)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def _searchable(entry: Entry) -> str:
    return "\n\n".join(texts(entry))


def _head(entry: Entry) -> dict[str, Any]:
    moment = entry.created
    take = entry.supervision
    return {
        "id": entry.id,
        "created": _utc(moment) if moment else None,
        "zone": f"{moment:%z} {entry.zone or ''}".strip() if moment else None,
        "happened_on": entry.happened_on.isoformat(),
        "kind": entry.kind,
        "with_whom": entry.with_,
        "alias": entry.alias,
        "flow": entry.flow,
        "offered": None if entry.offered is None else " ".join(entry.offered),
        "visibility": entry.visibility,
        "starred": int(entry.starred),
        "need": entry.need,
        "got": entry.got,
        "working": entry.working,
        "take_to_supervision": None if take is None else int(take.take),
        "supervision_question": take and take.question,
        "supervision_function": take and take.function,
        "title": title_of(entry.answers.values()),
    }


_HEAD_COLUMNS = (
    "e.pk, e.framework, e.id, e.created, e.zone, e.happened_on, e.kind, e.with_whom, e.alias, e.flow, e.offered,"
    " e.visibility, e.starred, e.need, e.got, e.working, e.take_to_supervision, e.supervision_question,"
    " e.supervision_function"
)


def _entry(sql: sqlite3.Connection, key: int, head: list[Any], versions: dict[str, str]) -> Entry:
    (entry_id, created, zone, day, kind, with_, alias, flow, offered, visibility, starred, need, got, working,
     take, question, function) = head  # fmt: skip

    def rows(columns: str, table: str, join: str = "") -> Iterator[Any]:
        return iter(
            sql.execute(f"SELECT {columns} FROM {table} t {join} WHERE t.entry = ? ORDER BY t.position", (key,))
        )

    item = "JOIN items i ON i.pk = t.item"
    answers = list(rows("p.id, p.text, t.text", "answers", "JOIN prompts p ON p.pk = t.prompt"))
    ratings = {name: _rating(value) for name, value in rows("i.id, t.value", "ratings", item)}
    return Entry(
        id=entry_id,
        created=_local(created, zone),
        zone=(zone or "").partition(" ")[2] or None,
        happened_on=date.fromisoformat(day),
        kind=kind,
        with_=with_,
        alias=alias,
        flow=flow,
        offered=None if offered is None else tuple(offered.split()),
        framework=dict(versions),
        visibility=visibility,
        starred=bool(starred),
        answers={prompt: text for prompt, _, text in answers},
        asked={prompt: words for prompt, words, _ in answers},
        observations=tuple(
            Observation(item=i, stance=s, quote=q) for i, s, q in rows("i.id, t.stance, t.quote", "observations", item)
        ),
        conditions=tuple(
            Condition(item=i, polarity=p, rule=r, blocker=b, response=a, sphere=s)
            for i, p, r, b, a, s in rows(
                "i.id, t.polarity, t.rule, t.blocker, t.response, t.sphere", "conditions", item
            )
        ),
        ratings=ratings or None,
        need=need,
        got=got,
        working=working,
        actions=tuple(
            Action(what=w, why=y, how=h, whose_view=v, due=d and date.fromisoformat(d), state=s, reason=r)
            for w, y, h, v, d, s, r in rows("what, why, how, whose_view, due, state, reason", "actions")
        ),
        supervision=None if take is None else ForSupervision(take=bool(take), question=question, function=function),
        additions=tuple(
            Addition(on=date.fromisoformat(d), kind=k, role=r, text=x)
            for d, k, r, x in rows("on_day, kind, role, text", "additions")
        ),
    )


def _local(created: str, zone: str | None) -> datetime:
    moment = datetime.fromisoformat(created)
    offset = (zone or "").partition(" ")[0]
    return moment.astimezone(datetime.strptime(offset, "%z").tzinfo) if offset else moment


def _rating(value: str) -> Any:
    return int(value) if value.isdigit() else value

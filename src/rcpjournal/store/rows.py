"""Entries → rows, inside the caller's transaction. Whatever changes rows of an entry ends with its digest."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from rcpjournal.core.entry import Entry, texts
from rcpjournal.core.framework import Framework
from rcpjournal.core.marks import marks, offering_its_head
from rcpjournal.core.words import title_of
from rcpjournal.store import digests

_PARTS = ("answers", "observations", "conditions", "ratings", "marks", "additions")

# An item, the third value given, in the wording of the entry's framework; one that came later, in the newest there is.
_ITEM_AS_WORDED = (
    "coalesce((SELECT i.pk FROM items i CROSS JOIN framework_items f"
    " WHERE i.id = ?3 AND f.item = i.pk AND f.framework = {framework}), (SELECT max(pk) FROM items WHERE id = ?3))"
)


def utc(moment: datetime) -> str:
    """A moment as it is stored: UTC, to the millisecond, sortable as text."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def insert(sql: sqlite3.Connection, entry: Entry, framework: Framework) -> int:
    """Writes a new entry, which has its id and times; its key."""
    entry = offering_its_head(entry, framework)
    row = {**_head(entry), "framework": framework.key}
    made = sql.execute(
        f"INSERT INTO entries({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
    )
    key = made.lastrowid or 0
    _insert_parts(sql, key, entry, framework)
    sql.execute("INSERT INTO texts(entry, words) VALUES (?, ?)", (key, searchable(entry)))
    digests.stamp(sql, key)
    return key


def rewrite(sql: sqlite3.Connection, key: int, entry: Entry, framework: Framework) -> None:
    """Writes `entry` over the rows of `key`; actions keep their numbers."""
    entry = offering_its_head(entry, framework)
    row = _head(entry)
    sql.execute(f"UPDATE entries SET {', '.join(f'{name} = ?' for name in row)} WHERE pk = ?", (*row.values(), key))
    for part in _PARTS:
        sql.execute(f"DELETE FROM {part} WHERE entry = ?", (key,))
    _keep_numbers(sql, key, entry)
    _insert_parts(sql, key, entry, framework)
    sql.execute("UPDATE texts SET words = ?1 WHERE entry = ?2 AND words <> ?1", (searchable(entry), key))
    digests.stamp(sql, key)


def derive(sql: sqlite3.Connection, key: int, entry: Entry, framework: Framework) -> None:
    """Writes anew what is made from an entry where it does not agree with it: marks, title, words to be found by."""
    wanted = marks(entry, framework)
    there = "SELECT i.id, m.value FROM marks m JOIN items i ON i.pk = m.item WHERE m.entry = ?"
    if sorted(sql.execute(there, (key,)).fetchall(), key=repr) != sorted(wanted, key=repr):
        sql.execute("DELETE FROM marks WHERE entry = ?", (key,))
        _insert_marks(sql, key, wanted, framework)
    sql.execute("UPDATE entries SET title = ?1 WHERE pk = ?2 AND title <> ?1", (title_of(entry.answers.values()), key))
    sql.execute(
        "INSERT INTO texts(entry, words) VALUES (?1, ?2) ON CONFLICT(entry) DO UPDATE SET words = ?2 WHERE words <> ?2",
        (key, searchable(entry)),
    )


def _insert_marks(
    sql: sqlite3.Connection, key: int, wanted: Iterable[tuple[str, str | None]], framework: Framework
) -> None:
    item = _ITEM_AS_WORDED.format(framework=framework.key)
    sql.executemany(
        f"INSERT INTO marks(entry, position, item, value) VALUES (?, ?, {item}, ?)",
        [(key, n, *row) for n, row in enumerate(wanted)],
    )


def mark_deleted(sql: sqlite3.Connection, key: int, when: str | None) -> bool:
    """Takes the entry out of sight (or, with None, brings it back); whether that changed anything."""
    changed = sql.execute(
        "UPDATE entries SET deleted = ?1 WHERE pk = ?2 AND (deleted IS NULL) <> (?1 IS NULL)", (when, key)
    ).rowcount
    digests.stamp(sql, key)
    return bool(changed)


def _insert_parts(sql: sqlite3.Connection, key: int, entry: Entry, framework: Framework) -> None:
    def keep(part: str, columns: str, rows: Iterable[tuple[Any, ...]], pick: str = "?") -> None:
        given = [(key, n, *row) for n, row in enumerate(rows)]
        if given:
            others = ", ?" * columns.count(",")
            sql.executemany(f"INSERT INTO {part}(entry, position, {columns}) VALUES (?, ?, {pick}{others})", given)

    item = _ITEM_AS_WORDED.format(framework=framework.key)
    keep("answers", "prompt, text", _answer_rows(sql, entry, framework))
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
    _insert_marks(sql, key, marks(entry, framework), framework)
    keep(
        "additions",
        "on_day, kind, role, text",
        ((str(a.on), a.kind, a.role, a.text) for a in entry.additions),
    )
    sql.executemany(
        "INSERT INTO actions(entry, position, what, why, how, whose_view, due, state, reason, owner, review, about)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(entry, position) DO UPDATE SET what = excluded.what,"
        " why = excluded.why, how = excluded.how, whose_view = excluded.whose_view, due = excluded.due,"
        " state = excluded.state, reason = excluded.reason, owner = excluded.owner, review = excluded.review,"
        " about = excluded.about",
        [
            (
                key,
                n,
                a.what,
                a.why,
                a.how,
                a.whose_view,
                a.due and str(a.due),
                a.state,
                a.reason,
                a.owner,
                a.review and str(a.review),
                a.about,
            )
            for n, a in enumerate(entry.actions)
        ],
    )


def _answer_rows(sql: sqlite3.Connection, entry: Entry, framework: Framework) -> Iterator[tuple[int, str]]:
    for prompt, text in entry.answers.items():
        known = framework.prompts.get(prompt)
        words = (entry.asked or {}).get(prompt) or (known.text if known else prompt)
        found = sql.execute("SELECT pk FROM prompts WHERE id = ? AND text = ?", (prompt, words)).fetchone()
        if found is None:
            made = sql.execute("INSERT INTO prompts(id, text) VALUES (?, ?)", (prompt, words))
            yield made.lastrowid or 0, text
        else:
            yield found[0], text


def _keep_numbers(sql: sqlite3.Connection, key: int, entry: Entry) -> None:
    """Moves the rows of actions to where each now stands: by its words, else in order; what is gone goes."""
    old = dict(sql.execute("SELECT pk, what FROM actions WHERE entry = ? ORDER BY position", (key,)).fetchall())
    places: dict[int, int] = {}
    for by_words in (True, False):
        for position, action in enumerate(entry.actions):
            if position in places.values():
                continue
            fits = (pk for pk, what in old.items() if pk not in places and (not by_words or what == action.what))
            if (pk := next(fits, None)) is not None:
                places[pk] = position
    sql.executemany("DELETE FROM actions WHERE pk = ?", [(pk,) for pk in old if pk not in places])
    sql.executemany("UPDATE actions SET position = -1 - pk WHERE pk = ?", [(pk,) for pk in places])
    sql.executemany("UPDATE actions SET position = ? WHERE pk = ?", [(place, pk) for pk, place in places.items()])


def searchable(entry: Entry) -> str:
    """The words by which an entry is found."""
    return "\n\n".join(texts(entry))


def _head(entry: Entry) -> dict[str, Any]:
    moment = entry.created
    take = entry.supervision
    return {
        "id": entry.id,
        "created": utc(moment) if moment else None,
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
        "session_role": entry.session and entry.session.role,
        "session_next": entry.session and entry.session.next and str(entry.session.next),
        "title": title_of(entry.answers.values()),
    }

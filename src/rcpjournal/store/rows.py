"""Entries ↔ rows. Everything here runs inside the caller's transaction."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from rcpjournal.core.entry import Action, Addition, Condition, Entry, ForSupervision, Observation, Session, texts
from rcpjournal.core.framework import Framework
from rcpjournal.core.marks import marks, offering_its_head
from rcpjournal.core.words import title_of

_PARTS = ("answers", "observations", "conditions", "ratings", "marks", "additions")

# An item in the wording of the entry's framework; one that came later, in the newest wording there is.
_ITEM_AS_WORDED = (
    "(SELECT i.pk FROM items i LEFT JOIN framework_items f ON f.item = i.pk AND f.framework = {framework}"
    " WHERE i.id = ? ORDER BY f.framework IS NULL, i.pk DESC LIMIT 1)"
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
    sql.execute("INSERT INTO texts(entry, words) VALUES (?, ?)", (key, _searchable(entry)))
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
    sql.execute("UPDATE texts SET words = ?1 WHERE entry = ?2 AND words <> ?1", (_searchable(entry), key))


def each(sql: sqlite3.Connection, where: str, values: Iterable[Any] = ()) -> Iterator[tuple[int, int, Entry]]:
    """(key, framework key, entry without its pack versions), oldest first, one at a time however many there are."""
    heads = sql.execute(f"SELECT {_HEAD_COLUMNS} FROM entries e WHERE {where} ORDER BY happened_on, id", tuple(values))
    for key, framework, *head in heads:
        yield key, framework, _entry(sql, key, head)


def _insert_parts(sql: sqlite3.Connection, key: int, entry: Entry, framework: Framework) -> None:
    def keep(part: str, columns: str, rows: Iterable[tuple[Any, ...]], pick: str = "?") -> None:
        names = columns.split(", ")
        marks_ = ", ".join([pick, *("?" * (len(names) - 1))])
        sql.executemany(
            f"INSERT INTO {part}(entry, position, {columns}) VALUES (?, ?, {marks_})",
            [(key, n, *row) for n, row in enumerate(rows)],
        )

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
    keep("marks", "item, value", marks(entry, framework), item)
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


def _searchable(entry: Entry) -> str:
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


_HEAD_COLUMNS = (
    "e.pk, e.framework, e.id, e.created, e.zone, e.happened_on, e.kind, e.with_whom, e.alias, e.flow, e.offered,"
    " e.visibility, e.starred, e.need, e.got, e.working, e.take_to_supervision, e.supervision_question,"
    " e.supervision_function, e.session_role, e.session_next"
)


def _entry(sql: sqlite3.Connection, key: int, head: list[Any]) -> Entry:
    (entry_id, created, zone, day, kind, with_, alias, flow, offered, visibility, starred, need, got, working,
     take, question, function, role, next_on) = head  # fmt: skip
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
        visibility=visibility,
        starred=bool(starred),
        need=need,
        got=got,
        working=working,
        supervision=None if take is None else ForSupervision(take=bool(take), question=question, function=function),
        session=None if role is None else Session(role=role, next=_day(next_on)),
        **_parts_of(sql, key),
    )


def _parts_of(sql: sqlite3.Connection, key: int) -> dict[str, Any]:
    def rows(columns: str, table: str, join: str = "") -> Iterator[Any]:
        return iter(
            sql.execute(f"SELECT {columns} FROM {table} t {join} WHERE t.entry = ? ORDER BY t.position", (key,))
        )

    item = "JOIN items i ON i.pk = t.item"
    answers = list(rows("p.id, p.text, t.text", "answers", "JOIN prompts p ON p.pk = t.prompt"))
    ratings = {name: _rating(value) for name, value in rows("i.id, t.value", "ratings", item)}
    return {
        "answers": {prompt: text for prompt, _, text in answers},
        "asked": {prompt: words for prompt, words, _ in answers},
        "observations": tuple(
            Observation(item=i, stance=s, quote=q) for i, s, q in rows("i.id, t.stance, t.quote", "observations", item)
        ),
        "conditions": tuple(
            Condition(item=i, polarity=p, rule=r, blocker=b, response=a, sphere=s)
            for i, p, r, b, a, s in rows(
                "i.id, t.polarity, t.rule, t.blocker, t.response, t.sphere", "conditions", item
            )
        ),
        "ratings": ratings or None,
        "actions": tuple(
            Action(
                what=w,
                why=y,
                how=h,
                whose_view=v,
                due=_day(d),
                state=s,
                reason=r,
                owner=o,
                review=_day(again),
                about=about,
            )
            for w, y, h, v, d, s, r, o, again, about in rows(
                "what, why, how, whose_view, due, state, reason, owner, review, about", "actions"
            )
        ),
        "additions": tuple(
            Addition(on=date.fromisoformat(d), kind=k, role=r, text=x)
            for d, k, r, x in rows("on_day, kind, role, text", "additions")
        ),
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _local(created: str, zone: str | None) -> datetime:
    moment = datetime.fromisoformat(created)
    offset = (zone or "").partition(" ")[0]
    return moment.astimezone(datetime.fromisoformat(f"2000-01-01T00:00{offset}").tzinfo) if offset else moment


def _rating(value: str) -> Any:
    return int(value) if value.isdigit() else value

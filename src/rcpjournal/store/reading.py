"""Rows → entries, one at a time however many there are."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from rcpjournal.core.entry import Action, Addition, Condition, Entry, ForSupervision, Observation, Session

_HEAD_COLUMNS = (
    "e.pk, e.framework, e.id, e.created, e.zone, e.happened_on, e.kind, e.with_whom, e.alias, e.flow, e.offered,"
    " e.visibility, e.starred, e.need, e.got, e.working, e.take_to_supervision, e.supervision_question,"
    " e.supervision_function, e.session_role, e.session_next"
)


def each(
    sql: sqlite3.Connection, where: str, values: Iterable[Any], versions: Callable[[int], dict[str, str]]
) -> Iterator[tuple[int, Entry]]:
    """(key, entry), oldest first, one at a time however many there are; `versions`: of the packs of a framework."""
    heads = sql.execute(f"SELECT {_HEAD_COLUMNS} FROM entries e WHERE {where} ORDER BY happened_on, id", tuple(values))
    for key, framework, *head in heads:
        yield key, _entry(sql, key, head, versions(framework))


def _entry(sql: sqlite3.Connection, key: int, head: list[Any], versions: dict[str, str]) -> Entry:
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
        framework=versions,
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

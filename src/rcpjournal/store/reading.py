"""Rows → entries, a few in memory however many there are."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from rcpjournal.core.entry import Action, Addition, Condition, Entry, ForSupervision, Observation, Session

AT_ONCE = 100
"""entries whose rows are read together"""
_HEAD_COLUMNS = (
    "e.pk, e.framework, e.id, e.created, e.zone, e.happened_on, e.kind, e.with_whom, e.alias, e.flow, e.offered,"
    " e.visibility, e.starred, e.need, e.got, e.working, e.take_to_supervision, e.supervision_question,"
    " e.supervision_function, e.session_role, e.session_next"
)


def each(
    sql: sqlite3.Connection, where: str, values: Iterable[Any], versions: Callable[[int], dict[str, str]]
) -> Iterator[tuple[int, Entry]]:
    """(key, entry), oldest first, a few in memory however many there are; `versions`: of the packs of a framework.

    Each entry is as it stands when it is read. Between stretches nothing is held, so that a pager that is left open
    or a slow pipe keeps nobody from saving.
    """
    chosen = tuple(values)
    found = sql.execute(f"SELECT e.pk FROM entries e WHERE {where} ORDER BY happened_on, id", chosen)
    keys = [key for (key,) in found.fetchall()]
    for first in range(0, len(keys), AT_ONCE):
        heads, parts = _stretch(sql, keys[first : first + AT_ONCE], where, chosen)
        for key, framework, *head in heads:
            yield key, _entry(head, versions(framework), parts.of(key))


def _stretch(
    sql: sqlite3.Connection, keys: list[int], where: str, values: tuple[Any, ...]
) -> "tuple[list[tuple[Any, ...]], _Parts]":
    """The rows of these entries at one moment, without those that are gone or chosen no more."""
    within = sql.in_transaction
    if not within:
        sql.execute("BEGIN")
    try:
        heads = sql.execute(
            f"SELECT {_HEAD_COLUMNS} FROM entries e WHERE e.pk IN ({', '.join('?' * len(keys))}) AND ({where})"
            " ORDER BY happened_on, id",
            (*keys, *values),
        ).fetchall()
        return heads, _Parts(sql, keys)
    finally:
        if not within and sql.in_transaction:  # a disk that fails ends it by itself
            sql.execute("ROLLBACK")


def _entry(head: list[Any], versions: dict[str, str], parts: dict[str, Any]) -> Entry:
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
        **parts,
    )


class _Parts:
    """What stands in other tables than `entries`, of a few entries at once: a statement a table."""

    def __init__(self, sql: sqlite3.Connection, keys: list[int]) -> None:
        self._sql, self._keys = sql, keys
        item = "JOIN items i ON i.pk = t.item"
        self._answers = self._rows("p.id, p.text, t.text", "answers", "JOIN prompts p ON p.pk = t.prompt")
        self._observations = self._rows("i.id, t.stance, t.quote", "observations", item)
        self._conditions = self._rows("i.id, t.polarity, t.rule, t.blocker, t.response, t.sphere", "conditions", item)
        self._ratings = self._rows("i.id, t.value", "ratings", item)
        self._actions = self._rows(
            "t.what, t.why, t.how, t.whose_view, t.due, t.state, t.reason, t.owner, t.review, t.about", "actions"
        )
        self._additions = self._rows("t.on_day, t.kind, t.role, t.text", "additions")

    def _rows(self, columns: str, table: str, join: str = "") -> dict[int, list[tuple[Any, ...]]]:
        """The rows of a table by the entry that they belong to, in their order."""
        found: dict[int, list[tuple[Any, ...]]] = {}
        for key, *row in self._sql.execute(
            f"SELECT t.entry, {columns} FROM {table} t {join} WHERE t.entry IN ({', '.join('?' * len(self._keys))})"
            " ORDER BY t.entry, t.position",
            self._keys,
        ):
            found.setdefault(key, []).append(row)
        return found

    def of(self, key: int) -> dict[str, Any]:
        """The fields of one entry that these rows make."""
        answers = self._answers.get(key, ())
        return {
            "answers": {prompt: text for prompt, _, text in answers},
            "asked": {prompt: words for prompt, words, _ in answers},
            "observations": tuple(
                [Observation(item=i, stance=s, quote=q) for i, s, q in self._observations.get(key, ())]
            ),
            "conditions": tuple(
                [
                    Condition(item=i, polarity=p, rule=r, blocker=b, response=a, sphere=s)
                    for i, p, r, b, a, s in self._conditions.get(key, ())
                ]
            ),
            "ratings": {name: _rating(value) for name, value in self._ratings.get(key, ())} or None,
            "actions": tuple([_action(row) for row in self._actions.get(key, ())]),
            "additions": tuple(
                [
                    Addition(on=date.fromisoformat(d), kind=k, role=r, text=x)
                    for d, k, r, x in self._additions.get(key, ())
                ]
            ),
        }


def _action(row: tuple[Any, ...]) -> Action:
    what, why, how, whose_view, due, state, reason, owner, review, about = row
    return Action(
        what=what,
        why=why,
        how=how,
        whose_view=whose_view,
        due=_day(due),
        state=state,
        reason=reason,
        owner=owner,
        review=_day(review),
        about=about,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _local(created: str, zone: str | None) -> datetime:
    moment = datetime.fromisoformat(created)
    offset = (zone or "").partition(" ")[0]
    return moment.astimezone(datetime.fromisoformat(f"2000-01-01T00:00{offset}").tzinfo) if offset else moment


def _rating(value: str) -> Any:
    return int(value) if value.isdigit() else value

"""What a copy of a damaged journal needs to be whole: entries by their digests, and all that is made from them."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from rcpjournal.core.digest import digest_of, digest_of_texts
from rcpjournal.core.entry import Addition, Entry, entry_from, texts
from rcpjournal.core.framework import FREE_TEXT, Framework, Pack
from rcpjournal.core.framework_data import plain
from rcpjournal.store.checking_entries import framework_held, unreadable
from rcpjournal.store.digests import AT_A_TIME, digests, stamp, stretches
from rcpjournal.store.rows import derive, rewrite


class Mended(NamedTuple):
    """Entries (id, day) of a repaired journal that are not as they were saved, and those that could not be kept."""

    partly: list[tuple[str, str]]
    lost: list[tuple[str, str]]


def mend_entries(sql: sqlite3.Connection, now: datetime) -> Mended:
    """Makes marks, titles and searchable words of each entry anew; one that is not as saved gets a new digest."""
    partly: list[tuple[str, str]] = []
    lost: list[tuple[str, str]] = []
    frameworks: dict[int, Framework | None] = {}
    after = 0
    head = "SELECT pk, id, happened_on, framework, digest FROM entries WHERE pk > ? ORDER BY pk LIMIT ?"
    while heads := sql.execute(head, (after, AT_A_TIME)).fetchall():
        for key, name, day, framework, digest in heads:
            if framework not in frameworks:
                frameworks[framework] = framework_held(sql, framework)
            try:
                if not _mended(sql, key, digest, frameworks[framework]):
                    partly.append((name, day))
            except unreadable():
                _taken_out(sql, key)
                lost.append((name, day))
        after = heads[-1][0]
    return Mended(partly, lost)


def _mended(sql: sqlite3.Connection, key: int, digest: str | None, framework: Framework | None) -> bool:
    """Writes anew what is made from an entry, and brings back words that only search has; whether it is as saved.

    No digest says that none was kept: nobody can tell. An empty one says that the head is gone.
    """
    ((_, found, entry),) = digests(sql, "e.pk = ?", (key,))
    if framework is None:
        raise ValueError("no framework")
    if found == digest or digest is None:
        derive(sql, key, entry, framework)
        return True
    gone = bool(sql.execute("SELECT deleted IS NOT NULL FROM entries WHERE pk = ?", (key,)).fetchone()[0])
    words = sql.execute("SELECT words FROM texts WHERE entry = ?", (key,)).fetchone()
    back = _with_words(entry, words[0], framework) if words else None
    if not digest:
        sql.execute(
            "UPDATE entries SET created = coalesce((SELECT min(at) FROM changes WHERE entry = ?1), created)"
            " WHERE pk = ?1",
            (key,),
        )
    if back is None:
        derive(sql, key, entry, framework)
        stamp(sql, key)
        return False
    derive(sql, key, back, framework)
    rewrite(sql, key, back, framework)
    return digest_of(back, deleted=gone) == digest


def _with_words(entry: Entry, words: str, framework: Framework) -> Entry | None:
    """The entry with words that search still has and its rows have not; None where there are none."""
    if not entry.answers:
        rest = "\n\n".join(texts(entry))
        missing = words.removesuffix(f"\n\n{rest}") if rest else words
    else:
        missing = words
        for part in texts(entry):
            missing = missing.replace(part, "", 1)
        missing = missing.strip()
    if not missing.strip():
        return None
    if FREE_TEXT in entry.answers:
        return replace(entry, additions=(*entry.additions, Addition(on=entry.happened_on, text=missing)))
    asked = {**(entry.asked or {}), FREE_TEXT: framework.prompts[FREE_TEXT].text}
    return replace(entry, answers={**entry.answers, FREE_TEXT: missing}, asked=asked)


def _taken_out(sql: sqlite3.Connection, key: int) -> None:
    for table in (
        "answers",
        "observations",
        "conditions",
        "ratings",
        "marks",
        "actions",
        "additions",
        "texts",
        "changes",
    ):
        sql.execute(f"DELETE FROM {table} WHERE entry = ?", (key,))
    sql.execute("DELETE FROM entries WHERE pk = ?", (key,))


# --- around the entries -----------------------------------------------------------------------------------


def mend_around(sql: sqlite3.Connection, lost: dict[str, int], shipped: Callable[[], Sequence[Pack]]) -> None:
    """Frameworks that entries can be read under, wordings as the packs have them, and no row that belongs to nothing.

    What is taken out is counted in `lost`.
    """
    _packs(sql, shipped)
    sound = [row[0] for row in sql.execute("SELECT pk FROM frameworks ORDER BY pk") if framework_held(sql, row[0])]
    if sound:
        best = str(sound[-1])
        held = f"({', '.join(map(str, sound))})"
        sql.execute(f"UPDATE entries SET framework = ? WHERE framework NOT IN {held}", (best,))
        sql.execute(
            f"INSERT INTO state VALUES ('framework', ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value"
            f" WHERE value NOT IN {held}",
            (best,),
        )
        sql.execute(f"DELETE FROM frameworks WHERE pk NOT IN {held}")
        gone = sql.execute("DELETE FROM packs WHERE pk NOT IN (SELECT j.value FROM frameworks f, json_each(f.packs) j)")
        if gone.rowcount:
            lost["packs"] = lost.get("packs", 0) + gone.rowcount
        for key in sound:
            _wordings(sql, key, framework_held(sql, key))
    _drop_orphans(sql, lost)
    _drop_unreadable(sql, lost)


def _packs(sql: sqlite3.Connection, shipped: Callable[[], Sequence[Pack]]) -> None:
    """A pack that is not as stored is taken from the shipped framework, where that has it; else as it stands."""
    for key, name, version, document, digest in sql.execute(
        "SELECT pk, id, version, document, digest FROM packs"
    ).fetchall():
        if digest is not None and digest != digest_of_texts(document):
            ours = next((one for one in shipped() if (one.id, one.version) == (name, version)), None)
            document = document_of(ours) if ours else document
        sql.execute(
            "UPDATE packs SET document = ?, digest = ? WHERE pk = ?", (document, digest_of_texts(document), key)
        )


def document_of(pack: Pack) -> str:
    """A pack as it is stored."""
    return json.dumps(plain(pack), ensure_ascii=False, sort_keys=True)


def _wordings(sql: sqlite3.Connection, key: int, framework: Framework | None) -> None:
    """Items and questions of a set, worded as in its packs; the rows that entries point at keep their numbers."""
    for item in framework.items.values() if framework else ():
        row = (item.id, item.layer, item.label, item.definition)
        there = sql.execute(
            "SELECT i.pk FROM framework_items f JOIN items i ON i.pk = f.item WHERE f.framework = ? AND i.id = ?",
            (key, item.id),
        ).fetchone()
        same = sql.execute(
            "SELECT pk FROM items WHERE id = ? AND layer = ? AND label = ? AND definition = ?", row
        ).fetchone()
        if there and not same:
            sql.execute(
                "UPDATE items SET layer = ?2, label = ?3, definition = ?4 WHERE pk = ?5 AND id = ?1", (*row, there[0])
            )
            same = there
        if not same:
            made = sql.execute("INSERT INTO items(id, layer, label, definition) VALUES (?, ?, ?, ?)", row)
            same = (made.lastrowid,)
        sql.execute(
            "INSERT INTO framework_items(framework, item, active) VALUES (?1, ?2, ?3)"
            " ON CONFLICT(framework, item) DO UPDATE SET active = ?3",
            (key, same[0], int(item.status == "active")),
        )
    for prompt in framework.prompts.values() if framework else ():
        sql.execute("INSERT OR IGNORE INTO prompts(id, text) VALUES (?, ?)", (prompt.id, prompt.text))
    known = json.dumps(list(framework.items) if framework else [])
    sql.execute(
        "DELETE FROM framework_items WHERE framework = ? AND item IN"
        " (SELECT pk FROM items WHERE id NOT IN (SELECT value FROM json_each(?)))",
        (key, known),
    )


def _drop_orphans(sql: sqlite3.Connection, lost: dict[str, int]) -> None:
    while found := sql.execute("PRAGMA foreign_key_check").fetchall():
        for table, row, *_ in found:
            sql.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))
            lost[table] = lost.get(table, 0) + 1


def _drop_unreadable(sql: sqlite3.Connection, lost: dict[str, int]) -> None:
    """Earlier texts, drafts and pages in preparation that cannot be read would stop `undo` and `write`."""
    for table, columns in (("changes", "before, after"), ("drafts", "document, ''"), ("preparations", "document, ''")):
        for first, last in stretches(sql, table):
            rows = sql.execute(f"SELECT pk, {columns} FROM {table} WHERE pk BETWEEN ? AND ?", (first, last)).fetchall()
            for key, *found in rows:
                if not all(_readable(table, text) for text in found if text):
                    sql.execute(f"DELETE FROM {table} WHERE pk = ?", (key,))
                    lost[table] = lost.get(table, 0) + 1
                elif table == "changes":
                    sql.execute("UPDATE changes SET digest = ? WHERE pk = ?", (digest_of_texts(*found), key))


def _readable(table: str, text: str) -> bool:
    from rcpjournal.core.draft import DraftState

    try:
        data: Any = json.loads(text)
        if table == "changes":
            entry_from(data)
        elif table == "drafts":
            DraftState.from_document(data)
        else:
            dict(data)
    except unreadable():
        return False
    return True

"""The floor: `export json` and `import json` of the same rows in plain Python and sqlite3, without checks or digests.

`python plain_moving.py export JOURNAL` prints a document a line. `python plain_moving.py import JOURNAL FILE` writes
the rows of such a file's entries into a journal that holds none, with the same durability.
"""

import json
import sqlite3
import sys
from datetime import UTC, datetime
from typing import Any

from plain import DURABLE

_HEADS = (
    "SELECT pk, id, created, happened_on, kind, with_whom, flow, offered, visibility, starred, need, got, working"
    " FROM entries WHERE deleted IS NULL ORDER BY happened_on, id"
)
_PARTS = {
    "observations": ("item", "stance", "quote"),
    "conditions": ("item", "polarity", "rule", "blocker", "response", "sphere"),
    "actions": ("what", "why", "how", "whose_view", "due", "state", "reason", "owner", "review", "about"),
}


def export(sql: sqlite3.Connection) -> None:
    """Prints each entry as a document, oldest first."""
    items = dict(sql.execute("SELECT pk, id FROM items"))
    prompts = {key: (name, text) for key, name, text in sql.execute("SELECT pk, id, text FROM prompts")}
    for key, name, created, day, kind, with_, flow, offered, seen_by, starred, need, got, working in sql.execute(
        _HEADS
    ):
        answers = sql.execute("SELECT prompt, text FROM answers WHERE entry = ? ORDER BY position", (key,)).fetchall()
        document: dict[str, Any] = {
            "schema": "rcpjournal/entry/1",
            "id": name,
            "created": created,
            "happened_on": day,
            "kind": kind,
            "with": with_,
            "flow": flow,
            "offered": offered.split() if offered else [],
            "visibility": seen_by,
            "starred": bool(starred),
            "answers": {prompts[prompt][0]: text for prompt, text in answers},
            "asked": {prompts[prompt][0]: prompts[prompt][1] for prompt, _ in answers},
        }
        for part, columns in _PARTS.items():
            found = sql.execute(f"SELECT {', '.join(columns)} FROM {part} WHERE entry = ? ORDER BY position", (key,))
            document[part] = [
                {
                    column: items[value] if column == "item" else value
                    for column, value in zip(columns, row, strict=True)
                    if value is not None
                }
                for row in found
            ]
        ratings = sql.execute("SELECT item, value FROM ratings WHERE entry = ? ORDER BY position", (key,))
        document["ratings"] = {items[item]: value for item, value in ratings}
        document.update(need=need, got=got, working=working)
        sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")


class Bringing:
    """Writes documents as rows; every item and question has one wording."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        self.sql = sql
        self.framework = int(sql.execute("SELECT value FROM state WHERE key = 'framework'").fetchone()[0])
        self.items: dict[str, int] = dict(sql.execute("SELECT id, pk FROM items"))
        self.prompts: dict[str, int] = dict(sql.execute("SELECT id, pk FROM prompts"))
        self.labels = dict(sql.execute("SELECT replace(label, ' ', '-'), pk FROM items"))

    def keep(self, document: dict[str, Any]) -> None:
        """One entry, in the tables that `import json` writes."""
        sql, created = self.sql, datetime.fromisoformat(document["created"]).astimezone(UTC)
        answers: dict[str, str] = document["answers"]
        key = sql.execute(
            "INSERT INTO entries(id, created, happened_on, kind, with_whom, flow, offered, framework, visibility,"
            " starred, need, got, working, title) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document["id"],
                created.isoformat(timespec="milliseconds"),
                document["happened_on"],
                document["kind"],
                document["with"],
                document["flow"],
                " ".join(document.get("offered", ())),
                self.framework,
                document["visibility"],
                int(document["starred"]),
                document.get("need"),
                document.get("got"),
                document.get("working"),
                next(iter(answers.values()))[:80],
            ),
        ).lastrowid
        rows = [(key, n, self.prompts[prompt], text) for n, (prompt, text) in enumerate(answers.items())]
        sql.executemany("INSERT INTO answers(entry, position, prompt, text) VALUES (?, ?, ?, ?)", rows)
        for part, columns in _PARTS.items():
            given = ", ".join("?" * (len(columns) + 2))
            sql.executemany(
                f"INSERT INTO {part}(entry, position, {', '.join(columns)}) VALUES ({given})",
                [
                    (key, n, *(self.items[one[c]] if c == "item" else one.get(c) for c in columns))
                    for n, one in enumerate(document[part])
                ],
            )
        ratings: dict[str, object] = document.get("ratings") or {}
        rated = [(key, n, self.items[item], str(value)) for n, (item, value) in enumerate(ratings.items())]
        sql.executemany("INSERT INTO ratings(entry, position, item, value) VALUES (?, ?, ?, ?)", rated)
        shown = [one for part in ("observations", "conditions") for one in document[part]]
        touched = [(one["item"], one.get("stance", one.get("polarity"))) for one in shown]
        chosen = [self.labels.get(str(document.get(name)), 1) for name in ("kind", "with", "need")]
        marks = [*((self.items[item], value) for item, value in touched), *((item, None) for item in chosen)]
        sql.executemany(
            "INSERT INTO marks(entry, position, item, value) VALUES (?, ?, ?, ?)",
            [(key, n, *mark) for n, mark in enumerate(marks)],
        )
        sql.execute("INSERT INTO texts(entry, words) VALUES (?, ?)", (key, "\n".join(answers.values())))
        sql.execute("INSERT INTO changes(at, what, entry) VALUES (?, 'brought in', ?)", (document["created"], key))


def main() -> None:
    sql = sqlite3.connect(sys.argv[2], isolation_level=None)
    if sys.argv[1] == "export":
        export(sql)
        return
    for pragma in DURABLE:
        sql.execute(f"PRAGMA {pragma}")
    sql.execute("BEGIN IMMEDIATE")
    bringing = Bringing(sql)
    with open(sys.argv[3], encoding="utf-8") as file:  # noqa: PTH123
        for line in file:
            bringing.keep(json.loads(line))

    sql.execute("COMMIT")


if __name__ == "__main__":
    main()

"""The floor: `list` and `add` of the same journal in plain Python and sqlite3, without command line or checks.

`python plain.py list JOURNAL` prints what `rcpjournal list` prints; `python plain.py add JOURNAL TEXT` writes the
rows that `rcpjournal add` writes, with the same durability.
"""

import sqlite3
import sys
from datetime import UTC, date, datetime

_LINES = """
SELECT e.id, e.happened_on, e.kind, e.with_whom, e.title,
       (SELECT group_concat(i.id, ' ') FROM observations o JOIN items i ON i.pk = o.item WHERE o.entry = e.pk),
       e.starred
FROM entries e WHERE e.deleted IS NULL ORDER BY e.happened_on DESC, e.id DESC LIMIT 20
"""
DURABLE = (
    "journal_mode=DELETE",
    "synchronous=EXTRA",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "fullfsync=ON",
)


def print_list(sql: sqlite3.Connection) -> None:
    for entry, day, kind, with_, title, _, starred in sql.execute(_LINES):
        when = date.fromisoformat(day)
        spoken = f"{when:%a} {when.day} {when:%b} {when.year}"
        about = ", ".join(part for part in (kind, with_) if part)
        tail = f"  ({about})" if about else ""
        sys.stdout.write(f"{entry}  {spoken:15}  {'* ' if starred else ''}{title}{tail}\n")


def add(sql: sqlite3.Connection, text: str) -> None:
    for pragma in DURABLE:
        sql.execute(f"PRAGMA {pragma}")
    now = datetime.now().astimezone()
    created = now.astimezone(UTC).isoformat(timespec="milliseconds")
    name = f"{now:%y%m%d}-{now:%H%M%S%f}"
    sql.execute("BEGIN IMMEDIATE")
    framework = sql.execute("SELECT value FROM state WHERE key = 'framework'").fetchone()[0]
    key = sql.execute(
        "INSERT INTO entries(id, created, zone, happened_on, framework, visibility, starred, title)"
        " VALUES (?, ?, ?, ?, ?, 'private', 0, ?)",
        (name, created, f"{now:%z} {now:%Z}", now.date().isoformat(), int(framework), text[:80]),
    ).lastrowid
    sql.execute(
        "INSERT INTO answers(entry, position, prompt, text)"
        " SELECT ?, 0, pk, ? FROM prompts WHERE id = 'rcp.prompt.text' LIMIT 1",
        (key, text),
    )
    sql.execute("INSERT INTO texts(entry, words) VALUES (?, ?)", (key, text))
    sql.execute("INSERT INTO changes(at, what, entry) VALUES (?, 'added', ?)", (created, key))
    sql.execute("COMMIT")
    print(name)


def main() -> None:
    sql = sqlite3.connect(sys.argv[2], isolation_level=None)
    if sys.argv[1] == "list":
        print_list(sql)
    else:
        add(sql, sys.argv[3])
    sql.close()


if __name__ == "__main__":
    main()

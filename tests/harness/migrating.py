"""Migrations killed half-way: `python -m tests.harness.migrating FOLDER KILLS SEED [apart]`; the result as JSON.

sqlite-utils is imported late: which engine it is for has to be settled before.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

from rcpjournal.store import opening
from rcpjournal.store.connection import APPLICATION_ID, KNOWN_VERSION, Connection
from rcpjournal.store.sealing import SALT, engine
from tests.harness.saving import bare, given, key_for

WITHOUT_ENTRIES = 4
"""so many steps come before there can be an entry"""
ENTRIES = 400


def steps() -> list[str]:
    """The names of all steps."""
    from rcpjournal.store.migrations import migrations

    return [step.name for step in migrations._migrations]


def brought_up_to_date(path: Path) -> None:
    """Opens a journal, which migrates it."""
    Connection(path, create=False, unlock=given).close()


def seconds_for(path: Path) -> float:
    """How long that takes."""
    began = time.monotonic()
    brought_up_to_date(path)
    return time.monotonic() - began


def old_journal(path: Path, step: str) -> None:
    """A journal as it was before `step`, with entries, changes and drafts in it."""
    from sqlite_utils import Database

    from rcpjournal.store.migrations import migrations

    sql = opening.opened(path, key_for(os.urandom(SALT)))
    sql.execute("BEGIN")
    migrations.apply(Database(sql), stop_before=step)
    sql.execute("INSERT INTO frameworks(pk, packs, made) VALUES (1, '[]', '2026-03-04')")
    sql.execute("INSERT INTO prompts(pk, id, text) VALUES (1, 'rcp.prompt.text', 'In your own words')")
    for n in range(ENTRIES):
        sql.execute(
            "INSERT INTO entries(pk, id, created, happened_on, framework, visibility, starred, title)"
            " VALUES (?, ?, '2026-03-04T10:00:00.000+00:00', '2026-03-04', 1, 'private', 0, ?)",
            (n + 1, f"260304-{n:03d}", f"Title {n}"),
        )
        sql.execute(
            "INSERT INTO answers(entry, position, prompt, text) VALUES (?, 0, 1, ?)", (n + 1, f"Words {n}. " * 40)
        )
        sql.execute("INSERT INTO texts(entry, words) VALUES (?, ?)", (n + 1, f"Words {n}. " * 40))
        sql.execute("INSERT INTO actions(entry, position, what) VALUES (?, 0, ?)", (n + 1, f"Agreed {n}"))
        sql.execute("INSERT INTO changes(at, what, entry) VALUES ('2026-03-04', 'added', ?)", (n + 1,))
    sql.execute("INSERT INTO drafts(started, saved, document) VALUES ('2026-03-04', '2026-03-04', '{\"half\": 1}')")
    sql.execute(f"PRAGMA user_version={steps().index(step)}")
    sql.execute(f"PRAGMA application_id={APPLICATION_ID}")
    sql.execute("COMMIT")
    sql.close()


def texts_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the tables that hold text, by table and by the columns of the old format."""
    sql = bare(path)
    columns = {
        "entries": "pk, id, created, happened_on, title",
        "answers": "entry, text",
        "texts": "entry, words",
        "actions": "entry, what",
        "changes": "entry, what",
        "drafts": "started, document",
    }
    found = {name: sql.execute(f"SELECT {some} FROM {name} ORDER BY 1, 2").fetchall() for name, some in columns.items()}
    sql.close()
    return found


def _apart(self: Connection) -> None:
    """Migrating step by step, with nothing that holds the steps together."""
    from sqlite_utils import Database

    from rcpjournal.store.migrations import migrations

    migrations.apply(Database(self.sql))
    self.sql.execute(f"PRAGMA user_version={KNOWN_VERSION}")


def migrate(path: Path, begun: int, broken: str) -> None:
    """What the child does: says that it begins, and opens the journal, which migrates it."""
    if broken:
        Connection._migrate = _apart  # type: ignore[method-assign]
    os.write(begun, b"b")
    brought_up_to_date(path)
    os.write(begun, b"e")


def one_kill(path: Path, after: float, broken: str) -> bool:
    """Whether the kill struck before the migration had ended."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        try:
            migrate(path, theirs, broken)
        finally:
            os._exit(0)
    os.close(theirs)
    if os.read(ours, 1) != b"b":
        raise AssertionError("the migration never began")
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    ended = os.read(ours, 1) == b"e"
    os.close(ours)
    return not ended


def main(folder: Path, times: int, seed: int, broken: str) -> dict[str, Any]:
    chance = random.Random(seed)
    starts = steps()[WITHOUT_ENTRIES:]
    olds = {step: folder / f"before-{step}.db" for step in starts}
    lasts: dict[str, float] = {}
    for step, old in olds.items():
        old_journal(old, step)
        lasts[step] = min(seconds_for(Path(shutil.copy(old, folder / "timed.db"))) for _ in range(2))
    struck = hot = 0
    differ: list[str] = []
    for n in range(times):
        step = starts[n % len(starts)]
        path = folder / f"killed-{n}.db"
        shutil.copy(olds[step], path)
        before = texts_of(path)
        struck += one_kill(path, chance.random() * lasts[step] * 1.1, broken)
        hot += path.with_name(path.name + "-journal").exists()
        try:
            sql = bare(path)
            version = sql.execute("PRAGMA user_version").fetchone()[0]
            applied = sql.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()[0]
            sql.close()
            if version != applied:
                differ.append(f"{path.name}: {applied} steps applied, and it says {version}")
            brought_up_to_date(path)
            if texts_of(path) != before:
                differ.append(f"{path.name}: its text is another")
        except Exception as error:
            differ.append(f"{path.name}: {error}")
        path.unlink()
        if broken and differ:
            break  # it is shown to be seen
    return {"kills": times, "struck": struck, "hot": hot, "differ": len(differ), "said": differ[:5]}


if __name__ == "__main__":
    if key_for(b""):
        engine()
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), "".join(sys.argv[4:]))))

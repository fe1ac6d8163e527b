"""Journals to be damaged, and ways to damage them."""

import random
import sqlite3
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from rcpjournal.cli.context import shipped_packs
from rcpjournal.core.check_findings import Finding
from rcpjournal.core.entry import Action, Addition, Condition, Entry, Observation
from rcpjournal.store import Journal
from rcpjournal.store.checking import check
from rcpjournal.store.keys import Keys
from tests.harness.saving import given

MORNING = datetime(2026, 3, 4, 8, tzinfo=timezone(timedelta(hours=1)))
_WORDS = (
    "kettle", "door", "river", "garden", "quiet", "letter", "promise", "window", "listened", "waited", "worried",
    "kitchen", "sister", "rain", "bus",
)  # fmt: skip


def clock() -> datetime:
    return datetime.now().astimezone()


def opened(path: Path) -> Journal:
    return Journal(path, now=clock, shipped=shipped_packs)


def filled(path: Path, count: int, seed: int = 1) -> Path:
    """A journal of `count` entries with something of everything in them; some are edited and deleted."""
    dice = random.Random(seed)
    journal = opened(path)
    with journal.saving():
        for n in range(count):
            journal.entries.add(made(n, dice))
        for entry in [journal.entries.load(key) for key in range(3, count, 11)]:
            answers = {**entry.answers, "rcp.prompt.text": "Anew."}
            journal.entries.replace(replace(entry, starred=True, answers=answers), "edited")
        for key in range(5, count, 17):
            journal.entries.delete(journal.entries.load(key).id or "")
    journal.drafts.begin({"flow": "quick", "framework": 1, "steps": ["a"], "replies": {"a": "half a thought"}})
    journal.close()
    return path


def made(n: int, dice: random.Random) -> Entry:
    text = f"Entry {n}. " + " ".join(dice.choice(_WORDS) for _ in range(60))
    day = date(2025, 1, 1) + timedelta(n % 400)
    head: dict[str, Any] = {"happened_on": day, "created": MORNING + timedelta(minutes=n), "kind": "visit"}
    if n % 2:
        return Entry(answers={"rcp.prompt.text": text}, **head)
    return Entry(
        answers={"rcp.prompt.what-happened": text, "rcp.prompt.noticed": f"Noticed {n}"},
        observations=(Observation(item="rcp.principle.trust", stance="present", quote=f"Noticed {n}"),),
        conditions=(Condition(item="rcp.organisation.permissions", polarity="inhibited"),),
        actions=(Action(what=f"Ring {n}", why="it helps", due=day),) if n % 4 else (),
        additions=(Addition(on=day, role="a colleague", text=f"Later {n}"),) if n % 6 == 0 else (),
        alias=f"robin{n}" if n % 5 == 0 else None,
        **head,
    )


def kinds(path: Path) -> set[str]:
    """The kinds of what `check` finds, without that the test's folder is one's own to begin with."""
    return {one.kind for one in found(path)}


def found(path: Path) -> list[Finding]:
    return [one for one in check(path, Keys(given)) if one.kind != "folder-open"]


def run_sql(path: Path, *statements: str) -> None:
    """Past every rule that the program keeps to."""
    sql = sqlite3.connect(path, isolation_level=None)
    sql.execute("PRAGMA foreign_keys=OFF")
    for statement in statements:
        sql.execute(statement)
    sql.close()


def overwrite(path: Path, offset: int, what: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(what)


def page_size(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[16:18], "big")

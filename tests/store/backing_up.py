"""Processes that write, back up and are killed: `python -m tests.store.backing_up WHAT JOURNAL …`.

`bare` variants copy the file as one would by hand. They are wrong on purpose: the harness has to catch them. A
recovery code that a variable names opens what is sealed (tests.harness.saving).
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

from rcpjournal.cli.context import shipped_packs
from rcpjournal.core.backups import name_for
from rcpjournal.core.entry import free_entry
from rcpjournal.errors import JournalReplaced
from rcpjournal.store import Journal
from rcpjournal.store.backup import Backups
from rcpjournal.store.faults import database_errors
from rcpjournal.store.keys import Keys
from rcpjournal.store.opening import opened_beside
from rcpjournal.store.restore import restore
from tests.harness.saving import given

ROOT = Path(__file__).parents[2]
LONG = "She put the kettle on, and I waited. " * 400
DAY = date(2026, 3, 4)


def now() -> datetime:
    return datetime.now().astimezone()


def opened(path: Path) -> Journal:
    """The journal at `path`, sealed or not; a new one is plain."""
    return Journal(path, now=now, shipped=shipped_packs, unlock=given if path.exists() else None)


def in_pairs(journal: Journal, count: int, words: str = LONG) -> Iterator[int]:
    """Saves entries two by two, each pair in one transaction; its number, once it is kept."""
    for n in range(count):
        with journal.saving():
            journal.entries.add(free_entry(f"pair {n} left. {words}", DAY))
            journal.entries.add(free_entry(f"pair {n} right. {words}", DAY))
        yield n


def write(path: Path) -> None:
    """Saves pairs until it is ended, or told that its file was replaced; others get their turn between two."""
    try:
        for n in in_pairs(opened(path), 1_000_000):
            print(n, flush=True)
            time.sleep(0.003)
    except JournalReplaced:
        sys.exit(1)


def back_up(path: Path, folder: Path) -> None:
    """Makes backups until it is killed; each is told once it is there."""
    backups = opened(path).backups(folder, made=True)
    print("ready", flush=True)
    while True:
        print(backups.make(now()), flush=True)


def bare_copy(source: Path, target: Path) -> None:
    with source.open("rb") as old, target.open("wb") as new:
        while piece := old.read(65_536):
            new.write(piece)
            time.sleep(0.0005)


def back_up_bare(path: Path, folder: Path) -> None:
    """The broken variant of `back_up`."""
    folder.mkdir(exist_ok=True)
    print("ready", flush=True)
    for n in range(1_000_000):
        bare_copy(path, folder / name_for(path.stem, now(), turn=n))
        print(n, flush=True)


def put_back(path: Path, file: Path, folder: Path) -> None:
    """Restores a backup, once."""
    print("ready", flush=True)
    restore(path, file, Backups(path, folder, Keys(given), made=True), Keys(given), now())


WORKERS: dict[str, Callable[..., None]] = {
    "write": write,
    "back_up": back_up,
    "back_up_bare": back_up_bare,
    "put_back": put_back,
}


@contextmanager
def running(what: str, *paths: Path) -> Iterator["subprocess.Popen[str]"]:
    """A worker that has said its first word; it is killed in the end."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.backing_up", what, *map(str, paths)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as worker:
        try:
            assert worker.stdout and worker.stdout.readline().strip(), f"{what} never began"
            yield worker
        finally:
            worker.kill()


def faults(path: Path) -> str:
    """What is wrong with a copy, if anything: torn pages, half a transaction, a search index that does not fit."""
    with closing(opened_beside(path, Keys(given).known(path), writing=True)) as sql:
        try:
            if (said := sql.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                return str(said)
            sql.execute("INSERT INTO texts_fts(texts_fts) VALUES ('integrity-check')")
            words = [row[0].split(".")[0] for row in sql.execute("SELECT words FROM texts")]
            entries = sql.execute("SELECT count(*) FROM entries").fetchone()[0]
        except database_errors() as error:
            return str(error)
    halves = {side: {one.split()[1] for one in words if one.endswith(side)} for side in ("left", "right")}
    if halves["left"] != halves["right"] or entries != len(words):
        return "half a pair"
    return ""


def pairs_in(path: Path) -> int:
    """How many pairs a file holds."""
    with closing(opened_beside(path, Keys(given).known(path))) as sql:
        return int(sql.execute("SELECT count(*) / 2 FROM entries").fetchone()[0])


if __name__ == "__main__":
    WORKERS[sys.argv[1]](*map(Path, sys.argv[2:]))

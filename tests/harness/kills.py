"""Saves until it is killed, round after round: `python -m tests.harness.kills JOURNAL ROUNDS SEED [BREAK]`.

One process has everything loaded and forks the one that saves, so a round costs milliseconds. What was found is
printed as JSON. BREAK, for testing the harness: `apart` (no transaction), `early` (acknowledged before it is saved),
`idle` (the worker never starts).
"""

import gc
import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

from rcpjournal.store.connection import Connection
from tests.harness.saving import halves, is_whole, made, number_of, opened, without_a_transaction

PATIENCE = 20.0


def worker(path: Path, first: int, acks: int, broken: str) -> NoReturn:
    """Saves and acknowledges, number after number, for ever."""
    if broken == "idle":
        time.sleep(0.05)
        os._exit(0)
    if broken == "apart":
        Connection.saving = without_a_transaction  # type: ignore[method-assign]
    journal = opened(path)
    number = first
    while True:
        if broken == "early":
            os.write(acks, b"%d\n" % number)
        journal.entries.add(made(number))
        if broken != "early":
            os.write(acks, b"%d\n" % number)
        number += 1


def one_round(path: Path, first: int, chance: random.Random, broken: str) -> tuple[list[int], bool]:
    """One worker from its start to its end: what it acknowledged, and whether it died within a save."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        os.close(ours)
        try:
            worker(path, first, theirs, broken)
        finally:
            os._exit(1)
    os.close(theirs)
    said = os.read(ours, 65536)  # the first acknowledgement: it runs
    time.sleep(chance.random() * 0.012)
    os.kill(child, signal.SIGKILL)
    ended = os.waitpid(child, 0)[1]
    while more := os.read(ours, 65536):
        said += more
    os.close(ours)
    if not said or not os.WIFSIGNALED(ended):
        raise AssertionError("the worker never saved, or was not killed: this round would pass for nothing")
    return [int(line) for line in said.split()], path.with_name(path.name + "-journal").exists()


def rounds(path: Path, times: int, seed: int, broken: str) -> dict[str, Any]:
    """What was found after so many kills."""
    chance = random.Random(seed)
    acknowledged: list[int] = []
    struck = 0
    first = 0
    for _ in range(times):
        said, within = one_round(path, first, chance, broken)
        acknowledged += said
        struck += within
        first = said[-1] + 2
        opened(path).close()  # rolls back what was left open
    journal = opened(path)
    wrong = halves(journal)
    kept = {
        number_of(journal.entries.load(key)) for (key,) in journal._connection.sql.execute("SELECT pk FROM entries")
    }
    whole = {number_of(e) for e in map(journal.entries.load, _keys(journal)) if is_whole(e)}
    journal.close()
    lost = [number for number in acknowledged if str(number) not in whole]
    return {"kills": times, "acknowledged": len(acknowledged), "within a save": struck, "lost": len(lost),
            "half": len(wrong), "kept": len(kept), "said": wrong[:5]}  # fmt: skip


def _keys(journal: Any) -> list[int]:
    return [row[0] for row in journal._connection.sql.execute("SELECT pk FROM entries")]


if __name__ == "__main__":
    gc.freeze()
    place, many, start, *way = sys.argv[1:]
    print(json.dumps(rounds(Path(place), int(many), int(start), way[0] if way else "")))

"""Purges that are killed at some moment: all that was deleted is there still, or none of it; never half."""

import os
import random
import signal
import subprocess
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from rcpjournal.store.checking import PURGING
from tests.cli.quick import added, done
from tests.cli.test_purge import NEEDLES, planted, still_there
from tests.harness.saving import bare
from tests.store.damaging import found
from tests.support import PROGRAM, Counted, plain_and_sealed

pytestmark = pytest.mark.usefixtures("without_backups")
DELETED = "SELECT count(*) FROM entries WHERE deleted IS NOT NULL"
UNFINISHED = f"SELECT count(*) FROM state WHERE key = '{PURGING}'"
IN_PIECES = """
from contextlib import contextmanager
from rcpjournal.store.connection import Connection
@contextmanager
def saving(self):
    yield self.sql
Connection.saving = saving
from rcpjournal.cli import main
main()
"""


def left_in(path: Path) -> tuple[tuple[int, int], bool]:
    """How many deleted entries and changes a journal holds; whether it says that a purge of it was cut off."""
    with closing(bare(path)) as sql:
        deleted, changes, unfinished = (
            sql.execute(query).fetchone()[0] for query in (DELETED, "SELECT count(*) FROM changes", UNFINISHED)
        )
    return (deleted, changes), bool(unfinished)


def killed(home: Path, times: int, seed: int, program: list[str]) -> Counter[str]:
    """How each of so many killed purges left the journal."""
    planted()
    for n in range(40):
        done("delete", added(f"Gone {n}: {NEEDLES[0]} " + "word " * 400), "--yes")
    path = home / "journal.db"
    original, whole = path.read_bytes(), left_in(path)
    began = time.monotonic()
    subprocess.run([*PROGRAM, "purge", "--yes"], check=True, capture_output=True)
    takes = time.monotonic() - began
    assert left_in(path) == ((0, 0), False)
    dice, seen = random.Random(seed), Counter[str]()
    for _ in range(times):
        path.write_bytes(original)
        with subprocess.Popen(
            [*program, "purge", "--yes"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=dict(os.environ)
        ) as worker:
            assert worker.stdout
            assert worker.stdout.readline(), "it shows what goes just before it goes"
            time.sleep(dice.random() * takes * 0.5)
            worker.send_signal(signal.SIGKILL)
        rows, unfinished = left = left_in(path)
        if left == whole:
            seen["old"] += 1
        elif rows != (0, 0):
            seen["half"] += 1
            continue
        elif unfinished:
            seen["cut off"] += 1
            assert "purge-unfinished" in {one.kind for one in found(path)}
            assert "goes now" in done("purge", "--yes").out
        else:
            seen["new"] += 1
        assert left == whole or still_there(home) == {}
        assert found(path) == []
    return seen


@plain_and_sealed("kills", 3, 1, night=100)
def test_a_purge_that_is_killed_leaves_all_or_nothing(home: Path, kills: int, counted: Counted) -> None:
    seen = killed(home, kills, kills, list(PROGRAM))
    assert not seen["half"]
    assert kills < 50 or (seen["old"] and seen["cut off"] + seen["new"]), f"they came at one moment alone: {seen}"
    counted("kills of a purge", kills)
    counted("kills of a purge before it had ended", seen["old"] + seen["cut off"])


@pytest.mark.nightly
def test_the_harness_notices_a_purge_in_pieces(home: Path) -> None:
    assert killed(home, 60, 3, [*PROGRAM[:1], "-c", IN_PIECES])["half"]

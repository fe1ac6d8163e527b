"""Measuring whole processes: every command once a round beside its yardstick, in a new order each round; medians."""

import random
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

TIMED = Path(__file__).with_name("timed.py")
MOST_SECONDS = 20.0


class Row(NamedTuple):
    """A command to be measured. `size` is 0 where no journal is opened.

    `fresh`: a folder and what it is made from, anew before each run; `timer`: what takes the time.
    """

    name: str
    size: int
    command: tuple[str, ...]
    environment: dict[str, str]
    fresh: tuple[Path, Path] | None = None
    timer: tuple[str, ...] = (str(TIMED),)


class Sample(NamedTuple):
    """One run of a command."""

    seconds: float
    processor_seconds: float
    kib: int


class Pair(NamedTuple):
    """A run of a command and the run of the yardstick next to it."""

    run: Sample
    yardstick: Sample


class Figure(NamedTuple):
    """What the runs of one row come to: medians. `ratio` is to the yardstick; the quarters hold half of all runs."""

    name: str
    size: int
    ratio: float
    lower_quarter: float
    upper_quarter: float
    seconds: float
    processor_seconds: float
    mib: float


class CommandFailed(SystemExit):
    """A command that is to be measured does not do its work: the run ends with a sentence."""


def output_of(row: Row) -> str:
    """Runs a row once, untimed, and gives what it prints: a warm-up, and proof that it works."""
    made_fresh(row)
    if row.timer != (str(TIMED),):
        return ""
    ended = subprocess.run(
        row.command, env=row.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise CommandFailed(f"{row.name} at {row.size}: exit {ended.returncode}\n{ended.stdout}{ended.stderr}")
    return ended.stdout


def made_fresh(row: Row) -> None:
    """Puts what the row works on back as it was before its first run."""
    if row.fresh:
        folder, source = row.fresh
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(source, folder)


def measured(rows: Sequence[tuple[Row, Row]], rounds: int, python: str) -> list[Figure]:
    """The figures of every row, each of which comes with its yardstick, in the order of `rows`.

    A computer's pace changes from one second to the next, so each run is compared with a run of the yardstick right
    before or right after it, never with one from another minute. What takes long has fewer rounds: it is left out of
    those that follow once it had `MOST_SECONDS`.
    """
    dice = random.Random(rounds)
    pairs: list[list[Pair]] = [[] for _ in rows]
    for done in range(rounds):
        for n in dice.sample(range(len(rows)), len(rows)):
            row, yardstick = rows[n]
            if sum(pair.run.seconds + pair.yardstick.seconds for pair in pairs[n]) > MOST_SECONDS:
                continue
            before = _sample(yardstick, python) if dice.random() < 0.5 else None
            run = _sample(row, python)
            pairs[n].append(Pair(run, before or _sample(yardstick, python)))
        print(f"\rround {done + 1} of {rounds}", end="", flush=True)
    print()
    return [_figure(row, pairs[n]) for n, (row, _) in enumerate(rows)]


def _sample(row: Row, python: str) -> Sample:
    made_fresh(row)
    ended = subprocess.run(
        [python, "-I", "-S", *row.timer, *row.command],
        env=row.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise CommandFailed(f"{row.name} at {row.size}: {ended.stderr}")
    seconds, processor, kib, code = ended.stdout.split()
    if code != "0":
        raise CommandFailed(f"{row.name} at {row.size}: exit {code}\n{ended.stderr}")
    return Sample(float(seconds), float(processor), int(kib))


def _figure(row: Row, pairs: Sequence[Pair]) -> Figure:
    ratios = [pair.run.seconds / pair.yardstick.seconds for pair in pairs]
    lower, middle, upper = quantiles(ratios * 2 if len(ratios) == 1 else ratios, n=4)
    return Figure(
        row.name,
        row.size,
        middle,
        lower,
        upper,
        median(pair.run.seconds for pair in pairs),
        median(pair.run.processor_seconds for pair in pairs),
        median(pair.run.kib for pair in pairs) / 1024,
    )

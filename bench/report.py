"""Figures as tables of ratios, in the terminal and between two comments of docs/performance.md."""

import json
import os
import platform
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import peers
from ground import (
    ADD,
    HELLO,
    HELP,
    LIST,
    PASS,
    PLAIN,
    PLAIN_ADD,
    PLAIN_LIST,
    ROOT,
    SEARCH_COMMON,
    SEARCH_RARE,
    SHOW,
    SUMMARY,
    SUMMARY_ALL,
    VERSION,
)
from measure import Figure

PAGE = ROOT / "docs" / "performance.md"
RESULTS = ROOT / "bench" / "results"
BEGINS, ENDS = "<!-- bench: the tables begin -->", "<!-- bench: the tables end -->"

# name → at most so many times the typer hello world, and at which sizes (none named: at every one)
AIMS: dict[str, tuple[float, tuple[int, ...]]] = {LIST: (1.3, (1000,)), ADD: (2.0, ())}
# at most so many times the same counts in plain SQL, and at which sizes
MOST_BESIDE, BESIDE_AT = 2.0, (10_000, 100_000)
_BASE = (PASS, HELLO, VERSION, HELP)
_COMMANDS = (LIST, SHOW, SEARCH_RARE, SEARCH_COMMON, SUMMARY, SUMMARY_ALL, ADD)
_FLOORS = (PLAIN_LIST, *PLAIN.values(), PLAIN_ADD)
_PEERS = (
    (peers.LAST, LIST),
    (peers.SEARCH, SEARCH_RARE),
    (peers.SEARCH_COMMON, SEARCH_COMMON),
    (peers.TAGS, SUMMARY),
    (peers.ADD, ADD),
)
_COUNTS = {1: "one core", 2: "two cores", 4: "four cores", 8: "eight cores"}


class Report:
    """The figures of one run; `beside` are those of `summary`, whose ratios are to the plain SQL."""

    def __init__(
        self, figures: Sequence[Figure], beside: Sequence[Figure], rounds: int, journal_mib: dict[int, float]
    ) -> None:
        self._figures = {(figure.name, figure.size): figure for figure in figures}
        self._beside = {(figure.name, figure.size): figure for figure in beside}
        self._rounds, self._journal_mib = rounds, journal_mib
        self._sizes = sorted({figure.size for figure in figures if figure.size})

    def lines(self) -> Iterator[str]:
        """All tables, as Markdown that also reads well in a terminal."""
        yield f"Measured on {self.machine()}; each figure is the median of {self._rounds} runs."
        yield from ("", "**Start-up, no journal opened**", "")
        yield from _table(("", "× pass", "× hello", "peak MiB"), [self._base_row(name) for name in _BASE])
        yield from ("", "**Times the typer hello world**", "")
        head = _head(self._sizes)
        rows = [
            (name, *self._cells(name, lambda figure: figure.ratio), self._verdict(name))
            for name in (*_COMMANDS, *_FLOORS)
        ]
        yield from _table((*head, "aim"), rows)
        yield from ("", "**Times `python -c pass`**", "")
        yield from _table(head, [(name, *self._cells(name, self._to_pass)) for name in (*_COMMANDS, *_FLOORS)])
        yield from ("", "**`summary` : the same counts in plain SQL, how many times as long**", "")
        sizes = sorted(self._journal_mib)
        yield from _table((*_head(sizes), "aim"), [self._beside_row(name, sizes) for name in PLAIN])
        yield from ("", "**Peak memory, MiB**", "")
        rows = [(name, *(self._mib(name, size) for size in sizes)) for name in _COMMANDS]
        yield from _table(_head(sizes), rows)
        yield from self._peers()
        yield from ("", "The journal files: " + self._file_sizes() + ".")

    def machine(self) -> str:
        """The machine in as few words as matter."""
        cores = os.cpu_count() or 1
        python = ".".join(platform.python_version_tuple()[:2])
        return f"{_COUNTS.get(cores, f'{cores} cores')}, Python {python}, SQLite {sqlite3.sqlite_version}"

    def missed(self) -> list[str]:
        """The aims that were not met, one sentence each."""
        return [
            f"{name} at {size:,}: {self._figures[name, size].ratio:.2f} × the typer hello world, aim {most:g}"
            for name, (most, _) in AIMS.items()
            for size in self._aimed(name)
            if self._figures[name, size].ratio > most
        ] + [
            f"{name} at {size:,}: {figure.ratio:.2f} × the same counts in plain SQL, aim {MOST_BESIDE:g}"
            for (name, size), figure in self._beside.items()
            if size in BESIDE_AT and figure.ratio > MOST_BESIDE
        ]

    def _base_row(self, name: str) -> tuple[str, ...]:
        figure = self._figures[name, 0]
        return (name, f"{self._to_pass(figure):.1f}", f"{figure.ratio:.2f}", f"{figure.mib:.0f}")

    def _cells(self, name: str, value: Callable[[Figure], float]) -> list[str]:
        found = [self._figures.get((name, size)) for size in self._sizes]
        return ["" if figure is None else _number(value(figure)) for figure in found]

    def _verdict(self, name: str) -> str:
        if name not in AIMS:
            return ""
        most, sizes = AIMS[name]
        where = " at " + ", ".join(f"{size:,}" for size in sizes) if sizes else ""
        met = all(self._figures[name, size].ratio <= most for size in self._aimed(name))
        return f"≤ {most:g}{where}: {'met' if met else 'missed'}"

    def _beside_row(self, name: str, sizes: Sequence[int]) -> tuple[str, ...]:
        missed = any(self._beside[name, size].ratio > MOST_BESIDE for size in BESIDE_AT if size in sizes)
        where = ", ".join(f"{size:,}" for size in BESIDE_AT)
        aim = f"≤ {MOST_BESIDE:g} at {where}: {'missed' if missed else 'met'}" if set(BESIDE_AT) <= {*sizes} else ""
        return (name, *(_number(self._beside[name, size].ratio) for size in sizes), aim)

    def _mib(self, name: str, size: int) -> str:
        figure = self._figures.get((name, size)) or self._beside.get((name, size))
        return "" if figure is None else _number(figure.mib)

    def _aimed(self, name: str) -> list[int]:
        sizes = AIMS[name][1]
        return [size for size in self._sizes if not sizes or size in sizes]

    def _peers(self) -> Iterator[str]:
        if not any(name == peers.LAST for name, _ in self._figures):
            return
        yield from ("", f"**{peers.JRNL.replace('==', ' ')} beside rcpjournal: how many times as long it takes**", "")
        rows = [
            (f"{theirs} : {ours}", *(self._against(theirs, ours, size) for size in self._sizes))
            for theirs, ours in _PEERS
        ]
        yield from _table(_head(self._sizes), rows)

    def _against(self, theirs: str, ours: str, size: int) -> str:
        return _number(self._figures[theirs, size].ratio / self._figures[ours, size].ratio)

    def _file_sizes(self) -> str:
        return ", ".join(f"{mib:.1f} MiB at {size:,}" for size, mib in self._journal_mib.items())

    def _to_pass(self, figure: Figure) -> float:
        return figure.ratio / self._figures[PASS, 0].ratio

    def keep(self, name: str) -> Path:
        """Writes all figures, in seconds too, to bench/results; the file."""
        RESULTS.mkdir(exist_ok=True)
        path = RESULTS / f"{datetime.now():%Y-%m-%d-%H%M%S}-{name}.json"
        kept = {
            name: [figure._asdict() for figure in figures.values()]
            for name, figures in (("figures", self._figures), ("beside plain", self._beside))
        }
        path.write_text(json.dumps({"machine": self.machine(), **kept}, indent=1) + "\n", encoding="utf-8")
        return path


def write_page(lines: Sequence[str]) -> None:
    """Puts the tables between the two comments of docs/performance.md."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGINS)
    _, found, after = rest.partition(ENDS)
    if not found:
        raise SystemExit(f"{PAGE.name} has lost its two comments, {BEGINS} and {ENDS}; put them back.")
    PAGE.write_text("\n".join([before + BEGINS, "", *lines, "", ENDS + after]), encoding="utf-8")


def _number(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _head(sizes: Sequence[int]) -> tuple[str, ...]:
    return ("", *(f"{size:,}" for size in sizes))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head))]

    def drawn(row: Sequence[str]) -> str:
        cells = [
            cell.rjust(width) if n else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        return f"| {' | '.join(cells)} |"

    yield drawn(head)
    yield "|" + "|".join("-" * (width + 1) + (":" if n else "-") for n, width in enumerate(widths)) + "|"
    yield from (drawn(row) for row in rows)

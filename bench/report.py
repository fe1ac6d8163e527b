"""Figures as tables of ratios, in the terminal and between two comments of a page, docs/performance.md."""

import json
import os
import platform
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import neighbours
import peers
from ground import (
    ADD,
    EXPORT,
    HELLO,
    HELP,
    IMPORT,
    LIST,
    NEXT,
    PASS,
    PROMPT,
    QUESTION,
    ROOT,
    SEARCH_COMMON,
    SEARCH_RARE,
    SHOW,
    SUMMARY,
    SUMMARY_ALL,
    VERSION,
    WHOLE_LIST,
)
from measure import Figure

PAGE = ROOT / "docs" / "performance.md"
RESULTS = ROOT / "bench" / "results"
BEGINS, ENDS = "<!-- bench: the tables begin -->", "<!-- bench: the tables end -->"

_BASE = (PASS, HELLO, VERSION, HELP, QUESTION)
_COMMANDS = (LIST, SHOW, SEARCH_RARE, SEARCH_COMMON, SUMMARY, SUMMARY_ALL, ADD, PROMPT)
_EVERYDAY = (LIST, SHOW, SEARCH_RARE, SEARCH_COMMON, SUMMARY, ADD)
_MOVING = (WHOLE_LIST, EXPORT, IMPORT)
BESIDE_PLAIN = (LIST, ADD, PROMPT, SUMMARY, SUMMARY_ALL, EXPORT, IMPORT)
"""commands with a floor of their own"""
BESIDE_PEERS = {
    peers.LAST: LIST,
    peers.SEARCH: SEARCH_RARE,
    peers.SEARCH_COMMON: SEARCH_COMMON,
    peers.TAGS: SUMMARY,
    peers.ADD: ADD,
    neighbours.TASK_LAST: LIST,
    neighbours.TASK_SEARCH: SEARCH_RARE,
    neighbours.TASK_ADD: ADD,
    neighbours.LEDGER_SEARCH: SEARCH_RARE,
    neighbours.LEDGER_TOTALS: SUMMARY,
}

EVERY = (100, 1_000, 10_000, 100_000)
# name → size → at most so many times; 0 where no journal is opened
TO_HELLO: dict[str, dict[int, float]] = {
    VERSION: {0: 1.25},
    HELP: {0: 1.25},
    **{name: {1_000: 1.3, 100_000: 1.5} for name in (LIST, SHOW, SEARCH_RARE, SEARCH_COMMON)},
    ADD: dict.fromkeys(EVERY, 1.6),
    SUMMARY: {10_000: 1.6},
    PROMPT: dict.fromkeys(EVERY, 2.5),
}
TO_PLAIN: dict[str, dict[int, float]] = {SUMMARY: {100_000: 1.3}, EXPORT: {100_000: 2.0}, IMPORT: {100_000: 2.0}}
# at least so many times
TO_PEERS: dict[str, dict[int, float]] = {
    **{name: {100: 2.0, 1_000: 1.0, 10_000: 5.0, 100_000: 5.0} for name in (peers.LAST, peers.SEARCH)},
    peers.SEARCH_COMMON: {100: 2.0, 1_000: 1.0, 10_000: 5.0, 100_000: 5.0},
    **{name: {100: 2.0, 1_000: 1.0, 10_000: 50.0} for name in (peers.TAGS, peers.ADD)},
}
MOST_MIB, MOST_BETWEEN, MOST_APART, MOST_SEALED = 40.0, 0.05, 0.15, 1.5
_COUNTS = {1: "one core", 2: "two cores", 4: "four cores", 8: "eight cores"}


Figures = dict[tuple[str, int], Figure]


class Report:
    """The figures of one run: to the hello world, to the floors, of peers to ours, sealed to plain."""

    def __init__(
        self,
        figures: Sequence[Figure],
        beside: Sequence[Figure],
        others: Sequence[Figure],
        sealed: Sequence[Figure],
        inside: dict[str, dict[str, float]],
        rounds: int,
        journal_mib: dict[int, float],
    ) -> None:
        self._figures, self._beside, self._others, self._sealed = (
            {(figure.name, figure.size): figure for figure in some} for some in (figures, beside, others, sealed)
        )
        self._inside, self._rounds, self._journal_mib = inside, rounds, journal_mib
        self._sizes = sorted(journal_mib)

    def lines(self) -> Iterator[str]:
        """All tables, as Markdown that also reads well in a terminal."""
        yield (
            f"Measured on {self.machine()}; each figure is the median of {self._rounds} runs, of fewer for what takes"
            " seconds. A figure in bold misses its aim."
        )
        yield from ("", "**Start-up, no journal opened**", "")
        yield from table(("", "× pass", "× hello", "peak MiB"), [self._base_row(name) for name in _BASE])
        ratio = _ratio
        yield from ("", "**Times the typer hello world, from 100 entries to 100,000**", "")
        yield from self._by_size(_COMMANDS, self._figures, ratio, TO_HELLO)
        yield from ("", "**Times its floor: the same work in plain Python and sqlite3, start-up included in both**", "")
        yield from self._by_size(BESIDE_PLAIN, self._beside, ratio, TO_PLAIN)
        yield from ("", "**Peak memory, MiB**", "")
        yield from self._by_size((*_COMMANDS, *_MOVING), self._figures | self._beside, _mib, self._memory_aims())
        yield from ("", "**How each grows: seconds, times those at 100 entries**", "")
        yield from self._by_size((*_COMMANDS, *_MOVING), self._figures | self._beside, self._growth, {})
        if self._others:
            has = [peers.JRNL.replace("==", " "), *(f"{name} {one}" for name, one in neighbours.versions().items())]
            there = tuple(name for name in BESIDE_PEERS if (name, self._sizes[0]) in self._others)
            yield from ("", "**Others beside rcpjournal, on the same entries: how many times as long they take**", "")
            yield from self._by_size(there, self._others, ratio, TO_PEERS, least=True)
            yield from ("", "**Their peak memory, MiB**", "")
            yield from self._by_size(there, self._others, _mib, {})
            yield from ("", f"Measured: {', '.join(has)}.")
        yield from (
            "",
            "**A sealed journal, its key kept, beside the same unsealed: milliseconds in one process**",
            "",
        )
        yield from table(("", "plain", "sealed", "times", "aim"), list(self._inside_rows()))
        yield from (
            "",
            "**A sealed journal, its passphrase given, beside the same unsealed: whole commands**",
            "",
        )
        yield from table(("", "times", "milliseconds more"), list(self._sealed_rows()))
        sealed = self._inside["sealed"]
        derived = sealed["opening, passphrase"] - sealed["opening, key kept"]
        yield from ("", f"Making the key from the passphrase alone takes {derived:.0f} milliseconds.")
        between = [
            f"{figure.seconds * 1000:.0f} ms at {size:,}" for (n, size), figure in self._figures.items() if n == NEXT
        ]
        yield from ("", f"From an answer in `write` to the next question: {', '.join(between)} (aim: 50 ms).")
        yield from ("", "The journal files: " + self._file_sizes() + ".")

    def machine(self) -> str:
        """The machine in as few words as matter."""
        cores = os.cpu_count() or 1
        python = ".".join(platform.python_version_tuple()[:2])
        return f"{_COUNTS.get(cores, f'{cores} cores')}, Python {python}, SQLite {sqlite3.sqlite_version}"

    def missed(self) -> list[str]:
        """The aims that were not met, one sentence each."""
        found = [
            f"{name} at {size:,}: {figures[name, size].ratio:.2f} × {what}, aim {most:g}"
            for figures, aims, what in (
                (self._figures, TO_HELLO, "the typer hello world"),
                (self._beside, TO_PLAIN, "its floor"),
            )
            for name, by_size in aims.items()
            for size, most in by_size.items()
            if (name, size) in figures and figures[name, size].ratio > most
        ]
        found += [
            f"{name} at {size:,}: {self._others[name, size].ratio:.1f} × as long as ours, aim at least {least:g}"
            for name, by_size in TO_PEERS.items()
            for size, least in by_size.items()
            if (name, size) in self._others and self._others[name, size].ratio < least
        ]
        found += [
            f"{name} at {size:,}: {figure.mib:.1f} MiB, aim {MOST_MIB:g}"
            for (name, size), figure in self._figures.items()
            if name in _EVERYDAY and figure.mib > MOST_MIB
        ]
        found += [
            f"{name} at {size:,}: {figure.seconds * 1000:.0f} ms, aim {MOST_BETWEEN * 1000:.0f}"
            for (name, size), figure in self._figures.items()
            if name == NEXT and figure.seconds > MOST_BETWEEN
        ]
        adds = [self._figures[ADD, size].ratio for size in self._sizes]
        if max(adds) > min(adds) * (1 + MOST_APART):
            found.append(f"add: {max(adds) / min(adds):.2f} × between sizes, aim {1 + MOST_APART:.2f}")
        return found

    def _by_size(
        self,
        names: Sequence[str],
        figures: Figures,
        value: Callable[[Figure], float],
        aims: dict[str, dict[int, float]],
        *,
        least: bool = False,
    ) -> Iterator[str]:
        rows = []
        for name in names:
            cells = []
            for size in self._sizes:
                figure, aim = figures.get((name, size)), aims.get(name, {}).get(size)
                shown = "" if figure is None else _number(value(figure))
                off = figure is not None and aim is not None and (value(figure) < aim if least else value(figure) > aim)
                cells.append(f"**{shown}**" if off else shown)
            rows.append((name, *cells, _aim(aims.get(name, {}), least=least)))
        yield from table(("", *(f"{size:,}" for size in self._sizes), "aim"), rows)

    def _base_row(self, name: str) -> tuple[str, ...]:
        figure = self._figures[name, 0]
        return (name, f"{figure.ratio / self._figures[PASS, 0].ratio:.1f}", f"{figure.ratio:.2f}", f"{figure.mib:.0f}")

    def _growth(self, figure: Figure) -> float:
        least = (self._figures | self._beside)[figure.name, self._sizes[0]]
        return figure.seconds / least.seconds

    def _memory_aims(self) -> dict[str, dict[int, float]]:
        return {name: dict.fromkeys(self._sizes, MOST_MIB) for name in _EVERYDAY}

    def _sealed_rows(self) -> Iterator[tuple[str, ...]]:
        for (name, size), figure in self._sealed.items():
            more = figure.seconds * (1 - 1 / figure.ratio) * 1000
            yield (f"{name}, at {size:,}", _number(figure.ratio), f"{more:.0f}")

    def _inside_rows(self) -> Iterator[tuple[str, ...]]:
        plain, sealed = self._inside["plain"], self._inside["sealed"]
        for name, took in plain.items():
            times = sealed[name] / took
            shown = _number(times) if times <= MOST_SEALED else f"**{_number(times)}**"
            yield (name, f"{took:.1f}", f"{sealed[name]:.1f}", shown, f"≤ {MOST_SEALED:g}")

    def _file_sizes(self) -> str:
        return ", ".join(f"{mib:.1f} MiB at {size:,}" for size, mib in self._journal_mib.items())

    def keep(self, name: str) -> Path:
        """Writes all figures, in seconds too, to bench/results; the file."""
        RESULTS.mkdir(exist_ok=True)
        path = RESULTS / f"{datetime.now():%Y-%m-%d-%H%M%S}-{name}.json"
        kinds = {"to hello": self._figures, "to plain": self._beside, "peers": self._others, "sealed": self._sealed}
        kept = {kind: [figure._asdict() for figure in figures.values()] for kind, figures in kinds.items()}
        path.write_text(
            json.dumps({"machine": self.machine(), **kept, "inside": self._inside}, indent=1) + "\n", encoding="utf-8"
        )
        return path


def _ratio(figure: Figure) -> float:
    return figure.ratio


def _mib(figure: Figure) -> float:
    return figure.mib


def _aim(by_size: dict[int, float], *, least: bool) -> str:
    sign = "≥" if least else "≤"
    if len(set(by_size.values())) == 1 and len(by_size) > 1:
        return f"{sign} {next(iter(by_size.values())):g}"
    return ", ".join(f"{sign} {most:g} at {size:,}" for size, most in by_size.items())


def write_page(lines: Sequence[str]) -> None:
    """Puts the tables between the two comments of docs/performance.md."""
    write_between(PAGE, lines)


def write_between(page: Path, lines: Sequence[str]) -> None:
    """Puts tables between the two comments of a page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGINS)
    _, found, after = rest.partition(ENDS)
    if not found:
        raise SystemExit(f"{page.name} has lost its two comments, {BEGINS} and {ENDS}; put them back.")
    page.write_text("\n".join([before + BEGINS, "", *lines, "", ENDS + after]), encoding="utf-8")


def _number(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A Markdown table that also reads well in a terminal."""
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

"""`make bench-team`: what it costs to collect many people's packs and to count them; writes docs/scale.md.

`--quick` measures 1 million rows alone and only prints. Needs some 3 GB of disk, or 1 with `--quick`.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import teamdata
from measure import CommandFailed, Figure, Row, measured, output_of
from report import table, write_between

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "scale.md"
WORKERS, QUICK_WORKERS = (500, 2_500, 10_000), (500,)
ROUNDS, QUICK_ROUNDS = 7, 3
PACKS, QUICK_PACKS = 10_000, 2_000
COUNTED = {"nothing": "in one", "team": "by team", "role": "by role", "quarter": "by quarter"}
COLLECT, AGAIN, FLOOR = "collecting", "collecting again", "reading the files"
MOST_TIMES, LARGE, MOST_MIB, LEAST_A_SECOND = 1.5, 20_000_000, 2048, 500


class Ground(NamedTuple):
    """Where things were put. `rows`: workers → how many rows their dataset has."""

    folder: Path
    packs: int
    rows: dict[int, int]

    def dataset(self, workers: int) -> Path:
        """What so many workers gave over 60 months; 0: nothing yet."""
        return self.folder / f"workers-{workers}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1 million rows and 2,000 packs; only prints")
    parser.add_argument("--rounds", type=int, metavar="N", help=f"at most so many rounds, instead of {ROUNDS}")
    return parser.parse_args()


def _filled(folder: Path, sizes: Sequence[int], packs: int) -> Ground:
    print(f"{packs:,} packs …", flush=True)
    (folder / "packs").mkdir()
    for name, text in teamdata.packs(packs):
        (folder / "packs" / name).write_text(text, encoding="utf-8")
    ground = Ground(folder, packs, {})
    ground.dataset(0).mkdir()
    for workers in sizes:
        print(f"{workers:,} workers, 60 months …", flush=True)
        command = [sys.executable, str(HERE / "teamdata.py"), str(ground.dataset(workers)), str(workers)]
        made = output_of(Row("made up", workers, tuple(command), dict(os.environ)))
        ground.rows[workers] = int(made.split()[0].replace(",", ""))
    return ground


def _counting(ground: Ground) -> list[tuple[Row, Row]]:
    """The roll-up by our code, each beside SQL written by hand."""
    return [
        (_row(name, rows, "team_ours.py", dataset, by), _row(name, rows, "team_by_hand.py", dataset, by))
        for workers, rows in ground.rows.items()
        for by, name in COUNTED.items()
        for dataset in [str(ground.dataset(workers))]
    ]


def _reporting(ground: Ground) -> list[tuple[Row, Row]]:
    """The command itself, which also looks for what two reports would tell together, beside the SQL of its figures."""
    return [
        (row._replace(command=_command(row.command[2], by)), by_hand._replace(command=(*by_hand.command[:3], *of)))
        for row, by_hand in _counting(ground)
        for by in [row.command[3]]
        for of in [dict.fromkeys(("nothing", by))]
    ]


def _command(dataset: str, by: str) -> tuple[str, ...]:
    parts = () if by == "nothing" else ("--by", by)
    return (sys.executable, "-m", "rcpjournal", "team", "summary", dataset, "--json", *parts)


def _collecting(ground: Ground) -> list[tuple[Row, Row]]:
    """Packs into nothing, into what they are in already, and into the smallest and the largest dataset."""
    packs, target = str(ground.folder / "packs"), ground.folder / "target"
    floor = _row(FLOOR, ground.packs, "team_floor.py", packs)
    row = _row(COLLECT, 0, "team_collect.py", packs, str(target))
    full = ground.folder / "full"
    output_of(_row(COLLECT, 0, "team_collect.py", packs, str(full)))
    into = sorted({0: 0, **ground.rows}.items())
    chosen = [(0, 0), *dict.fromkeys((into[1], into[-1]))]
    some = [row._replace(size=rows, fresh=(target, ground.dataset(workers))) for workers, rows in chosen]
    return [(one, floor) for one in [*some, row._replace(name=AGAIN, fresh=(target, full))]]


def _row(name: str, size: int, script: str, *words: str) -> Row:
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "TMPDIR", "PYTHONPATH")}
    return Row(name, size, (sys.executable, str(HERE / script), *words), {**kept, "LANG": "C.UTF-8"})


def _agree(pairs: Sequence[tuple[Row, Row]]) -> None:
    """Runs everything once: two that do not count the same are not to be compared."""
    for ours, by_hand in pairs:
        if json.loads(output_of(ours)) != json.loads(output_of(by_hand)):
            raise CommandFailed(f"{ours.name} at {ours.size:,}: the SQL written by hand counts otherwise.")


def _lines(
    ground: Ground,
    counting: Sequence[Figure],
    reporting: Sequence[Figure],
    collecting: Sequence[Figure],
    rounds: int,
) -> Iterator[str]:
    """All tables."""
    import duckdb

    runs = f"the median of {rounds} rounds, of fewer for what takes long" if rounds > 1 else "of one run"
    yield (
        f"Measured on {os.cpu_count()} cores, Python {sys.version_info.major}.{sys.version_info.minor}, DuckDB "
        f"{duckdb.__version__}; each figure is {runs}. A figure in bold misses its aim."
    )
    title = "Counting: times DuckDB with SQL written by hand, both as whole processes"
    yield from ("", f"**{title}** (aim: ≤ {MOST_TIMES} at {LARGE:,} rows)", "")
    yield from _by_rows(counting, lambda one: _bold(f"{one.ratio:.2f}", one.ratio > MOST_TIMES and one.size > LARGE))
    yield from ("", "**Counting: seconds**", "")
    yield from _by_rows(counting, lambda one: f"{one.seconds:.2f}")
    yield from ("", "**Counting: peak memory, MiB** (aim: ≤ 2,048)", "")
    yield from _by_rows(counting, lambda one: _bold(f"{one.mib:,.0f}", one.mib > MOST_MIB))
    title = "`team summary` as a whole: seconds, and times the SQL by hand for its figures alone, of all and in groups"
    yield from ("", f"**{title}** (aim: ≤ {MOST_TIMES} at {LARGE:,} rows)", "")
    yield from _by_rows(
        reporting,
        lambda one: _bold(f"{one.seconds:.2f} ({one.ratio:.1f})", one.ratio > MOST_TIMES and one.size > LARGE),
    )
    yield from ("", "**`team summary` as a whole: peak memory, MiB** (aim: ≤ 2,048)", "")
    yield from _by_rows(reporting, lambda one: _bold(f"{one.mib:,.0f}", one.mib > MOST_MIB))
    yield from (
        "",
        f"**{ground.packs:,} packs of three months each, read, checked and collected** (aim: ≥ 500 a second)",
        "",
    )
    yield from table(
        ("into", "packs a second", "seconds", "times reading the files", "peak MiB"),
        [_collecting_row(ground.packs, figure) for figure in collecting],
    )
    sizes = [f"{_mib_of(ground.dataset(workers)):.0f} MiB at {rows:,} rows" for workers, rows in ground.rows.items()]
    yield from ("", f"The datasets on the disk: {', '.join(sizes)}.")


def _by_rows(figures: Sequence[Figure], shown: Callable[[Figure], str]) -> Iterator[str]:
    found = {(figure.name, figure.size): shown(figure) for figure in figures}
    sizes = sorted({figure.size for figure in figures})
    rows = [(name, *(found[name, size] for size in sizes)) for name in COUNTED.values()]
    return table(("", *(f"{size:,} rows" for size in sizes)), rows)


def _collecting_row(packs: int, figure: Figure) -> tuple[str, ...]:
    into = "themselves" if figure.name == AGAIN else f"{figure.size:,} rows" if figure.size else "nothing yet"
    pace = packs / figure.seconds
    shown = _bold(f"{pace:,.0f}", pace < LEAST_A_SECOND and figure.name != AGAIN)
    return into, shown, f"{figure.seconds:.1f}", f"{figure.ratio:.1f}", f"{figure.mib:,.0f}"


def _bold(shown: str, missed: bool) -> str:
    return f"**{shown}**" if missed else shown


def _mib_of(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*.parquet")) / 1024**2


def main() -> None:
    options = _options()
    rounds = options.rounds or (QUICK_ROUNDS if options.quick else ROUNDS)
    with tempfile.TemporaryDirectory(prefix="rcpjournal-bench-") as folder:
        ground = _filled(
            Path(folder), QUICK_WORKERS if options.quick else WORKERS, QUICK_PACKS if options.quick else PACKS
        )
        counting, collecting = _counting(ground), _collecting(ground)
        print("do both count the same? …", flush=True)
        _agree(counting)
        lines = list(
            _lines(
                ground,
                measured(counting, rounds, sys.executable),
                measured(_reporting(ground), min(rounds, 3), sys.executable),
                measured(collecting, min(rounds, 3), sys.executable),
                rounds,
            )
        )
    print("\n".join(["", *lines]))
    if not options.quick:
        write_between(PAGE, lines)


if __name__ == "__main__":
    main()

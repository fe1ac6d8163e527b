"""`make bench`: measures the program as it is installed, in one run, and writes docs/performance.md.

`--quick` measures less and only prints. `--without-peers` leaves the others out: jrnl, which comes from the package
index, and taskwarrior and hledger, which are measured where the system has them.
"""

import argparse
import json
import tempfile
from pathlib import Path

import neighbours
import peers
from agreement import disagreement
from ground import (
    EXPORT,
    HELLO,
    IMPORT,
    LIST,
    PLAIN,
    PLAIN_LIST,
    SUMMARY,
    SUMMARY_ALL,
    TEXT,
    Ground,
    base_rows,
    inside,
    installed,
    journal_mib,
    journal_rows,
    moving_rows,
    sealed_rows,
    summary_rows,
)
from measure import CommandFailed, Row, measured, output_of
from report import BESIDE_PEERS, BESIDE_PLAIN, Report, write_page

SIZES, QUICK_SIZES = (100, 1_000, 10_000, 100_000), (100, 1_000)
ROUNDS, QUICK_ROUNDS = 15, 3
SEALED_AT = 10_000


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="3 rounds at 100 and 1,000 entries; only prints")
    parser.add_argument("--without-peers", action="store_true", help="leave jrnl, taskwarrior and hledger out")
    parser.add_argument("--rounds", type=int, metavar="N", help=f"at most so many rounds, instead of {ROUNDS}")
    return parser.parse_args()


def _rows(ground: Ground, sizes: tuple[int, ...]) -> list[Row]:
    rows = base_rows(ground)
    for size in sizes:
        print(f"a journal of {size:,} entries …", flush=True)
        rows += journal_rows(ground, size) + summary_rows(ground, size) + moving_rows(ground, size)
    return rows


def _peers(ground: Ground, sizes: tuple[int, ...]) -> list[Row]:
    print("installing jrnl, filling its journals …", flush=True)
    jrnl = peers.jrnl_installed(ground)
    rows = [row for size in sizes for row in peers.jrnl_rows(ground, jrnl, size, TEXT)]
    if has := neighbours.versions():
        print(f"filling {', '.join(has)} …", flush=True)
    return rows + [row for size in sizes for row in neighbours.neighbour_rows(ground, size)]


def _warm_up(rows: list[Row]) -> None:
    """Runs everything once. A floor must print what `list` prints, and count what `summary` counts, or it is none."""
    named = {(row.name, row.size): row for row in rows}
    printed = {key: output_of(row) for key, row in named.items()}
    for name, size in named:
        if name == LIST and printed[name, size] != printed[PLAIN_LIST, size]:
            raise CommandFailed(f"plain.py no longer prints what `list` prints (at {size}): bring it up to date.")
        if name in (SUMMARY, SUMMARY_ALL):
            document = output_of(named[name, size]._replace(command=(*named[name, size].command, "--json")))
            if part := disagreement(json.loads(document), json.loads(printed[PLAIN[name], size])):
                raise CommandFailed(
                    f"plain_summary.py no longer counts what `summary` counts ({part}; {name}, at {size}): "
                    "bring it up to date."
                )


def main() -> None:
    options = _options()
    sizes = QUICK_SIZES if options.quick else SIZES
    rounds = options.rounds or (QUICK_ROUNDS if options.quick else ROUNDS)
    with tempfile.TemporaryDirectory(prefix="rcpjournal-bench-") as folder:
        print("building the wheel, installing it …", flush=True)
        ground = installed(Path(folder))
        rows = _rows(ground, sizes)
        named = {(row.name, row.size): row for row in rows}
        theirs = [] if options.without_peers else _peers(ground, sizes)
        sealed = sealed_rows(ground, min(SEALED_AT, sizes[-1]))
        _warm_up([*rows, *theirs, *(row for row, _ in sealed)])
        yardstick, floors = named[HELLO, 0], set(PLAIN.values())
        beside = [(named[name, size], named[PLAIN[name], size]) for name in BESIDE_PLAIN for size in sizes]
        shorter = [row for row in rows if row.name not in (EXPORT, IMPORT) and not (row.size and row.name in floors)]
        report = Report(
            measured([(row, yardstick) for row in shorter], rounds, str(ground.python)),
            measured(beside, rounds, str(ground.python)),
            measured([(row, named[BESIDE_PEERS[row.name], row.size]) for row in theirs], rounds, str(ground.python)),
            measured(sealed, rounds, str(ground.python)),
            {kind: inside(ground, min(SEALED_AT, sizes[-1]), kind) for kind in ("plain", "sealed")},
            rounds,
            {size: journal_mib(ground, size) for size in sizes},
        )
    lines = list(report.lines())
    print("\n".join(["", *lines, "", *report.missed()]))
    print(f"\nAll figures: {report.keep('quick' if options.quick else 'whole')}")
    if not options.quick:
        write_page(lines)


if __name__ == "__main__":
    main()

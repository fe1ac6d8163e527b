"""`make bench`: measures the program as it is installed, in one run, and writes docs/performance.md.

`--quick` measures less and only prints; `--peers` measures jrnl beside it, from the package index.
"""

import argparse
import json
import tempfile
from pathlib import Path

import peers
from agreement import disagreement
from ground import (
    HELLO,
    LIST,
    PLAIN,
    PLAIN_LIST,
    TEXT,
    Ground,
    base_rows,
    filled,
    installed,
    journal_mib,
    journal_rows,
    summary_rows,
)
from measure import CommandFailed, Row, measured, output_of
from report import Report, write_page

SIZES, QUICK_SIZES = (100, 1_000, 10_000), (100, 1_000)
SUMMARY_SIZES, QUICK_SUMMARY_SIZES = (*SIZES, 100_000), QUICK_SIZES
ROUNDS, QUICK_ROUNDS = 21, 5


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="5 rounds at 100 and 1,000 entries; only prints")
    parser.add_argument("--peers", action="store_true", help="jrnl too, in an environment of its own")
    parser.add_argument("--rounds", type=int, metavar="N", help=f"rounds instead of {ROUNDS}")
    return parser.parse_args()


def _rows(ground: Ground, sizes: tuple[int, ...], *, with_peers: bool) -> list[Row]:
    rows = base_rows(ground)
    jrnl = peers.jrnl_installed(ground) if with_peers else None
    for size in sizes:
        print(f"a journal of {size:,} entries …", flush=True)
        rows += journal_rows(ground, size) + summary_rows(ground, size)
        rows += peers.jrnl_rows(ground, jrnl, size, TEXT) if jrnl else []
    return rows


def _beside_plain(ground: Ground, sizes: tuple[int, ...]) -> list[tuple[Row, Row]]:
    """`summary`, and the same counts in plain SQL, at all sizes; journals that are not there yet are made."""
    rows: list[Row] = []
    for size in sizes:
        if not ground.has_journal(size):
            print(f"a journal of {size:,} entries …", flush=True)
            filled(ground, size)
        rows += summary_rows(ground, size)
    named = {(row.name, row.size): row for row in rows}
    return [(row, named[PLAIN[row.name], row.size]) for row in rows if row.name in PLAIN]


def _warm_up(rows: list[Row], beside: list[tuple[Row, Row]]) -> None:
    """Runs everything once. A floor must print what `list` prints, and count what `summary` counts, or it is none."""
    printed = {(row.name, row.size): output_of(row) for row in rows}
    for name, size in printed:
        if name == LIST and printed[name, size] != printed[PLAIN_LIST, size]:
            raise CommandFailed(f"plain.py no longer prints what `list` prints (at {size}): bring it up to date.")
    for row, plain in beside:
        document = output_of(row._replace(command=(*row.command, "--json")))
        if part := disagreement(json.loads(document), json.loads(output_of(plain))):
            raise CommandFailed(
                f"plain_summary.py no longer counts what `summary` counts ({part}; {row.name}, at {row.size}): "
                "bring it up to date."
            )


def main() -> None:
    options = _options()
    sizes, summary_sizes = (QUICK_SIZES, QUICK_SUMMARY_SIZES) if options.quick else (SIZES, SUMMARY_SIZES)
    rounds = options.rounds or (QUICK_ROUNDS if options.quick else ROUNDS)
    with tempfile.TemporaryDirectory(prefix="rcpjournal-bench-") as folder:
        print("building the wheel, installing it …", flush=True)
        ground = installed(Path(folder))
        rows = _rows(ground, sizes, with_peers=options.peers)
        beside = _beside_plain(ground, summary_sizes)
        _warm_up(rows, beside)
        yardstick = next(row for row in rows if row.name == HELLO)
        figures = measured([(row, yardstick) for row in rows], rounds, str(ground.python))
        against = measured(beside, rounds // 2 + 1, str(ground.python))
        report = Report(figures, against, rounds, {size: journal_mib(ground, size) for size in summary_sizes})
    lines = list(report.lines())
    print("\n".join(["", *lines, "", *report.missed()]))
    print(f"\nAll figures: {report.keep('quick' if options.quick else 'whole')}")
    if not options.quick:
        write_page(lines)


if __name__ == "__main__":
    main()

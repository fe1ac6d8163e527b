"""How often a report says something untrue, and how often it finds what has changed: simulated journals.

`python bench/insight.py` makes 2,000 reports of each kind (under two minutes), prints the tables and writes
docs/insight.md; `--quick` makes 200 and only prints. The figures are the same every time.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from simulated import CHANGES, NULLS, WAYS, Share, shares
from simulated_runs import GAPS, RUN_CHANGES, RUN_NULLS, RUN_WAYS, gap_shares, run_shares

PAGE = Path(__file__).parents[1] / "docs" / "insight.md"
REPORTS, QUICK_REPORTS = 2_000, 200
HEAD = """\
# What the rules find, and how often they are wrong

Made-up journals, many of each kind, put through the functions that `rcpjournal summary` uses, beside two other ways of
deciding. This page is written by `python bench/insight.py`; [how the figures are made](method.md) says what it means.

"""

ELSE = "(in brackets: of those, how many also say something untrue)"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def change_tables(many: int) -> Iterator[str]:
    """The tables of changes between two periods."""
    yield f"**Nothing has changed: share of {many:,} reports that say anything**\n"
    yield table(("items, entries now v before", *WAYS), [_quiet(one.name, shares(one, many)) for one in NULLS])
    yield f"**One item has changed, of 21 (or of 101): share of {many:,} reports that say so {ELSE}**\n"
    yield table(("change, entries now v before", *WAYS), [_found(one.name, shares(one, many)) for one in CHANGES])


def run_tables(many: int) -> Iterator[str]:
    """The tables of run charts."""
    yield f"**Run charts of 26 weeks, 21 items, nothing has changed: share of {many:,} reports that say anything**\n"
    yield table(("rates, entries a week", *RUN_WAYS), [_quiet(one.name, run_shares(one, many)) for one in RUN_NULLS])
    yield f"**One of 21 items has changed half-way: share of {many:,} reports that say so {ELSE}**\n"
    yield table(("change, entries a week", *RUN_WAYS), [_found(one.name, run_shares(one, many)) for one in RUN_CHANGES])


def gap_table(many: int) -> Iterator[str]:
    """How often an item that nothing has changed for looks as if it had gone."""
    yield f"**Gaps, nothing has changed: share of {many:,} items**\n"
    rows = [
        (f"{rate * 100:.0f} %, {entries} entries", *(f"{share:.3f}" for share in gap_shares(rate, entries, many)))
        for rate, entries in GAPS
    ]
    yield table(("rate", "chance ≤ 5 %", "chance ≤ 1 %", "six entries without it"), rows)


def _quiet(name: str, found: Mapping[str, Share]) -> list[str]:
    return [name, *(f"{share.untrue:.3f}" for share in found.values())]


def _found(name: str, found: Mapping[str, Share]) -> list[str]:
    return [name, *(f"{share.found:.3f} ({share.untrue_of_found:.3f})" for share in found.values())]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_REPORTS} reports of each kind; only prints")
    quick = parser.parse_args().quick
    many = QUICK_REPORTS if quick else REPORTS
    blocks = []
    for make in (change_tables(many), run_tables(many), gap_table(many * 20)):
        for block in make:
            print(block, flush=True)
            blocks.append(block)
    if not quick:
        PAGE.write_text(HEAD + "\n".join(blocks), encoding="utf-8")


if __name__ == "__main__":
    main()

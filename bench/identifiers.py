"""How much that identifies people is found in made-up reflections, what is said in vain, and how long it takes.

`python bench/identifiers.py` prints the figures of docs/safety.md; with `--write` it puts them there. The shares are
the same every time, and a test holds the page to them; the time is this computer's.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.core.identifiers.measuring import HALVES, STRUCTURED, Tally, measured, reflections

from rcpjournal.core.identifiers import find
from rcpjournal.core.insight.chance import wilson

PAGE = Path(__file__).parents[1] / "docs" / "safety.md"
BEGINS, ENDS = "<!-- measured: bench/identifiers.py -->", "<!-- end -->"
ROWS = {
    **{kind.replace("-", " ").replace("nhs", "NHS").replace("ni ", "NI "): (kind,) for kind in STRUCTURED},
    "**all of these**": STRUCTURED,
    "**names**": ("name",),
    "code words": ("alias",),
    "passages that only together say who it is": ("jigsaw",),
}
MEGABYTE = 1_000_000


def table(tallies: list[Tally]) -> Iterator[str]:
    """What was planted and found, kind by kind; for the two that matter, how far that can be trusted."""
    yield f"| | {' | '.join(f'{half} half' for half in HALVES)} |"
    yield f"|---{'|--:' * len(HALVES)}|"
    for name, kinds in ROWS.items():
        yield f"| {name} | {' | '.join(_share(tally, kinds, name.startswith('**')) for tally in tallies)} |"
    false = (
        f"{len(tally.false)} in {tally.words:,} words ({tally.false_in_100_words:.2f} in 100)" for tally in tallies
    )
    yield f"| false warnings | {' | '.join(false)} |"


def _share(tally: Tally, kinds: tuple[str, ...], weighed: bool) -> str:
    planted, found = (sum(counts[kind] for kind in kinds) for counts in (tally.planted, tally.found))
    low, high = wilson(found, planted)
    return f"{found} of {planted}" + (f" = {found / planted:.0%} ({low:.0%} to {high:.0%})" if weighed else "")


def seconds() -> float:
    """The processor's time for 1 MB of reflections, with the word lists read."""
    text = "\n".join(one.text for half in HALVES for one in reflections(half))
    text = (text + "\n") * (MEGABYTE // len(text) + 1)
    find("First.")
    start = time.process_time()
    find(text[:MEGABYTE])
    return time.process_time() - start


def main() -> None:
    """Print the figures; with `--write` put the table into the page."""
    rows = "\n".join(table([measured(half) for half in HALVES]))
    sys.stdout.write(f"{rows}\n\n1 MB of text: {seconds():.1f} s\n")
    if "--write" in sys.argv:
        before, _, rest = PAGE.read_text("utf-8").partition(BEGINS)
        PAGE.write_text(f"{before}{BEGINS}\n{rows}\n{ENDS}{rest.partition(ENDS)[2]}", "utf-8")


if __name__ == "__main__":
    main()

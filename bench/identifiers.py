"""How much that identifies people is found in made-up reflections, what is said in vain, and how long it takes.

`python bench/identifiers.py` prints the tables of docs/safety.md. The shares are the same every time.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.core.identifiers.measuring import HALVES, STRUCTURED, Tally, measured, reflections

from rcpjournal.core.identifiers import find

KINDS = (*STRUCTURED, "alias", "name", "jigsaw")
MEGABYTE = 1_000_000


def row(name: str, tallies: list[Tally], *kinds: str) -> str:
    """Planted, found and the share, in each half."""
    cells = []
    for tally in tallies:
        planted, found = (sum(counts[kind] for kind in kinds) for counts in (tally.planted, tally.found))
        cells += [str(planted), str(found), f"{found / planted:.1%}" if planted else "–"]
    return f"| {' | '.join([name, *cells])} |"


def table(tallies: list[Tally]) -> Iterator[str]:
    """What was planted and found, kind by kind."""
    yield f"| | {' | '.join(f'{half}: planted | found | share' for half in HALVES)} |"
    yield f"|---{'|--:' * 3 * len(HALVES)}|"
    yield from (row(kind, tallies, kind) for kind in KINDS)
    yield row("**all with a form of their own**", tallies, *STRUCTURED)


def vain(half: str, tally: Tally) -> str:
    """How many warnings were false."""
    false, words = len(tally.false), tally.words
    return f"- {half}: {false} false warnings in {words:,} words, {tally.false_in_100_words:.2f} in 100"


def seconds() -> float:
    """The processor's time for 1 MB of reflections, with the word lists read."""
    text = "\n".join(one.text for half in HALVES for one in reflections(half))
    text = (text + "\n") * (MEGABYTE // len(text) + 1)
    find("First.")
    start = time.process_time()
    find(text[:MEGABYTE])
    return time.process_time() - start


def main() -> None:
    """Print the tables."""
    tallies = [measured(half) for half in HALVES]
    print("\n".join(table(tallies)), end="\n\n")
    print("\n".join(map(vain, HALVES, tallies)))
    print(f"- 1 MB of text: {seconds():.1f} s")


if __name__ == "__main__":
    main()

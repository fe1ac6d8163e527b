"""Fills a journal with made-up entries: `python fill.py JOURNAL COUNT`, run by the environment being measured.

Prints the id of an entry from the middle, for `show`.
"""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from madeup import MadeUp, made_up
from rcpjournal.cli.context import shipped_packs
from rcpjournal.core.entry import Entry, Observation
from rcpjournal.core.framework import Framework, Item
from rcpjournal.store import Journal

_LAYERS = ("principle", "behaviour", "characteristic")


def _picked(options: list[Any], choice: float) -> Any:
    """One of `options`; the early ones far more often, as tags are in a real journal."""
    return options[int(choice**2 * len(options))]


def _observation(item: Item, framework: Framework, choice: float, quote: str | None) -> Observation:
    stances = framework.layers[item.layer].stances
    return Observation(item=item.id, stance=_picked(list(stances), choice) if stances else None, quote=quote)


def _entry(made: MadeUp, framework: Framework) -> Entry:
    flow = framework.flows["quick"]
    items = [item for layer in _LAYERS for item in framework.items_of(layer)[:6]]
    quote = made.answers[1].partition(". ")[0]
    return Entry(
        happened_on=made.moment.date(),
        created=made.moment,
        kind=_picked(list(framework.choices("kind")), made.choices[0]),
        with_=_picked(list(framework.choices("with")), made.choices[1]),
        flow=flow.id,
        offered=framework.layers_offered(flow.steps),
        starred=made.choices[2] < 0.03,
        answers=dict(zip(flow.steps, made.answers, strict=False)),
        observations=tuple(
            _observation(
                _picked(items[n::3], made.choices[3 + n]), framework, made.choices[6 + n], None if n else quote
            )
            for n in range(3)
        ),
    )


def main() -> None:
    path, count = Path(sys.argv[1]), int(sys.argv[2])
    now = datetime.now().astimezone()
    journal = Journal(path, now=lambda: now, shipped=shipped_packs)
    framework = journal.frameworks.current()
    with journal.saving():
        kept = [journal.entries.add(_entry(made, framework)).id for made in made_up(count, now)]
    journal.close()
    print(kept[count // 2])


if __name__ == "__main__":
    main()

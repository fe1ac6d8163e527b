"""Fills a journal with made-up entries: `python fill.py JOURNAL COUNT`, run by the environment being measured.

Two of three are of the quick flow; the third is of the standard one, with all that a summary counts. Prints the id of
an entry from the middle, for `show`.
"""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from madeup import MadeUp, made_up
from rcpjournal.cli.context import shipped_packs
from rcpjournal.core.entry import Action, ActionState, Condition, Entry, Observation, Polarity, Rating
from rcpjournal.core.framework import Framework, Item, Layer
from rcpjournal.store import Journal

QUICK, STANDARD = "quick", "standard"
_LAYERS = {QUICK: ("principle", "behaviour", "characteristic"), STANDARD: ("behaviour", "principle")}
_ANSWERED = ["rcp.prompt.what-happened", "rcp.prompt.noticed", "rcp.prompt.carry-forward"]


def _picked(options: Any, choice: float) -> Any:
    """One of `options`; the early ones far more often, as tags are in a real journal."""
    return list(options)[int(choice**2 * len(options))]


def _perhaps(options: Any, choice: float, share: float) -> Any:
    """One of `options` in a `share` of all cases, else None."""
    return _picked(options, choice / share) if choice < share else None


def _observation(item: Item, framework: Framework, choice: float, quote: str | None) -> Observation:
    stances = framework.layers[item.layer].stances
    return Observation(item=item.id, stance=_picked(stances, choice) if stances else None, quote=quote)


def _entry(made: MadeUp, framework: Framework, name: str) -> Entry:
    flow = framework.flows[name]
    items = [item for layer in _LAYERS[name] for item in framework.items_of(layer)[:6]]
    quote = made.answers[1].partition(". ")[0]
    return Entry(
        happened_on=made.moment.date(),
        created=made.moment,
        kind=_picked(framework.choices("kind"), made.choices[0]),
        with_=_picked(framework.choices("with"), made.choices[1]),
        flow=flow.id,
        offered=framework.layers_offered(flow.steps),
        starred=made.choices[2] < 0.03,
        observations=tuple(
            _observation(
                _picked(items[n::3] if name == QUICK else items, made.choices[3 + n]),
                framework,
                made.choices[6 + n],
                None if n else quote,
            )
            for n in range(3)
        ),
        **_told(made, framework, name),
    )


def _told(made: MadeUp, framework: Framework, flow: str) -> dict[str, Any]:
    """The answers, and what the standard flow asks beyond the quick one.

    An action takes its words from the answers, and not all entries carry something forward: so the stages differ, and
    no entry is longer than it would be in the quick flow.
    """
    if flow == QUICK:
        return {"answers": dict(zip(_ANSWERED, made.answers, strict=True))}
    more = iter(made.more)
    state = _perhaps(get_args(ActionState), next(more), 0.6)
    asked = [*_ANSWERED[:2], _ANSWERED[2] if next(more) < 0.6 else "rcp.prompt.what-i-did"]
    happened, _, last = made.answers[0].removesuffix(".").rpartition(". ")
    answers = (f"{happened}.", *made.answers[1:]) if state else made.answers
    rated = framework.items_of("rating") if next(more) < 0.25 else []
    return {
        "answers": dict(zip(asked, answers, strict=True)),
        "actions": (Action(what=f"{last}.", state=state),) if state else (),
        "ratings": {item.id: _picked(get_args(Rating), next(more)) for item in rated},
        **{field: _perhaps(framework.choices(field), next(more), 0.8) for field in ("need", "got", "working")},
        "conditions": tuple(
            _condition(layer, framework, more)
            for layer in framework.layers.values()
            if layer.kind == "condition" and next(more) < 0.6
        ),
    }


def _condition(layer: Layer, framework: Framework, more: Iterator[float]) -> Condition:
    return Condition(
        item=_picked(framework.items_of(layer.id), next(more)).id,
        polarity=_picked(get_args(Polarity), next(more)),
        **{part.field: _perhaps([one.value for one in part.options], next(more), 0.7) for part in layer.details},
    )


def main() -> None:
    path, count = Path(sys.argv[1]), int(sys.argv[2])
    now = datetime.now().astimezone()
    journal = Journal(path, now=lambda: now, shipped=shipped_packs)
    framework = journal.frameworks.current()
    with journal.saving():
        kept = [
            journal.entries.add(_entry(made, framework, STANDARD if n % 3 == 2 else QUICK)).id
            for n, made in enumerate(made_up(count, now))
        ]
    journal.close()
    if kept:
        print(kept[count // 2])


if __name__ == "__main__":
    main()

"""What changed between two periods: more, less, or nothing that chance alone would not explain."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from rcpjournal.core.insight.chance import step_down, tails

MOST_FALSE = 0.05
METHOD = "Fisher's exact test (twice the smaller tail), exact discrete step-down over all items of the report"

Verdict = Literal["more", "less"] | None


class Table(NamedTuple):
    """An item in `now` of `of` entries, and in `before` of the `before_of` entries of the earlier period."""

    now: int
    of: int
    before: int
    before_of: int


def decide(tables: Mapping[str, Table], most_false: float = MOST_FALSE) -> dict[str, Verdict]:
    """For each item whether it is in more or in less of the entries than before, or None: too little to say.

    The report is decided as a whole: if nothing has changed, at most `most_false` of all reports say anything at all,
    however items hang together. That is exact where an item's entries could as well have come in another order
    (see `step_down`). An item without entries on a side, or never seen, or seen everywhere, has nothing to say.
    """
    spread = {name: tails(one.now + one.before, one.of, one.of + one.before_of) for name, one in tables.items()}
    chances = {name: spread[name].rarer(one.now) for name, one in tables.items()}
    said = step_down(chances, {name: one.how_often for name, one in spread.items()}, most_false)
    return {name: _way(one) if name in said else None for name, one in tables.items()}


def _way(one: Table) -> Literal["more", "less"]:
    return "more" if one.now * one.before_of > one.before * one.of else "less"

"""Not tagged lately: what was seen in the period and not in its last entries, and how often chance does that."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from rcpjournal.core.insight.chance import chance_of_gap, step_down
from rcpjournal.core.insight.counts import Counted, Denominators

SILENT_ENTRIES = 6
PAUSE = timedelta(weeks=4)
MOST_FALSE = 0.05


class NotLately(NamedTuple):
    """An item seen in `seen` of the `of` entries up to its last, and in none of the `entries` entries since that asked.

    `chance`: of such a gap, had the same entries come in any order. `said`: whether the report as a whole carries it.
    """

    item: str
    label: str
    entries: int
    weeks: int
    seen: int
    of: int
    chance: float
    said: bool = False


class Pause(NamedTuple):
    """Nothing was written since this day."""

    since: date
    weeks: int


class Lately(NamedTuple):
    """What was not tagged lately, the least likely first; or only a pause in writing, of which nothing can be said.

    Of `watched` items about `expected` would be silent in the last `SILENT_ENTRIES` entries by chance alone.
    """

    pause: Pause | None
    silent: tuple[NotLately, ...]
    watched: int
    expected: float


def lately(seen: Iterable[Counted], denominators: Denominators, newest: str, until: date) -> Lately:
    """What the items `seen` say of the time up to `until`; `newest` is the day of the last entry (ISO, "" for none)."""
    if not newest:
        return Lately(None, (), 0, 0.0)
    last = date.fromisoformat(newest)
    if until - last >= PAUSE:
        return Lately(Pause(last, (until - last).days // 7), (), 0, 0.0)
    watched = [(one, denominators.total(one.name)) for one in seen if one.entries]
    watched = [(one, of) for one, of in watched if of > SILENT_ENTRIES]
    expected = sum(
        chance_of_gap(one.entries, of - SILENT_ENTRIES, SILENT_ENTRIES)
        for one, of in watched
        if one.entries <= of - SILENT_ENTRIES
    )
    silent = _decided(list(_silent(watched, denominators, until)), watched)
    return Lately(None, tuple(sorted(silent, key=_least_likely)), len(watched), expected)


def _decided(silent: Sequence[NotLately], watched: Sequence[tuple[Counted, int]]) -> Iterable[NotLately]:
    """With the report's decision: if nothing changed, at most one report in twenty points to any item."""
    reach = {
        one.known_as.item: partial(_how_often, chance_of_gap(one.entries, one.entries, of - one.entries))
        for one, of in watched
    }
    said = step_down({gap.item: gap.chance for gap in silent}, reach, MOST_FALSE)
    return (gap._replace(said=gap.item in said) for gap in silent)


def _how_often(least: float, chance: float) -> float:
    """At most how often an item's chance is so low: so often, or never, where its longest gap is likelier."""
    return chance if chance >= least else 0.0


def _silent(watched: Sequence[tuple[Counted, int]], denominators: Denominators, until: date) -> Iterable[NotLately]:
    for one, of in watched:
        since = denominators.after(one.name, one.last)
        if since >= SILENT_ENTRIES:
            weeks = (until - date.fromisoformat(one.last)).days // 7
            chance = chance_of_gap(one.entries, of - since, since)
            yield NotLately(one.known_as.item, one.known_as.label, since, weeks, one.entries, of - since, chance)


def _least_likely(gap: NotLately) -> tuple[float, int, str]:
    return gap.chance, -gap.entries, gap.item

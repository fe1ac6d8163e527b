"""A span of days cut into parts: weeks, months, quarters, or the times between supervisions."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rcpjournal.core.dates import next_period, period_start

SUPERVISION = "supervision"


class Part(NamedTuple):
    """From `start` to `end`, both inclusive. The first may begin before the span, the last end after it."""

    start: date
    end: date


def parts_of(since: date, until: date, by: str, sessions: Iterable[date] = ()) -> tuple[Part, ...]:
    """The parts of the days from `since` to `until` (inclusive), oldest first; together they leave no day out.

    `by` is week (from Monday), month, quarter, or supervision: then a part begins on each of `sessions` within the
    span, so that a session and what is written on its day open the time that follows it.
    """
    starts = _sessions(since, until, sessions) if by == SUPERVISION else _calendar(since, until, by)
    ends = [start - timedelta(days=1) for start in starts[1:]]
    return tuple(Part(*pair) for pair in zip(starts, [*ends, _last_day(starts[-1], until, by)], strict=True))


def _sessions(since: date, until: date, sessions: Iterable[date]) -> list[date]:
    return sorted({since, *(day for day in sessions if since < day <= until)})


def _calendar(since: date, until: date, by: str) -> Sequence[date]:
    starts = [period_start(since, by)]
    while (start := _next(starts[-1], by)) is not None and start <= until:
        starts.append(start)
    return starts


def _last_day(start: date, until: date, by: str) -> date:
    following = None if by == SUPERVISION else _next(start, by)
    return until if following is None else following - timedelta(days=1)


def _next(start: date, by: str) -> date | None:
    """Where the part after the one at `start` begins; None where the calendar ends."""
    try:
        return next_period(start, by)
    except (OverflowError, ValueError):
        return None

"""What the home page shows: gathered by the caller, decided here."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rcpjournal.core.near import FORTNIGHT, NearAction, by_day
from rcpjournal.core.records import Line, NumberedAction

MOST_NEAR = 5


class Waiting(NamedTuple):
    """A reflection that is not finished."""

    flow: str
    started: date
    answers: int


class Home(NamedTuple):
    """What a person sees who types `rcpjournal` alone."""

    entries: int
    drafts: Sequence[Waiting]
    last: Line | None
    near: Sequence[NearAction]
    later: int


def near_actions(actions: Sequence[NumberedAction], today: date) -> tuple[list[NearAction], int]:
    """The first few with a day within two weeks of today, before or after, and how many others there are."""
    near = by_day(actions, today - FORTNIGHT, today + FORTNIGHT, today)[:MOST_NEAR]
    return near, len(actions) - len(near)

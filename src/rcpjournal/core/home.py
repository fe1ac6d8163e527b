"""What the home page shows: gathered by the caller, decided here."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rcpjournal.core.records import Line, NumberedAction

NEAR = timedelta(days=14)
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
    near: Sequence[NumberedAction]
    later: int


def near_actions(actions: Sequence[NumberedAction], today: date) -> tuple[list[NumberedAction], int]:
    """The first few that are due within two weeks of today, before or after, and how many others there are."""
    near = [a for a in actions if a.due and abs(date.fromisoformat(a.due) - today) <= NEAR][:MOST_NEAR]
    return near, len(actions) - len(near)

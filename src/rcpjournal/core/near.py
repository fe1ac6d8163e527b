"""What is near: days that were agreed, the next supervision, the month's question. Pure; today is given."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from rcpjournal.core.records import MonthsQuestion, NumberedAction

Q = TypeVar("Q")
FORTNIGHT = timedelta(days=14)
"""for so long a day that has passed is near; after that only `actions` shows it"""
FRESH_DAYS = 7
"""so many days of each month its question is near; after that it waits for the next reflection without a word"""
MOST_LINES = 5
MONTHLY_OFFERED = "monthly-offered"
"""the state that holds the month whose question was offered"""


class NearAction(NamedTuple):
    """Something agreed whose day is near: the day, and whether that is for looking at it again (else for doing it)."""

    action: NumberedAction
    day: date
    review: bool


class Due(NamedTuple):
    """What is near on a day: the next supervision, actions by their days, and the month's question."""

    today: date
    until: date
    session: date | None = None
    actions: Sequence[NearAction] = ()
    question: MonthsQuestion | None = None

    @property
    def shown(self) -> Sequence[NearAction]:
        """The actions that there is room for in a few lines."""
        room = MOST_LINES - bool(self.session)
        return self.actions if len(self.actions) <= room else self.actions[: room - 1]

    @property
    def offered(self) -> MonthsQuestion | None:
        """The month's question, which may take two lines, where what was agreed leaves it room."""
        return self.question if len(self.actions) + bool(self.session) + 2 <= MOST_LINES else None


def by_day(actions: Iterable[NumberedAction], first: date, last: date, today: date) -> list[NearAction]:
    """Those with a day from `first` to `last`, the earliest first; of two such days the one that is closer to today."""
    found = []
    for action in actions:
        days = [(action.due, False), (action.review, True)]
        near = [(day, review) for text, review in days if text and first <= (day := date.fromisoformat(text)) <= last]
        if near:
            found.append(NearAction(action, *min(near, key=lambda one: (abs(one[0] - today), one[1]))))
    return sorted(found, key=lambda one: (one.day, one.action.number))


def of_the_month(questions: Sequence[Q], today: date) -> Q | None:
    """The question whose turn it is this month; None where there are none."""
    return questions[(today.year * 12 + today.month) % len(questions)] if questions else None


def month_of(today: date) -> str:
    """How it is remembered that this month's question was offered: `2026-03`."""
    return f"{today:%Y-%m}"

"""How days are spelled for a person to read: as everywhere, as ISO, or in the words of their own language.

What leaves the journal, and what scripts read, is never spelled by these.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from rcpjournal.core import dates

USUAL, ISO, LOCALE = "usual", "iso", "locale"
manner: Callable[[], str] = lambda: USUAL  # noqa: E731 - whoever runs the program puts theirs here
"""which of them is wanted, asked whenever a day is spelled"""


class Names(NamedTuple):
    """Short names of days and months, and the order in which a day is written."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    order: str
    """the letters d, m and y"""


def spoken(day: date, *, weekday: bool = True) -> str:
    """`Wed 4 Mar 2026`, `2026-03-04`, or `mer. 4 mars 2026`: the month is never a number beside a day that is one."""
    wanted = manner()
    if wanted == ISO:
        return day.isoformat()
    names = names_here() if wanted == LOCALE else None
    if names is None:
        return dates.spoken(day, weekday=weekday)
    parts = {"d": str(day.day), "m": names.months[day.month - 1], "y": str(day.year)}
    head = [names.weekdays[day.weekday()]] if weekday else []
    if names.order.startswith("y"):  # whose months are mostly figures, and who know the order of ISO
        return " ".join([*head, day.isoformat()])
    return " ".join([*head, *(parts[one] for one in names.order)])


def clock(moment: str) -> str:
    """A moment as the journal stores it (ISO, UTC) by the clock where the reader is: `Wed 4 Mar 2026, 16:05`."""
    here = datetime.fromisoformat(moment).astimezone()
    return f"{spoken(here.date())}, {here:%H:%M}"


def weekday_of(day: date) -> str:
    """Its short name; where days are spelled as ISO, the day itself."""
    names = names_here() if manner() == LOCALE else None
    if manner() == ISO:
        return day.isoformat()
    return names.weekdays[day.weekday()] if names else dates.spoken(day).split()[0]


def cells() -> int:
    """The width of a column of days."""
    wanted = manner()
    names = names_here() if wanted == LOCALE else None
    if names is None:
        return len("2026-03-04") if wanted == ISO else len("Wed 14 Mar 2026")
    from rcpjournal.views.styled import width_of

    return max(map(width_of, names.weekdays)) + max(map(width_of, names.months)) + len(" 14  2026")


@cache
def names_here() -> Names | None:
    """Those of the system's language; None where it has none or tells them in no letters of ours."""
    import locale

    before = locale.setlocale(locale.LC_TIME)
    try:
        locale.setlocale(locale.LC_TIME, "")
        weekdays = tuple(date(2024, 1, n).strftime("%a") for n in range(1, 8))
        months = tuple(date(2024, n, 1).strftime("%b") for n in range(1, 13))
        sample = date(2033, 11, 22).strftime("%x")
    except (locale.Error, ValueError):
        return None
    finally:
        locale.setlocale(locale.LC_TIME, before)
    places = {"d": sample.find("22"), "m": sample.find("11"), "y": sample.find("33")}
    order = "".join(sorted(places, key=places.__getitem__)) if min(places.values()) >= 0 else "dmy"
    return Names(weekdays, months, order) if all(weekdays) and all(months) else None

"""Days as people name them. Pure: today is given."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from rcpjournal.errors import NoSupervisionYet, UnreadableDate

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
LAST_SUPERVISION = "last-supervision"

_AGO = r"(an?|one|two|three|four|five|six|\d{1,4})\s+(day|week|month|year)s?\s+ago\Z"
_IN = r"in\s+(an?|one|two|three|four|five|six|\d{1,4})\s+(day|week|month|year)s?\Z"
_DAY_AND_MONTH = r"(\d{1,2}) ([a-z]{3,9})(?: (\d{4}))?\Z"
_IN_FIGURES = r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})\Z"
_ISO = r"\d{4}-\d{2}-\d{2}\Z"
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def parse_day(
    word: str,
    today: date,
    last_supervision: Callable[[], date | None] = lambda: None,
    *,
    ahead: bool = False,
    first: str = "",
) -> date:
    """The day meant by `word`: ISO, today, yesterday, tomorrow, a weekday (the latest one, today included),
    `2 weeks ago`, `in 3 days`, `last week|month`, `last-supervision`, or a day with its month's name and its year in
    one of the languages of `moments`. With `ahead` a weekday is the nearest to come. In `4/3/2026` that part stands
    first which `first` names, “day” or “month”; where it names none, only what can be read in one way is read.

    Raises UnreadableDate, or NoSupervisionYet.
    """
    text = " ".join(word.split()).casefold()
    if re.match(_ISO, text):
        return _iso(word, text)
    simple = {
        "today": 0, "yesterday": -1, "tomorrow": 1, "last week": -7, "next week": 7,
    }  # fmt: skip
    if text in simple:
        return today + timedelta(days=simple[text])
    if text in (LAST_SUPERVISION, LAST_SUPERVISION.replace("-", " ")):
        if (day := last_supervision()) is None:
            raise NoSupervisionYet
        return day
    if weekday := _weekday(text.removeprefix("last ").removeprefix("next ")):
        back = (today.weekday() - WEEKDAYS.index(weekday)) % 7
        if ahead and not text.startswith(("last ", "next ")):
            return today + timedelta(days=-back % 7)
        if text.startswith("next "):
            return today + timedelta(days=7 - back)
        return today - timedelta(days=back or 7 * text.startswith("last "))
    if match := re.match(_DAY_AND_MONTH, text):
        return _named_day(word, match, today)
    if text in ("last month", "last year"):
        text = f"1 {text.removeprefix('last ')} ago"
    for pattern, sign in ((_AGO, -1), (_IN, 1)):
        if match := re.match(pattern, text):
            number, unit = match.groups()
            return _shifted(word, today, sign * int(_NUMBERS.get(number, number)), unit)
    if match := re.match(_IN_FIGURES, text):
        return _in_figures(word, match, first)
    return _otherwise(word)


def _in_figures(word: str, match: re.Match[str], first: str) -> date:
    """`25/3/2026`; `4/3/2026` only where it is known what stands first."""
    one, other, year = int(match[1]), int(match[3]), match[4]
    if one != other and max(one, other) <= 12 and not first:
        ways = " or ".join(f"{day} {MONTHS[month - 1]}" for day, month in ((one, other), (other, one)))
        raise UnreadableDate(
            word, f": it may be {ways} (`rcpjournal config set date_order day`, or `month`, settles it)"
        )
    swapped = one <= 12 and (other > 12 or first == "month")
    day, month = (other, one) if swapped else (one, other)
    return _iso(word, f"{year}-{month:02}-{day:02}")


def _otherwise(word: str) -> date:
    """A day as other programs write them, with the month in words or the year first."""
    from rcpjournal.core.moments import read_moment

    found = read_moment(word)
    if found is None or found.clock is not None:
        raise UnreadableDate(word)
    return found.day


def _named_day(word: str, match: re.Match[str], today: date) -> date:
    """`4 March` is the latest one, `4 March 2025` that one."""
    months = [n for n, name in enumerate(MONTHS, 1) if name.casefold().startswith(match[2]) and len(match[2]) > 2]
    if len(months) != 1:
        return _otherwise(word)
    for year in [int(match[3])] if match[3] else [today.year, *range(today.year - 1, today.year - 9, -1)]:
        try:
            day = date(year, months[0], int(match[1]))
        except ValueError:
            continue
        if match[3] or day <= today:
            return day
    raise UnreadableDate(word, ": there is no such day")


def _iso(word: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnreadableDate(word, ": there is no such day") from None


def _weekday(text: str) -> str:
    return next((day for day in WEEKDAYS if text in (day, day[:3])), "")


def _shifted(word: str, today: date, count: int, unit: str) -> date:
    try:
        if unit in ("day", "week"):
            return today + timedelta(days=count * (7 if unit == "week" else 1))
        return months_later(today, count * (12 if unit == "year" else 1))
    except (ValueError, OverflowError):
        raise UnreadableDate(word, ": that is too far away") from None


def months_later(day: date, months: int) -> date:
    """The same day of the month `months` later (earlier if negative), or the month's last day."""
    first = day.year * 12 + day.month - 1 + months
    year, month = divmod(first, 12)
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(year, month + 1, last)
            except ValueError:
                if not 1 <= year <= 9999:
                    raise
    raise AssertionError("every month has a 28th")


def spoken(day: date, *, weekday: bool = True) -> str:
    """`Wed 4 Mar 2026`: the same in every locale, never to be confused with 3 April."""
    name = f"{WEEKDAYS[day.weekday()][:3].capitalize()} " if weekday else ""
    return f"{name}{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def month_name(key: str) -> str:
    """`March 2026` for `2026-03`."""
    year, month = key.split("-")
    return f"{MONTHS[int(month) - 1]} {year}"


def months_in_words(since: str, until: str) -> str:
    """`January 2026 to March 2026`; a single month as itself."""
    return " to ".join(dict.fromkeys(map(month_name, (since, until))))


def period_start(day: date, by: str) -> date:
    """The first day of the week (Monday), month or quarter that holds `day`."""
    if by == "week":
        return day - timedelta(days=day.weekday())
    if by == "month":
        return day.replace(day=1)
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def next_period(start: date, by: str) -> date:
    """The first day of the period after the one that begins on `start`."""
    if by == "week":
        return start + timedelta(days=7)
    return months_later(start, 1 if by == "month" else 3)

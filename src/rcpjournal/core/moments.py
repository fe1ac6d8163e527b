"""Dates and times as other programs write them, in several languages. Pure; nothing is guessed.

`03/04/2019` is the fourth of March or the third of April: `order_of` tells by the other dates of a file, or not at all.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from typing import NamedTuple
from unicodedata import combining, normalize

_MONTHS = (
    "january february march april may june july august september october november december",
    "januar februar marz april mai juni juli august september oktober november dezember",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar marts april maj juni juli august september oktober november desember",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia",
    "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
)
"""English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish and Norwegian, Polish, Welsh"""

_LONGEST = 80
_FIRST_YEAR, _LAST_YEAR = 1000, 9998
_YEAR_FIRST = re.compile(r"(\d{4})([-/._]|\. )(\d{1,2})\2(\d{1,2})\.?(?!\d)")
_COMPACT = re.compile(r"(\d{4})()(\d{2})(\d{2})(?=\d{4}|\d{6}|T|[^\d]|\Z)")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)")
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:\.|st|nd|rd|th|er|º|ª)?[\s/-]*(?:de |of )?([^\W\d_]{3,15})\.?,?[\s/-]*(?:de |of )?(\d{4})(?!\d)", re.I
)
_MONTH_DAY = re.compile(r"([^\W\d_]{3,15})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)", re.I)
_TIME = re.compile(
    r"(?:\s*(?:T|,|-|\bat\b|\bum\b|\bà\b|\ba las\b|\balle\b|\bàs\b|\bom\b|\bkl\.?|\bo\b)?\s*)"
    r"(\d{1,2})(?:[:.hH]|(?=\d{2}(?:\d{2})?\Z))(\d{2})(?:[:.]?(\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?:([ap])\.?\s?m\.?)?\s*(?:Uhr|h)?\s*(Z|(?:UTC|GMT)(?:[+-]\d{1,2}(?::\d{2})?)?|[+-]\d{2}:?\d{2})?\s*\Z",
    re.I,
)
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?\Z")
_FIRST_WORD = re.compile(r"[^\W\d_]{2,15}\.?,?\s+")
_EASTERN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")


class Moment(NamedTuple):
    """A day; the time of day and the zone where they were said."""

    day: date
    clock: time | None = None
    zone: timezone | None = None

    @property
    def stamp(self) -> datetime | None:
        """Day and time together, with the zone where there is one; None for a day alone."""
        return None if self.clock is None else datetime.combine(self.day, self.clock, self.zone)


def order_of(texts: Iterable[str]) -> str | None:
    """Which part stands first in dates such as 03/04/2019: `day` or `month`, `""` if it makes no difference.

    None where there are dates that can be read both ways, and no other of the texts settles it.
    """
    found = [match for text in texts if (match := _YEAR_LAST.search(text)) and match[2] != "."]
    pairs = [(int(match[1]), int(match[3])) for match in found]
    day, month = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
    if day != month:
        return "day" if day else "month"
    return None if any(a != b and a <= 12 and b <= 12 for a, b in pairs) else ""


def read_moment(text: str, *, first: str = "", form: str = "") -> Moment | None:
    """The moment that `text` says and nothing else; None where it cannot be read, or in two ways.

    `form` is a `strptime` form that is tried before all others, `first` what `order_of` told.
    """
    words = " ".join(text.split())
    if not words or len(words) > _LONGEST:
        return None
    if form and (said := _by_form(words, form)):
        return said
    words = _EASTERN.sub(r"\1-\2-\3", words)
    for start in (words, _FIRST_WORD.sub("", words, count=1)):
        for pattern in (_YEAR_FIRST, _COMPACT, _YEAR_LAST, _DAY_MONTH, _MONTH_DAY):
            if (match := pattern.match(start)) and (day := _day(match, pattern, first)):
                return _with_time(day, start[match.end() :])
    return None


def read_form(form: str) -> bool:
    """Whether `form` is a `strptime` form with a day, a month and a year in it."""
    moment = datetime(2019, 10, 23, 21, 46, 57)
    with suppress(ValueError, IndexError):
        return datetime.strptime(moment.strftime(form), form).date() == moment.date()
    return False


def _by_form(words: str, form: str) -> Moment | None:
    try:
        moment = datetime.strptime(words, form)
    except (ValueError, IndexError):
        return None
    timed = re.search(r"%[HIcXsT]", form)
    offset = moment.utcoffset()
    return Moment(moment.date(), moment.time() if timed else None, timezone(offset) if offset is not None else None)


def _day(match: re.Match[str], pattern: re.Pattern[str], first: str) -> date | None:
    if pattern in (_YEAR_FIRST, _COMPACT):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
    elif pattern is _YEAR_LAST:
        a, b, year = int(match[1]), int(match[3]), int(match[4])
        if match[2] != "." and not first and a != b and a <= 12 and b <= 12:
            return None
        month_first = match[2] != "." and (first == "month" if a <= 12 and b <= 12 else b > 12)
        day, month = (b, a) if month_first else (a, b)
    else:
        said, number = (match[2], match[1]) if pattern is _DAY_MONTH else (match[1], match[2])
        year, month, day = int(match[3]), _month(said), int(number)
    try:
        return date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None


def _month(word: str) -> int:
    letters = "".join(sign for sign in normalize("NFD", word.casefold()) if not combining(sign))
    return _months().get(letters, 0)


@cache
def _months() -> dict[str, int]:
    """Every beginning of a month's name, of three letters or more, that means one month alone."""
    meant: dict[str, set[int]] = {}
    for names in _MONTHS:
        for n, name in enumerate(names.split(), 1):
            for length in range(3, len(name) + 1):
                meant.setdefault(name[:length], set()).add(n)
    return {start: months.pop() for start, months in meant.items() if len(months) == 1}


def _with_time(day: date, rest: str) -> Moment | None:
    if not rest.strip(" ,."):
        return Moment(day)
    match = _TIME.fullmatch(rest)
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4] and hour <= 12:  # some write 15:30 PM
        hour = hour % 12 + (12 if match[4] in "pP" else 0)
    try:
        return Moment(day, time(hour, minute, second), _zone(match[5]))
    except ValueError:
        return None


def _zone(word: str | None) -> timezone | None:
    if not word:
        return None
    match = _OFFSET.search(word)
    if match is None:
        return UTC
    sign = -1 if match[1] == "-" else 1
    return timezone(sign * timedelta(hours=int(match[2]), minutes=int(match[3] or 0)))

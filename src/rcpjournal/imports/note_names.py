"""What the name of a note says: the day, wherever in it that stands, and the title."""

import re
from collections.abc import Iterator
from datetime import time
from pathlib import PurePosixPath
from typing import NamedTuple

from rcpjournal.core.moments import Moment, read_moment
from rcpjournal.imports.reading import is_open, part_first

_AT_THE_START = re.compile(r"\d{4}[-_.]\d{1,2}[-_.]\d{1,2}|\d{14}|\d{12}|\d{8}")
_YEAR_FIRST = r"\d{4}([-_.])\d{1,2}\1\d{1,2}"
_YEAR_LAST = r"\d{1,2}([-_.])\d{1,2}\2\d{4}"
_MONTH_NAMED = (
    r"(?:\d{1,2}(?:st|nd|rd|th|\.)?[ _-]+[^\W\d_]{3,15}\.?|[^\W\d_]{3,15}\.?[ _-]+\d{1,2}(?:st|nd|rd|th)?),?[ _-]+\d{4}"
)
_ANYWHERE = re.compile(rf"(?<![^\W_])(?:{_YEAR_FIRST}|{_YEAR_LAST}|{_MONTH_NAMED})(?![^\W_])")
_CLOCK = re.compile(r"[ _T-]+(\d{2})([-.:h]?)(\d{2})(?:\2(\d{2}))?(?!\d)")
_BETWEEN = " _.,–—-"
_KINDS = re.compile(r"(\.(bookmark|todo|note))+\Z")


class Named(NamedTuple):
    """The moment that a name says, its other words, and the part of it that may be a day in two ways."""

    moment: Moment | None
    title: str
    open: str = ""


def by_name(name: str, form: str) -> Named:
    """What a file's path says: `2026-03-04-visit.md`, `20260304093000.md`, `2026/03/04.txt`, `Visit 4 March 2026.md`.

    `form`: how a person says that their dates are written.
    """
    path = PurePosixPath(name)
    stem = _KINDS.sub("", path.stem).strip()
    if form and (said := _by_form(stem, form)):
        return said
    match = _AT_THE_START.match(stem)
    if match and (moment := read_moment(match[0].replace("_", "-"))):
        timed, end = _timed(moment, stem, match.end())
        return Named(timed, stem[end:].lstrip(_BETWEEN).strip())
    folders = "-".join([*path.parts[-3:-1], stem])  # jrnl and others
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", folders) and (moment := read_moment(folders)):
        return Named(moment, "")
    return _anywhere(stem, form)


def _by_form(stem: str, form: str) -> Named | None:
    for end in _ends(stem):
        if moment := read_moment(stem[:end], form=form):
            return Named(moment, stem[end:].strip(_BETWEEN))
    return None


def _ends(stem: str) -> Iterator[int]:
    """Where the first words of a name may end, the longest first."""
    yield len(stem)
    yield from (match.start() for match in reversed(list(re.finditer(rf"[{_BETWEEN}]+", stem))))


def _anywhere(stem: str, form: str) -> Named:
    unsettled = ""
    for match in _ANYWHERE.finditer(stem):
        named = any(letter.isalpha() for letter in match[0])
        words = re.sub("[_-]", " ", match[0]) if named else match[0].replace("_", "-")
        if moment := read_moment(words, first=part_first(form)):
            timed, end = _timed(moment, stem, match.end())
            return Named(timed, stem[end:].strip(_BETWEEN) if match.start() == 0 else stem)
        unsettled = unsettled or (match[0] if is_open(words) else "")
    return Named(None, stem, unsettled)


def _timed(day: Moment, stem: str, end: int) -> tuple[Moment, int]:
    """The day with the time that stands behind it, if one does, and where the rest of the name begins."""
    clock = None if day.clock else _CLOCK.match(stem, end)
    if clock is None:
        return day, end
    try:
        return Moment(day.day, time(int(clock[1]), int(clock[3]), int(clock[4] or 0))), clock.end()
    except ValueError:
        return day, end

"""Jigsaw risk: a role, a place, a date and a rare event in one passage can name a person without a name."""

import re
from collections.abc import Iterator
from functools import cache

from rcpjournal.core.identifiers.found import Mark
from rcpjournal.core.identifiers.lexicon import lists
from rcpjournal.core.identifiers.passages import Passages

TOGETHER = 4
"""sentences that are read as one passage"""

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"


@cache
def _roles() -> re.Pattern[str]:
    words = "|".join(sorted(lists()["roles"]))
    return re.compile(
        rf"\b(?:the|our|a|an|my|only|retired|local|former|ex|been|was)[ -](?:[\w'’]+ )?(?:{words})\b(?:['’]s)?", re.I
    )


@cache
def _dates() -> re.Pattern[str]:
    day = (
        rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTHS})|(?:{_MONTHS}) \d{{1,2}}\b|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?"
    )
    feast = r"(?:christmas|easter|boxing|new year's|bonfire) (?:day|eve|night|sunday|monday)"
    return re.compile(rf"\b(?:{day}|{feast}|(?:last|on) (?:{_DAYS})|in (?:{_MONTHS})|(?:19|20)\d\d)\b", re.I)


@cache
def _places() -> re.Pattern[str]:
    small = "village|island|hamlet|parish|estate|close|school|church|mosque|harbour|station|valley|glen|town"
    return re.compile(
        rf"\b(?:(?i:the|our|this) (?i:{small})\b|(?:in|at|on|near|from|outside) (?!{_MONTHS}|I\b)[A-Z][\w'’-]{{2,}})"
    )


def marks(text: str, passages: Passages) -> Iterator[Mark]:
    """A warning on each rare event that stands with a role, a place and a date; one for a passage."""
    warned, read = -TOGETHER, -1
    for match in _events(text):
        number = passages.number(match.start())
        if number == read or number - warned < TOGETHER:
            continue
        read, parts = number, _parts(text, passages, number)
        if parts:
            warned = number
            yield Mark("jigsaw", *match.span(), sure=False, why=_why(match.group(), parts))


def _events(text: str) -> Iterator[re.Match[str]]:
    """The words of a rare event; only those that occur at all are looked for."""
    low = text.lower()
    there = "|".join(sorted(word for word in lists()["events"] if word in low))
    yield from re.finditer(rf"\b(?:{there})\b", text, re.I) if there else ()


def _parts(text: str, passages: Passages, number: int) -> tuple[str, str, str] | None:
    low = passages.bounds(max(0, number - TOGETHER + 2))[0]
    high = passages.bounds(min(len(passages.starts) - 1, number + TOGETHER - 2))[1]
    passage = text[low : min(high, low + 1500)]
    role, place, day = (pattern().search(passage) for pattern in (_roles, _places, _dates))
    return (role.group(), place.group(), day.group()) if role and place and day else None


def _why(event: str, parts: tuple[str, str, str]) -> str:
    role, place, day = parts
    return (
        f"Together, “{role}”, “{place}”, “{day}” and “{event}” may tell somebody who this is, even without a name: "
        "consider leaving one of them out or making it vaguer."
    )

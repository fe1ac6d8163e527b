"""Entry ids: `260304-k7q`, the day it was written and a sign for the time of day. Short, stable, sortable."""

from datetime import datetime

SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
_MISREAD = str.maketrans({"o": "0", "i": "1", "l": "1", "u": "v"})
_SLOTS = len(SIGNS) ** 3


def id_for(moment: datetime) -> str:
    """The id for something written at `moment` (local time)."""
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    slot = seconds * _SLOTS // 86_400
    return f"{moment:%y%m%d}-{SIGNS[slot >> 10]}{SIGNS[slot >> 5 & 31]}{SIGNS[slot & 31]}"


def id_after(taken: str) -> str:
    """The next id in order, for when `taken` is."""
    day, _, signs = taken.partition("-")
    for n in range(len(signs) - 1, -1, -1):
        if signs[n] != SIGNS[-1]:
            return f"{day}-{signs[:n]}{SIGNS[SIGNS.index(signs[n]) + 1]}{SIGNS[0] * (len(signs) - n - 1)}"
    return f"{day}-{signs}{SIGNS[0] * 3}"  # room for 32,768 more, and still behind it in order


def normal_id(typed: str) -> str:
    """An id (or the beginning of one) as a person may have misread or shouted it."""
    day, dash, signs = typed.strip().casefold().partition("-")
    return f"{day}{dash}{signs.translate(_MISREAD)}"

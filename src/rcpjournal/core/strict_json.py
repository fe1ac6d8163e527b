"""Files of our own that come back from other hands: JSON read strictly, and values as they are written into it.

Strictly: no key twice, no number that cannot be a count, no nesting that a reader would drown in. What is not read is
`Unreadable`, whose `why` goes into the sentence of whoever asked.
"""

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, TypeVar

from rcpjournal.core.value import public_name
from rcpjournal.core.words import one_line, shorten

MOST_DIGITS = 7
T = TypeVar("T")
_DEEP = "it is nested too deeply"
_SHOWN = 60


class Unreadable(Exception):
    """Why a text is not read: the rest of a sentence."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def parsed(text: str, *, most: int, looks_at_numbers: bool = True) -> Any:
    """The values in a text of at most `most` characters. Raises Unreadable.

    To look at each number takes half of the time; it can be left out where every number is held against bounds later.
    """
    if len(text) > most:
        raise Unreadable(f"it is longer than {most:,} characters, and no pack is")
    try:
        return json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_mapping,
            parse_int=_number if looks_at_numbers else None,
            parse_constant=_constant,
        )
    except ValueError:
        raise Unreadable("it is not JSON") from None
    except RecursionError:
        raise Unreadable(_DEEP) from None


def schema_of(data: Any, known: Collection[str], what: str) -> str:
    """Which of the `known` schemas a document says it has; `what` names such documents. Raises Unreadable."""
    schema = data.get("schema") if isinstance(data, dict) else None
    if isinstance(schema, str):
        if schema in known:
            return schema
        family, _, version = schema.rpartition("/")
        if version.isdecimal() and family in {name.rpartition("/")[0] for name in known}:
            raise Unreadable("it was written by a newer rcpjournal; please upgrade this one")
    raise Unreadable(f"it is not {what} that rcpjournal wrote")


def fitted(shape: type[T], data: Any) -> T:
    """Values that were parsed as an instance of `shape`. Raises Unreadable with the first fault, and where it is."""
    from rcpjournal.core.checks import Misshapen, check

    try:
        return check(shape, data)
    except RecursionError:
        raise Unreadable(_DEEP) from None
    except Misshapen as error:
        problem = error.problems[0]
        where = shorten(one_line(".".join(str(part) for part in problem.path[:-1])), _SHOWN)
        raise Unreadable(f"{problem.words}{f' in {where}' if where else ''}") from None


def plain(value: Any) -> Any:
    """Records as mappings, in the order of their fields; lists as lists; days as text."""
    names: Sequence[str] = getattr(value, "_fields", ()) or getattr(value, "__dataclass_fields__", ())
    if names:
        return {public_name(name): plain(getattr(value, name)) for name in names}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return dict(value)
    return [plain(part) for part in value] if isinstance(value, tuple) else value


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise Unreadable("it holds the same key twice")
    return mapping


def _number(digits: str) -> int:
    if not digits.isdecimal() or len(digits) > MOST_DIGITS:
        raise Unreadable("it holds a number that cannot be a count of entries")
    return int(digits)


def _constant(name: str) -> None:
    raise Unreadable(f"it holds {name}, which is not a count of entries")

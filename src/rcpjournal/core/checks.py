"""Checks what comes from outside (YAML, JSON documents) against the dataclasses of the core.

The only module that knows pydantic, and it is imported only where something from outside arrives.
"""

import json
from collections.abc import Hashable
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar, cast

from rcpjournal.core.framework import Problem
from rcpjournal.core.words import shorten

T = TypeVar("T")
MOST_PROBLEMS = 50
_TOO_MANY = 1_000
"""so many faults are not looked at one by one: a made-up document may hold millions"""


class Misshapen(Exception):
    """Data that does not fit its class; `problems` say where and what."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.words for problem in problems))


@cache
def _adapter(shape: Any) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(shape)


def check(shape: type[T], data: Any) -> T:
    """`data` (plain JSON values) as an instance of `shape`. Raises Misshapen."""
    from pydantic import ValidationError

    try:
        return _adapter(cast(Hashable, shape)).validate_json(json.dumps(data), strict=True)  # type: ignore[no-any-return]
    except ValidationError as error:
        if error.error_count() > _TOO_MANY:
            words = f"it does not fit its shape in {error.error_count():,} places"
            raise Misshapen([Problem((), words)]) from None
        faults = error.errors(include_url=False, include_input=False)[:MOST_PROBLEMS]
        raise Misshapen([_problem(shape, dict(fault)) for fault in faults]) from None


def json_schema(shape: type) -> dict[str, Any]:
    """The JSON Schema of a document of this shape."""
    return _adapter(shape).json_schema(by_alias=True)  # type: ignore[no-any-return]


_WORDS = {
    "missing": "{key} is missing",
    "missing_argument": "{key} is missing",
    "missing_keyword_only_argument": "{key} is missing",
    "string_type": "{key} should be text",
    "int_type": "{key} should be a whole number",
    "bool_type": "{key} should be true or false",
    "tuple_type": "{key} should be a list",
    "list_type": "{key} should be a list",
    "dict_type": "{key} should be a mapping",
    "dataclass_type": "{key} should be a mapping",
    "json_invalid": "it holds half a character (a lone surrogate) or a number that is none",
}


def _problem(shape: type, fault: dict[str, Any]) -> Problem:
    path = tuple(part for part in fault["loc"] if not str(part).startswith("function-"))
    key = str(path[-1]) if path else "the document"
    if fault["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        return Problem(path, f"unknown key {shorten(key, 60)!r}{_meant(shape, path)}")
    if fault["type"] == "json_invalid" and "recursion" in fault["msg"]:
        return Problem(path, "it is nested too deeply")
    words = _WORDS.get(fault["type"])
    if words:
        return Problem(path, words.format(key=repr(key)))
    return Problem(path, f"{key!r}: {fault['msg'][:1].lower()}{fault['msg'][1:]}")


def _meant(shape: type, path: tuple[str | int, ...]) -> str:
    key = str(path[-1])[:60]
    near = get_close_matches(key, _names(cast(Hashable, shape)) - {key}, n=1)  # known elsewhere, it is none here
    return f" (did you mean {near[0]!r}?)" if near else ""


@cache
def _names(shape: Any) -> frozenset[str]:
    """Every key that a document of this shape may hold, at any depth."""
    schema = json_schema(shape)
    parts = [schema, *schema.get("$defs", {}).values()]
    return frozenset(name for part in parts for name in part.get("properties", ()))

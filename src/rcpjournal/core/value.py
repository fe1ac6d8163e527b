"""What a value is in this program: a dataclass made by keyword, never changed, equal to another with the same fields.

Python compiles six functions for each frozen dataclass, each time that the program starts. Three of them read the same
for every class, so they stand here once, and commands that need an entry or a framework start sooner.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

Kind = TypeVar("Kind")


def public_name(field: str) -> str:
    """The name that a field has in files and documents: one that is a Python keyword has no underscore there."""
    return field.rstrip("_")


CONFIG = {"extra": "forbid", "alias_generator": public_name}
"""how a document is checked against a value: no field but these, under their public names"""


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def value(kind: type[Kind]) -> type[Kind]:
    """The class as a value. `dataclasses.replace` makes a changed copy; pydantic reads it as any dataclass."""
    made: Any = kind
    made.__pydantic_config__ = CONFIG
    made.__eq__, made.__hash__, made.__repr__ = _equal, _hashed, _shown
    return dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)(kind)


def public_names(kind: type) -> tuple[str, ...]:
    """The names that the fields of a value have in documents, in order."""
    return _read(kind)[0]


def public_parts(given: Any) -> Iterator[tuple[str, Any]]:
    """(name in documents, part) of each field of a value, in order."""
    names, parts = _read(given.__class__)
    return zip(names, parts(given), strict=True)


@cache
def _read(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """How a kind of value is read: its public names, and what gets the parts in one go."""
    names = [part.name for part in fields(kind)]
    return tuple(map(public_name, names)), attrgetter(*names) if len(names) > 1 else lambda one: (getattr(one, *names),)


def _parts(given: Any) -> tuple[Any, ...]:
    return tuple([getattr(given, part.name) for part in fields(given)])


def _equal(given: Any, other: object) -> bool:
    return _parts(given) == _parts(other) if given.__class__ is other.__class__ else NotImplemented


def _hashed(given: Any) -> int:
    return hash((given.__class__, _parts(given)))


def _shown(given: Any) -> str:
    named = ", ".join(f"{part.name}={getattr(given, part.name)!r}" for part in fields(given))
    return f"{given.__class__.__qualname__}({named})"

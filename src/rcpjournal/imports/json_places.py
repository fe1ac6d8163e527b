"""Where each part of a JSON text stands, for telling a person the line of what is wrong in it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from rcpjournal.imports.reading import Lines

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{}]|[^\s"\[\]{},:]++', re.S)


class Place(NamedTuple):
    """A value: `framework.standards.0.name`, its line from 1, and whether its name stood there before."""

    path: str
    line: int
    twice: bool = False


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet, and what stands next in it."""

    path: str
    keyed: bool
    next: str | int | None
    seen: set[str] = field(default_factory=set)


def places(text: str, deepest: int) -> Iterator[Place]:
    """Each value that lies no more than `deepest` levels down, in order, of a text that is JSON."""
    lines, within = Lines(text), list[_Open]()
    for token in _TOKEN.finditer(text):
        sign = token[0]
        top = within[-1] if within else None
        if sign in "]}":
            within.pop()
            continue
        if top and top.next is None:
            name = json.loads(sign)
            if name in top.seen:
                yield Place(_below(top.path, name), lines.at(token.start()), True)
            top.next = name
            top.seen.add(name)
            continue
        path = "" if top is None or len(within) > deepest else _below(top.path, top.next)
        if len(within) <= deepest:
            yield Place(path, lines.at(token.start()))
        if top:
            top.next = None if top.keyed else int(top.next or 0) + 1
        if sign in "[{":
            within.append(_Open(path, sign == "{", None if sign == "{" else 0))


def line_of(text: str, path: str) -> int:
    """The line of a value, or of the nearest around it that is there."""
    around = {path[:end] for end, letter in enumerate(path) if letter == "."} | {"", path}
    return [place.line for place in places(text, path.count(".") + 1) if place.path in around][-1]


def line_too_deep(text: str, deepest: int) -> int:
    """The line on which a text first goes more than `deepest` levels down; 1 where it does not."""
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += (token[0] in "[{") - (token[0] in "]}")
        if depth > deepest:
            return text.count("\n", 0, token.start()) + 1
    return 1


def _below(path: str, name: str | int | None) -> str:
    return f"{path}.{name}" if path else str(name)

"""Our own JSON Lines: entry and framework documents, one a line; or a single document over many lines."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain, starmap

from rcpjournal.imports import Found
from rcpjournal.imports.reading import Lines

_NEXT = re.compile(r"[\s,]*(?=[^\s,\]])")


class JsonLines:
    """What `export json` writes."""

    name = "json"
    words = "what `export json` wrote"

    def documents(self, lines: Iterable[str]) -> Iterator[Found]:
        """Each line that is not blank; lines that are one JSON value are one document, a list is its members."""
        numbered = ((n, line) for n, line in enumerate(lines, 1) if line.strip())
        first = next(numbered, None)
        if first is None:
            return
        if _is_object(first[1]):
            yield from starmap(Found, chain([first], numbered))
            return
        rest = [first, *numbered]
        text = "\n".join(line for _, line in rest)
        try:
            whole = json.loads(text)
        except (ValueError, RecursionError):
            yield from starmap(Found, rest)
            return
        if isinstance(whole, list):
            yield from (Found(rest[line - 1][0], one) for line, one in _members(text))
        else:
            yield Found(first[0], text)


def _members(text: str) -> Iterator[tuple[int, str]]:
    """Each member of the list that `text` is, as it stands there, and its line."""
    decoder, lines = json.JSONDecoder(), Lines(text)
    at = text.index("[")
    while start := _NEXT.match(text, at + 1):
        _, at = decoder.raw_decode(text, start.end())
        yield lines.at(start.end()), text[start.end() : at]


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False

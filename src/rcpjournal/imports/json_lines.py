"""Our own JSON Lines: entry and framework documents, one a line; or a single document over many lines."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain, starmap

from rcpjournal.imports import Found


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
        try:
            whole = json.loads("\n".join(line for _, line in rest))
        except (ValueError, RecursionError):
            yield from starmap(Found, rest)
            return
        if isinstance(whole, list):
            yield from (Found(n, json.dumps(one)) for n, one in enumerate(whole, 1))
        else:
            yield Found(1, "\n".join(line for _, line in rest))


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False

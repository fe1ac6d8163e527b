"""Our own JSON Lines: entry and framework documents, one a line; or a single document over many lines."""

import json
from collections.abc import Iterator

from rcpjournal.imports import Found


class JsonLines:
    """What `export json` writes."""

    name = "json"
    words = "what `export json` wrote"

    def documents(self, text: str) -> Iterator[Found]:
        """Each line that is not blank; a text that is one JSON value is one document, a list is its members."""
        try:
            whole = json.loads(text)
        except (ValueError, RecursionError):
            yield from (Found(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip())
            return
        if isinstance(whole, list):
            yield from (Found(n, json.dumps(one)) for n, one in enumerate(whole, 1))
        else:
            yield Found(1, text)

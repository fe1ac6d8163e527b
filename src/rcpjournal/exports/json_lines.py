"""JSON Lines: one entry document a line, lossless. What `import json` reads back."""

import json
from collections.abc import Iterator

from rcpjournal.core.entry import document
from rcpjournal.core.framework import Framework
from rcpjournal.core.framework_data import plain
from rcpjournal.core.words import json_safe
from rcpjournal.exports import Chosen


class JsonLines:
    """`rcpjournal/entry/1`, a document a line; before them the frameworks that only this journal has."""

    name = "json"
    words = "one document a line, for moving and for scripts"
    mark = ""

    def pieces(self, chosen: Chosen) -> Iterator[str]:
        """One line a piece."""
        yield from map(framework_line, chosen.frameworks)
        for entry, _ in chosen.entries:
            yield _line(document(entry))


def framework_line(framework: Framework) -> str:
    """A framework as the document that `import json` keeps."""
    return _line({"schema": "rcpjournal/framework/1", "packs": [plain(pack) for pack in framework.packs]})


def _line(data: object) -> str:
    return json_safe(json.dumps(data, ensure_ascii=False)) + "\n"

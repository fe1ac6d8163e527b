"""JSON Lines: one entry document a line, lossless. What `import json` reads back."""

import json
from collections.abc import Iterator

from rcpjournal.core.entry import document
from rcpjournal.core.framework_data import plain
from rcpjournal.core.words import json_safe
from rcpjournal.exports import Chosen


class JsonLines:
    """`rcpjournal/entry/1`, a document a line; before them the frameworks that only this journal has."""

    name = "json"
    words = "one document a line, for moving and for scripts"

    def pieces(self, chosen: Chosen) -> Iterator[str]:
        """One line a piece."""
        for framework in chosen.frameworks:
            packs = [plain(pack) for pack in framework.packs]
            yield self._line({"schema": "rcpjournal/framework/1", "packs": packs})
        for entry, _ in chosen.entries:
            yield self._line(document(entry))

    def _line(self, data: object) -> str:
        return json_safe(json.dumps(data, ensure_ascii=False)) + "\n"

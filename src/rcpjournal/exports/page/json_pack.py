"""JSON: the pack. Lossless; `read_pack` makes the same page of it."""

import json

from rcpjournal.core.sharing.pack import pack_document
from rcpjournal.core.sharing.page import Page
from rcpjournal.core.words import json_safe


class JsonPack:
    """`rcpjournal/pack/1`."""

    name = "json"
    words = "everything on the page, for programs to read back"
    suffix = ".json"

    def render(self, page: Page) -> bytes:
        """One document, with a digest of all of it."""
        text = json.dumps(pack_document(page), ensure_ascii=False, indent=2)
        return f"{json_safe(text)}\n".encode()

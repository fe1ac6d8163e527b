"""A page as one file that a program can read back whole (`rcpjournal/pack/1`): what was chosen, and nothing else.

The digest covers all of it, so a pack that was damaged or changed on its way is noticed. It is no signature: whoever
changes a pack on purpose can also make a new digest.
"""

import hashlib
import json
from typing import Any, Literal

from rcpjournal.core import strict_json
from rcpjournal.core.sharing.page import STATEMENT, Page
from rcpjournal.core.value import value
from rcpjournal.errors import PackRefused

PACK: Literal["rcpjournal/pack/1"] = "rcpjournal/pack/1"
MOST_CHARACTERS = 1_000_000


@value
class PackDocument:
    """A pack as it lies in a file."""

    schema: Literal["rcpjournal/pack/1"]
    digest: str
    statement: str
    page: Page


def pack_document(page: Page, statement: str = STATEMENT) -> dict[str, Any]:
    """The page as JSON values, with the digest of everything in it."""
    body = {"schema": PACK, "statement": statement, "page": strict_json.plain(page)}
    return {"schema": PACK, "digest": _digest(body), **body}


def read_pack(text: str) -> Page:
    """The page in a pack. Raises PackRefused."""
    return opened_pack(text).page


def opened_pack(text: str) -> PackDocument:
    """A pack whose digest fits. Raises PackRefused."""
    try:
        data = strict_json.parsed(text, most=MOST_CHARACTERS)
        strict_json.schema_of(data, (PACK,), "a pack")
        pack = strict_json.fitted(PackDocument, data)
    except strict_json.Unreadable as error:
        raise PackRefused(error.why) from None
    if pack_document(pack.page, pack.statement)["digest"] != pack.digest:
        raise PackRefused("its digest does not fit, so it was damaged or changed after it was made")
    if pack.statement != STATEMENT:
        raise PackRefused("it does not carry the statement that every page carries, so rcpjournal did not write it")
    return pack


def _digest(body: object) -> str:
    canonical = json.dumps(body, ensure_ascii=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(canonical.encode('ascii')).hexdigest()}"

"""The digest of an entry: a SHA-256 by which a change that nobody made is noticed.

It covers the entry's document, that is, all that a person typed or chose, and whether the entry is deleted. The form
that is hashed is JSON in UTF-8, names sorted, no blanks; the time of writing to the millisecond, with its offset.
What is not there (null, false, an empty list or object) is left out, so that a field which a later version adds
changes no digest of before. `offered` is the exception: an empty list says that nothing was offered, and stays.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from rcpjournal.core.value import public_parts

if TYPE_CHECKING:
    from rcpjournal.core.entry import Entry

_AS_THEY_ARE = frozenset({str, int, bool})
_THERE_THOUGH_EMPTY = frozenset({str, int})
"""an empty text and a nought are something that was said"""
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(entry: "Entry", *, deleted: bool = False) -> str:
    """The digest of an entry as it is stored."""
    return _sha256(canonical(entry, deleted=deleted))


def canonical(entry: "Entry", *, deleted: bool = False) -> str:
    """The text that is hashed."""
    data = _said(entry)
    if entry.offered == ():
        data["offered"] = []
    if deleted:
        data["deleted"] = True
    return _JSON.encode(data)


def _said(value: Any) -> Any:
    """`value` as JSON has it, without what is not there; one pass, since a journal's digests are checked at once."""
    if value.__class__ in _AS_THEY_ARE:
        return value
    if isinstance(value, tuple):
        return [_said(part) for part in value]
    if isinstance(value, Mapping):
        return {name: _said(part) for name, part in value.items() if part or part.__class__ in _THERE_THOUGH_EMPTY}
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    return {
        name: part if part.__class__ in _AS_THEY_ARE else _said(part)
        for name, part in public_parts(value)
        if part or part.__class__ in _THERE_THOUGH_EMPTY
    }


def digest_of_texts(*texts: str | None) -> str:
    """The digest of texts that are kept as they are: an earlier text of an entry, a pack of the framework."""
    return _sha256("\0".join(text or "" for text in texts))


def _sha256(text: str) -> str:
    return str(_hash()(text.encode("utf-8", "surrogatepass")).hexdigest())


@cache
def _hash() -> Any:
    """SHA-256 from Python's own small module (3.12's, 3.11's): hashlib loads OpenSSL, which costs each save 3 ms."""
    for name in ("_sha2", "_sha256", "hashlib"):
        try:
            return import_module(name).sha256
        except ImportError:
            continue
    raise AssertionError("hashlib is always there")

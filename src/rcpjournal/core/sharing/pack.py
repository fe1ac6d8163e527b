"""A page as one file that a program can read back whole (`rcpjournal/pack/1`): what was chosen, and nothing else.

The digest covers all of it, so a pack that was damaged or changed on its way is noticed. It is no signature: whoever
changes a pack on purpose can also make a new digest.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from rcpjournal.core.sharing.page import STATEMENT, Page
from rcpjournal.core.value import public_name, value
from rcpjournal.errors import PackRefused

PACK: Literal["rcpjournal/pack/1"] = "rcpjournal/pack/1"
MOST_CHARACTERS = 1_000_000
MOST_DIGITS = 7

_FAMILY = PACK.rpartition("/")[0]


@value
class PackDocument:
    """A pack as it lies in a file."""

    schema: Literal["rcpjournal/pack/1"]
    digest: str
    statement: str
    page: Page


def pack_document(page: Page, statement: str = STATEMENT) -> dict[str, Any]:
    """The page as JSON values, with the digest of everything in it."""
    body = {"schema": PACK, "statement": statement, "page": _plain(page)}
    return {"schema": PACK, "digest": _digest(body), **body}


def read_pack(text: str) -> Page:
    """The page in a pack. Raises PackRefused."""
    return opened_pack(text).page


def opened_pack(text: str) -> PackDocument:
    """A pack whose digest fits. Raises PackRefused."""
    from rcpjournal.core.checks import Misshapen, check

    try:
        data = _parsed(text)
        _expect_a_pack(data)
        pack = check(PackDocument, data)
    except RecursionError:
        raise PackRefused("it is nested too deeply") from None
    except Misshapen as error:
        raise PackRefused(_first(error)) from None
    if pack_document(pack.page, pack.statement)["digest"] != pack.digest:
        raise PackRefused("its digest does not fit, so it was damaged or changed after it was made")
    if pack.statement != STATEMENT:
        raise PackRefused("it does not carry the statement that every page carries, so rcpjournal did not write it")
    return pack


def _digest(body: object) -> str:
    canonical = json.dumps(body, ensure_ascii=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(canonical.encode('ascii')).hexdigest()}"


def _plain(value: Any) -> Any:
    """Records as mappings, in the order of their fields; lists as lists; days as text."""
    names: Sequence[str] = getattr(value, "_fields", ()) or getattr(value, "__dataclass_fields__", ())
    if names:
        return {public_name(name): _plain(getattr(value, name)) for name in names}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return dict(value)
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


# --- what comes from outside ------------------------------------------------------------------------


def _parsed(text: str) -> Any:
    if len(text) > MOST_CHARACTERS:
        raise PackRefused(f"it is longer than {MOST_CHARACTERS:,} characters, and no page is")
    try:
        return json.loads(
            text.removeprefix("\ufeff"), object_pairs_hook=_mapping, parse_int=_number, parse_constant=_constant
        )
    except ValueError:
        raise PackRefused("it is not JSON") from None


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise PackRefused("it holds the same key twice")
    return mapping


def _number(digits: str) -> int:
    if not digits.isdecimal() or len(digits) > MOST_DIGITS:
        raise PackRefused("it holds a number that cannot be a count of entries")
    return int(digits)


def _constant(name: str) -> None:
    raise PackRefused(f"it holds {name}, which is not a count of entries")


def _expect_a_pack(data: Any) -> None:
    """Its schema is ours and of a version that we know."""
    schema = data.get("schema") if isinstance(data, dict) else None
    family, _, version = schema.rpartition("/") if isinstance(schema, str) else ("", "", "")
    if family != _FAMILY:
        raise PackRefused("it is not a pack that rcpjournal wrote")
    if schema != PACK and version.isdecimal():
        raise PackRefused("it was written by a newer rcpjournal; please upgrade this one")


def _first(error: Any) -> str:
    """The first fault, and where it is."""
    problem = error.problems[0]
    where = ".".join(str(part) for part in problem.path[:-1])
    return f"{problem.words}{f' in {where}' if where else ''}"

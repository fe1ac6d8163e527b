"""A saved mapping: which columns hold what, which tags mean which items, how dates are written. TOML or JSON."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from rcpjournal.errors import FileRefused
from rcpjournal.files.reading import read_bytes

_MOST_BYTES = 1024 * 1024
_PARTS = ("columns", "tags", "date-format", "encoding")


class Saved(NamedTuple):
    """What the file says."""

    columns: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    tags: Mapping[str, str] = MappingProxyType({})
    date_format: str = ""
    encoding: str = ""


def load_mapping(path: Path) -> Saved:
    """A mapping file. Raises FileRefused with what is wrong in it."""
    data = _parsed(path)
    unknown = [name for name in data if name not in _PARTS]
    if unknown:
        raise FileRefused(str(path), f"“{unknown[0]}” is not a part of a mapping; it has {', '.join(_PARTS)}.")
    columns, tags = data.get("columns", {}), data.get("tags", {})
    for name, part in (("columns", columns), ("tags", tags)):
        if not isinstance(part, dict):
            raise FileRefused(str(path), f"{name} should be a table of names.")
    lists = {field: [named] if isinstance(named, str) else named for field, named in columns.items()}
    if not all(isinstance(named, list) and all(isinstance(one, str) for one in named) for named in lists.values()):
        raise FileRefused(str(path), "each of the columns should be a column's name, or a list of names.")
    rest = [data.get("date-format", ""), data.get("encoding", ""), *tags.values()]
    if not all(isinstance(one, str) for one in rest):
        raise FileRefused(str(path), "the tags, date-format and encoding should be text.")
    return Saved({field: tuple(named) for field, named in lists.items()}, dict(tags), rest[0], rest[1])


def _parsed(path: Path) -> dict[str, Any]:
    import tomllib

    raw = read_bytes(path, most=_MOST_BYTES)
    try:
        text = raw.decode("utf-8-sig")
        data = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise FileRefused(str(path), f"it is neither TOML nor JSON ({error}).") from None
    if not isinstance(data, dict):
        raise FileRefused(str(path), "it should be a table of names.")
    return data

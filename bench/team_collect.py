"""Pack files come into a dataset: a whole process. `python team_collect.py PACKS DATASET`."""

import json
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from rcpjournal.core.teams.pack import ConditionCount, ItemCount, MonthCount, TeamPack
from rcpjournal.datasets.collecting import Brought, collect


def unchecked(text: str) -> TeamPack:
    """A pack as its text says, believed: for as long as there is no checker."""
    given = json.loads(text)
    months = tuple(
        MonthCount(
            **{
                **month,
                "items": tuple(ItemCount(**item) for item in month["items"]),
                "conditions": tuple(ConditionCount(**one) for one in month["conditions"]),
            }
        )
        for month in given.pop("months")
    )
    return TeamPack(**given, months=months)


def reader() -> Callable[[str], Any]:
    """What makes a text a checked pack."""
    try:
        return import_module("rcpjournal.core.teams.checking").read_team_file  # type: ignore[no-any-return]
    except (ImportError, AttributeError):
        return unchecked


def brought(folder: Path) -> Iterator[Brought]:
    read = reader()
    for path in sorted(folder.glob("*.json")):
        data = path.read_bytes()
        yield Brought(path.name, read(data.decode()), data)


if __name__ == "__main__":
    collected = collect(brought(Path(sys.argv[1])), Path(sys.argv[2]))
    print(collected)
    assert not collected.aside

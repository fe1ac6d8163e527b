"""Pack files come into a dataset: a whole process. `python team_collect.py PACKS DATASET`."""

import sys
from collections.abc import Iterator
from pathlib import Path

from rcpjournal.core.teams.checking import read_team_file
from rcpjournal.datasets.collecting import Brought, collect


def brought(folder: Path) -> Iterator[Brought]:
    for path in sorted(folder.glob("*.json")):
        data = path.read_bytes()
        yield Brought(path.name, read_team_file(data.decode()), data)


if __name__ == "__main__":
    collected = collect(brought(Path(sys.argv[1])), Path(sys.argv[2]))
    print(collected)
    assert not collected.aside

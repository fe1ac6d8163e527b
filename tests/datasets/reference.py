"""The roll-up said plainly, over rows in memory: what every engine has to answer."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from rcpjournal.core.teams.cells import By
from rcpjournal.core.teams.rolled import Rolled

GROUPS: dict[By | None, Callable[[dict[str, Any]], str]] = {
    None: lambda row: "",
    "team": lambda row: str(row["team"]),
    "role": lambda row: str(row["role"]),
    "quarter": lambda row: f"{row['month'] // 100}-Q{(row['month'] % 100 + 2) // 3}",
}
NAMES = ("contributor", "number", "role", "month", "layer", "part", "item", "value", "response", "entries")


def rolled_plainly(rows: Iterable[tuple[Any, ...]], by: By | None) -> list[Rolled]:
    """The same as `engines.rolled`, from the rows that `packs.held_in` gives."""
    entries: dict[tuple[str, ...], int] = defaultdict(int)
    contributors: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for values in rows:
        row = {**dict(zip(NAMES, values, strict=False)), "team": values[-1]}
        key = (GROUPS[by](row), *(str(row[name]) for name in ("part", "layer", "item", "value", "response")))
        entries[key] += row["entries"]
        contributors[key].add(row["contributor"])
    return sorted(Rolled._make((*key, entries[key], len(contributors[key]))) for key in entries)

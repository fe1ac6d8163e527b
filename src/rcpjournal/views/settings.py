"""Settings, and command lines of a person's own, as lines."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from rcpjournal.views.styled import Line, dim, line, strong, titled, wrapped

_UNBROKEN = 10_000


class Row(NamedTuple):
    """One setting as it stands."""

    name: str
    value: str
    source: str
    """where the value comes from"""
    words: str


def setting_lines(rows: Iterable[Row], width: int | None) -> Iterator[Line]:
    """Each setting with its value and where that comes from; below it what it does, broken at `width`."""
    for row in rows:
        yield line(strong(row.name), f": {row.value or 'empty'}", dim(f" ({row.source})"))
        yield from wrapped(row.words, width or _UNBROKEN, "    ", "dim")


def own_lines(lines: Mapping[str, str], taken: Collection[str], width: int | None) -> Iterator[Line]:
    """Command lines of one's own; one whose name is `taken` by a command of the program is said not to be used."""
    if not lines:
        return
    yield from titled("Your own commands", width or _UNBROKEN)
    for name, words in lines.items():
        yield line(strong(name), f": {words}")
        if name in taken:
            yield (dim(f"    not used: {name} is a command of the program"),)

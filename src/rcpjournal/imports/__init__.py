"""What comes into the journal: a Protocol and a list. An importer turns the lines of a file into documents."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol


class Found(NamedTuple):
    """One document in a file, and its line."""

    line: int
    text: str


class Importer(Protocol):
    """One format."""

    name: str
    words: str

    def documents(self, lines: Iterable[str]) -> Iterator[Found]:
        """Each document in order, as JSON text; of `lines` no more are held than one document needs."""


def importers() -> dict[str, Importer]:
    """Every format by its name."""
    from rcpjournal.imports.json_lines import JsonLines

    return {one.name: one for one in (JsonLines(),)}

"""What comes into the journal: a Protocol and a list. An importer turns the lines of a file into documents."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from rcpjournal.core.arriving import Event, Source, Wishes


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


class Reader(Protocol):
    """One format of another program.

    `endings`: of the files that are read where a folder or a zip is given.
    """

    name: str
    words: str
    endings: tuple[str, ...]

    def events(self, source: Source, wishes: Wishes) -> Iterator[Event]:
        """What is in a file, in order. Raises DocumentRefused for a file that is not of this format."""


def readers() -> dict[str, Reader]:
    """Every format of another program by its name."""
    from rcpjournal.imports.dayone import DayOne
    from rcpjournal.imports.jrnl import Jrnl
    from rcpjournal.imports.markdown import Markdown
    from rcpjournal.imports.table import Csv

    known: tuple[Reader, ...] = (Jrnl(), DayOne(), Markdown(), Csv())
    return {one.name: one for one in known}

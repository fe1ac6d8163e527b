"""What leaves the journal: a Protocol and a list. An exporter turns what was chosen into text, piece by piece."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple, Protocol

from rcpjournal.core.entry import Entry
from rcpjournal.core.framework import Framework


class Chosen(NamedTuple):
    """What a person chose to take out. Aliases are gone from `entries` unless they said so."""

    entries: Iterable[tuple[Entry, Mapping[str, str]]]
    """each entry with its items' labels as written"""
    frameworks: Iterable[Framework]
    """those that the entries need and the program does not bring along"""
    framework: Framework
    today: date
    months: Callable[[], Iterable[tuple[str, int]]] = tuple
    """`2026-03` and how many of the entries are of it, oldest first; for a table of contents before the entries"""


class Exporter(Protocol):
    """One format. `mark`: what a file of it begins with, so that other programs know its encoding."""

    name: str
    words: str
    mark: str

    def pieces(self, chosen: Chosen) -> Iterator[str]:
        """The text, in pieces."""


def exporters() -> dict[str, Exporter]:
    """Every format by its name."""
    from rcpjournal.exports.csv import Csv
    from rcpjournal.exports.html import Html
    from rcpjournal.exports.json_lines import JsonLines
    from rcpjournal.exports.markdown import Markdown

    known: tuple[Exporter, ...] = (Markdown(), Html(), Csv(), JsonLines())
    return {one.name: one for one in known}

"""HTML: the journal to read, in one file that runs nothing and asks nothing of any other place."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from rcpjournal.core.dates import month_name, spoken
from rcpjournal.core.words import plural
from rcpjournal.exports import Chosen
from rcpjournal.exports.telling import Told, told
from rcpjournal.exports.templates import style, template


class Month(NamedTuple):
    """A month in the table of contents."""

    key: str
    name: str
    entries: int


class Html:
    """For any browser, on the screen and on paper: contents by month, then each entry, oldest first."""

    name = "html"
    words = "the journal to read, for any browser, and to print"
    mark = ""

    def pieces(self, chosen: Chosen) -> Iterator[str]:
        """The page in pieces: no more than one entry is held at a time."""
        months = [Month(key, month_name(key), count) for key, count in chosen.months()]
        years = [(year, list(found)) for year, found in groupby(months, key=lambda month: month.key[:4])]
        yield from template(__package__, "journal.html").generate(
            taken=spoken(chosen.today),
            count=plural(sum(month.entries for month in months), "entry", "entries"),
            years=years,
            months=_by_month(chosen),
            **style(__package__, "journal.css"),
        )
        yield "\n"


def _by_month(chosen: Chosen) -> Iterator[tuple[str, str, Iterator[Told]]]:
    """(`2026-03`, its name, its entries) one after the other, each entry made when its turn comes."""
    entries = ((entry.happened_on.isoformat()[:7], entry, labels) for entry, labels in chosen.entries)
    for key, found in groupby(entries, key=lambda row: row[0]):
        yield key, month_name(key), (told(entry, labels, chosen.framework) for _, entry, labels in found)

"""A pack on the supervisor's side: whom it is from, and whether its figures can be."""

import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from rcpjournal.core.sharing.pack import PackDocument
from rcpjournal.core.sharing.page import Page
from rcpjournal.core.sharing.refusals import NameUnusable, NoNameGiven
from rcpjournal.core.words import one_line, safe, shorten, usable
from rcpjournal.errors import PackRefused

LONGEST_NAME = 80
MOST_FIGURES = 1_000
"""items on one page, the appendix included; frameworks have a tenth of it"""
MOST_PARTS = 600
MOST_ENTRIES = 100_000
"""of one period: more than anybody writes in a life"""
_AHEAD = timedelta(days=100)
"""a page may be made up to the day of a session to come; one of years ahead would be the newest for ever"""


class Figure(NamedTuple):
    """An item of a page in `entries` of `of`; `kind` keeps apart what may have the same label."""

    kind: str
    label: str
    entries: int
    of: int


def person(given: str | None, page: Page) -> str:
    """Whom a pack is from: the name given, or else the one on its page. Raises NoNameGiven or NameUnusable."""
    name = one_line(usable(given, "The name") if given is not None else page.name)
    if not name:
        raise NoNameGiven
    if safe(name) != name:
        raise NameUnusable("it holds a character that a terminal could act on")
    if all(unicodedata.category(letter)[0] in "CZM" for letter in name):
        raise NameUnusable("nothing of it can be seen")
    if len(name) > LONGEST_NAME:
        raise NameUnusable(f"“{shorten(name, 30)}” is longer than {LONGEST_NAME} characters")
    return name


def name_key(name: str) -> str:
    """The same for names that look the same: small and large letters, composed or not, invisible signs."""
    plain = unicodedata.normalize("NFKC", one_line(name)).casefold()
    return one_line("".join(letter for letter in plain if unicodedata.category(letter) != "Cf"))


def figures(page: Page) -> Iterator[Figure]:
    """Every figure on a page: themes, the appendix, conditions."""
    yield from (Figure("theme", one.label, one.entries, one.of) for one in (*page.themes, *page.appendix))
    for one in page.conditions:
        yield Figure("outside" if one.external else "organisation", one.label, one.entries, one.of)


def checked_figures(pack: PackDocument, today: date) -> PackDocument:
    """The pack itself if its figures can be counts of its entries, and its days have been. Raises PackRefused."""
    page = pack.page
    if page.since > page.until:
        raise PackRefused("its days run backwards")
    if page.until > today + _AHEAD:
        raise PackRefused(f"its days end on {page.until}, which is long to come")
    if page.entries > MOST_ENTRIES:
        raise PackRefused(f"it counts more than {MOST_ENTRIES:,} entries, and nobody writes so many")
    found = list(figures(page))
    if len(found) > MOST_FIGURES:
        raise PackRefused(f"it holds more than {MOST_FIGURES:,} figures, and no page does")
    for one in found:
        if not one.entries <= one.of <= page.entries:
            raise PackRefused(
                f"it says {one.entries} of {one.of} where {page.entries} entries were counted, which cannot be"
            )
    for theme in (*page.themes, *page.appendix):
        counts = (*theme.stances.values(), *(n for _, k, of in theme.parts for n in (k, of)))
        if any(k > of for _, k, of in theme.parts) or any(count > page.entries for count in counts):
            raise PackRefused(f"“{shorten(theme.label, 40)}” has a part with more entries than there are")
        if len(theme.parts) > MOST_PARTS:
            raise PackRefused(f"it cuts its time into more than {MOST_PARTS} parts, and no page does")
    for around in page.conditions:
        ways = (around.inhibited, around.enabled, around.both, *around.rules.values(), *around.responses.values())
        if any(count > page.entries for count in ways):
            raise PackRefused(f"“{shorten(around.label, 40)}” was so in more entries than there are")
    return pack

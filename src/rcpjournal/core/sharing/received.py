"""A pack on the supervisor's side: whom it is from, and whether its figures can be."""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from rcpjournal.core.sharing.pack import PackDocument
from rcpjournal.core.sharing.page import Page
from rcpjournal.core.sharing.refusals import NameUnusable, NoNameGiven
from rcpjournal.core.words import one_line, safe, shorten, usable
from rcpjournal.errors import PackRefused

LONGEST_NAME = 80
MOST_FIGURES = 1_000
"""items on one page, the appendix included; frameworks have a tenth of it"""
MOST_ENTRIES = 100_000
"""of one period: more than anybody writes in a life"""


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


def checked_figures(pack: PackDocument) -> PackDocument:
    """The pack itself if its figures can be counts of its entries. Raises PackRefused."""
    page = pack.page
    if page.since > page.until:
        raise PackRefused("its days run backwards")
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
    if any(entries > of for theme in (*page.themes, *page.appendix) for _, entries, of in theme.parts):
        raise PackRefused("a part of its period shows more entries than it has")
    return pack

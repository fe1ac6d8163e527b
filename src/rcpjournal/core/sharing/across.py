"""What a person's packs say across sessions: what was agreed and what became of it, what returns, what changed.

A page holds what the worker chose. So what is missing from one was not chosen, and nothing is concluded from that.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from rcpjournal.core.insight.change import Table, Verdict, decide
from rcpjournal.core.insight.counts import CountOf
from rcpjournal.core.insight.summary import FEWEST_COMPARED
from rcpjournal.core.sharing.page import FollowUp, Page
from rcpjournal.core.sharing.received import Figure, figures
from rcpjournal.core.words import one_line

CHOSEN = "A page holds what the worker chose. What is not on it was not chosen; that does not say it was not there."

Silence = Literal["", "one page", "days in common", "too few"]
"""why nothing can be said of change: two pages are needed, of different days, with figures on both"""


class PackPage(NamedTuple):
    """A pack by its number, and its page."""

    number: int
    page: Page


class Became(NamedTuple):
    """What one page says of something agreed."""

    pack: int
    until: date
    follow_up: FollowUp


class Agreed(NamedTuple):
    """Something agreed, and what each page that names it says; `named_now`: the newest page does."""

    what: str
    sessions: tuple[Became, ...]
    named_now: bool


class Named(NamedTuple):
    """A page on which a theme stands, and its count there."""

    pack: int
    since: date
    until: date
    entries: int
    of: int


class Returning(NamedTuple):
    """A theme that was named on two pages or more."""

    label: str
    pages: tuple[Named, ...]


class Changed(NamedTuple):
    """An item in more, or in less, of the entries than on the page before."""

    label: str
    now: CountOf
    before: CountOf
    verdict: Verdict


class Change(NamedTuple):
    """What changed between the newest page and the one before it (`pack`), decided over `items` of both at once."""

    pack: int | None
    items: int
    silence: Silence
    said: tuple[Changed, ...]


class Across(NamedTuple):
    """All that is said of a person's packs, oldest first."""

    packs: tuple[PackPage, ...]
    agreed: tuple[Agreed, ...]
    returning: tuple[Returning, ...]
    change: Change

    @property
    def newest(self) -> PackPage:
        """This session's page."""
        return self.packs[-1]


def across(packs: Sequence[PackPage]) -> Across:
    """What these packs of one person (at least one, oldest first, their figures checked) say together."""
    return Across(tuple(packs), _agreed(packs), _returning(packs), _change(packs))


def _agreed(packs: Sequence[PackPage]) -> tuple[Agreed, ...]:
    """What was agreed, matched by its words; what was named last comes first, then in the order of the page."""
    found: dict[str, list[Became]] = {}
    for number, page in reversed(packs):
        for one in page.follow_up:
            found.setdefault(_words(one.what), []).append(Became(number, page.until, one))
    newest = packs[-1].number
    return tuple(
        Agreed(one_line(became[0].follow_up.what), tuple(reversed(became)), became[0].pack == newest)
        for became in found.values()
    )


def _words(text: str) -> str:
    return one_line(text).casefold().rstrip(" .!")


def _returning(packs: Sequence[PackPage]) -> tuple[Returning, ...]:
    """Themes named on two pages or more; what was named last comes first, then in the order of the page."""
    found: dict[str, dict[int, Named]] = {}
    for number, page in reversed(packs):
        for theme in page.themes:
            named = Named(number, page.since, page.until, theme.entries, theme.of)
            found.setdefault(theme.label, {}).setdefault(number, named)
    several = ((label, tuple(reversed(pages.values()))) for label, pages in found.items())
    return tuple(Returning(label, pages) for label, pages in several if len(pages) > 1)


def _change(packs: Sequence[PackPage]) -> Change:
    """By the rule of every report (`change.decide`), over what both of the two newest pages count.

    They may share one day, on which one ended and the other began; entries of that day stand on both sides, which
    makes the sides more alike, never less.
    """
    if len(packs) < 2:
        return Change(None, 0, "one page", ())
    (number, before), (_, now) = packs[-2:]
    if now.since < before.until:
        return Change(number, 0, "days in common", ())
    then, here = _by_name(before), _by_name(now)
    tables = {
        name: Table(one.entries, one.of, then[name].entries, then[name].of)
        for name, one in here.items()
        if name in then and min(one.of, then[name].of) >= FEWEST_COMPARED
    }
    said = (
        Changed(here[name].label, _count(here[name]), _count(then[name]), verdict)
        for name, verdict in decide(tables).items()
        if verdict
    )
    return Change(number, len(tables), "" if tables else "too few", tuple(said))


def _by_name(page: Page) -> dict[str, Figure]:
    """The figures of a page by kind and label; a label that stands there twice could be either, so it is left out."""
    found = list(figures(page))
    often = Counter((one.kind, one.label) for one in found)
    return {f"{one.kind} {one.label}": one for one in found if often[one.kind, one.label] == 1}


def _count(one: Figure) -> CountOf:
    return CountOf(one.entries, one.of)

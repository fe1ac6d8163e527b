"""What the store yields and views print. Standard library only; days are ISO strings as they are stored."""

from datetime import date
from typing import NamedTuple


class Selection(NamedTuple):
    """Which entries are meant. Days are inclusive; `item` is an item id."""

    since: date | None = None
    until: date | None = None
    kind: str | None = None
    with_: str | None = None
    item: str | None = None
    starred: bool = False
    flow: str | None = None


class Line(NamedTuple):
    """One entry in a list."""

    id: str
    happened_on: str
    kind: str | None
    with_: str | None
    title: str
    items: tuple[str, ...]
    starred: bool


class Hit(NamedTuple):
    """One entry found by words, with the matching passage; the matches stand between two sentinels."""

    line: Line
    passage: str


MATCH_BEGINS, MATCH_ENDS = "\ue000", "\ue001"


class NumberedAction(NamedTuple):
    """An action with its number and the entry that it comes from."""

    number: int
    entry: str
    happened_on: str
    what: str
    why: str | None
    how: str | None
    whose_view: str | None
    due: str | None
    state: str
    reason: str | None
    owner: str | None = None
    review: str | None = None
    about: str | None = None


class MonthsQuestion(NamedTuple):
    """A question that is offered once a month."""

    id: str
    text: str


class Session(NamedTuple):
    """A supervision that took place: its entry, day, with whom by role, and the day set for the next."""

    entry: str
    happened_on: str
    role: str | None
    next: str | None


class Shared(NamedTuple):
    """Something that has left the journal: when, for whom, of which days, its SHA-256 and how many bytes.

    `sealed_to`: the key it was sealed to on its way out; digest and size are of what was sealed.
    """

    number: int
    at: str
    whom: str
    format: str
    since: str
    until: str
    digest: str
    size: int
    sealed_to: str | None = None


class Received(NamedTuple):
    """A pack in the caseload: whom it is from, the days of its page, when it came, and its digest."""

    number: int
    name: str
    since: str
    until: str
    at: str
    digest: str


class Change(NamedTuple):
    """One step in the journal's history; `before` is the entry's document as it was, or None if it was new."""

    key: int
    at: str
    what: str
    entry: str
    before: str | None


class StoredPack(NamedTuple):
    """A pack in the journal, and whether it is in use."""

    id: str
    version: str
    title: str
    origin: str
    in_use: bool

"""What the store yields and views print. Standard library only; days are ISO strings as they are stored."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rcpjournal.core.entry import Entry


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


class Change(NamedTuple):
    """One step in the journal's history; `before` is the entry's document as it was, or None if it was new."""

    key: int
    at: str
    what: str
    entry: str
    before: str | None


class Revision(NamedTuple):
    """An earlier text of an entry."""

    at: str
    what: str
    entry: "Entry"


class StoredPack(NamedTuple):
    """A pack in the journal, and whether it is in use."""

    id: str
    version: str
    title: str
    origin: str
    in_use: bool


# --- for summaries ------------------------------------------------------------------------------------


class Offered(NamedTuple):
    """So many entries of one day that were written under the same framework and offered the same layers.

    `layers` is None where every layer was offered.
    """

    day: str
    framework: int
    layers: frozenset[str] | None
    entries: int


class Tally(NamedTuple):
    """In so many entries of one period an item appears. `period` is its first day."""

    item: str
    period: str
    entries: int


class Marked(NamedTuple):
    """In so many entries an item appears with one value (a stance, a polarity, a rating)."""

    item: str
    value: str | None
    entries: int


class Seen(NamedTuple):
    """An item as it was worded when it was last seen, and the first and last day."""

    item: str
    label: str
    layer: str
    entries: int
    first: str
    last: str


class Pair(NamedTuple):
    """Two items in the same entries."""

    first: str
    second: str
    entries: int


class ConditionTally(NamedTuple):
    """How often a condition was met in one way, with one response."""

    item: str
    polarity: str | None
    rule: str | None
    blocker: str | None
    response: str | None
    entries: int


class Quote(NamedTuple):
    """A passage that a person tied to an item."""

    item: str
    entry: str
    happened_on: str
    stance: str | None
    quote: str


class Material(NamedTuple):
    """All that a summary of one period is computed from."""

    since: date
    until: date
    offered: list[Offered]
    tallies: list[Tally]
    marked: list[Marked]
    seen: list[Seen]
    pairs: list[Pair]
    conditions: list[ConditionTally]
    existed: dict[int, frozenset[str]]
    """framework → the ids of its active items"""

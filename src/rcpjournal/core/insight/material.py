"""What the store counts and a summary is computed from. Days are ISO strings as they are stored."""

from datetime import date
from typing import NamedTuple


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
    """In so many entries a condition has one value of one field (polarity, rule, blocker, response)."""

    item: str
    field: str
    value: str
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

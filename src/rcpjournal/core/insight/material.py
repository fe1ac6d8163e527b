"""What the store counts and a summary is computed from. Days are ISO strings as they are stored.

A `name` is an index into `Outline.names`, a `part` one into the parts that the period was cut into.
"""

from typing import NamedTuple

from rcpjournal.core.insight.naming import Name


class Offered(NamedTuple):
    """So many entries of one day that were written under the same framework and offered the same layers.

    `layers` is None where every layer was offered.
    """

    day: str
    framework: int
    layers: frozenset[str] | None
    entries: int


class Tally(NamedTuple):
    """In so many entries of one part that were asked the same a name appears, and the first and last day of them."""

    name: int
    part: int
    framework: int
    layers: frozenset[str] | None
    entries: int
    first: str
    last: str


class TagSet(NamedTuple):
    """So many entries that were written under one framework and offered these layers show exactly these tags."""

    framework: int
    layers: frozenset[str] | None
    names: tuple[int, ...]
    entries: int


class Marked(NamedTuple):
    """In so many of them it appears with one value (a stance, a polarity, a rating); None: nothing was said of how."""

    name: int
    part: int
    framework: int
    layers: frozenset[str] | None
    value: str | None
    entries: int


class ConditionTally(NamedTuple):
    """In so many of them a condition has one value of a field: polarity, rule, blocker, response, sphere, outcome."""

    name: int
    part: int
    framework: int
    layers: frozenset[str] | None
    field: str
    value: str
    entries: int


class Flowed(NamedTuple):
    """So many entries of one part, of one flow (None: none) under one framework, that reached these stages."""

    part: int
    framework: int
    flow: str | None
    stages: frozenset[str]
    entries: int


class Met(NamedTuple):
    """In so many entries of one part that were asked the same a situation needed this and got that (None: not said)."""

    part: int
    framework: int
    layers: frozenset[str] | None
    need: str | None
    got: str | None
    entries: int


class Outline(NamedTuple):
    """Enough of a period for another to be held against it."""

    names: tuple[Name, ...]
    wordings: dict[int, dict[str, int]]
    """name → label → entries, where one name has united several"""
    existed: dict[int, dict[int, frozenset[str]]]
    """framework → name → the layers it had there, for what was active"""
    offered: list[Offered]
    tallies: list[Tally]


class Material(NamedTuple):
    """All that a summary of one period is computed from."""

    outline: Outline
    marked: list[Marked]
    tag_sets: list[TagSet]
    conditions: list[ConditionTally]
    flowed: list[Flowed]
    met: list[Met]


class Quote(NamedTuple):
    """A passage that a person tied to an item, which was called `label` then."""

    item: str
    layer: str
    entry: str
    happened_on: str
    stance: str | None
    quote: str
    label: str

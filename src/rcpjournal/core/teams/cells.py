"""Figures about many people: what is counted, under which key, and how it adds up."""

from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

ALL, ASKED, ITEM, CONDITION = "all", "asked", "item", "condition"
"""the parts of a pack's figures: entries, those that asked about a layer, items seen, conditions noted"""
WHOLE = ""
"""the value of an item's figure however it was, and the response of one whatever was done"""
UNSAID = "unsaid"
"""the value of an item's entries that do not say how it was; the response where none is said. Reckoned by contributor
and month, whose counts are all there is: fewer where another entry of that month says two things"""

SEVERAL = "several"
"""where entries say more than one thing of an item: by how many its parts are more than it. Counted, and never told"""

CHOICES = ("need", "got")
"""layers of which an entry names one item alone: they are parts of the entries that asked"""

By = Literal["team", "quarter", "role"]
WAYS: tuple[By, ...] = ("team", "quarter", "role")


class Key(NamedTuple):
    """What a figure is of. `value`: a stance or polarity; `response`: of a condition, whatever its polarity."""

    layer: str
    part: str
    item: str = ""
    value: str = WHOLE
    response: str = WHOLE

    @property
    def whole(self) -> "Key":
        """The figure that this one is a part of: of the item, however it was."""
        return self._replace(value=WHOLE, response=WHOLE)

    @property
    def is_choice(self) -> bool:
        """Whether this is of an item that an entry names in place of the layer's others."""
        return self.layer in CHOICES and self.part == ITEM and self.whole == self


class Cell(NamedTuple):
    """A figure: entries, and how many people they come from."""

    entries: int
    contributors: int


Counts = Mapping[Key, Cell]


class Link(NamedTuple):
    """How a group of one report lies to a group of another, of one figure: within it, apart from it, or partly.

    `inside`, `outside`: whether it has entries in the other, and beside it. `people`: in the other and beside it, those
    of all groups together that lie there partly; a number from FEWEST on stands for enough.
    """

    ways: tuple[By, By]
    groups: tuple[str, str]
    key: Key
    inside: bool
    outside: bool
    people: tuple[int, int]


class Counted(NamedTuple):
    """Figures as they were counted: not yet fit to be told. `groups`: each way that was counted, group by group.

    `links`: of each group that others may give away, those of all others of that report.
    """

    whole: Counts
    groups: Mapping[By, Mapping[str, Counts]]
    links: Collection[Link]

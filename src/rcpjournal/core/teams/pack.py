"""What a worker contributes to their team (`rcpjournal/team-pack/1`): counts by month, and nothing else.

No text, no ids of entries, no day, no time of making. A later pack of the same contributor has a higher number; it
takes the place of what they gave for the months from `since` to `until`.
"""

from typing import Literal

from rcpjournal.core.value import value

TEAM_PACK: Literal["rcpjournal/team-pack/1"] = "rcpjournal/team-pack/1"
WITHDRAWAL: Literal["rcpjournal/team-withdrawal/1"] = "rcpjournal/team-withdrawal/1"


@value
class ItemCount:
    """In how many entries an item was, and in how many each stance was (an entry may hold several)."""

    item: str
    layer: str
    entries: int
    stances: dict[str, int]


@value
class ConditionCount:
    """In how many entries a condition was, each polarity, and each response to it."""

    item: str
    layer: str
    entries: int
    polarities: dict[str, int]
    responses: dict[str, int]


@value
class MonthCount:
    """A month (`2026-03`): its entries, how many of them asked about each layer, and what they showed."""

    month: str
    entries: int
    asked: dict[str, int]
    items: tuple[ItemCount, ...]
    conditions: tuple[ConditionCount, ...]

    @property
    def shown(self) -> "tuple[ItemCount | ConditionCount, ...]":
        """All that the entries showed."""
        return (*self.items, *self.conditions)


@value
class TeamPack:
    """A pack as it lies in a file. `role` is empty where none was chosen; `frameworks`: pack id → version."""

    schema: Literal["rcpjournal/team-pack/1"] = TEAM_PACK
    contributor: str
    number: int
    team: str
    role: str = ""
    since: str
    until: str
    frameworks: dict[str, str]
    months: tuple[MonthCount, ...]


@value
class Withdrawal:
    """A contributor takes back all that they gave."""

    schema: Literal["rcpjournal/team-withdrawal/1"] = WITHDRAWAL
    contributor: str

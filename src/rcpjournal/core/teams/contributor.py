"""What a journal remembers of contributing: its key, and what was given under it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rcpjournal.core.teams.pack import TeamPack, Withdrawal

_SIGNS_SHOWN = 4


class Given(NamedTuple):
    """A pack that was written: for whom and of which months; not what stood in it."""

    number: int
    team: str
    role: str
    since: str
    until: str

    @property
    def months(self) -> tuple[str, ...]:
        """Each month that it is of."""
        return tuple(_month(n) for n in range(_number(self.since), _number(self.until) + 1))


class Contributor(NamedTuple):
    """A key and the packs given under it, oldest first; `team` and `role` are those named last.

    `begins`: the month before which all was another team's, under an earlier key (empty: no such month).
    """

    key: str
    number: int = 0
    team: str = ""
    role: str = ""
    given: tuple[Given, ...] = ()
    begins: str = ""

    @property
    def newest(self) -> Mapping[str, Given]:
        """Each month that was given, and the pack that it was last in: it is with that one's team."""
        return {month: one for one in self.given for month in one.months}

    @property
    def teams(self) -> tuple[str, ...]:
        """Each team that was named, the last one first."""
        return _newest_first(self.team, [one.team for one in self.given])

    @property
    def roles(self) -> tuple[str, ...]:
        """Each role that was named, the last one first."""
        return _newest_first(self.role, [one.role for one in self.given])

    @property
    def key_begins(self) -> str:
        """The first signs of the key: enough to know it by."""
        return self.key[:_SIGNS_SHOWN]

    @property
    def sign(self) -> str:
        """The beginning of the key, as it is shown."""
        return f"{self.key_begins}…"

    @property
    def withdrawal(self) -> Withdrawal:
        """What takes back all that was given."""
        return Withdrawal(contributor=self.key)

    def after(self, pack: TeamPack) -> "Contributor":
        """The same once this pack was written."""
        one = Given(pack.number, pack.team, pack.role, pack.since, pack.until)
        return Contributor(self.key, pack.number, pack.team, pack.role, (*self.given, one), self.begins)

    def with_key(self, key: str) -> "Contributor":
        """Another key, under which nothing was given yet, for the same team."""
        return Contributor(key, team=self.team, role=self.role, begins=self._begins(self.team))

    def usual_since(self, team: str, first: str | None) -> str | None:
        """The month from which on a pack is made: of the `first` entry, or an earlier one that this team was given.

        None where there is neither. What another team was given stays with that team; the months after are this one's.
        """
        known = [one.since for one in self.given if one.team == team] + ([first] if first else [])
        return max(min(known), self._begins(team)) if known else None

    def _begins(self, team: str) -> str:
        """The month after those that are with another team."""
        return max([self.begins, *(month_after(month) for month, one in self.newest.items() if one.team != team)])


def _newest_first(last: str, before: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys([last, *reversed(before)]) if name)


def month_after(month: str) -> str:
    """`2026-01` after `2025-12`."""
    return _month(_number(month) + 1)


def months_before(month: str, count: int) -> str:
    """The month so many before."""
    return _month(_number(month) - count)


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"

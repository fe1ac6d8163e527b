"""The shape of the document about what was given to a team."""

from typing import Literal

from rcpjournal.core.value import value


@value
class GivenRow:
    """A pack that was written: the first and the last month (`2026-03`) that it is of; `role` empty where none was."""

    number: int
    team: str
    role: str
    since: str
    until: str


@value
class TeamStatusDocument:
    """What `team status --json` prints. `key_begins`: the first signs of the contributor's key; empty where none is.

    `team` and `role` are those for next time, empty where none was named; `given`: packs under this key, oldest first.
    """

    schema: Literal["rcpjournal/team-status/1"]
    key_begins: str
    team: str
    role: str
    given: list[GivenRow]

"""What an engine counted over many people's packs."""

from typing import NamedTuple


class Rolled(NamedTuple):
    """One count of one group (`''` where there are no groups): how many entries, of how many contributors.

    `part`: `all` (the group's entries), `asked` (entries that asked about the layer), `item` or `condition`; there
    `value` is a stance or polarity, `response` a response, and the total has neither. A quarter is `2026-Q1`.
    """

    group: str
    part: str
    layer: str
    item: str
    value: str
    response: str
    entries: int
    contributors: int

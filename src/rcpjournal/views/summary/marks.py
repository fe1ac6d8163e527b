"""How something was, as a mark that reads without colour: ● there, ◐ strained or mixed, ○ missing."""

from collections.abc import Mapping
from typing import NamedTuple

from rcpjournal.core.insight.counts import PeriodCount
from rcpjournal.views.styled import Span

THERE, STRAINED, MISSING, UNSAID = "●", "◐", "○", "•"
EASIER, HARDER, EITHER = "▲", "▼", "◆"
NONE, NOT_ASKED = "·", " "

_TONES = {
    "present": THERE, "helped": THERE, "strained": STRAINED, "hindered": STRAINED, "missing": MISSING,
    "absent": MISSING, "enabled": EASIER, "inhibited": HARDER, "both": EITHER,
}  # fmt: skip
_BLENDS = {THERE: STRAINED, STRAINED: STRAINED, MISSING: STRAINED, EASIER: EITHER, HARDER: EITHER, EITHER: EITHER}
_STYLES = {THERE: "accent", EASIER: "accent", NONE: "dim", UNSAID: ""}
UNSURE = "unsure"
WORDS = {"inhibited": "harder", "enabled": "easier"}


class Mark(NamedTuple):
    """A sign and its style."""

    sign: str
    style: str


def mark_of(stances: Mapping[str, int], unsaid: int = 0) -> Mark:
    """The one mark for entries with these stances: a mixed one where they differ, a plain one where some say nothing.

    So a mark never says of an entry what was not said in it.
    """
    if unsaid:
        return Mark(UNSAID, "")
    signs = {tone for stance, count in stances.items() if count and (tone := _TONES.get(stance))}
    sign = UNSAID if not signs else signs.pop() if len(signs) == 1 else _BLENDS[signs.pop()]
    return Mark(sign, _STYLES.get(sign, "warm"))


def cell(period: PeriodCount, cells: int) -> Span:
    """A part of the period in `cells` columns: the mark, and the number of entries where it is more than one."""
    if not period.entries:
        return Span((NONE if period.of else NOT_ASKED).ljust(cells), "dim")
    sign, style = mark_of(period.stances, period.unsaid)
    number = "" if period.entries == 1 else str(period.entries)
    if len(number) > cells - 1:
        number = "+"
    return Span(f"{sign}{number}".ljust(cells), style)


def totals(stances: Mapping[str, int], unsaid: int = 0) -> list[Span]:
    """`●10 ◐6 ○1 •2`: in how many entries each way; stances that have no mark are said in words."""
    if any(name not in _TONES and name != UNSURE for name in stances):
        return [Span(in_words(stances, unsaid), "dim")]
    found: dict[str, int] = {UNSAID: unsaid} if unsaid else {}
    for stance, count in stances.items():
        sign = _TONES.get(stance, UNSAID)
        found[sign] = found.get(sign, 0) + count
    order = (THERE, EASIER, STRAINED, EITHER, MISSING, HARDER, UNSAID)
    return [Span(f"{sign}{found[sign]} ", _STYLES.get(sign, "warm")) for sign in order if sign in found]


def in_words(stances: Mapping[str, int], unsaid: int = 0, *, always: bool = False) -> str:
    """`present 10, strained 6, not said 2`; what is not said stands alone only with `always`."""
    said = [_in_words(name, count) for name, count in stances.items()]
    return ", ".join([*said, *([f"not said {unsaid}"] if unsaid and (stances or always) else [])])


def _in_words(name: str, count: int) -> str:
    return f"rated {name} in {count}" if name.isdigit() else f"{WORDS.get(name, name)} {count}"

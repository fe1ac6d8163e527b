"""The labelled reflections, and what `find` makes of them: counts, with no threshold in sight."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from rcpjournal.core.identifiers import Found, Known, find

FOLDER = Path(__file__).parent / "reflections"
HALVES = ("seen", "unseen")
ALIASES = ("bluebird",)
STRUCTURED = (
    "nhs-number",
    "ni-number",
    "phone",
    "postcode",
    "email",
    "web-address",
    "address",
    "date-of-birth",
    "case-reference",
)
# What stands in a planted name but tells nothing by itself.
_TELLS_NOTHING = """
mr mrs ms miss mx dr sr sgt pc dc the big auntie granny grandma nan nanna uncle bibi baba hooyo pani imam
brother sister matron nurse staff councillor reverend chaplain madam watch manager tissue viability baby ap
van der
"""
TITLES = frozenset(_TELLS_NOTHING.split())


class Planted(NamedTuple):
    """What was planted in a reflection."""

    kind: str
    text: str
    start: int
    end: int


class Reflection(NamedTuple):
    """A made-up reflection without its mark-up, and what was planted in it."""

    field: str
    text: str
    planted: tuple[Planted, ...]
    jigsaw: bool


@dataclass
class Tally:
    """What was planted and found, by kind, and every warning that was false."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    words: int = 0

    def share(self, *kinds: str) -> float:
        """Of what was planted of these kinds, the share that was found."""
        return sum(self.found[kind] for kind in kinds) / sum(self.planted[kind] for kind in kinds)

    @property
    def false_in_100_words(self) -> float:
        """False warnings for each hundred words."""
        return 100 * len(self.false) / self.words


def reflections(half: str) -> list[Reflection]:
    """A half of the set."""
    lines = (FOLDER / f"{half}.jsonl").read_text("utf-8").splitlines()
    return [_reflection(json.loads(line)) for line in lines]


def _reflection(row: dict[str, object]) -> Reflection:
    text, planted, end = "", [], 0
    marked = str(row["text"])
    for match in re.finditer(r"\{\{([a-z-]+):(.*?)\}\}", marked):
        text += marked[end : match.start()]
        planted.append(Planted(match[1], match[2], len(text), len(text) + len(match[2])))
        text += match[2]
        end = match.end()
    return Reflection(str(row["field"]), text + marked[end:], tuple(planted), bool(row.get("jigsaw")))


def measured(half: str) -> Tally:
    """A half of the set through `find`."""
    tally = Tally()
    for reflection in reflections(half):
        _count(reflection, find(reflection.text, Known(aliases=ALIASES)), tally)
    return tally


def _count(reflection: Reflection, found: list[Found], tally: Tally) -> None:
    tally.words += len(reflection.text.split())
    for planted in reflection.planted:
        if planted.kind != "place":
            tally.planted[planted.kind] += 1
            hit = is_found(planted, found)
            tally.found[planted.kind] += hit
            if not hit:
                tally.missed.append(f"{planted.kind}: {planted.text}  {_beside(reflection.text, planted.start)}")
    warned = any(one.kind == "jigsaw" for one in found)
    tally.planted["jigsaw"] += reflection.jigsaw
    tally.found["jigsaw"] += reflection.jigsaw and warned
    tally.false += [
        f"{one.kind}: {one.text}  {_beside(reflection.text, one.start)}" for one in found if _is_false(one, reflection)
    ]


def _beside(text: str, at: int) -> str:
    return "«" + text[max(0, at - 30) : at + 40].replace("\n", " ") + "»"


def is_found(planted: Planted, found: list[Found]) -> bool:
    """Whether every telling word of it lies in finds: of its kind where it is an identifier with a form, else of any.

    An identifier with a form counts only under its own kind. Of a name, titles need not be covered; of a
    reference, the words before its number.
    """
    kinds = {planted.kind} if planted.kind != "name" else {"name", "address", "alias"}
    for match in re.finditer(r"[^\s.,/]+", planted.text):
        start, end = planted.start + match.start(), planted.start + match.end()
        told = match.group().casefold() in TITLES or (planted.kind == "name" and len(match.group()) == 1)
        told = told or (planted.kind == "case-reference" and not any(sign.isdigit() for sign in match.group()))
        if not told and not any(one.kind in kinds and one.start <= start and one.end >= end for one in found):
            return False
    return True


def _is_false(found: Found, reflection: Reflection) -> bool:
    """Whether it touches nothing that was planted (a place planted as such is neither right nor wrong)."""
    if found.kind == "jigsaw":
        return not reflection.jigsaw
    return not any(one.start < found.end and found.start < one.end for one in reflection.planted)

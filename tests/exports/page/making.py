"""Made-up pages: a full one, the smallest, one with a needle in every field, and any that could be."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rcpjournal.core.sharing.page import AroundMe, FollowUp, Page, Said, Theme
from rcpjournal.core.sharing.selection import Wanted
from rcpjournal.core.strict_json import MOST_DIGITS
from rcpjournal.exports.page import page_formats
from tests.core.making import DAYS, TEXTS

GOLDEN = Path(__file__).parents[2] / "golden"
IN_GOLDEN = ("html", "md", "txt", "csv", "json")

SINCE, UNTIL = date(2026, 9, 7), date(2026, 10, 18)
WEEKS = tuple(SINCE + timedelta(weeks=n) for n in range(6))


def names_of(shape: type) -> list[str]:
    return [one.name for one in fields(shape)] if is_dataclass(shape) else list(getattr(shape, "_fields", ()))


def over_weeks(*counts: tuple[int, int]) -> tuple[tuple[date, int, int], ...]:
    return tuple((start, *both) for start, both in zip(WEEKS, counts, strict=True))


TRUST = Theme(
    "Trust",
    9,
    17,
    {"present": 5, "strained": 3, "missing": 1},
    over_weeks((1, 3), (0, 2), (2, 4), (0, 0), (3, 4), (3, 4)),
    (
        Said("She asked twice who reads it, and then she made tea.", False),
        Said("I said that I did not know yet, and that was the first time she laughed.", True),
    ),
)
PATIENCE = Theme(
    "Patience",
    6,
    16,
    {"helped": 4, "hindered": 2},
    over_weeks((1, 3), (1, 2), (0, 3), (0, 0), (2, 4), (2, 4)),
    (
        Said("I waited, and the waiting was the work.", False),
        Said("Ten minutes in the hall told me more than the form.", False),
    ),
)
LISTENING = Theme(
    "Active listening",
    7,
    17,
    {"present": 6, "strained": 1},
    over_weeks((0, 3), (1, 2), (2, 4), (0, 0), (1, 4), (3, 4)),
    (
        Said("He told the story three times. The third time I heard what it was about.", False),
        Said("My phone was on the table, face down, and still it was in the room.", False),
    ),
)

FULL = Page(
    since=SINCE,
    until=UNTIL,
    name="Duty worker",
    to="my supervisor",
    entries=17,
    by="week",
    frameworks=("Relationship-centred practice 2026.2", "Trauma-aware reflection 2026.2"),
    follow_up=(
        FollowUp("Ring before each visit", "done", date(2026, 9, 18), "me", None, False),
        FollowUp("Ask the team about the lone-visit rule", "changed", None, "me", "It is not written down.", False),
        FollowUp("Bring the leaflet", "open", date(2026, 10, 30), "the duty desk", "It is being reprinted.", True),
    ),
    wanted=(
        Wanted(question="How long do I wait before I say that we are stuck?", function="development"),
        Wanted(question="Who decides about the second visitor?", function="management"),
        Wanted(question="What do I do with the evenings when it stays with me?", function="support"),
    ),
    themes=(TRUST, PATIENCE, LISTENING),
    well=(
        Said("The handover took five minutes and nobody was surprised.", False),
        Said("We had the review at the kitchen table, with the family in the chair.", False),
        Said("The plan is in their words now.", True),
    ),
    hard=(
        Said("Two visits in a row without an answer. I went for a walk and wrote it down before the next one.", False),
        Said("I was short with a colleague, and said so the same day.", False),
    ),
    conditions=(
        AroundMe("Permissions", False, 5, 17, 4, 0, 1, {"assumed": 3, "real": 2}, {"challenge": 3, "accept": 1}),
        AroundMe("Workload", False, 4, 17, 4, 0, 0, {"real": 2}, {"escalate": 2}),
        AroundMe("Room to talk", False, 2, 17, 1, 1, 0, {}, {"work round": 1}),
        AroundMe("Budgets", True, 3, 17, 3, 0, 0, {"real": 3}, {"reframe": 2}),
        AroundMe("Transport", True, 2, 17, 2, 0, 0, {}, {"accept": 2}),
    ),
    not_lately=("Hope", "Playfulness"),
    learning=(
        Said("Read the chapter on pauses; tried one.", False),
        Said("A peer said: go slower, and leave the bag in the car.", False),
        Said("Half a day on recording with, not about.", False),
    ),
    appendix=(),
)

APPENDIX = (
    Theme("Courage", 3, 17, TRUST.stances, TRUST.parts, ()),
    Theme("Warmth", 6, 16, PATIENCE.stances, PATIENCE.parts, ()),
    Theme(
        "Naming what is there", 7, 17, {"present": 7}, LISTENING.parts, (Said("I said the word nobody said.", False),)
    ),
)

BARE = Page(SINCE, UNTIL, "", "", 0, "week", (), (), (), (), (), (), (), (), (), ())


R = TypeVar("R")


def changed(record: R, **others: Any) -> R:
    """The page (or a part of one) with other values in some of its fields."""
    return type(record)(**{**{name: getattr(record, name) for name in names_of(type(record))}, **others})


WITH_APPENDIX = changed(FULL, appendix=APPENDIX)


# --- a page from the types of its fields: one that grows is seen here first ---------------------------


def everywhere(words: str) -> Page:
    """A page on which these words stand wherever words can."""
    return Filled(lambda: words, lambda: 1, lambda: SINCE).page()


class Filled:
    """A page made from what gives the next words, number and day; two of each thing that can be several."""

    def __init__(self, words: Callable[[], str], number: Callable[[], int], day: Callable[[], date]) -> None:
        self.leaves: dict[object, Callable[[], Any]] = {str: words, int: number, date: day, bool: lambda: True}

    def page(self) -> Page:
        return Page(**{name: self._value(hint) for name, hint in _hints(Page)})

    def _value(self, hint: Any) -> Any:
        if hint in self.leaves:
            return self.leaves[hint]()
        if names_of(hint):
            return hint(**{name: self._value(part) for name, part in _hints(hint)})
        origin, parts = get_origin(hint), get_args(hint)
        if origin in (UnionType, Union):
            return self._value(next(part for part in parts if part is not NoneType))
        if origin is Literal:
            return parts[-1]
        if origin is dict:
            return {self._value(parts[0]): self._value(parts[1])}
        assert origin is tuple, hint
        return tuple(self._value(parts[0] if part is Ellipsis else part) for part in parts)


def _hints(shape: type) -> Iterator[tuple[str, Any]]:
    hints = get_type_hints(shape)
    return ((name, hints[name]) for name in names_of(shape))


class Needles:
    """A page with another needle in each of its fields, and what they are."""

    def __init__(self) -> None:
        number = count(1)
        self.words: list[str] = []
        self.numbers: list[int] = []
        self.days: list[date] = []
        self.page = Filled(
            lambda: self._kept(self.words, f"needle{next(number):03}x"),
            lambda: self._kept(self.numbers, 5000 + next(number)),
            lambda: self._kept(self.days, SINCE + timedelta(days=next(number))),
        ).page()

    def _kept(self, found: list[Any], one: Any) -> Any:
        found.append(one)
        return one


def anything(hint: Any = Page) -> SearchStrategy[Any]:
    """Any page that could be."""
    leaves: dict[object, SearchStrategy[Any]] = {
        str: TEXTS, int: st.integers(0, 10**MOST_DIGITS - 1), date: DAYS, bool: st.booleans(), NoneType: st.none(),
    }  # fmt: skip
    if hint in leaves:
        return leaves[hint]
    if isinstance(hint, type) and names_of(hint):
        return st.builds(hint, **{name: anything(part) for name, part in _hints(hint)})
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (UnionType, Union):
        return st.one_of(*[anything(part) for part in parts])
    if origin is Literal:
        return st.sampled_from(parts)
    if origin is dict:
        return st.dictionaries(anything(parts[0]), anything(parts[1]), max_size=2)
    if Ellipsis in parts:
        return st.lists(anything(parts[0]), max_size=2).map(tuple)
    return st.tuples(*map(anything, parts))


if __name__ == "__main__":
    for name in IN_GOLDEN:
        one = page_formats()[name]
        (GOLDEN / f"page{one.suffix}").write_bytes(one.render(WITH_APPENDIX))

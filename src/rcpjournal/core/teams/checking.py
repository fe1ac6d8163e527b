"""What makes a pack for a team sound. The same checks hold when one is written and when it is collected."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, get_args

from rcpjournal.core import strict_json
from rcpjournal.core.entry import Polarity, Response
from rcpjournal.core.framework import OWN_PACK
from rcpjournal.core.strict_json import Unreadable
from rcpjournal.core.teams.cells import SEVERAL, UNSAID
from rcpjournal.core.teams.pack import (
    TEAM_PACK,
    WITHDRAWAL,
    ConditionCount,
    ItemCount,
    MonthCount,
    TeamPack,
    Withdrawal,
)
from rcpjournal.core.teams.refusals import TeamFileRefused
from rcpjournal.core.words import one_line, shorten

MOST_CHARACTERS = 5_000_000
MOST_MONTHS = 120
MOST_ENTRIES = 100_000
"""of a month: more than anybody writes in a life"""
MOST_PACKS = 1_000_000
"""that one journal wrote"""
MOST_ITEMS = 1_000
"""of a month, conditions among them; frameworks have a tenth of it"""
_MOST_NAMES = 100
"""keys of one mapping: layers, stances, packs"""
_SEVERAL = (dict, list)
POLARITIES: frozenset[str] = frozenset(get_args(Polarity))
RESPONSES: frozenset[str] = frozenset(get_args(Response))

_KEY = re.compile(r"[a-z2-7]{26}")
_GROUP = re.compile(r"[a-z][a-z0-9-]{0,39}")
_MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")
_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,119}")
_STANCE = re.compile(r"[a-z][a-z -]{0,39}")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,39}")


def read_team_file(text: str) -> TeamPack | Withdrawal:
    """A pack or a withdrawal from the text of a file. Raises TeamFileRefused."""
    try:
        data = strict_json.parsed(text, most=MOST_CHARACTERS, looks_at_numbers=False)
        if strict_json.schema_of(data, (TEAM_PACK, WITHDRAWAL), "a pack for a team, or a withdrawal,") == WITHDRAWAL:
            found: TeamPack | Withdrawal = strict_json.fitted(Withdrawal, data)
        else:
            found = _pack(data)
    except Unreadable as error:
        raise TeamFileRefused(error.why) from None
    if (fault := next(_faults(found), None)) is not None:
        raise TeamFileRefused(fault)
    return found


def team_text(found: TeamPack | Withdrawal) -> str:
    """The text of its file, read back through the very checks that collecting makes. Raises TeamFileRefused."""
    text = json.dumps(strict_json.plain(found), indent=2) + "\n"
    if read_team_file(text) != found:
        raise TeamFileRefused("it does not read back as it was written")
    return text


def is_key(word: str) -> bool:
    """Whether a word can be a contributor's key."""
    return _KEY.fullmatch(word) is not None


def is_group(word: str) -> bool:
    """Whether a word can name a team or a group of roles."""
    return _GROUP.fullmatch(word) is not None


def is_month(word: str) -> bool:
    """Whether a word is a month: `2026-03`."""
    return _MONTH.fullmatch(word) is not None


@lru_cache(maxsize=4_096)
def is_shared_id(name: str) -> bool:
    """Whether an item or a layer may stand in a pack: not one of a worker's own, whose id is made of their words."""
    return _ID.fullmatch(name) is not None and not f"{name}.".startswith(f"{OWN_PACK}.")


@lru_cache(maxsize=1_024)
def is_stance(word: str) -> bool:
    """Whether a word can be a stance: not one that a dataset has for what is not a stance."""
    return _STANCE.fullmatch(word) is not None and word not in (UNSAID, SEVERAL)


def is_version(word: str) -> bool:
    """Whether a word can be the version of a pack of the framework."""
    return _VERSION.fullmatch(word) is not None


def months_between(since: str, until: str) -> int:
    """How many months from one to the other, both included."""
    return (int(until[:4]) - int(since[:4])) * 12 + int(until[5:]) - int(since[5:]) + 1


# --- shapes ---------------------------------------------------------------------------------------------------------


def _pack(data: dict[str, Any]) -> TeamPack:
    """Month by month, so that a file with a million faults ends at the first of them."""
    months = data.get("months")
    if not isinstance(months, list):
        return strict_json.fitted(TeamPack, data)
    if len(months) > MOST_MONTHS:
        raise Unreadable(f"it holds more than {MOST_MONTHS} months")
    _expect_few(data, data.get("frameworks"))
    head = strict_json.fitted(TeamPack, {**data, "months": []})
    return replace(head, months=tuple([_month(one) for one in months]))


def _month(data: Any) -> MonthCount:
    counts: list[Any] = []
    if isinstance(data, dict):
        _expect_few(data, data.get("asked"))
        counts = [one for name in ("items", "conditions") if isinstance(found := data.get(name), list) for one in found]
    if len(counts) > MOST_ITEMS:
        raise Unreadable(f"it holds more than {MOST_ITEMS:,} items in a month")
    for one in counts:
        if isinstance(one, dict):
            _expect_few(one, *one.values())
    return strict_json.fitted(MonthCount, data)


def _expect_few(*parts: Any) -> None:
    for part in parts:
        if part.__class__ in _SEVERAL and len(part) > _MOST_NAMES:
            raise Unreadable(f"it holds more than {_MOST_NAMES} names in one place")


# --- rules: each fault is the rest of a sentence ----------------------------------------------------------------------


def _faults(found: TeamPack | Withdrawal) -> Iterator[str]:
    if not is_key(found.contributor):
        yield "its contributor is not a key: 26 signs of a-z and 2-7"
    if isinstance(found, TeamPack):
        yield from _head_faults(found)
        before = ""
        for month in found.months:
            if not is_month(month.month):
                yield f"{_named(month.month)} is not a month like 2026-03"
            if not found.since <= month.month <= found.until:
                yield f"{month.month} is not within {found.since} and {found.until}"
            if month.month <= before:
                yield f"its months do not rise: {month.month} stands after {before}"
            before = month.month
            for fault in _month_faults(month):
                yield f"in {month.month}, {fault}"


def _head_faults(pack: TeamPack) -> Iterator[str]:
    if not 1 <= pack.number <= MOST_PACKS:
        yield f"its number is not one from 1 to {MOST_PACKS:,}"
    if not is_group(pack.team):
        yield f"{_named(pack.team)} is not the name of a team"
    if pack.role and not is_group(pack.role):
        yield f"{_named(pack.role)} is not the name of a role"
    for month in (pack.since, pack.until):
        if not is_month(month):
            yield f"{_named(month)} is not a month like 2026-03"
    if pack.since > pack.until:
        yield f"it begins in {pack.since} and ends before, in {pack.until}"
    if months_between(pack.since, pack.until) > MOST_MONTHS:
        yield f"it covers more than {MOST_MONTHS} months"
    for name, version in pack.frameworks.items():
        if not is_shared_id(name) or not is_version(version):
            yield f"{_named(f'{name} {version}')} is not a pack of a framework and its version"


def _month_faults(month: MonthCount) -> Iterator[str]:
    if month.entries < 1:
        yield "there is no entry, and such a month is left out"
    if month.entries > MOST_ENTRIES:
        yield f"there are more than {MOST_ENTRIES:,} entries"
    for layer, asked in month.asked.items():
        if not is_shared_id(layer):
            yield f"{_named(layer)} is not a layer that may stand in a pack"
        if not 1 <= asked <= month.entries:
            yield f"{_figure(asked)} of {month.entries} entries asked about {layer}, which cannot be"
    seen: set[str] = set()
    for one in month.shown:
        if one.item in seen:
            yield f"{_named(one.item)} stands twice"
        seen.add(one.item)
        yield from _item_faults(one, month.asked.get(one.layer, 0))
    for item in month.items:
        if not all(map(is_stance, item.stances)):
            yield f"{item.item} has a stance that is not one word or a few"
        yield from _counts_fault(item, item.stances)
    for condition in month.conditions:
        yield from _condition_faults(condition)


def _item_faults(one: ItemCount | ConditionCount, asked: int) -> Iterator[str]:
    if not is_shared_id(one.item):
        yield f"{_named(one.item)} is not an item that may stand in a pack"
    if not 1 <= one.entries <= asked:
        yield f"{one.item} is in {_figure(one.entries)} entries, of {asked} that asked about {_named(one.layer)}"


def _condition_faults(one: ConditionCount) -> Iterator[str]:
    if not POLARITIES.issuperset(one.polarities):
        yield f"{one.item} has a polarity that is none of {_listed(POLARITIES)}"
    if not RESPONSES.issuperset(one.responses):
        yield f"{one.item} has a response that is none of {_listed(RESPONSES)}"
    yield from _counts_fault(one, one.polarities)
    yield from _counts_fault(one, one.responses)


def _counts_fault(one: ItemCount | ConditionCount, counts: Mapping[str, int]) -> Iterator[str]:
    for word, count in counts.items():
        if not 1 <= count <= one.entries:
            yield f"{one.item} is “{word}” in {_figure(count)} of {one.entries} entries, which cannot be"


def _figure(count: int) -> str:
    return str(count) if 0 <= count <= MOST_ENTRIES else "too few" if count < 0 else "too many"


def _named(word: str) -> str:
    return f"“{shorten(one_line(word), 60)}”"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))

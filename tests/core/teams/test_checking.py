"""A file for a team is read whole or refused in one sentence."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcpjournal.core.teams.checking import MOST_CHARACTERS, MOST_ENTRIES, read_team_file, team_text
from rcpjournal.core.teams.pack import TeamPack, Withdrawal
from rcpjournal.core.teams.refusals import TeamFileRefused
from tests.core.teams.making import KEY, PACK, document, written
from tests.support import Counted, examples

Change = Callable[[dict[str, Any]], object]
WITHDRAWAL = Withdrawal(contributor=KEY)
DEEP = "[" * 100_000


def march(pack: dict[str, Any]) -> dict[str, Any]:
    month: dict[str, Any] = pack["months"][0]
    return month


def trust(pack: dict[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = march(pack)["items"][0]
    return item


def permissions(pack: dict[str, Any]) -> dict[str, Any]:
    condition: dict[str, Any] = march(pack)["conditions"][0]
    return condition


TEXTS: dict[str, tuple[str, str]] = {
    "nothing": ("", "not JSON"),
    "words": ("hello", "not JSON"),
    "half of one": (team_text(PACK)[:-20], "not JSON"),
    "a list": ("[]", "not a pack for a team"),
    "a schema that is a list": ('{"schema": ["rcpjournal/team-pack/1"]}', "not a pack for a team"),
    "a page for supervision": ('{"schema": "rcpjournal/pack/1"}', "not a pack for a team"),
    "a newer version": ('{"schema": "rcpjournal/team-pack/2", "what": "we cannot know"}', "newer rcpjournal"),
    "a newer withdrawal": ('{"schema": "rcpjournal/team-withdrawal/9"}', "newer rcpjournal"),
    "a key twice": (written(document()).replace('"number":', '"number": 1, "number":', 1), "same key twice"),
    "a month's key twice": (written(document()).replace('"asked":', '"asked": {}, "asked":', 1), "same key twice"),
    "not a number": (written(document()).replace('"entries": 6', '"entries": NaN', 1), "NaN"),
    "infinity": (written(document()).replace('"entries": 6', '"entries": -Infinity', 1), "Infinity"),
    "a number without end": (written(document()).replace('"number": 2', f'"number": {"9" * 5_000}', 1), "not JSON"),
    "nested deeply": (DEEP, "nested too deeply"),
    "nested inside": (written(document()).replace(": 6,", f": {DEEP[:900]}{']' * 900},", 1), "nested too deeply"),
    "too long": (" " * (MOST_CHARACTERS + 1), "longer than"),
    "a lone surrogate": (written(document()).replace("duty-north", "\\ud800", 1), "surrogate"),
    "raw control characters": (written(document()).replace("duty-north", "\x1b[2J", 1), "not JSON"),
    "a withdrawal of nobody": ('{"schema": "rcpjournal/team-withdrawal/1"}', "missing"),
    "a withdrawal with a reason": (
        json.dumps({"schema": "rcpjournal/team-withdrawal/1", "contributor": KEY, "why": "x"}),
        "unknown key",
    ),
}
CHANGES: dict[str, tuple[Change, str]] = {
    "an unknown key": (lambda p: p.update(name="Jo"), "unknown key 'name'"),
    "an unknown key of an item": (lambda p: trust(p).update(quote="She"), "unknown key 'quote'"),
    "a key that is missing": (lambda p: march(p).pop("asked"), "'asked' is missing"),
    "a number in quotes": (lambda p: march(p).update(entries="6"), "whole number"),
    "half an entry": (lambda p: march(p).update(entries=2.5), "'entries'"),
    "yes for a number": (lambda p: trust(p).update(entries=True), "whole number"),
    "nothing for a number": (lambda p: trust(p).update(entries=None), "whole number"),
    "months that are a mapping": (lambda p: p.update(months={}), "list"),
    "a month that is a word": (lambda p: p.update(months=["2026-03"]), "mapping"),
    "items that are words": (lambda p: march(p).update(items="many"), "list"),
    "a short key": (lambda p: p.update(contributor=KEY[:-1]), "contributor is not a key"),
    "a name for a key": (lambda p: p.update(contributor="Jo Smith"), "contributor is not a key"),
    "number 0": (lambda p: p.update(number=0), "number"),
    "a number below 0": (lambda p: p.update(number=-2), "number"),
    "a number of twelve digits": (lambda p: p.update(number=10**12), "number"),
    "a team in capitals": (lambda p: p.update(team="Duty North"), "“Duty North” is not the name of a team"),
    "no team": (lambda p: p.update(team=""), "name of a team"),
    "a path for a team": (lambda p: p.update(team="../../etc"), "name of a team"),
    "a team that begins with a hyphen": (lambda p: p.update(team="-rf"), "name of a team"),
    "a team with a line's end": (lambda p: p.update(team="north\n"), "name of a team"),
    "a role in words": (lambda p: p.update(role="Anna's team"), "name of a role"),
    "a month 13": (lambda p: p.update(until="2026-13"), "“2026-13” is not a month"),
    "a day for a month": (lambda p: march(p).update(month="2026-03-04"), "is not a month"),
    "figures of another script": (lambda p: p.update(since="٢٠٢٦-01"), "is not a month"),
    "an end before its beginning": (lambda p: p.update(since="2026-04"), "ends before"),
    "eleven years": (lambda p: p.update(since="2015-01"), "more than 120 months"),
    "a month outside": (lambda p: march(p).update(month="2025-12"), "not within"),
    "a month twice": (lambda p: p["months"].append(march(p)), "do not rise"),
    "121 months": (lambda p: p.update(months=[march(p)] * 121), "more than 120 months"),
    "an empty month": (lambda p: march(p).update(entries=0), "no entry"),
    "a month of a lifetime": (lambda p: march(p).update(entries=MOST_ENTRIES + 1), "more than 100,000"),
    "more asked than there are": (lambda p: march(p)["asked"].update(principle=7), "7 of 6"),
    "asked below 0": (lambda p: march(p)["asked"].update(principle=-1), "which cannot be"),
    "a layer of one's own": (lambda p: march(p)["asked"].update({"own.hopes": 1}), "own.hopes"),
    "a layer in words": (lambda p: march(p)["asked"].update({"What Anna said": 1}), "What Anna said"),
    "more than asked": (lambda p: trust(p).update(entries=6), "in 6 entries, of 5 that asked"),
    "an item of no entry": (lambda p: trust(p).update(entries=0), "in 0 entries"),
    "a layer nobody asked about": (lambda p: trust(p).update(layer="skill"), "of 0 that asked"),
    "an item of one's own": (lambda p: trust(p).update(item="own.principle.anna"), "may stand in a pack"),
    "an item in words": (lambda p: trust(p).update(item="Anna said no"), "may stand in a pack"),
    "an item twice": (lambda p: march(p)["items"].append(trust(p)), "stands twice"),
    "an item as a condition too": (lambda p: permissions(p).update(item=trust(p)["item"]), "stands twice"),
    "a stance of more than there are": (lambda p: trust(p)["stances"].update(present=4), "“present” in 4 of 3"),
    "a stance of none": (lambda p: trust(p)["stances"].update(present=0), "“present” in 0 of 3"),
    "a stance in a sentence": (lambda p: trust(p)["stances"].update({"Anna, mostly": 1}), "stance"),
    "a stance that stands for none": (lambda p: trust(p)["stances"].update(unsaid=1), "stance"),
    "a stance that stands for several": (lambda p: trust(p)["stances"].update(several=1), "stance"),
    "another polarity": (lambda p: permissions(p)["polarities"].update(neutral=1), "polarity"),
    "a polarity of too many": (lambda p: permissions(p)["polarities"].update(both=10**9), "too many of 3"),
    "another response": (lambda p: permissions(p)["responses"].update({"resign": 1}), "response"),
    "1,001 items": (lambda p: march(p).update(items=[trust(p)] * 1_001), "more than 1,000 items"),
    "101 stances": (lambda p: trust(p).update(stances={f"s{n}": 1 for n in range(101)}), "more than 100 names"),
    "a thousand keys": (lambda p: p.update({f"k{n}": 1 for n in range(1_000)}), "more than 100 names"),
    "a thousand faults": (lambda p: march(p).update(items=[{"a": 1}] * 990), "places"),
    "the framework of one's own": (lambda p: p["frameworks"].update(own="3"), "“own 3”"),
    "a version in words": (lambda p: p["frameworks"].update(rcp="of Anna"), "“rcp of Anna”"),
}  # fmt: skip


def refusal(text: str) -> str:
    with pytest.raises(TeamFileRefused) as caught:
        read_team_file(text)
    sentence = str(caught.value)
    assert sentence.startswith("This file was not read: ") and sentence.endswith(".")
    assert sentence.count("\n") == 0 and len(sentence) < 400
    return sentence


def test_what_is_written_is_read_back_the_same() -> None:
    for one in (PACK, WITHDRAWAL, replace(PACK, role="", months=())):
        assert read_team_file(team_text(one)) == one


def test_a_file_that_an_editor_marked_as_utf_8_is_read() -> None:
    assert read_team_file("\ufeff" + team_text(PACK)) == PACK


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_no_file_of_ours_is_refused_in_a_sentence(name: str, counted: Counted) -> None:
    text, why = TEXTS[name]
    assert why in refusal(text)
    counted("hostile team files", 1)


@pytest.mark.parametrize("name", CHANGES)
def test_a_pack_that_cannot_be_is_refused_in_a_sentence(name: str, counted: Counted) -> None:
    change, why = CHANGES[name]
    altered = document()
    change(altered)
    assert why in refusal(written(altered))
    counted("hostile team files", 1)


def test_nothing_unsound_can_be_written_either() -> None:
    with pytest.raises(TeamFileRefused):
        team_text(replace(PACK, team="Anna's"))


_PLACES = ["contributor", "number", "team", "role", "since", "until", "frameworks", "months"]
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=examples(300), deadline=None)
@given(st.sampled_from([*_PLACES, "item", "asked", "stances", "entries", "conditions"]), _ANYTHING)
def test_whatever_stands_in_a_place_is_read_as_it_is_or_refused(place: str, what: Any) -> None:
    altered = document()
    where = next(part for part in (altered, march(altered), trust(altered)) if place in part)
    where[place] = what
    try:
        found = read_team_file(json.dumps(altered))
    except TeamFileRefused as error:
        assert "\n" not in str(error)
    else:
        assert isinstance(found, TeamPack)
        assert json.loads(team_text(found)) == altered

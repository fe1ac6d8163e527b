"""What somebody's packs say across sessions: states by their words, themes that return, change by the report's rule."""

from datetime import date, timedelta
from functools import cache
from math import comb
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcpjournal.core.entry import ActionState
from rcpjournal.core.insight.change import Table, decide
from rcpjournal.core.insight.summary import FEWEST_COMPARED
from rcpjournal.core.sharing.across import Across, PackPage, across
from rcpjournal.core.sharing.page import AroundMe, FollowUp, Page, Theme
from tests.exports.page.making import BARE, changed

START = date(2026, 1, 5)


def theme(label: str, entries: int, of: int) -> Theme:
    return Theme(label, entries, of, {}, (), ())


def agreed(what: str, state: ActionState = "open", reason: str | None = None) -> FollowUp:
    return FollowUp(what, state, None, None, reason, False)


def months(*pages: dict[str, Any]) -> Across:
    """What these pages say, each of four weeks that begin on the day the one before ended."""
    packs = []
    for n, parts in enumerate(pages):
        since = START + timedelta(weeks=4 * n)
        packs.append(PackPage(n + 1, changed(BARE, since=since, until=since + timedelta(weeks=4), entries=40, **parts)))
    return across(packs)


# --- what was agreed ------------------------------------------------------------------------------------


def test_what_was_agreed_is_shown_with_its_state_at_each_session_that_names_it() -> None:
    found = months(
        {"follow_up": (agreed("Ring first"),)},
        {},
        {"follow_up": (agreed("ring  FIRST.", "done", "She rang me"),)},
    )
    (one,) = found.agreed
    assert [(became.pack, became.follow_up.state) for became in one.sessions] == [(1, "open"), (3, "done")]
    assert one.named_now


def test_what_the_newest_page_does_not_name_is_still_shown_and_marked_so() -> None:
    found = months({"follow_up": (agreed("Ring first"), agreed("Ask"))}, {"follow_up": (agreed("Ask", "dropped"),)})
    assert [(one.what, one.named_now) for one in found.agreed] == [("Ask", True), ("Ring first", False)]


# --- what returns ---------------------------------------------------------------------------------------


def test_a_theme_named_on_two_pages_returns_with_the_count_of_each_and_one_in_the_appendix_does_not() -> None:
    found = months(
        {"themes": (theme("Trust", 2, 9), theme("Hope", 1, 9))},
        {"themes": (theme("Care", 1, 9),), "appendix": (theme("Hope", 5, 9),)},
        {"themes": (theme("Trust", 3, 8),)},
    )
    (one,) = found.returning
    assert (one.label, [(page.pack, page.entries, page.of) for page in one.pages]) == ("Trust", [(1, 2, 9), (3, 3, 8)])


def test_what_returns_stands_in_the_order_of_the_pages_and_not_of_any_count() -> None:
    several = (theme("A", 1, 9), theme("B", 9, 9), theme("C", 5, 9))
    assert [one.label for one in months({"themes": several}, {"themes": several}).returning] == ["A", "B", "C"]


# --- what changed ---------------------------------------------------------------------------------------


def test_a_clear_change_is_said_of_what_both_pages_count_in_themes_appendix_and_conditions() -> None:
    def around(entries: int) -> AroundMe:
        return AroundMe("Workload", False, entries, 40, entries, 0, 0, {}, {})

    found = months(
        {"themes": (theme("Trust", 2, 40),), "appendix": (theme("Care", 5, 40),), "conditions": (around(36),)},
        {"appendix": (theme("Trust", 30, 40), theme("Care", 6, 40)), "conditions": (around(4),)},
    )
    assert {(one.label, one.verdict) for one in found.change.said} == {("Trust", "more"), ("Workload", "less")}
    assert (found.change.items, found.change.silence, found.change.pack) == (3, "", 1)


def test_what_only_one_of_the_pages_holds_is_not_said_to_have_changed() -> None:
    found = months({"themes": (theme("Trust", 40, 40),)}, {"themes": (theme("Care", 40, 40),)})
    assert (found.change.said, found.change.silence) == ((), "too few")


@pytest.mark.parametrize("side", [0, 1])
def test_with_fewer_entries_than_the_rule_asks_for_on_either_side_nothing_is_decided(side: int) -> None:
    of = [40, 40]
    of[side] = FEWEST_COMPARED - 1
    found = months({"themes": (theme("Trust", 0, of[0]),)}, {"themes": (theme("Trust", of[1], of[1]),)})
    assert (found.change.said, found.change.silence) == ((), "too few")


def test_only_the_two_newest_pages_are_held_against_each_other() -> None:
    found = months(*({"themes": (theme("Trust", entries, 40),)} for entries in (0, 30, 31)))
    assert (found.change.said, found.change.pack) == ((), 2)


def test_the_same_label_among_themes_and_conditions_is_two_items_and_one_that_stands_twice_is_left_out() -> None:
    def around(entries: int) -> AroundMe:
        return AroundMe("Trust", False, entries, 40, entries, 0, 0, {}, {})

    one = months(
        {"themes": (theme("Trust", 2, 40),), "conditions": (around(30),)},
        {"themes": (theme("Trust", 2, 40),), "conditions": (around(2),)},
    )
    assert (one.change.items, [said.verdict for said in one.change.said]) == (2, ["less"])
    twice = {"themes": (theme("Trust", 2, 40), theme("Trust", 39, 40))}
    assert months(twice, twice).change.silence == "too few"


def test_one_page_alone_and_pages_with_days_in_common_say_nothing_of_change() -> None:
    assert months({}).change.silence == "one page"
    first = changed(BARE, since=START, until=START + timedelta(days=20), themes=(theme("Trust", 0, 40),))
    second = changed(first, since=START + timedelta(days=19), themes=(theme("Trust", 40, 40),))
    later = changed(second, since=START + timedelta(days=20))
    assert across([PackPage(1, first), PackPage(2, second)]).change.silence == "days in common"
    assert across([PackPage(1, first), PackPage(2, later)]).change.said


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Table]:
    counts = st.integers(0, 30)
    found = draw(st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(counts, counts, counts, counts), max_size=8))
    return {
        name: Table(min(now, of), of, min(before, before_of), before_of)
        for name, (now, of, before, before_of) in found.items()
    }


@given(tables())
@settings(deadline=None)
def test_what_is_said_is_what_the_rule_of_every_report_decides_over_all_items_at_once(found: dict[str, Table]) -> None:
    result = months(
        {"themes": tuple(theme(name, one.before, one.before_of) for name, one in found.items())},
        {"appendix": tuple(theme(name, one.now, one.of) for name, one in found.items())},
    )
    enough = {name: one for name, one in found.items() if min(one.of, one.before_of) >= FEWEST_COMPARED}
    expected = {name: verdict for name, verdict in decide(enough).items() if verdict}
    assert {one.label: one.verdict for one in result.change.said} == expected
    assert result.change.items == len(enough)


@cache
def says(now: int, of: int, before: int, before_of: int) -> bool:
    return decide({"one": Table(now, of, before, before_of)})["one"] is not None


def alarms(own: int, before: int, both: int, rate: float) -> float:
    """How often a change is said where there is none, if `both` entries stand on both sides beside those of each."""
    return sum(
        comb(both, x) * comb(own, a) * comb(before, b)
        * rate ** (x + a + b) * (1 - rate) ** (both + own + before - x - a - b)
        for x in range(both + 1) for a in range(own + 1) for b in range(before + 1)
        if says(a + x, own + both, b + x, before + both)
    )  # fmt: skip


@pytest.mark.parametrize("rate", [0.1, 0.3, 0.5, 0.8])
@pytest.mark.parametrize("both", [1, 2, 4])
def test_entries_of_a_day_that_both_pages_hold_make_false_alarms_rarer(both: int, rate: float) -> None:
    for own, before in ((6, 8), (10, 14), (14, 6)):
        assert alarms(own, before, both, rate) <= alarms(own + both, before + both, 0, rate) <= 0.05


def test_pages_of_empty_words_say_what_they_can() -> None:
    page: Page = changed(BARE, follow_up=(agreed(""),), themes=(theme("", 0, 0),))
    assert across([PackPage(n, page) for n in range(30)]).returning[0].label == ""

"""Not tagged lately: how many entries and weeks since, how often chance leaves such a gap, and when nothing is said."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations
from math import comb
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from rcpjournal.core.entry import Entry
from rcpjournal.core.insight.gaps import Lately, NotLately, Pause
from rcpjournal.store import Journal
from tests.core.insight.summing import (
    CONTINUITY,
    KINDNESS,
    LISTENING,
    LISTENING_SKILL,
    NORMS,
    SAFETY,
    SINCE,
    STORE,
    TRUST,
    add_tea,
    asked,
    change,
    entry,
    journal_of,
    keep,
    retired,
    summary,
)

LAST = date(2026, 4, 20)
ROUNDED = 1e-9


def lately(journal: Journal, until: date = LAST) -> Lately:
    return summary(journal, until=until).lately


def later(days: int, count: int, *seen: str, offered: tuple[str, ...] | None = None) -> list[Entry]:
    """So many entries, from so many days after the beginning of the period on, one a day."""
    flow = None if offered is None else "quick"
    return [entry(SINCE + timedelta(days + n), *seen, flow=flow, offered=offered) for n in range(count)]


def chance_in_all_orders(of: int, seen: int, since: int) -> float:
    """In how many of all orders of `of` entries are the last `since` none of the `seen`."""
    return sum(max(places) < of - since for places in combinations(range(of), seen)) / comb(of, seen)


# --- what is a gap --------------------------------------------------------------------------------------


def test_what_was_not_tagged_in_the_last_six_entries_that_offered_it_is_named(journal: Journal) -> None:
    keep(journal, entry(date(2026, 3, 2), TRUST, LISTENING_SKILL))
    keep(journal, *(entry(date(2026, 3, 10 + n), SAFETY, flow="quick", offered=("principle",)) for n in range(5)))
    assert summary(journal).lately.silent == ()
    keep(journal, entry(date(2026, 4, 1), flow="quick", offered=("behaviour",)))
    assert summary(journal).lately.silent == ()
    keep(journal, entry(date(2026, 4, 2), flow="quick", offered=("principle",)))
    (gap,) = summary(journal, until=date(2026, 4, 28)).lately.silent
    assert (gap.item, gap.label, gap.entries, gap.weeks) == (TRUST, "Trust", 6, 8)
    assert (gap.seen, gap.of) == (1, 1)
    assert gap.chance == pytest.approx(1 / 7)


def test_entries_of_the_day_it_was_last_seen_are_no_gap(journal: Journal) -> None:
    keep(journal, entry(SINCE, TRUST), entry(SINCE), *later(40, 5))
    assert lately(journal).silent == ()
    keep(journal, *later(46, 1))
    (gap,) = lately(journal).silent
    assert (gap.entries, gap.seen, gap.of) == (6, 1, 2)


def test_an_item_that_was_never_seen_is_not_called_missing(journal: Journal) -> None:
    keep(journal, *(entry(date(2026, 3, 1 + n)) for n in range(12)))
    assert lately(journal, date(2026, 3, 20)) == Lately(None, (), 0, 0.0)


def test_only_what_says_how_something_was_and_is_still_in_use_is_watched(journal: Journal) -> None:
    add_tea(journal)
    keep(journal, entry(SINCE, LISTENING_SKILL, NORMS, SAFETY, TRUST, kind="visit", need="both"), *later(40, 8))
    change(journal, "2027.1", {TRUST: retired(), SAFETY: retired(KINDNESS, "rcp.principle.fairness")})
    assert lately(journal) == Lately(None, (), 0, 0.0)


def test_what_is_least_likely_by_chance_comes_first(journal: Journal) -> None:
    keep(journal, *later(0, 2, TRUST, LISTENING), *later(2, 1, LISTENING, SAFETY), *later(40, 7, CONTINUITY))
    silent = lately(journal).silent
    assert [gap.item for gap in silent] == [LISTENING, TRUST, SAFETY]
    assert [gap.chance for gap in silent] == sorted(gap.chance for gap in silent)


# --- how likely it is -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("seen", "rest", "since"), [(1, 30, 9), (4, 20, 6), (12, 4, 20), (20, 0, 40)])
def test_the_chance_of_a_long_gap_is_the_one_that_scipy_gives(
    journal: Journal, seen: int, rest: int, since: int
) -> None:
    shown = [entry(SINCE, TRUST) for _ in range(seen)]
    keep(journal, *(entry(SINCE) for _ in range(rest)), *shown, *(entry(LAST) for _ in range(since)))
    (gap,) = lately(journal).silent
    weeks, of = (LAST - SINCE).days // 7, seen + rest
    assert gap[:6] == (TRUST, "Trust", since, weeks, seen, of)
    assert gap.chance == pytest.approx(stats.hypergeom.pmf(0, of + since, seen, since), abs=ROUNDED)
    assert lately(journal).expected == pytest.approx(stats.hypergeom.pmf(0, of + since, seen, 6), abs=1e-9)


OFFERED = st.sampled_from([None, None, ("principle",), ("behaviour", "mechanism"), ()])
WATCHED = [TRUST, SAFETY, LISTENING, CONTINUITY]


@st.composite
def falling_silent(draw: st.DrawFn) -> list[Entry]:
    """A few entries that show something, then more of them that show less."""
    made = []
    for count, most, days in (((1, 5), 4, (0, 12)), ((6, 9), 1, (12, 48))):
        for _ in range(draw(st.integers(*count))):
            seen = draw(st.lists(st.sampled_from(WATCHED), max_size=most, unique=True))
            offered = draw(OFFERED)
            flow = None if offered is None else "quick"
            made.append(entry(SINCE + timedelta(draw(st.integers(*days))), *seen, flow=flow, offered=offered))
    return made


def by_hand(entries: Sequence[Entry], until: date) -> tuple[dict[str, NotLately], int, float]:
    """The gaps, how many items are watched, and how many gaps chance alone would leave, entry by entry."""
    gaps, watched, expected = {}, 0, 0.0
    for name in WATCHED:
        could = [one for one in entries if asked(one, name.split(".")[1])]
        days = [one.happened_on for one in could if name in {seen.item for seen in one.observations}]
        if days and len(could) > 6:
            watched, expected = watched + 1, expected + chance_in_all_orders(len(could), len(days), 6)
            since, weeks = sum(one.happened_on > max(days) for one in could), (until - max(days)).days // 7
            if since >= 6:
                chance = chance_in_all_orders(len(could), len(days), since)
                gaps[name] = NotLately(name, "", since, weeks, len(days), len(could) - since, chance)
    return gaps, watched, expected


@given(falling_silent())
@STORE
def test_gaps_and_their_chances_are_the_ones_that_counting_all_orders_by_hand_gives(
    begun_journal: Path, entries: list[Entry]
) -> None:
    until = max(one.happened_on for one in entries) + timedelta(3)
    with journal_of(begun_journal, entries) as journal:
        found = lately(journal, until)
    gaps, watched, expected = by_hand(entries, until)
    assert {gap.item: gap._replace(label="", chance=0, said=False) for gap in found.silent} == {
        name: gap._replace(chance=0) for name, gap in gaps.items()
    }
    assert [gap.chance for gap in found.silent] == pytest.approx(
        [gaps[gap.item].chance for gap in found.silent], abs=ROUNDED
    )
    assert list(found.silent) == sorted(found.silent, key=lambda gap: (gap.chance, -gap.entries, gap.item))
    assert (found.pause, found.watched) == (None, watched)
    assert found.expected == pytest.approx(expected)


def test_a_gap_is_pointed_to_only_where_the_whole_report_carries_it(journal: Journal) -> None:
    keep(journal, *later(0, 12, TRUST), *later(12, 4, SAFETY), *later(40, 9))
    said = {gap.item: gap.said for gap in lately(journal).silent}
    assert said == {TRUST: True, SAFETY: False}


# --- a pause --------------------------------------------------------------------------------------------


def test_after_a_pause_of_four_weeks_in_writing_nothing_is_said(journal: Journal) -> None:
    keep(journal, entry(SINCE, TRUST), *later(1, 7))
    newest = SINCE + timedelta(7)
    assert [gap.item for gap in lately(journal, newest + timedelta(27)).silent] == [TRUST]
    assert lately(journal, newest + timedelta(28)) == Lately(Pause(newest, 4), (), 0, 0.0)
    assert lately(journal, newest + timedelta(52)).pause == Pause(newest, 7)


def test_whatever_was_written_ends_a_pause_whether_or_not_it_asked(journal: Journal) -> None:
    keep(journal, entry(SINCE, TRUST), *later(1, 7), *later(50, 1, offered=()))
    assert lately(journal).pause is None
    assert [(gap.item, gap.entries) for gap in lately(journal).silent] == [(TRUST, 7)]


def test_an_entry_that_was_deleted_or_lies_outside_the_period_ends_no_pause(journal: Journal) -> None:
    *_, gone = keep(journal, entry(SINCE, TRUST), entry(LAST + timedelta(1)), entry(LAST))
    journal.entries.delete(gone)
    assert lately(journal).pause == Pause(SINCE, 7)

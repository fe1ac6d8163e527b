"""Which backups are kept: a pure function of their names."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcpjournal.core.backups import BEFORE_RESTORE, BEFORE_UPGRADE, HELD, Keep, Named, keep_of, kept, name_for, named
from rcpjournal.errors import SettingRefused

TODAY = date(2026, 3, 4)
MINUTES = st.datetimes(min_value=datetime(2023, 1, 1), max_value=datetime(2026, 3, 4, 23, 59)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
KINDS = st.sampled_from(["", "", "", BEFORE_UPGRADE, BEFORE_RESTORE])
COPIES = st.sets(st.builds(Named, MINUTES, st.sampled_from(["", "b", "c"]), KINDS), max_size=60)
KEEPS = st.builds(Keep, st.integers(1, 9), st.integers(0, 6), st.integers(0, 14))


def daily(days: int, until: date = TODAY) -> list[Named]:
    return [Named(datetime(until.year, until.month, until.day, 17, 30) - timedelta(days=n)) for n in range(days)]


@given(COPIES, KEEPS)
def test_the_newest_is_never_dropped_and_nothing_is_invented(copies: set[Named], keep: Keep) -> None:
    staying = kept(copies, keep, TODAY)
    assert staying <= copies
    if copies:
        newest = max(copies)
        assert {one for one in copies if one.day == newest.day and not one.kind} <= staying
        assert staying


@given(COPIES, KEEPS, st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))
def test_to_keep_more_never_drops_what_keeping_less_keeps(
    copies: set[Named], keep: Keep, days: int, weeks: int, months: int
) -> None:
    more = Keep(keep.daily + days, keep.weekly + weeks, keep.monthly + months)
    assert kept(copies, keep, TODAY) <= kept(copies, more, TODAY)


@given(COPIES, KEEPS, st.randoms())
def test_the_order_in_which_a_folder_lists_them_does_not_matter(copies: set[Named], keep: Keep, chance: object) -> None:
    mixed = sorted(copies)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert kept(mixed, keep, TODAY) == kept(copies, keep, TODAY)


@given(COPIES, KEEPS)
def test_thinning_twice_drops_nothing_more(copies: set[Named], keep: Keep) -> None:
    once = kept(copies, keep, TODAY)
    assert kept(once, keep, TODAY) == once


@given(COPIES, KEEPS)
def test_each_of_the_newest_days_weeks_and_months_has_one(copies: set[Named], keep: Keep) -> None:
    old = {one for one in copies if not one.kind}
    staying = kept(old, keep, TODAY)
    for most, part in (
        (keep.daily, lambda one: one.day),
        (keep.weekly, lambda one: one.day.isocalendar()[:2]),
        (keep.monthly, lambda one: (one.day.year, one.day.month)),
    ):
        parts = sorted({part(one) for one in old}, reverse=True)[:most]
        assert set(parts) <= {part(one) for one in staying}
    assert len({one.day for one in staying}) <= keep.daily + keep.weekly + keep.monthly


def test_two_years_of_daily_writing_leave_seven_days_four_weeks_and_twelve_months() -> None:
    there: set[Named] = set()
    for one in reversed(daily(730)):
        there = kept({*there, one}, Keep(), one.day)
    days = sorted((one.day for one in there), reverse=True)
    assert days[:7] == [TODAY - timedelta(days=n) for n in range(7)]
    assert {day.isocalendar()[:2] for day in days} >= {(TODAY - timedelta(weeks=n)).isocalendar()[:2] for n in range(4)}
    assert len({(day.year, day.month) for day in days}) == 12
    assert 18 <= len(days) <= 23


@given(COPIES, KEEPS)
def test_what_was_made_before_a_restore_or_an_upgrade_stays_a_month(copies: set[Named], keep: Keep) -> None:
    held = {one for one in copies if one.kind and TODAY - one.day <= HELD}  # by the clock, and longer where none follow
    assert held <= kept(copies, keep, TODAY)


def test_after_that_month_it_is_a_backup_like_the_others() -> None:
    old = Named(datetime(2026, 1, 20, 9, 0), "", BEFORE_RESTORE)
    assert old not in kept([old, *daily(60)], Keep(1, 0, 0), TODAY)


@given(COPIES, KEEPS, st.integers(1, 4000))
def test_a_clock_that_was_ahead_costs_no_backup_its_place(copies: set[Named], keep: Keep, ahead: int) -> None:
    """Backups of days still to come are kept and not counted, so today's are kept as if they were not there."""
    future = set(daily(9, TODAY + timedelta(days=ahead + 9)))
    assert kept(copies | future, keep, TODAY) == kept(copies, keep, TODAY) | future


@given(MINUTES, KINDS, st.integers(0, 90), st.sampled_from(["journal", "my.work (2)", "é-1", "a-2026-03-04T1730"]))
def test_a_name_tells_what_it_was_made_of_and_names_sort_by_time(
    moment: datetime, kind: str, turn: int, stem: str
) -> None:
    name, later = (name_for(stem, moment, kind, n) for n in (turn, turn + 1))
    one, two = named(name, stem), named(later, stem)
    assert one and two and one < two and one.at == moment and one.kind == kind
    if not kind:
        assert name < later


@pytest.mark.parametrize(
    "name",
    ["journal.db", "journal-2026-03-04.db", "journal-2026-13-04T1730.db", "journal-2026-03-04T1730.db-journal",
     "journal-2026-03-04T1730-mine.db", "journal-2026-03-04T1730 (copy).db", "x-journal-2026-03-04T1730.db",
     "work-2026-03-04T1730.db", ".journal-2026-03-04T1730.db", "journal-2026-03-04T1730B.db",
     "journal-2026-03-04T1730.DB", "journal-2026-03-04T1730.db\n", "journal-2026-03-04T17३०.db"],
)  # fmt: skip
def test_a_name_that_is_not_ours_is_no_backup(name: str) -> None:
    assert named(name, "journal") is None


@pytest.mark.parametrize("text", ["", "7", "7 4", "7 4 12 1", "0 4 12", "a b c", "-1 4 12", "7 4 1000", "7.5 4 12"])
def test_a_setting_that_is_not_three_numbers_is_refused(text: str) -> None:
    with pytest.raises(SettingRefused, match="three numbers"):
        keep_of(text)


def test_three_numbers_are_read_with_or_without_commas() -> None:
    assert keep_of("7 4 12") == keep_of("7, 4, 12") == Keep()


def test_a_clock_that_jumps_far_ahead_for_a_day_takes_no_copy_from_before_a_restore() -> None:
    copies = {*daily(3), Named(datetime(2026, 2, 20, 9, 0), "", BEFORE_RESTORE)}
    far = Named(datetime(9999, 12, 31, 9, 0))
    assert kept({*copies, far}, Keep(), far.day) == {*copies, far}
    assert kept({*copies, far}, Keep(), TODAY + timedelta(1)) == {*copies, far}

"""Days as people name them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcpjournal.core.dates import months_later, next_period, parse_day, period_start, spoken
from rcpjournal.errors import NoSupervisionYet, UnreadableDate

WEDNESDAY = date(2026, 3, 4)
DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))

MEANT = {
    "2026-03-04": date(2026, 3, 4),
    "2024-02-29": date(2024, 2, 29),
    "today": date(2026, 3, 4),
    "yesterday": date(2026, 3, 3),
    "tomorrow": date(2026, 3, 5),
    "wednesday": date(2026, 3, 4),
    "tuesday": date(2026, 3, 3),
    "thursday": date(2026, 2, 26),
    "thu": date(2026, 2, 26),
    "last wednesday": date(2026, 2, 25),
    "last tuesday": date(2026, 3, 3),
    "next wednesday": date(2026, 3, 11),
    "next friday": date(2026, 3, 6),
    "next week": date(2026, 3, 11),
    "last week": date(2026, 2, 25),
    "last month": date(2026, 2, 4),
    "last year": date(2025, 3, 4),
    "0 days ago": date(2026, 3, 4),
    "1 day ago": date(2026, 3, 3),
    "a week ago": date(2026, 2, 25),
    "2 weeks ago": date(2026, 2, 18),
    "two weeks ago": date(2026, 2, 18),
    "6 months ago": date(2025, 9, 4),
    "a year ago": date(2025, 3, 4),
    "in 3 days": date(2026, 3, 7),
    "in a week": date(2026, 3, 11),
    "in 2 months": date(2026, 5, 4),
}


IN_FIGURES = {
    "25.3.2026": date(2026, 3, 25),
    "25/03/2026": date(2026, 3, 25),
    "3/25/2026": date(2026, 3, 25),
    "4-4-2026": date(2026, 4, 4),
    "2026/3/4": date(2026, 3, 4),
    "2026-3-4": date(2026, 3, 4),
    "20260304": date(2026, 3, 4),
}
"""what can be read in one way only"""
IN_WORDS = ("4 March 2026", "4. März 2026", "4 mars 2026", "4 de marzo de 2026", "March 4, 2026", "4 marca 2026")


@pytest.mark.parametrize(("word", "day"), IN_FIGURES.items(), ids=IN_FIGURES)
def test_figures_that_can_be_read_in_one_way_are(word: str, day: date) -> None:
    assert {parse_day(word, WEDNESDAY, first=first) for first in ("", "day", "month")} == {day}


@pytest.mark.parametrize("word", ["4/3/2026", "4.3.2026", "04-03-2026"])
def test_figures_that_can_be_read_in_two_ways_are_refused_with_both_unless_it_is_known_what_stands_first(
    word: str,
) -> None:
    with pytest.raises(UnreadableDate, match=r"4 March or 3 April .*date_order"):
        parse_day(word, WEDNESDAY)
    assert parse_day(word, WEDNESDAY, first="day") == date(2026, 3, 4)
    assert parse_day(word, WEDNESDAY, first="month") == date(2026, 4, 3)


@pytest.mark.parametrize("word", ["4/3/26", "31.2.2026", "25/25/2026", "4/3.2026", "0/3/2026", "4 mars 2026 um 3:00"])
def test_figures_that_are_no_day_or_half_of_one_are_refused(word: str) -> None:
    for first in ("", "day", "month"):
        with pytest.raises(UnreadableDate):
            parse_day(word, WEDNESDAY, first=first)


@pytest.mark.parametrize("word", IN_WORDS)
def test_the_month_may_be_named_in_other_languages_too(word: str) -> None:
    assert parse_day(word, WEDNESDAY) == date(2026, 3, 4)


@pytest.mark.parametrize(("word", "day"), MEANT.items(), ids=MEANT)
def test_every_way_to_name_a_day_is_understood(word: str, day: date) -> None:
    assert parse_day(word, WEDNESDAY) == day


@pytest.mark.parametrize("word", ["YESTERDAY", "  Yesterday ", "\tyesterday\n"])
def test_case_and_blanks_around_do_not_matter(word: str) -> None:
    assert parse_day(word, WEDNESDAY) == date(2026, 3, 3)


def test_blanks_within_do_not_matter() -> None:
    assert parse_day("2   Weeks\tago", WEDNESDAY) == date(2026, 2, 18)


REFUSED = (
    "", "   ", "everything", "all", "never", "2026", "2026-02-30", "2025-02-29", "2026-13-01", "04/03/2026",
    "3/4/26", "4 Marsh", "31 Feb 2026",
    "2026-03-04T10:00", "2026-W10-3", "0000-00-00", "weeks ago", "-1 days ago",
    "1.5 weeks ago", "ago", "last", "next", "last ", "last someday", "month", "in days", "2 weeks", "9999 years ago",
    "in 9999 years", "99999 days ago", "last supervisions", "1; DROP TABLE entries", "\x1b[31m",
)  # fmt: skip


@pytest.mark.parametrize("word", REFUSED)
def test_what_is_not_a_day_is_refused_with_examples_and_a_usage_code(word: str) -> None:
    with pytest.raises(UnreadableDate) as refused:
        parse_day(word, WEDNESDAY)
    assert refused.value.exit_code == 2
    assert f"“{word}”" in str(refused.value)
    for example in ("2026-03-04", "yesterday", "2 weeks ago", "last-supervision"):
        assert example in str(refused.value)


def test_a_day_that_the_calendar_does_not_have_is_called_that() -> None:
    with pytest.raises(UnreadableDate, match="there is no such day"):
        parse_day("2026-02-30", WEDNESDAY)


@pytest.mark.parametrize("word", ["last-supervision", "last supervision", "Last-Supervision"])
def test_last_supervision_is_the_day_of_the_last_supervision(word: str) -> None:
    assert parse_day(word, WEDNESDAY, lambda: date(2026, 2, 9)) == date(2026, 2, 9)


def test_last_supervision_before_there_was_one_says_how_to_keep_one() -> None:
    with pytest.raises(NoSupervisionYet, match="add --kind supervision") as refused:
        parse_day("last-supervision", WEDNESDAY)
    assert refused.value.exit_code == 1


@given(st.dates(), DAYS)
@settings(deadline=None, max_examples=200)
def test_an_iso_day_reads_back_as_itself_whatever_today_is(day: date, today: date) -> None:
    assert parse_day(day.isoformat(), today) == day


@given(DAYS, st.sampled_from(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]))
@settings(deadline=None, max_examples=100)
def test_a_weekday_is_the_latest_one_and_last_and_next_stand_on_either_side(today: date, name: str) -> None:
    day = parse_day(name, today)
    before, after = parse_day(f"last {name}", today), parse_day(f"next {name}", today)
    assert f"{day:%A}".casefold() == name
    assert timedelta(0) <= today - day < timedelta(7)
    assert before < today < after <= today + timedelta(7)
    assert before.weekday() == day.weekday() == after.weekday()


MONTH_ENDS = [
    (date(2026, 1, 31), 1, date(2026, 2, 28)),
    (date(2024, 1, 31), 1, date(2024, 2, 29)),
    (date(2024, 2, 29), 12, date(2025, 2, 28)),
    (date(2024, 2, 29), -12, date(2023, 2, 28)),
    (date(2024, 2, 29), 48, date(2028, 2, 29)),
    (date(2026, 3, 31), -1, date(2026, 2, 28)),
    (date(2026, 5, 31), 1, date(2026, 6, 30)),
    (date(2026, 12, 31), 2, date(2027, 2, 28)),
    (date(2026, 1, 15), -1, date(2025, 12, 15)),
    (date(2026, 3, 30), -1, date(2026, 2, 28)),
]


@pytest.mark.parametrize(("day", "months", "expected"), MONTH_ENDS)
def test_months_end_where_they_end(day: date, months: int, expected: date) -> None:
    assert months_later(day, months) == expected


def test_a_month_ago_at_the_end_of_march_is_the_end_of_february() -> None:
    assert parse_day("1 month ago", date(2026, 3, 31)) == date(2026, 2, 28)


@given(DAYS, st.integers(-600, 600))
@settings(deadline=None, max_examples=200)
def test_months_later_is_that_month_and_never_a_later_day_of_it(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(1)).day == 1)


def test_a_spoken_day_cannot_be_taken_for_another() -> None:
    assert spoken(date(2026, 3, 4)) == "Wed 4 Mar 2026"
    assert spoken(date(2026, 3, 4), weekday=False) == "4 Mar 2026"


@pytest.mark.parametrize(
    ("by", "start", "following"),
    [
        ("week", date(2026, 5, 11), date(2026, 5, 18)),
        ("month", date(2026, 5, 1), date(2026, 6, 1)),
        ("quarter", date(2026, 4, 1), date(2026, 7, 1)),
    ],
)
def test_a_period_begins_on_monday_on_the_first_or_with_the_quarter(by: str, start: date, following: date) -> None:
    assert period_start(date(2026, 5, 17), by) == start
    assert next_period(start, by) == following


@given(DAYS, st.sampled_from(["week", "month", "quarter"]))
@settings(deadline=None, max_examples=100)
def test_every_day_lies_in_exactly_one_period(day: date, by: str) -> None:
    start = period_start(day, by)
    assert start <= day < next_period(start, by)
    assert period_start(next_period(start, by) - timedelta(1), by) == start


@pytest.mark.parametrize(
    ("word", "day"),
    [
        ("4 March", date(2026, 3, 4)),
        ("5 march", date(2025, 3, 5)),
        ("4 mar 2024", date(2024, 3, 4)),
        ("29 february", date(2024, 2, 29)),
    ],
)
def test_a_day_and_a_month_are_the_latest_such_day(word: str, day: date) -> None:
    assert parse_day(word, date(2026, 3, 4)) == day

"""Dates as other programs write them: read where they say one thing, and never guessed."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcpjournal.core.moments import Moment, order_of, read_form, read_moment
from tests.support import examples

DAY, CLOCK = date(2019, 1, 2), time(9, 30)


@pytest.mark.parametrize(
    "text",
    [
        "2019-01-02 09:30",
        "2019/01/02 9:30",
        "2019-01-02T09:30:00",
        "2019-01-02, 09.30",
        "2019. 1. 2. 09:30",
        "20190102093000",
        "201901020930",
        "20190102T093000",
        "02.01.2019 09:30",
        "2. Januar 2019 09:30",
        "Mittwoch, 2. Januar 2019 um 09:30 Uhr",
        "mercredi 2 janvier 2019 à 9h30",
        "2 de enero de 2019, 9:30",
        "2 gennaio 2019 09:30",
        "2 de janeiro de 2019 às 09:30",
        "woensdag 2 januari 2019 om 09:30",
        "2 januari 2019 kl. 09.30",
        "2 stycznia 2019 09:30",
        "2 Ionawr 2019 09:30",
        "January 2, 2019 9:30 AM",
        "Wed 2 Jan 2019 09:30",
        "02-Jan-2019 09:30",
        "2nd of January 2019 at 9:30 a.m.",
        "2019年1月2日 09:30",
        "٢٠١٩-٠١-٠٢ ٠٩:٣٠",
        "2019-01-02 - 09:30",
    ],
)
def test_a_moment_is_read_in_many_languages(text: str) -> None:
    assert read_moment(text) == Moment(DAY, CLOCK)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2019-01-02 12:05 AM", datetime(2019, 1, 2, 0, 5)),
        ("2019-01-02 12:05 pm", datetime(2019, 1, 2, 12, 5)),
        ("2019-01-02 09:30:59 PM", datetime(2019, 1, 2, 21, 30, 59)),
        ("2019-01-02 15:30 PM", datetime(2019, 1, 2, 15, 30)),
        ("2019-01-02T09:30:12.123Z", datetime(2019, 1, 2, 9, 30, 12, tzinfo=UTC)),
    ],
)
def test_halves_of_the_day_and_zones_are_heeded(text: str, moment: datetime) -> None:
    found = read_moment(text)
    assert found and found.stamp == moment and found.stamp.tzinfo == moment.tzinfo


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "12:30", "2019", "2019-02-30", "2019-13-01 09:30", "32.01.2019", "99999999",
        "2019-01-02 25:30", "2019-01-02 was so", "2 jui 2019", "2 foo 2019", "03/04/2019", "9" * 5000, "2019-01-02 " * 9
    ],
)  # fmt: skip
def test_what_says_no_moment_or_two_is_not_read(text: str) -> None:
    assert read_moment(text) is None


def test_the_other_dates_of_a_file_tell_whether_the_day_stands_first() -> None:
    assert order_of(["03/04/2019", "25/01/2019"]) == "day"
    assert order_of(["03/04/2019", "01-25-2019"]) == "month"
    assert order_of(["03/03/2019", "2019-01-02"]) == ""
    assert order_of(["03/04/2019"]) is None
    assert order_of(["03/04/2019", "25/01/2019", "01/25/2019"]) is None
    assert read_moment("03/04/2019", first="day") == Moment(date(2019, 4, 3))
    assert read_moment("03/04/2019", first="month") == Moment(date(2019, 3, 4))
    assert read_moment("03.04.2019", first="month") == Moment(date(2019, 4, 3)), "dots are never American"


FORMS = ["%Y-%m-%d %H:%M", "%d/%m/%y %H:%M", "%d.%m.%Y %H:%M", "%d %B %Y %H:%M", "%B %d, %Y %I:%M %p", "%Y%m%d%H%M"]


@settings(max_examples=examples(120), deadline=None)
@given(st.datetimes(datetime(1970, 1, 1), datetime(2068, 12, 31)), st.sampled_from(FORMS))
def test_what_a_form_writes_it_reads_and_most_are_read_without_it(moment: datetime, form: str) -> None:
    moment = moment.replace(second=0, microsecond=0)
    for given_form in (form, *([""] if "%y" not in form else [])):
        found = read_moment(moment.strftime(form), form=given_form)
        assert found and found.stamp == moment


@settings(max_examples=examples(200), deadline=None)
@given(st.text(max_size=60) | st.from_regex(r"[\d/.\-: ]{1,30}", fullmatch=True))
def test_no_text_does_harm(text: str) -> None:
    found = read_moment(text, first="day")
    assert found is None or found.stamp is None or found.stamp.date() == found.day
    order_of([text])


def test_a_form_has_a_day_a_month_and_a_year() -> None:
    assert read_form("%d/%m/%y") and read_form("%Y-%m-%d %H:%M")
    assert not any(read_form(form) for form in ("", "%q", "words", "%H:%M", "%d/%m", "%"))

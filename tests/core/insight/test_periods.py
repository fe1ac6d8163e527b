"""A span of days is cut into parts: no day is left out, none counts twice, and the parts add up to the whole."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rcpjournal.core.insight.periods import SUPERVISION, Part, parts_of
from rcpjournal.core.insight.summary import Summary
from rcpjournal.store import Journal
from tests.core.insight.summing import (
    SINCE,
    STORE,
    TRUST,
    UNTIL,
    counts,
    entry,
    item,
    journal_of,
    keep,
    some_entries,
    summary,
)
from tests.support import examples

DAY = timedelta(1)
LOOSE = settings(deadline=None, max_examples=examples(200))


@st.composite
def spans(draw: st.DrawFn) -> tuple[date, date]:
    """The first and the last day of a span."""
    since = draw(st.dates())
    return since, since + timedelta(draw(st.integers(0, min(500, (date.max - since).days))))


# --- the days -------------------------------------------------------------------------------------------


@given(spans(), st.sampled_from(["week", "month", "quarter", SUPERVISION]), st.lists(st.dates(), max_size=4))
@example((date.min, date.min), "week", [])
@example((date(9999, 1, 1), date.max), "week", [])
@example((date(9999, 1, 1), date.max), "month", [])
@example((date(9999, 1, 1), date.max), "quarter", [date.max])
@example((SINCE, UNTIL), SUPERVISION, [SINCE, SINCE + DAY, UNTIL, UNTIL + DAY, SINCE - DAY, UNTIL])
@LOOSE
def test_together_the_parts_leave_no_day_out_and_never_overlap(
    span: tuple[date, date], by: str, sessions: list[date]
) -> None:
    since, until = span
    parts = parts_of(since, until, by, sessions)
    assert parts[0].start <= since <= parts[0].end
    assert parts[-1].start <= until <= parts[-1].end
    assert all(part.start <= part.end for part in parts)
    assert all(later.start - earlier.end == DAY for earlier, later in pairwise(parts))


@given(spans(), st.sampled_from(["week", "month", "quarter"]))
@LOOSE
def test_a_part_of_the_calendar_is_a_whole_week_month_or_quarter(span: tuple[date, date], by: str) -> None:
    parts = parts_of(*span, by)
    for start, end in parts if parts[-1].end.year < 9999 else parts[:-1]:
        if by == "week":
            assert (start.weekday(), (end - start).days) == (0, 6)
            continue
        assert (start.day, end.day) == (1, monthrange(end.year, end.month)[1])
        assert (end.year, end.month) == (start.year, start.month + (2 if by == "quarter" else 0))
        assert by == "month" or start.month in (1, 4, 7, 10)


@given(spans(), st.lists(st.integers(-20, 520), max_size=6))
@LOOSE
def test_a_supervision_within_the_span_opens_a_part_and_nothing_else_does(
    span: tuple[date, date], offsets: list[int]
) -> None:
    since, until = span
    sessions = [date.fromordinal(min(max(1, since.toordinal() + n), date.max.toordinal())) for n in offsets]
    parts = parts_of(since, until, SUPERVISION, sessions)
    assert {part.start for part in parts} == {since, *(day for day in sessions if since <= day <= until)}
    assert parts[-1].end == until


def test_without_supervision_the_span_is_one_part() -> None:
    assert parts_of(SINCE, UNTIL, SUPERVISION) == (Part(SINCE, UNTIL),)


# --- what is counted in them ----------------------------------------------------------------------------


def test_only_the_period_counts_its_first_and_last_day_included(journal: Journal) -> None:
    days = [SINCE - DAY, SINCE, UNTIL, UNTIL + DAY]
    keep(journal, *(entry(day, TRUST) for day in days))
    found = summary(journal)
    assert found.entries == 2
    assert counts(found) == {TRUST: (2, 2)}


def test_a_period_without_entries_says_nothing(journal: Journal) -> None:
    keep(journal, entry(UNTIL + DAY, TRUST))
    found = summary(journal)
    assert (found.entries, found.items, found.lately.silent, found.together, found.conditions) == (0, (), (), (), ())


def test_each_period_has_its_own_count_and_denominator(journal: Journal) -> None:
    keep(journal, entry(date(2026, 3, 1), TRUST), entry(date(2026, 3, 31)), entry(date(2026, 4, 30), TRUST))
    found = summary(journal, date(2026, 2, 15), UNTIL)
    assert found.periods == (date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1))
    assert [tuple(period)[:3] for period in item(found, TRUST).periods] == [
        (date(2026, 2, 1), 0, 0),
        (date(2026, 3, 1), 1, 2),
        (date(2026, 4, 1), 1, 1),
    ]


@pytest.mark.parametrize(
    ("by", "starts"),
    [
        ("week", [date(2026, 3, 30), date(2026, 4, 6), date(2026, 4, 13)]),
        ("month", [date(2026, 4, 1)]),
        ("quarter", [date(2026, 4, 1)]),
    ],
)
def test_a_sunday_belongs_to_the_week_before_a_monday_to_its_own(by: str, starts: list[date], journal: Journal) -> None:
    keep(journal, *(entry(date(2026, 4, day), TRUST) for day in (1, 5, 6, 12, 13)))
    found = summary(journal, date(2026, 4, 1), date(2026, 4, 13), by)
    assert list(found.periods) == starts
    per = [period.entries for period in item(found, TRUST).periods]
    assert per == ([2, 2, 1] if by == "week" else [5])


def test_what_is_written_on_the_day_of_a_supervision_belongs_to_the_time_after_it(journal: Journal) -> None:
    keep(
        journal,
        entry(date(2026, 3, 9), TRUST),
        entry(date(2026, 3, 10), TRUST),
        entry(date(2026, 3, 10), kind="supervision"),
        entry(date(2026, 4, 7), TRUST, kind="supervision"),
        entry(date(2026, 5, 5), kind="supervision"),
    )
    found = summary(journal, by=SUPERVISION)
    assert found.periods == (SINCE, date(2026, 3, 10), date(2026, 4, 7))
    assert [(period.entries, period.of) for period in item(found, TRUST).periods] == [(1, 1), (1, 2), (1, 1)]


def test_a_deleted_supervision_opens_no_part(journal: Journal) -> None:
    (gone,) = keep(journal, entry(date(2026, 3, 10), kind="supervision"))
    journal.entries.delete(gone)
    assert summary(journal, by=SUPERVISION).periods == (SINCE,)


def test_the_period_before_stands_beside(journal: Journal) -> None:
    keep(journal, entry(date(2026, 2, 1), TRUST), entry(date(2026, 2, 28)), entry(SINCE, "rcp.principle.safety"))
    found = summary(journal, before=date(2026, 2, 1))
    trust, safety = item(found, TRUST), item(found, "rcp.principle.safety")
    assert (trust.entries, trust.of, trust.previous) == (0, 1, (1, 2))
    assert safety.previous == (0, 2)
    assert item(summary(journal), TRUST).previous is None


# --- merging --------------------------------------------------------------------------------------------

HALF_A_YEAR = (date(2026, 1, 1), date(2026, 6, 30))
OF_HALF_A_YEAR = st.lists(some_entries(st.dates(*HALF_A_YEAR)), min_size=1, max_size=8)
Figures = dict[str, Counter[Any]]


def of_parts(found: Summary, quarter: int | None = None) -> Figures:
    """Item → entries, denominators and stances, added up over the parts that begin in a quarter (or over all)."""
    added: Figures = {}
    for one in found.items:
        figures = added.setdefault(one.item, Counter())
        for start, entries, of, stances, _ in one.periods:
            if quarter is None or (start.month - 1) // 3 == quarter:
                figures.update({"entries": entries, "of": of, **stances})
    return {name: +figures for name, figures in added.items()}


def of_whole(found: Summary) -> Figures:
    """The same, as it is said of the whole."""
    return {one.item: +Counter({"entries": one.entries, "of": one.of, **one.stances}) for one in found.items}


@given(OF_HALF_A_YEAR)
@STORE
def test_months_add_up_to_their_quarters_and_weeks_to_the_whole(begun_journal: Path, entries: list[Any]) -> None:
    with journal_of(begun_journal, entries) as journal:
        weeks, months, quarters = (summary(journal, *HALF_A_YEAR, by) for by in ("week", "month", "quarter"))
    for quarter in (0, 1):
        assert of_parts(months, quarter) == of_parts(quarters, quarter)
    assert of_parts(weeks) == of_whole(weeks) == of_whole(months) == of_whole(quarters)


@given(OF_HALF_A_YEAR, st.dates(HALF_A_YEAR[0], HALF_A_YEAR[1] - DAY))
@STORE
def test_what_is_counted_before_and_after_a_day_adds_up_to_the_whole(
    begun_journal: Path, entries: list[Any], day: date
) -> None:
    since, until = HALF_A_YEAR
    with journal_of(begun_journal, entries) as journal:
        halves = [summary(journal, since, day), summary(journal, day + DAY, until)]
        whole = summary(journal, since, until)
    assert added_up(map(everything, halves)) == everything(whole)


def everything(found: Summary) -> Figures:
    """All plain counts of a summary."""
    items = of_whole(found)
    noted = {
        f"noted {one.item}": Counter({f"{field} {value}": n for field in FIELDS for value, n in _field(one, field)})
        for one in found.conditions
    }
    stages = {one.stage: Counter(entries=one.entries, of=one.of) for one in found.cycle.stages}
    met = Counter({(one.need, one.got): one.entries for one in found.cycle.met})
    dots = Counter({(one.item, one.value): one.entries for one in (*found.cycle.working, *found.cycle.ratings)})
    return added_up([items, noted, stages, {"met": met, "dots": dots, "": Counter(entries=found.entries)}])


FIELDS = ("rules", "blockers", "responses", "spheres", "outcomes")


def _field(one: Any, name: str) -> Iterable[tuple[str, int]]:
    counted: Mapping[str, int] = getattr(one, name)
    return counted.items()


def added_up(several: Iterable[Figures]) -> Figures:
    total: dict[str, Counter[Any]] = {}
    for figures in several:
        for name, counter in figures.items():
            total.setdefault(name, Counter()).update(counter)
    return {name: +counter for name, counter in total.items() if +counter}

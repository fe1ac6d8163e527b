"""One item's story: the entries it was seen in, how, in whose company, beside what, in the worker's own words."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rcpjournal.core.entry import Entry, Observation
from rcpjournal.core.insight.story import Among, Seen, Story, story
from rcpjournal.core.records import Selection
from rcpjournal.store import Journal
from tests.core.insight.summing import (
    CHOSEN,
    KINDNESS,
    LISTENING,
    NORMS,
    SAFETY,
    SINCE,
    STORE,
    TRUST,
    UNTIL,
    asked,
    change,
    entry,
    item,
    journal_of,
    keep,
    retired,
    saying,
    some_entries,
    summary,
)

VISITS, FAMILIES = "tar.context.visits", "tar.person.family"


def told(journal: Journal, name: str = TRUST, alike: Iterable[str] = (), **how: Any) -> Story:
    """The story of an item, as the command computes it."""
    framework, ids = journal.frameworks.current(), [name, *alike]
    frameworks = {one.key: one for one in journal.frameworks.written_under()}
    seen, company = journal.tracing.seen(CHOSEN, ids), journal.tracing.company(CHOSEN)
    return story(framework, frameworks, framework.items[name], ids, summary(journal, **how), seen, company)


# --- the entries ----------------------------------------------------------------------------------------


def test_each_entry_stands_with_its_stances_its_passages_and_what_was_beside(journal: Journal) -> None:
    said = (
        Observation(item=SAFETY, stance="missing", quote="Not safe."),
        Observation(item=TRUST, stance="strained", quote="She looked away."),
        Observation(item=TRUST, stance="present", quote="Then she smiled."),
        Observation(item=TRUST, stance="present"),
    )
    late, early, *_ = keep(
        journal,
        entry(UNTIL, TRUST),
        entry(SINCE, kind="visit", with_="family", observations=said, answers={"rcp.prompt.text": "At the door"}),
        entry(SINCE, SAFETY),
        entry(date(2026, 5, 1), TRUST),
    )
    beside, under = (SAFETY, VISITS, FAMILIES), journal.frameworks.current().key
    assert told(journal).seen == (
        Seen(early, "2026-03-01", "At the door", "visit", "family", under, None, ("strained", "present"),
             ("She looked away.", "Then she smiled."), beside),
        Seen(late, "2026-04-30", "x", None, None, under, None),
    )  # fmt: skip


def test_the_entries_keep_to_the_selection_and_to_what_is_not_deleted(journal: Journal) -> None:
    visit, gone, _ = keep(
        journal,
        replace(saying(SINCE, trust="a"), kind="visit"),
        replace(saying(SINCE, trust="b"), kind="visit"),
        saying(SINCE, trust="c"),
    )
    journal.entries.delete(gone)
    (one,) = journal.tracing.seen(CHOSEN._replace(kind="visit"), [TRUST])
    assert (one.entry, one.quotes) == (visit, ("a",))
    assert [one.quotes for one in journal.tracing.seen(Selection(), [TRUST])] == [("a",), ("c",)]


def test_what_was_written_under_an_earlier_item_belongs_to_the_story_of_its_successor(journal: Journal) -> None:
    old, both, new = keep(
        journal,
        saying(date(2026, 3, 2), trust="a"),
        entry(
            date(2026, 3, 3),
            observations=(
                Observation(item=SAFETY, stance="present", quote="b"),
                Observation(item=TRUST, stance="strained", quote="c"),
                Observation(item=KINDNESS),
            ),
        ),
        saying(date(2026, 3, 4), safety="d"),
    )
    change(journal, "2027.1", {TRUST: retired(SAFETY)})
    found = told(journal, SAFETY, [TRUST])
    assert [(one.entry, one.stances, one.quotes, one.beside) for one in found.seen] == [
        (old, (), ("a",), ()),
        (both, ("present", "strained"), ("b", "c"), (KINDNESS,)),
        (new, (), ("d",), ()),
    ]
    assert found.counts and found.counts.entries == len(found.seen)
    assert [one.entry for one in told(journal, SAFETY).seen] == [both, new]


# --- company and moments --------------------------------------------------------------------------------


def test_company_and_moments_are_out_of_all_entries_that_had_them_most_often_first(journal: Journal) -> None:
    keep(
        journal,
        entry(SINCE, TRUST, kind="visit", with_="colleague"),
        entry(SINCE, f"{TRUST}:present", f"{TRUST}:strained", kind="call", with_="family"),
        entry(SINCE, TRUST, kind="call", with_="family"),
        entry(SINCE, TRUST),
        *(entry(SINCE, SAFETY, kind="call", with_="self") for _ in range(3)),
        entry(SINCE, kind="visit", with_="family", flow="quick", offered=()),
        entry(UNTIL + timedelta(1), TRUST, kind="visit", with_="family"),
    )
    found = told(journal)
    assert found.company == (Among("family", "a family", 2, 2), Among("colleague", "a colleague", 1, 1))
    assert found.moments == (Among("call", "a call", 2, 5), Among("visit", "visits", 1, 1))


def test_a_moment_that_was_replaced_is_still_out_of_all_entries_that_had_it(journal: Journal) -> None:
    keep(journal, entry(SINCE, TRUST, kind="visit"), entry(SINCE, kind="visit"))
    change(journal, "2027.1", {VISITS: retired("tar.context.encounter")})
    assert [(one.entries, one.of) for one in told(journal).moments] == [(1, 2)]


def test_as_written_too_a_renamed_moment_is_out_of_all_entries_that_had_it(journal: Journal) -> None:
    keep(journal, entry(SINCE, TRUST, kind="visit"), entry(SINCE, kind="visit"), entry(SINCE, kind="visit"))
    change(journal, "2027.1", {VISITS: {"label": "Calls at home"}})
    keep(journal, entry(SINCE, kind="visit"))
    assert [(one.entries, one.of) for one in told(journal, as_written=True).moments] == [(1, 4)]


# --- what else is said of it ----------------------------------------------------------------------------


def test_the_story_takes_from_the_summary_what_is_said_of_its_item(journal: Journal) -> None:
    keep(journal, *(entry(SINCE + timedelta(n), TRUST, SAFETY, KINDNESS) for n in range(3)))
    keep(journal, *(entry(date(2026, 4, 20), KINDNESS) for _ in range(7)))
    whole, found = summary(journal), told(journal)
    assert found.counts == item(whole, TRUST)
    assert [pair.items for pair in found.together] == [(SAFETY, TRUST), (KINDNESS, TRUST)]
    assert found.silent in whole.lately.silent and found.silent and found.silent.item == TRUST
    assert told(journal, KINDNESS).silent is None
    framework = journal.frameworks.current()
    assert found.item == framework.items[TRUST]


def test_an_item_that_can_be_charted_has_its_chart_in_the_story(journal: Journal) -> None:
    keep(journal, *(entry(SINCE + timedelta(7 * n), *[TRUST] * (n > 5)) for n in range(12)))
    until = SINCE + timedelta(7 * 12)
    (chart,) = summary(journal, until=until, by="week").within
    assert told(journal, until=until, by="week").within == chart
    assert told(journal, SAFETY, until=until, by="week").within is None


def test_an_item_that_no_entry_could_have_shown_has_no_counts(journal: Journal) -> None:
    keep(journal, entry(SINCE, TRUST, flow="quick", offered=()))
    assert told(journal, LISTENING) == told(journal, LISTENING)._replace(counts=None, seen=(), company=(), moments=())
    assert told(journal, NORMS).counts is None


# --- by hand --------------------------------------------------------------------------------------------

FEW = st.lists(some_entries(), min_size=1, max_size=7)


@given(FEW)
@STORE
def test_every_entry_and_figure_is_the_one_that_counting_by_hand_gives(
    begun_journal: Path, entries: list[Entry]
) -> None:
    entries = [replace(one, id=f"260101-aa{n}") for n, one in enumerate(entries)]
    with journal_of(begun_journal, entries) as journal:
        found = told(journal)
    within = [one for one in entries if SINCE <= one.happened_on <= UNTIL]
    showing = [one for one in within if TRUST in {seen.item for seen in one.observations}]
    assert [(one.entry, set(one.stances)) for one in found.seen] == [
        (one.id, {seen.stance for seen in one.observations if seen.item == TRUST and seen.stance})
        for one in sorted(showing, key=lambda one: (one.happened_on, one.id or ""))
    ]
    offering = [one for one in within if asked(one, "principle")]
    for field, told_of in (("with_", found.company), ("kind", found.moments)):
        mine, all_ = (
            Counter(getattr(one, field) for one in several)
            for several in ([one for one in showing if one in offering], offering)
        )
        assert {one.value: (one.entries, one.of) for one in told_of} == {
            value: (count, all_[value]) for value, count in mine.items() if value
        }

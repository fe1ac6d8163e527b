"""What a summary counts: one entry, one vote, out of the entries that could have shown the item."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcpjournal.core.entry import Condition, Entry, Observation
from rcpjournal.core.insight.chance import wilson
from rcpjournal.store import Journal
from tests.core.insight.summing import (
    LISTENING,
    LISTENING_SKILL,
    SAFETY,
    SINCE,
    TEA,
    TRUST,
    UNTIL,
    add_tea,
    counts,
    entry,
    item,
    keep,
    summary,
)

# --- one entry, one vote --------------------------------------------------------------------------------


def test_an_item_counts_entries_and_not_how_often_they_show_it(journal: Journal) -> None:
    keep(
        journal,
        entry(date(2026, 3, 4), f"{TRUST}:present", f"{TRUST}:strained", f"{TRUST}:strained"),
        entry(date(2026, 3, 5), f"{TRUST}:strained"),
        entry(date(2026, 3, 6)),
    )
    found = item(summary(journal), TRUST)
    assert (found.entries, found.of) == (2, 3)
    assert found.stances == {"present": 1, "strained": 2}
    assert found.interval == wilson(2, 3)


def test_the_first_and_the_last_day_on_which_it_was_seen_stand_beside(journal: Journal) -> None:
    days = [date(2026, 3, 12), date(2026, 4, 8), date(2026, 3, 5)]
    keep(journal, entry(SINCE), *(entry(day, TRUST) for day in days), entry(UNTIL), entry(date(2026, 5, 1), TRUST))
    found = summary(journal)
    assert (item(found, TRUST).first, item(found, TRUST).last) == (date(2026, 3, 5), date(2026, 4, 8))
    assert (item(found, SAFETY).first, item(found, SAFETY).last) == (None, None)


def test_stances_stand_in_the_order_of_the_layer(journal: Journal) -> None:
    keep(journal, *(entry(SINCE, f"{TRUST}:{stance}") for stance in ("unsure", "missing", "present", "strained")))
    assert list(item(summary(journal), TRUST).stances) == ["present", "strained", "missing", "unsure"]


def test_items_of_the_same_name_are_counted_apart(journal: Journal) -> None:
    keep(journal, entry(SINCE, LISTENING), entry(SINCE, LISTENING), entry(SINCE, LISTENING_SKILL))
    assert counts(summary(journal)) == {LISTENING: (2, 3), LISTENING_SKILL: (1, 3)}


def test_every_active_item_stands_in_the_summary_those_at_nought_too(journal: Journal) -> None:
    keep(journal, entry())
    found = summary(journal)
    framework = journal.frameworks.current()
    assert [one.item for one in found.items] == [i.id for layer in framework.layers for i in framework.items_of(layer)]
    assert all((one.entries, one.of, one.active) == (0, 1, True) for one in found.items)


def test_a_deleted_entry_does_not_count(journal: Journal) -> None:
    *_, gone = keep(journal, entry(SINCE, TRUST), entry(SINCE), entry(SINCE, TRUST))
    journal.entries.delete(gone)
    assert counts(summary(journal)) == {TRUST: (1, 2)}


def test_an_entry_that_was_changed_counts_as_it_is_now(journal: Journal) -> None:
    (name,) = keep(journal, entry(SINCE, f"{TRUST}:present", f"{SAFETY}:present"))
    journal.entries.replace(replace(journal.entries.get(name), observations=(Observation(item=TRUST),)), "edited")
    found = summary(journal)
    assert counts(found) == {TRUST: (1, 1)}
    assert item(found, TRUST).stances == {}


# --- the denominator ------------------------------------------------------------------------------------


def test_a_layer_that_was_not_offered_is_not_counted_as_missing(journal: Journal) -> None:
    keep(
        journal,
        entry(SINCE, TRUST, flow="quick", offered=("principle", "behaviour")),
        entry(SINCE, flow="quick", offered=("behaviour",)),
        entry(SINCE, flow="quick", offered=()),
        entry(SINCE),
    )
    found = summary(journal)
    assert found.entries == 4
    assert (item(found, TRUST).entries, item(found, TRUST).of) == (1, 2)
    assert item(found, LISTENING).of == 3
    assert item(found, "tar.mechanism.continuity").of == 1


def test_a_layer_that_no_entry_was_offered_is_left_out(journal: Journal) -> None:
    keep(journal, entry(SINCE, flow="quick", offered=("principle",)))
    assert {one.layer for one in summary(journal).items} == {"principle"}


def test_an_item_that_is_tagged_where_it_was_not_asked_is_told_apart_and_in_no_share(journal: Journal) -> None:
    keep(journal, entry(SINCE, TRUST, flow="quick", offered=("behaviour",)), entry(SINCE, TRUST), entry(SINCE))
    found = item(summary(journal), TRUST)
    assert (found.entries, found.of, found.elsewhere) == (1, 2, 1)
    assert [(part.entries, part.of) for part in found.periods] == [(1, 2), (0, 0)]


def test_tagging_afterwards_where_it_was_not_asked_makes_no_change_between_two_times(journal: Journal) -> None:
    keep(journal, *(entry(SINCE - timedelta(9), *([TRUST] if n < 5 else [])) for n in range(30)))
    names = keep(journal, *(entry(SINCE, flow="quick", offered=("behaviour",)) for _ in range(30)))
    for name in names[:5]:
        tagged = replace(journal.entries.get(name), observations=(Observation(item=TRUST),))
        journal.entries.replace(tagged, "edited")
    found = item(summary(journal, before=SINCE - timedelta(30), decides=True), TRUST)
    assert (found.entries, found.of, found.elsewhere, found.change) == (0, 0, 5, None)


def test_too_few_entries_on_a_side_say_nothing_however_they_fall(journal: Journal) -> None:
    keep(journal, *(entry(SINCE - timedelta(9), TRUST) for _ in range(5)), *(entry(SINCE) for _ in range(60)))
    assert item(summary(journal, before=SINCE - timedelta(30), decides=True), TRUST).change is None
    keep(journal, entry(SINCE - timedelta(9), TRUST))
    assert item(summary(journal, before=SINCE - timedelta(30), decides=True), TRUST).change == "less"


def test_an_item_that_did_not_exist_yet_could_not_be_seen(journal: Journal) -> None:
    keep(journal, entry(SINCE), entry(SINCE, LISTENING))
    add_tea(journal)
    keep(journal, entry(SINCE, TEA.id), entry(SINCE), entry(SINCE))
    found = summary(journal)
    assert item(found, TEA.id)[3:5] == (1, 3)
    assert item(found, LISTENING)[3:5] == (1, 5)


def test_an_item_that_is_tagged_in_an_entry_older_than_itself_is_in_no_share(journal: Journal) -> None:
    old = keep(journal, *(entry(SINCE) for _ in range(3)))
    add_tea(journal)
    for name in old:
        tagged = replace(journal.entries.get(name), observations=(Observation(item=TEA.id),))
        journal.entries.replace(tagged, "edited")
    keep(journal, *(entry(SINCE) for _ in range(4)))
    found = item(summary(journal), TEA.id)
    assert (found.entries, found.of, found.elsewhere) == (0, 4, 3)


# --- every kind of layer --------------------------------------------------------------------------------


def test_every_kind_of_layer_is_counted(journal: Journal) -> None:
    keep(
        journal,
        entry(
            SINCE,
            kind="visit",
            with_="family",
            need="both",
            got="transaction",
            working="mixed",
            ratings={"tar.rating.high-support": 2},
            conditions=(Condition(item="rcp.organisation.norms", polarity="inhibited"),),
        ),
        Entry(
            happened_on=SINCE,
            answers={"tar.prompt.who-held-it": "Her aunt.", "tar.prompt.sos-worry": "x", "tar.prompt.sos-safer": "y"},
        ),
    )
    found = summary(journal)
    assert counts(found) == {
        "rcp.organisation.norms": (1, 2),
        "rcp.need.both": (1, 2),
        "rcp.got.transaction": (1, 2),
        "tar.rating.high-support": (1, 2),
        "tar.containment.who-held-it": (1, 2),
        "tar.working.mixed": (1, 2),
        "tar.approach.signs-of-safety": (1, 2),
        "tar.context.visits": (1, 2),
        "tar.person.family": (1, 2),
    }
    assert item(found, "tar.rating.high-support").stances == {"2": 1}
    assert item(found, "rcp.organisation.norms").stances == {"inhibited": 1}


# --- the interval ---------------------------------------------------------------------------------------

PUBLISHED = [
    (3, 6, 0.19, 0.81),
    (0, 6, 0.0, 0.39),
    (0, 12, 0.0, 0.24),
    (6, 6, 0.61, 1.0),
    (4, 9, 0.19, 0.73),
    (1, 10, 0.02, 0.40),
    (5, 10, 0.24, 0.76),
    (15, 148, 0.06, 0.16),
    (81, 263, 0.26, 0.37),
    (0, 20, 0.0, 0.16),
    (1, 29, 0.01, 0.17),
]
"""Requirements' own three, journal.md's, and those of Newcombe (1998), table I, among others."""


@pytest.mark.parametrize(("count", "of", "low", "high"), PUBLISHED)
def test_the_interval_is_wilsons(count: int, of: int, low: float, high: float) -> None:
    assert wilson(count, of) == (low, high)


@given(st.integers(1, 400), st.data())
@settings(deadline=None, max_examples=150)
def test_the_interval_holds_the_share_mirrors_and_narrows(of: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, of))
    low, high = wilson(count, of)
    assert 0 <= low <= high <= 1
    assert low - 0.005 <= count / of <= high + 0.005
    assert list(wilson(of - count, of)) == pytest.approx([1 - high, 1 - low], abs=0.0101)
    wide = high - low
    low, high = wilson(count * 4, of * 4)
    assert high - low <= wide + 0.0101

"""What comes together: in how many entries, of how many, how many chance alone would bring, and in which words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from math import comb
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from rcpjournal.core.entry import Condition, Entry, Observation
from rcpjournal.core.insight.naming import counted_as
from rcpjournal.core.insight.together import Together
from rcpjournal.core.records import Selection
from rcpjournal.store import Journal
from tests.core.insight.summing import (
    CHOSEN,
    CONTINUITY,
    LISTENING,
    LISTENING_SKILL,
    NORMS,
    SAFETY,
    SINCE,
    STORE,
    TRUST,
    UNTIL,
    change,
    entry,
    journal_of,
    keep,
    retired,
    saying,
    summary,
)

PRINCIPLES, BOTH = ("principle",), ("principle", "behaviour")


# --- which pairs ----------------------------------------------------------------------------------------


def test_what_comes_together_is_named_from_three_entries_on(journal: Journal) -> None:
    keep(journal, *(entry(SINCE, TRUST, SAFETY, LISTENING) for _ in range(2)), entry(SINCE, SAFETY, TRUST))
    (pair,) = summary(journal).together
    assert (pair.items, pair.labels, pair.entries) == ((SAFETY, TRUST), ("Safety", "Trust"), 3)


def test_an_entry_with_two_stances_of_an_item_counts_once(journal: Journal) -> None:
    keep(journal, *(entry(SINCE, f"{TRUST}:present", f"{TRUST}:strained", SAFETY) for _ in range(2)))
    assert summary(journal).together == ()
    keep(journal, entry(SINCE, f"{TRUST}:present", f"{TRUST}:strained", f"{SAFETY}:present", f"{SAFETY}:missing"))
    (pair,) = summary(journal).together
    assert (pair.entries, pair.of, pair.apart, pair.chance) == (3, 3, (3, 3), 1.0)


def test_only_tags_come_together_and_only_within_the_period(journal: Journal) -> None:
    whole = {
        "conditions": (Condition(item=NORMS, polarity="inhibited"),),
        "kind": "visit",
        "need": "both",
        "got": "both",
        "ratings": {"tar.rating.high-support": 2},
    }
    keep(journal, *(entry(SINCE, TRUST, **whole) for _ in range(5)))
    outside = [date(2026, 2, 28), date(2026, 5, 1)]
    keep(journal, *(entry(day, TRUST, SAFETY) for day in (SINCE, UNTIL, *outside)))
    assert summary(journal).together == ()


def test_a_deleted_entry_brings_nothing_together(journal: Journal) -> None:
    *_, gone = keep(journal, *(entry(SINCE, TRUST, SAFETY) for _ in range(3)))
    journal.entries.delete(gone)
    assert summary(journal).together == ()


# --- how many chance would bring ------------------------------------------------------------------------

SEVERAL = st.lists(
    st.lists(st.sampled_from([TRUST, f"{TRUST}:strained", SAFETY, LISTENING, LISTENING_SKILL, CONTINUITY]), max_size=5),
    min_size=3,
    max_size=14,
)


def by_hand(shown: Sequence[Sequence[str]]) -> dict[tuple[str, str], tuple[int, int, tuple[int, int], float]]:
    """Pair → in how many entries, of how many, each apart, and how many chance would bring."""
    sets = [{one.partition(":")[0] for one in seen} for seen in shown]
    alone = Counter(name for seen in sets for name in seen)
    pairs = Counter(pair for seen in sets for pair in combinations(sorted(seen), 2))
    return {
        (a, b): (both, len(sets), (alone[a], alone[b]), round(alone[a] * alone[b] / len(sets), 1))
        for (a, b), both in pairs.items()
        if both >= 3
    }


@given(SEVERAL)
@STORE
def test_pairs_are_the_ones_that_counting_by_hand_gives_those_first_that_chance_explains_least(
    begun_journal: Path, shown: list[list[str]]
) -> None:
    with journal_of(begun_journal, [entry(SINCE, *seen) for seen in shown]) as journal:
        found = summary(journal).together
    assert {pair.items: (pair.entries, pair.of, pair.apart, pair.expected) for pair in found} == by_hand(shown)
    for pair in found:
        theirs = stats.hypergeom.sf(pair.entries - 1, pair.of, *pair.apart)
        assert pair.chance == pytest.approx(theirs, abs=5.1e-5)
    assert list(found) == sorted(found, key=lambda pair: (pair.chance, -pair.entries, pair.items))


def test_the_chance_is_a_count_of_orders(journal: Journal) -> None:
    keep(journal, *(entry(SINCE, TRUST, SAFETY) for _ in range(3)), entry(SINCE, TRUST), entry(SINCE, SAFETY))
    keep(journal, entry(SINCE), entry(SINCE))
    (pair,) = summary(journal).together
    trust = range(4)
    meeting = sum(len({*trust} & {*places}) >= 3 for places in combinations(range(7), 4))
    assert (pair.of, pair.apart, pair.chance) == (7, (4, 4), round(meeting / comb(7, 4), 6))


def test_only_entries_that_could_have_shown_both_are_counted(journal: Journal) -> None:
    keep(
        journal,
        *(entry(SINCE, TRUST, LISTENING, flow="quick", offered=BOTH) for _ in range(3)),
        *(entry(SINCE, flow="quick", offered=BOTH) for _ in range(3)),
        *(entry(SINCE, flow="quick", offered=PRINCIPLES) for _ in range(9)),
        *(entry(SINCE, flow="quick", offered=("behaviour",)) for _ in range(4)),
        *(entry(SINCE, flow="quick", offered=()) for _ in range(5)),
    )
    (pair,) = summary(journal).together
    assert pair == Together((LISTENING, TRUST), ("Active listening", "Trust"), 3, 6, (3, 3), 1.5, 0.05)


def test_where_one_item_was_seen_and_the_other_not_asked_nothing_is_known_of_the_two(journal: Journal) -> None:
    keep(
        journal,
        *(entry(SINCE, TRUST, LISTENING, flow="quick", offered=BOTH) for _ in range(3)),
        *(entry(SINCE, flow="quick", offered=BOTH) for _ in range(3)),
        *(entry(SINCE, TRUST, flow="quick", offered=PRINCIPLES) for _ in range(9)),
    )
    (pair,) = summary(journal).together
    assert pair[3:] == (6, (3, 3), 1.5, 0.05)


# --- the passages ---------------------------------------------------------------------------------------


def test_the_passages_of_a_pair_are_the_newest_from_entries_that_show_both(journal: Journal) -> None:
    first, third, fourth, fifth, *_ = keep(
        journal,
        saying(date(2026, 3, 4), trust="a", safety="b"),
        saying(date(2026, 3, 6), trust="c", kindness="other"),
        saying(date(2026, 3, 7), trust="d", safety="e"),
        saying(date(2026, 3, 7), safety="f", trust="g"),
        saying(date(2026, 3, 8), trust="alone"),
        saying(date(2026, 3, 8), safety="alone"),
        saying(date(2026, 5, 7), trust="too late", safety="too late"),
    )
    tagged = journal.entries.get(third)
    more = (*tagged.observations, Observation(item=SAFETY, stance="missing"))
    journal.entries.replace(replace(tagged, observations=more), "edited")
    found = journal.tracing.shared(CHOSEN, [SAFETY], [TRUST], 9)
    assert [(one.entry, one.quote) for one in found] == [
        *[(fifth, "f"), (fifth, "g"), (fourth, "d"), (fourth, "e")],
        *[(third, "c"), (first, "a"), (first, "b")],
    ]
    assert [one.item for one in found] == [SAFETY, TRUST, TRUST, SAFETY, TRUST, TRUST, SAFETY]
    assert journal.tracing.shared(CHOSEN, [SAFETY], [TRUST], 2) == found[:2]


def test_the_passages_keep_to_the_selection(journal: Journal) -> None:
    _, gone = keep(journal, saying(SINCE, trust="a", safety="b"), saying(SINCE, trust="c", safety="d"))
    keep(journal, replace(saying(SINCE, trust="e", safety="f"), kind="visit"))
    journal.entries.delete(gone)
    visits = journal.tracing.shared(CHOSEN._replace(kind="visit"), [TRUST], [SAFETY], 9)
    assert [one.quote for one in visits] == ["e", "f"]
    assert len(journal.tracing.shared(Selection(), [TRUST], [SAFETY], 9)) == 4


def test_a_pair_that_was_written_under_an_earlier_item_has_its_passages_too(journal: Journal) -> None:
    entries: list[Entry] = [saying(SINCE, trust="a", safety="b") for _ in range(3)]
    keep(journal, *entries)
    change(journal, "2027.1", {TRUST: retired("rcp.principle.kindness")})
    (pair,) = summary(journal).together
    first, second = (counted_as(item, journal.frameworks.current()) for item in pair.items)
    assert len(journal.tracing.shared(CHOSEN, first, second, 9)) == 6

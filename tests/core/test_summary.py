"""What holds for a summary as a whole, whatever the entries are."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcpjournal.core.entry import Entry
from rcpjournal.core.insight.chance import chance_of_gap, chance_together
from rcpjournal.core.insight.counts import ItemSummary
from rcpjournal.core.insight.cycle import Dots, Meeting
from rcpjournal.core.insight.gaps import Lately
from rcpjournal.core.insight.summary import Summary, Within
from tests.core.insight.summing import (
    KINDNESS,
    SAFETY,
    SEVERAL,
    SINCE,
    STORE,
    TRUST,
    UNTIL,
    asked,
    change,
    entry,
    journal_of,
    keep,
    retired,
    some_entries,
    summary,
)

Row = TypeVar("Row", ItemSummary, Dots, Meeting)


def summed(begun: Path, entries: Sequence[Entry], by: str, **how: Any) -> Summary:
    """The summary of a new journal with these entries."""
    with journal_of(begun, entries) as journal:
        return summary(journal, by=by, before=SINCE - timedelta(5), **how)


# --- the order of the entries ---------------------------------------------------------------------------


@given(SEVERAL, st.randoms(use_true_random=False), st.sampled_from(["week", "month"]))
@STORE
def test_the_order_in_which_entries_were_kept_does_not_matter(
    begun_journal: Path, entries: list[Entry], chance: Any, by: str
) -> None:
    other = list(entries)
    chance.shuffle(other)
    assert summed(begun_journal, entries, by) == summed(begun_journal, other, by)


@given(SEVERAL, st.randoms(use_true_random=False), st.booleans())
@STORE
def test_nor_does_it_where_items_were_renamed_and_replaced(
    begun_journal: Path, entries: list[Entry], chance: Any, as_written: bool
) -> None:
    found = []
    for _ in range(2):
        with journal_of(begun_journal, entries) as journal:
            change(journal, "2027.1", {TRUST: {"label": "Reliance"}, SAFETY: retired(KINDNESS)})
            keep(journal, *entries)
            found.append(summary(journal, by="supervision", as_written=as_written))
        chance.shuffle(entries)
    assert found[0] == found[1]


# --- an entry without tags ------------------------------------------------------------------------------

OVER_MONTHS = st.lists(
    st.builds(
        lambda n, seen: entry(SINCE + timedelta(n), *seen),
        st.integers(0, 120),
        st.lists(st.sampled_from([TRUST, SAFETY]), max_size=2),
    ),
    min_size=14,
    max_size=24,
)


@given(SEVERAL, st.dates(SINCE, UNTIL), st.sampled_from(["week", "month"]))
@STORE
def test_an_entry_without_tags_changes_nothing_but_denominators(
    begun_journal: Path, entries: list[Entry], day: date, by: str
) -> None:
    before, after = summed(begun_journal, entries, by), summed(begun_journal, [*entries, entry(day)], by)
    assert after.entries == before.entries + 1
    was = {one.item: one for one in before.items}
    for one in after.items:
        if one.item not in was:
            assert (one.entries, one.of) == (0, 1)
            continue
        assert one.of == was[one.item].of + 1
        assert one._replace(of=0, interval=(0, 0), periods=()) == was[one.item]._replace(
            of=0, interval=(0, 0), periods=()
        )
        assert [period.entries for period in one.periods] == [period.entries for period in was[one.item].periods]
        part = sum(start <= day for start in after.periods) - 1
        assert [period.of for period in one.periods] == [
            period.of + (n == part) for n, period in enumerate(was[one.item].periods)
        ]
    assert (after.conditions, after.periods) == (
        tuple(one._replace(of=one.of + 1) for one in before.conditions),
        before.periods,
    )
    assert without_denominators(after) == without_denominators(before)


@given(OVER_MONTHS, st.integers(0, 120))
@STORE
@pytest.mark.nightly
def test_nor_does_it_in_charts_gaps_and_pairs(begun_journal: Path, entries: list[Entry], offset: int) -> None:
    until, day = SINCE + timedelta(120), SINCE + timedelta(offset)
    before = summed(begun_journal, entries, "week", until=until)
    after = summed(begun_journal, [*entries, entry(day)], "week", until=until)
    assert without_denominators(after) == without_denominators(before)
    of = {one.items: one.of for one in before.together}
    for now in after.together:
        assert now.of == of[now.items] + 1
        assert now.chance == pytest.approx(chance_together(*now.apart, now.of, now.entries), rel=1e-5)
    same_charts(before.within, after.within)
    same_gaps(before.lately, after.lately, SINCE + timedelta(offset))


def without_denominators(found: Summary) -> Summary:
    """The summary with what an untagged entry may change set to nothing; charts and gaps left out."""
    return found._replace(
        entries=0,
        written=(),
        items=tuple(_bare(one)._replace(interval=(0, 0), periods=()) for one in found.items if one.entries),
        within=(),
        lately=Lately(None, (), 0, 0.0),
        together=tuple(
            sorted((one._replace(of=0, expected=0, chance=0) for one in found.together), key=lambda one: one.items)
        ),
        conditions=tuple(one._replace(of=0) for one in found.conditions),
        cycle=found.cycle._replace(
            working=tuple(_figures(one) for one in found.cycle.working if one.entries),
            met=tuple(_figures(one) for one in found.cycle.met),
            ratings=tuple(_figures(one) for one in found.cycle.ratings),
        ),
    )


def _bare(row: Row) -> Row:
    return row._replace(of=0)


def _figures(row: Row) -> Row:
    return row._replace(of=0, periods=tuple(part._replace(of=0) for part in row.periods))


def same_charts(before: Sequence[Within], after: Sequence[Within]) -> None:
    """An item that was charted still is, over the same points or one more."""
    charts = {one.item: one.chart for one in after}
    for one in before:
        assert charts[one.item].points - one.chart.points in (0, 1)


def same_gaps(before: Lately, after: Lately, day: date) -> None:
    """A gap is still one, as long or one entry longer; it has become no item's that was seen since."""
    if before.pause:
        assert after.pause is None or after.pause.since >= before.pause.since
        return
    gaps = {gap.item: gap for gap in after.silent}
    assert (after.pause, after.watched >= before.watched) == (None, True)
    for gap in before.silent:
        now = gaps[gap.item]
        assert now._replace(entries=0, of=0, chance=0, said=False) == gap._replace(
            entries=0, of=0, chance=0, said=False
        )
        assert (now.entries - gap.entries) + (now.of - gap.of) == 1
        assert now.chance == chance_of_gap(now.seen, now.of, now.entries)
    for item in gaps.keys() - {gap.item for gap in before.silent}:
        assert gaps[item].entries == 6


# --- by hand --------------------------------------------------------------------------------------------


@given(st.lists(some_entries(), min_size=1, max_size=7), st.sampled_from(["week", "month", "quarter"]))
@STORE
def test_every_count_is_the_one_that_counting_by_hand_gives(begun_journal: Path, entries: list[Entry], by: str) -> None:
    found = summed(begun_journal, entries, by)
    within = [one for one in entries if SINCE <= one.happened_on <= UNTIL]
    assert found.entries == len(within)
    for one in found.items:
        if one.layer not in ("principle", "behaviour", "skill", "mechanism"):
            continue
        showing = [e for e in within if one.item in {seen.item for seen in e.observations}]
        offering = [e for e in within if asked(e, one.layer)]
        both = [e for e in showing if e in offering]
        assert (one.entries, one.of, one.elsewhere) == (len(both), len(offering), len(showing) - len(both))
        assert sum(period.entries for period in one.periods) == one.entries
        assert sum(period.of for period in one.periods) == one.of


# --- the promise, from the journal to the verdict -------------------------------------------------------

RATE, ITEMS = 0.3, (TRUST, SAFETY, KINDNESS, "rcp.principle.challenge", "rcp.principle.vulnerability")
ASKED_THEN, ASKED_NOW = (None,), (("principle",), ("behaviour",))


def unchanged(chance: Random) -> list[Entry]:
    """Twenty-four entries a side, all showing each item as often; half of the later ones were not asked about any."""
    made = []
    for first, ways in ((SINCE - timedelta(40), ASKED_THEN), (SINCE, ASKED_NOW)):
        for n in range(24):
            seen = [item for item in ITEMS if chance.random() < RATE]
            offered = ways[n % len(ways)]
            flow = None if offered is None else "quick"
            made.append(entry(first + timedelta(n), *seen, flow=flow, offered=offered))
    return made


def test_where_nothing_changed_hardly_any_report_says_so_though_tags_stand_where_none_were_asked(
    begun_journal: Path,
) -> None:
    said = 0
    for seed in range(40):
        with journal_of(begun_journal, unchanged(Random(seed))) as journal:
            found = summary(journal, before=SINCE - timedelta(60), decides=True)
        assert any(one.elsewhere for one in found.items)
        said += any(one.change for one in found.items)
    assert said <= 5

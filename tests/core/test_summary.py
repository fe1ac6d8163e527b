"""What a summary counts: one entry, one vote, out of the entries that could have shown the item."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rcpjournal.core.entry import Action, Condition, Entry, Observation
from rcpjournal.core.framework import OWN_PACK, Framework, Item, Pack, Source
from rcpjournal.core.insight.chance import wilson
from rcpjournal.core.insight.counts import ItemSummary
from rcpjournal.core.insight.periods import Part, parts_of
from rcpjournal.core.insight.summary import Before, Span, Summary, summarise
from rcpjournal.core.records import Selection
from rcpjournal.store import Journal

SINCE, UNTIL = date(2026, 3, 1), date(2026, 4, 30)
TRUST, SAFETY = "rcp.principle.trust", "rcp.principle.safety"
LISTENING, LISTENING_SKILL = "rcp.behaviour.active-listening", "rcp.skill.active-listening"


def entry(day: date = date(2026, 3, 4), *seen: str, **parts: Any) -> Entry:
    """An entry of one line that shows some items, given as `item` or `item:stance`."""
    pairs = [one.partition(":") for one in seen]
    shown = tuple(Observation(item=item, stance=stance or None) for item, _, stance in pairs)
    return Entry(happened_on=day, answers={"rcp.prompt.text": "x"}, observations=shown, **parts)


def keep(journal: Journal, *entries: Entry) -> None:
    with journal.saving():
        for one in entries:
            journal.entries.add(one)


def summary(
    journal: Journal, since: date = SINCE, until: date = UNTIL, by: str = "month", before: date | None = None
) -> Summary:
    """The summary of a journal, as the command computes it."""
    framework, parts = journal.frameworks.current(), parts_of(since, until, by)
    material = journal.tallies.material(Selection(since=since, until=until), parts, framework)
    earlier = None
    if before:
        last = since - timedelta(1)
        outline = journal.tallies.outline(Selection(since=before, until=last), [Part(before, last)], framework)
        earlier = Before(before, last, outline, decides=False)
    frameworks = {one.key: one for one in journal.frameworks.written_under()}
    return summarise(framework, frameworks, material, Span(since, until, by, parts), earlier)


def item(found: Summary, name: str) -> ItemSummary:
    (one,) = [one for one in found.items if one.item == name]
    return one


def counts(found: Summary) -> dict[str, tuple[int, int]]:
    """Item → (entries, of), for what was seen."""
    return {one.item: (one.entries, one.of) for one in found.items if one.entries}


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


def test_only_the_period_counts_its_first_and_last_day_included(journal: Journal) -> None:
    days = [SINCE - timedelta(1), SINCE, UNTIL, UNTIL + timedelta(1)]
    keep(journal, *(entry(day, TRUST) for day in days))
    found = summary(journal)
    assert found.entries == 2
    assert counts(found) == {TRUST: (2, 2)}


def test_a_deleted_entry_does_not_count(journal: Journal) -> None:
    keep(journal, entry(SINCE, TRUST), entry(SINCE))
    gone = journal.entries.add(entry(SINCE, TRUST))
    journal.entries.delete(gone.id or "")
    assert counts(summary(journal)) == {TRUST: (1, 2)}


def test_a_period_without_entries_says_nothing(journal: Journal) -> None:
    keep(journal, entry(UNTIL + timedelta(1), TRUST))
    found = summary(journal)
    assert (found.entries, found.items, found.lately.silent, found.together, found.conditions) == (0, (), (), (), ())


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


def test_an_item_that_is_tagged_counts_as_offered(journal: Journal) -> None:
    keep(journal, entry(SINCE, TRUST, flow="quick", offered=("behaviour",)))
    assert item(summary(journal), TRUST)[3:5] == (1, 1)


def test_an_item_that_did_not_exist_yet_could_not_be_seen(journal: Journal) -> None:
    keep(journal, entry(SINCE), entry(SINCE, LISTENING))
    tea = Item(id="own.behaviour.tea", layer="behaviour", label="Making tea", provenance="own")
    own = Pack(id=OWN_PACK, version="1", title="Mine", source=Source(title="Mine"), items=(tea,))
    journal.frameworks.use([*journal.frameworks.current().packs, own], "own")
    keep(journal, entry(SINCE, tea.id), entry(SINCE), entry(SINCE))
    found = summary(journal)
    assert item(found, tea.id)[3:5] == (1, 3)
    assert item(found, LISTENING)[3:5] == (1, 5)


def changed(framework: Framework, version: str, **parts: Any) -> list[Pack]:
    """The framework's packs with Trust changed, as a new version."""
    rcp, tar = framework.packs
    items = tuple(replace(one, **parts) if one.id == TRUST else one for one in rcp.items)
    return [replace(rcp, version=version, items=items), tar]


def test_a_retired_item_stays_as_it_was_written_and_is_not_missed_afterwards(journal: Journal) -> None:
    keep(journal, entry(SINCE, f"{TRUST}:strained"), entry(SINCE))
    packs = changed(journal.frameworks.current(), "2027.1", status="retired", reason="Split.", label="Reliance")
    journal.frameworks.use(packs)
    keep(journal, *(entry(SINCE) for _ in range(7)))
    found = summary(journal)
    trust = item(found, TRUST)
    assert (trust.label, trust.entries, trust.of, trust.active) == ("Trust", 1, 2, False)
    assert trust.stances == {"strained": 1}
    assert TRUST not in [one.item for one in found.lately.silent]
    assert item(found, SAFETY).of == 9


def test_a_retired_item_that_nobody_used_is_not_shown(journal: Journal) -> None:
    keep(journal, entry())
    journal.frameworks.use(changed(journal.frameworks.current(), "2027.1", status="retired", reason="Split."))
    assert TRUST not in [one.item for one in summary(journal).items]


def test_a_renamed_item_is_one_item_under_its_present_name(journal: Journal) -> None:
    keep(journal, entry(SINCE, TRUST))
    journal.frameworks.use(changed(journal.frameworks.current(), "2027.1", label="Reliance"))
    keep(journal, entry(SINCE, TRUST), entry(SINCE))
    found = item(summary(journal), TRUST)
    assert (found.label, found.entries, found.of) == ("Reliance", 2, 3)


def test_an_item_that_was_renamed_and_then_retired_goes_by_the_wording_it_was_last_seen_under(
    journal: Journal,
) -> None:
    start = journal.frameworks.current()
    journal.frameworks.use(changed(start, "2027.1", label="Reliance"))
    keep(journal, entry(date(2026, 3, 20), TRUST))
    journal.frameworks.use(start.packs)
    keep(journal, entry(date(2026, 3, 2), TRUST))
    journal.frameworks.use(changed(start, "2027.2", status="retired", reason="Split."))
    assert item(summary(journal), TRUST).label == "Reliance"


def test_a_retired_item_keeps_its_place_in_its_layer(journal: Journal) -> None:
    keep(journal, entry(SINCE, TRUST))
    journal.frameworks.use(changed(journal.frameworks.current(), "2027.1", status="retired", reason="Split."))
    layers = [one.layer for one in summary(journal).items]
    assert layers == sorted(layers, key=list(dict.fromkeys(layers)).index)


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


def test_conditions_say_how_they_worked_and_what_was_done_and_count_entries(journal: Journal) -> None:
    norms, rules = "rcp.organisation.norms", "rcp.organisation.permissions"
    keep(
        journal,
        entry(
            SINCE,
            conditions=(
                Condition(item=norms, polarity="inhibited", rule="assumed", blocker="time", response="reframe"),
            ),
        ),
        entry(SINCE, conditions=(Condition(item=norms, polarity="inhibited", rule="real", response="reframe"),)),
        entry(SINCE, conditions=(Condition(item=norms, polarity="enabled"), Condition(item=rules, polarity="both"))),
    )
    first, second = summary(journal).conditions
    assert (first.item, first.label) == (rules, "permissions")
    assert (first.inhibited, first.enabled, first.both) == (0, 0, 1)
    assert (second.inhibited, second.enabled, second.both) == (2, 1, 0)
    assert second.rules == {"assumed": 1, "real": 1}
    assert second.blockers == {"time": 1}
    assert second.responses == {"reframe": 2}


def test_an_entry_that_names_a_condition_twice_has_one_vote_on_it(journal: Journal) -> None:
    norms = "rcp.organisation.norms"
    keep(
        journal,
        entry(
            SINCE,
            conditions=(
                Condition(item=norms, polarity="inhibited", response="reframe"),
                Condition(item=norms, polarity="inhibited", response="challenge"),
            ),
        ),
    )
    (found,) = summary(journal).conditions
    assert found.inhibited == 1
    assert found.responses == {"reframe": 1, "challenge": 1}


def test_what_comes_together_is_named_from_three_entries_on(journal: Journal) -> None:
    keep(journal, *(entry(SINCE, TRUST, SAFETY, LISTENING) for _ in range(2)), entry(SINCE, SAFETY, TRUST))
    (pair,) = summary(journal).together
    assert (pair.items, pair.labels, pair.entries) == ((SAFETY, TRUST), ("Safety", "Trust"), 3)


# --- over time ------------------------------------------------------------------------------------------


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


def test_the_period_before_stands_beside(journal: Journal) -> None:
    keep(journal, entry(date(2026, 2, 1), TRUST), entry(date(2026, 2, 28)), entry(SINCE, SAFETY))
    found = summary(journal, before=date(2026, 2, 1))
    trust, safety = item(found, TRUST), item(found, SAFETY)
    assert (trust.entries, trust.of, trust.previous) == (0, 1, (1, 2))
    assert safety.previous == (0, 2)
    assert item(summary(journal), TRUST).previous is None


def test_what_was_not_tagged_in_the_last_six_entries_that_offered_it_is_named(journal: Journal) -> None:
    keep(journal, entry(date(2026, 3, 2), TRUST, LISTENING_SKILL))
    keep(journal, *(entry(date(2026, 3, 10 + n), SAFETY, flow="quick", offered=("principle",)) for n in range(5)))
    assert summary(journal).lately.silent == ()
    keep(journal, entry(date(2026, 4, 1), flow="quick", offered=("behaviour",)))
    assert summary(journal).lately.silent == ()
    keep(journal, entry(date(2026, 4, 2), flow="quick", offered=("principle",)))
    (gap,) = summary(journal, until=date(2026, 4, 28)).lately.silent
    assert (gap.item, gap.label, gap.entries, gap.weeks) == (TRUST, "Trust", 6, 8)


def test_an_item_that_was_never_seen_is_not_called_missing(journal: Journal) -> None:
    keep(journal, *(entry(date(2026, 3, 1 + n)) for n in range(12)))
    assert summary(journal).lately.silent == ()


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


def test_nothing_is_known_of_no_entries() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


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


# --- properties -----------------------------------------------------------------------------------------

SEEN = st.sampled_from([TRUST, f"{TRUST}:strained", SAFETY, LISTENING, LISTENING_SKILL, "tar.mechanism.continuity"])
OFFERED = st.sampled_from([None, (), ("principle",), ("behaviour", "skill"), ("principle", "mechanism")])
DAYS = st.dates(SINCE - timedelta(5), UNTIL + timedelta(5))


@st.composite
def some_entries(draw: st.DrawFn) -> Entry:
    return entry(
        draw(DAYS),
        *draw(st.lists(SEEN, max_size=3)),
        flow="quick",
        offered=draw(OFFERED),
        need=draw(st.sampled_from([None, "both"])),
        actions=tuple(draw(st.lists(st.just(Action(what="x")), max_size=1))),
    )


def summed(begun: Path, entries: Sequence[Entry], by: str) -> Summary:
    """The summary of a new journal with these entries."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        shutil.copy(begun, path)
        journal = Journal(path, now=lambda: datetime(2026, 5, 1, tzinfo=UTC), shipped=list)
        try:
            keep(journal, *entries)
            return summary(journal, by=by, before=SINCE - timedelta(5))
        finally:
            journal.close()


STORE = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
SEVERAL = st.lists(some_entries(), min_size=1, max_size=7)


@given(SEVERAL, st.randoms(use_true_random=False), st.sampled_from(["week", "month"]))
@STORE
def test_the_order_in_which_entries_were_kept_does_not_matter(
    begun_journal: Path, entries: list[Entry], chance: Any, by: str
) -> None:
    other = list(entries)
    chance.shuffle(other)
    assert summed(begun_journal, entries, by) == summed(begun_journal, other, by)


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
    assert (after.together, after.conditions, after.periods) == (before.together, before.conditions, before.periods)


@given(SEVERAL, st.sampled_from(["week", "month", "quarter"]))
@STORE
def test_every_count_is_the_one_that_counting_by_hand_gives(begun_journal: Path, entries: list[Entry], by: str) -> None:
    found = summed(begun_journal, entries, by)
    within = [one for one in entries if SINCE <= one.happened_on <= UNTIL]
    assert found.entries == len(within)
    for one in found.items:
        if one.layer not in ("principle", "behaviour", "skill", "mechanism"):
            continue
        showing = [e for e in within if one.item in {seen.item for seen in e.observations}]
        offering = [
            e for e in within if e in showing or e.offered is None or one.layer in e.offered or _touches(e, one)
        ]
        assert (one.entries, one.of) == (len(showing), len(offering))
        assert sum(period.entries for period in one.periods) == one.entries
        assert sum(period.of for period in one.periods) == one.of


def _touches(one: Entry, found: ItemSummary) -> bool:
    """Whether the entry shows any item of the layer: then the layer was before the person's eyes."""
    return any(seen.item.split(".")[1] == found.layer for seen in one.observations)

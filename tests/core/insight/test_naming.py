"""Items are renamed, replaced, split and retired: what was written is counted as mapped now, or as it was written."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcpjournal.core.entry import Entry, document
from rcpjournal.core.framework import Framework, Item
from rcpjournal.core.insight.counts import ItemSummary
from rcpjournal.core.insight.summary import Summary
from rcpjournal.core.records import Selection
from rcpjournal.store import Journal
from tests.core.insight.summing import (
    KINDNESS,
    LISTENING,
    LISTENING_SKILL,
    SAFETY,
    SINCE,
    STORE,
    TRUST,
    change,
    counts,
    entry,
    item,
    journal_of,
    keep,
    retired,
    some_entries,
    summary,
)

FAITH = Item(id="rcp.principle.faith", layer="principle", label="Faith")
RELIANCE = Item(id="rcp.principle.reliance", layer="principle", label="Reliance")


def named(found: Summary, name: str) -> dict[str, tuple[int, int, bool]]:
    """Label → (entries, of, active), for the rows of one item."""
    return {one.label: (one.entries, one.of, one.active) for one in found.items if one.item == name}


# --- another label --------------------------------------------------------------------------------------


def test_a_renamed_item_is_one_item_under_its_present_name(journal: Journal) -> None:
    keep(journal, entry(SINCE, f"{TRUST}:present"))
    change(journal, "2027.1", {TRUST: {"label": "Reliance"}})
    keep(journal, entry(SINCE, f"{TRUST}:present"), entry(SINCE, f"{TRUST}:strained"), entry(SINCE))
    found = summary(journal)
    assert named(found, TRUST) == {"Reliance": (3, 4, True)}
    assert item(found, TRUST).stances == {"present": 2, "strained": 1}
    assert item(found, TRUST).wordings == {"Trust": 1, "Reliance": 2}


def test_an_item_that_was_seen_under_one_name_alone_needs_no_wordings(journal: Journal) -> None:
    change(journal, "2027.1", {TRUST: {"label": "Reliance"}, SAFETY: {"definition": "Said otherwise."}})
    keep(journal, entry(SINCE, TRUST, SAFETY))
    change(journal, "2027.2", {SAFETY: {"definition": "And again."}})
    keep(journal, entry(SINCE, TRUST, SAFETY))
    assert not any(one.wordings for one in summary(journal).items)


def test_as_written_each_name_is_out_of_the_entries_of_its_own_time(journal: Journal) -> None:
    keep(journal, entry(SINCE, TRUST), entry(SINCE))
    change(journal, "2027.1", {SAFETY: {"label": "Feeling safe"}})
    keep(journal, entry(SINCE))
    change(journal, "2027.2", {TRUST: {"label": "Reliance"}})
    keep(journal, *(entry(SINCE, TRUST) for _ in range(2)), entry(SINCE), entry(SINCE))
    found = summary(journal, as_written=True)
    assert named(found, TRUST) == {"Trust": (1, 3, False), "Reliance": (2, 4, True)}
    assert named(found, SAFETY) == {"Feeling safe": (0, 5, True)}
    assert not any(one.wordings for one in found.items)


def test_a_name_that_came_back_is_one_name_again(journal: Journal) -> None:
    first = journal.frameworks.current()
    keep(journal, entry(SINCE, TRUST))
    change(journal, "2027.1", {TRUST: {"label": "Reliance"}})
    keep(journal, entry(SINCE, TRUST), entry(SINCE))
    journal.frameworks.use(first.packs)
    keep(journal, entry(SINCE, TRUST), entry(SINCE))
    assert named(summary(journal), TRUST) == {"Trust": (3, 5, True)}
    assert named(summary(journal, as_written=True), TRUST) == {"Trust": (2, 3, True), "Reliance": (1, 2, False)}


def test_another_definition_is_not_another_name(journal: Journal) -> None:
    keep(journal, entry(SINCE, TRUST))
    change(journal, "2027.1", {TRUST: {"definition": "Said otherwise."}})
    keep(journal, entry(SINCE, TRUST), entry(SINCE))
    assert named(summary(journal, as_written=True), TRUST) == {"Trust": (2, 3, True)}


def test_the_period_before_is_held_against_the_present_name_or_against_the_same_one(journal: Journal) -> None:
    keep(journal, entry(date(2026, 2, 1), TRUST), entry(date(2026, 2, 2)))
    change(journal, "2027.1", {TRUST: {"label": "Reliance"}})
    keep(journal, entry(SINCE, TRUST))
    assert item(summary(journal, before=date(2026, 2, 1)), TRUST).previous == (1, 2)
    assert item(summary(journal, before=date(2026, 2, 1), as_written=True), TRUST).previous is None


def test_what_comes_together_and_what_falls_silent_goes_by_the_present_name(journal: Journal) -> None:
    keep(journal, entry(date(2026, 3, 2), TRUST, SAFETY))
    change(journal, "2027.1", {TRUST: {"label": "Reliance"}, SAFETY: retired(KINDNESS)})
    keep(journal, *(entry(date(2026, 3, 3), TRUST, KINDNESS) for _ in range(2)))
    keep(journal, *(entry(date(2026, 4, 20)) for _ in range(6)))
    found = summary(journal)
    assert [(pair.labels, pair.entries) for pair in found.together] == [(("Kindness", "Reliance"), 3)]
    assert {(gap.label, gap.seen, gap.entries) for gap in found.lately.silent} == {
        ("Reliance", 3, 6),
        ("Kindness", 3, 6),
    }
    assert summary(journal, as_written=True).together == ()


# --- another item ---------------------------------------------------------------------------------------


def test_a_replaced_item_counts_under_its_successor_an_entry_with_both_once(journal: Journal) -> None:
    keep(journal, entry(SINCE, f"{TRUST}:strained", f"{SAFETY}:present"), entry(SINCE, f"{TRUST}:strained"))
    keep(journal, entry(SINCE, f"{TRUST}:present", f"{SAFETY}:present"))
    change(journal, "2027.1", {TRUST: retired(SAFETY)})
    keep(journal, entry(SINCE, f"{SAFETY}:present"), entry(SINCE))
    found = summary(journal)
    assert named(found, SAFETY) == {"Safety": (4, 5, True)}
    assert item(found, SAFETY).stances == {"present": 3, "strained": 2}
    assert item(found, SAFETY).wordings == {"Trust": 3, "Safety": 3}
    assert named(found, TRUST) == {}


def test_as_written_a_replaced_item_stands_beside_its_successor_and_says_what_it_became(journal: Journal) -> None:
    keep(journal, entry(SINCE, TRUST, SAFETY), entry(SINCE, TRUST))
    change(journal, "2027.1", {TRUST: retired(SAFETY)})
    keep(journal, entry(SINCE, SAFETY), entry(SINCE))
    found = summary(journal, as_written=True)
    assert named(found, TRUST) == {"Trust": (2, 2, False)}
    assert named(found, SAFETY) == {"Safety": (2, 4, True)}
    assert item(found, TRUST).became == (SAFETY,)


def test_a_chain_of_successors_leads_to_the_one_in_use(journal: Journal) -> None:
    keep(journal, entry(SINCE, TRUST), entry(SINCE))
    change(journal, "2027.1", {TRUST: retired(RELIANCE.id)}, RELIANCE)
    keep(journal, entry(SINCE, RELIANCE.id))
    change(journal, "2027.2", {RELIANCE.id: retired(FAITH.id)}, FAITH)
    keep(journal, entry(SINCE, FAITH.id), entry(SINCE))
    found = summary(journal)
    assert named(found, FAITH.id) == {"Faith": (3, 5, True)}
    assert item(found, FAITH.id).wordings == {"Trust": 1, "Reliance": 1, "Faith": 1}
    assert not {TRUST, RELIANCE.id} & {one.item for one in found.items}


@pytest.mark.parametrize(("old", "new"), [(LISTENING, LISTENING_SKILL), (LISTENING_SKILL, LISTENING)])
def test_a_successor_in_another_layer_could_be_shown_where_either_layer_was_offered(
    journal: Journal, old: str, new: str
) -> None:
    for name in (old, new):
        layer = name.split(".")[1]
        keep(journal, *(entry(SINCE, *seen, flow="quick", offered=(layer,)) for seen in ([name], [])))
    change(journal, "2027.1", {old: retired(new)})
    assert counts(summary(journal)) == {new: (2, 4)}


def test_a_split_item_stays_under_its_own_name_and_says_what_it_became(journal: Journal) -> None:
    keep(journal, entry(SINCE, f"{TRUST}:strained"), entry(SINCE))
    change(journal, "2027.1", {TRUST: retired(RELIANCE.id, SAFETY)}, RELIANCE)
    keep(journal, entry(SINCE, RELIANCE.id), entry(SINCE))
    found = summary(journal)
    assert named(found, TRUST) == {"Trust": (1, 2, False)}
    assert item(found, TRUST).became == (RELIANCE.id, SAFETY)
    assert named(found, RELIANCE.id) == {"Reliance": (1, 2, True)}
    assert named(found, SAFETY) == {"Safety": (0, 4, True)}


def test_a_chain_that_ends_in_a_split_is_not_guessed(journal: Journal) -> None:
    keep(journal, entry(SINCE, TRUST))
    change(journal, "2027.1", {TRUST: retired(RELIANCE.id)}, RELIANCE)
    change(journal, "2027.2", {RELIANCE.id: retired(KINDNESS, SAFETY)})
    assert counts(summary(journal)) == {TRUST: (1, 1)}


# --- no item any more -----------------------------------------------------------------------------------


def test_a_retired_item_stays_as_it_was_written_and_is_not_missed_afterwards(journal: Journal) -> None:
    keep(journal, entry(SINCE, f"{TRUST}:strained"), entry(SINCE))
    change(journal, "2027.1", {TRUST: {**retired(), "label": "Reliance"}})
    keep(journal, *(entry(SINCE) for _ in range(7)))
    found = summary(journal)
    trust = item(found, TRUST)
    assert (trust.label, trust.entries, trust.of, trust.active) == ("Trust", 1, 2, False)
    assert (trust.stances, trust.became) == ({"strained": 1}, ())
    assert TRUST not in [one.item for one in found.lately.silent]
    assert item(found, SAFETY).of == 9


def test_a_retired_item_that_nobody_used_is_not_shown(journal: Journal) -> None:
    keep(journal, entry())
    change(journal, "2027.1", {TRUST: retired()})
    assert TRUST not in [one.item for one in summary(journal).items]


def test_an_item_that_was_renamed_and_then_retired_goes_by_the_wording_it_was_last_seen_under(
    journal: Journal,
) -> None:
    start = journal.frameworks.current()
    change(journal, "2027.1", {TRUST: {"label": "Reliance"}})
    keep(journal, entry(date(2026, 3, 20), TRUST))
    journal.frameworks.use(start.packs)
    keep(journal, entry(date(2026, 3, 2), TRUST))
    change(journal, "2027.2", {TRUST: retired()})
    assert item(summary(journal), TRUST).label == "Reliance"


def test_a_retired_item_keeps_its_place_in_its_layer(journal: Journal) -> None:
    keep(journal, entry(SINCE, TRUST))
    change(journal, "2027.1", {TRUST: retired()})
    layers = [one.layer for one in summary(journal).items]
    assert layers == sorted(layers, key=list(dict.fromkeys(layers)).index)


# --- what stays -----------------------------------------------------------------------------------------


def stored(journal: Journal) -> list[tuple[dict[str, Any], dict[str, str]]]:
    return [(document(one), dict(labels)) for one, labels in journal.entries.chosen(Selection())]


def test_nothing_in_the_stored_entries_changes(journal: Journal) -> None:
    keep(journal, entry(SINCE, f"{TRUST}:strained", SAFETY, KINDNESS))
    before = stored(journal)
    change(journal, "2027.1", {TRUST: {"label": "Reliance"}, SAFETY: retired(FAITH.id), KINDNESS: retired()}, FAITH)
    summary(journal), summary(journal, as_written=True)
    assert stored(journal) == before
    assert before[0][1] == {TRUST: "Trust", SAFETY: "Safety", KINDNESS: "Kindness"}


@given(st.lists(st.tuples(st.integers(0, 2), some_entries()), min_size=1, max_size=7))
@STORE
def test_the_names_of_a_renamed_item_as_written_add_up_to_the_item_as_mapped(
    begun_journal: Path, entries: list[tuple[int, Entry]]
) -> None:
    with journal_of(begun_journal) as journal:
        framework: list[Framework] = [journal.frameworks.current()]
        framework.append(change(journal, "2027.1", {TRUST: {"label": "Reliance"}}))
        framework.append(change(journal, "2027.2", {TRUST: {"label": "Faith"}, SAFETY: {"label": "Feeling safe"}}))
        with journal.saving():
            for number, one in entries:
                journal.entries.add(one, framework[number])
        mapped, written = summary(journal), summary(journal, as_written=True)
    seen = {one.item for one in mapped.items if one.entries}
    assert {one.item for one in written.items if one.entries} == seen
    for name in seen:
        rows = [one for one in written.items if one.item == name]
        assert added(rows, "entries") == added([item(mapped, name)], "entries")
        assert all(one.entries or one.elsewhere or one.active for one in rows)
        assert name in (TRUST, SAFETY) or rows == [item(mapped, name)]


def added(rows: Iterable[ItemSummary], *fields: str) -> Counter[str]:
    """The stances of several rows, and some of their numbers, added up."""
    total: Counter[str] = Counter()
    for one in rows:
        total.update(one.stances)
        total.update({field: getattr(one, field) for field in fields})
    return +total

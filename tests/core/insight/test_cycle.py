"""The cycle: which stages the entries reached, with or for, need and got, and ratings as dots. Never a score."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from rcpjournal.core.entry import Action, Condition, Entry, Observation
from rcpjournal.core.framework import STAGES, Flow, Framework
from rcpjournal.core.insight.counts import CountOf
from rcpjournal.core.insight.cycle import Cycle, Dots, Meeting
from rcpjournal.store import Journal
from tests.core.insight.summing import (
    CHALLENGE,
    NORMS,
    SEVERAL,
    SINCE,
    STORE,
    SUPPORT,
    TRUST,
    UNTIL,
    change,
    entry,
    journal_of,
    keep,
    retired,
    summary,
)
from tests.core.insight.summing import asked as led_to

MARCH, APRIL = date(2026, 3, 4), date(2026, 4, 8)


def cycle(journal: Journal, **how: Any) -> Cycle:
    return summary(journal, **how).cycle


def stages(journal: Journal) -> dict[str, tuple[int, int]]:
    """Stage → (entries, of)."""
    return {one.stage: (one.entries, one.of) for one in cycle(journal).stages}


def answering(*prompts: str, flow: str | None = "quick", day: date = MARCH, **parts: Any) -> Entry:
    """An entry with these questions of the first pack answered."""
    return entry(day, flow=flow, answers={f"rcp.prompt.{name}": "x" for name in prompts}, **parts)


# --- the stages -----------------------------------------------------------------------------------------


def test_a_stage_is_reached_by_an_answer_to_one_of_its_questions(journal: Journal) -> None:
    keep(journal, answering("what-happened"), answering("what-happened", "noticed", "carry-forward"))
    assert stages(journal) == {"experience": (2, 2), "reflection": (1, 2), "analysis": (0, 2), "plan": (1, 2)}


@pytest.mark.parametrize(
    "picked",
    [
        {"observations": (Observation(item=TRUST),)},
        {"conditions": (Condition(item=NORMS),)},
        {"ratings": {SUPPORT: "unsure"}},
        {"need": "both"},
        {"working": "with"},
    ],
)
def test_a_stage_is_reached_by_a_pick_that_one_of_its_questions_asks_for(
    journal: Journal, picked: dict[str, Any]
) -> None:
    keep(journal, answering("what-happened", **picked), answering("what-happened", kind="visit", with_="family"))
    assert stages(journal)["analysis"] == (1, 2)


@pytest.mark.parametrize("state", ["open", "dropped"])
def test_an_action_whatever_became_of_it_reaches_the_plan(journal: Journal, state: Any) -> None:
    keep(journal, answering("what-happened", actions=(Action(what="ring", state=state),)), answering("what-happened"))
    assert stages(journal)["plan"] == (1, 2)


def test_several_answers_and_picks_of_one_stage_count_their_entry_once(journal: Journal) -> None:
    keep(
        journal,
        answering(
            *("what-happened", "what-i-did", "noticed", "like-for-them", "learnt", "change"),
            flow="standard",
            observations=(Observation(item=TRUST, stance="present"), Observation(item=TRUST, stance="strained")),
            need="both",
            actions=(Action(what="a"), Action(what="b")),
        ),
    )
    assert stages(journal) == dict.fromkeys(STAGES, (1, 1))


def test_what_a_flow_does_not_ask_is_neither_missed_nor_counted(journal: Journal) -> None:
    shorter = [replace(one, steps=one.steps[:2]) if one.id == "quick" else one for one in _flows(journal)]
    _use(journal, flows=tuple(shorter))
    keep(journal, *(answering("what-happened") for _ in range(3)), answering("what-happened", "carry-forward"))
    assert stages(journal) == {"experience": (4, 4), "reflection": (0, 4)}


def test_a_free_text_was_led_nowhere_and_counts_for_no_stage(journal: Journal) -> None:
    keep(journal, *(entry(MARCH) for _ in range(3)), entry(MARCH, TRUST), entry(MARCH, actions=(Action(what="x"),)))
    assert stages(journal) == {}


def test_an_entry_is_held_to_its_flow_as_it_was_and_a_question_to_its_stage_as_it_is_now(journal: Journal) -> None:
    now = journal.frameworks.current()
    _use(journal, prompts=tuple(replace(one, stage="reflection") for one in now.packs[0].prompts))
    shorter = tuple(replace(one, steps=one.steps[:1]) for one in _flows(journal) if one.id == "quick")
    _use(journal, version="older", flows=shorter)
    keep(journal, answering("what-happened"), answering("what-happened"))
    journal.frameworks.use(now.packs)
    keep(journal, answering("what-happened", "noticed"))
    assert stages(journal) == {"experience": (3, 3), "reflection": (1, 1), "analysis": (0, 1), "plan": (0, 1)}


def test_a_framework_whose_questions_have_no_stages_has_no_cycle_and_is_summed_up(journal: Journal) -> None:
    packs = journal.frameworks.current().packs
    bare = [replace(pack, version="0", prompts=tuple(replace(p, stage="") for p in pack.prompts)) for pack in packs]
    journal.frameworks.use(bare)
    keep(journal, answering("what-happened", observations=(Observation(item=TRUST),)))
    found = summary(journal)
    assert (found.entries, found.cycle.stages) == (1, ())


def test_one_pack_alone_can_be_summed_up(journal: Journal) -> None:
    keep(journal, answering("what-happened"))
    journal.frameworks.use([pack for pack in journal.frameworks.current().packs if pack.id == "tar"])
    assert summary(journal).entries == 1


def _flows(journal: Journal) -> Sequence[Flow]:
    return journal.frameworks.current().packs[0].flows


def _use(journal: Journal, version: str = "old", **parts: Any) -> None:
    first, *others = journal.frameworks.current().packs
    journal.frameworks.use([replace(first, version=version, **parts), *others])


# --- with, need and got, ratings ------------------------------------------------------------------------


def test_each_part_has_its_own_figures_in_everything(journal: Journal) -> None:
    keep(
        journal,
        answering("what-happened", need="both", got="transaction", working="to", ratings={SUPPORT: 2}),
        answering("what-happened", need="both", got="transaction", working="with", ratings={SUPPORT: 2}, day=APRIL),
        answering("noticed", day=APRIL),
    )
    found = cycle(journal)
    assert found.starts == (date(2026, 3, 1), date(2026, 4, 1))
    assert {one.stage: one.periods for one in found.stages if one.stage != "plan"} == {
        "experience": ((1, 1), (1, 2)),
        "reflection": ((0, 1), (1, 2)),
        "analysis": ((1, 1), (1, 2)),
    }
    assert found.met == (Meeting("both", "transaction", 2, 3, (CountOf(1, 1), CountOf(1, 2))),)
    assert [(one.value, one.periods) for one in found.working if one.entries] == [
        ("with", (CountOf(0, 1), CountOf(1, 2))),
        ("to", (CountOf(1, 1), CountOf(0, 2))),
    ]
    assert found.ratings == (Dots(SUPPORT, "high support", "2", 2, 3, (CountOf(1, 1), CountOf(1, 2))),)


def test_need_and_got_stand_in_pairs_most_often_first_with_what_was_not_said(journal: Journal) -> None:
    pairs: list[tuple[Any, Any]] = [
        *[("relationship", "transaction")] * 3,
        *[("both", None)] * 2,
        ("both", "both"),
        (None, "both"),
        (None, None),
    ]
    keep(journal, *(entry(MARCH, need=need, got=got) for need, got in pairs))
    assert [one[:3] for one in cycle(journal).met] == [
        ("relationship", "transaction", 3),
        ("both", None, 2),
        ("both", "both", 1),
        (None, "both", 1),
    ]


def test_ratings_stay_apart_value_by_value_and_item_by_item(journal: Journal) -> None:
    keep(
        journal,
        entry(MARCH, ratings={SUPPORT: 5, CHALLENGE: 1}),
        entry(MARCH, ratings={SUPPORT: 1}),
        entry(MARCH, ratings={SUPPORT: 5}),
        entry(MARCH, ratings={SUPPORT: "unsure"}),
        entry(MARCH),
    )
    assert [(one.item, one.value, one.entries, one.of) for one in cycle(journal).ratings] == [
        (SUPPORT, "1", 1, 5),
        (SUPPORT, "5", 2, 5),
        (SUPPORT, "unsure", 1, 5),
        (CHALLENGE, "1", 1, 5),
    ]


def test_nothing_in_the_cycle_is_a_score(journal: Journal) -> None:
    keep(journal, *(entry(MARCH, ratings={SUPPORT: n}, working="with") for n in (1, 2, 4)), answering("noticed"))
    found = cycle(journal)
    figures = [one for row in (*found.stages, *found.working, *found.met, *found.ratings) for one in row]
    assert not [one for one in figures if isinstance(one, float)]
    assert {one.entries for one in found.ratings} == {1}


def test_every_way_of_working_has_its_row_once_one_was_asked(journal: Journal) -> None:
    keep(journal, entry(MARCH, flow="standard", offered=("working",)))
    assert [(one.value, one.entries, one.of) for one in cycle(journal).working] == [
        (value, 0, 1) for value in ("with", "for", "to", "mixed")
    ]


def test_a_renamed_way_of_working_is_one_as_mapped_and_two_as_written(journal: Journal) -> None:
    keep(journal, entry(MARCH, working="with"))
    change(journal, "2027.1", {"tar.working.with": {"label": "Side by side"}, "tar.working.to": retired()})
    keep(journal, entry(MARCH, working="with"))
    mapped = [(one.label, one.entries) for one in cycle(journal).working if one.entries]
    assert mapped == [("Side by side", 2)]
    written = {one.label: one.entries for one in cycle(journal, as_written=True).working if one.entries}
    assert sorted(written.values()) == [1, 1] and "Side by side" in written


# --- by hand --------------------------------------------------------------------------------------------


def reached(one: Entry, framework: Framework) -> set[str]:
    """The stages that an entry reached, part by part."""
    staged = [prompt for prompt in framework.prompts.values() if prompt.stage]
    layers = {
        *(seen.item.split(".")[1] for seen in one.observations),
        *(noted.item.split(".")[1] for noted in one.conditions),
        *(field for field in ("need", "got", "working") if getattr(one, field)),
        *(["rating"] if one.ratings else []),
    }
    return {
        *(prompt.stage for prompt in staged if prompt.id in one.answers or layers.intersection(prompt.layers)),
        *(["plan"] if one.actions else []),
    }


def asked(one: Entry, framework: Framework) -> set[str]:
    """The stages that the flow of an entry leads to."""
    flow = framework.flows.get(one.flow or "")
    return {framework.prompts[step].stage for step in flow.steps} if flow else set()


@given(SEVERAL)
@STORE
def test_every_figure_is_the_one_that_counting_by_hand_gives(
    begun_journal: Path, framework: Framework, entries: list[Entry]
) -> None:
    with journal_of(begun_journal, entries) as journal:
        found = cycle(journal, by="week")
    within = [one for one in entries if SINCE <= one.happened_on <= UNTIL]
    got_there = Counter(stage for one in within for stage in reached(one, framework) & asked(one, framework))
    could = Counter(stage for one in within for stage in asked(one, framework) if stage)
    assert {one.stage: (one.entries, one.of) for one in found.stages} == {
        stage: (got_there[stage], of) for stage, of in could.items()
    }
    wanted = [one for one in within if led_to(one, "need") or led_to(one, "got")]
    met = Counter((one.need, one.got) for one in wanted if one.need or one.got)
    assert {(one.need, one.got): one.entries for one in found.met} == met
    assert list(found.met) == sorted(found.met, key=lambda one: -one.entries)
    rated = Counter(
        (item, str(value)) for one in within if led_to(one, "rating") for item, value in (one.ratings or {}).items()
    )
    assert {(one.item, one.value): one.entries for one in found.ratings} == rated
    working = Counter(one.working for one in within if one.working and led_to(one, "working"))
    assert {one.value: one.entries for one in found.working if one.entries} == working
    rows: list[Any] = [*found.stages, *found.working, *found.ratings, *found.met]
    for row in rows:
        assert [sum(column) for column in zip(*row.periods, strict=True)] == [row.entries, row.of]
    assert {one.of for one in found.met} <= {len(wanted)}

"""The guided reflection as a pure step: what is asked, in which order, and what the replies make."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rcpjournal.core.draft import DraftState, closing_question, free_entry_of
from rcpjournal.core.entry import Action, Condition, Entry, ForSupervision, Observation, document
from rcpjournal.core.entry_rules import entry_from_document, problems
from rcpjournal.core.framework import Framework
from rcpjournal.core.interview import Interview, steps_of
from rcpjournal.core.questions import Question
from tests.core.making import DAYS, WORDS
from tests.support import examples, run

TODAY = date(2026, 3, 4)
FLOWS = ("quick", "standard", "deep", "supervisor", "group")
WALK = settings(
    deadline=None, max_examples=examples(12), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def interview(framework: Framework, flow: str, **choices: Any) -> Interview:
    return Interview(framework, flow, steps_of(framework, flow, **choices))


def reply_to(question: Question, draw: st.DataObject) -> Any:
    """Something that a person could reply; None for passing over."""
    values = [option.value for option in question.options]
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "text": WORDS,
        "passage": WORDS,
        "day": DAYS.map(date.isoformat),
        "one": st.sampled_from(values or [""]),
        "many": st.lists(st.sampled_from(values or [""]), min_size=1, max_size=question.most or 3, unique=True),
    }
    return draw.draw(st.none() | kinds[question.kind])


def walked(talk: Interview, draw: st.DataObject) -> dict[str, Any]:
    """The replies of somebody who goes through to the end."""
    replies: dict[str, Any] = {}
    while question := talk.next_question(replies):
        assert question.key not in replies
        assert bool(question.options) == (question.kind in ("one", "many"))
        replies[question.key] = reply_to(question, draw)
    return replies


def skipped(talk: Interview, until: str | None = None) -> dict[str, Any]:
    """The replies of somebody who presses Enter all the way, or up to a question and with it."""
    replies: dict[str, Any] = {}
    while question := talk.next_question(replies):
        replies[question.key] = None
        if question.key == until:
            break
    return replies


# --- properties of every walk ---------------------------------------------------------------------------


@pytest.mark.parametrize("flow", FLOWS)
@given(draw=st.data())
@WALK
def test_each_flow_walked_to_its_end_gives_an_entry_that_is_sound(
    flow: str, framework: Framework, draw: st.DataObject
) -> None:
    talk = interview(framework, flow)
    replies = walked(talk, draw)
    entry = talk.entry(replies, TODAY)
    found = [problem.path for problem in problems(entry, framework)]
    in_words = any(framework.prompts[prompt].answer == "text" for prompt in entry.answers)
    assert found == [] if in_words else found in ([], [("answers",)])
    if in_words:
        assert entry_from_document(json.loads(json.dumps(document(entry))), framework) == entry
    assert all(entry.answers[key] == reply for key, reply in replies.items() if key in entry.answers)


@pytest.mark.parametrize("flow", FLOWS)
@given(draw=st.data())
@WALK
def test_after_any_number_of_replies_one_goes_on_where_one_was(
    flow: str, framework: Framework, draw: st.DataObject
) -> None:
    talk = interview(framework, flow)
    replies = walked(talk, draw)
    keys = list(replies)
    for n in range(len(keys) + 1):
        so_far = {key: replies[key] for key in keys[:n]}
        state = DraftState(flow=flow, framework=1, steps=list(talk.steps), replies=so_far)
        kept = DraftState.from_document(json.loads(json.dumps(state.document())))
        resumed = Interview(framework, kept.flow, tuple(kept.steps)).next_question(kept.replies)
        assert kept == state
        assert resumed == talk.next_question(so_far)
        assert (resumed.key if resumed else None) == (keys[n] if n < len(keys) else None)
        if n:
            assert talk.next_question(so_far, after=keys[n - 1]) == resumed


@pytest.mark.parametrize("flow", FLOWS)
@given(draw=st.data())
@WALK
def test_going_back_visits_every_question_once_and_stops_at_the_first(
    flow: str, framework: Framework, draw: st.DataObject
) -> None:
    talk = interview(framework, flow)
    replies = walked(talk, draw)
    keys = list(replies)
    visited = []
    question = talk.question_before(replies, keys[-1])
    while question is not None:
        visited.append(question.key)
        question = talk.question_before(replies, question.key)
    assert visited == keys[-2::-1]


@pytest.mark.parametrize("flow", FLOWS)
@given(draw=st.data())
@WALK
def test_stopping_anywhere_makes_an_entry_of_what_was_said_so_far(
    flow: str, framework: Framework, draw: st.DataObject
) -> None:
    talk = interview(framework, flow)
    replies = walked(talk, draw)
    keys = list(replies)
    n = draw.draw(st.integers(0, len(keys)))
    whole, part = talk.entry(replies, TODAY), talk.entry({key: replies[key] for key in keys[:n]}, TODAY)
    assert part.answers.items() <= whole.answers.items()
    assert set(part.offered or ()) <= set(whole.offered or ())
    assert {seen.item for seen in part.observations} <= {seen.item for seen in whole.observations}


# --- what is asked --------------------------------------------------------------------------------------


def test_the_quick_flow_asks_three_questions_and_then_for_tags(framework: Framework) -> None:
    asked = [(question.key, question.kind) for question in interview(framework, "quick").questions({})]
    assert asked == [
        ("rcp.prompt.what-happened", "text"),
        ("rcp.prompt.noticed", "text"),
        ("rcp.prompt.carry-forward", "text"),
        ("rcp.prompt.tags", "many"),
    ]


@pytest.mark.parametrize("flow", FLOWS)
def test_somebody_who_skips_everything_is_asked_each_step_once_and_has_no_entry(
    flow: str, framework: Framework
) -> None:
    talk = interview(framework, flow)
    replies = skipped(talk)
    asked = [question.prompt for question in talk.questions(replies)]
    assert list(dict.fromkeys(asked)) == list(talk.steps)
    assert len(asked) == len(talk.steps) + (2 if flow == "deep" else 0)  # three ratings are one step
    entry = talk.entry(replies, TODAY)
    assert [problem.path for problem in problems(entry, framework)] == [("answers",)]
    assert entry == Entry(happened_on=TODAY, flow=flow, offered=entry.offered)


def test_tags_bring_their_stance_and_passage_and_only_where_they_have_one(framework: Framework) -> None:
    talk = interview(framework, "deep")
    replies = {
        "rcp.prompt.principles": ["rcp.principle.trust", "rcp.principle.safety"],
        "rcp.prompt.characteristics": ["rcp.skill.active-listening"],
        "tar.prompt.chains": ["tar.chain.supported-and-contained"],
    }
    asked = [
        question.key for question in talk.questions(replies) if "/" in question.key and "rating" not in question.key
    ]
    assert asked == [
        "rcp.prompt.principles/rcp.principle.trust/stance",
        "rcp.prompt.principles/rcp.principle.trust/quote",
        "rcp.prompt.principles/rcp.principle.safety/stance",
        "rcp.prompt.principles/rcp.principle.safety/quote",
        "rcp.prompt.characteristics/rcp.skill.active-listening/quote",
    ]
    quick = interview(framework, "quick")
    asked = [q.key for q in quick.questions({"rcp.prompt.tags": ["rcp.principle.trust", "rcp.skill.active-listening"]})]
    assert asked[4:] == ["rcp.prompt.tags/rcp.principle.trust/stance"]


def test_a_stance_is_chosen_from_those_of_the_layer(framework: Framework) -> None:
    talk = interview(framework, "deep")
    replies = {"rcp.prompt.principles": ["rcp.principle.trust"], "tar.prompt.mechanisms": ["tar.mechanism.continuity"]}
    stances = {
        question.about: [option.value for option in question.options]
        for question in talk.questions(replies)
        if question.key.endswith("/stance")
    }
    assert stances == {
        "Trust": ["present", "strained", "missing", "unsure"],
        "continuity of social work relationships with families": ["present", "absent", "unsure"],
    }


def test_conditions_bring_the_details_of_their_layer(framework: Framework) -> None:
    talk = interview(framework, "deep")
    replies = {
        "rcp.prompt.organisation": ["rcp.organisation.norms"],
        "rcp.prompt.external": ["rcp.external.budgets"],
    }
    asked = [question.key.partition("/")[2] for question in talk.questions(replies) if "/rcp." in question.key]
    assert asked == [
        "rcp.organisation.norms/polarity",
        "rcp.organisation.norms/rule",
        "rcp.organisation.norms/blocker",
        "rcp.organisation.norms/response",
        "rcp.external.budgets/polarity",
        "rcp.external.budgets/response",
        "rcp.external.budgets/sphere",
        "rcp.external.budgets/blocker",
    ]


def test_the_questions_of_an_approach_come_only_when_it_is_chosen(framework: Framework) -> None:
    talk = interview(framework, "deep")
    lenses = {prompt for item in framework.items_of("approach") for prompt in item.prompts}
    assert not lenses & {question.key for question in talk.questions(skipped(talk))}
    chosen = framework.items["tar.approach.signs-of-safety"]
    asked = [question.key for question in talk.questions({"tar.prompt.lens": chosen.id}) if question.key in lenses]
    assert asked == list(chosen.prompts)


def test_a_step_to_try_and_supervision_ask_on_only_where_there_is_something(framework: Framework) -> None:
    talk = interview(framework, "standard")
    follow = {
        question.key
        for question in talk.questions({"rcp.prompt.try-next": "Ring first", "rcp.prompt.supervision": "yes"})
        if "/" in question.key
    }
    assert follow == {
        "rcp.prompt.try-next/due",
        "rcp.prompt.try-next/why",
        "rcp.prompt.try-next/how",
        "rcp.prompt.try-next/whose_view",
        "rcp.prompt.supervision/question",
        "rcp.prompt.supervision/function",
    }
    assert not [q for q in talk.questions({"rcp.prompt.supervision": "no"}) if "/" in q.key]


def test_guesses_are_asked_as_guesses(framework: Framework) -> None:
    asked = interview(framework, "deep").questions({})
    assert [question.key for question in asked if question.guess] == [
        "rcp.prompt.like-for-them",
        "rcp.prompt.how-they-would-tell-it",
    ]


def test_a_person_sees_how_far_they_are_and_follow_ups_count_with_their_step(framework: Framework) -> None:
    talk = interview(framework, "standard")
    replies = {"rcp.prompt.principles": ["rcp.principle.trust"]}
    assert talk.place(replies, "rcp.prompt.when") == (1, 16)
    assert talk.place(replies, "rcp.prompt.principles/rcp.principle.trust/quote") == (7, 16)
    assert talk.place(replies, "rcp.prompt.supervision") == (16, 16)


# --- going back and changing one's mind -----------------------------------------------------------------


def test_a_changed_answer_takes_the_place_of_the_first(framework: Framework) -> None:
    talk = interview(framework, "quick")
    replies: dict[str, Any] = {"rcp.prompt.what-happened": "first", "rcp.prompt.noticed": "x"}
    before = talk.question_before(replies, "rcp.prompt.noticed")
    assert before and before.key == "rcp.prompt.what-happened"
    replies[before.key] = "second"
    following = talk.next_question(replies, after=before.key)
    assert following and following.key == "rcp.prompt.noticed"
    assert talk.entry(replies, TODAY).answers == {"rcp.prompt.what-happened": "second", "rcp.prompt.noticed": "x"}


def test_an_item_that_is_put_back_takes_its_follow_ups_with_it(framework: Framework) -> None:
    talk = interview(framework, "quick")
    replies: dict[str, Any] = {
        "rcp.prompt.what-happened": "x",
        "rcp.prompt.tags": ["rcp.principle.trust"],
        "rcp.prompt.tags/rcp.principle.trust/stance": "strained",
    }
    replies["rcp.prompt.tags"] = ["rcp.principle.safety"]
    assert talk.entry(replies, TODAY).observations == (Observation(item="rcp.principle.safety"),)
    following = talk.next_question(replies, after="rcp.prompt.tags")
    assert following and following.key == "rcp.prompt.tags/rcp.principle.safety/stance"
    assert following == talk.next_question({**replies, "rcp.prompt.noticed": None, "rcp.prompt.carry-forward": None})


def test_an_approach_that_is_put_back_takes_its_answers_with_it(framework: Framework) -> None:
    talk = interview(framework, "deep")
    replies: dict[str, Any] = {"tar.prompt.lens": "tar.approach.signs-of-safety", "tar.prompt.sos-worry": "x"}
    assert talk.entry(replies, TODAY).answers == {"tar.prompt.sos-worry": "x"}
    replies["tar.prompt.lens"] = None
    assert talk.entry(replies, TODAY).answers == {}


def test_a_step_that_is_put_back_takes_its_details_with_it(framework: Framework) -> None:
    talk = interview(framework, "standard")
    replies = {"rcp.prompt.try-next": None, "rcp.prompt.try-next/due": "2026-03-18"}
    assert talk.entry(replies, TODAY).actions == ()


def test_no_to_supervision_is_an_answer_and_silence_is_none(framework: Framework) -> None:
    talk = interview(framework, "standard")
    assert talk.entry({"rcp.prompt.supervision": "no"}, TODAY).supervision == ForSupervision(take=False)
    assert talk.entry({"rcp.prompt.supervision": None}, TODAY).supervision is None


# --- what was offered -----------------------------------------------------------------------------------

QUICK_LAYERS = (
    "principle", "behaviour", "skill", "advocacy", "characteristic", "relationship", "mechanism", "practice-skill",
    "quality",
)  # fmt: skip
STANDARD_LAYERS = (
    "principle", "behaviour", "organisation", "external", "need", "got", "working", "context", "person",
)  # fmt: skip


@pytest.mark.parametrize(("flow", "layers"), [("quick", QUICK_LAYERS), ("standard", STANDARD_LAYERS)])
def test_a_flow_that_is_skipped_through_has_offered_its_layers_all_the_same(
    flow: str, layers: tuple[str, ...], framework: Framework
) -> None:
    talk = interview(framework, flow)
    assert talk.entry(skipped(talk), TODAY).offered == layers


def test_the_deep_flow_offers_every_layer_but_what_a_supervisor_offers(framework: Framework) -> None:
    talk = interview(framework, "deep")
    offered = talk.entry(skipped(talk), TODAY).offered or ()
    assert set(framework.layers) - set(offered) == {"offer"}


@pytest.mark.parametrize(
    ("until", "layers"),
    [
        ("rcp.prompt.when", ()),
        ("rcp.prompt.what-i-did", ()),
        ("rcp.prompt.behaviours", ("behaviour",)),
        ("rcp.prompt.need", ("principle", "behaviour", "need")),
        ("tar.prompt.working", ("principle", "behaviour", "need", "got", "working")),
    ],
)
def test_what_was_not_reached_was_not_offered(until: str, layers: tuple[str, ...], framework: Framework) -> None:
    talk = interview(framework, "standard")
    assert talk.entry(skipped(talk, until), TODAY).offered == layers


def test_a_layer_whose_question_is_switched_off_was_not_offered(framework: Framework) -> None:
    talk = interview(framework, "standard", off=["rcp.prompt.principles", "tar.prompt.working"])
    offered = talk.entry(skipped(talk), TODAY).offered or ()
    assert set(STANDARD_LAYERS) - set(offered) == {"principle", "working"}


def test_containment_is_offered_by_any_of_its_questions(framework: Framework) -> None:
    for prompt in ("tar.prompt.in-the-room", "tar.prompt.who-held-it", "tar.prompt.who-held-you"):
        talk = Interview(framework, "deep", (prompt,))
        assert talk.entry({prompt: None}, TODAY).offered == ("containment",)


# --- switched off, and once a month ---------------------------------------------------------------------


def test_every_question_of_a_flow_can_be_switched_off(framework: Framework) -> None:
    for flow in FLOWS:
        for step in framework.flows[flow].steps:
            left = steps_of(framework, flow, off=[step])
            assert left == tuple(one for one in framework.flows[flow].steps if one != step)


def test_the_months_question_comes_at_the_end_and_is_kept_like_any_other(framework: Framework) -> None:
    prompt = framework.monthly()[0].id
    talk = interview(framework, "quick", extra=[prompt])
    assert talk.steps[-1] == prompt
    assert prompt not in interview(framework, "quick", extra=[prompt], off=[prompt]).steps
    entry = talk.entry({prompt: "He let the nurse in."}, TODAY)
    assert entry.answers == {prompt: "He let the nurse in."}
    assert list(problems(entry, framework)) == []


def without_all_but(framework: Framework, flow: str, *kept: str) -> list[str]:
    return [word for step in framework.flows[flow].steps if step not in kept for word in ("--without", step)]


def test_a_question_of_an_approach_can_be_switched_off_too(framework: Framework) -> None:
    off = without_all_but(framework, "deep", "rcp.prompt.what-happened", "tar.prompt.lens")
    result = run(
        "--plain", "write", "deep", *off, "--without", "tar.prompt.mi-own-reasons",
        stdin="We sat.\nmotivational\n\n\n\n\n",
    )  # fmt: skip
    assert framework.prompts["tar.prompt.mi-staying-the-same"].text in result.err
    assert framework.prompts["tar.prompt.mi-own-reasons"].text not in result.err


def test_the_closing_question_can_be_switched_off_too(framework: Framework) -> None:
    words = framework.prompts["rcp.prompt.who-could-hold"].text
    typed = "We sat.\n.\n\n\n\n"
    assert words in run("--plain", "write", "quick", stdin=typed).err
    assert words not in run("--plain", "write", "quick", "--without", "rcp.prompt.who-could-hold", stdin=typed).err


# --- what the replies make ------------------------------------------------------------------------------


def test_the_replies_of_a_standard_reflection_make_this_entry(framework: Framework) -> None:
    replies = {
        "rcp.prompt.when": "2026-03-01",
        "rcp.prompt.what-happened": "We sat quietly.",
        "rcp.prompt.noticed": None,
        "rcp.prompt.like-for-them": "Long, perhaps.",
        "rcp.prompt.what-i-did": None,
        "rcp.prompt.behaviours": ["rcp.behaviour.patience"],
        "rcp.prompt.behaviours/rcp.behaviour.patience/stance": "helped",
        "rcp.prompt.behaviours/rcp.behaviour.patience/quote": "We sat quietly.",
        "rcp.prompt.principles": ["rcp.principle.trust", "rcp.principle.presence"],
        "rcp.prompt.principles/rcp.principle.trust/stance": "strained",
        "rcp.prompt.need": "relationship",
        "rcp.prompt.got": "both",
        "tar.prompt.working": "with",
        "rcp.prompt.around-you": ["rcp.organisation.permissions", "rcp.external.budgets"],
        "rcp.prompt.around-you/rcp.organisation.permissions/polarity": "inhibited",
        "rcp.prompt.around-you/rcp.organisation.permissions/rule": "assumed",
        "rcp.prompt.around-you/rcp.organisation.permissions/blocker": "permission",
        "rcp.prompt.around-you/rcp.external.budgets/sphere": "neither",
        "rcp.prompt.try-next": "Ring first",
        "rcp.prompt.try-next/due": "2026-03-18",
        "rcp.prompt.try-next/whose_view": "Hers",
        "rcp.prompt.carry-forward": "Wait.",
        "rcp.prompt.kind": "visit",
        "rcp.prompt.with": "family",
        "rcp.prompt.supervision": "yes",
        "rcp.prompt.supervision/question": "How long?",
        "rcp.prompt.supervision/function": "support",
    }
    assert interview(framework, "standard").entry(replies, TODAY, alias="heron", kind="call") == Entry(
        happened_on=date(2026, 3, 1),
        kind="visit",
        with_="family",
        alias="heron",
        flow="standard",
        offered=STANDARD_LAYERS,
        answers={
            "rcp.prompt.what-happened": "We sat quietly.",
            "rcp.prompt.like-for-them": "Long, perhaps.",
            "rcp.prompt.carry-forward": "Wait.",
        },
        observations=(
            Observation(item="rcp.behaviour.patience", stance="helped", quote="We sat quietly."),
            Observation(item="rcp.principle.trust", stance="strained"),
            Observation(item="rcp.principle.presence"),
        ),
        conditions=(
            Condition(item="rcp.organisation.permissions", polarity="inhibited", rule="assumed", blocker="permission"),
            Condition(item="rcp.external.budgets", sphere="neither"),
        ),
        need="relationship",
        got="both",
        working="with",
        actions=(Action(what="Ring first", due=date(2026, 3, 18), whose_view="Hers"),),
        supervision=ForSupervision(take=True, question="How long?", function="support"),
    )


def test_ratings_and_the_way_one_knows_are_kept(framework: Framework) -> None:
    replies = {
        "tar.prompt.ratings/tar.rating.high-support": "2",
        "tar.prompt.ratings/tar.rating.high-challenge": "unsure",
        "tar.prompt.ratings/tar.rating.high-expectations": None,
        "tar.prompt.how-known": "guessed",
    }
    entry = interview(framework, "deep").entry(replies, TODAY)
    assert entry.ratings == {"tar.rating.high-support": 2, "tar.rating.high-challenge": "unsure"}
    assert entry.answers == {"tar.prompt.how-known": "guessed"}


def test_what_was_said_beforehand_holds_where_the_question_is_skipped(framework: Framework) -> None:
    talk = interview(framework, "standard")
    head = {"kind": "call", "with_": "colleague", "happened_on": date(2026, 3, 2)}
    entry = talk.entry(skipped(talk), TODAY, **head)
    assert (entry.kind, entry.with_, entry.happened_on) == ("call", "colleague", date(2026, 3, 2))
    assert talk.entry({}, TODAY).happened_on == TODAY


# --- drafts ---------------------------------------------------------------------------------------------


def draft(framework: Framework, **parts: Any) -> DraftState:
    return DraftState(flow="quick", framework=1, steps=list(framework.flows["quick"].steps), **parts)


def test_words_that_were_begun_are_part_of_what_a_draft_would_make(framework: Framework) -> None:
    state = draft(framework, replies={"rcp.prompt.what-happened": "We sat."}, begun={"rcp.prompt.noticed": "My sh"})
    entry = free_entry_of(state, framework, TODAY)
    assert entry and entry.answers == {"rcp.prompt.what-happened": "We sat.", "rcp.prompt.noticed": "My sh"}
    assert state.answered == 2


def test_a_draft_without_words_makes_no_entry(framework: Framework) -> None:
    assert free_entry_of(draft(framework), framework, TODAY) is None
    assert free_entry_of(draft(framework, replies={"rcp.prompt.noticed": None}), framework, TODAY) is None


@pytest.mark.parametrize(
    ("parts", "asked"),
    [
        ({}, False),
        ({"stopped": True}, True),
        ({"head": {"kind": "near-miss"}}, True),
        ({"replies": {"rcp.prompt.kind": "near-miss"}}, True),
        ({"head": {"kind": "visit"}}, False),
        ({"stopped": True, "replies": {"rcp.prompt.who-could-hold": None}}, False),
    ],
)
def test_who_could_hold_it_is_asked_after_stopping_or_something_hard_and_only_once(
    parts: dict[str, Any], asked: bool, framework: Framework
) -> None:
    question = closing_question(draft(framework, **parts), framework)
    assert (question.id if question else None) == ("rcp.prompt.who-could-hold" if asked else None)

"""The flows for one kind of moment: what a supervisor reflects on, and one's own learning after thinking in a group."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcpjournal.core.entry import Entry, Observation
from rcpjournal.core.framework import Framework
from rcpjournal.core.interview import head_of
from tests.core.test_interview import TODAY, WALK, interview, walked

SUPERVISOR = [
    "rcp.prompt.when",
    "tar.prompt.brought",
    "rcp.prompt.noticed",
    "tar.prompt.what-i-held",
    "rcp.prompt.like-for-them",
    "tar.prompt.what-i-offered",
    "tar.prompt.offer",
    "tar.prompt.how-i-modelled",
    "tar.prompt.who-holds-me",
    "rcp.prompt.try-next",
    "rcp.prompt.carry-forward",
    "rcp.prompt.facts-recorded",
    "rcp.prompt.supervision",
]
GROUP = [
    "rcp.prompt.when",
    "tar.prompt.group-about",
    "tar.prompt.group-my-part",
    "tar.prompt.group-in-me",
    "tar.prompt.group-new",
    "rcp.prompt.tags",
    "tar.prompt.group-learnt",
    "rcp.prompt.try-next",
    "rcp.prompt.carry-forward",
    "rcp.prompt.supervision",
]


@pytest.mark.parametrize(("flow", "steps"), [("supervisor", SUPERVISOR), ("group", GROUP)])
def test_each_asks_what_it_should_in_order(flow: str, steps: list[str], framework: Framework) -> None:
    assert list(framework.flows[flow].steps) == steps
    assert [question.key for question in interview(framework, flow).questions({})] == steps


def test_the_supervisors_flow_reaches_none_of_the_layers_about_what_was_around_oneself(framework: Framework) -> None:
    assert framework.layers_offered(framework.flows["supervisor"].steps) == ("offer",)


def test_what_was_offered_is_said_and_never_rated(framework: Framework) -> None:
    asked = [framework.prompts[step] for step in framework.flows["supervisor"].steps]
    assert "ratings" not in {prompt.answer for prompt in asked}
    assert framework.layers["offer"].stances == ("present", "strained", "missing", "unsure")


def test_the_group_flow_has_no_question_that_leaves_who_was_there(framework: Framework) -> None:
    steps = [framework.prompts[step] for step in framework.flows["group"].steps]
    written = {framework.layers[layer].field for prompt in steps for layer in prompt.layers}
    assert "with" not in written
    assert not [prompt.id for prompt in steps if re.search(r"\bwho\b(?! was there\.$)", prompt.text, re.IGNORECASE)]
    assert "not who was there" in framework.prompts[framework.flows["group"].steps[1]].text


def test_a_flow_for_one_kind_of_moment_names_it_and_the_others_ask(framework: Framework) -> None:
    assert {flow.id: flow.kind for flow in framework.flows.values()} == {
        "quick": "", "standard": "", "deep": "", "supervisor": "giving-supervision", "group": "group-reflection",
    }  # fmt: skip
    for flow in framework.flows.values():
        assert not (flow.kind and "rcp.prompt.kind" in flow.steps)


def test_a_flow_for_one_kind_of_moment_gives_its_kind_and_one_that_was_said_beforehand_goes_first(
    framework: Framework,
) -> None:
    assert head_of(framework, "group", {"alias": "heron"}) == {"kind": "group-reflection", "alias": "heron"}
    assert head_of(framework, "supervisor", {}) == {"kind": "giving-supervision"}
    assert head_of(framework, "supervisor", {"kind": "meeting"}) == {"kind": "meeting"}
    assert head_of(framework, "standard", {"alias": "heron"}) == {"alias": "heron"}


def test_a_kind_that_no_pack_in_use_knows_is_not_given(framework: Framework) -> None:
    rcp, tar = framework.packs
    lone = Framework([replace(rcp, flows=(*rcp.flows, tar.flows[1]))])
    assert head_of(lone, "group", {}) == {}


def test_the_replies_of_a_supervisor_make_this_entry(framework: Framework) -> None:
    replies = {
        "tar.prompt.brought": "A nurse, three weeks in.",
        "tar.prompt.what-i-held": "Her fear.",
        "tar.prompt.offer": ["tar.offer.offered-support", "tar.offer.offered-challenge"],
        "tar.prompt.offer/tar.offer.offered-support/stance": "present",
        "tar.prompt.offer/tar.offer.offered-challenge/stance": "missing",
        "tar.prompt.how-i-modelled": "I let the silence be.",
    }
    head = head_of(framework, "supervisor", {})
    assert interview(framework, "supervisor").entry(replies, TODAY, **head) == Entry(
        happened_on=TODAY,
        kind="giving-supervision",
        flow="supervisor",
        offered=("offer",),
        answers={
            "tar.prompt.brought": "A nurse, three weeks in.",
            "tar.prompt.what-i-held": "Her fear.",
            "tar.prompt.how-i-modelled": "I let the silence be.",
        },
        observations=(
            Observation(item="tar.offer.offered-support", stance="present"),
            Observation(item="tar.offer.offered-challenge", stance="missing"),
        ),
    )


@given(draw=st.data())
@WALK
def test_whatever_one_replies_a_group_reflection_holds_nobody_who_was_there(
    framework: Framework, draw: st.DataObject
) -> None:
    talk = interview(framework, "group")
    entry = talk.entry(walked(talk, draw), TODAY, **head_of(framework, "group", {}))
    assert (entry.kind, entry.with_, entry.alias) == ("group-reflection", None, None)
    assert "person" not in (entry.offered or ())

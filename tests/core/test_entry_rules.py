"""What makes a document an entry, and how one that is not is refused: by its field, in words."""

import json
from datetime import date
from typing import Any

import pytest

from rcpjournal.core.entry import Entry, free_entry
from rcpjournal.core.entry_rules import entry_from_document, problems, with_wording
from rcpjournal.core.framework import Framework
from rcpjournal.errors import DocumentRefused
from tests.support import done, run

LEAST: dict[str, Any] = {"happened_on": "2026-03-04", "answers": {"rcp.prompt.noticed": "Tired."}}


def refusal(changes: dict[str, Any], framework: Framework) -> str:
    with pytest.raises(DocumentRefused) as refused:
        entry_from_document(LEAST | changes, framework, "line 3: ")
    return str(refused.value)


def test_a_day_and_one_answer_in_words_are_enough(framework: Framework) -> None:
    assert entry_from_document(LEAST, framework) == Entry(
        happened_on=date(2026, 3, 4), answers={"rcp.prompt.noticed": "Tired."}
    )


def test_text_stands_for_the_answers_of_a_free_entry(framework: Framework) -> None:
    entry = entry_from_document({"happened_on": "2026-03-04", "text": "Words"}, framework)
    assert entry == free_entry("Words", date(2026, 3, 4))


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown field": ({"colour": "red"}, "colour: unknown key"),
    "a field nearly named": ({"visibilty": "private"}, "visibilty: unknown key 'visibilty' (did you mean"),
    "a field by its inner name": ({"with_": "family"}, "with_: unknown key"),
    "another schema": ({"schema": "rcpjournal/entry/2"}, "schema: "),
    "no day": ({"happened_on": None}, "happened_on: "),
    "a day that is none": ({"happened_on": "2026-02-30"}, "happened_on: "),
    "a day in words": ({"happened_on": "yesterday"}, "happened_on: "),
    "a day with a time": ({"happened_on": "2026-03-04T10:00:00"}, "happened_on: "),
    "a day as a number": ({"happened_on": 20260304}, "happened_on: "),
    "a day as seconds": ({"happened_on": "1772582400"}, "happened_on: "),
    "a moment in words": ({"created": "noon"}, "created: "),
    "a moment at the edge of time": ({"created": "0001-01-01T00:00:00+14:00"}, "created: "),
    "a moment past the edge of time": ({"created": "9999-12-31T23:59:59-14:00"}, "created: "),
    "an id of two words": ({"id": "two words"}, "id: "),
    "an id of two lines": ({"id": "260304-k7q\nx"}, "id: "),
    "an id with an escape": ({"id": "\x1b[31m"}, "id: "),
    "an id that means something else": ({"id": "last"}, "id: "),
    "a kind that is not known": ({"kind": "picnic"}, "kind: 'picnic' is not known"),
    "a person that is not known": ({"with": "dog"}, "with: 'dog' is not known"),
    "a flow that is not known": ({"flow": "slow"}, "flow: 'slow' is not a flow"),
    "a layer that is not known": ({"offered": ["principle", "prnciple"]}, "offered: there is no layer prnciple"),
    "visibility": ({"visibility": "public"}, "visibility: "),
    "a star in words": ({"starred": "yes"}, "starred: 'starred' should be true or false"),
    "answers that are a list": ({"answers": ["x"]}, "answers: "),
    "an answer that is a number": ({"answers": {"rcp.prompt.noticed": 5}}, "answers.rcp.prompt.noticed: "),
    "no answers": ({"answers": {}}, "answers: an entry needs at least one answer in words"),
    "blank answers": ({"answers": {"rcp.prompt.noticed": " \n"}}, "answers: an entry needs at least one answer"),
    "only a choice, no words": (
        {"answers": {"rcp.prompt.facts-recorded": "yes"}},
        "answers: an entry needs at least one answer in words",
    ),
    "text and answers": ({"text": "x"}, "text: give either text or answers"),
    "an answer to no question": (
        {"answers": {"rcp.prompt.notced": "x"}},
        "answers.rcp.prompt.notced: no such question in the framework (did you mean rcp.prompt.noticed?)",
    ),
    "a NUL in an answer": ({"answers": {"rcp.prompt.noticed": "a\x00b"}}, "answers.rcp.prompt.noticed: "),
    "a NUL in the alias": ({"alias": "a\x00b"}, "alias: "),
    "a NUL in a quote": (
        {"observations": [{"item": "rcp.principle.trust", "quote": "a\x00"}]},
        "observations[0].quote: ",
    ),
    "a NUL in an action": ({"actions": [{"what": "a\x00"}]}, "actions[0].what: "),
    "a NUL in an addition": ({"additions": [{"on": "2026-03-04", "text": "a\x00"}]}, "additions[0].text: "),
    "a NUL in the wording": ({"asked": {"rcp.prompt.noticed": "a\x00"}}, "asked.rcp.prompt.noticed: "),
    "a NUL in the zone": ({"zone": "a\x00"}, "zone: "),
    "observations that are not a list": ({"observations": {}}, "observations: 'observations' should be a list"),
    "an observation without item": ({"observations": [{"stance": "present"}]}, "observations[0].item: 'item' is"),
    "an item that is not known": (
        {"observations": [{"item": "rcp.principle.trust"}, {"item": "rcp.principle.trsut"}]},
        "observations[1].item: 'rcp.principle.trsut' is not an item of the framework (did you mean rcp.principle",
    ),
    "a condition as an observation": (
        {"observations": [{"item": "rcp.organisation.norms"}]},
        "observations[0].item: 'rcp.organisation.norms' belongs to a layer of kind condition, not tag",
    ),
    "a stance that is not known": (
        {"observations": [{"item": "rcp.principle.trust", "stance": "wobbly"}]},
        "observations[0].stance: 'wobbly' is not a stance here; choose from present, strained, missing, unsure",
    ),
    "a stance of another layer": (
        {"observations": [{"item": "rcp.principle.trust", "stance": "absent"}]},
        "observations[0].stance: ",
    ),
    "a stance where there is none": (
        {"observations": [{"item": "rcp.skill.active-listening", "stance": "present"}]},
        "observations[0].stance: 'present' is not a stance here; this layer takes none",
    ),
    "a tag as a condition": ({"conditions": [{"item": "rcp.principle.trust"}]}, "conditions[0].item: "),
    "polarity": ({"conditions": [{"item": "rcp.organisation.norms", "polarity": "up"}]}, "conditions[0].polarity: "),
    "rule": ({"conditions": [{"item": "rcp.organisation.norms", "rule": "maybe"}]}, "conditions[0].rule: "),
    "blocker": ({"conditions": [{"item": "rcp.organisation.norms", "blocker": "money"}]}, "conditions[0].blocker: "),
    "response": ({"conditions": [{"item": "rcp.organisation.norms", "response": "run"}]}, "conditions[0].response: "),
    "sphere": ({"conditions": [{"item": "rcp.external.budgets", "sphere": "moon"}]}, "conditions[0].sphere: "),
    "an unknown part of a condition": (
        {"conditions": [{"item": "rcp.organisation.norms", "polarty": "both"}]},
        "conditions[0].polarty: unknown key 'polarty' (did you mean 'polarity'?)",
    ),
    "a rating of six": ({"ratings": {"tar.rating.high-support": 6}}, "ratings.tar.rating.high-support: "),
    "a rating in words": ({"ratings": {"tar.rating.high-support": "good"}}, "ratings.tar.rating.high-support: "),
    "a rating of a tag": (
        {"ratings": {"rcp.principle.trust": 3}},
        "ratings.rcp.principle.trust: 'rcp.principle.trust' belongs to a layer of kind tag, not rating",
    ),
    "need": ({"need": "love"}, "need: "),
    "got": ({"got": "love"}, "got: "),
    "working": ({"working": "around"}, "working: "),
    "an action without what": ({"actions": [{"why": "x"}]}, "actions[0].what: 'what' is missing"),
    "an action without words": ({"actions": [{"what": ""}]}, "actions[0].what: "),
    "a due day that is none": ({"actions": [{"what": "x", "due": "friday"}]}, "actions[0].due: "),
    "a state that is not known": ({"actions": [{"what": "x", "state": "late"}]}, "actions[0].state: "),
    "supervision without take": ({"supervision": {"question": "x"}}, "supervision.take: 'take' is missing"),
    "a function that is not known": ({"supervision": {"take": True, "function": "fun"}}, "supervision.function: "),
    "an addition without a day": ({"additions": [{"text": "x"}]}, "additions[0].on: 'on' is missing"),
    "a kind of addition": (
        {"additions": [{"on": "2026-03-04", "text": "x", "kind": "rumour"}]},
        "additions[0].kind: ",
    ),
}


@pytest.mark.parametrize(("changes", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_sound_is_refused_by_its_line_and_field(
    changes: dict[str, Any], words: str, framework: Framework
) -> None:
    assert f"line 3: {words}" in refusal(changes, framework)


@pytest.mark.parametrize("data", [None, [], "x", 5, True, [{"happened_on": "2026-03-04"}]])
def test_what_is_no_document_at_all_is_refused(data: Any, framework: Framework) -> None:
    with pytest.raises(DocumentRefused, match="mapping"):
        entry_from_document(data, framework)


def test_a_missing_day_is_refused_by_name(framework: Framework) -> None:
    with pytest.raises(DocumentRefused, match=r"^happened_on: 'happened_on' is missing$"):
        entry_from_document({"text": "x"}, framework)


def test_every_fault_is_named_at_once(framework: Framework) -> None:
    words = refusal({"kind": "picnic", "with": "dog", "flow": "slow"}, framework).splitlines()
    assert [line.split(":")[1].strip() for line in words] == ["kind", "with", "flow"]


def test_the_command_line_names_line_and_field_and_keeps_nothing() -> None:
    good = json.dumps(LEAST)
    bad = json.dumps(LEAST | {"observations": [{"item": "rcp.principle.trust", "stance": "wobbly"}]})
    result = run("add", "--json", "-", stdin=f"{good}\n\n{bad}\n")
    assert result.code == 1
    assert result.out == ""
    assert "line 3: observations[0].stance: 'wobbly'" in result.err
    assert done("list", "--json").data["entries"] == []


@pytest.mark.parametrize("created", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_moment_at_the_edge_of_time_is_refused_in_words_and_not_with_a_traceback(created: str) -> None:
    result = run("add", "--json", "-", stdin=json.dumps(LEAST | {"created": created}))
    assert result.code == 1
    assert "created" in result.err


def test_an_id_that_was_kept_can_be_typed_again() -> None:
    """Whatever id a document may bring along, `show` finds it; or else the document is refused."""
    result = run("add", "--json", "-", stdin=json.dumps(LEAST | {"id": "260304-lou"}))
    if result.code == 0:
        assert done("show", "260304-lou", "--json").data["id"] == "260304-lou"
    else:
        assert "id: " in result.err


# --- what is taken as sound -----------------------------------------------------------------------------


def test_an_entry_of_a_flow_offers_the_flows_layers_where_it_does_not_say(framework: Framework) -> None:
    entry = entry_from_document(LEAST | {"flow": "quick"}, framework)
    assert entry.offered == framework.layers_offered(framework.flows["quick"].steps)
    assert entry_from_document(LEAST, framework).offered is None
    assert entry_from_document(LEAST | {"flow": "quick", "offered": []}, framework).offered == ()


def test_an_answer_to_a_question_that_is_gone_is_kept_with_its_wording(framework: Framework) -> None:
    data = LEAST | {"answers": {"old.prompt.gone": "x"}, "asked": {"old.prompt.gone": "How was it?"}}
    entry = entry_from_document(data, framework)
    assert with_wording(entry, framework).asked == {"old.prompt.gone": "How was it?"}


def test_each_answer_gets_the_wording_it_was_asked_in(framework: Framework) -> None:
    entry = Entry(
        happened_on=date(2026, 3, 4),
        answers={"rcp.prompt.noticed": "a", "rcp.prompt.learnt": "b"},
        asked={"rcp.prompt.learnt": "What did it teach you?"},
    )
    assert with_wording(entry, framework).asked == {
        "rcp.prompt.noticed": framework.prompts["rcp.prompt.noticed"].text,
        "rcp.prompt.learnt": "What did it teach you?",
    }
    assert list(problems(entry, framework)) == []


@pytest.mark.parametrize("stance", ["present", "strained", "missing", "unsure", None])
def test_every_stance_of_a_principle_is_taken(stance: str | None, framework: Framework) -> None:
    data = LEAST | {"observations": [{"item": "rcp.principle.trust", "stance": stance}]}
    assert entry_from_document(data, framework).observations[0].stance == stance


@pytest.mark.parametrize("value", [1, 2, 3, 4, 5, "unsure"])
def test_every_rating_is_taken(value: Any, framework: Framework) -> None:
    data = LEAST | {"ratings": {"tar.rating.high-support": value}}
    assert entry_from_document(data, framework).ratings == {"tar.rating.high-support": value}

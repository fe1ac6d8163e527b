"""An entry by another model's stages: all of it, each part once, and what is missing is shown as missing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcpjournal.core.entry import Entry
from rcpjournal.core.framework import Framework
from rcpjournal.core.recast.model import Model, View, seen_as
from rcpjournal.core.recast.parts import Reading
from rcpjournal.files.forms_file import load_model, shipped_models
from tests.core.making import entries
from tests.core.recast.making import DAY, marked
from tests.support import examples

STAGES = {
    "444": ["Experience", "Reflection", "Analysis", "Plan"],
    "driscoll": ["What?", "So what?", "Now what?"],
    "gibbs": ["Description", "Feelings", "Evaluation", "Analysis", "Conclusion", "Action plan"],
    "kolb": [
        "Concrete experience",
        "Reflective observation",
        "Abstract conceptualisation",
        "Active experimentation",
    ],
}
MODELS = {name: load_model(path) for name, path in shipped_models().items()}
MONTHLY = "rcp.prompt.monthly"


def seen(name: str, entry: Entry, framework: Framework) -> View:
    return seen_as(name, MODELS[name], entry, {}, framework)


def test_the_stages_have_the_names_of_their_models() -> None:
    assert {name: [stage.title for stage in model.stages] for name, model in MODELS.items()} == STAGES
    assert all(model.source.title and model.source.author for model in MODELS.values())


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_every_question_that_a_model_names_is_one_of_the_framework(model: Model, framework: Framework) -> None:
    named = {place for stage in model.stages for place in stage.from_ if ".prompt." in place}
    assert named <= set(framework.prompts)


@pytest.mark.parametrize("name", STAGES)
def test_all_that_a_flow_asks_has_a_stage_in_each_model(name: str, framework: Framework) -> None:
    made = marked(framework)
    asked = {step for flow in framework.flows.values() for step in flow.steps}
    left = {part.place for part in seen(name, made.entry, framework).elsewhere}
    assert not left & asked
    assert {place for place in left if not place.startswith(MONTHLY)} <= {"additions.note"}


@settings(max_examples=examples(90), deadline=None)
@given(data=st.data())
def test_an_entry_is_there_whole_each_part_once(data: st.DataObject, framework: Framework) -> None:
    entry = data.draw(entries(framework))
    view = seen(data.draw(st.sampled_from(list(STAGES))), entry, framework)
    found = [*(part for stage in view.stages for part in stage.parts), *view.elsewhere]
    whole = [part for part in Reading(entry, {}, framework).everything() if part.words.strip()]
    assert sorted(set(found)) == sorted(set(whole))
    assert len([part for part in found if ".prompt." in part.place]) == len(
        [words for words in entry.answers.values() if words.strip()]
    )


def test_what_was_not_asked_is_told_from_what_was_passed_over(framework: Framework) -> None:
    quick = Entry(happened_on=DAY, flow="quick", answers={"rcp.prompt.what-happened": "Tea."})
    asked = {stage.stage.title: stage.asked for stage in seen("gibbs", quick, framework).stages}
    assert asked == {
        "Description": True,
        "Feelings": True,
        "Evaluation": False,
        "Analysis": True,
        "Conclusion": True,
        "Action plan": False,
    }
    free = Entry(happened_on=DAY, answers={"rcp.prompt.text": "Tea."})
    assert all(stage.asked for stage in seen("gibbs", free, framework).stages)


def test_a_text_without_questions_stands_whole_in_the_first_stage(framework: Framework) -> None:
    free = Entry(happened_on=DAY, answers={"rcp.prompt.text": "Tea.\nThen rain."})
    for name in STAGES:
        first, *others = seen(name, free, framework).stages
        assert [part.words for part in first.parts] == ["Tea.\nThen rain."]
        assert not any(stage.parts for stage in others)

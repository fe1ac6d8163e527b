"""A form takes of an entry what it names, whole and once, and nothing else; what is there is counted, never scored."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcpjournal.core.entry import Action, Addition, Entry
from rcpjournal.core.framework import Framework, Source
from rcpjournal.core.recast.filling import (
    Piece,
    as_it_stood,
    fill,
    is_old,
    nearest,
    period_of,
    tallied,
    tally,
)
from rcpjournal.core.recast.form import Field, Form, Having, Period, Rule
from rcpjournal.core.recast.parts import PLACES
from rcpjournal.files.forms_file import load_form, shipped_forms
from tests.core.making import entries
from tests.core.recast.making import DAY, marked
from tests.support import examples

TODAY = date(2026, 11, 29)
YEARLY = Rule(
    text="Two a year, one talked over.",
    least=2,
    period=Period(years=1, ends="11-30"),
    having=(Having(field="peer", words="talked over", least=1),),
    different="kind",
)
FORM = Form(
    schema=1,
    title="Ours",
    asked_by="Our team",
    source=Source(title="A page", retrieved="2026-11-25"),
    rule=YEARLY,
    fields=(
        Field(id="kind", label="Kind", from_=("kind",), kinds={"visit": "A visit", "other": "Something else"}),
        Field(id="words", label="Words", from_=("rcp.prompt.text",)),
        Field(id="peer", label="Peer", from_=("additions.peer-discussion",)),
        Field(id="yours", label="Yours"),
    ),
)
TALKED = Addition(on=DAY, kind="peer-discussion", text="Go slower.")


@pytest.fixture(scope="session")
def shipped() -> dict[str, Form]:
    return {name: load_form(path) for name, path in shipped_forms().items()}


def piece(framework: Framework, form: Form = FORM, **parts: object) -> Piece:
    given = {"happened_on": DAY, "answers": {"rcp.prompt.text": "Tea."}, **parts}
    return fill(form, Entry(**given), {}, framework)  # type: ignore[arg-type]


def places(one: Piece) -> list[str]:
    return [part.place for filled in one.fields for part in filled.parts]


@pytest.mark.parametrize("name", shipped_forms())
def test_a_shipped_form_takes_what_it_names_whole_and_once_and_nothing_else(
    name: str, shipped: dict[str, Form], framework: Framework
) -> None:
    made = marked(framework)
    named = {place for field in shipped[name].fields for place in field.from_}
    text = fill(shipped[name], made.entry, {}, framework).text
    assert {place for place, word in made.words.items() if word in text} == named & set(made.words)
    assert all(text.count(made.words[place]) == 1 for place in named & set(made.words))
    assert not [word for word in made.never if word in text]
    for prompt in named & set(made.entry.answers):
        assert text.count(made.entry.answers[prompt]) == 1


@settings(max_examples=examples(90), deadline=None)
@given(data=st.data())
def test_any_form_takes_each_part_that_it_names_once_and_no_other(data: st.DataObject, framework: Framework) -> None:
    entry = data.draw(entries(framework))
    every = st.sampled_from([*PLACES, *list(entry.answers) * 4])
    named = data.draw(st.lists(every, min_size=1, max_size=8, unique=True))
    cut = data.draw(st.integers(0, len(named)))
    fields = (Field(id="a", label="A", from_=tuple(named[:cut])), Field(id="b", label="B", from_=tuple(named[cut:])))
    found = fill(Form(schema=1, title="T", fields=fields), entry, {}, framework)
    taken = places(found)
    stages = {place.partition(".")[2] for place in named if place.startswith("stage.")}
    answers = {
        prompt
        for prompt, words in entry.answers.items()
        if words.strip() and (prompt in named or framework.prompts[prompt].stage in stages)
    }
    assert sorted(place for place in taken if ".prompt." in place) == sorted(answers)
    assert {place for place in taken if ".prompt." not in place} <= set(named)
    said = {part.place: part.words for filled in found.fields for part in filled.parts}
    for prompt in answers:
        guess = " (a guess)" if framework.prompts[prompt].guess else ""
        assert said[prompt] == entry.answers[prompt] + guess
    for kind in ("note", "peer-discussion", "feedback", "follow-up"):
        texts = [one.text for one in entry.additions if one.kind == kind and f"additions.{kind}" in named]
        parts = [p.words for filled in found.fields for p in filled.parts if p.place == f"additions.{kind}"]
        assert parts == texts


def test_the_kind_of_moment_is_called_as_the_form_calls_it_and_never_guessed(framework: Framework) -> None:
    assert piece(framework, kind="visit").fields[0].words == "A visit"
    assert piece(framework, kind="training").fields[0].words == "Something else"
    assert piece(framework).fields[0].parts == ()


def test_an_action_that_was_changed_is_still_to_be_done(framework: Framework) -> None:
    form = Form(schema=1, title="T", fields=(Field(id="a", label="A", from_=("actions.changed", "actions.done")),))
    actions = (Action(what="Ring", state="changed", due=DAY, reason="R"), Action(what="Write", state="done", due=DAY))
    assert piece(framework, form, actions=actions).fields[0].words == (
        "To do (changed since): Ring, by 4 Mar 2026\n\nDone: Write"
    )


def test_a_field_with_nothing_in_it_is_missing_and_blanks_are_nothing(framework: Framework) -> None:
    one = piece(framework, kind="visit", answers={"rcp.prompt.text": " \n", "rcp.prompt.noticed": "Tea."})
    assert [field.id for field in one.missing] == ["words", "peer", "yours"]


def test_a_field_that_takes_so_many_words_says_when_there_are_more(framework: Framework) -> None:
    form = Form(schema=1, title="T", fields=(Field(id="a", label="A", from_=("rcp.prompt.text",), words=3),))
    assert piece(framework, form, answers={"rcp.prompt.text": "one two three"}).fields[0].too_long == 0
    assert piece(framework, form, answers={"rcp.prompt.text": "one two\nthree four"}).fields[0].too_long == 4


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 29), date(2025, 12, 1), date(2026, 11, 30)),
        (date(2026, 11, 30), date(2025, 12, 1), date(2026, 11, 30)),
        (date(2026, 12, 1), date(2026, 12, 1), date(2027, 11, 30)),
        (date(2028, 2, 29), date(2027, 12, 1), date(2028, 11, 30)),
    ],
    ids=str,
)
def test_a_period_whose_end_is_everybodys_is_the_one_that_the_day_is_in(today: date, first: date, last: date) -> None:
    assert period_of(YEARLY, today) == (first, last)


def test_a_period_whose_end_is_each_persons_own_reaches_back_so_many_years() -> None:
    assert period_of(Rule(text="", period=Period(years=3)), TODAY) == (date(2023, 11, 29), TODAY)
    assert period_of(Rule(text=""), TODAY) is None


def test_what_is_there_is_counted_beside_what_is_asked(framework: Framework) -> None:
    pieces = [
        piece(framework, kind="visit", additions=(TALKED,)),
        piece(framework, kind="training", happened_on=date(2025, 11, 30)),
        piece(framework, happened_on=date(2026, 1, 1)),
    ]
    assert tallied(FORM, tally(FORM, pieces, TODAY)) == (
        "Here: 3 pieces, 1 talked over, of 2 kinds (A visit; Something else). Our team asks for at least 2, 1 talked "
        "over. 1 of 3 happened outside the period from 1 Dec 2025 to 30 Nov 2026."
    )
    assert tallied(FORM, tally(FORM, pieces[:1], TODAY)) == (
        "Here: 1 piece, 1 talked over. Our team asks for at least 2, 1 talked over."
    )
    assert "all of one kind (A visit)" in tallied(FORM, tally(FORM, pieces[:1] * 2, TODAY))


def test_of_a_rule_without_numbers_nothing_is_asked_and_of_long_ago_it_is_said(framework: Framework) -> None:
    form = Form(schema=1, title="T", rule=Rule(text="", period=Period(years=2)), fields=FORM.fields)
    pieces = [piece(framework, form, happened_on=date(2024, 1, 1)), piece(framework, form)]
    assert tallied(form, tally(form, pieces, TODAY)) == "Here: 2 pieces. 1 of 2 happened more than 2 years ago."
    bare = Form(schema=1, title="T", fields=FORM.fields)
    assert tallied(bare, tally(bare, pieces, TODAY)) == "Here: 2 pieces."


def test_a_rule_that_was_read_more_than_a_year_ago_is_old() -> None:
    assert not is_old(FORM, date(2027, 11, 25))
    assert is_old(FORM, date(2027, 11, 28))
    assert not is_old(Form(schema=1, title="T", fields=FORM.fields), TODAY)


def test_where_a_rule_was_read_and_when_is_said() -> None:
    assert as_it_stood(FORM) == "As read on 25 Nov 2026: A page."
    bare = Form(schema=1, title="T", fields=FORM.fields)
    assert as_it_stood(bare) == "Where this form comes from is not said in its file."


def test_the_nearest_have_the_fewest_empty_fields_and_are_the_newest(framework: Framework) -> None:
    days = [date(2026, 1, n) for n in range(1, 5)]
    bare = [piece(framework, happened_on=day) for day in days[:2]]
    more = [piece(framework, happened_on=day, kind="visit") for day in days[2:]]
    assert [one.happened_on for one in nearest([*bare, *more], 3)] == [days[3], days[2], days[1]]

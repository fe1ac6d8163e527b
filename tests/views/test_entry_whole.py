"""One entry whole, on the screen and in what is taken out: all that was recorded, each in the same words."""

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcpjournal.core.cells import freed
from rcpjournal.core.entry import Action, Addition, Condition, Entry, ForSupervision, Session, texts
from rcpjournal.core.framework import Framework
from rcpjournal.core.recast.model import seen_as
from rcpjournal.core.words import safe
from rcpjournal.exports import Chosen, exporters
from rcpjournal.files.forms_file import load_model, shipped_models
from rcpjournal.views import entries as view
from rcpjournal.views import models
from rcpjournal.views.styled import Line
from tests.core.making import entries
from tests.support import examples

DAY, LATER = date(2026, 3, 4), date(2026, 4, 1)
NOT_EVERYDAY = Entry(
    id="260304-k7q",
    happened_on=DAY,
    answers={"rcp.prompt.text": "Words."},
    conditions=(Condition(item="rcp.organisation.norms", rule="unsure", sphere="neither", polarity="both"),),
    need="relationship",
    ratings={"tar.rating.high-support": 2},
    actions=(Action(what="Ring", why="One\ntwo.", due=DAY, owner="the manager", review=LATER),),
    supervision=ForSupervision(take=False, question="Not today?"),
    session=Session(role="the senior", next=LATER),
    additions=(Addition(on=LATER, kind="peer-discussion", role="a nurse", text="Go slower."),),
)


def on_screen(lines: Iterable[Line]) -> str:
    return safe("\n".join("".join(span.text for span in line) for line in lines))


def shown(entry: Entry, framework: Framework) -> str:
    return on_screen(view.whole(entry, {}, framework, 88))


def modelled(entry: Entry, framework: Framework) -> str:
    path = shipped_models()["gibbs"]
    return on_screen(models.lines(seen_as("gibbs", load_model(path), entry, {}, framework), 88))


def taken_out(name: str) -> Callable[[Entry, Framework], str]:
    def told(entry: Entry, framework: Framework) -> str:
        return "".join(exporters()[name].pieces(Chosen([(entry, {})], [], framework, DAY)))

    return told


EVERYWHERE = {"show": shown, "as": modelled, **{name: taken_out(name) for name in ("markdown", "html", "csv")}}


@settings(max_examples=examples(60), deadline=None)
@given(data=st.data())
def test_show_leaves_out_nothing_that_was_typed(data: st.DataObject, framework: Framework) -> None:
    entry = data.draw(entries(framework))
    said = unspaced(shown(entry, framework))
    for text in texts(entry):
        assert unspaced(safe(text)) in said


@settings(max_examples=examples(60), deadline=None)
@given(data=st.data())
def test_a_table_of_entries_leaves_out_nothing_that_was_typed(data: st.DataObject, framework: Framework) -> None:
    entry = replace(data.draw(entries(framework)), alias=None)
    rows = csv.reader(io.StringIO(taken_out("csv")(entry, framework), newline=""))
    said = unspaced("".join(map(freed, list(rows)[1])))
    for text in texts(entry):
        assert unspaced(safe(text)) in said


def unspaced(text: str) -> str:
    """The signs that are not blank, however a carriage return is shown."""
    return "".join(text.replace("\\x0d", "").split())


@pytest.mark.parametrize("where", EVERYWHERE)
def test_what_is_seldom_recorded_is_told_in_the_same_words(where: str, framework: Framework) -> None:
    said = " ".join(re.sub(r"</?bdi>", "", EVERYWHERE[where](NOT_EVERYDAY, framework)).split())
    for words in (
        "made it both easier and harder, not sure whether the rule is real, beyond me", "2 of 5",
        "Whose it is: the manager", "To look at again: Wed 1 Apr 2026", "Not for supervision", "Not today?",
        "Supervision with the senior; the next on Wed 1 Apr 2026.", "Talked over on Wed 1 Apr 2026, a nurse",
    ):  # fmt: skip
        assert words in said, words
    assert "It needed relationship." in said or where == "csv", "a table has a column for it"


@pytest.mark.parametrize("where", EVERYWHERE)
def test_a_guess_is_called_one_wherever_it_is_read(where: str, framework: Framework) -> None:
    guess = "rcp.prompt.like-for-them"
    for first in ({}, {"rcp.prompt.noticed": "Tea."}):
        answers = {**first, guess: "Long."}
        entry = Entry(id="260304-k7q", happened_on=DAY, answers=answers, asked=dict.fromkeys(answers, "Like?"))
        assert "Like? (a guess)" in EVERYWHERE[where](entry, framework)


@pytest.mark.parametrize("where", [shown, modelled])
def test_a_second_line_of_a_reason_stands_under_the_first(
    where: Callable[[Entry, Framework], str],
    framework: Framework,
) -> None:
    first, second = (line for line in where(NOT_EVERYDAY, framework).splitlines() if "One" in line or "two." in line)
    assert first.index("Why: One") == second.index("two.")

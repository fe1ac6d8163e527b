"""Reflections that wait to be finished, letting one go, and the month's question."""

import pytest

from rcpjournal.core.framework import Framework
from rcpjournal.store import Journal
from tests.support import added, done
from tests.terminal.conftest import Begin
from tests.terminal.driver import CLOSE, WAITING, Terminal

HAPPENED, NOTICED = "rcp.prompt.what-happened", "rcp.prompt.noticed"
MARCH, LATER_IN_MARCH, APRIL = "2026-03-04T17:30", "2026-03-05T08:00", "2026-04-02T17:30"
OFFER = "y takes it in at the end, Enter goes on without:"


def left(person: Terminal, happened: str) -> None:
    """Answers the first question of a quick reflection and leaves."""
    person.answers("what-happened", happened)
    person.asked("noticed")
    person.press("ctrl-c")
    assert person.ends() == 130


def led_to_end(person: Terminal, *names: str) -> None:
    """Passes over these questions and keeps the reflection."""
    for name in names:
        person.answers(name)
    person.keeps()


@pytest.mark.nightly
def test_two_unfinished_reflections_wait_for_each_other_and_the_home_page_names_them(
    begin: Begin, journal: Journal
) -> None:
    left(begin("write", "quick", RCPJOURNAL_NOW=MARCH), "The older one.")
    second = begin("write", "quick", RCPJOURNAL_NOW=LATER_IN_MARCH)
    second.sees("A quick reflection of Wed 4 Mar 2026 waits, with 1 answer.")
    second.offered(WAITING)
    second.types("n\r")
    left(second, "The newer one.")
    assert len(journal.drafts.all()) == 2
    page = begin(RCPJOURNAL_NOW=LATER_IN_MARCH)
    assert page.ends() == 0
    for day in ("Wed 4 Mar 2026", "Thu 5 Mar 2026"):
        assert f"A quick reflection of {day} waits, with 1 answer." in page.text
    third = begin("write", RCPJOURNAL_NOW=LATER_IN_MARCH)
    third.sees("A quick reflection of Thu 5 Mar 2026 waits, with 1 answer.")
    third.press("enter")
    led_to_end(third, "noticed", "carry-forward", "tags")
    assert journal.entries.get("last").answers == {HAPPENED: "The newer one."}
    fourth = begin("write", RCPJOURNAL_NOW=LATER_IN_MARCH)
    fourth.sees("A quick reflection of Wed 4 Mar 2026 waits, with 1 answer.")
    fourth.press("enter")
    led_to_end(fourth, "noticed", "carry-forward", "tags")
    assert journal.drafts.all() == []
    assert sorted(
        text for line in journal.finding.lines() for text in journal.entries.get(line.id).answers.values()
    ) == [
        "The newer one.",
        "The older one.",
    ]


def test_a_reflection_that_is_let_go_comes_back_with_undo(begin: Begin, journal: Journal) -> None:
    first = begin("write", "quick")
    first.answers("what-happened", "She waved.")
    first.answers("noticed", "I was late.")
    first.asked("carry-forward")
    first.writes("Wave ba")
    first.press("ctrl-c")
    first.ends()
    person = begin("write", "quick")
    person.offered(WAITING)
    person.types("d\r")
    person.sees("Let go. `rcpjournal undo` brings its words back.")
    person.asked("what-happened")
    assert journal.drafts.all() == []
    assert journal.finding.count() == 0
    done("undo", "--yes")
    assert journal.entries.get("last").answers == {
        HAPPENED: "She waved.",
        NOTICED: "I was late.",
        "rcp.prompt.carry-forward": "Wave ba",
    }


def test_a_reflection_finished_the_next_day_keeps_the_day_on_which_enter_meant_today(
    begin: Begin, journal: Journal
) -> None:
    person = begin("write", "standard", RCPJOURNAL_NOW=MARCH)
    person.answers("when")
    person.answers("what-happened", "She waved.")
    person.asked("noticed")
    person.press("ctrl-c")
    person.ends()
    again = begin("write", RCPJOURNAL_NOW=LATER_IN_MARCH)
    again.press("enter")
    again.answers("noticed", ".")
    again.offered(CLOSE)
    again.press("enter")
    again.answers("who-could-hold")
    assert again.ends() == 0
    assert str(journal.entries.get("last").happened_on) == "2026-03-04"


def test_a_draft_in_two_windows_loses_the_words_of_neither(begin: Begin, journal: Journal) -> None:
    first = begin("write", "quick")
    first.answers("what-happened", "She waved.")
    first.asked("noticed")
    second = begin("write", "quick")
    second.sees("It seems to be open in another window.")
    second.offered("goes on with it here:")
    second.types("g\r")
    second.answers("noticed", "From the second window.")
    second.asked("carry-forward")
    first.types("From the first window.\r")
    first.asked("carry-forward")
    for person in (first, second):
        person.press("ctrl-c")
        assert person.ends() == 130
    noticed = {draft.document["replies"]["rcp.prompt.noticed"] for draft in journal.drafts.all()}
    assert noticed == {"From the first window.", "From the second window."}


def test_a_draft_that_is_open_elsewhere_is_left_alone_by_enter(begin: Begin, journal: Journal) -> None:
    first = begin("write", "quick")
    first.answers("what-happened", "She waved.")
    first.asked("noticed")
    second = begin("write", "quick")
    second.offered("goes on with it here:")
    second.press("enter")
    second.asked("what-happened")
    assert len(journal.drafts.all()) == 1


# --- the month's question -------------------------------------------------------------------------------


def test_the_months_question_is_offered_once_a_month_and_taken_in_at_the_end(
    begin: Begin, journal: Journal, framework: Framework
) -> None:
    added("Something to look back on.", "--on", "2026-01-05")
    person = begin("write", "quick", RCPJOURNAL_NOW=MARCH)
    person.offered(OFFER)
    [asked] = [prompt for prompt in framework.monthly() if prompt.text in person.text]
    person.types("y\r")
    person.answers("what-happened", "She waved.")
    for name in ("noticed", "carry-forward", "tags"):
        person.answers(name)
    person.answers(asked.text, "The night porter.")
    person.keeps()
    assert journal.entries.get("last").answers == {HAPPENED: "She waved.", asked.id: "The night porter."}
    second = begin("write", "quick", RCPJOURNAL_NOW=LATER_IN_MARCH)
    second.asked("what-happened")
    assert "This month's question" not in second.seen
    next_month = begin("write", "quick", RCPJOURNAL_NOW=APRIL)
    next_month.offered(OFFER)
    assert asked.text not in next_month.text
    next_month.press("enter")
    next_month.asked("what-happened")
    assert "1 of 4" in next_month.text


def test_the_months_question_can_be_switched_off(begin: Begin) -> None:
    added("Something to look back on.")
    by_flag = begin("write", "quick", "--no-monthly")
    by_variable = begin("write", "quick", RCPJOURNAL_MONTHLY="no")
    for person in (by_flag, by_variable):
        person.asked("what-happened")
        assert "This month's question" not in person.seen
    done("config", "set", "monthly", "no")
    by_setting = begin("write", "quick")
    by_setting.asked("what-happened")
    assert "This month's question" not in by_setting.seen


@pytest.mark.parametrize("leaves", [False, True])
def test_words_typed_at_the_offer_of_the_months_question_are_kept_for_it(
    leaves: bool, begin: Begin, journal: Journal
) -> None:
    added("Something to look back on.")
    person = begin("write", "quick")
    person.offered(OFFER)
    person.types(".\r")
    person.offered(OFFER)
    person.types("We stayed with it, both of us.\r")
    person.sees("Your words are kept.")
    person.holds("We stayed with it, both of us.")
    if leaves:
        person.press("ctrl-c")
        assert person.ends() == 130
        person = begin("write")
        person.offered(WAITING)
        person.press("enter")
        person.holds("We stayed with it, both of us.")
    person.press("enter")
    led_to_end(person, "what-happened", "noticed", "carry-forward", "tags")
    assert list(journal.entries.get("last").answers.values()) == ["We stayed with it, both of us."]

"""What was agreed in supervision, said at a terminal: question by question, and kept however one leaves."""

from pathlib import Path

import pytest

from tests.support import done
from tests.terminal.conftest import Begin

WHAT, WHY, HOW, VIEW = "What was agreed?", "Why this, for", "How will it be done", "Whose view of this"
OWNER, DUE, REVIEW = "Whose is it", "By when?", "When will you look"


@pytest.fixture(autouse=True)
def session(home: Path) -> None:
    """There was a session."""
    done("supervision", "log", "--on", "2026-03-02")


def agreed() -> list[dict[str, object]]:
    """What is kept."""
    found: list[dict[str, object]] = done("actions", "--json").data["actions"]
    return found


@pytest.mark.nightly
def test_each_part_is_asked_for_days_too(begin: Begin) -> None:
    person = begin("supervision", "outcome")
    for question, reply in ((WHAT, "Ring first"), (WHY, "She decides"), (HOW, ""), (VIEW, "her sister"), (OWNER, "me")):
        person.answers(question, reply)
    person.answers(DUE, "2099-03-04")
    person.answers(REVIEW, "2099-04-04")
    assert person.ends() == 0
    (one,) = agreed()
    assert (one["what"], one["why"], one.get("how"), one["owner"]) == ("Ring first", "She decides", None, "me")
    assert (one["due"], one["review"]) == ("2099-03-04", "2099-04-04")


def test_what_was_said_is_kept_when_one_leaves_in_the_middle(begin: Begin) -> None:
    person = begin("supervision", "outcome")
    person.answers(WHAT, "Ring first")
    person.answers(WHY, "She decides")
    person.asked(HOW)
    person.press("ctrl-c")
    assert person.ends() == 130
    (one,) = agreed()
    assert (one["what"], one["why"]) == ("Ring first", "She decides")


def test_a_full_stop_keeps_what_there_is_and_back_goes_back(begin: Begin) -> None:
    person = begin("supervision", "outcome")
    person.answers(WHAT, "Ring frist")
    person.answers(WHY, "<")
    person.answers(WHAT, "Ring first")
    person.answers(WHY, ".")
    assert person.ends() == 0
    assert [one["what"] for one in agreed()] == ["Ring first"]


@pytest.mark.nightly
def test_where_nothing_was_agreed_nothing_is_kept(begin: Begin) -> None:
    person = begin("supervision", "outcome")
    person.answers(WHAT)
    assert person.ends() == 2
    assert agreed() == []

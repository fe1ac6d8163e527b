"""However a person, the terminal or the system leaves: every committed answer is kept, and the next `write` goes on.

Each test reads the draft through a second connection before the blow, so that none passes whose program never ran.
"""

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from rcpjournal.store import Journal
from tests.support import SEALED_AT_NIGHT, Counted
from tests.terminal.conftest import Begin
from tests.terminal.driver import CLOSE, WAITING, Terminal

HAPPENED, NOTICED, CARRY, TAGS = (
    f"rcp.prompt.{name}" for name in ("what-happened", "noticed", "carry-forward", "tags")
)
STANCE = f"{TAGS}/rcp.principle.trust/stance"
LONG_ENOUGH = 1.15
"""Seconds after which words that are only begun are kept, whatever happens."""

WAYS = ["Ctrl-C", "Ctrl-D", "SIGINT", "SIGTERM", "SIGHUP", "closed", "SIGKILL"]
SAID_SO = ["Ctrl-C", "Ctrl-D", "SIGINT", "SIGTERM", "SIGHUP"]


def strike(person: Terminal, way: str) -> None:
    """Leaves in this way, and waits until the program is no more; where there is a terminal still, it says so there."""
    if way == "closed":
        person.closes_window()
        person.gone()
        return
    if way.startswith("Ctrl"):
        person.press(way.lower())
    else:
        person.blow(way)
    code = person.ends()
    assert code == (-9 if way == "SIGKILL" else 130)
    if way in SAID_SO:
        person.sees("Stopped. Everything you typed is kept; `rcpjournal write` goes on from there.")
        assert "Traceback" not in person.seen
        assert person.left_as_it_was


class Depth(NamedTuple):
    """A place in a quick reflection: how one gets there, what is committed then, what is half typed, what is asked."""

    lead: Callable[[Terminal], None]
    committed: dict[str, Any]
    half: str
    place: str


def _to_second(person: Terminal) -> None:
    person.answers("what-happened", "She waved.")
    person.asked("noticed")


def _to_third(person: Terminal) -> None:
    _to_second(person)
    person.types("I was late.\r")
    person.asked("carry-forward")


def _to_list(person: Terminal) -> None:
    _to_third(person)
    person.press("enter")
    person.asked("tags")


def _to_stance(person: Terminal) -> None:
    _to_list(person)
    person.picks("tags", "Trust")
    person.asked("Trust: how was it?")


def _to_close(person: Terminal) -> None:
    _to_stance(person)
    person.figure("Trust: how was it?", "1")
    person.offered(CLOSE)


ONE = {HAPPENED: "She waved."}
TWO = {**ONE, NOTICED: "I was late."}
THREE = {**TWO, CARRY: None}
FOUR = {**THREE, TAGS: ["rcp.principle.trust"]}
FIVE = {**FOUR, STANCE: "present"}
DEPTHS = {
    "half an answer": Depth(_to_second, ONE, "My shoul", "noticed"),
    "between answers": Depth(_to_third, TWO, "", "carry-forward"),
    "in the list": Depth(_to_list, THREE, "", "tags"),
    "in a follow-up": Depth(_to_stance, FOUR, "", "Trust: how was it?"),
    "at the close": Depth(_to_close, FIVE, "", ""),
}
# Every depth in the everyday run, and the ways that differ most; all pairs at night, and again on sealed journals.
EVERYDAY = [
    ("closed", "half an answer"),
    ("Ctrl-D", "between answers"),
    ("Ctrl-C", "in the list"),
    ("SIGKILL", "in a follow-up"),
    ("SIGTERM", "at the close"),
]
SEALED_TOO = [("SIGKILL", "in a follow-up")]
PAIRS = [
    pytest.param(how, way, depth, marks=[] if (way, depth) in often else pytest.mark.nightly, id=f"{way} {depth} {how}")
    for how, often in (("plain", EVERYDAY), ("sealed", SEALED_TOO))
    for way in WAYS
    for depth in DEPTHS
]


@pytest.mark.parametrize(("journals", "way", "depth"), PAIRS)
def test_every_committed_answer_is_kept_and_the_next_write_goes_on(
    begin: Begin, journal: Journal, journals: str, way: str, depth: str, counted: Counted
) -> None:
    assert journal.sealed == (journals == "sealed")
    at = DEPTHS[depth]
    strike(led_to(at, begin, journal), way)
    [draft] = journal.drafts.all()
    assert draft.document["replies"] == at.committed
    goes_on(begin, journal, at, half_is_kept=way != "SIGKILL")
    counted("interruptions of a reflection", 1)


FORGETFUL = """
from rcpjournal.cli import main
from rcpjournal.store.drafts import Drafts
Drafts.save = lambda self, key, document: None
main()
"""


def test_the_harness_notices_answers_that_are_not_committed(begin: Begin, journal: Journal) -> None:
    with pytest.raises(AssertionError, match="had not committed"):
        led_to(DEPTHS["between answers"], begin, journal, program=[sys.executable, "-c", FORGETFUL])


def led_to(at: Depth, begin: Begin, journal: Journal, **more: Any) -> Terminal:
    """Somebody who has come so far, with every answer committed."""
    person = begin("write", "quick", **more)
    at.lead(person)
    if at.half:
        person.writes(at.half)
    committed = [draft.document["replies"] for draft in journal.drafts.all()]
    assert committed == [at.committed], "it had not committed before the blow"
    return person


def goes_on(begin: Begin, journal: Journal, at: Depth, *, half_is_kept: bool) -> None:
    """The next `write` offers to go on, with everything, and leads to an entry with all of it."""
    again = begin("write")
    again.sees("A quick reflection of")
    again.offered(WAITING)
    again.press("enter")
    if at.place:
        again.asked(at.place)
    if at.half:
        if half_is_kept:
            again.holds(at.half)
        again.press("ctrl-u")
        again.types("My shoulders.\r")
    for name in {"noticed": ["carry-forward", "tags"], "carry-forward": ["carry-forward", "tags"]}.get(at.place, []):
        again.answers(name)
    if at.place == "tags":
        again.press("enter")
    if at.place.startswith("Trust"):
        again.figure(at.place, "2")
    again.keeps()
    entry = journal.entries.get("last")
    words = {HAPPENED: "She waved.", NOTICED: "My shoulders." if at.half else "I was late."}
    assert entry.answers == words
    stance = at.committed.get(STANCE) or ("strained" if TAGS in at.committed else None)
    assert [seen.stance for seen in entry.observations] == ([stance] if stance else [])
    assert journal.drafts.all() == []


@pytest.mark.parametrize(
    "way", ["SIGHUP", *(pytest.param(way, marks=pytest.mark.nightly) for way in ("Ctrl-C", "Ctrl-D", "SIGTERM"))]
)
def test_the_very_first_words_come_back_though_nothing_was_sent(begin: Begin, journal: Journal, way: str) -> None:
    person = begin("write", "quick")
    person.asked("what-happened")
    person.writes("She wav")
    assert journal.drafts.all() == []
    strike(person, way)
    [draft] = journal.drafts.all()
    assert draft.document["begun"][HAPPENED] == "She wav"
    again = begin("write", "quick")
    again.press("enter")
    again.asked("what-happened")
    again.holds("She wav")
    again.types("ed.\r")
    again.asked("noticed")
    assert journal.drafts.all()[0].document["replies"] == {HAPPENED: "She waved."}


@SEALED_AT_NIGHT
def test_words_typed_more_than_a_second_ago_survive_a_kill(begin: Begin, journal: Journal) -> None:
    person = begin("write", "quick")
    person.answers("what-happened", "She waved.")
    person.asked("noticed")
    person.writes("My shoulders came down, and th")
    time.sleep(LONG_ENOUGH + 0.4)
    assert journal.drafts.all()[0].document["replies"] == ONE
    strike(person, "SIGKILL")
    again = begin("write")
    again.press("enter")
    again.asked("noticed")
    again.holds("My shoulders came down, and th")


@pytest.mark.nightly
def test_words_survive_a_kill_while_one_goes_on_typing(begin: Begin, journal: Journal) -> None:
    person = begin("write", "quick")
    person.answers("what-happened", "She waved.")
    person.asked("noticed")
    for letter in "My shoulders came down, and then I could hear her":
        person.types(letter)
        time.sleep(0.06)
    assert journal.drafts.all()[0].document["replies"] == ONE
    strike(person, "SIGKILL")
    kept = journal.drafts.all()[0].document["begun"][NOTICED]
    assert "My shoulders came down, and then I could hear her".startswith(kept)
    assert len(kept) > 20, "more than a second of typing is lost"


def test_new_words_for_an_earlier_answer_come_back_though_they_were_not_sent(begin: Begin, journal: Journal) -> None:
    person = begin("write", "quick")
    person.answers("what-happened", "She waved.")
    person.answers("noticed", "I was late.")
    person.answers("carry-forward", "<")
    person.asked("noticed")
    person.writes("I was very")
    assert journal.drafts.all()[0].document["replies"] == TWO
    strike(person, "Ctrl-C")
    again = begin("write")
    again.press("enter")
    again.asked("noticed")
    again.holds("I was very")
    assert "So far: I was late." in again.question


@SEALED_AT_NIGHT
def test_words_begun_at_the_very_last_question_are_kept(begin: Begin, journal: Journal) -> None:
    person = begin("write", "quick")
    person.answers("what-happened", "He shouted.")
    person.answers("noticed", ".")
    person.offered(CLOSE)
    person.press("enter")
    person.asked("who-could-hold")
    person.types("My sister, over t")
    person.until(lambda: person.at_cursor.endswith("over t"), "the words on the screen")
    assert journal.drafts.all()[0].document["replies"] == {HAPPENED: "He shouted."}
    person.press("ctrl-c")
    assert person.ends() == 130
    person.sees("Stopped. The reflection is kept.")
    assert journal.drafts.all() == []
    assert journal.entries.get("last").answers["rcp.prompt.who-could-hold"] == "My sister, over t"


def test_leaving_while_asked_whether_to_go_on_changes_nothing(begin: Begin, journal: Journal) -> None:
    person = begin("write", "quick")
    _to_second(person)
    strike(person, "SIGKILL")
    before = journal.drafts.all()
    assert before[0].document["replies"] == ONE
    for way in ("Ctrl-C", "SIGHUP"):
        again = begin("write")
        again.offered(WAITING)
        strike(again, way)
        assert journal.drafts.all() == before


def test_leaving_while_the_editor_is_open_loses_no_answer_and_no_saved_word(
    begin: Begin, journal: Journal, home: Path, tmp_path: Path
) -> None:
    script = tmp_path / "editor"
    script.write_text('#!/bin/sh\nprintf "Half a page." > "$1"\nexec sleep 30\n')
    script.chmod(0o700)
    person = begin("write", "quick", EDITOR=str(script))
    _to_second(person)
    person.types("e\r")
    saved: list[Path] = []

    def words_are_saved() -> bool:
        saved[:] = [path for path in home.rglob("*.md") if path.read_text() == "Half a page."]
        return bool(saved)

    person.eventually(words_are_saved, "the editor's file")
    strike(person, "SIGHUP")
    [draft] = journal.drafts.all()
    assert draft.document["replies"] == ONE
    assert "Half a page." in str(draft.document["begun"]) or saved[0].read_text() == "Half a page."


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.nightly) for seed in range(2, 61))])
@SEALED_AT_NIGHT
def test_a_kill_at_any_moment_loses_no_answer_after_which_another_question_was_put(
    begin: Begin, journal: Journal, seed: int, counted: Counted
) -> None:
    chance = random.Random(seed)
    person = begin("write", "standard")
    names = ["what-happened", "noticed", "like-for-them", "what-i-did"][: chance.randint(2, 4)]
    answers = {f"rcp.prompt.{name}": f"About {name}. " * chance.randint(1, 200) for name in names}
    *before, last = answers
    person.answers("when")
    for name in names[:-1]:
        person.answers(name, answers[f"rcp.prompt.{name}"])
    person.asked(names[-1])
    replies = journal.drafts.all()[0].document["replies"]
    assert replies == {"rcp.prompt.when": None, **{name: answers[name] for name in before}}
    person.types(f"{answers[last]}\r")
    time.sleep(chance.random() * 0.06)
    put = len(names) + 1
    person.blow("SIGKILL")
    assert person.ends() == -9
    acknowledged = f"{put + 1} of 16".encode() in bytes(person.output)
    replies = journal.drafts.all()[0].document["replies"]
    assert replies.pop(last, None) == answers[last] or not acknowledged
    assert replies == {"rcp.prompt.when": None, **{name: answers[name] for name in before}}
    counted("reflections killed or told to end at any moment", 1)


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.nightly) for seed in range(2, 41))])
@SEALED_AT_NIGHT
def test_a_signal_at_any_moment_ends_it_with_everything_kept(
    begin: Begin, journal: Journal, seed: int, counted: Counted
) -> None:
    chance = random.Random(seed)
    way = chance.choice(["SIGTERM", "SIGHUP", "SIGINT"])
    person = begin("write", "quick")
    person.answers("what-happened", "She waved.")
    person.asked("noticed")
    words = "My shoulders came down. " * chance.randint(1, 20)
    person.types(words)
    time.sleep(chance.random() * 0.08)
    assert journal.drafts.all()[0].document["replies"] == ONE
    strike(person, way)
    begun = journal.drafts.all()[0].document["begun"].get(NOTICED, "")
    assert words.startswith(begun)
    counted("reflections killed or told to end at any moment", 1)

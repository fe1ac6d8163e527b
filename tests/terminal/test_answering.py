"""Answering one question: going back, explaining, the editor, stopping, switching off, words of every kind."""

import time
from pathlib import Path

import pytest

from rcpjournal.core.framework import Framework
from rcpjournal.store import Journal
from tests.support import done
from tests.terminal.conftest import Begin, all_but
from tests.terminal.driver import CLOSE, Terminal

WEDNESDAY = "2026-03-04T17:30"
FIRST = "rcp.prompt.what-happened"
REST = ("noticed", "carry-forward", "tags")
LONG_ENOUGH = 1.15
"""Seconds after which words that are only begun are kept; a person who reads the question takes longer."""


def led_to_close(person: Terminal, *names: str) -> None:
    """Passes over these questions."""
    for name in names:
        person.answers(name)
    person.offered(CLOSE)


def editor(folder: Path, body: str) -> str:
    """An editor: a script that is given the file as `$1`."""
    script = folder / "editor.sh"
    script.write_text(f"#!/bin/sh\n{body}\n")
    script.chmod(0o700)
    return str(script)


# --- going back -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [60, pytest.param(80, marks=pytest.mark.nightly)])
def test_going_back_shows_the_earlier_answer_and_enter_keeps_it(begin: Begin, journal: Journal, columns: int) -> None:
    person = begin("write", "quick", columns=columns)
    person.answers("what-happened", "She waved from the window.")
    person.answers("noticed", "I was late.")
    person.answers("carry-forward", "<")
    person.asked("noticed")
    assert "So far: I was late." in person.question
    person.types("<\r")
    person.asked("what-happened")
    assert "So far: She waved from the window." in person.question
    person.press("enter")
    person.answers("noticed")
    led_to_close(person, "carry-forward", "tags")
    person.keeps()
    assert list(journal.entries.get("last").answers.values()) == ["She waved from the window.", "I was late."]


def test_an_earlier_answer_can_be_replaced_or_brought_back_to_be_changed_or_taken_out(
    begin: Begin, journal: Journal
) -> None:
    person = begin("write", "quick")
    for name in ("what-happened", "noticed", "carry-forward"):
        person.answers(name, "She waved.")
    for name in ("tags", "carry-forward", "noticed"):
        person.figure(name, "<") if name == "tags" else person.answers(name, "<")
    person.answers("what-happened", "She waved with both hands.")
    person.asked("noticed")
    person.press("up")
    person.holds("She waved.")
    person.types(" Twice.\r")
    person.answers("carry-forward", "-")
    led_to_close(person, "tags")
    person.keeps()
    assert journal.entries.get("last").answers == {
        FIRST: "She waved with both hands.",
        "rcp.prompt.noticed": "She waved. Twice.",
    }


def test_going_back_from_a_list_and_from_the_close_keeps_what_was_picked(begin: Begin, journal: Journal) -> None:
    person = begin("write", "quick")
    person.answers("what-happened", "She waved.")
    for name in ("noticed", "carry-forward"):
        person.answers(name)
    person.picks("tags", "Trust")
    person.figure("Trust: how was it?", "<")
    person.asked("tags")
    assert "taken: Trust" in person.question
    person.press("enter")
    person.figure("Trust: how was it?", "2")
    person.offered(CLOSE)
    person.types("<\r")
    person.asked("Trust: how was it?")
    assert "So far: it was strained" in person.question
    person.press("enter")
    person.keeps()
    assert [(seen.item, seen.stance) for seen in journal.entries.get("last").observations] == [
        ("rcp.principle.trust", "strained")
    ]


@pytest.mark.parametrize("sign", ["<", pytest.param("?", marks=pytest.mark.nightly)])
@pytest.mark.nightly
def test_a_sign_is_not_kept_as_words_however_slowly_it_is_typed(begin: Begin, journal: Journal, sign: str) -> None:
    person = begin("write", "quick")
    person.answers("what-happened", "She waved.")
    person.asked("noticed")
    time.sleep(LONG_ENOUGH)
    person.writes(sign)
    person.press("enter")
    if sign == "<":
        person.answers("what-happened")
    else:
        person.sees("Something you saw, heard or felt.")
    person.asked("noticed")
    assert person.written == "", "the sign stands where the answer goes"
    assert not any(journal.drafts.all()[0].document["begun"].values())


# --- explaining, signs as words ---------------------------------------------------------------------------


def test_the_first_question_explains_itself_and_has_nothing_behind_it(begin: Begin) -> None:
    person = begin("write", "quick")
    person.answers("what-happened", "?")
    person.sees("A line or two is enough. 'Home visit, a mum of two.")
    person.answers("what-happened", "<")
    person.answers("what-happened", "She waved.")
    person.asked("noticed")
    assert person.seen.count("A line or two is enough.") == 1


def test_a_sign_typed_twice_is_an_answer(begin: Begin, journal: Journal) -> None:
    person = begin("write", "quick")
    person.answers("what-happened", "??")
    led_to_close(person, *REST)
    person.keeps()
    assert journal.entries.get("last").answers == {FIRST: "?"}


@pytest.mark.parametrize("columns", [60, pytest.param(80, marks=pytest.mark.nightly)])
def test_the_keys_are_named_while_a_question_waits(begin: Begin, columns: int) -> None:
    person = begin("write", "quick", columns=columns)
    person.asked("what-happened")
    for words in ("Enter on", "< back", "? explain", "e editor", ". stop here"):
        person.until(lambda words=words: words in person.question, f"“{words}” under the question")  # type: ignore[misc]


def test_words_typed_before_the_first_question_stands_are_its_answer(begin: Begin, journal: Journal) -> None:
    person = begin("write", "quick")
    person.types("She waved.\r")
    led_to_close(person, *REST)
    person.keeps()
    assert journal.entries.get("last").answers == {FIRST: "She waved."}


# --- the editor -------------------------------------------------------------------------------------------


def test_the_editor_takes_many_lines_in_a_private_file_and_is_given_the_earlier_answer(
    begin: Begin, journal: Journal, home: Path, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    body = f'stat -c %a "$1" "$(dirname "$1")" > {seen}\nprintf "Line one.\\n\\n  — line three ☕\\n" >> "$1"'
    person = begin("write", "quick", VISUAL=editor(tmp_path, body), EDITOR="/nowhere/editor")
    person.answers("what-happened", "e")
    person.answers("noticed", "<")
    person.answers("what-happened", "e")
    led_to_close(person, *REST)
    person.keeps()
    lines = "Line one.\n\n  — line three ☕"
    assert journal.entries.get("last").answers == {FIRST: f"{lines}{lines}"}
    assert seen.read_text().split() == ["600", "700"]
    assert list(home.rglob("*.md")) == []


@pytest.mark.nightly
def test_the_sign_for_the_editor_is_not_text_in_it(begin: Begin, tmp_path: Path) -> None:
    given = tmp_path / "given"
    person = begin("write", "quick", EDITOR=editor(tmp_path, f'cat "$1" > {given}; printf "She waved." > "$1"'))
    person.asked("what-happened")
    time.sleep(LONG_ENOUGH)
    person.types("e\r")
    person.asked("noticed")
    assert given.read_text() == ""


def test_an_editor_that_fails_loses_nothing_and_says_where_the_words_are(
    begin: Begin, journal: Journal, home: Path, tmp_path: Path
) -> None:
    person = begin("write", "quick", EDITOR=editor(tmp_path, 'printf "Half a page." > "$1"; exit 3'))
    person.answers("what-happened", "She waved.")
    person.answers("noticed", "e")
    person.sees("ended with an error (3)")
    person.asked("noticed")
    left = [path for path in home.rglob("*") if path.is_file() and b"Half a page." in path.read_bytes()]
    assert left, "what was typed in the editor is in no file"
    squeezed = person.seen.replace(" ", "")
    assert "Half a page." in person.question or any(str(path).replace(" ", "") in squeezed for path in left)
    person.press("ctrl-a", "ctrl-k")
    person.types("I was late.\r")
    led_to_close(person, "carry-forward", "tags")
    person.keeps()
    assert list(journal.entries.get("last").answers.values()) == ["She waved.", "I was late."]


def test_after_a_failed_editor_the_next_write_goes_on_with_its_words(
    begin: Begin, journal: Journal, tmp_path: Path
) -> None:
    person = begin("write", "quick", EDITOR=editor(tmp_path, 'printf "Half a page." > "$1"; exit 3'))
    person.answers("what-happened", "She waved.")
    person.answers("noticed", "e")
    person.sees("ended with an error (3)")
    person.asked("noticed")
    person.press("ctrl-c")
    assert person.ends() == 130
    again = begin("write")
    again.press("enter")
    again.asked("noticed")
    again.until(lambda: "Half a page." in again.question, "the words that were typed in the editor")


@pytest.mark.nightly
def test_an_editor_that_is_not_there_is_said_so_and_the_question_stays(begin: Begin) -> None:
    person = begin("write", "quick", EDITOR="/nowhere/editor")
    person.answers("what-happened", "e")
    person.sees("/nowhere/editor")
    person.answers("what-happened", "She waved.")
    person.asked("noticed")


# --- stopping, waiting, switching off -----------------------------------------------------------------------


def test_a_full_stop_stops_here_and_keeps_what_there_is(begin: Begin, journal: Journal) -> None:
    person = begin("write")
    person.answers("when")
    person.answers("what-happened", "He shouted, and I left.")
    person.answers("noticed", ".")
    person.sees("Stopping here is fine.")
    person.offered(CLOSE)
    person.press("enter")
    person.sees("It will be kept, whatever you answer to this one.")
    person.asked("who-could-hold")
    person.types("My senior, at five.\r")
    assert person.ends() == 0
    assert journal.entries.get("last").answers == {
        FIRST: "He shouted, and I left.",
        "rcp.prompt.who-could-hold": "My senior, at five.",
    }


def test_stopping_from_a_list_can_be_taken_back(begin: Begin, journal: Journal) -> None:
    person = begin("write", "quick")
    person.answers("what-happened", "She waved.")
    for name in ("noticed", "carry-forward"):
        person.answers(name)
    person.figure("tags", ".")
    person.sees("Stopping here is fine.")
    person.offered(CLOSE)
    person.types("<\r")
    person.answers("carry-forward", "Wave back.")
    person.picks("tags", "Trust")
    person.figure("Trust: how was it?", "1")
    person.keeps()
    entry = journal.entries.get("last")
    assert list(entry.answers.values()) == ["She waved.", "Wave back."]
    assert len(entry.observations) == 1


def test_w_at_the_close_lets_it_wait(begin: Begin, journal: Journal) -> None:
    person = begin("write", "quick")
    person.answers("what-happened", "She waved.")
    led_to_close(person, *REST)
    person.types("w\r")
    assert person.ends() == 0
    assert "It waits." in person.text
    assert journal.finding.count() == 0
    again = begin("write")
    again.sees("A quick reflection")
    again.press("enter")
    again.keeps()
    assert journal.entries.get("last").answers == {FIRST: "She waved."}
    assert journal.drafts.all() == []


def test_x_switches_a_question_off_for_good(begin: Begin, journal: Journal) -> None:
    person = begin("write", "quick")
    person.answers("what-happened", "She waved.")
    person.answers("noticed", "x")
    person.sees("It will not be asked again.")
    person.asked("carry-forward")
    led_to_close(person, "carry-forward", "tags")
    person.keeps()
    assert list(journal.entries.get("last").answers) == [FIRST]
    second = begin("write", "quick", "--no-monthly")
    second.answers("what-happened", "She waved again.")
    second.asked("carry-forward")
    assert second.wording("noticed") not in second.seen
    assert done("config", "get", "prompts_off").out == "rcp.prompt.noticed\n"


# --- words of every kind --------------------------------------------------------------------------------

MANY_KINDS = [
    "Zoë said “ça va” – naïve, I thought…",
    "👩‍👧‍👦 tea ☕️ and 🇬🇧",
    "שלום، مرحبا بك",
    "e\u0301 a\u0308 \u0939\u093f\u0928\u094d\u0926\u0940 \u5bb6\u5ead\u8a2a\u554f",
    "[red]not a colour[/red] :smile: {x} \\n %s",
    "  two spaces before, and two after  ",
]


@pytest.mark.parametrize("columns", [60, pytest.param(80, marks=pytest.mark.nightly)])
def test_words_of_every_script_and_many_lines_are_kept_verbatim(begin: Begin, journal: Journal, columns: int) -> None:
    person = begin("write", "quick", columns=columns)
    person.asked("what-happened")
    for n, line in enumerate(MANY_KINDS):
        if n:
            person.press("alt-enter")
        person.types(line)
    person.press("enter")
    pasted = "\n".join([*MANY_KINDS, "", "a very long line " * 20])
    person.asked("noticed")
    person.pastes(pasted)
    person.press("enter")
    led_to_close(person, "carry-forward", "tags")
    person.keeps()
    assert journal.entries.get("last").answers == {FIRST: "\n".join(MANY_KINDS), "rcp.prompt.noticed": pasted}


def test_a_paste_that_ends_in_a_new_line_is_not_sent_before_enter(begin: Begin, journal: Journal) -> None:
    person = begin("write", "quick")
    person.asked("what-happened")
    person.pastes("One.\nTwo.\n")
    person.until(lambda: "Two." in person.question, "what was pasted")
    assert person.wording("noticed") not in person.text
    person.types("Three.\r")
    person.asked("noticed")
    assert journal.drafts.all()[0].document["replies"] == {FIRST: "One.\nTwo.\nThree."}


# --- days -----------------------------------------------------------------------------------------------


def test_a_day_that_cannot_be_read_is_refused_in_words_and_asked_again(begin: Begin, journal: Journal) -> None:
    person = begin("write", "standard", RCPJOURNAL_NOW=WEDNESDAY)
    for word in ("the day before last", "2026-02-30"):
        person.answers("when", word)
        person.sees(f"“{word}” is not a date I can read")
    person.answers("when", "sunday")
    person.asked("what-happened")
    assert journal.drafts.all()[0].document["replies"]["rcp.prompt.when"] == "2026-03-01"


def test_sentences_typed_where_a_day_is_asked_for_all_wait_at_the_first_question_in_words(
    begin: Begin, journal: Journal
) -> None:
    first, second = "She opened the door herself.", "I was late and she noticed."
    person = begin("write", "standard", RCPJOURNAL_NOW=WEDNESDAY)
    for words in (first, second):
        person.answers("when", words)
        person.sees(f"“{words}” is not a date I can read")
    person.answers("when")
    person.answers("what-happened")
    person.asked("noticed")
    assert journal.drafts.all()[0].document["replies"]["rcp.prompt.what-happened"] == f"{first}\n{second}"


def test_a_day_that_is_still_to_come_is_refused_for_what_happened(begin: Begin) -> None:
    person = begin("write", "standard", RCPJOURNAL_NOW=WEDNESDAY)
    person.answers("when", "tomorrow")
    person.sees("that day is still to come")
    person.asked("when")


def test_a_weekday_for_what_one_will_try_is_the_coming_one(
    begin: Begin, journal: Journal, framework: Framework
) -> None:
    off = all_but(framework, "what-happened", "try-next")
    person = begin("write", "standard", RCPJOURNAL_NOW=WEDNESDAY, RCPJOURNAL_PROMPTS_OFF=off)
    person.answers("what-happened", "She waved.")
    person.answers("try-next", "Wave back.")
    person.answers("By when?", "friday")
    for name in ("Why this", "How will you", "Whose view"):
        person.answers(name)
    person.keeps()
    assert [str(action.due) for action in journal.entries.get("last").actions] == ["2026-03-06"]


def test_a_near_miss_asks_who_could_hold_it_and_says_that_this_is_not_the_record(
    begin: Begin, journal: Journal
) -> None:
    person = begin("write", "quick", "--kind", "near-miss")
    person.answers("what-happened", "The wrong chart, seen in time.")
    led_to_close(person, *REST)
    person.press("enter")
    person.asked("who-could-hold")
    person.press("enter")
    assert person.ends() == 0
    assert "This journal is not the record of it." in person.text
    assert journal.entries.get("last").kind == "near-miss"

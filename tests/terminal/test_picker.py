"""The list to pick from: what it shows while one types, what it takes, and what it will not let through."""

from pathlib import Path
from typing import Any

import pytest

from rcpjournal.core.framework import Framework
from rcpjournal.store import Journal
from tests.support import done
from tests.terminal.conftest import Begin, all_but
from tests.terminal.driver import Terminal

HAPPENED = "She made tea. Then she read me the letter twice. I said nothing!"
QUOTE = "Trust: which of your words show it?"


def at_tags(begin: Begin, **more: Any) -> Terminal:
    """A quick reflection at its list of everything."""
    person = begin("write", "quick", **more)
    person.answers("what-happened", HAPPENED)
    person.answers("noticed")
    person.answers("carry-forward")
    person.asked("tags")
    return person


def at_quote(begin: Begin, framework: Framework, happened: str = HAPPENED, **more: Any) -> Terminal:
    """A standard reflection where it asks which words show trust; `happened` is pasted as it is."""
    off = all_but(framework, "what-happened", "principles")
    person = begin("write", "standard", RCPJOURNAL_PROMPTS_OFF=off, **more)
    person.asked("what-happened")
    person.pastes(happened)
    person.press("enter")
    person.picks("principles", "Trust")
    person.figure("Trust: how was it?", "1")
    person.asked(QUOTE)
    return person


def options(person: Terminal) -> list[str]:
    """The options on the screen, without the pointer, the box and the group beside it."""
    lines = person.question.partition("find:")[2].split("\n")
    rows = [line for line in lines if line.startswith(("> [", "  ["))]
    return [row[6:].split("   ")[0].strip() for row in rows]


def pointed(person: Terminal) -> str:
    """The row that the pointer is on."""
    return next((row[2:] for row in person.question.split("\n") if row.startswith("> ")), "")


def finds(person: Terminal, letters: str) -> None:
    """Types letters and waits for them in the filter."""
    person.types(letters)
    person.until(lambda: f"find: {letters}\n" in person.question, f"“{letters}” in the filter")


@pytest.mark.parametrize("columns", [60, pytest.param(80, marks=pytest.mark.nightly)])
def test_the_list_narrows_as_one_types_and_shows_the_definition_under_the_pointer(begin: Begin, columns: int) -> None:
    person = at_tags(begin, columns=columns)
    assert len(options(person)) == 8
    assert "more below" in person.question
    assert "Each of you brings something" in person.text
    person.types("?")
    person.sees("Type a few letters to search.")
    assert len(options(person)) == 8
    person.types("?")
    person.sees("Each of you brings something")
    finds(person, "tru")
    assert options(person) == ["Trust", "trusting", "mutual trust"]
    assert pointed(person).startswith("[ ] Trust")
    assert "Each can rely on the other." in person.text
    person.press("down")
    person.until(lambda: pointed(person).startswith("[ ] trusting"), "the pointer on the next row")
    assert "Each can rely on the other." not in person.text
    person.press("backspace", "backspace", "backspace")
    person.until(lambda: len(options(person)) == 8, "the whole list again")


def test_a_name_that_is_not_there_is_said_so_and_a_figure_is_a_name_in_a_long_list(begin: Begin) -> None:
    person = at_tags(begin)
    finds(person, "2")
    assert "nothing by that name" in person.text
    person.press("backspace")
    finds(person, "zebra")
    assert "nothing by that name; Backspace takes a letter back" in person.text
    person.press("enter")
    person.settles()
    assert "find: zebra" in person.question, "Enter on nothing found passed over the question"
    person.press("ctrl-u")
    person.until(lambda: len(options(person)) == 8, "the whole list again")


def test_space_takes_what_the_pointer_is_on_and_space_again_takes_it_out(begin: Begin, journal: Journal) -> None:
    person = at_tags(begin)
    person.press("down", "space", "down", "space")
    person.until(lambda: "taken: Kindness, Trust" in person.question, "two taken")
    person.press("space")
    person.until(lambda: "taken: Kindness\n" in person.question, "one taken")
    person.press("enter")
    person.figure("Kindness: how was it?", "1")
    person.keeps()
    assert [seen.item for seen in journal.entries.get("last").observations] == ["rcp.principle.kindness"]


def test_enter_after_space_goes_on_with_what_space_took(begin: Begin) -> None:
    person = at_tags(begin)
    finds(person, "tru")
    person.press("space")
    person.until(lambda: "taken: Trust" in person.question, "Trust taken")
    person.press("enter")
    person.settles()
    assert "taken: Trust" in person.question or "Trust: how was it?" in person.question, "Enter took it out again"


def test_a_name_of_two_words_can_be_typed_without_taking_another_on_the_way(begin: Begin) -> None:
    person = at_tags(begin)
    person.types("active col")
    person.settles()
    assert "taken: Active listening" not in person.question


def test_no_more_are_taken_than_are_asked_for(begin: Begin, journal: Journal) -> None:
    person = at_tags(begin)
    for letters in ("Trust", "Kindness", "Safety"):
        finds(person, letters)
        person.press("enter")
        person.until(lambda: "find:\n" in person.question, "an empty filter")
    finds(person, "Challenge")
    person.press("space")
    person.sees("That would be more than 3")
    person.press("ctrl-u", "enter")
    for label in ("Trust", "Kindness", "Safety"):
        person.figure(f"{label}: how was it?", "1")
    person.keeps()
    assert [seen.item.rpartition(".")[2] for seen in journal.entries.get("last").observations] == [
        "trust",
        "kindness",
        "safety",
    ]


def test_a_figure_picks_in_a_short_list_and_arrows_and_enter_do_too(begin: Begin, journal: Journal) -> None:
    person = at_tags(begin)
    finds(person, "Trust")
    person.press("enter", "enter")
    person.asked("Trust: how was it?")
    for row in ("(pass over)", "1 it was there", "2 it was strained", "3 it was missing", "4 not sure"):
        assert row in person.question
    person.types("7")
    person.until(lambda: "find: 7" in person.question, "a figure that is no option as words to find")
    person.press("backspace", "down", "down", "enter")
    person.keeps()
    assert journal.entries.get("last").observations[0].stance == "strained"


def test_a_quote_is_picked_from_ones_own_words_to_the_letter_or_typed_there(
    begin: Begin, framework: Framework, journal: Journal
) -> None:
    off = all_but(framework, "what-happened", "principles")
    person = begin("write", "standard", RCPJOURNAL_PROMPTS_OFF=off)
    person.answers("what-happened", HAPPENED)
    person.picks("principles", "Trust", "Kindness")
    person.figure("Trust: how was it?", "1")
    person.asked(QUOTE)
    for row in ("1 She made tea.", "2 Then she read me the letter twice.", "3 I said nothing!"):
        assert row in person.question
    finds(person, "let")
    assert pointed(person).endswith("Then she read me the letter twice.")
    person.press("enter")
    person.figure("Kindness: how was it?", "1")
    person.asked("Kindness: which of your words show it?")
    finds(person, "the way she held it")
    assert "Enter takes the words you typed" in person.text
    person.press("enter")
    person.keeps()
    assert [seen.quote for seen in journal.entries.get("last").observations] == [
        "Then she read me the letter twice.",
        "the way she held it",
    ]


def test_words_typed_for_a_quote_are_kept_when_the_window_goes(
    begin: Begin, framework: Framework, journal: Journal
) -> None:
    person = at_quote(begin, framework)
    finds(person, "the way she held it")
    person.press("ctrl-c")
    assert person.ends() == 130
    again = begin("write")
    again.press("enter")
    again.asked(QUOTE)
    again.until(lambda: "the way she held it" in again.question, "the words typed before")


@pytest.mark.nightly
def test_rows_keep_their_place_whatever_the_width_of_their_letters(begin: Begin, framework: Framework) -> None:
    person = at_quote(begin, framework, f"{'家庭訪問をして、一緒にお茶を飲んだ' * 3}.\nTea.", columns=60)
    rows = person.question.split("find:")[1].split("\n")[1:]
    assert rows[0].startswith("> (pass over)")
    assert rows[1].startswith("  1 家庭訪問") and rows[1].endswith("…")
    assert rows[2] == "  2 Tea."


HOSTILE = (
    "Red \x1b[31mred\x1b[0m. Title \x1b]0;owned\x07 done. C1 \x9b32m here. Backwards \u202eabc\u202c end. [red]x[/red]."
)
SEQUENCES = (b"\x1b[31m", b"\x1b]0;", b"\x07", b"\xc2\x9b", "\u202e".encode())


def test_escape_sequences_in_ones_words_are_shown_harmless_and_kept_verbatim(
    begin: Begin, framework: Framework, journal: Journal, tmp_path: Path
) -> None:
    (tmp_path / "words").write_text(HOSTILE, encoding="utf-8")
    (tmp_path / "editor").write_text(f'#!/bin/sh\ncat {tmp_path / "words"} > "$1"\n')
    (tmp_path / "editor").chmod(0o700)
    person = at_quote(begin, framework, "e", EDITOR=str(tmp_path / "editor"))
    for shown in ("\\x1b[31mred", "\\x1b]0;owned\\x07", "\\x9b32m", "\\u202eabc", "[red]x[/red]"):
        assert shown in person.question, shown
    finds(person, "owned")
    person.press("enter")
    person.offered("as it is:")
    person.types("<\r")
    person.asked(QUOTE)
    assert "So far: Title \\x1b]0;owned\\x07 done." in person.question
    person.press("enter")
    person.keeps()
    assert [found for found in SEQUENCES if found in bytes(person.output)] == []
    entry = journal.entries.get("last")
    assert list(entry.answers.values()) == [HOSTILE]
    assert entry.observations[0].quote == "Title \x1b]0;owned\x07 done."


def test_escape_sequences_that_are_pasted_or_begun_are_shown_harmless(begin: Begin) -> None:
    person = begin("write", "quick")
    person.asked("what-happened")
    person.pastes(HOSTILE)
    person.settles()
    person.press("ctrl-c")
    assert person.ends() == 130
    again = begin("write")
    again.press("enter")
    again.asked("what-happened")
    again.settles()
    assert "[red]x[/red]." in again.question.replace("\n  ", "")
    shown = bytes(person.output + again.output)
    assert [found for found in SEQUENCES if found in shown] == []


def test_escape_sequences_in_an_item_of_ones_own_are_shown_harmless(begin: Begin) -> None:
    done(
        "framework", "add", "Tea \x1b[31mtogether", "--layer", "behaviour", "--definition", "Hot \x1b]0;owned\x07 tea."
    )
    person = at_tags(begin)
    finds(person, "Tea")
    assert "Tea \\x1b[31mtogether" in person.text
    assert "Hot \\x1b]0;owned\\x07 tea." in person.text
    person.press("enter", "enter")
    person.asked("Tea \\x1b[31mtogether: how was it?")
    person.types("1")
    person.keeps()
    assert [found for found in SEQUENCES if found in bytes(person.output)] == []

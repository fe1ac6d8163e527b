"""Plain numbered lines: asked for, in a terminal that can do no more, and in a pipe."""

import platform
from pathlib import Path

import pytest

from rcpjournal.core.entry import Observation
from rcpjournal.store import Journal
from tests.support import added, done, run
from tests.terminal.conftest import Begin
from tests.terminal.driver import WAITING, Terminal

HAPPENED, NOTICED = "rcp.prompt.what-happened", "rcp.prompt.noticed"
PLAIN_CLOSE = "Enter keeps it, < goes back, w lets it wait as it is:"
STOPPED = "Stopped. Everything you typed is kept"
PLAINLY = [
    pytest.param(["--plain"], {}, id="flag"),
    pytest.param([], {"TERM": "dumb"}, id="dumb terminal"),
    pytest.param([], {"RCPJOURNAL_PLAIN": "yes"}, id="variable", marks=pytest.mark.nightly),
]


def answers(person: Terminal, place: str, name: str, text: str = "") -> None:
    """Waits for a numbered question with its place to answer, and sends a line."""
    words = f"Question {place}. {person.wording(name)}"
    person.sees(words)
    person.until(lambda: person.at_cursor.endswith(">"), "a place to answer")
    person.types(f"{text}\r")


def lead_to_tags(person: Terminal) -> None:
    answers(person, "1 of 4", "what-happened", "She waved.")
    answers(person, "2 of 4", "noticed", "I was late.")
    answers(person, "3 of 4", "carry-forward")


@pytest.mark.parametrize(("flags", "environment"), PLAINLY)
@pytest.mark.parametrize("columns", [80, pytest.param(60, marks=pytest.mark.nightly)])
def test_a_quick_reflection_in_numbered_lines_without_any_escape_sequence(
    begin: Begin, journal: Journal, flags: list[str], environment: dict[str, str], columns: int
) -> None:
    person = begin("write", "quick", *flags, columns=columns, **environment)
    lead_to_tags(person)
    answers(person, "4 of 4", "tags", "trust")
    person.sees("Taken: Trust. Each can rely on the other.")
    person.types("\r")
    person.sees("2. it was strained")
    person.types("2\r")
    person.offered(PLAIN_CLOSE)
    person.types("\r")
    assert person.ends() == 0
    assert "Kept, private." in person.text
    assert b"\x1b" not in person.output
    entry = journal.entries.get("last")
    assert entry.answers == {HAPPENED: "She waved.", NOTICED: "I was late."}
    assert entry.observations == (Observation(item="rcp.principle.trust", stance="strained"),)


def test_plain_lines_go_back_explain_and_keep(begin: Begin, journal: Journal) -> None:
    person = begin("write", "quick", "--plain")
    answers(person, "1 of 4", "what-happened", "She waved.")
    answers(person, "2 of 4", "noticed", "<")
    person.sees("Your answer so far: She waved.")
    person.types("\r")
    person.until(lambda: person.seen.count("Question 2 of 4.") == 2, "the second question again")
    person.types("?\r")
    person.sees("Something you saw, heard or felt.")
    person.until(lambda: person.seen.count("Question 2 of 4.") == 3, "the second question once more")
    person.types("First line\\\rsecond line\r")
    answers(person, "3 of 4", "carry-forward", ".")
    person.offered(PLAIN_CLOSE)
    person.types("\r")
    answers(person, "5 of 5", "who-could-hold", "")
    assert person.ends() == 0
    assert journal.entries.get("last").answers == {HAPPENED: "She waved.", NOTICED: "First line\nsecond line"}


def test_plain_lines_hold_to_the_most_and_take_out_what_is_named_again(begin: Begin, journal: Journal) -> None:
    person = begin("write", "quick", "--plain")
    lead_to_tags(person)
    answers(person, "4 of 4", "tags", "1, 2, 3")
    person.sees("Taken: Trust.")
    person.types("4\r")
    person.sees("That would be more than 3.")
    person.types("2\r")
    person.sees("Taken out: Kindness.")
    person.types("999\r")
    person.sees("There is no number 999")
    person.types("\r")
    for label in ("Reciprocity", "Trust"):
        person.sees(f"{label}: how was it?")
        person.types("1\r")
    person.offered(PLAIN_CLOSE)
    person.types("\r")
    assert person.ends() == 0
    assert [seen.item.rpartition(".")[2] for seen in journal.entries.get("last").observations] == [
        "reciprocity",
        "trust",
    ]


EVERYDAY = ["Ctrl-C", "closed"]
AT_NIGHT = [pytest.param(way, marks=pytest.mark.nightly) for way in ("Ctrl-D", "SIGHUP", "SIGTERM", "SIGKILL")]


@pytest.mark.parametrize("way", [*EVERYDAY, *AT_NIGHT])
def test_plain_lines_lose_nothing_however_one_leaves(begin: Begin, journal: Journal, way: str) -> None:
    person = begin("write", "quick", "--plain")
    answers(person, "1 of 4", "what-happened", "She waved.")
    answers(person, "2 of 4", "noticed", "I was late.")
    person.sees("Question 3 of 4.")
    person.until(lambda: person.at_cursor.endswith(">"), "a place to answer")
    assert journal.drafts.all()[0].document["replies"] == {HAPPENED: "She waved.", NOTICED: "I was late."}
    if way == "closed":
        person.closes_window()
        person.gone()
    else:
        person.press(way.lower()) if way.startswith("Ctrl") else person.blow(way)
        assert person.ends() == (-9 if way == "SIGKILL" else 130)
        assert (STOPPED in person.text) == (way != "SIGKILL")
        assert "Traceback" not in person.seen
    again = begin("write", "--plain")
    again.sees("A quick reflection of")
    again.offered(WAITING)
    again.types("\r")
    answers(again, "3 of 4", "carry-forward", "Tea.")
    answers(again, "4 of 4", "tags")
    again.offered(PLAIN_CLOSE)
    again.types("\r")
    assert again.ends() == 0
    assert list(journal.entries.get("last").answers.values()) == ["She waved.", "I was late.", "Tea."]


READ = {"x86_64": "0", "aarch64": "63"}
"""the number by which a system knows `read`"""


@pytest.mark.skipif(
    not Path("/proc/self/syscall").exists() or platform.machine() not in READ,
    reason="what it waits in is not shown here",
)
def test_it_waits_for_a_line_where_no_signal_is_slept_through(begin: Begin) -> None:
    """A signal just before a `read` would be heeded after it: with the next line."""
    person = begin("write", "quick", "--plain")
    person.until(lambda: person.text.endswith(">"), "a place to answer")
    waits_in: list[str] = []

    def it_waits() -> bool:
        waits_in[:] = Path(f"/proc/{person.pid}/syscall").read_text().split()
        return waits_in[0] != "running"

    person.eventually(it_waits, "the program to wait")
    assert waits_in[0] != READ[platform.machine()]
    person.press("ctrl-c")
    assert person.ends() == 130


def test_the_lines_of_a_plain_answer_that_were_sent_come_back(begin: Begin, journal: Journal) -> None:
    person = begin("write", "quick", "--plain")
    answers(person, "1 of 4", "what-happened", "She waved.")
    answers(person, "2 of 4", "noticed", "A whole line\\")
    person.until(lambda: person.text.endswith("A whole line\\ >"), "a place for the second line")
    assert journal.drafts.all()[0].document["replies"] == {HAPPENED: "She waved."}
    person.press("ctrl-c")
    assert person.ends() == 130
    again = begin("write", "--plain")
    again.types("\r")
    again.sees("You had begun: A whole line")


def test_words_begun_in_the_full_terminal_are_kept_by_enter_in_plain_lines(begin: Begin, journal: Journal) -> None:
    person = begin("write", "quick")
    person.asked("what-happened")
    person.writes("She wav")
    person.press("ctrl-c")
    assert person.ends() == 130
    again = begin("write", "--plain")
    again.types("\r")
    again.sees("You had begun: She wav")
    again.types("\r")
    again.sees("Question 2 of 4.")
    assert journal.drafts.all()[0].document["replies"] == {HAPPENED: "She wav"}


def test_a_pipe_is_asked_in_plain_lines_and_only_the_id_is_its_result(journal: Journal) -> None:
    lines = ["She waved.", "First\\", "second ☕", "", "trust", "", "1", ""]
    result = done("write", "quick", "--no-monthly", stdin="\n".join(lines) + "\n", TERM="xterm-256color")
    entry = journal.entries.get("last")
    assert result.out == f"{entry.id}\n"
    assert "\x1b" not in result.err
    for words in ("Question 1 of 4.", "Question 4 of 4.", "1. it was there"):
        assert words in result.err
    assert entry.answers == {HAPPENED: "She waved.", NOTICED: "First\nsecond ☕"}
    assert entry.observations == (Observation(item="rcp.principle.trust", stance="present"),)


def test_a_pipe_that_ends_early_keeps_what_it_said(journal: Journal) -> None:
    done("write", "quick", stdin="She waved.\n")
    assert journal.entries.get("last").answers == {HAPPENED: "She waved."}
    assert journal.drafts.all() == []


def test_a_pipe_that_says_nothing_keeps_nothing_and_says_so(journal: Journal) -> None:
    result = run("write", "quick", stdin="")
    assert result.code != 0
    assert result.err.strip() and result.out == ""
    assert (journal.finding.count(), journal.drafts.all()) == (0, [])


@pytest.mark.nightly
def test_the_months_question_is_offered_in_plain_lines_too(begin: Begin) -> None:
    added("Something to look back on.")
    person = begin("write", "quick", "--plain")
    person.offered("y takes it in at the end, Enter goes on without:")
    person.types("\r")
    person.sees("Question 1 of 4.")

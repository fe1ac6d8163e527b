"""A page for supervision that waited: where it goes, what became of its words meanwhile, and two windows on it."""

import json
from pathlib import Path

import pytest

from rcpjournal.cli.page_target import OPEN_AFTER_ALL
from rcpjournal.cli.preparing import OFFER, OFFER_ELSEWHERE
from rcpjournal.store import Journal
from tests.support import done, everyday
from tests.terminal.conftest import Begin
from tests.terminal.driver import Terminal
from tests.terminal.test_preparing import (
    AGREED,
    APPENDIX,
    DAYS,
    DEAL,
    FUNCTION,
    IN_WORDS,
    MORE,
    NAME,
    NAME_CHECK,
    QUOTE,
    SHOWN,
    STARRED,
    THEMES,
    WANTED,
    WELL,
    WHOM,
    from_well,
    march,
    taken_up,
    to_deal,
    to_name,
    to_preview,
    to_wanted,
    to_well,
    waiting,
)  # fmt: skip

__all__ = ["march"]
NOTED = "Who else could ring her?"
LETS_WAIT = "Enter lets it wait:"


def to_emptied_words(person: Terminal) -> None:
    """As far as other words for a passage, with the old ones taken out of the line."""
    to_deal(person)
    person.figure(DEAL, "2")
    person.asked(IN_WORDS)
    person.press("ctrl-a", "ctrl-k")


def stopped_at_wanted(begin: Begin, *words: str) -> None:
    person = begin("supervision", "prepare", *DAYS, *words)
    to_wanted(person)
    person.press("ctrl-c")
    assert person.ends() == 130


def left(person: Terminal) -> None:
    person.offered(LETS_WAIT)
    person.types("y\r")
    assert person.ends() == 0


def from_wanted(person: Terminal) -> None:
    person.answers(WANTED)
    person.answers(THEMES)
    from_well(person)


# --- where it goes, and how -----------------------------------------------------------------------------


@pytest.fixture
def key() -> str:
    pyrage = pytest.importorskip("pyrage")
    return str(pyrage.x25519.Identity.generate().to_public())


@pytest.mark.nightly
def test_a_page_that_waited_goes_where_it_was_to_go_in_its_format_and_sealed(
    begin: Begin, journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.chdir(tmp_path)
    stopped_at_wanted(begin, "--format", "json", "--encrypt-to", key, "-o", "sealed.age")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    again = taken_up(begin)
    again.sees(f"it is written to {tmp_path / 'sealed.age'}, as json, sealed to {key[:12]}…")
    from_wanted(again)
    left(again)
    assert (tmp_path / "sealed.age").read_bytes().startswith(b"age-encryption.org/")
    assert list(elsewhere.iterdir()) == []
    assert journal.supervision.shared()[0].sealed_to == key


@pytest.mark.parametrize("reply", everyday(["", "o"], "o"))
@pytest.mark.nightly
def test_a_seal_is_not_dropped_by_options_that_do_not_name_it(
    begin: Begin, tmp_path: Path, key: str, reply: str
) -> None:
    sealed, opened = tmp_path / "sealed.age", tmp_path / "page.md"
    stopped_at_wanted(begin, "--format", "json", "--encrypt-to", key, "-o", str(sealed))
    again = taken_up(begin, "-o", str(opened))
    again.sees(f"This page was to be sealed to {key[:12]}…")
    again.offered(OPEN_AFTER_ALL)
    again.types(f"{reply}\r")
    from_wanted(again)
    left(again)
    assert (sealed.exists(), opened.exists()) == ((False, True) if reply else (True, False))


@pytest.mark.nightly
def test_a_seal_goes_with_a_page_to_another_file(begin: Begin, tmp_path: Path, key: str) -> None:
    stopped_at_wanted(begin, "--format", "json", "--encrypt-to", key, "-o", str(tmp_path / "one.age"))
    again = taken_up(begin, "-o", str(tmp_path / "two.age"))
    again.offered(OPEN_AFTER_ALL)
    again.press("enter")
    from_wanted(again)
    left(again)
    assert (tmp_path / "two.age").read_bytes().startswith(b"age-encryption.org/")


@pytest.mark.nightly
def test_a_file_that_is_there_by_now_is_not_written_over(begin: Begin, journal: Journal, tmp_path: Path) -> None:
    stopped_at_wanted(begin, "-o", str(tmp_path / "page.md"), "--force")
    (tmp_path / "page.md").write_text("mine")
    again = taken_up(begin)
    again.sees("this file is there already")
    assert again.ends() == 1
    once_more = taken_up(begin, "-o", str(tmp_path / "other.txt"))
    once_more.sees("other.txt, as txt")
    from_wanted(once_more)
    left(once_more)
    assert (tmp_path / "page.md").read_text() == "mine"


@pytest.mark.nightly
def test_an_ending_that_is_no_format_is_refused_as_it_is_at_first(begin: Begin, tmp_path: Path) -> None:
    stopped_at_wanted(begin)
    again = taken_up(begin, "-o", str(tmp_path / "page.pdf"))
    again.sees("“pdf” is not a format of the page.")
    assert again.ends() == 2


# --- words that were emptied ----------------------------------------------------------------------------


@pytest.mark.parametrize(("meant", "leaves"), [("\r", False), ("2", True)])
@pytest.mark.nightly
def test_emptied_words_do_not_mean_that_all_of_them_leave(
    begin: Begin, tmp_path: Path, meant: str, leaves: bool
) -> None:
    page = tmp_path / "page.txt"
    person = begin("supervision", "prepare", *DAYS, "-o", str(page))
    to_emptied_words(person)
    person.answers(IN_WORDS)
    person.asked("No words stand there now. What is meant?")
    person.types(meant)
    from_well(person)
    if leaves:
        person.answers(NAME_CHECK)
    left(person)
    assert ("asked twice" in page.read_text("utf-8")) is leaves


@pytest.mark.parametrize("empty", everyday(["", "-"], "-"))
def test_emptied_in_plain_lines_they_are_left_out(begin: Begin, tmp_path: Path, empty: str) -> None:
    page = tmp_path / "page.txt"
    person = begin("supervision", "prepare", "--plain", *DAYS, "-o", str(page))
    replies = [
        (AGREED, ""), (WANTED, ""), (THEMES, "trust\r"), (SHOWN, "1\r"), (DEAL, "2"), (IN_WORDS, empty),
        ("No words stand there now", ""), (WELL, ""), (NAME, ""), (WHOM, ""), (APPENDIX, ""),
    ]  # fmt: skip
    for n, (question, reply) in enumerate(replies, 1):
        person.sees(f"Question {n} of")
        person.sees(question)
        person.until(lambda: person.at_cursor.endswith(">"), "a place to answer")
        person.types(f"{reply}\r")
    left(person)
    assert "asked twice" not in page.read_text("utf-8")


MEANT = {
    "\r": "“[name] asked twice who reads this.”",
    "2": "asked twice who reads this. (reworded)",
    "3": f"“{QUOTE}”",
}


@pytest.mark.parametrize("meant", everyday(MEANT, "\r"))
@pytest.mark.nightly
def test_no_words_instead_of_a_name_do_not_keep_it(begin: Begin, tmp_path: Path, meant: str) -> None:
    page = tmp_path / "page.txt"
    person = begin("supervision", "prepare", *DAYS, "-o", str(page))
    to_well(person)
    from_well(person)
    person.figure(NAME_CHECK, "3")
    person.answers("Which words instead of “Mrs Okafor”?")
    person.asked("No words stand instead of “Mrs Okafor”. What is meant?")
    person.types(meant)
    left(person)
    assert MEANT[meant] in page.read_text("utf-8")


# --- what became of its words meanwhile -----------------------------------------------------------------


def with_a_note() -> str:
    entry = {"happened_on": "2026-03-06", "text": "Nobody was in.", "supervision": {"take": True, "question": NOTED}}
    return done("add", "--json", "-", stdin=json.dumps(entry)).out.strip()


@pytest.mark.parametrize("deleted", everyday([True, False], True))
@pytest.mark.nightly
def test_a_question_noted_in_an_entry_that_is_gone_by_now_is_asked_about_anew(
    begin: Begin, journal: Journal, tmp_path: Path, deleted: bool
) -> None:
    entry = with_a_note()
    page = tmp_path / "page.txt"
    person = begin("supervision", "prepare", *DAYS, "-o", str(page))
    to_wanted(person)
    person.picks(WANTED, "Who")
    person.asked(FUNCTION)
    person.press("ctrl-c")
    assert person.ends() == 130
    if deleted:
        done("delete", entry)
    again = taken_up(begin)
    if not deleted:
        again.asked(FUNCTION)
        return
    again.sees("Something that you had picked was changed in the journal since, or deleted")
    assert NOTED not in waiting(journal).values()
    from_wanted(again)
    left(again)
    assert NOTED not in page.read_text("utf-8")


@pytest.mark.nightly
def test_questions_of_ones_own_stay_though_one_noted_before_them_is_gone(begin: Begin, tmp_path: Path) -> None:
    entry = with_a_note()
    page = tmp_path / "page.txt"
    person = begin("supervision", "prepare", *DAYS, "-o", str(page))
    to_wanted(person)
    person.picks(WANTED, "Who")
    person.figure(FUNCTION, "1")
    person.answers(MORE, "How do I slow down?")
    person.figure(FUNCTION, "3")
    person.asked(MORE)
    person.press("ctrl-c")
    assert person.ends() == 130
    done("delete", entry)
    again = taken_up(begin)
    again.answers(WANTED)
    again.answers(MORE)
    again.answers(THEMES)
    from_well(again)
    left(again)
    words = page.read_text("utf-8")
    assert "How do I slow down?" in words and NOTED not in words


@pytest.mark.nightly
def test_a_passage_whose_entry_is_gone_is_spoken_of_though_nothing_else_can_be_picked(begin: Begin) -> None:
    person = begin("supervision", "prepare", *DAYS)
    to_name(person)
    person.press("ctrl-c")
    assert person.ends() == 130
    done("delete", "last")
    again = taken_up(begin)
    again.sees("Something that you had picked was changed in the journal since, or deleted")
    again.asked(NAME)


@pytest.mark.parametrize(
    "change",
    everyday([("delete", "last"), ("edit", "last", "--editor", "sed -i s/kettle/toaster/")], ("delete", "last")),
)
def test_an_entry_that_changes_while_the_last_look_is_open_does_not_leave_as_it_was(
    begin: Begin, journal: Journal, tmp_path: Path, change: tuple[str, ...]
) -> None:
    page = tmp_path / "page.txt"
    person = begin("supervision", "prepare", *DAYS, "-o", str(page))
    to_well(person)
    person.picks(WELL, "Tea")
    person.answers(f"“{STARRED}”")
    person.answers(NAME)
    person.answers(WHOM)
    person.answers(APPENDIX)
    person.answers(NAME_CHECK)
    person.offered(LETS_WAIT)
    assert "kettle" in person.seen
    done(*change)
    person.types("y\r")
    person.sees("The journal has changed while you looked, and the page with it. Nothing has left.")
    assert journal.supervision.shared() == [] and not page.exists()
    if change[0] == "edit":
        person.answers(WELL)
    left(person)
    assert "kettle" not in page.read_text("utf-8")


@pytest.mark.nightly
def test_every_pick_that_was_only_begun_is_there_again(begin: Begin) -> None:
    done("add", "--json", "-", stdin=json.dumps({"happened_on": "2026-03-07", "text": "She waved.", "starred": True}))
    person = begin("supervision", "prepare", *DAYS)
    to_well(person)
    person.types(" ")
    person.sees("taken: Tea first.")
    person.press("down", "space")
    person.sees("taken: Tea first. The kettle did most of the talking., She waved.")
    person.blow("SIGKILL")
    person.ends()
    again = taken_up(begin)
    again.asked(WELL)
    again.sees("taken: Tea first. The kettle did most of the talking., She waved.")


# --- two windows ----------------------------------------------------------------------------------------


def test_a_page_in_two_windows_loses_the_replies_of_neither(begin: Begin, journal: Journal) -> None:
    first = begin("supervision", "prepare", *DAYS)
    to_wanted(first)
    second = begin("supervision", "prepare", *DAYS)
    second.sees("It seems to be open in another window.")
    second.offered(OFFER_ELSEWHERE)
    second.types("g\r")
    second.answers(WANTED, "From the second window.")
    second.asked(FUNCTION)
    first.answers(WANTED, "From the first window.")
    first.sees("Another window goes on with this page.")
    first.asked(FUNCTION)
    for person in (first, second):
        person.press("ctrl-c")
        assert person.ends() == 130
    wanted = {document["replies"]["wanted/1"] for _, document in journal.supervision.all_prepared()}
    assert wanted == {"From the first window.", "From the second window."}


def test_a_page_that_is_open_elsewhere_is_left_there_by_enter(begin: Begin, journal: Journal) -> None:
    first = begin("supervision", "prepare", *DAYS)
    to_wanted(first)
    second = begin("supervision", "prepare", *DAYS)
    second.offered(OFFER_ELSEWHERE)
    second.press("enter")
    second.sees("Nothing leaves that you do not pick")
    second.asked(AGREED)
    assert len(journal.supervision.all_prepared()) == 1


def test_a_window_that_goes_on_beside_another_does_not_throw_its_page_away(
    begin: Begin, journal: Journal, tmp_path: Path
) -> None:
    first = begin("supervision", "prepare", *DAYS, "-o", str(tmp_path / "page.md"))
    to_preview(first)
    second = begin("supervision", "prepare", *DAYS, "-o", str(tmp_path / "other.md"))
    second.offered(OFFER_ELSEWHERE)
    second.types("g\r")
    second.offered(LETS_WAIT)
    left(first)
    assert len(journal.supervision.all_prepared()) == 1


# --- what is said, and how it is shown ------------------------------------------------------------------


def test_where_enter_takes_something_it_is_not_said_to_pass_over(begin: Begin) -> None:
    person = begin("supervision", "prepare", "--plain", *DAYS)
    for n, (question, reply) in enumerate([(AGREED, "1\r"), ("“Ring first”", "x")], 1):
        person.sees(f"Question {n} of")
        person.sees(question)
        person.until(lambda: person.at_cursor.endswith(">"), "a place to answer")
        person.types(f"{reply}\r")
    person.sees("The questions of a page are asked each time. Enter means: take it as it is.")
    assert "passing over is fine" not in person.seen and "passes this one over" not in person.seen


@pytest.mark.nightly
def test_words_that_are_cut_inside_a_word_are_marked_as_reworded(begin: Begin, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    person = begin("supervision", "prepare", *DAYS, "-o", str(page))
    to_emptied_words(person)
    person.answers(IN_WORDS, "sked twice who rea")
    from_well(person)
    left(person)
    assert "sked twice who rea (reworded)" in page.read_text("utf-8")


@pytest.mark.parametrize("columns", everyday([50, 57], 57))
@pytest.mark.parametrize("plain", everyday([(), ("--plain",)], ()))
def test_a_short_question_is_broken_between_words(begin: Begin, columns: int, plain: tuple[str, ...]) -> None:
    stopped_at_wanted(begin)
    person = begin("supervision", "prepare", *plain, columns=columns)
    person.offered(OFFER)
    rows = [row.rstrip() for row in person.rows]
    words = " ".join(row for row in rows if row).split()
    assert " ".join(words).endswith(OFFER), "joined with spaces, the rows are whole words"


@pytest.mark.nightly
def test_the_last_question_is_broken_between_words(begin: Begin) -> None:
    person = begin("supervision", "prepare", *DAYS)
    to_preview(person)
    assert "y lets it leave, < goes back, b shows its bytes, Enter lets it wait:" in person.text


def test_the_foot_of_a_list_fits_into_60_columns(begin: Begin) -> None:
    person = begin("supervision", "prepare", *DAYS, columns=60)
    person.picks(AGREED, "Ring")
    person.asked("“Ring first” (open, me)")
    assert person.question.split("\n")[-1] == "type to find · a figure or ↑↓ Enter · < · ?"
    person.figure("“Ring first” (open, me)", "1")
    person.asked(WANTED)
    assert person.question.split("\n")[-1].endswith("· < · ?")

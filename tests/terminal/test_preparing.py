"""A page for supervision, prepared by a person at a terminal: led through, left, taken up again, seen, and let go."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rcpjournal.cli.preparing import OFFER
from rcpjournal.store import Journal
from tests.support import done, everyday
from tests.terminal.conftest import Begin
from tests.terminal.driver import Terminal, squeezed

DAYS = ("--since", "2026-03-01", "--until", "2026-03-31")
QUOTE = "Mrs Okafor asked twice who reads this."
STARRED = "Tea first. The kettle did most of the talking."
TRUST = "rcp.principle.trust"
AGREED, WANTED, FUNCTION, MORE = "What was agreed", "What do you want from", "What kind of help", "And another question"
THEMES, SHOWN, DEAL = "Which themes should it name", "Trust: which of your words", f"“{QUOTE}”"
WELL, NAME, WHOM, APPENDIX = "What goes well", "What should you be called", "For whom is it", "Add an appendix"
IN_WORDS = "In which words?"
NAME_CHECK = "“Mrs Okafor” may be a name:"


@pytest.fixture(autouse=True)
def march(home: Path) -> None:
    """What was agreed, a passage with a name in it, and a starred moment."""
    entries = [
        {
            "happened_on": "2026-03-04", "text": QUOTE,
            "observations": [{"item": TRUST, "stance": "strained", "quote": QUOTE}],
            "actions": [{"what": "Ring first", "owner": "me"}],
        },
        {"happened_on": "2026-03-05", "text": STARRED, "starred": True},
    ]  # fmt: skip
    done("add", "--json", "-", stdin="\n".join(map(json.dumps, entries)))


def to_agreed(person: Terminal) -> None:
    person.asked(AGREED)


def to_wanted(person: Terminal) -> None:
    person.picks(AGREED, "Ring")
    person.answers("“Ring first” (open, me)")
    person.asked(WANTED)


def to_themes(person: Terminal) -> None:
    to_wanted(person)
    person.answers(WANTED, "How do I slow down?")
    person.figure(FUNCTION, "3")
    person.answers(MORE)
    person.asked(THEMES)


def to_deal(person: Terminal) -> None:
    to_themes(person)
    person.picks(THEMES, "Trust")
    person.picks(SHOWN, "Mrs")
    person.asked(DEAL)


def to_well(person: Terminal) -> None:
    to_deal(person)
    person.answers(DEAL)
    person.asked(WELL)


def to_name(person: Terminal) -> None:
    """As far as the name, with the starred passage taken."""
    to_well(person)
    person.picks(WELL, "Tea")
    person.answers(f"“{STARRED}”")
    person.asked(NAME)


def to_check(person: Terminal) -> None:
    to_well(person)
    from_well(person)
    person.asked(NAME_CHECK)


def from_well(person: Terminal) -> None:
    person.answers(WELL)
    person.answers(NAME, "A.K.")
    person.answers(WHOM, "my manager")
    person.answers(APPENDIX)


def to_preview(person: Terminal) -> None:
    to_check(person)
    person.answers(NAME_CHECK)
    person.offered("Enter lets it wait:")


def waiting(journal: Journal) -> dict[str, Any]:
    """The replies of the page that waits."""
    found = journal.supervision.prepared()
    assert found is not None
    replies: dict[str, Any] = found[1]["replies"]
    return replies


def taken_up(begin: Begin, *words: str) -> Terminal:
    """The page that waits, in a new window."""
    person = begin("supervision", "prepare", *words)
    person.offered(OFFER)
    person.press("enter")
    return person


def test_the_whole_way_leads_to_a_page_of_what_was_chosen_and_nothing_else(
    begin: Begin, journal: Journal, tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    person = begin("supervision", "prepare", *DAYS, "-o", str(page))
    person.sees("Nothing leaves that you do not pick")
    to_preview(person)
    assert not page.exists()
    person.types("y\r")
    assert person.ends() == 0
    words = page.read_text("utf-8")
    for chosen in ("Ring first", "How do I slow down?", "development", "Trust", "1 of 2", "A.K.", "my manager"):
        assert chosen in words
    assert "[name] asked twice who reads this." in words.replace("\\", "")
    assert "Okafor" not in words and "kettle" not in words
    (left,) = journal.supervision.shared()
    assert journal.supervision.bytes_of(left.number)[1] == page.read_bytes()
    assert (left.whom, left.format) == ("my manager", "md")
    assert journal.supervision.prepared() is None, "the draft of a page that has left is gone"


@pytest.mark.parametrize("format_", everyday(["md", "txt", "csv", "json"], "txt"))
def test_what_is_previewed_is_what_is_written(begin: Begin, tmp_path: Path, format_: str) -> None:
    page = tmp_path / f"page.{format_}"
    person = begin("supervision", "prepare", *DAYS, "-o", str(page))
    to_preview(person)
    shown = squeezed(person.seen)
    person.types("y\r")
    assert person.ends() == 0
    assert squeezed(page.read_text("utf-8-sig")) in shown


@pytest.mark.parametrize("format_", everyday(["html", "docx"], "docx"))
def test_where_a_file_cannot_be_read_as_it_is_its_words_are_shown_and_said_to_be_that(
    begin: Begin, tmp_path: Path, format_: str
) -> None:
    page = tmp_path / f"page.{format_}"
    person = begin("supervision", "prepare", *DAYS, "-o", str(page))
    to_preview(person)
    shown = squeezed(person.seen)
    assert squeezed(f"This is every word of the {format_} file that would leave, read back from its") in shown
    assert squeezed("“[name] asked twice who reads this.”") in shown
    person.types("b\r")
    person.until(lambda: squeezed("xmlns:w=" if format_ == "docx" else "<!DOCTYPE") in squeezed(person.seen), "bytes")
    person.offered("Enter lets it wait:")
    person.types("y\r")
    assert person.ends() == 0
    assert squeezed(f"read back from its {page.stat().st_size:,} bytes") in shown


@pytest.mark.nightly
def test_leaving_at_the_preview_leaves_nothing_and_the_page_waits(
    begin: Begin, journal: Journal, tmp_path: Path
) -> None:
    person = begin("supervision", "prepare", *DAYS, "-o", str(tmp_path / "page.html"))
    to_preview(person)
    person.types("what?\r")
    person.sees("Enter leaves everything as it is")
    person.offered("Enter lets it wait:")
    person.press("enter")
    assert person.ends() == 0
    person.sees("Nothing has left. The page waits")
    assert journal.supervision.shared() == []
    assert not (tmp_path / "page.html").exists()
    again = taken_up(begin, "-o", str(tmp_path / "page.html"))
    again.offered("Enter lets it wait:")
    again.types("y\r")
    assert again.ends() == 0
    assert len(journal.supervision.shared()) == 1


def test_a_name_is_shown_in_its_sentence_and_can_be_kept_or_said_in_other_words(begin: Begin, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    person = begin("supervision", "prepare", *DAYS, "-o", str(page))
    to_check(person)
    assert f"may be a name: “{QUOTE}”" in person.text
    assert "1 replace it with [name]" in person.text
    person.figure(NAME_CHECK, "3")
    person.answers("Which words instead of “Mrs Okafor”?", "Her aunt Zanele")
    person.figure("“Zanele” may be a name:", "2")
    person.offered("Enter lets it wait:")
    person.types("y\r")
    assert person.ends() == 0
    words = page.read_text("utf-8")
    assert "Her aunt Zanele asked twice who reads this. (reworded)" in words
    assert "Okafor" not in words


def test_words_that_are_changed_are_marked_as_reworded_and_a_shorter_stretch_is_not(
    begin: Begin, tmp_path: Path
) -> None:
    page = tmp_path / "page.txt"
    person = begin("supervision", "prepare", *DAYS, "-o", str(page))
    to_deal(person)
    person.figure(DEAL, "2")
    person.asked(IN_WORDS)
    person.holds(QUOTE)
    person.press("ctrl-a", "ctrl-k")
    person.answers(IN_WORDS, "Somebody asked who reads it.")
    person.picks(WELL, "Tea")
    person.figure(f"“{STARRED}”", "2")
    person.asked(IN_WORDS)
    person.holds(STARRED)
    person.press("ctrl-a", "ctrl-k")
    person.answers(IN_WORDS, "The kettle did most of the talking.")
    person.answers(NAME)
    person.answers(WHOM)
    person.answers(APPENDIX)
    person.offered("Enter lets it wait:")
    person.types("y\r")
    assert person.ends() == 0
    words = page.read_text("utf-8")
    assert "  Somebody asked who reads it. (reworded)" in words
    assert "“The kettle did most of the talking.”\n" in words
    assert "Tea first" not in words and "Okafor" not in words


def test_a_passage_that_is_left_out_after_all_does_not_leave(begin: Begin, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    person = begin("supervision", "prepare", *DAYS, "-o", str(page))
    to_deal(person)
    person.figure(DEAL, "3")
    person.asked(WELL)
    from_well(person)
    person.sees("The name check found nothing. It cannot find everything")
    person.offered("Enter lets it wait:")
    person.types("y\r")
    assert person.ends() == 0
    assert "asked twice" not in page.read_text("utf-8")


@pytest.mark.nightly
def test_back_shows_what_was_said_and_lets_it_be_changed(begin: Begin, journal: Journal) -> None:
    person = begin("supervision", "prepare", *DAYS)
    to_deal(person)
    person.types("<")
    person.asked(SHOWN)
    person.sees("taken: Mrs Okafor asked")
    person.press("enter")
    person.figure(DEAL, "2")
    person.asked(IN_WORDS)
    person.holds(QUOTE)
    person.types("<\r")
    person.asked(DEAL)
    person.sees("So far: shorten or reword it")
    person.figure(DEAL, "1")
    person.asked(WELL)
    from_well(person)
    person.answers(NAME_CHECK)
    person.offered("Enter lets it wait:")
    person.types("<\r")
    person.asked(NAME_CHECK)
    person.sees("So far: replace it with [name]")
    person.types("<")
    person.asked(APPENDIX)
    person.types("<")
    person.asked(WHOM)
    person.sees("So far: my manager")
    person.answers(WHOM, "my educator")
    person.answers(APPENDIX)
    person.answers(NAME_CHECK)
    person.offered("Enter lets it wait:")
    person.press("enter")
    assert person.ends() == 0
    assert waiting(journal)["to"] == "my educator"
    assert waiting(journal)["check/name/Mrs Okafor"] == "replace"


DEPTHS = {
    "at what was agreed": (to_agreed, AGREED),
    "at the themes": (to_themes, THEMES),
    "at a passage": (to_deal, DEAL),
    "in the name check": (to_check, NAME_CHECK),
}
WAYS = ["Ctrl-C", "Ctrl-D", "SIGTERM", "SIGHUP", "SIGKILL"]


@pytest.mark.parametrize("way", everyday(WAYS, "SIGKILL"))
@pytest.mark.parametrize("depth", everyday(DEPTHS, "in the name check"))
def test_however_one_leaves_every_reply_is_kept_and_nothing_is_asked_twice(
    begin: Begin, journal: Journal, way: str, depth: str
) -> None:
    lead: Callable[[Terminal], None]
    lead, question = DEPTHS[depth]
    person = begin("supervision", "prepare", *DAYS)
    lead(person)
    before = waiting(journal) if depth != "at what was agreed" else None
    person.press(way.lower()) if way.startswith("Ctrl") else person.blow(way)
    assert person.ends() == (-9 if way == "SIGKILL" else 130)
    assert "Traceback" not in person.seen
    if way != "SIGKILL":
        person.sees("Stopped. The page waits" if before else "Stopped. Nothing had been chosen, so nothing waits.")
        assert person.left_as_it_was
    if before is None:
        assert journal.supervision.prepared() is None
        return
    assert waiting(journal) == before
    again = taken_up(begin)
    again.asked(question)
    assert "Nothing leaves that you do not pick" not in again.seen, "what it is about was said once"
    assert journal.supervision.shared() == []


@pytest.mark.parametrize("way", everyday(["Ctrl-C", "SIGKILL"], "SIGKILL"))
@pytest.mark.nightly
def test_words_and_picks_that_were_only_begun_are_there_again(begin: Begin, way: str) -> None:
    person = begin("supervision", "prepare", *DAYS)
    to_well(person)
    person.types(" ")
    person.sees("taken: Tea first.")
    person.press("ctrl-c")
    assert person.ends() == 130
    again = taken_up(begin)
    again.asked(WELL)
    again.sees("taken: Tea first.")
    again.press("enter")
    again.answers(f"“{STARRED}”")
    again.asked(NAME)
    again.writes("Half a na")
    if way == "SIGKILL":
        time.sleep(1.15)
        again.pump()
        again.blow("SIGKILL")
    else:
        again.press("ctrl-c")
    again.ends()
    once_more = taken_up(begin)
    once_more.asked(NAME)
    once_more.holds("Half a na")


def test_a_passage_that_was_changed_in_the_journal_meanwhile_is_asked_about_anew(
    begin: Begin, journal: Journal, tmp_path: Path
) -> None:
    page = tmp_path / "page.txt"
    person = begin("supervision", "prepare", *DAYS)
    to_name(person)
    person.types(".\r")
    assert person.ends() == 0
    done("edit", "last", "--editor", "sed -i s/kettle/toaster/")
    again = taken_up(begin, "-o", str(page))
    again.sees("Something that you had picked was changed in the journal since")
    from_well(again)
    again.answers(NAME_CHECK)
    again.offered("Enter lets it wait:")
    again.types("y\r")
    assert again.ends() == 0
    assert "Tea first" not in page.read_text("utf-8")


def test_the_file_is_looked_at_before_the_work_and_not_after(begin: Begin, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("mine")
    person = begin("supervision", "prepare", *DAYS, "-o", str(tmp_path / "page.html"))
    assert person.ends() == 1
    person.sees("this file is there already. Choose another name, or add --force.")
    assert AGREED not in person.seen


@pytest.mark.nightly
def test_without_a_name_the_file_has_one_that_is_free(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "supervision-2026-03-31.html").write_text("mine")
    person = begin("supervision", "prepare", *DAYS, RCPJOURNAL_NOW="2026-03-31T10:00")
    to_preview(person)
    person.types("y\r")
    assert person.ends() == 0
    assert (tmp_path / "supervision-2026-03-31.html").read_text() == "mine"
    assert (tmp_path / "supervision-2026-03-31-2.html").read_bytes().startswith(b"<!DOCTYPE html>")


@pytest.mark.nightly
def test_a_page_that_waits_can_be_thrown_away_and_a_new_one_begun_beside_it(begin: Begin, journal: Journal) -> None:
    person = begin("supervision", "prepare", *DAYS)
    to_wanted(person)
    person.press("ctrl-c")
    assert person.ends() == 130
    again = begin("supervision", "prepare", *DAYS)
    again.offered(OFFER)
    again.types("what\r")
    again.offered(OFFER)
    again.types("d\r")
    again.sees("Thrown away. Nothing of it had left")
    again.asked(AGREED)
    assert journal.supervision.prepared() is None
    assert journal.finding.count() == 2


def test_help_and_what_is_for_other_questions_lose_nothing(begin: Begin) -> None:
    person = begin("supervision", "prepare", *DAYS)
    to_deal(person)
    person.answers(DEAL)
    person.answers(WELL)
    person.answers(NAME, "?")
    person.sees("A name, initials or nothing.")
    person.sees("a full stop stops here, and the page waits")
    person.answers(NAME, "x")
    person.sees("The questions of a page are asked each time")
    person.answers(NAME, "<")
    person.asked(WELL)


def test_the_editor_opens_with_the_words_and_what_it_saves_is_the_answer(begin: Begin, journal: Journal) -> None:
    person = begin("supervision", "prepare", *DAYS, "--editor", "sed -i s/twice/often/")
    to_deal(person)
    person.figure(DEAL, "2")
    person.asked(IN_WORDS)
    person.press("ctrl-a", "ctrl-k")
    person.answers(IN_WORDS, "e")
    person.asked(WELL)
    assert QUOTE.replace("twice", "often") in waiting(journal).values()


@pytest.mark.parametrize("way", everyday(["Ctrl-C", "Ctrl-D", "SIGTERM"], "Ctrl-C"))
@pytest.mark.nightly
def test_leaving_at_the_very_last_question_leaves_nothing(
    begin: Begin, journal: Journal, tmp_path: Path, way: str
) -> None:
    person = begin("supervision", "prepare", *DAYS, "-o", str(tmp_path / "page.html"))
    to_preview(person)
    person.press(way.lower()) if way.startswith("Ctrl") else person.blow(way)
    assert person.ends() == 130
    person.sees("Stopped. The page waits")
    assert journal.supervision.shared() == []
    assert not (tmp_path / "page.html").exists()
    assert waiting(journal)["name"] == "A.K."


@pytest.mark.nightly
def test_a_page_that_cannot_be_written_after_all_waits(begin: Begin, journal: Journal, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    person = begin("supervision", "prepare", *DAYS, "-o", str(folder / "page.html"))
    to_preview(person)
    folder.rmdir()
    person.types("y\r")
    assert person.ends() == 1
    person.sees("there is no such folder")
    person.sees("Nothing has left. The page waits")
    assert journal.supervision.shared() == []
    assert waiting(journal)["name"] == "A.K."


def test_where_the_journal_goes_on_meanwhile_the_page_is_shown_anew_before_it_leaves(
    begin: Begin, tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    person = begin("supervision", "prepare", *DAYS, "-o", str(page))
    to_preview(person)
    done("add", "-", "--on", "2026-03-06", "--item", "trust:present", stdin="Written in another window meanwhile.")
    person.types("y\r")
    person.sees("The journal has changed while you looked, and the page with it. Nothing has left.")
    person.offered("Enter lets it wait:")
    assert not page.exists()
    shown = squeezed(person.seen)
    person.types("y\r")
    assert person.ends() == 0
    assert "2 of 3" in page.read_text("utf-8")
    assert squeezed(page.read_text("utf-8")) in shown


@pytest.mark.parametrize("columns", [80, pytest.param(60, marks=pytest.mark.nightly)])
def test_in_plain_lines_the_same_page_comes_about_without_any_escape_sequence(
    begin: Begin, tmp_path: Path, columns: int
) -> None:
    page = tmp_path / "page.txt"
    person = begin("supervision", "prepare", "--plain", *DAYS, "-o", str(page), columns=columns, NO_COLOR="1")
    replies = [
        ("What was agreed", "1\r\r"), ("“Ring first”", "\r"), (WANTED, "How do I slow down?\r"), (FUNCTION, "3\r"),
        (MORE, "\r"), (THEMES, "trust\r\r"), (SHOWN, "1\r\r"), (DEAL, "2\r"),
        (IN_WORDS, "asked twice who reads this\r"), (WELL, "\r"),
        (NAME, "\r"), (WHOM, "\r"), (APPENDIX, "\r"),
    ]  # fmt: skip
    for n, (question, reply) in enumerate(replies, 1):
        person.sees(f"Question {n} of")
        person.sees(question)
        person.until(lambda: person.at_cursor.endswith(">"), "a place to answer")
        person.types(reply)
    person.offered("Enter lets it wait:")
    person.types("y\r")
    assert person.ends() == 0
    assert b"\x1b" not in person.output
    assert "“asked twice who reads this”" in page.read_text("utf-8")
    assert person.seen.count(f"Taken: {QUOTE} Another, or Enter to go on.") == 1, "said once, with one full stop"
    assert squeezed(f"The words as they stand: {QUOTE}") in squeezed(person.seen)


@pytest.mark.nightly
def test_days_in_which_nothing_was_written_are_one_sentence_and_no_page(begin: Begin, tmp_path: Path) -> None:
    done("actions", "drop", "1", "--reason", "not wanted")
    person = begin(
        "supervision", "prepare", "--since", "2025-01-01", "--until", "2025-02-01", "-o", str(tmp_path / "p.md")
    )
    assert person.ends() == 1
    person.sees("Nothing is in the journal from 1 Jan 2025 to 1 Feb 2025, so there is nothing to make a page of.")
    assert not (tmp_path / "p.md").exists()


def test_what_was_typed_for_a_page_is_in_a_file_where_the_journal_has_gone(begin: Begin, home: Path) -> None:
    person = begin("supervision", "prepare", *DAYS)
    to_check(person)
    (home / "journal.db").unlink()
    person.answers(NAME_CHECK)
    assert person.ends() == 1
    person.sees("moved, deleted or replaced while it was open")
    (file,) = (home / "rescued").iterdir()
    assert "A.K." in file.read_text() and "my manager" in file.read_text()

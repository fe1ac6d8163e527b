"""Supervision: sessions, what was agreed, a page of what was chosen, and the memory of what has left."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rcpjournal.core.entry import Entry
from rcpjournal.core.framework import Framework
from rcpjournal.core.sharing.candidates import candidates
from tests.cli.quick import WEDNESDAY, done, kept, refused, run, shown

TRUST = "rcp.principle.trust"
DAYS = ["--since", "2026-03-01", "--until", "2026-03-31"]
PRIVATE = "NEEDLE-private-words"
CHOSEN = "She asked twice who reads this."


@pytest.fixture
def march(home: Any) -> list[str]:
    """Two entries: a starred one with a passage, and one that is to stay private; both with a code word."""
    return kept(
        {
            "happened_on": "2026-03-04",
            "text": f"Tea first. {CHOSEN}",
            "alias": "NEEDLE-heron",
            "starred": True,
            "observations": [{"item": TRUST, "stance": "strained", "quote": CHOSEN}],
        },
        {
            "happened_on": "2026-03-05",
            "text": PRIVATE,
            "alias": "NEEDLE-heron",
            "observations": [{"item": TRUST, "stance": "present", "quote": PRIVATE}],
        },
    )


def test_a_logged_session_is_where_a_summary_begins_and_holds_what_was_agreed(home: Any) -> None:
    entry_id = done(
        "supervision", "log", "--on", "2026-03-02", "--next", "2026-03-30", RCPJOURNAL_NOW=WEDNESDAY
    ).out.strip()
    done("supervision", "outcome", "--what", "Ring first", "--owner", "me", "--due", "2026-03-10", "--about", entry_id)
    entry = shown(entry_id)
    assert (entry["kind"], entry["session"]) == ("supervision", {"role": "my manager", "next": "2026-03-30"})
    (action,) = entry["actions"]
    assert (action["what"], action["owner"], action["due"], action["about"]) == (
        "Ring first", "me", "2026-03-10", entry_id,
    )  # fmt: skip
    assert done("summary", "--json", RCPJOURNAL_NOW=WEDNESDAY).data["since"] == "2026-03-02"
    assert done("supervision", "--json", RCPJOURNAL_NOW=WEDNESDAY).data["next"] == "2026-03-30"


RATED = {"flow": "deep", "ratings": {"tar.rating.high-support": 2}}


def supervised(day: str) -> str:
    """A supervisor's reflection of that day, through its questions; its id."""
    replies = ["A nurse, three weeks in.", "", "Her fear.", "", "", "offered support", "", "1", ".", "", ""]
    written = done("write", "supervisor", "--on", day, stdin="\n".join(replies) + "\n", RCPJOURNAL_NOW=WEDNESDAY)
    return written.out.strip()


def test_giving_supervision_is_not_a_session_of_ones_own_and_does_not_move_the_last_one(home: Any) -> None:
    session = done("supervision", "log", "--on", "2026-02-10", RCPJOURNAL_NOW=WEDNESDAY).out.strip()
    entry = shown(supervised("2026-03-02"))
    assert (entry["kind"], entry["happened_on"]) == ("giving-supervision", "2026-03-02")
    assert done("summary", "--json", RCPJOURNAL_NOW=WEDNESDAY).data["since"] == "2026-02-10"
    sessions = done("supervision", "--json", RCPJOURNAL_NOW=WEDNESDAY).data["sessions"]
    assert [one["entry"] for one in sessions] == [session]
    days = done("summary", "--by", "supervision", "--since", "2026-02-01", "--json", RCPJOURNAL_NOW=WEDNESDAY)
    assert "2026-03-02" not in {period["start"] for item in days.data["items"] for period in item["periods"]}


def test_what_a_supervisor_offered_is_counted_apart_from_what_was_around_them(home: Any) -> None:
    kept(RATED)
    supervised("2026-03-02")
    found = done("summary", "--since", "2026-03-01", "--json", RCPJOURNAL_NOW=WEDNESDAY).data
    items = {row["item"]: row for row in found["items"]}
    around, offered = items["tar.rating.high-support"], items["tar.offer.offered-support"]
    assert (around["count"], around["of"], around["stances"]) == (1, 1, {"2": 1})
    assert (offered["count"], offered["of"], offered["stances"]) == (1, 1, {"present": 1})
    assert {row["item"] for row in found["cycle"]["ratings"]} == {"tar.rating.high-support"}


def test_what_was_learnt_in_a_group_may_go_on_a_page_as_learning_and_nothing_else_of_it(framework: Framework) -> None:
    said = {"tar.prompt.group-about": "When to step back.", "tar.prompt.group-learnt": "To wait."}
    entry = Entry(id="260304-k7q", happened_on=date(2026, 3, 4), kind="group-reflection", flow="group", answers=said)
    assert [(one.place, one.text) for one in candidates([entry], [], framework)] == [("learning", "To wait.")]


def test_without_a_session_nothing_can_be_agreed_in_it(home: Any) -> None:
    assert "supervision log" in refused("supervision", "outcome", "--what", "Ring")


def test_without_a_choice_nothing_leaves(march: list[str]) -> None:
    assert "--counts-only" in refused("export", "supervision", *DAYS, code=2)
    assert done("supervision", "shared", "--json").data["shared"] == []


@pytest.mark.parametrize("format_", ["md", "txt", "html", "csv", "json"])
def test_counts_alone_hold_no_word_of_an_entry(format_: str, march: list[str]) -> None:
    page = done("export", "supervision", "--counts-only", "--format", format_, *DAYS).out
    assert "Trust" in page
    for needle in (PRIVATE, CHOSEN, "Tea first", "NEEDLE", *march):
        assert needle not in page


@pytest.mark.parametrize("format_", ["md", "txt", "html", "csv", "json"])
def test_starred_passages_leave_and_nothing_else_does(format_: str, march: list[str]) -> None:
    page = done("export", "supervision", "--starred", "--format", format_, *DAYS).out
    assert CHOSEN in page
    for needle in (PRIVATE, "NEEDLE", *march):
        assert needle not in page


def test_what_left_is_remembered_byte_by_byte_with_its_digest(march: list[str], tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    done("export", "supervision", "--starred", *DAYS, "-o", str(target))
    (row,) = done("supervision", "shared", "--json").data["shared"]
    assert row["digest"] == hashlib.sha256(target.read_bytes()).hexdigest()
    assert done("supervision", "shared", str(row["number"])).out == target.read_bytes().decode()
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_page_that_could_not_be_written_is_not_said_to_have_left(march: list[str], tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("mine")
    refused("export", "supervision", "--counts-only", *DAYS, "-o", str(tmp_path / "page.html"))
    assert (tmp_path / "page.html").read_text() == "mine"
    assert done("supervision", "shared", "--json").data["shared"] == []


def test_a_selection_of_ones_own_makes_the_page_and_an_unknown_field_is_refused(
    march: list[str], tmp_path: Path
) -> None:
    chosen = {
        "schema": "rcpjournal/selection/1", "since": "2026-03-01", "until": "2026-03-31", "themes": [TRUST],
        "wanted": [{"question": "How do I slow down?", "function": "development"}],
        "passages": [{"text": "Asked who reads it.", "place": "theme", "item": TRUST, "reworded": True}],
    }  # fmt: skip
    file = tmp_path / "choice.json"
    file.write_text(json.dumps(chosen))
    page = done("supervision", "prepare", "--selection", str(file), "--format", "txt").out
    assert "How do I slow down?" in page and "Asked who reads it." in page and "reworded" in page
    file.write_text(json.dumps({**chosen, "everything": True}))
    assert "everything" in refused("supervision", "prepare", "--selection", str(file))


def test_a_page_that_nobody_was_asked_about_says_what_it_mentions(march: list[str], tmp_path: Path) -> None:
    kept({"happened_on": "2026-03-06", "starred": True, "text": "Mrs Okafor rang from 07700 900123."})
    left = done("export", "supervision", "--starred", *DAYS, "-o", str(tmp_path / "page.md"))
    assert "It mentions “Mrs Okafor” and a phone number, as you chose it" in left.err
    assert "mentions" not in done("export", "supervision", "--counts-only", *DAYS).err


def test_the_format_is_what_the_files_name_says_unless_it_is_named(march: list[str], tmp_path: Path) -> None:
    for name in ("page.docx", "page.md", "page.csv", "page.json", "page.txt", "page.html", "page"):
        done("supervision", "prepare", "--counts-only", *DAYS, "-o", str(tmp_path / name))
    done("supervision", "prepare", "--counts-only", *DAYS, "-o", str(tmp_path / "text.md"), "--format", "txt")
    formats = [row["format"] for row in done("supervision", "shared", "--json").data["shared"]]
    assert formats == ["txt", "html", "html", "txt", "json", "csv", "md", "docx"]
    assert "“pdf” is not a format" in refused(
        "supervision", "prepare", "--counts-only", *DAYS, "-o", str(tmp_path / "page.pdf"), code=2
    )


def test_a_page_that_would_say_nothing_is_refused_before_anything_leaves(home: Any, tmp_path: Path) -> None:
    for choice in ("--counts-only", "--starred"):
        assert "nothing to make a page of" in refused("supervision", "prepare", choice, *DAYS)
    assert done("supervision", "shared", "--json").data["shared"] == []


def test_a_pipe_that_says_nothing_leaves_no_page_that_waits(march: list[str]) -> None:
    ended = run("supervision", "prepare", *DAYS, "--format", "txt", stdin="")
    assert (ended.code, ended.out) == (130, "")
    assert "so nothing waits" in ended.err
    assert "waits" not in done("supervision").out


def test_a_page_that_is_left_waits_with_its_replies(march: list[str]) -> None:
    first = run("supervision", "prepare", "--plain", *DAYS, "--format", "txt", stdin="How do I slow down?\n")
    assert first.code == 130
    assert "A page waits" in done("supervision").out
    assert done("supervision", "shared", "--json").data["shared"] == []


# --- what a session is, and what was agreed in it --------------------------------------------------------------------


def test_a_logged_session_asks_about_nothing_so_it_is_in_no_share(march: list[str]) -> None:
    before = trust_of(done("summary", "--json", *DAYS).data)
    done("supervision", "log", "--on", "2026-03-10")
    assert trust_of(done("summary", "--json", *DAYS).data) == before == (2, 2)


def trust_of(document: Any) -> tuple[int, int]:
    """In how many of how many entries trust is."""
    (row,) = [row for row in document["items"] if row["item"] == TRUST]
    return row["count"], row["of"]


def test_the_next_session_is_after_this_one(home: Any) -> None:
    said = refused("supervision", "log", "--on", "2026-03-02", "--next", "2026-03-01", code=2, RCPJOURNAL_NOW=WEDNESDAY)
    assert "is not after the session" in said
    assert done("list", "--json").data["entries"] == []


def test_actions_say_whose_they_are(home: Any) -> None:
    done("supervision", "log", "--on", "2026-03-02")
    done("supervision", "outcome", "--what", "Ring first", "--owner", "me and my manager")
    assert "whose: me and my manager" in done("actions").out


# --- a choice as a file ---------------------------------------------------------------------------------------------

CHOICE: dict[str, Any] = {"since": "2026-03-01", "until": "2026-03-31"}


def chosen(tmp_path: Path, **parts: Any) -> list[str]:
    """The command line for a page of this choice."""
    file = tmp_path / "choice.json"
    file.write_text(json.dumps(CHOICE | parts))
    return ["export", "supervision", "--selection", str(file), "--format", "txt"]


def test_a_choice_may_name_items_as_people_do(march: list[str], tmp_path: Path) -> None:
    passage = {"text": CHOSEN, "place": "theme", "item": "trust"}
    page = done(*chosen(tmp_path, themes=["trust"], passages=[passage])).out
    assert "Trust: 2 of 2" in page and CHOSEN in page


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"themes": ["rcp.principle.nosuch"]}, "Nothing in the framework is called"),
        ({"themes": ["kindness"]}, "please say which"),
        ({"conditions": ["nosuch"]}, "Nothing in the framework is called"),
        ({"passages": [{"text": "Lost.", "place": "theme", "item": "trust"}]}, "its item is not among the themes"),
        ({"passages": [{"text": "Lost.", "place": "theme"}]}, "its item is not among the themes"),
        ({"follow_up": [{"number": 4444, "what": "Lost."}]}, "nothing agreed has the number 4444"),
        ({"wanted": [{"question": "Why?"}] * 4}, "up to 3 have room"),
        ({"themes": ["trust", "safety", "reciprocity", "vulnerability"]}, "up to 3 have room"),
        ({"since": "2026-04-01"}, "its days run backwards"),
    ],
)
def test_a_choice_that_names_what_is_not_there_is_refused_and_nothing_leaves(
    parts: dict[str, Any], said: str, march: list[str], tmp_path: Path
) -> None:
    assert said in refused(*chosen(tmp_path, **parts))
    assert done("supervision", "shared", "--json").data["shared"] == []


def test_items_of_ones_own_on_a_page_are_told_as_ones_own_words(march: list[str]) -> None:
    done("framework", "add", "Visits to Mrs Okafor", "--layer", "behaviour")
    done("add", "Words.", "--on", "2026-03-09", "--item", "visits to mrs okafor:helped")
    said = done("export", "supervision", "--counts-only", "--format", "txt", *DAYS)
    assert "Visits to Mrs Okafor" in said.out
    assert "as you called it: Visits to Mrs Okafor" in said.err


def test_a_page_that_takes_more_than_one_side_says_so(march: list[str], tmp_path: Path) -> None:
    few, many = ([{"text": CHOSEN, "place": "hard"}] * n for n in (2, 150))
    assert "more than one side" not in done(*chosen(tmp_path, passages=few)).err
    assert "more than one side of A4" in done(*chosen(tmp_path, passages=many)).err


def test_what_was_tagged_can_be_a_theme_though_nobody_said_how_it_was(home: Any) -> None:
    kept({"happened_on": "2026-03-03", "observations": [{"item": TRUST}]})
    assert "Trust: 1 of 1" in done("export", "supervision", "--counts-only", "--format", "txt", *DAYS).out

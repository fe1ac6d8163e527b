"""`note`, `star`, `delete` and `undo`: added later, marked, removed, taken back."""

from pathlib import Path
from typing import Any

import pytest

from rcpjournal.store import Journal
from tests.cli.quick import WEDNESDAY, added, done, kept, listed, refused, run, shown

TEXT = "rcp.prompt.text"


def test_a_note_is_added_with_its_day_and_the_original_stays_as_it_was() -> None:
    entry_id = added("As I wrote it.")
    before = shown(entry_id)
    done(
        "note",
        entry_id,
        "She rang.",
        "--as",
        "feedback",
        "--role",
        "a parent",
        "--on",
        "monday",
        RCPJOURNAL_NOW=WEDNESDAY,
    )
    done("note", entry_id, "-", stdin="A second one,\nlonger.\n", RCPJOURNAL_NOW=WEDNESDAY)
    after = shown(entry_id)
    assert after.pop("additions") == [
        {"on": "2026-03-02", "kind": "feedback", "role": "a parent", "text": "She rang."},
        {"on": "2026-03-04", "kind": "note", "text": "A second one,\nlonger."},
    ]
    assert after == before


@pytest.mark.parametrize("kind", ["note", "peer-discussion", "feedback", "follow-up"])
def test_every_kind_of_later_addition_is_shown(kind: str) -> None:
    added()
    done("note", "last", "Afterwards.", "--as", kind)
    assert "Afterwards." in done("show").out
    assert shown("last")["additions"][0]["kind"] == kind


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["Words.", "--as", "rumour"], 2, "peer-discussion"),
        (["Words.", "--on", "tomorrow"], 2, "still to come"),
        (["Words.", "--on", "someday"], 2, "2 weeks ago"),
        ([""], 1, "no words"),
        (["-"], 1, "no words"),
        (["\udcff"], 1, "UTF-8"),
        (["Words.", "--role", "\udcff"], 1, "UTF-8"),
    ],
)
def test_a_note_that_cannot_be_is_refused(words: list[str], code: int, said: str, journal: Journal) -> None:
    entry_id = added()
    assert said in refused("note", entry_id, *words, code=code)
    assert journal.entries.get(entry_id).additions == ()


def test_a_note_that_cannot_be_saved_stays_in_a_file(home: Path) -> None:
    added()
    said = refused("note", "last", "-", stdin=b"Half a thought \xff")
    (file,) = (home / "rescued").iterdir()
    assert str(file) in said and file.read_bytes() == b"Half a thought \xff"


@pytest.mark.parametrize("words", [["note", "last", "Later."], ["edit", "last", "text", "--text", "Other."]])
def test_that_an_argument_stays_in_the_shells_history_is_said_once_here_too(words: list[str]) -> None:
    added()
    assert "shell's history" in done(*words).err
    assert "shell's history" not in done("note", "last", "And then.").err


def test_a_star_is_put_on_and_taken_off(journal: Journal) -> None:
    entry_id = added()
    done("star", entry_id)
    done("star", entry_id)
    assert listed("--starred") == [entry_id]
    assert len(journal.history.revisions(entry_id)) == 1
    done("star", entry_id, "--off")
    assert listed("--starred") == []


def test_a_deleted_entry_is_nowhere_until_it_is_brought_back() -> None:
    entry_id = added("The harbour.", "--item", "trust")
    before = shown(entry_id)
    result = done("delete", entry_id)
    assert (result.out, "rcpjournal undo" in result.err) == ("", True)
    refused("show", entry_id)
    assert listed() == done("search", "--json", "harbour").data["entries"] == []
    assert done("export", "json").out == ""
    assert done("summary", "--json").data["entries"] == 0
    done("undo", "--yes")
    assert shown(entry_id) == before


# --- undo ------------------------------------------------------------------------------------------

DOCUMENT: dict[str, Any] = {"happened_on": "2026-03-04", "text": "As it was.", "actions": [{"what": "Ring her"}]}


def whole() -> str:
    """All that the journal would export."""
    return done("export", "json", "--with-aliases").out


@pytest.mark.parametrize(
    "change",
    [
        ["add", "Another."],
        ["edit", "last", "text", "--text", "Otherwise."],
        ["edit", "last", "--kind", "visit", "--item", "trust:strained"],
        ["star", "last"],
        ["note", "last", "Afterwards."],
        ["delete", "last"],
        ["actions", "done", "1"],
        ["actions", "drop", "1", "--reason", "No longer wanted."],
        ["actions", "change", "1", "--due", "2026-04-01", "--reason", "She is away."],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_the_last_change_is_taken_back_to_the_letter(change: list[str]) -> None:
    kept(DOCUMENT)
    before = whole()
    done(*change)
    assert whole() != before
    assert "Taken back" in done("undo", "--yes").err
    assert whole() == before


@pytest.mark.parametrize(
    ("change", "gone", "back"),
    [
        (["edit", "last", "text", "--text", "Otherwise."], "-Otherwise.", "+As it was."),
        (["star", "last"], "-starred: yes", "+starred: no"),
        (["delete", "last"], "", "+As it was."),
        (["add", "Another."], "-Another.", ""),
        (["note", "last", "Afterwards."], "Afterwards.", ""),
        (["actions", "done", "1"], "-state: done", "+state: open"),
        (["edit", "last", "--alias", "Heron"], "-alias: Heron", ""),
    ],
    ids=lambda words: " ".join(words[:2]) if isinstance(words, list) else "",
)
def test_undo_shows_before_and_after_and_then_asks(change: list[str], gone: str, back: str) -> None:
    kept(DOCUMENT)
    done(*change)
    after = whole()
    result = run("undo", stdin="n\n")
    assert gone in result.out and back in result.out
    assert result.code == 0 and "Nothing was taken back" in result.err
    assert whole() == after


@pytest.mark.parametrize(
    ("reply", "code", "undone"),
    [("\n", 0, True), ("y\n", 0, True), ("YES\n", 0, True), ("n\n", 0, False), ("?\n", 0, False), ("", 1, False)],
)
def test_undo_takes_enter_for_yes_and_asks_for_a_flag_where_nobody_answers(reply: str, code: int, undone: bool) -> None:
    added()
    result = run("undo", stdin=reply)
    assert result.code == code and ("--yes" in result.err) == (code == 1)
    assert (listed() == []) == undone


def test_undo_goes_back_step_by_step_and_then_says_that_there_is_nothing_more() -> None:
    entry_id = added("One.")
    for words in ("Two.", "Three."):
        done("edit", entry_id, "text", "--text", words)
    for words in ("Two.", "One."):
        done("undo", "--yes")
        assert shown(entry_id)["answers"][TEXT] == words
    done("undo", "--yes")
    assert listed() == []
    assert "nothing to undo" in refused("undo", "--yes")


def test_what_undo_replaced_can_still_be_read() -> None:
    entry_id = added("One.")
    done("edit", entry_id, "text", "--text", "A better thought.")
    done("undo", "--yes")
    assert "A better thought." in done("show", entry_id, "--history").out


def test_a_run_of_documents_is_taken_back_as_one() -> None:
    first = added("Before.")
    kept(DOCUMENT, DOCUMENT, DOCUMENT)
    result = run("undo", stdin="y\n")
    assert "3 entries" in result.out
    assert listed() == [first]


def test_an_import_that_was_taken_back_can_be_made_again(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    kept(DOCUMENT, {**DOCUMENT, "text": "Another."})
    done("export", "json", "-o", str(file))
    elsewhere = {"RCPJOURNAL_HOME": str(tmp_path / "other")}
    done("import", "json", str(file), **elsewhere)
    done("undo", "--yes", **elsewhere)
    assert done("export", "json", **elsewhere).out == ""
    assert "2 entries added" in done("import", "json", str(file), **elsewhere).err
    assert done("export", "json", **elsewhere).out == file.read_text()


def test_an_entry_that_was_deleted_comes_back_with_its_document() -> None:
    (entry_id,) = kept(DOCUMENT)
    printed = done("show", entry_id, "--json").out
    done("delete", entry_id)
    assert done("add", "--json", "-", stdin=printed).out.strip() == entry_id
    assert done("show", entry_id, "--json").out == printed

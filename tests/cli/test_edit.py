"""`edit`: an entry mended in a real editor, or from the command line; the earlier text stays."""

import shlex
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from rcpjournal.store import Journal
from tests import support as process
from tests.cli.quick import WEDNESDAY, added, done, kept, refused, run, shown
from tests.cli.test_add import texts

TEXT = "rcp.prompt.text"


def editor(tmp_path: Path, code: str) -> str:
    """An EDITOR that runs `code` with the file's `text` and leaves what `text` is then."""
    script = tmp_path / "the editor.py"
    script.write_text(
        "import sys, pathlib\npath = pathlib.Path(sys.argv[-1])\ntext = path.read_bytes().decode()\n"
        f"{code}\npath.write_bytes(text.encode('utf-8', 'surrogateescape'))\n"
    )
    return f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}"


def replacing(before: str, after: str) -> str:
    """An EDITOR that is sed."""
    return shlex.join(["sed", "-i", f"s|{before}|{after}|"])


def left(home: Path) -> list[Path]:
    """The files that stay with what was typed."""
    return sorted((home / "editing").iterdir()) if (home / "editing").exists() else []


def test_the_whole_entry_can_be_changed_in_the_editor(tmp_path: Path, home: Path) -> None:
    entry_id = added("He came late.", "--item", "trust:strained")
    code = (
        "text = text.replace('late', 'early').replace('kind:', 'kind: visit').replace('starred: no', 'starred: yes')"
        ".replace('stance: strained', 'stance: present\\nquote: He came\\n\\nitem: rcp.behaviour.patience')"
        ".replace('[actions]', '[actions]\\nwhat: Ring\\ndue: 2026-03-18\\n')"
        ".replace('== Seen', '== Noticed? [rcp.prompt.noticed]\\nMy shoulders.\\n\\n== Seen')"
    )
    assert done("edit", entry_id, EDITOR=editor(tmp_path, code)).out == ""
    entry = shown(entry_id)
    assert entry["answers"] == {TEXT: "He came early.", "rcp.prompt.noticed": "My shoulders."}
    assert (entry["kind"], entry["starred"]) == ("visit", True)
    assert entry["observations"] == [
        {"item": "rcp.principle.trust", "stance": "present", "quote": "He came"},
        {"item": "rcp.behaviour.patience"},
    ]
    assert entry["actions"] == [{"what": "Ring", "due": "2026-03-18", "state": "open"}]
    assert left(home) == []


def test_the_editor_gets_a_private_file_in_the_home_folder(tmp_path: Path, home: Path) -> None:
    note = tmp_path / "seen"
    code = (
        "modes = [f'{one.stat().st_mode & 0o777:o}' for one in (path, path.parent)]\n"
        f"pathlib.Path({str(note)!r}).write_text(' '.join([str(path), *modes]))"
    )
    added()
    done("edit", "last", EDITOR=editor(tmp_path, code))
    path, file, folder = note.read_text().rsplit(" ", 2)
    assert Path(path).parent == home / "editing"
    assert (file, folder) == ("600", "700")


@pytest.mark.parametrize("variable", ["VISUAL", "RCPJOURNAL_EDITOR"])
def test_another_variable_goes_before_editor(variable: str, tmp_path: Path) -> None:
    added("One.")
    done("edit", "last", EDITOR="false", **{variable: replacing("One", "Two")})
    assert shown("last")["answers"][TEXT] == "Two."


def test_the_flag_and_the_setting_name_an_editor_too(tmp_path: Path) -> None:
    added("One.")
    done("config", "set", "editor", replacing("One", "Two"))
    done("edit", "last", EDITOR="false")
    done("edit", "last", "--editor", replacing("Two", "Three"))
    assert shown("last")["answers"][TEXT] == "Three."


def test_an_entry_that_was_not_touched_has_no_revision(tmp_path: Path, journal: Journal, home: Path) -> None:
    entry_id = added("As it was.")
    assert "Nothing was changed" in done("edit", entry_id, EDITOR="true").err
    done("edit", entry_id, "text", EDITOR="true")
    done("edit", entry_id, "text", "--text", "As it was.")
    assert journal.history.revisions(entry_id) == []
    assert left(home) == []


def test_every_edit_keeps_the_earlier_text_and_history_shows_them_newest_first(journal: Journal) -> None:
    entry_id = added("First words.")
    for words in ("Second words.", "Third words."):
        done("edit", entry_id, "text", "--text", words)
    assert [revision.what for revision in journal.history.revisions(entry_id)] == ["edited", "edited"]
    shown_ = done("show", entry_id, "--history").out
    assert shown_.index("Third words.") < shown_.index("Second words.") < shown_.index("First words.")


def test_when_something_changed_is_told_by_the_readers_own_clock() -> None:
    evening = {"TZ": "Australia/Sydney", "RCPJOURNAL_NOW": "2026-03-04T20:30+00:00"}  # a morning over there
    entry_id = process.done("add", "-", stdin="First words.", **evening).out.strip()
    process.done("edit", entry_id, "text", "--text", "Second words.", **evening)
    assert "Before it was edited (Thu 5 Mar 2026, 07:30)" in process.done("show", entry_id, "--history", **evening).out
    assert "entry " + entry_id + " edited, Thu 5 Mar 2026, 07:30." in process.done("undo", "--yes", **evening).out


@pytest.mark.parametrize("answer", ["text", TEXT])
def test_one_answer_opens_alone_in_the_editor(answer: str, tmp_path: Path, home: Path) -> None:
    added("One.\n\n== not a heading [here]")
    code = "assert text == 'One.\\n\\n== not a heading [here]', text\ntext = 'Two.\\n== [rcp.prompt.text]\\n'"
    done("edit", "last", answer, EDITOR=editor(tmp_path, code))
    assert shown("last")["answers"] == {TEXT: "Two.\n== [rcp.prompt.text]"}
    assert left(home) == []


def test_an_answer_can_be_given_on_the_command_line_through_a_pipe_or_for_the_first_time() -> None:
    entry_id = added("One.")
    done("edit", entry_id, "text", "--text", "Two.")
    done("edit", entry_id, "noticed", "--text", "-", stdin="My shoulders.\nHis hands.\n")
    assert shown(entry_id)["answers"] == {TEXT: "Two.", "rcp.prompt.noticed": "My shoulders.\nHis hands."}
    assert "What did you notice" in done("show", entry_id).out


def test_an_answer_that_is_emptied_goes_but_the_last_one_stays() -> None:
    (entry_id,) = kept({"answers": {TEXT: "One.", "rcp.prompt.noticed": "Two."}})
    done("edit", entry_id, "noticed", "--text", "")
    assert "at least one answer" in refused("edit", entry_id, "text", "--text", " ")
    assert shown(entry_id)["answers"] == {TEXT: "One."}


@pytest.mark.parametrize("answer", ["nothing", "trust", "tags", "principles", "rcp.prompt.behaviours"])
def test_a_word_that_is_no_answer_in_words_is_refused_with_those_there_are(answer: str, journal: Journal) -> None:
    entry_id = added("One.")
    assert "text" in refused("edit", entry_id, answer, "--text", "Two.", code=2)
    assert journal.history.revisions(entry_id) == []


def test_head_and_tags_can_be_changed_without_an_editor() -> None:
    entry_id = added("One.", "--item", "trust:strained", "--item", "patience")
    options = ["--on", "monday", "--kind", "call", "--with", "family", "--alias", "Heron"]
    items = ["--without-item", "trust", "--item", "rcp.principle.kindness:present"]
    done("edit", entry_id, *options, *items, RCPJOURNAL_NOW=WEDNESDAY, EDITOR="false")
    entry = shown(entry_id)
    assert (entry["happened_on"], entry["kind"], entry["with"], entry["alias"]) == (
        "2026-03-02",
        "call",
        "family",
        "Heron",
    )
    assert entry["observations"] == [
        {"item": "rcp.behaviour.patience"},
        {"item": "rcp.principle.kindness", "stance": "present"},
    ]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--on", "tomorrow"], 2, "still to come"),
        (["--on", "soonish"], 2, "yesterday"),
        (["--kind", "nothing"], 2, "visit"),
        (["--item", "nothing"], 1, "framework show"),
        (["text", "--text", "\udcff"], 1, "UTF-8"),
        (["--alias", "\udcff"], 1, "UTF-8"),
    ],
)
def test_a_change_that_cannot_be_is_refused(words: list[str], code: int, said: str, journal: Journal) -> None:
    entry_id = added("One.")
    assert said in refused("edit", entry_id, *words, code=code)
    assert journal.history.revisions(entry_id) == []


GARBAGE = {
    "no form": "text = 'garbage'",
    "empty": "text = ''",
    "a day that is none": "text = text.replace('happened_on: ', 'happened_on: x')",
    "an item that is none": "text = text.replace('[observations]', '[observations]\\nitem: rcp.principle.trsut')",
    "a field that is none": "text = text.replace('[observations]', '[observations]\\nitems: rcp.principle.trust')",
    "a question that is none": "text = text.replace('[rcp.prompt.text]', '[rcp.prompt.nothing]')",
    "no words": "text = text.replace('One.', '')",
    "a NUL": "text = text.replace('One.', 'One\\0')",
    "not UTF-8": "text = text + '\\udcff'",
}


@pytest.mark.parametrize("code", GARBAGE.values(), ids=list(GARBAGE))
def test_what_the_editor_saved_and_is_no_entry_is_refused_and_stays_in_a_file(
    code: str, tmp_path: Path, home: Path, journal: Journal
) -> None:
    entry_id = added("One.")
    copy = tmp_path / "typed"
    keep = f"pathlib.Path({str(copy)!r}).write_bytes(text.encode('utf-8', 'surrogateescape'))"
    said = refused("edit", entry_id, EDITOR=editor(tmp_path, f"{code}\n{keep}"))
    (file,) = left(home)
    assert str(file) in said
    assert file.read_bytes() == copy.read_bytes()
    assert journal.entries.get(entry_id).answers == {TEXT: "One."}
    assert journal.history.revisions(entry_id) == []


def test_one_answer_that_cannot_be_kept_stays_in_a_file_that_is_named(tmp_path: Path, home: Path) -> None:
    added("One.")
    said = refused("edit", "last", "text", EDITOR=editor(tmp_path, "text = 'a\\0b'"))
    assert [str(file) in said for file in left(home)] == [True]


@pytest.mark.parametrize(
    ("program", "said"),
    [("false", "ended with an error"), ("/no/such/editor", "could not be started"), ("'unclosed", "understood")],
)
@pytest.mark.parametrize("answer", [(), ("text",)])
def test_an_editor_that_fails_changes_nothing(
    program: str, said: str, answer: tuple[str, ...], journal: Journal
) -> None:
    entry_id = added("One.")
    assert said in refused("edit", entry_id, *answer, EDITOR=program)
    assert journal.history.revisions(entry_id) == []


def test_what_was_typed_before_the_editor_failed_stays_in_a_file(tmp_path: Path, home: Path) -> None:
    added("One.")
    code = "path.write_bytes(b'Half a thought')\nsys.exit(3)"
    said = refused("edit", "last", EDITOR=editor(tmp_path, code))
    (file,) = left(home)
    assert str(file) in said and file.read_bytes() == b"Half a thought"


def test_without_any_editor_one_is_told_how_to_name_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    added("One.")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "config set editor" in refused("edit", "last")


def test_an_old_file_in_the_editors_folder_is_never_overwritten(tmp_path: Path, home: Path) -> None:
    entry_id = added("One.")
    for words in ("first", "second"):
        refused("edit", entry_id, EDITOR=editor(tmp_path, f"text = '{words}'"))
    assert sorted(file.read_text() for file in left(home)) == ["first", "second"]


@pytest.mark.parametrize("answer", [(), ("text",)])
def test_a_save_that_fails_leaves_what_was_typed_in_a_file(answer: tuple[str, ...], tmp_path: Path, home: Path) -> None:
    entry_id = added("One.")
    journal, moved = home / "journal.db", home / "moved.db"
    code = f"text = text.replace('One.', 'Something new.')\npathlib.Path({str(journal)!r}).rename({str(moved)!r})"
    said = refused("edit", entry_id, *answer, EDITOR=editor(tmp_path, code))
    journal.unlink(missing_ok=True)
    moved.rename(journal)
    assert "moved, deleted or replaced" in said
    assert shown(entry_id)["answers"] == {TEXT: "One."}
    assert [("Something new." in file.read_text(), str(file) in said) for file in left(home)] == [(True, True)]


def test_two_edits_at_once_do_not_lose_the_one_that_was_saved_first(tmp_path: Path, home: Path) -> None:
    entry_id = added("One.\nTwo.")
    inner = shlex.join([sys.executable, "-m", "rcpjournal", "edit", entry_id, "text", "--text", "Saved meanwhile."])
    code = f"import subprocess\nsubprocess.run({inner!r}, shell=True, check=True)\ntext = text.replace('Two', 'Three')"
    run("edit", entry_id, EDITOR=editor(tmp_path, code))
    everything = done("show", entry_id, "--history").out + "".join(file.read_text() for file in left(home))
    assert "Saved meanwhile." in everything and "Three." in everything


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts)
def test_an_edit_of_one_line_leaves_every_other_letter(text: str) -> None:
    assume(text.strip())
    (entry_id,) = kept({"text": text, "observations": [{"item": "rcp.principle.trust", "quote": text}]})
    before = shown(entry_id)
    done("edit", entry_id, EDITOR=replacing("^starred: no", "starred: yes"))
    assert shown(entry_id) == {**before, "starred": True}


def test_the_only_answer_need_not_be_named_and_of_several_one_must_be(journal: Journal) -> None:
    entry_id = added("One.")
    done("edit", entry_id, "--text", "Two.")
    assert list(journal.entries.get(entry_id).answers.values()) == ["Two."]
    done("edit", entry_id, "noticed", "--text", "Calm.")
    assert "which answer" in refused("edit", entry_id, "--text", "Three.", code=2)

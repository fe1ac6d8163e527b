"""A folder of notes: an entry out, as Markdown with front matter, and back whole."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rcpjournal.core.arriving import Arrived, Event, Remark, Source, Wishes
from rcpjournal.core.entry import Action, Addition, Entry, Observation, document, free_entry
from rcpjournal.core.entry_rules import entry_from_document
from rcpjournal.core.framework import Framework
from rcpjournal.exports.markdown import whole_as_markdown
from rcpjournal.exports.notes import id_in, note, note_name
from rcpjournal.files.arriving import front_matter
from rcpjournal.imports.markdown import Markdown
from tests.cli.quick import done
from tests.core.making import TEXTS, entries
from tests.core.test_words import CORPUS, unsafe
from tests.exports.making import NOW, filled
from tests.exports.page.test_hostile import HOSTILE
from tests.support import examples

GOLDEN = Path(__file__).parents[1] / "golden"
DAY = date(2026, 3, 4)
SOME = {**HOSTILE, **{name: text for name, text in CORPUS.items() if not {"\ud800", "\0"} & set(text)}}


def read(text: str) -> list[Event]:
    source = Source("a.md", text.encode(), date(2026, 6, 1))
    return list(Markdown().events(source, Wishes(front=front_matter)))


def back(text: str, framework: Framework) -> Entry:
    """The one entry in a note of which nothing is to be remarked."""
    (event,) = read(text)
    assert isinstance(event, Arrived) and event.document is not None
    return entry_from_document(event.document, framework)


def labels_of(entry: Entry, framework: Framework) -> Mapping[str, str]:
    return {item.id: item.label for item in framework.items.values()}


def test_a_note_is_the_golden_file(tmp_path: Path) -> None:
    filled(done)
    result = done("export", "markdown", "--folder", str(tmp_path / "notes"), "--with-aliases", RCPJOURNAL_NOW=NOW)
    first, second = (Path(line) for line in result.out.splitlines())
    assert (first.name, second.name) == (
        "2026-03-04-we-sat-in-the-kitchen_260304-k7q.md",
        "2026-04-10-not-a-heading_260411-0a2.md",
    )
    assert first.read_text("utf-8") == (GOLDEN / "note.md").read_text("utf-8")


@given(st.data())
@settings(deadline=None, max_examples=examples(90), suppress_health_check=[HealthCheck.too_slow])
def test_an_entry_that_goes_out_as_a_note_comes_back_whole(framework: Framework, data: st.DataObject) -> None:
    entry = data.draw(entries(framework))
    text = note(entry, labels_of(entry, framework), framework)
    assert not any(unsafe(character) for character in text)
    assert document(back(text, framework)) == document(entry)


@pytest.mark.parametrize("text", SOME.values(), ids=SOME)
def test_hostile_words_show_as_words_and_come_back_to_the_letter(text: str, framework: Framework) -> None:
    entry = replace(free_entry(text, DAY), id="260304-k7q", additions=(Addition(on=DAY, role=text, text=text),))
    written = note(entry, {}, framework)
    assert not any(map(unsafe, written))
    assert document(back(written, framework)) == document(entry)
    kinds = {one.type for one in MarkdownIt("commonmark").parse(written.partition("\n---\n")[2])}
    harmless = {"heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "html_block"}
    assert kinds <= harmless
    blocks = [one for one in MarkdownIt("commonmark").parse(written.partition("\n---\n")[2]) if "html" in one.type]
    assert all(one.content.startswith("<!-- rcpjournal ") for one in blocks)


def test_a_long_entry_comes_back_too(framework: Framework) -> None:
    long = "It was “long”: and then, some. " * 400
    entry = Entry(
        id="260304-k7q",
        happened_on=DAY,
        answers={"rcp.prompt.noticed": long * 20},
        asked={"rcp.prompt.noticed": "Long"},
        observations=(Observation(item="rcp.principle.trust", quote=long),),
        actions=tuple(Action(what=long, why=long) for _ in range(5)),
        visibility="private",
    )
    assert document(back(note(entry, {}, framework), framework)) == document(entry)


@given(TEXTS)
@settings(max_examples=examples(150), deadline=None)
def test_words_as_markdown_are_words_alone(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(whole_as_markdown(text))
    inline = [child.type for token in tokens for child in token.children or ()]
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    assert set(inline) <= {"text", "softbreak", "text_special"}


@pytest.mark.parametrize("text", ["a $x$ b", "a %%gone%% b", "==x==", "~~x~~", "%%%", "===", "~~~", "$$"])
def test_what_obsidian_would_take_for_markup_is_escaped(text: str) -> None:
    made = whole_as_markdown(text)
    assert not any(mark in made for mark in ("%%", "==", "~~")) and "$" not in made.replace("\\$", "")


# --- what somebody did to it ------------------------------------------------------------------------------------


@pytest.fixture
def entry(framework: Framework) -> Entry:
    answers = {"rcp.prompt.what-happened": "We sat.", "rcp.prompt.noticed": "Tea."}
    asked = {name: framework.prompts[name].text for name in answers}
    later = Addition(on=DAY, kind="feedback", text="She rang.")
    return Entry(
        id="260304-k7q", happened_on=DAY, kind="visit", answers=answers, asked=asked, working="with", additions=(later,)
    )


def changed(entry: Entry, framework: Framework, *swaps: tuple[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The document in a note after these words were put for those, and what is remarked."""
    text = note(entry, {}, framework)
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    found = read(text)
    (came,) = [one for one in found if isinstance(one, Arrived)]
    assert came.document is not None
    entry_from_document(came.document, framework)
    return dict(came.document), [one.words for one in found if isinstance(one, Remark)]


def test_words_that_were_changed_come_as_they_are_now(entry: Entry, framework: Framework) -> None:
    data, remarks = changed(entry, framework, ("We sat.", "We sat *long*.\n\n## And so\n\n- tea"))
    assert data["answers"]["rcp.prompt.what-happened"] == "We sat *long*.\n\n## And so\n\n- tea"
    assert remarks == []


def test_what_was_written_elsewhere_in_it_comes_as_a_note_to_it(entry: Entry, framework: Framework) -> None:
    end = "<!-- rcpjournal end -->\n"
    data, remarks = changed(
        entry,
        framework,
        (end, f"{end}\nAt the end."),
        ("- Working with.", "- Working with, mostly."),
        ("\n---\n\n", "\n---\n\nBefore it.\n\n"),
    )
    assert "come as a note" in remarks[0]
    assert data["additions"][0]["text"] == "She rang."
    assert data["additions"][1] == {
        "on": "2026-06-01",
        "kind": "note",
        "text": "Before it.\n\n- Working with, mostly.\n\nAt the end.",
    }


def test_a_section_that_is_gone_is_said(entry: Entry, framework: Framework) -> None:
    data, remarks = changed(
        entry, framework, ("<!-- rcpjournal answer 2 -->\n", ""), ("<!-- rcpjournal addition 1 -->\n", "")
    )
    assert ["question 2" in words or "addition 1" in words for words in remarks] == [True, True, False]
    assert list(data["answers"]) == ["rcp.prompt.what-happened"]
    assert "Tea." in data["answers"]["rcp.prompt.what-happened"], "it stands under the question before now"


@pytest.mark.parametrize("swap", [("questions:", "questionz:"), ("note/1", "note/9"), ("- {", "- 7 # {")])
def test_front_matter_that_is_not_ours_any_more_leaves_a_note_like_any_other(
    swap: tuple[str, str], entry: Entry, framework: Framework
) -> None:
    (came,) = [one for one in read(note(entry, {}, framework).replace(*swap)) if isinstance(one, Arrived)]
    assert came.document is None and came.day == DAY
    assert "We sat." in came.text and "260304-k7q" in came.text, "and what is not understood is kept as words"


# --- names ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("She opened the door!", "2026-03-04-she-opened-the-door_260304-k7q.md"),
        ("../../etc/passwd", "2026-03-04-etc-passwd_260304-k7q.md"),
        ('a/b\\c:d*e?f"g<h>i|j\x1b\u202e', "2026-03-04-a-b-c-d-e-f-g-h-i-j_260304-k7q.md"),
        ("CON. ", "2026-03-04-con_260304-k7q.md"),
        ("👩‍👧 !!", "2026-03-04_260304-k7q.md"),
        ("مرحبا بك", "2026-03-04-مرحبا-بك_260304-k7q.md"),
        ("under_scores", "2026-03-04-under-scores_260304-k7q.md"),
        ("x" * 300, f"2026-03-04-{'x' * 48}_260304-k7q.md"),
    ],
)
def test_a_files_name_is_its_day_its_first_words_and_its_id(text: str, name: str) -> None:
    assert note_name(replace(free_entry(text, DAY), id="260304-k7q")) == name
    assert id_in(name) == "260304-k7q"


@given(TEXTS.filter(str.strip))
@settings(max_examples=examples(100), deadline=None)
def test_no_words_make_a_name_that_leaves_the_folder_or_is_too_long(text: str) -> None:
    name = note_name(replace(free_entry(text, DAY), id="2" * 40))
    assert not {"/", "\\", "\0", ":"} & set(name) and name.startswith("2026-03-04") and len(name.encode()) < 200
    assert id_in(name) == "2" * 40


def test_other_files_are_nobodys_notes() -> None:
    assert [id_in(name) for name in ("a.md", "2026-03-04.md", "2026-03-04_x.txt", "x_260304-k7q.md")] == [None] * 4

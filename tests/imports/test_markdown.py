"""`import markdown`: a folder of notes (Obsidian, nb), one note, and what `export markdown` wrote."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcpjournal.core.arriving import Arrived, Source, Wishes
from rcpjournal.core.words import safe
from rcpjournal.exports.markdown import words_as_markdown
from rcpjournal.files.arriving import front_matter
from rcpjournal.imports.our_markdown import our_events
from tests.cli.quick import added, done, refused, shown
from tests.cli.quick import kept as kept_documents
from tests.cli.test_add_documents import WHOLE
from tests.imports.bringing import days, kept, made, words
from tests.support import examples


@pytest.mark.parametrize(
    ("name", "day", "clock", "title"),
    [
        ("2026-03-04.md", "2026-03-04", "00:00", ""),
        ("2026-03-04-visit-to-the-farm.md", "2026-03-04", "00:00", "visit-to-the-farm"),
        ("2026-03-04 A visit.markdown", "2026-03-04", "00:00", "A visit"),
        ("2026-03-04T0930.md", "2026-03-04", "09:30", ""),
        ("2026-03-04 09.30 Tea.md", "2026-03-04", "09:30", "Tea"),
        ("2026_03_04.md", "2026-03-04", "00:00", ""),
        ("20260304093000.md", "2026-03-04", "09:30", ""),
        ("20260304093000.todo.md", "2026-03-04", "09:30", ""),
        ("20260304.md", "2026-03-04", "00:00", ""),
        ("2026/03/04.md", "2026-03-04", "00:00", ""),
        ("2026-03-04 09.30.15.md", "2026-03-04", "09:30", ""),
        ("20260304-093015.md", "2026-03-04", "09:30", ""),
        ("2026-03-04 — A visit.md", "2026-03-04", "00:00", "A visit"),
        ("2026-03-04 9999 things.md", "2026-03-04", "00:00", "9999 things"),
        ("2026-03-04-0930-45 minutes.md", "2026-03-04", "09:30", "45 minutes"),
        ("4 March 2026.md", "2026-03-04", "00:00", ""),
        ("4-MAR-2026.md", "2026-03-04", "00:00", ""),
        ("March-4,-2026.md", "2026-03-04", "00:00", ""),
        ("4. März 2026 - Besuch.md", "2026-03-04", "00:00", "Besuch"),
        ("23-03-2026 — A visit.md", "2026-03-23", "00:00", "A visit"),
        ("23.03.2026_09-30.md", "2026-03-23", "09:30", ""),
        ("Supervision 2026-03-04.md", "2026-03-04", "00:00", "Supervision 2026-03-04"),
        ("Drawing 2026-03-04 09.30.12 of home.md", "2026-03-04", "09:30", "Drawing 2026-03-04 09.30.12 of home"),
    ],
)
def test_a_files_name_says_the_day_and_what_else_it_says_is_the_title(
    name: str, day: str, clock: str, title: str, tmp_path: Path
) -> None:
    made(tmp_path / "notes" / name, "She made tea.\n")
    done("import", "markdown", str(tmp_path / "notes"))
    assert (days(), words()) == ([day], [f"{title}\n\nShe made tea." if title else "She made tea."])
    assert kept()[0]["created"][11:16] == clock


def test_front_matter_that_is_understood_leaves_the_words_and_says_what_it_says(tmp_path: Path) -> None:
    front = "title: A visit\ncreated: 2026-03-04T09:30\ntags: [trust, home]\nstarred: true\naliases: []"
    text = f"\ufeff---\n{front}\n---\n\nTea.\n".replace("\n", "\r\n")
    done("import", "markdown", made(tmp_path / "note.md", text), "--map", "#trust=trust")
    (one,) = kept()
    assert (one["happened_on"], one["starred"], words()) == ("2026-03-04", True, ["A visit\n\nTea.\n\n#home"])
    assert one["created"].startswith("2026-03-04T09:30")
    assert [seen["item"] for seen in one["observations"]] == ["rcp.principle.trust"]


@pytest.mark.parametrize("name", ["created_at", "Created", "date created", "creationDate", "creation-date"])
def test_whatever_the_date_is_called_in_front_matter_it_is_the_day(name: str, tmp_path: Path) -> None:
    done("import", "markdown", made(tmp_path / "note.md", f"---\n{name}: 2026-03-04 09:30\n---\n# Tea\n"))
    assert (days(), words(), kept()[0]["created"][11:16]) == (["2026-03-04"], ["# Tea"], "09:30")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("03-04-2026 Tea.md", "Tea."),
        ("Tea on 03_04_2026.md", "Tea."),
        ("tea.md", "---\ndate: 03/04/2026\n---\nTea."),
        ("tea.md", "---\ndate: 03/04/2026 09:30\n---\nTea."),
    ],
)
def test_a_day_that_says_two_things_is_asked_about_and_a_form_settles_it(name: str, text: str, tmp_path: Path) -> None:
    made(tmp_path / "notes" / name, text)
    said = refused("import", "markdown", str(tmp_path / "notes"))
    assert f"{name}:1: “03" in said and "two ways. Say which with --date-format" in said
    for form, day in (("%d/%m/%Y", "2026-04-03"), ("%m/%d/%Y", "2026-03-04")):
        done("import", "markdown", str(tmp_path / "notes"), "--date-format", form)
        assert days() == [day]
        done("undo", "--yes")


def test_a_name_that_begins_in_a_form_of_ones_own_says_the_day_and_the_title(tmp_path: Path) -> None:
    made(tmp_path / "notes" / "y26m03d04 Tea with her.md", "She made it.")
    done("import", "markdown", str(tmp_path / "notes"), "--date-format", "y%ym%md%d")
    assert (days(), words()) == (["2026-03-04"], ["Tea with her\n\nShe made it."])


@pytest.mark.parametrize(
    "front",
    ["date: 2026-03-04\nmood: calm", "date: 2026-03-04\ntags: {a: b}", "date: 2026-03-04\nstarred: maybe"],
)
def test_front_matter_that_is_not_all_understood_is_kept_at_the_end(front: str, tmp_path: Path) -> None:
    done("import", "markdown", made(tmp_path / "2026-03-09.md", f"---\n{front}\n---\nTea."))
    assert (days(), words()) == (["2026-03-04"], [f"Tea.\n\n---\n{front}\n---"])


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("date: soon", "“soon” is not a date"),
        ("a: &x 1\nb: *x", "not plain YAML"),
        ("- a list", "not plain YAML"),
        ("a: [", "not plain YAML"),
        ("a: 1\na: 2", "not plain YAML"),
        ("a: !!python/object:os.system x", "not plain YAML"),
    ],
)
def test_front_matter_that_cannot_be_read_is_said_and_kept(front: str, said: str, tmp_path: Path) -> None:
    result = done("import", "markdown", made(tmp_path / "2026-03-09.md", f"---\n{front}\n---\nTea."))
    assert said in result.err and "2026-03-09.md:1" in result.err
    assert (days(), words()) == (["2026-03-09"], [f"Tea.\n\n---\n{front}\n---"])


def test_a_note_that_nothing_dates_has_its_files_day_and_comes_once(tmp_path: Path) -> None:
    file = made(tmp_path / "Notes" / "A farm.md", "# A farm\n\nTea. #trust #1 [link](x#y) ![[cow.png]] ![](hen.jpg)\n")
    os.utime(file, (1_500_000_000, 1_500_000_000))
    result = done("import", "markdown", str(tmp_path / "Notes"))
    assert "A farm.md:1: nothing says when it was written" in result.err and "file (2)" in result.err
    assert (days(), words()[0][:8]) == (["2017-07-14"], "# A farm"), "the title stands there already"
    os.utime(file)
    assert "0 entries added, 1 was here" in done("import", "markdown", str(tmp_path / "Notes")).err


def test_folders_are_read_in_order_and_what_is_hidden_is_left_alone(tmp_path: Path) -> None:
    for name in ("b/2026-03-05.md", "a/2026-03-04.md", ".obsidian/x.md", ".trash/2026-03-01.md", "a/pic.png"):
        made(tmp_path / "vault" / name, f"In {name}.")
    made(tmp_path / "vault" / "a" / "2026-03-06.md", "  \n")
    result = done("import", "markdown", str(tmp_path / "vault"))
    assert words() == ["In a/2026-03-04.md.", "In b/2026-03-05.md."]
    assert "a/2026-03-06.md:1: this note has no words" in result.err


def test_a_rule_at_the_beginning_is_no_front_matter_without_its_end(tmp_path: Path) -> None:
    done("import", "markdown", made(tmp_path / "2026-03-04.md", "---\nNo end to it.\n"))
    done("import", "markdown", made(tmp_path / "2026-03-05.md", "---\n---\nEmpty.\n"))
    assert words() == ["---\nNo end to it.", "Empty."]


# --- our own ------------------------------------------------------------------------------------------


def test_our_own_markdown_brings_back_day_id_kind_company_star_and_words(tmp_path: Path) -> None:
    entry_id = added(
        "# not a heading\n- a *star*\nWith **two** lines_ & <b>.", "--kind", "visit", "--with", "family", "--star"
    )
    text = done("export", "markdown").out
    other = {"RCPJOURNAL_HOME": str(tmp_path / "other")}
    done("import", "markdown", "-", stdin=text, **other)
    before, after = shown(entry_id), done("show", entry_id, "--json", **other).data
    for name in ("id", "happened_on", "kind", "with", "starred", "answers"):
        assert after[name] == before[name], name
    for where in ({}, other):
        assert "0 entries added, 1 was here already." in done("import", "markdown", "-", stdin=text, **where).err


def test_what_markdown_cannot_hold_comes_back_as_words(tmp_path: Path) -> None:
    kept_documents(WHOLE)
    other: dict[str, Any] = {"RCPJOURNAL_HOME": str(tmp_path / "other")}
    done("import", "markdown", "-", stdin=done("export", "markdown").out, **other)
    one = done("show", WHOLE["id"], "--json", **other).data
    text = one["answers"]["rcp.prompt.text"]
    for answer in WHOLE["answers"].values():
        assert answer in text or answer == "told", "a choice has its words"
    assert "### Seen in it" in text and one["observations"] == [] and one["actions"] == []


LINES = st.lists(st.text(st.characters(blacklist_categories=["Cs"]), max_size=40), min_size=1, max_size=4)


@settings(max_examples=examples(200), deadline=None)
@given(LINES)
def test_words_come_back_from_our_markdown_but_for_what_a_page_cannot_show(lines: list[str]) -> None:
    """Blanks at the beginning of a line, and signs that are shown as \\x1b, are what a page cannot show."""
    text = safe("\n".join(one.strip() for line in lines for one in line.split("\n"))).strip()
    page = (
        "# Reflections\n\nTaken out on Wed 4 Mar 2026. A private copy; it is not a case record.\n"
        f"\n## Wed 4 Mar 2026 (260304-k7q)\n\n### In your own words\n\n{words_as_markdown(text)}\n"
    )
    found = [one for one in our_events(Source("x", b"", None), page) if isinstance(one, Arrived)]  # type: ignore[arg-type]
    if text:
        assert found[0].text == text.strip("\n").rstrip()


def test_front_matter_goes_through_the_strict_loader() -> None:
    assert front_matter(b"date: 2026-03-04") == {"date": "2026-03-04"}
    assert front_matter(b"- x") is None and front_matter(b"a: *b") is None
    assert Wishes().front(b"a: b") is None


def test_files_of_other_kinds_in_a_folder_are_counted(tmp_path: Path) -> None:
    for name in ("tea.md", "a.org", "b/b.ORG", "c.png", "LICENSE", ".git/config", "rcpjournal-framework-team-1.jpg"):
        made(tmp_path / "notes" / name, "Tea.")
    result = done("import", "markdown", str(tmp_path / "notes"))
    said = "keep the original: .org files (2), .png files (1), files whose names have no ending (1)."
    assert said in " ".join(result.err.split())

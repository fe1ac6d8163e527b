"""`import jrnl`: its text files, old and new, and its JSON export, in their odd corners."""

import json
import os
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcpjournal.core.arriving import Arrived, Source, Wishes
from rcpjournal.imports.jrnl import Jrnl
from tests.cli.quick import done, refused
from tests.imports.bringing import days, kept, made, words
from tests.support import examples

NEW = """\
[2019-01-02 09:30] We sat in the kitchen.
She made tea. @trust

[2019-01-03 10:00] Nothing more *

[2019-01-04 11:15] \n\
A body without a title.
"""


def test_entries_come_with_their_day_time_words_and_star(tmp_path: Path) -> None:
    result = done("import", "jrnl", made(tmp_path / "j.txt", NEW))
    assert "3 entries added" in result.err and len(result.out.split()) == 3
    assert words() == ["We sat in the kitchen.\nShe made tea. @trust", "Nothing more", "A body without a title."]
    assert days() == ["2019-01-02", "2019-01-03", "2019-01-04"]
    assert [one["starred"] for one in kept()] == [False, True, False]
    assert kept()[0]["created"].startswith("2019-01-02T09:30")


def test_a_second_import_adds_nothing_and_a_longer_file_what_is_new(tmp_path: Path) -> None:
    file = made(tmp_path / "j.txt", NEW)
    done("import", "jrnl", file)
    before = done("export", "json").out
    assert "0 entries added, 3 were here already" in done("import", "jrnl", file).err
    assert done("export", "json").out == before
    made(tmp_path / "j.txt", NEW + "\n[2019-01-05 08:00] One more.\n")
    assert "1 entry added, 3 were here already" in done("import", "jrnl", file).err


def test_the_text_and_the_json_of_one_journal_are_the_same_entries(tmp_path: Path) -> None:
    rows = [
        {"title": "We sat in the kitchen.", "body": "She made tea. @trust", "date": "2019-01-02", "time": "09:30"},
        {"title": "Nothing more", "body": "", "date": "2019-01-03", "time": "10:00", "tags": [], "starred": True},
        {"title": "A body without a title.", "body": "", "date": "2019-01-04", "time": "11:15", "starred": False},
    ]
    done("import", "jrnl", made(tmp_path / "j.json", json.dumps({"tags": {}, "entries": rows}, indent=2)))
    assert [one["starred"] for one in kept()] == [False, True, False]
    assert "0 entries added, 3 were here already" in done("import", "jrnl", made(tmp_path / "j.txt", NEW)).err


def test_an_old_file_has_no_brackets_and_a_new_one_may_hold_bare_dates_as_words(tmp_path: Path) -> None:
    done("import", "jrnl", made(tmp_path / "old.txt", "2013-06-09 15:39 Old. *\nMore.\n\n2013-06-10 08:00 Older.\n"))
    assert words() == ["Old.\nMore.", "Older."]
    done("import", "jrnl", made(tmp_path / "new.txt", "[2019-01-02 09:30] New.\n2013-06-11 08:00 is a word here\n"))
    assert words()[-1] == "New.\n2013-06-11 08:00 is a word here"


@pytest.mark.parametrize("form", ["2013-06-{} 15:39", "{}.06.2013 15:39", "06/{}/2013 03:39 PM"])
def test_a_line_in_brackets_does_not_make_an_old_file_a_new_one(form: str, tmp_path: Path) -> None:
    text = "{} Old.\n\n{} Older. *\n[2019-01-02 09:30] was said in the chat\n[x] a box\nand on.\n"
    file = made(tmp_path / "old.txt", text.format(form.format("09"), form.format("22")))
    result = done("import", "jrnl", file)
    assert words() == ["Old.", "Older.\n[2019-01-02 09:30] was said in the chat\n[x] a box\nand on."]
    assert days() == ["2013-06-09", "2013-06-22"]
    assert "old.txt:4: “[2019-01-02 09:30]” is in brackets" in result.err and "[x]” is in" not in result.err


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("[02.01.2019 09:30] Words.\n", "2019-01-02"),
        ("[Mittwoch, 2. Januar 2019 09:30] Words.\n", "2019-01-02"),
        ("[2 janvier 2019 09h30] Words.\n", "2019-01-02"),
        ("[01/25/2019 09:30 PM] Words.\n", "2019-01-25"),
        ("25/01/2019 09:30 Words.\n", "2019-01-25"),
        ("\ufeff[2019-01-02 09:30:15 AM] Words.\r\n", "2019-01-02"),
    ],
)
def test_dates_of_other_places_are_read(text: str, day: str, tmp_path: Path) -> None:
    done("import", "jrnl", made(tmp_path / "j.txt", text))
    assert (words(), days()) == (["Words."], [day])


def test_a_date_that_says_two_things_is_asked_about_and_a_form_settles_it(tmp_path: Path) -> None:
    for n, text in enumerate(("[03/04/2019 09:30] Words.\n", "03/04/2019 09:30 Words.\n")):
        file = made(tmp_path / f"{n}.txt", text)
        assert "--date-format" in refused("import", "jrnl", file)
    done("import", "jrnl", file, "--date-format", "%d/%m/%Y %H:%M")
    assert days() == ["2019-04-03"]


def test_line_ends_and_a_mark_at_the_beginning_make_no_other_entries(tmp_path: Path) -> None:
    done("import", "jrnl", made(tmp_path / "unix.txt", NEW))
    for n, data in enumerate((NEW.replace("\n", "\r\n").encode(), NEW.encode("utf-8-sig"), NEW.encode("utf-16"))):
        assert "0 entries added, 3 were here" in done("import", "jrnl", made(tmp_path / f"{n}.txt", data)).err


def test_what_stands_before_the_first_entry_is_an_entry_of_the_files_day(tmp_path: Path) -> None:
    file = made(tmp_path / "j.txt", "\nA note to myself.\n\n[2019-01-02 09:30] Words.\n")
    os.utime(file, (1_500_000_000, 1_500_000_000))
    result = done("import", "jrnl", file)
    assert "j.txt:2: these words stand before the first entry" in result.err
    assert (words(), days()) == (["A note to myself.", "Words."], ["2017-07-14", "2019-01-02"])
    os.utime(file)
    assert "0 entries added, 2 were here" in done("import", "jrnl", file).err, "whatever the file's day is by now"


def test_a_date_that_cannot_be_read_stays_with_the_entry_before_it_and_is_named(tmp_path: Path) -> None:
    text = "[2019-01-02 09:30] Words.\n[2019-02-30 09:30] Of no day.\n[x] a box\n[1] a note\n"
    result = done("import", "jrnl", made(tmp_path / "j.txt", text))
    assert result.err.count("is not a date that can be read") == 1 and "j.txt:2: “2019-02-30 09:30”" in result.err
    assert words() == ["Words.\n[2019-02-30 09:30] Of no day.\n[x] a box\n[1] a note"]


def test_a_file_without_any_date_is_one_entry(tmp_path: Path) -> None:
    for n, text in enumerate(("Only words.\n", "[soon 09:30] Only words, too.\n", "[30.02.2019 09:30] Of no day.")):
        result = done("import", "jrnl", made(tmp_path / f"{n}.txt", text))
        assert f"{n}.txt:1: there is no date that can be read" in result.err
    assert sorted(words()) == ["Only words.", "[30.02.2019 09:30] Of no day.", "[soon 09:30] Only words, too."]


@pytest.mark.parametrize("line", ["{} Words.", "[{}] Words."])
def test_a_form_of_dates_that_is_not_known_is_asked_for_and_then_read(line: str, tmp_path: Path) -> None:
    text = "\n".join(line.format(f"0{n}/04/19 09:30") for n in range(1, 4))
    file = made(tmp_path / "j.txt", text)
    looked = done("import", "jrnl", file, "--dry-run")
    assert "(--date-format says how yours are written); kept as an entry" in " ".join(looked.out.split())
    done("import", "jrnl", file, "--date-format", "%d/%m/%y %H:%M")
    assert (words(), days()) == (["Words."] * 3, ["2019-04-01", "2019-04-02", "2019-04-03"])


def test_the_same_words_at_the_same_moment_are_as_many_entries_as_they_were(tmp_path: Path) -> None:
    file = made(tmp_path / "j.txt", "[2019-01-02 09:30] Tea.\n" * 3)
    assert "3 entries added" in done("import", "jrnl", file).err
    assert "0 entries added, 3 were here" in done("import", "jrnl", file).err


def test_an_entry_without_words_is_said_and_a_bold_title_is_no_star(tmp_path: Path) -> None:
    text = "[2019-01-02 09:30]\n\n[2019-01-02 09:31] **bold**\n[2019-01-02 09:32] Two *\nlines.\n"
    result = done("import", "jrnl", made(tmp_path / "j.txt", text))
    assert "j.txt:1: this entry has no words" in result.err
    assert [(one["answers"]["rcp.prompt.text"], one["starred"]) for one in kept()] == [
        ("**bold**", False),
        ("Two\nlines.", True),
    ]


def test_a_folder_of_jrnl_and_what_is_hidden_in_it(tmp_path: Path) -> None:
    for day in ("02", "03"):
        made(tmp_path / "j" / "2019" / "01" / f"{day}.txt", f"[2019-01-{day} 09:30] Day {day}.\n")
    made(tmp_path / "j" / ".git" / "x.txt", "[2019-01-09 09:30] Not mine.\n")
    (tmp_path / "j" / "link.txt").symlink_to(tmp_path / "j" / ".git" / "x.txt")
    done("import", "jrnl", str(tmp_path / "j"))
    assert words() == ["Day 02.", "Day 03."]


@pytest.mark.parametrize("start", [b"gAAAAABlx", b"JRNLv3\x00\x23{}", b"JRNLv3\xff\xfe"])
def test_an_encrypted_journal_is_told_from_a_damaged_one(start: bytes, tmp_path: Path) -> None:
    assert "jrnl --decrypt" in refused("import", "jrnl", made(tmp_path / "j.txt", start + b"a" * 100))


def test_what_an_export_of_jrnl_lacks_or_has_too_much(tmp_path: Path) -> None:
    rows = [
        {"title": "T", "body": "B", "date": "soon", "time": "", "uuid": "A1"},
        {"title": "", "body": "", "date": "2019-01-02", "time": "09:30"},
    ]
    result = done("import", "jrnl", made(tmp_path / "j.json", "\n\n" + json.dumps(rows, indent=1)))
    assert "j.json:4: “soon” is not a date" in result.err and "uuid (1)" in result.err
    assert "j.json:11: this entry has no words" in result.err
    assert words() == ["T\nB\n\nsoon"]
    for text in ('{"entries": [7]}', '{"entries": [{"title": "x"}', '{"entries": [{"title": 1} 2]}', '[{"x": 1}]', "{"):
        assert "bad.json:1: " in refused("import", "jrnl", made(tmp_path / "bad.json", text))


WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=80).map(str.strip)


MOMENTS = st.datetimes(datetime(1000, 1, 1), datetime(9998, 12, 31)).map(
    lambda one: one.replace(second=0, microsecond=0)
)
TITLES = WORDS.filter(lambda one: one and not one.endswith("*") and one[0] not in "[\ufeff")
BODIES = WORDS.filter(lambda one: not one.startswith("["))


@settings(max_examples=examples(90), deadline=None)
@given(st.lists(st.tuples(MOMENTS, st.booleans(), TITLES, BODIES), min_size=1, max_size=6))
def test_what_jrnls_format_holds_comes_back_as_it_was(rows: list[tuple[datetime, bool, str, str]]) -> None:
    """But for titles that end in a star and lines that begin with a bracket, which mean something in jrnl."""
    text = "\n".join(f"[{m:%Y-%m-%d %H:%M}] {title}{' *' * star}\n{body}\n" for m, star, title, body in rows)
    found = list(Jrnl().events(Source("j", text.encode(), date(2026, 3, 4)), Wishes()))
    came = [(one.moment, one.starred, one.text) if isinstance(one, Arrived) else one for one in found]
    assert came == [(m, star, f"{title}\n{body}".rstrip()) for m, star, title, body in rows]

"""`import csv`: a row an entry; which column holds what is said by flags, a saved mapping, or the column's own name."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcpjournal.core.arriving import Arrived, Source, Wishes
from rcpjournal.imports.table import Csv
from tests.cli.quick import done, refused, run
from tests.imports.bringing import days, kept, made, words
from tests.support import examples

COLUMNS = ("--column", "text=Notes", "--column", "date=When")


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_rows_come_whatever_parts_them_and_ends_them(sign: str, ends: str, tmp_path: Path) -> None:
    rows = [
        ["When", "Notes", "Mood"],
        ["2026-03-04", f'"She said{sign} ""tea"".{ends}Then more."', "calm"],
        ["", "", ""],
    ]
    text = "\ufeff" + ends.join(sign.join(row) for row in rows) + ends
    result = done("import", "csv", made(tmp_path / "x.csv", text), *COLUMNS)
    assert (days(), words()) == (["2026-03-04"], [f'She said{sign} "tea".\nThen more.'])
    assert "x.csv:1: not brought in, since no --column names them: Mood" in result.err


def test_columns_that_have_a_fields_own_name_need_no_flag_and_fill_the_entry(tmp_path: Path) -> None:
    text = (
        "Date,Time,Title,Text,Tags,Starred,Kind,With\n"
        "2026-03-04,09:30,A visit,She made tea.,trust; home,yes,Visit,family\n"
        "2026-03-05,,,Only words,,no,Chat,the team\n"
    )
    result = done("import", "csv", made(tmp_path / "x.csv", text), "--map", "trust=trust:present")
    one, two = kept()
    assert (one["kind"], one["with"], one["starred"]) == ("visit", "family", True)
    assert one["created"].startswith("2026-03-04T09:30")
    assert [seen["item"] for seen in one["observations"]] == ["rcp.principle.trust"]
    assert words() == ["A visit\n\nShe made tea.\n\n#home", "Only words\n\n#Chat #the-team"]
    assert (two["kind"], two["with"], two["starred"]) == (None, None, False)
    assert "x.csv:3: “Chat” is not a kind that is known here" in result.err


@pytest.mark.parametrize(
    "saved",
    [
        '[columns]\ntext = ["Notes", "Plan"]\ndate = "When"\n\n[tags]\n"@trust" = "trust:strained"\n',
        json.dumps({"columns": {"text": ["Notes", "Plan"], "date": "When"}, "tags": {"@trust": "trust:strained"}}),
    ],
)
def test_a_saved_mapping_says_it_once(saved: str, tmp_path: Path) -> None:
    file = made(tmp_path / "x.csv", "When,Notes,Plan\n04/03/2026,Tea. @trust,Ring.\n")
    form = "%d/%m/%Y"
    if saved.startswith("["):
        saved = f'date-format = "{form}"\n{saved}'
    flags = () if "date-format" in saved else ("--date-format", form)
    done("import", "csv", file, "--mapping", made(tmp_path / "map", saved), *flags)
    (one,) = kept()
    assert (words(), one["happened_on"]) == (["Tea. @trust\n\nRing."], "2026-03-04")
    assert [(seen["item"], seen["stance"]) for seen in one["observations"]] == [("rcp.principle.trust", "strained")]


def test_what_cannot_be_read_is_kept_as_words_and_named_with_its_line(tmp_path: Path) -> None:
    text = 'date,text,time\nsoon,"Two\nlines",\n2026-03-04,,\n2026-03-04,Words,tea-time\n2026-03-04,More,09:30,over,\n'
    result = done("import", "csv", made(tmp_path / "x.csv", text))
    for said in (
        "x.csv:2: “soon” is not a date",
        "x.csv:4: this row has no words",
        "x.csv:5: “tea-time” is not a time",
        "x.csv:6: this row is longer",
    ):
        assert said in result.err
    assert sorted(words()) == ["More\n\nover", "Two\nlines\n\nsoon", "Words\n\ntea-time"]


@pytest.mark.parametrize(
    ("text", "flags", "said"),
    [
        ("", (), "empty"),
        ("a,b\n1,2\n", (), "--column text=… --column date=…"),
        ("a,b\n1,2\n", ("--column", "text=a"), "The columns here are: a, b"),
        ("a,b\n1,2\n", ("--column", "text=nowhere", "--column", "date=b"), "no column “nowhere”"),
        ("date,text\n03/04/2026,x\n", (), "--date-format"),
        (b"date,text\n2026-03-04,caf\xe9\n", (), "x.csv:2: this is not UTF-8"),
        (b"date,text\n2026-03-04,a\x00b\n", (), "NUL"),
    ],
)
def test_a_table_that_cannot_be_taken_is_refused_with_what_to_do(
    text: str | bytes, flags: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    assert said in " ".join(refused("import", "csv", made(tmp_path / "x.csv", text), *flags).split())
    assert kept() == []


def test_an_encoding_is_said_where_it_is_not_utf8(tmp_path: Path) -> None:
    file = made(tmp_path / "x.csv", "date;text\n2026-03-04;café\n".encode("cp1252"))
    done("import", "csv", file, "--encoding", "cp1252")
    assert words() == ["café"]


@pytest.mark.parametrize(
    "flags",
    [
        ("--column", "text"),
        ("--column", "=x"),
        ("--column", "words=x"),
        ("--column", "date=a", "--column", "date=b"),
        ("--map", "trust"),
        ("--map", "=trust"),
        ("--date-format", "%q"),
        ("--encoding", "klingon"),
        ("--encoding", "base64"),
        ("--map", "@x=trust:sideways"),
        ("--map", "@x=permissions:sideways"),
    ],
)
def test_flags_that_say_nothing_are_refused_before_anything_is_read(flags: tuple[str, ...], tmp_path: Path) -> None:
    assert refused("import", "csv", made(tmp_path / "x.csv", b"\xff"), *flags, code=2).count("\n") == 1


@pytest.mark.parametrize(
    "saved",
    [
        "columns = 7",
        "colunms = {}",
        "[columns]\ntext = 7",
        "[columns]\ntext = [7]",
        "[tags]\nx = 7",
        "encoding = 7",
        "{",
        "=",
        "[" * 9000,
    ],
)
def test_a_mapping_that_is_none_is_refused_in_a_sentence(saved: str, tmp_path: Path) -> None:
    assert "map: " in refused("import", "csv", "nowhere.csv", "--mapping", made(tmp_path / "map", saved))


def test_an_item_that_is_not_there_is_refused_with_what_is_near(tmp_path: Path) -> None:
    result = run("import", "csv", made(tmp_path / "x.csv", b"\xff"), "--map", "@x=trst")
    assert result.code == 1 and "trust" in result.err


CELLS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from('\n",;'), max_size=60).map(str.strip)


@settings(max_examples=examples(90), deadline=None)
@given(
    st.lists(st.tuples(st.dates(date(1000, 1, 1), date(9998, 12, 31)), CELLS.filter(bool), st.booleans()), max_size=6)
)
def test_what_a_table_holds_comes_back_as_it_was(rows: list[tuple[date, str, bool]]) -> None:
    held = io.StringIO()
    csv.writer(held).writerows([("date", "text", "starred"), *((day, text, "yes" * star) for day, text, star in rows)])
    found = list(Csv().events(Source("x", held.getvalue().encode(), date(2026, 3, 4)), Wishes()))
    assert [(one.day, one.text, one.starred) for one in found if isinstance(one, Arrived)] == rows
    assert len(found) == len(rows)


def test_a_form_for_days_alone_says_how_days_with_a_time_are_read_too(tmp_path: Path) -> None:
    file = made(tmp_path / "x.csv", "date,text\n03/04/2026 09:30,Tea.\n04/04/2026,More.\n")
    done("import", "csv", file, "--date-format", "%d/%m/%Y")
    assert (days(), kept()[0]["created"][11:16]) == (["2026-04-03", "2026-04-04"], "09:30")


def test_what_excel_daylio_and_a_form_of_googles_write_is_read(tmp_path: Path) -> None:
    done("import", "csv", made(tmp_path / "excel.csv", "sep=;\r\nDate;Text\r\n04.03.2026;Tea, and more\r\n"))
    done("import", "csv", made(tmp_path / "day.csv", "date,text,tags\n2026-03-05,Tea.,work | home visit\n"))
    text = "date,text\n2026/03/06 9:30:12 PM GMT+1,Yes.\n2026/03/07 9:30:12 AM GMT,No.\n"
    done("import", "csv", made(tmp_path / "form.csv", text))
    assert words() == ["Tea, and more", "Tea.\n\n#work #home-visit", "Yes.", "No."]
    assert [one["created"][11:] for one in kept()[2:]] == ["21:30:12.000+01:00", "09:30:12.000+00:00"]


def test_columns_of_one_name_hold_the_words_together(tmp_path: Path) -> None:
    file = made(tmp_path / "x.csv", "date,text,Text,date\n2026-03-04,Tea.,More.,2026-03-09\n")
    done("import", "csv", file)
    assert (words(), days()) == (["Tea.\n\nMore."], ["2026-03-04"])
    assert "0 entries added, 1 was" in done("import", "csv", file, "--column", "text=text").err


@pytest.mark.parametrize("rest", ["", '2026-03-06,"Yes."\n'])
def test_a_quotation_mark_that_is_never_closed_is_named(rest: str, tmp_path: Path) -> None:
    text = f'date,text\n2026-03-03,5" wide\n2026-03-04,"Tea.\n2026-03-05,More.\n{rest}'
    result = done("import", "csv", made(tmp_path / "x.csv", text))
    assert "x.csv:3: a quotation mark is not closed" in " ".join(result.err.split())
    assert "More." in "".join(words())


def test_a_last_row_over_several_lines_is_as_it_should_be(tmp_path: Path) -> None:
    result = done("import", "csv", made(tmp_path / "x.csv", 'date,text\n2026-03-04,"Tea.\n""More.""\n"\n\n'))
    assert "x.csv" not in result.err and words() == ['Tea.\n"More."']

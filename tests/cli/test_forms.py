"""`export FORM`: only what was named leaves, what is missing is said, and a form of one's own is a file and no more."""

from pathlib import Path
from typing import Any

import docx
import pytest

from rcpjournal.files.forms_file import shipped_forms
from tests.cli.quick import added, done, kept, refused, run
from tests.files.test_forms_file import SOUND
from tests.terminal.driver import Terminal

NOVEMBER = "2026-11-29T20:00:00+00:00"
TALKED = {"on": "2026-03-09", "kind": "peer-discussion", "role": "a senior colleague", "text": "Go slower."}
WHOLE: dict[str, Any] = {
    "kind": "training",
    "answers": {
        "rcp.prompt.what-happened": "Half a day on listening.",
        "rcp.prompt.learnt": "To wait.",
        "rcp.prompt.change": "I count to four.",
    },
    "additions": [TALKED],
}


@pytest.fixture
def forms(home: Path) -> Path:
    folder = home / "forms"
    folder.mkdir()
    return folder


def test_an_entry_leaves_for_a_form_with_its_rule_its_source_and_its_date() -> None:
    (entry,) = kept(WHOLE)
    out = done("export", "swe-cpd", entry, RCPJOURNAL_NOW=NOVEMBER)
    assert "What you learnt\nTo wait.\n" in out.out
    assert "by 30 November" in out.out and "As read on 25 Nov 2026: Social Work England" in out.out
    assert out.err.splitlines() == [
        "1 entry written: text for the form, not the form itself.",
        "Here: 1 piece of CPD, 1 with a peer reflection. Social Work England asks for at least 2, 1 with a peer "
        "reflection.",
    ]


def test_nothing_leaves_unless_it_was_named_and_those_with_the_most_are_suggested() -> None:
    added("Tea.")
    whole, old = kept(WHOLE, {**WHOLE, "happened_on": "2024-03-04"})
    said = refused("export", "swe-cpd", code=2, RCPJOURNAL_NOW=NOVEMBER)
    assert said.splitlines()[0] == f"{whole} (Wed 4 Mar 2026) has all of it."
    assert "“What you learnt”" in said.splitlines()[1]
    assert old not in said and f"`rcpjournal export swe-cpd {whole}`" in said
    assert "To wait." not in said


def test_of_an_empty_journal_nothing_is_suggested() -> None:
    assert refused("export", "nmc-account", code=2).startswith(
        "Say which entries may leave: `rcpjournal export nmc-acc"
    )


def test_entries_are_named_or_chosen_by_filters_and_no_other_leaves() -> None:
    first, second, other = kept(
        {"text": "one one", "starred": True},
        {"text": "two two", "starred": True, "kind": "visit"},
        {"text": "three three"},
    )
    assert done("export", "hcpc-cpd", second, first, second).out.count("two two") == 1
    named = done("export", "hcpc-cpd", second, first).out
    assert named.index("two two") < named.index("one one") and "three three" not in named
    starred = done("export", "hcpc-cpd", "--starred").out
    assert starred.index("one one") < starred.index("two two") and "three three" not in starred
    visits = done("export", "hcpc-cpd", "--kind", "visit").out
    assert "two two" in visits and "one one" not in visits
    assert "three three" in done("export", "hcpc-cpd", other).out


def test_what_leaves_names_no_id_no_alias_and_no_deleted_entry() -> None:
    first, gone = kept({**WHOLE, "alias": "HERON"}, {"text": "gone gone", "alias": "WREN"})
    done("delete", gone)
    for name in shipped_forms():
        out = done("export", name, "--since", "2026-01-01").out
        assert not [word for word in ("HERON", "WREN", first, gone, "gone gone", "senior colleague") if word in out]
    assert gone in refused("export", "swe-cpd", gone)


def test_what_is_missing_is_said_with_what_adds_it_and_is_not_invented() -> None:
    entry = added("Tea.")
    out = done("export", "nmc-account", entry)
    assert "How you changed or improved your practice\n[Nothing in this entry]\n" in out.out
    assert "How it bears on the Code\n[For you to write." in out.out
    assert f"CPD, feedback, or an event or experience: `rcpjournal edit {entry} --kind …` says it" in out.err
    assert f"What you learnt from it: `rcpjournal edit {entry} learnt` adds it" in out.err
    assert "How it bears on the Code: yours to write" in out.err


def test_what_is_said_to_add_a_field_does_add_it() -> None:
    entry = added("Tea.")
    done("edit", entry, "--kind", "training")
    done("edit", entry, "learnt", "--text", "To wait.")
    done("edit", entry, "change", "--text", "I count to four.")
    done("note", entry, "--as", "peer-discussion", "Go slower.")
    out = done("export", "swe-cpd", entry)
    assert "Nothing in" not in out.out + out.err


def test_of_many_entries_the_first_are_told_one_by_one() -> None:
    kept(*[{"text": f"Tea {n}."} for n in range(7)])
    said = done("export", "swe-cpd", "--since", "2026-01-01").err
    assert said.count("Nothing in 2") == 5
    assert "2 more entries have fields with nothing in them." in said


def test_what_may_say_who_somebody_is_is_told_where_it_leaves_and_only_there() -> None:
    (named,) = kept({"text": "Then Mrs Okafor made tea."})
    assert "It mentions “Mrs Okafor”." in done("export", "swe-cpd", named).err
    (elsewhere,) = kept({"answers": {"rcp.prompt.text": "Tea.", "rcp.prompt.noticed": "Then Mrs Okafor frowned."}})
    assert "It mentions" not in done("export", "swe-cpd", elsewhere).err


def test_a_word_file_goes_to_a_file_and_its_ending_says_the_format(tmp_path: Path) -> None:
    (entry,) = kept(WHOLE)
    path = tmp_path / "cpd.docx"
    said = done("export", "swe-cpd", entry, "-o", str(path))
    assert said.out == "" and f"1 entry written to {path}" in said.err
    assert path.stat().st_mode & 0o777 == 0o600
    assert "To wait." in [one.text for one in docx.Document(str(path)).paragraphs]
    assert "there already" in refused("export", "swe-cpd", entry, "-o", str(path))
    done("export", "swe-cpd", entry, "--format", "docx", "-o", str(path), "--force")
    assert "goes to a file" in refused("export", "swe-cpd", entry, "--format", "docx", code=2)
    assert "not a format of a form" in refused("export", "swe-cpd", entry, "--format", "html", code=2)
    text = tmp_path / "cpd.txt"
    done("export", "swe-cpd", entry, "-o", str(text))
    assert text.read_text("utf-8") == done("export", "swe-cpd", entry).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["swe-cpd", "last", "--since", "2026-01-01"], "not both"),
        (["swe-cpd", "last", "--counts-only"], "A form takes entries"),
        (["swe-cpd", "last", "--with-aliases"], "A form takes entries"),
        (["swe-cpd", "last", "--from", "J"], "--from, --pack and --encrypt-to are for one page"),
        (["markdown", "last"], "Ids are for forms (hcpc-cpd, nmc-account, swe-cpd)"),
        (["supervision", "last", "--counts-only"], "not of ids"),
        (["sssc"], "Choose from markdown, html, csv, json, supervision, or a form: hcpc-cpd, nmc-account, swe-cpd."),
        (["../forms/swe-cpd", "last"], "is not a format"),
    ],
)
def test_what_does_not_belong_together_is_refused_in_words(words: list[str], said: str) -> None:
    kept(WHOLE)
    message = refused("export", *words, code=2)
    assert all(piece in message for piece in said.split(" … "))


def test_filters_that_leave_nothing_write_nothing(tmp_path: Path) -> None:
    path = tmp_path / "cpd.txt"
    assert "nothing was written" in refused("export", "swe-cpd", "--since", "2026-01-01", "-o", str(path))
    assert not path.exists()


def test_help_names_the_forms_that_came_with_the_program() -> None:
    assert "hcpc-cpd,nmc-account,swe-cpd" in "".join(run("export", "--help").out.split())


# --- one's own -------------------------------------------------------------------------------------------------------


def test_a_form_of_ones_own_is_a_file_in_the_home(forms: Path) -> None:
    (forms / "our-team.yaml").write_text(SOUND)
    (entry,) = kept({**WHOLE, "kind": "visit"})
    out = done("export", "our-team", entry, RCPJOURNAL_NOW=NOVEMBER)
    assert "Kind\nA visit\n\nWhat happened (at most 200 words)\nHalf a day on listening." in out.out
    assert "As read on 4 Mar 2026: Our handbook." in out.out
    assert "Here: 1 page, 1 talked over. Our team asks for at least 4, 1 talked over." in out.err
    assert "our-team" in refused("export", "nothing", code=2)


def test_a_form_of_another_regulator_takes_no_code(forms: Path) -> None:
    shipped = shipped_forms()["swe-cpd"].read_text("utf-8")
    (forms / "sssc-cpl.yaml").write_text(shipped.replace("Social Work England", "The SSSC"), "utf-8")
    (entry,) = kept(WHOLE)
    assert "CPD for The SSSC" in done("export", "sssc-cpl", entry).out


def test_more_words_than_a_form_takes_are_counted(forms: Path) -> None:
    (forms / "short.yaml").write_text(SOUND.replace("words: 200", "words: 4"))
    (entry,) = kept(WHOLE)
    said = done("export", "short", entry).err
    assert f"“What happened” has 11 words in {entry}, and the form takes 4." in said
    kept(*[WHOLE] * 6)
    said = done("export", "short", "--since", "2026-01-01").err
    assert said.count("and the form takes 4") == 5
    assert "2 more fields have more words than the form takes." in said


def test_ones_own_goes_before_a_shipped_one_of_its_name_and_that_is_said(forms: Path) -> None:
    path = forms / "swe-cpd.yaml"
    path.write_text(SOUND)
    (entry,) = kept(WHOLE)
    out = done("export", "swe-cpd", entry)
    assert "Portfolio of our team" in out.out
    assert f"Your own {path} is used in place of the form that came with the program." in out.err


def test_a_format_goes_before_a_form_of_its_name(forms: Path) -> None:
    (forms / "json.yaml").write_text(SOUND)
    (forms / "supervision.yaml").write_text(SOUND)
    kept(WHOLE)
    assert done("export", "json").out.startswith("{")
    assert "Ids are for forms (hcpc-cpd, nmc-account, swe-cpd)" in refused("export", "json", "last", code=2)


def test_of_a_field_for_a_whole_stage_it_is_said_what_takes_it(forms: Path) -> None:
    places = {"a": "stage.plan", "b": "observations", "c": "with", "d": "actions.open"}
    rows = "".join(f"- {{id: {name}, label: Field {name}, from: [{place}]}}\n" for name, place in places.items())
    (forms / "ours.yaml").write_text(f"schema: 1\ntitle: Ours\nfields:\n{rows}")
    entry = added("Tea.")
    said = done("export", "ours", entry).err
    for name in "abd":
        assert f"  Field {name}: `rcpjournal edit {entry}` takes it" in said
    assert f"  Field c: `rcpjournal edit {entry} --with …` says it" in said


def test_a_form_that_is_not_sound_is_refused_by_line_and_hinders_no_other(forms: Path) -> None:
    path = forms / "broken.yaml"
    path.write_text(SOUND.replace("rcp.prompt.what-happened", "rcp.prompt.what-hapened"))
    (entry,) = kept(WHOLE)
    said = refused("export", "broken", entry)
    assert said.startswith(f"{path}:15: fields.1.from.0: 'rcp.prompt.what-hapened' is no part of an entry (did")
    assert "To wait." in done("export", "swe-cpd", entry).out


def test_a_rule_that_was_read_long_ago_is_said_to_be_old() -> None:
    (entry,) = kept(WHOLE)
    said = done("export", "swe-cpd", entry, RCPJOURNAL_NOW="2028-03-01T09:00:00+00:00").err
    days = done("export", "swe-cpd", entry, RCPJOURNAL_NOW="2028-03-01T09:00:00+00:00", RCPJOURNAL_DATES="iso")
    assert "the period from 2027-12-01 to 2028-11-30" in days.err and "As read on 25 Nov 2026" in days.out
    assert "read more than a year ago" in said and "happened outside the period from 1 Dec 2027 to 30 Nov 2028" in said


def test_in_a_narrow_terminal_our_own_lines_are_broken_between_words(tmp_path: Path) -> None:
    (entry,) = kept({"text": "We had tea.", "kind": "training"})
    piped = done("export", "swe-cpd", entry).out
    assert max(map(len, piped.splitlines())) > 60, "there is something to break"
    person = Terminal("--no-pager", "export", "swe-cpd", entry, columns=60, rows=60)
    assert person.ends() == 0
    shown = [word for row in person.rows for word in row.split()]
    person.put_away()
    assert shown[: len(piped.split())] == piped.split()

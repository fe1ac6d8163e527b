"""The first look: the home page, help, and what a slip of the finger is answered with."""

import re
from pathlib import Path

import pytest

from rcpjournal import __version__
from tests.cli.quick import WEDNESDAY, added, done, kept, refused, run

FAMILIES = ["write", "add", "edit", "note", "star", "delete", "undo", "list", "show", "search", "summary",
            "supervision", "actions", "due", "team", "export", "import", "backup", "restore", "check", "purge", "seal",
            "unseal", "rekey", "framework", "config", "completion", "schema",
            "demo"]  # fmt: skip
BELOW = {
    "supervision": ["log", "outcome", "shared", "prepare", "receive", "caseload", "remove", "keygen"],
    "actions": ["done", "change", "drop"],
    "team": ["contribute", "withdraw", "rotate", "status"],
    "backup": ["list"],
    "framework": ["show", "check", "add", "export", "use", "upgrade"],
    "config": ["list", "get", "set", "unset"],
}
EVERY = [[name] for name in FAMILIES] + [[name, one] for name, below in BELOW.items() for one in below]


def test_the_first_run_on_a_bare_home_asks_nothing_and_says_what_to_type(bare_home: Path) -> None:
    result = run()
    assert result.code == 0 and result.err == ""
    assert "rcpjournal write quick" in result.out and "rcpjournal demo" in result.out
    assert len(result.out.splitlines()) <= 12


@pytest.mark.parametrize(
    "words",
    [
        ["add", "Words."],
        ["list"],
        ["summary"],
        ["actions"],
        ["config"],
        ["framework", "show"],
        ["export", "json"],
        ["search", "x"],
    ],
    ids=" ".join,
)
def test_the_first_command_works_on_a_bare_home_with_nothing_to_answer(words: list[str], bare_home: Path) -> None:
    assert "?" not in done(*words).err


def test_the_home_page_shows_the_last_entry_and_the_commands_that_make_sense() -> None:
    entry_id = added("We sat by the river.", "--kind", "visit")
    out = done().out
    assert "Last entry" in out and entry_id in out and "We sat by the river." in out
    assert "rcpjournal write" in out and "rcpjournal list" in out
    assert len(out.splitlines()) <= 12


def test_the_home_page_shows_what_was_agreed_and_is_near_and_how_much_else_there_is() -> None:
    near = [{"what": f"Near {n}", "due": f"2026-03-{n:02}"} for n in (1, 5, 18)]
    far = [{"what": "Far", "due": "2026-03-19"}, {"what": "Whenever"}]
    kept({"actions": [*far, *near]})
    out = done(RCPJOURNAL_NOW=WEDNESDAY).out
    assert [out.index(f"Near {n}") for n in (1, 5, 18)] == sorted(out.index(f"Near {n}") for n in (1, 5, 18))
    assert "Far" not in out and "Whenever" not in out and "2 more" in out
    assert "(tomorrow)" in out and "rcpjournal actions" in out


def test_the_home_page_shows_a_reflection_that_waits() -> None:
    run("write", "quick", stdin="We had tea.\n.\nw\n")
    out = done().out
    assert re.search(r"A quick reflection of .* waits, with 1 answer\.", out)
    assert "go on with it" in out


def test_the_home_page_of_an_old_journal_stays_short() -> None:
    kept(*[{"text": "Words " * 50, "actions": [{"what": "x" * 200, "due": "2026-03-04"}]} for _ in range(12)])
    lines = done(RCPJOURNAL_NOW=WEDNESDAY).out.splitlines()
    assert len(lines) <= 20
    assert all(len(line) <= 80 for line in lines)


# --- help ------------------------------------------------------------------------------------------


def test_help_groups_commands_as_a_person_looks_for_them_everyday_ones_first() -> None:
    out = done("--help").out
    heads = ["Write:", "Look back:", "Supervision:", "Team:", "Keep and move:", "Framework:", "More:"]
    assert [out.index(head) for head in heads] == sorted(out.index(head) for head in heads)
    names = re.findall(r"^  ([a-z]+)  ", out, re.M)
    assert names == FAMILIES
    assert all(len(line) <= 80 for line in out.splitlines())
    assert done("-h").out == out


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_every_commands_help_says_what_it_does_and_gives_an_example(words: list[str]) -> None:
    out = done(*words, "--help").out
    assert f"Usage: rcpjournal {' '.join(words)}" in out
    assert re.search(rf"^ +rcpjournal {' '.join(words)}", out.partition("For example:")[2], re.M), out
    assert all(len(line) <= 80 for line in out.splitlines())


@pytest.mark.parametrize(
    "words",
    [("list", "-n"), ("actions", "done"), ("supervision", "shared"), ("supervision", "remove"), ("due", "--days")],
    ids=" ".join,
)
def test_a_number_that_is_none_is_refused_in_plain_words(words: tuple[str, ...]) -> None:
    for word in ("two", "1.5", "9" * 30):
        assert f"“{word}” is no whole number from 0 to " in refused(*words, word, code=2)


def test_the_version_is_printed() -> None:
    assert done("--version").out == f"rcpjournal {__version__}\n"


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["lst"], "list"),
        (["serach", "tea"], "search"),
        (["summery"], "summary"),
        (["framework", "shwo"], "show"),
        (["actions", "doen", "1"], "done"),
        (["list", "--sinse", "today"], "--since"),
        (["list", "--plian"], "--plain"),
        (["--jurnal", "x", "list"], "--journal"),
        (["add", "--knid", "visit", "x"], "--kind"),
        (["summary", "--quote"], "--quotes"),
    ],
)
def test_a_mistyped_command_or_option_is_answered_with_the_nearest(words: list[str], near: str) -> None:
    said = refused(*words, code=2)
    assert near in said and "--help" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ["nothing-like-it"], ["show", "a", "b"], ["search"], ["edit"], ["list", "--limit"], ["list", "--json=yes"],
        ["list", "--journal"], ["--journal"], ["export"], ["import", "json"], ["config", "set", "flow"], ["schema"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_command_line_that_cannot_be_understood_is_one_sentence_and_exit_code_2(words: list[str]) -> None:
    assert refused(*words, code=2).count("\n") == 1


@pytest.mark.parametrize("where", [0, 1, 2])
def test_options_for_everything_may_stand_anywhere(where: int, tmp_path: Path) -> None:
    other = str(tmp_path / "other.db")
    words = ["add", "Words."]
    done(*words[:where], "--journal", other, *words[where:])
    assert done(*["list", "--json"][:where], f"--journal={other}", *["list", "--json"][where:]).data["entries"]
    assert done("list", "--json").data["entries"] == []


def test_what_follows_two_hyphens_is_words() -> None:
    done("add", "--", "--plain")
    assert "--plain" in done("show").out

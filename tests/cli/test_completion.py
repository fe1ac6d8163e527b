"""Completion as a shell asks for it: what may come next, and never a word or a change too many."""

import os
import re
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from rcpjournal.cli.commands import COMMANDS
from rcpjournal.cli.completing import split
from rcpjournal.cli.completion import SHELLS
from rcpjournal.files.config import SETTINGS
from tests.cli.quick import added, done, kept, refused, run
from tests.support import PROGRAM
from tests.test_startup import HEAVY, loaded_by


def told(*words: str, shell: str = "zsh", **environment: str) -> dict[str, str]:
    """What is offered for the last of these words, and what is said about each."""
    result = run(*words, _RCPJOURNAL_COMPLETE=shell, **environment)
    assert (result.code, result.err) == (0, "")
    return dict(line.split("\t") for line in result.out.splitlines() if line != ":files")


def offered(*words: str, **environment: str) -> list[str]:
    """The words alone."""
    return list(told(*words, **environment))


def in_bash(line: str, word: str) -> list[str]:
    """What bash is told, where it takes `word` for the word at the end of `line`."""
    environment = {"COMP_LINE": f"rcpjournal {line}", "_RCPJOURNAL_WORD": word}
    return offered(shell="bash", **environment)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("li",), ["list"]),
        (("--plain", "li"), ["list"]),
        (("list", "--si"), ["--since"]),
        (("list", "--pl"), ["--plain"]),
        (("list", "--kind", "visit", "--k"), ["--key-file"]),
        (("add", "--item", "trust", "--it"), ["--item"]),
        (("list", "--kind", "vis"), ["visit"]),
        (("list", "--kind=vis"), ["--kind=visit"]),
        (("add", "--with", "fam"), ["family"]),
        (("list", "--item", "trust"), ["trust", "trusting"]),
        (("list", "--item", "principle.tru"), ["principle.trust"]),
        (("list", "--item", "rcp.principle.tru"), ["rcp.principle.trust"]),
        (("list", "--item", "kind"), []),
        (("list", "--item", "principle.kind"), ["principle.kindness"]),
        (("add", "--item", "trust:pr"), ["trust:present"]),
        (("add", "--item=trust:pr"), ["--item=trust:present"]),
        (("add", "--item", "nothing:pr"), []),
        (("import", "jrnl", "x.txt", "--map", "@trust=trust:pr"), ["@trust=trust:present"]),
        (("import", "j"), ["json", "jrnl"]),
        (("export", "mark"), ["markdown"]),
        (("export", "nmc"), ["nmc-account"]),
        (("export", "nmc-account", "la"), ["last"]),
        (("show", "last", "--as", "gib"), ["gibbs"]),
        (("export", "supervision", "--format", "do"), ["docx"]),
        (("summary", "--by", ""), ["week", "month", "quarter", "supervision"]),
        (("summary", "--compare", "--js"), ["--json"]),
        (("summary", "--layer", "princ"), ["principle"]),
        (("write", "qu"), ["quick"]),
        (("write", "--on", "yest"), ["yesterday"]),
        (("framework", ""), ["show", "check", "add", "export", "use", "upgrade"]),
        (("framework", "use", "rcp", ""), ["tar"]),
        (("config", "set", "backup_k"), ["backup_keep"]),
        (("config", "set", "pager", ""), ["yes", "no"]),
        (("config", "set", "flow", "su"), ["supervisor"]),
        (("schema", "back"), ["backups"]),
        (("note", "last", "--as", "f"), ["feedback", "follow-up"]),
        (("team", "contribute", "--team", ""), []),
        (("team", "summary", "counts", "--by", ""), ["team", "quarter", "role"]),
        (("completion", ""), list(SHELLS)),
        (("show", "la"), ["last"]),
        (("show", "last", ""), []),
        (("list", "--", "--si"), []),
        (("help", "supervision", "lo"), ["log"]),
        (("help", "ex"), ["export"]),
        (("nothing", ""), []),
        (("nothing", "--"), []),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_may_come_next(words: tuple[str, ...], found: list[str]) -> None:
    assert offered(*words) == found


def test_a_line_begins_with_every_command_and_says_what_it_does() -> None:
    commands = told("")
    assert set(commands) >= set(COMMANDS)
    assert commands["list"] == "List entries, newest first."


def test_every_setting_is_offered_with_its_words() -> None:
    assert list(told("config", "get", "")) == list(SETTINGS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_offers_its_options(command: str) -> None:
    assert "--help" in offered(command, "-")


def test_items_come_with_their_labels() -> None:
    done("framework", "add", "Making tea together", "--layer", "behaviour")
    assert told("list", "--item", "making") == {"making-tea-together": "Making tea together"}


def test_ids_come_newest_first_with_day_and_title() -> None:
    first, second = kept({"text": "She opened the door."}, {"text": "He left.", "happened_on": "2026-03-03"})
    found = told("show", "")
    assert list(found) == [first, second, "last"]
    assert found[first] == "Wed 4 Mar 2026 She opened the door."
    assert offered("show", first) == [first]


def test_what_is_still_to_do_is_offered_by_number_with_its_words() -> None:
    kept({"actions": [{"what": "Ring her back"}, {"what": "Was done", "state": "done"}]})
    assert list(told("actions", "done", "").values()) == ["Ring her back"]


def test_teams_and_roles_that_were_named_are_offered_the_last_one_first(tmp_path: Path) -> None:
    kept({})
    for team, role in (("north", "nurse"), ("south", ""), ("north", "social-worker"), ("west", "")):
        words = ["--team", team, "--role", role, "--since", "2026-03", "--until", "2026-03"]
        done("team", "contribute", *words, "-o", str(tmp_path / "pack.json"), "--force", "--yes")
    assert offered("team", "contribute", "--team", "") == ["west", "north", "south"]
    assert offered("team", "contribute", "--role", "") == ["social-worker", "nurse"]
    assert offered("team", "contribute", "--team=no") == ["--team=north"]


def test_a_title_cannot_speak_to_the_terminal_or_add_lines() -> None:
    added("\x1b]0;mine\x07 and\ta tab\nand more")
    out = run("show", "", _RCPJOURNAL_COMPLETE="fish").out
    assert "\x1b" not in out and "\x07" not in out
    assert [line.count("\t") for line in out.splitlines()] == [1, 1]


@pytest.mark.parametrize(
    "words",
    [
        ("import", "json", ""), ("--journal", ""), ("export", "json", "-o", ""), ("add", "--key-file", ""),
        ("team", "collect", ""), ("team", "collect", "a.json", ""), ("team", "collect", "--to", ""),
        ("team", "summary", ""),
    ],
)  # fmt: skip
def test_where_a_file_is_wanted_the_shell_is_told_so(words: tuple[str, ...]) -> None:
    assert run(*words, _RCPJOURNAL_COMPLETE="zsh").out == ":files\n"


def test_another_journal_on_the_line_is_the_one_that_is_asked(tmp_path: Path) -> None:
    other = str(tmp_path / "other.db")
    there = done("add", "-", "--journal", other, stdin="There.").out.strip()
    assert offered("show", "--journal", other, there) == [there]
    assert offered("show", there) == []


# --- as bash cuts words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "word", "found"),
    [
        ("li", "li", ["list"]),
        ("add --item trust:", "", ["present", "strained", "missing", "unsure"]),
        ("add --item trust:pr", "pr", ["present"]),
        ("add --item=trust:pr", "pr", ["present"]),
        ("list --kind=vis", "vis", ["visit"]),
        ('add --item "trust:pr', "trust:pr", ["trust:present"]),
        ("list --kind ", "", None),
    ],
)
def test_bash_is_given_the_part_that_it_will_replace(line: str, word: str, found: list[str] | None) -> None:
    assert in_bash(line, word) == found if found else "visit" in in_bash(line, word)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a b ", ["a", "b", ""]),
        ("a 'b c", ["a", "b c"]),
        ('a "b c" "d ', ["a", "b c", "d "]),
        ("a it\\'s", ["a", "it's"]),
        ("", [""]),
    ],
)
def test_a_line_is_cut_as_the_shell_would_whatever_is_open_in_it(line: str, words: list[str]) -> None:
    assert split(line) == words


def test_powershell_hands_its_words_over_in_a_variable() -> None:
    assert offered(shell="powershell", _RCPJOURNAL_WORDS="list\n--kind\nvis") == ["visit"]
    assert offered(shell="powershell", _RCPJOURNAL_WORDS="framework\n")[0] == "show"


# --- nothing is changed, asked, or said -------------------------------------------------------------------------


def test_no_journal_is_begun_and_the_shipped_framework_answers(bare_home: Path) -> None:
    assert offered("list", "--item", "trust") == ["trust", "trusting"]
    assert offered("list", "--kind", "vis") == ["visit"]
    assert offered("show", "") == ["last"]
    assert not bare_home.exists()


def test_an_older_journal_is_not_brought_up_to_date(home: Path) -> None:
    added("She opened the door.")
    with sqlite3.connect(home / "journal.db") as sql:
        sql.execute("PRAGMA user_version=6")
    before = (home / "journal.db").read_bytes()
    assert offered("show", "") == ["last"]
    assert (home / "journal.db").read_bytes() == before


@pytest.mark.parametrize("what", [b"", b"not a journal at all", b"SQLite format 3\x00 cut short"])
def test_a_file_that_is_no_journal_makes_no_noise_and_stays_as_it_is(what: bytes, home: Path) -> None:
    (home / "journal.db").write_bytes(what)
    assert offered("show", "") == ["last"]
    assert offered("list", "--item", "trust") == ["trust", "trusting"]
    assert (home / "journal.db").read_bytes() == what


def test_what_another_version_put_in_place_is_answered_with_nothing() -> None:
    assert run("li", _RCPJOURNAL_COMPLETE="complete_bash").out == ""


def test_a_broken_settings_file_makes_no_noise(home: Path) -> None:
    (home / "config.toml").write_text("= broken")
    assert offered("li") == ["list"]
    assert offered("show", "") in ([], ["last"])


def test_a_journal_in_the_middle_of_a_save_is_not_waited_for(home: Path) -> None:
    added("She opened the door.")
    holding = sqlite3.connect(home / "journal.db", isolation_level=None)
    holding.execute("BEGIN EXCLUSIVE")
    try:
        assert offered("show", "") == ["last"]
    finally:
        holding.close()


def test_a_sealed_journal_asks_nobody_and_offers_what_is_known_without_it(
    home: Path, begun_sealed: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(begun_sealed[0], home / "journal.db")
    monkeypatch.delenv("RCPJOURNAL_PASSPHRASE_FILE", raising=False)
    assert offered("list", "--item", "trust") == ["trust", "trusting"]
    assert offered("show", "") == ["last"]
    assert offered("show", "", RCPJOURNAL_PASSPHRASE="another one altogether") == ["last"]


def test_a_sealed_journal_whose_key_is_at_hand_offers_its_ids(home: Path, begun_sealed: tuple[Path, Path]) -> None:
    shutil.copy(begun_sealed[0], home / "journal.db")
    environment = {**os.environ, "RCPJOURNAL_PASSPHRASE_FILE": str(begun_sealed[1])}
    entry = subprocess.run(
        [*PROGRAM, "add", "-"], input=b"Hers.", env=environment, capture_output=True, check=True
    ).stdout.decode()
    asked = {**environment, "_RCPJOURNAL_COMPLETE": "zsh"}
    found = subprocess.run([*PROGRAM, "show", ""], env=asked, capture_output=True, check=True)
    assert found.stderr == b"" and found.stdout.decode().startswith(entry.strip() + "\t")


def test_completion_loads_nothing_heavy(monkeypatch: pytest.MonkeyPatch) -> None:
    added("She opened the door.")
    monkeypatch.setenv("_RCPJOURNAL_COMPLETE", "zsh")
    for words in (("",), ("list", "--item", "tr"), ("show", ""), ("config", "set", "")):
        loaded = loaded_by(*words)
        assert not {name for name in loaded if name.partition(".")[0] in HEAVY}
        assert "rcpjournal.store.migrations" not in loaded


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_printed_and_says_where_to_put_it(shell: str, tmp_path: Path) -> None:
    result = done("completion", shell)
    assert re.search(rf"(?m)^#   .*rcpjournal completion {shell}", result.out)
    assert result.err == ""


def test_powershells_script_survives_any_code_page_of_a_console() -> None:
    assert done("completion", "powershell").out.isascii()


def test_a_shell_that_is_not_known_is_refused_with_those_that_are() -> None:
    assert "fish" in refused("completion", "tcsh", code=2)

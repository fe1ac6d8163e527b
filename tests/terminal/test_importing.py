"""`import` with a person in front of it: tags are asked about once, what would come is shown, and then asked."""

import re
from pathlib import Path

import pytest

from tests.support import done, everyday
from tests.terminal.conftest import Begin

TEXT = "[2019-01-02 09:30] Tea, @trust.\n[2019-01-03 10:00] Again @trust, @nobody.\n[2019-01-04 10:00] @last one.\n"


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A journal of jrnl."""
    path = tmp_path / "j.txt"
    path.write_text(TEXT)
    return str(path)


def count() -> int:
    """How many entries there are."""
    return len(done("list", "--json").data["entries"])


def test_a_tag_is_asked_once_with_suggestions_and_then_whether_to_bring_them_in(begin: Begin, file: str) -> None:
    person = begin("import", "jrnl", file)
    person.sees("@trust, in 2 entries")
    person.sees("1. Trust rcp.principle.trust")
    person.offered("Which item?")
    person.types("trust:sideways\r")
    person.sees("is not a stance of Trust")
    person.types("1\r")
    person.sees("@last, in 1 entry")
    person.types("\r")
    person.sees("@nobody, in 1 entry")
    person.types(".\r")
    person.sees("3 entries, from Wed 2 Jan 2019 to Fri 4 Jan 2019.")
    person.offered("Bring them in? [Y/n]")
    assert count() == 0
    person.press("enter")
    person.sees("3 entries added. `rcpjournal undo` takes them back together.")
    person.sees("--map @trust=rcp.principle.trust")
    assert person.ends() == 0
    assert [len(one["items"]) for one in done("list", "--json").data["entries"]] == [0, 1, 1]


def test_a_tag_that_is_nearly_a_word_of_an_item_is_offered_it_and_what_to_type_next_time_can_be_pasted(
    begin: Begin, tmp_path: Path
) -> None:
    path = tmp_path / "j.txt"
    path.write_text("[2019-01-02 09:30] Tea, #boundary.\n")
    person = begin("import", "jrnl", str(path), columns=60)
    person.sees("1. Setting healthy and appropriate boundaries")
    person.offered("Which item?")
    assert "time-bound" not in person.text
    person.types("active listening\r")
    person.sees("please say which")
    person.types("1\r")
    person.offered("Bring them in? [Y/n]")
    person.press("enter")
    person.sees('--map "#boundary=rcp.behaviour.setting-healthy-and-appropriate-boundaries"')
    assert person.ends() == 0


def test_each_entry_of_a_look_stands_on_one_line_of_a_narrow_terminal(begin: Begin, tmp_path: Path) -> None:
    path = tmp_path / "j.txt"
    path.write_text(f"[2019-01-02 09:30] {'A visit to her. ' * 9} *\n@trust\n[2019-01-03 09:30] Tea @trust\n")
    person = begin("import", "jrnl", str(path), "--dry-run", "--map", "@trust=trust", columns=60)
    assert person.ends() == 0
    assert "Wed 2 Jan 2019 * A visit to her. A visit… (Trust) Thu 3 Jan 2019 Tea @trust (Trust)" in person.text
    shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", bytes(person.output).decode())
    assert max(map(len, shown.splitlines())) <= 60


@pytest.mark.parametrize("end", ["ctrl-d", "ctrl-c"])
def test_what_is_typed_at_the_keyboard_is_kept_in_a_file_when_it_is_refused_or_stopped(
    end: str, begin: Begin, home: Path
) -> None:
    person = begin("import", "csv", "-", columns=400)
    person.sees("Type or paste them here; Ctrl-D on a line of its own ends it.")
    person.types("A thought, and no table.\r")
    person.settles()
    person.press(end)
    assert person.ends() == (1 if end == "ctrl-d" else 130)
    person.sees("Your words are safe in")
    (kept,) = (home / "rescued").iterdir()
    assert "A thought, and no table." in kept.read_text()


def test_what_was_said_of_a_tag_is_told_though_nothing_comes(begin: Begin, file: str) -> None:
    person = begin("import", "jrnl", file, "--map", "last=")
    person.offered("Which item?")
    person.types("1\r")
    person.sees("@nobody")
    person.press("ctrl-c")
    assert person.ends() == 130
    person.sees("To say the same next time: --map @trust=rcp.principle.trust")
    assert count() == 0


def test_where_a_file_is_refused_nobody_is_asked_about_tags_first(begin: Begin, file: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    Path(file).rename(tmp_path / "in" / "j.txt")
    (tmp_path / "in" / "k.txt").write_bytes(b"gAAAAAB")
    person = begin("import", "jrnl", str(tmp_path / "in"))
    assert person.ends() == 1
    assert "Nothing of this run was kept" in person.text and "Which item?" not in person.text


@pytest.mark.parametrize("keys", everyday([("n", "enter"), ("ctrl-c",)], ("ctrl-c",)))
def test_who_says_no_or_leaves_has_nothing_brought_in(begin: Begin, file: str, keys: tuple[str, ...]) -> None:
    person = begin("import", "jrnl", file, "--map", "trust=trust", "--map", "nobody=", "--map", "last=")
    person.offered("Bring them in? [Y/n]")
    person.settles()
    for key in keys:
        person.types(key) if key == "n" else person.press(key)
    assert person.ends() == 130
    assert "Nothing was" in person.text and count() == 0


@pytest.mark.nightly
def test_yes_asks_nothing_and_a_second_time_there_is_nothing_to_ask(begin: Begin, file: str) -> None:
    for said, flags in (("3 entries added", ["--yes"]), ("0 entries added, 3 were here already", [])):
        person = begin("import", "jrnl", file, *flags)
        person.sees(said)
        assert person.ends() == 0
    assert "260" not in person.text.replace("2026", ""), "ids are for pipes"


@pytest.mark.nightly
@pytest.mark.parametrize("flags", [(), ("--plain",)])
def test_what_takes_long_says_how_far_it_is(begin: Begin, tmp_path: Path, flags: tuple[str, ...]) -> None:
    path = tmp_path / "long.txt"
    path.write_text("".join(f"[2019-01-02 09:30] Entry {n}. {'Words. ' * 60}\n" for n in range(6_000)))
    person = begin("import", "jrnl", str(path), "--yes", *flags)
    person.sees("6000 entries added")
    assert person.ends() == 0
    shown = bytes(person.output)
    for sign in ("Keeping", "━"):
        assert (sign.encode() in shown) == (not flags), "a screen reader is spared"

"""Command lines of one's own: a word in the settings that stands for a longer line."""

from pathlib import Path

import pytest

from tests.cli.quick import done, kept, refused, run
from tests.cli.test_completion import offered
from tests.test_startup import loaded_by

OWN = "rcpjournal.cli.own"


@pytest.fixture
def visits(home: Path) -> Path:
    """Settings in which `visits` lists visits, as a person writes them by hand."""
    file = home / "config.toml"
    file.write_text('# mine\n[commands]\nvisits = "list --kind visit"  # often\nsaid = \'search "kitchen table"\'\n')
    return file


def test_a_word_of_ones_own_runs_its_line_and_further_words_follow(visits: Path) -> None:
    visit, star, _ = kept({"kind": "visit"}, {"kind": "visit", "starred": True}, {"kind": "call"})
    assert done("visits").out == done("list", "--kind", "visit").out
    assert [row["id"] for row in done("visits", "--json").data["entries"]] == [star, visit]
    assert [row["id"] for row in done("--plain", "visits", "--starred", "--json").data["entries"]] == [star]


def test_quotation_marks_in_it_hold_words_together(visits: Path) -> None:
    (found, _) = kept({"text": "At the kitchen table."}, {"text": "On the table in the kitchen."})
    assert done("said").out.startswith(found) and done("said").out.count("2026") == 1


def test_options_that_may_stand_anywhere_may_stand_in_it(home: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    done("config", "set", "commands.there", f"list --journal {other}")
    done("add", "-", "--journal", str(other), stdin="There.")
    assert "There." in done("there").out
    assert offered("there", "--jou") == ["--journal"]
    done("config", "set", "commands.one", f"show --journal {other}")
    assert len(offered("one", "")) == 2


def test_one_is_set_read_listed_and_taken_back_and_comments_stay(visits: Path) -> None:
    assert "stands for" in done("config", "set", "commands.mon", "list --since monday").err
    assert done("config", "get", "commands.mon").out == "list --since monday\n"
    assert done("config", "--json").data["commands"]["mon"] == "list --since monday"
    assert "mon: list --since monday" in done("config").out
    done("config", "set", "flow", "quick")
    assert done("config", "get", "flow").out == "quick\n" and "mon" in done("config").out
    done("config", "unset", "commands.mon")
    assert "mon" not in done("config", "--json").data["commands"]
    assert "# mine" in visits.read_text() and "# often" in visits.read_text()
    for step in ("get", "unset"):
        assert "rcpjournal config" in refused("config", step, "commands.mon", code=2)


def test_help_names_them_and_tab_completes_them(visits: Path) -> None:
    shown = done("--help").out
    assert "Your own:" in shown and "list --kind visit" in shown
    assert offered("vis") == ["visits"]
    assert offered("visits", "--si") == ["--since"]
    assert offered("config", "get", "commands.v") == ["commands.visits"]


def test_help_before_a_command_is_help_behind_it(visits: Path) -> None:
    assert done("help").out == done("--help").out
    assert done("--plain", "help", "supervision", "log").out == done("supervision", "log", "--help").out
    assert done("help", "visits").out == done("list", "--help").out
    assert "Did you mean list?" in refused("help", "lst", code=2)
    assert done(*["help"] * 2000).out == done("--help").out


def test_a_slip_is_told_the_nearest_of_them_too(visits: Path) -> None:
    assert "Did you mean visits?" in refused("visit", code=2)
    assert "Did you mean list?" in refused("lst", code=2)


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("list", "summary", "stays that"),
        ("mine", "", "begin with a command"),
        ("mine", "mine --json", "not with one of your own"),
        ("mine", "visits", "not with one of your own"),
        ("mine", "rm -rf", "begin with a command"),
        ("mine", "search 'x", "not closed"),
        ("--plain", "list", "letters, figures"),
        ("two words", "list", "letters, figures"),
        ("", "list", "letters, figures"),
    ],
)
def test_one_that_cannot_be_is_refused_in_a_sentence(name: str, line: str, said: str, visits: Path) -> None:
    before = visits.read_text()
    assert said in refused("config", "set", f"commands.{name}", line, code=2)
    assert visits.read_text() == before


def test_in_the_file_one_never_hides_a_command_of_ours(home: Path) -> None:
    (home / "config.toml").write_text('[commands]\nlist = "summary"\nround = "about"\nabout = "round"\n')
    (entry,) = kept({"text": "Words."})
    assert entry in done("list").out
    assert "not used: list is a command" in done("config").out
    assert "one of your own" in refused("round", code=2)
    assert offered("round", "") == []


@pytest.mark.parametrize("text", ["commands = 1", "[commands]\nx = 1", "[[commands]]\nx = 'list'"])
def test_a_table_that_is_none_is_named_with_its_file(text: str, home: Path) -> None:
    file = home / "config.toml"
    file.write_text(text)
    assert str(file) in refused("list", code=2)
    assert run("--help").code == 0


def test_the_settings_are_read_for_a_command_of_ours_no_sooner_than_before(visits: Path) -> None:
    kept({"kind": "visit"})
    assert OWN not in loaded_by("list")
    assert OWN in loaded_by("visits")

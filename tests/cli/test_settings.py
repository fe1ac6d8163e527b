"""`config`, `schema` and `demo`."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from rcpjournal.files.config import SETTINGS
from rcpjournal.store import Journal
from tests.cli.quick import added, done, kept, listed, refused, run
from tests.cli.test_add_documents import WHOLE

# --- config ----------------------------------------------------------------------------------------


def known(**environment: str) -> dict[str, tuple[Any, str]]:
    """Each setting's value and where it comes from."""
    document = done("config", "--json", **environment).data
    assert document["schema"] == "rcpjournal/config/1"
    return {row["name"]: (row["value"], row["from"]) for row in document["settings"]}


def test_every_setting_is_listed_with_its_value_and_where_it_comes_from(home: Path) -> None:
    assert known() == {name: (setting.default, "default") for name, setting in SETTINGS.items()}
    result = done("config")
    assert all(name in result.out and setting.words in result.out for name, setting in SETTINGS.items())
    assert str(home / "config.toml") in result.err


def test_a_setting_is_changed_read_and_taken_back(home: Path) -> None:
    done("config", "set", "flow", "quick")
    done("config", "set", "monthly", "no")
    done("config", "set", "prompts_off", "rcp.prompt.noticed, rcp.prompt.power")
    assert known()["prompts_off"] == (["rcp.prompt.noticed", "rcp.prompt.power"], "file")
    assert known()["monthly"] == (False, "file")
    assert done("config", "get", "flow").out == "quick\n"
    done("config", "unset", "flow")
    assert done("config", "get", "flow").out == "standard\n"
    assert (home / "config.toml").stat().st_mode & 0o777 == 0o600


def test_a_variable_wins_over_the_file_and_a_flag_over_both(tmp_path: Path) -> None:
    done("config", "set", "editor", "from-file")
    assert known(RCPJOURNAL_EDITOR="from-variable")["editor"] == ("from-variable", "variable")
    document = done("config", "--json", "--editor", "from-flag", RCPJOURNAL_EDITOR="from-variable").data
    assert {"name": "editor", "value": "from-flag", "from": "flag"} in document["settings"]


def test_a_path_that_is_set_means_the_same_from_every_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a save in another folder would begin a second journal there."""
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
    monkeypatch.chdir(here)
    done("config", "set", "journal", "mine.db", "--journal", "mine.db")
    done("add", "-", "--journal", "mine.db", stdin="Words.")
    monkeypatch.chdir(there)
    added("More words.")
    assert len(listed()) == 2 and not list(there.iterdir())
    assert done("config", "get", "journal").out == f"{here / 'mine.db'}\n"
    assert done("config", "get", "journal", RCPJOURNAL_JOURNAL="other.db").out == "other.db\n"


def test_a_path_written_into_the_file_by_hand_begins_where_the_file_is(home: Path) -> None:
    (home / "config.toml").write_text("journal = 'mine.db'")
    assert known()["journal"] == (str(home / "mine.db"), "file")
    (home / "config.toml").write_text("journal = '~/mine.db'")
    assert known()["journal"] == (str(Path.home() / "mine.db"), "file")


def test_comments_in_the_file_stay(home: Path) -> None:
    (home / "config.toml").write_text("# mine\nflow = 'quick'  # short\n")
    done("config", "set", "monthly", "off")
    assert (home / "config.toml").read_text() == "# mine\nflow = 'quick'  # short\nmonthly = false\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["set", "editr", "nano"], "editor"),
        (["get", "nothing"], "rcpjournal config"),
        (["unset", "nothing"], "rcpjournal config"),
        (["set", "monthly", "perhaps"], "yes or no"),
        (["set", "editor", "\udcff"], "UTF-8"),
        (["set", "editor"], "--help"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_and_nothing_is_written(words: list[str], said: str, home: Path) -> None:
    result = run("config", *words)
    assert result.code in (1, 2) and said in result.err
    assert not (home / "config.toml").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"flow = ", "not TOML"),
        (b"flow = 'caf\xe9'", "not TOML"),
        (b"editr = 'nano'", "editor"),
        (b"monthly = 'yes'", "true or false"),
        (b"prompts_off = 'x'", "a list"),
        (b"prompts_off = [1]", "a list"),
        (b"[table]\n", "table"),
    ],
)
def test_a_file_that_is_wrong_is_named_and_left_as_it_is(text: bytes, said: str, home: Path) -> None:
    file = home / "config.toml"
    file.write_bytes(text)
    for words in (["list"], ["add", "Words."], ["config"], ["config", "set", "flow", "quick"]):
        words_said = refused(*words, code=2)
        assert said in words_said and str(file) in words_said
    assert file.read_bytes() == text


@pytest.mark.parametrize(("name", "value"), [("RCPJOURNAL_PLAIN", "perhaps"), ("RCPJOURNAL_MONTHLY", "2")])
def test_a_variable_that_is_wrong_is_named(name: str, value: str) -> None:
    assert name in refused("config", code=2, **{name: value})


def test_an_empty_variable_says_nothing_where_empty_is_no_value() -> None:
    done("config", "set", "plain", "yes")
    done("config", "set", "editor", "nano")
    found = known(RCPJOURNAL_PLAIN="", RCPJOURNAL_DATES="", RCPJOURNAL_EDITOR="")
    assert found["plain"] == (True, "file") and found["dates"] == ("usual", "default")
    assert found["editor"] == ("", "variable")


# --- schema ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("entry", ["show", "260304-k7q", "--json"]),
        ("framework", ["framework", "show", "--json"]),
        ("list", ["list", "--json"]),
        ("list", ["search", "sat", "--json"]),
        ("summary", ["summary", "--json"]),
        ("actions", ["actions", "--json"]),
        ("config", ["config", "--json"]),
    ],
)
def test_whatever_is_printed_as_json_fits_the_schema_that_bears_its_name(name: str, words: list[str]) -> None:
    kept(WHOLE, {"text": "Plain."})
    document = done(*words).data
    assert document["schema"].startswith(f"rcpjournal/{name}/")
    schema = done("schema", name).data
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema)


def test_the_schema_of_an_entry_refuses_what_add_refuses() -> None:
    schema = done("schema", "entry").data
    for wrong in ({"texty": 1}, {"kind": 7}, {"happened_on": None}, {"actions": [{"wat": "x"}]}):
        document = {**WHOLE, **wrong}
        refused("add", "--json", "-", stdin=json.dumps(document))
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(document, schema)


def test_a_free_entrys_text_shorthand_fits_the_schema_too() -> None:
    schema = done("schema", "entry").data
    assert jsonschema.Draft202012Validator(schema).is_valid({"happened_on": "2026-03-04", "text": "Words."})


def test_a_schema_that_is_not_known_is_refused_with_those_that_are() -> None:
    assert "entry" in refused("schema", "entries", code=2)


# --- demo ------------------------------------------------------------------------------------------


def test_the_demo_is_a_journal_apart_from_ones_own(home: Path, journal: Journal) -> None:
    mine = added("Mine.")
    result = done("demo")
    demo = home / "demo" / "journal.db"
    assert str(demo) in result.err and "summary" in result.err
    assert listed() == [mine]
    rows = done("list", "--json", "-n", "0", "--journal", str(demo)).data["entries"]
    assert len(rows) > 30 and mine not in [row["id"] for row in rows]
    assert demo.stat().st_mode & 0o777 == 0o600
    assert done("summary", "--since", "6 months ago", "--by", "month", "--journal", str(demo)).out.count(" of ") > 20


def test_a_second_demo_adds_nothing_and_again_begins_afresh(home: Path) -> None:
    done("demo")
    demo = str(home / "demo" / "journal.db")
    count = len(listed("--journal", demo))
    done("add", "Played with.", "--journal", demo)
    done("demo")
    assert len(listed("--journal", demo)) == count + 1
    done("demo", "--again")
    assert len(listed("--journal", demo)) == count


def test_the_demo_is_fit_to_go_out_and_come_back(home: Path, tmp_path: Path) -> None:
    done("demo")
    out = done("export", "json", "--with-aliases", "--journal", str(home / "demo" / "journal.db")).out
    other = {"RCPJOURNAL_HOME": str(tmp_path / "other")}
    done("import", "json", "-", stdin=out, **other)
    assert done("export", "json", "--with-aliases", **other).out == out
    schema = done("schema", "entry").data
    for line in out.splitlines():
        jsonschema.validate(json.loads(line), schema)


def test_no_entry_of_the_demo_lies_in_the_future(home: Path) -> None:
    done("demo", RCPJOURNAL_NOW="2026-03-04T00:01:00+00:00")
    rows = done("list", "--json", "-n", "0", "--journal", str(home / "demo" / "journal.db")).data["entries"]
    assert max(row["happened_on"] for row in rows) <= "2026-03-04"

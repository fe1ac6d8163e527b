"""Start-up is a feature: everyday commands load only what they use. Modules are counted, not milliseconds."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer

from rcpjournal.cli.commands import COMMANDS, app_with
from tests.support import added, done, run

HEAVY = {"pydantic", "rich", "sqlite_utils", "yaml", "jinja2", "prompt_toolkit", "tomlkit", "click", "duckdb", "ibis"}
SEALING = {"sqlcipher3", "keyring", "getpass", "hashlib", "hmac", "base64"}
SPY = (
    "import sys, json, atexit\n"
    "atexit.register(lambda: sys.stderr.write('\\n@@' + json.dumps(sorted(sys.modules))))\n"
    "from rcpjournal.cli import main\n"
    "main()\n"
)


def loaded_by(*words: str, stdin: str = "") -> set[str]:
    """The modules in memory when `rcpjournal WORDS…` ends, once it has ended well."""
    ended = subprocess.run(
        [sys.executable, "-c", SPY, *words], input=stdin, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout, "the command should have had something to show"
    return set(json.loads(ended.stderr.rpartition("@@")[2]))


@pytest.mark.parametrize(
    "words",
    [
        ("--version",),
        ("--help",),
        ("list",),
        ("list", "--json", "--kind", "visit", "--item", "trust", "--since", "2 weeks ago"),
        ("show", "last"),
        ("show", "last", "--json"),
        ("search", "door"),
        ("summary",),
        ("summary", "--json"),
        ("actions", "--all", "--json"),
        ("framework", "show"),
        ("supervision", "caseload", "--json"),
        ("team", "--help"),
        (),
    ],
    ids=" ".join,
)
def test_everyday_commands_load_nothing_heavy(words: tuple[str, ...]) -> None:
    added("She opened the door herself.", "--kind", "visit", "--item", "trust:present")
    loaded = loaded_by(*words)
    assert not {name for name in loaded if name.partition(".")[0] in HEAVY}
    assert "rcpjournal.store.migrations" not in loaded
    assert not loaded & {f"rcpjournal.store.{name}" for name in ("checking", "repairing", "purging", "keys")}
    assert not loaded & {"rcpjournal.store.resealing", "rcpjournal.cli.unlocking", "rcpjournal.cli.new_key"}


def test_the_help_lists_what_the_commands_themselves_say_they_are_for() -> None:
    root: Any = typer.main.get_command(app_with(*COMMANDS))
    said = done("--help").out
    for name, command in root.commands.items():
        assert command.get_short_help_str(40).removesuffix("...") in said, name
    assert said == run("-h").out


def test_what_is_near_is_told_with_what_a_list_loads() -> None:
    added("She opened the door herself.")
    tomorrow = (date.today() + timedelta(1)).isoformat()
    done(
        "add",
        "--json",
        "-",
        stdin=json.dumps(
            {"text": "Words.", "happened_on": "2026-03-04", "actions": [{"what": "Ring", "due": tomorrow}]}
        ),
    )
    own = {f"rcpjournal.{name}" for name in ("cli.reminding", "core.near", "store.near", "views.due", "views.actions")}
    for words in (["due"], ["due", "--json"]):
        loaded = loaded_by(*words)
        assert {name for name in loaded - loaded_by("list", *words[1:]) if name.startswith("rcpjournal.")} <= own
        assert not {name for name in loaded if name.partition(".")[0] in HEAVY | SEALING}


@pytest.mark.parametrize("words", [("list",), ("show", "last"), ("search", "door"), ("summary",), ()], ids=" ".join)
def test_a_journal_that_is_not_sealed_loads_nothing_of_what_sealing_needs(words: tuple[str, ...]) -> None:
    added("She opened the door herself.")
    assert not {name for name in loaded_by(*words) if name.partition(".")[0] in SEALING}


def test_a_sealed_journal_loads_no_key_chain_and_asks_nobody(
    home: Path, begun_sealed: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(begun_sealed[0], home / "journal.db")
    monkeypatch.setenv("RCPJOURNAL_PASSPHRASE_FILE", str(begun_sealed[1]))
    added("She opened the door herself.")
    loaded = {name.partition(".")[0] for name in loaded_by("list")}
    assert "sqlcipher3" in loaded
    assert not loaded & {"keyring", "getpass", *HEAVY}


def test_adding_text_loads_nothing_heavy() -> None:
    loaded = loaded_by("add", "-", stdin="She opened the door herself.")
    assert not {name for name in loaded if name.partition(".")[0] in HEAVY}


def test_only_the_first_save_of_a_day_loads_what_backups_need() -> None:
    backing = {"rcpjournal.cli.backing", "rcpjournal.store.backup", "rcpjournal.core.backups"}
    assert backing <= loaded_by("add", "-", stdin="The day's first.")
    assert not backing & loaded_by("add", "-", stdin="The day's second.")
    assert not backing & loaded_by("list")


@pytest.mark.parametrize("words", [("list",), ("--help",)], ids=" ".join)
def test_lists_and_help_build_no_entries_and_no_framework(words: tuple[str, ...]) -> None:
    added()
    loaded = loaded_by(*words)
    assert not loaded & {"rcpjournal.core.entry", "rcpjournal.core.framework", "rcpjournal.store.entries"}


@pytest.mark.parametrize("words", [("list",), ("search", "door"), ("summary",)], ids=" ".join)
def test_what_reads_many_entries_at_once_builds_none_of_them(words: tuple[str, ...]) -> None:
    added("She opened the door herself.", "--item", "trust:present")
    assert "rcpjournal.core.entry" not in loaded_by(*words)


def test_moving_entries_loads_no_bar_where_nobody_sees_one(tmp_path: Path) -> None:
    added("She opened the door herself.")
    out = tmp_path / "journal.jsonl"
    out.write_text(done("export", "json").out)
    for words in (("export", "json"), ("import", "json", str(out))):
        assert not {name for name in loaded_by(*words) if name.partition(".")[0] == "rich"}


@pytest.mark.parametrize(
    ("words", "modules"),
    [
        (("--version",), set()),
        (("list",), {"reading"}),
        (("summary",), {"summing"}),
        (("--plain", "show", "last"), {"reading"}),
        (("actions", "--all", "--json"), {"acting"}),
        (("--help",), {place.module for place in COMMANDS.values()}),
    ],
)
def test_a_run_loads_the_module_of_its_own_command_alone(words: tuple[str, ...], modules: set[str]) -> None:
    added()
    known = {f"rcpjournal.cli.{place.module}" for place in COMMANDS.values()}
    assert loaded_by(*words) & known == {f"rcpjournal.cli.{module}" for module in modules}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_alone_is_the_command_among_all(name: str) -> None:
    helps = []
    for app in (app_with(name), app_with(*COMMANDS)):
        root: Any = typer.main.get_command(app)
        context = root.make_context("rcpjournal", [name], resilient_parsing=True)
        helps.append(root.get_command(context, name).get_help(context))
    assert helps[0] == helps[1]
    assert len(helps[0]) > 100


def test_the_plain_interview_does_not_load_the_terminal_library() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", SPY, "write", "quick", "--plain"],
        input="She opened the door.\n\n\n\n\n\n",
        capture_output=True,
        text=True,
        timeout=60,
        env=dict(os.environ),
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    loaded = set(json.loads(ended.stderr.rpartition("@@")[2]))
    assert not {name for name in loaded if name.partition(".")[0] in HEAVY}

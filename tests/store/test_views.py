"""The views for people who open the journal elsewhere: what is in them, `check` over them, and Datasette's own word."""

import json
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

import rcpjournal
from tests.cli.quick import done, kept, run
from tests.exports.making import ENTRIES, filled
from tests.store.damaging import found, run_sql
from tests.store.test_migrations import STEPS, at_step

VIEWS = {
    "reflections",
    "words_by_question",
    "observations_by_day",
    "conditions_met",
    "what_was_agreed",
    "added_later",
}


@pytest.fixture
def path(home: Path) -> Path:
    """A journal with two entries, and one that is deleted."""
    filled(done)
    kept({"id": "gone", "text": "CANARY-DELETED", "observations": [{"item": "rcp.principle.trust"}],
          "conditions": [{"item": "rcp.organisation.norms"}], "actions": [{"what": "CANARY-DELETED"}],
          "additions": [{"on": "2026-03-04", "text": "CANARY-DELETED"}]})  # fmt: skip
    done("delete", "gone")
    return home / "journal.db"


def rows(path: Path, view: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as sql:
        sql.row_factory = sqlite3.Row
        return [dict(row) for row in sql.execute(f"SELECT * FROM {view}")]


def test_each_view_says_in_words_what_the_entries_hold(path: Path) -> None:
    first, second = rows(path, "reflections")
    answers = list(ENTRIES[0]["answers"].values())
    assert (first["day"], first["id"], first["words"]) == ("2026-03-04", "260304-k7q", "\n\n".join(answers))
    assert first["seen"] == "Trust, Patience, active listening" and first["needed"] == "relationship"
    assert (second["day"], second["words"], second["seen"]) == ("2026-04-10", ENTRIES[1]["text"], None)
    assert [(row["question"], row["words"]) for row in rows(path, "words_by_question")][1] == (
        "What did you notice, in yourself or in them?",
        "My shoulders: up by my ears.",
    )
    assert [(row["layer"], row["label"], row["stance"]) for row in rows(path, "observations_by_day")] == [
        ("principle", "Trust", "strained"),
        ("behaviour", "Patience", "helped"),
        ("skill", "active listening", None),
    ]
    assert [(row["label"], row["polarity"], row["blocker"]) for row in rows(path, "conditions_met")] == [
        ("permissions", "inhibited", "permission"),
        ("budgets", "enabled", None),
    ]
    assert [(row["what"], row["due"], row["state"]) for row in rows(path, "what_was_agreed")] == [
        ("Ring before I visit", "2026-03-18", "open"),
        ("Bring the leaflet", None, "dropped"),
    ]
    later = rows(path, "added_later")[0]
    assert (later["day"], later["of_day"], later["words"]) == ("2026-03-09", "2026-03-04", "Go slower.")


def test_no_view_holds_a_deleted_entry_or_a_code_word(path: Path) -> None:
    for view in VIEWS:
        assert rows(path, view) and "CANARY" not in str(rows(path, view)), view


def test_these_are_all_the_views_and_the_program_reads_none_of_them(path: Path) -> None:
    with closing(sqlite3.connect(path)) as sql:
        assert {name for (name,) in sql.execute("SELECT name FROM sqlite_master WHERE type = 'view'")} == VIEWS
    source = Path(rcpjournal.__file__).parent
    read = {
        f"{one.name}: {view}"
        for one in source.rglob("*.py")
        for view in VIEWS
        if f"FROM {view}" in (text := one.read_text("utf-8")) or f"JOIN {view}" in text
    }
    assert not read


@pytest.mark.parametrize("change", ["DROP VIEW {}", "DROP VIEW {0}; CREATE VIEW {0} AS SELECT 1 AS day"])
def test_check_finds_a_view_that_is_gone_or_says_something_else_and_repair_puts_it_back(
    path: Path, change: str
) -> None:
    assert found(path) == []
    run_sql(path, *change.format("conditions_met").split("; "))
    assert [(one.kind, one.what) for one in found(path)] == [("shape", "view conditions_met")]
    before = rows(path, "reflections")
    run("check", "--repair")
    (repaired,) = path.parent.glob("journal-repaired-*.db")
    assert found(repaired) == [] and rows(repaired, "reflections") == before
    assert len(rows(repaired, "conditions_met")) == 2


def test_a_journal_from_before_the_views_gets_them(home: Path) -> None:
    path = home / "older.db"
    at_step(path, next(step for step in STEPS if step.endswith("_views"))).close()
    done("--journal", str(path), "add", "-", stdin="She put the kettle on.")
    assert [row["words"] for row in rows(path, "reflections")] == ["She put the kettle on."]


# --- Datasette ------------------------------------------------------------------------------------------------------


def test_datasette_opens_the_journal_as_it_stands_and_changes_no_byte(path: Path) -> None:
    before = path.read_bytes()
    shown = subprocess.run(
        [sys.executable, "-m", "datasette", str(path), "--get", "/journal/observations_by_day.json?_shape=array"],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(path.parent)},
    )
    assert [row["label"] for row in json.loads(shown.stdout)] == ["Trust", "Patience", "active listening"]
    assert path.read_bytes() == before


@pytest.fixture
def served(path: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the journal, served on this computer alone."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-m", "datasette", "-i", str(path), "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    ) as server:  # fmt: skip
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(300):
                try:
                    urlopen(f"{address}/-/versions.json").close()
                    break
                except URLError:
                    time.sleep(0.1)
            yield address
        finally:
            server.terminate()


@pytest.mark.nightly
def test_everything_can_be_read_over_datasettes_own_interface(path: Path, served: str) -> None:
    def get(what: str) -> Any:
        with urlopen(f"{served}/journal{what}") as answer:
            return json.loads(answer.read())

    about = get(".json")
    assert {view["name"] for view in about["views"]} >= VIEWS
    for view in VIEWS:
        assert get(f"/{view}.json?_shape=array") == json.loads(json.dumps(rows(path, view))), view
    asked = "select+label,+count(*)+as+entries+from+observations_by_day+group+by+label+order+by+label"
    assert [row["label"] for row in get(f".json?_shape=array&sql={asked}")] == ["Patience", "Trust", "active listening"]
    words = "select+e.id+from+texts_fts+f+join+entries+e+on+e.pk=f.rowid+where+texts_fts+match+'kitchen'"
    assert [row["id"] for row in get(f".json?_shape=array&sql={words}")] == ["260304-k7q"]

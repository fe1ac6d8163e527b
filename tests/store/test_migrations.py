"""A journal grows from its first format to the latest, with rows in it, all or nothing."""

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from rcpjournal.store.connection import APPLICATION_ID, KNOWN_VERSION, Connection
from rcpjournal.store.migrations import migrations
from tests.support import added, done, everyday

STEPS = [step.name for step in migrations._migrations]


def at_step(path: Path, step: str) -> sqlite3.Connection:
    """A journal file as it was just before `step`."""
    sql = sqlite3.connect(path, isolation_level=None)
    sql.execute("BEGIN")
    migrations.apply(Database(sql), stop_before=step)
    sql.execute(f"PRAGMA user_version={STEPS.index(step)}")
    sql.execute(f"PRAGMA application_id={APPLICATION_ID}")
    sql.execute("COMMIT")
    return sql


def test_the_known_version_is_the_number_of_steps() -> None:
    assert len(STEPS) == KNOWN_VERSION


def test_rows_of_the_first_format_are_still_there_after_every_later_step(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    sql = at_step(path, STEPS[1])
    sql.execute("INSERT INTO state VALUES ('told-about-privacy', 'said')")
    sql.execute("INSERT INTO prompts(id, text) VALUES ('rcp.prompt.old', 'As it was asked then')")
    sql.close()
    opened = Connection(path, create=False)
    assert opened.sql.execute("SELECT value FROM state").fetchall() == [("said",)]
    assert opened.sql.execute("SELECT text FROM prompts").fetchall() == [("As it was asked then",)]
    assert opened.sql.execute("PRAGMA user_version").fetchone() == (KNOWN_VERSION,)
    assert opened.sql.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert opened.sql.execute("PRAGMA foreign_key_check").fetchall() == []
    opened.close()


@pytest.mark.parametrize("step", everyday(STEPS[1:], STEPS[1], STEPS[-1]))
def test_a_journal_of_any_format_takes_and_finds_a_new_entry(step: str, home: Path) -> None:
    path = home / "older.db"
    at_step(path, step).close()
    entry_id = done("--journal", str(path), "add", "-", stdin="She put the kettle on.").out.strip()
    assert entry_id in done("--journal", str(path), "search", "kettle").out


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.db"
    at_step(path, STEPS[-1]).close()
    before = path.read_bytes()

    def breaks(db: Database) -> None:
        db.execute("CREATE TABLE half(x)")
        raise RuntimeError("the step breaks")

    monkeypatch.setattr(migrations._migrations[-1], "fn", breaks)
    with pytest.raises(RuntimeError, match="breaks"):
        Connection(path, create=False)
    sql = sqlite3.connect(path)
    assert sql.execute("PRAGMA user_version").fetchone() == (KNOWN_VERSION - 1,)
    assert not sql.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchone()
    sql.close()
    assert path.read_bytes() == before


def test_search_finds_what_was_written_before_and_after_a_text_was_changed(home: Path) -> None:
    entry_id = added("The kettle was cold.")
    done("edit", entry_id, "text", "--text", "The lamp was lit.")
    assert done("search", "kettle").out == ""
    assert entry_id in done("search", "lamp").out


def test_what_had_left_before_packs_could_be_sealed_is_still_listed_as_not_sealed(home: Path) -> None:
    path = home / "older.db"
    sql = at_step(path, "m006_caseload")
    sql.execute(
        "INSERT INTO shared(at, whom, format, since, until, digest, selection, bytes) VALUES"
        " ('2026-03-04T17:30:00+00:00', 'my manager', 'txt', '2026-03-01', '2026-03-04', 'd', '{}', x'61')"
    )
    sql.close()
    (row,) = done("--journal", str(path), "supervision", "shared", "--json").data["shared"]
    assert (row["whom"], row["size"], row["sealed_to"]) == ("my manager", 1, None)
    assert done("--journal", str(path), "supervision", "caseload", "--json").data["people"] == []

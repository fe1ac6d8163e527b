"""`check` as a person meets it; and the digests, which keep in step with every command that changes an entry."""

import json
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from rcpjournal.store import digests
from rcpjournal.store.connection import KNOWN_VERSION
from tests.cli.quick import added, done, kept, listed, refused, run
from tests.store.damaging import found, run_sql
from tests.support import run as run_apart


def test_a_whole_journal_is_said_to_be_well_in_one_line(home: Path) -> None:
    added()
    result = done("check")
    assert result.out == f"All is well in {home}/journal.db (1 entry).\n"
    assert done("check", "--json").data == {
        "schema": "rcpjournal/check/1",
        "journal": str(home / "journal.db"),
        "entries": 1,
        "whole": True,
        "findings": [],
    }


def test_what_is_found_has_its_entry_its_meaning_and_what_to_do(home: Path) -> None:
    entry_id = added("The door was open.")
    run_sql(home / "journal.db", "UPDATE answers SET text = 'The door was shut.'")
    result = run("check")
    assert result.code == 1
    assert "1 entry not as saved" in result.out and entry_id in result.out and "What to do:" in result.out
    report = run("check", "--json")
    assert report.code == 1 and report.data["whole"] is False
    assert [row["entry"] for row in report.data["findings"] if row["kind"] == "entry-changed"] == [entry_id]


def test_of_many_findings_a_few_are_shown_and_all_counted(home: Path) -> None:
    kept(*[{"text": f"Words {n}."} for n in range(30)])
    run_sql(home / "journal.db", "UPDATE entries SET title = 'x'")
    out = run("check").out
    assert "30 entries with another title" in out and "… and 20 more" in out
    assert len(out.splitlines()) < 20
    assert all(len(line) <= 80 for line in out.splitlines()[1:])


def test_repair_makes_a_copy_says_where_and_the_journal_is_as_it_was(home: Path, tmp_path: Path) -> None:
    entry_id = added("The door was open.")
    run_sql(home / "journal.db", "DELETE FROM texts_fts_data WHERE id > 100")
    before = (home / "journal.db").read_bytes()
    assert run("check").code == 1
    result = done("check", "--repair", RCPJOURNAL_NOW="2026-03-04T17:30:00+00:00")
    copy = home / "journal-repaired-260304-173000.db"
    assert str(copy) in result.out and "Every entry is in it" in result.out.replace("\n", " ")
    assert (home / "journal.db").read_bytes() == before
    assert entry_id in done("--journal", str(copy), "search", "door").out
    assert "there already" in refused("check", "--repair", "-o", str(copy))
    done("check", "--repair", "-o", str(tmp_path / "mine.db"))
    assert done("--journal", str(tmp_path / "mine.db"), "check", "--json").data["whole"] is True


def test_repair_says_what_is_not_whole_by_id_and_day(home: Path) -> None:
    entry_id = added("The door was open.", "--on", "2026-03-04")
    run_sql(home / "journal.db", "UPDATE answers SET text = 'shut'", "UPDATE texts SET words = 'shut'")
    result = run("check", "--repair")
    assert result.code == 1
    assert f"{entry_id} (Wed 4 Mar 2026)" in result.out


@pytest.mark.parametrize("words", [["check"], ["check", "--json"], ["check", "--repair"]], ids=" ".join)
@pytest.mark.parametrize("what", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 3000, None])
def test_what_is_no_journal_has_its_sentence_and_is_not_touched(
    home: Path, what: bytes | None, words: list[str]
) -> None:
    path = home / "other.db"
    if what is None:
        assert "There is no journal" in refused("--journal", str(path), *words)
        assert not path.exists()
        return
    path.write_bytes(what)
    refused("--journal", str(path), *words)
    assert path.read_bytes() == what
    assert {one.name for one in home.iterdir()} == {"journal.db", "other.db"}


@pytest.mark.parametrize("words", [["check", "-o", "x.db"], ["check", "--json", "--repair"]], ids=" ".join)
def test_options_that_do_not_go_together_are_refused(words: list[str]) -> None:
    refused(*words, code=2)


def test_a_damaged_file_is_never_a_traceback_for_any_command(home: Path) -> None:
    kept(*[{"text": f"Words {n}. " * 40} for n in range(30)])
    original, dice = (home / "journal.db").read_bytes(), random.Random(5)
    for _ in range(12):
        damaged = bytearray(original)
        at = dice.randrange(0, len(damaged) - 400)
        damaged[at : at + 400] = dice.randbytes(400)
        (home / "journal.db").write_bytes(damaged)
        assert run("check").code in (0, 1)
        run("check", "--repair", "-o", str(home / f"{at}.db"))


# --- in step ------------------------------------------------------------------------------------------

Step = Callable[[random.Random, str], object]
STEPS: list[Step] = [
    lambda dice, one: done("edit", one, "text", "--text", f"Other words {dice.random()}."),
    lambda dice, one: done("edit", one, "--on", "2026-01-0" + str(dice.randint(1, 9)), "--kind", "visit"),
    lambda dice, one: done("edit", one, "--item", dice.choice(["trust:present", "forgiveness", "principle.kindness"])),
    lambda dice, one: done("edit", one, "--without-item", "trust", "--alias", f"robin{dice.randint(0, 9)}"),
    lambda dice, one: done("note", one, f"Later {dice.random()}.", "--role", "a colleague"),
    lambda dice, one: done("star", one, *dice.choice([[], ["--off"]])),
    lambda dice, one: done("delete", one, "--yes"),
    lambda dice, one: run("undo", "--yes"),
    lambda dice, one: run("undo", "--yes"),
    lambda dice, one: added(f"New {dice.random()}.", "--item", "trust:strained", "--with", "family"),
    lambda dice, one: kept({"actions": [{"what": "Ring"}], "ratings": {"tar.rating.high-support": dice.randint(1, 5)}}),
    lambda dice, one: run("actions", "done", str(dice.randint(1, 4))),
    lambda dice, one: run("actions", "drop", str(dice.randint(1, 4)), "--reason", "not needed"),
    lambda dice, one: done("supervision", "log", "--on", "2026-03-02", "--with", "my manager"),
    lambda dice, one: run("supervision", "outcome", "--what", f"Agreed {dice.random()}"),
    lambda dice, one: run("write", "quick", stdin="We had tea.\nQuiet.\n\n\n\n\n\n\n"),
    lambda dice, one: done("framework", "add", f"Tea {dice.random()}", "--layer", "behaviour", "--definition", "Tea."),
    lambda dice, one: round_trip(),
]  # fmt: skip


def round_trip() -> None:
    """Out as JSON, one of them deleted, and in again: deleted ones come back."""
    out = done("export", "json", "--with-aliases").out
    if ids := listed():
        done("delete", ids[0], "--yes")
    run("import", "json", "-", stdin=out)


def out_of_step(home: Path, seed: int, steps: int) -> list[str]:
    """After a random sequence of commands, what `check` has to say; and every stored digest is another's."""
    dice = random.Random(seed)
    for _ in range(steps):
        if not (ids := listed()):
            ids = [added("To begin with.")]
        dice.choice(STEPS)(dice, dice.choice(ids))
    return [f"{one.kind} {one.entry}" for one in found(home / "journal.db")]


@pytest.mark.parametrize("seed", range(4))
def test_digests_keep_in_step_with_whatever_is_done(home: Path, seed: int) -> None:
    assert out_of_step(home, seed, 25) == []
    sql = sqlite3.connect(home / "journal.db")
    count, different = sql.execute("SELECT count(*), count(DISTINCT digest) FROM entries").fetchone()
    sql.close()
    assert count == different > 0


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(10, 30))
def test_digests_keep_in_step_for_long(home: Path, seed: int) -> None:
    assert out_of_step(home, seed, 80) == []


def test_every_step_of_the_harness_is_a_command_that_works(home: Path) -> None:
    dice = random.Random(1)
    for step in STEPS:
        kept({"actions": [{"what": "Ring"}]})
        step(dice, added("Words.", "--item", "trust"))
    assert done("check", "--json").data["whole"] is True


def test_the_harness_notices_where_an_edit_writes_no_digest(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The deliberately broken variant: were it not caught, the harness would pass for nothing."""
    calls: list[int] = []
    real = digests.stamp

    def only_when_new(sql: sqlite3.Connection, key: int) -> None:
        if sql.execute("SELECT digest IS NULL FROM entries WHERE pk = ?", (key,)).fetchone()[0]:
            real(sql, key)
        else:
            calls.append(key)

    monkeypatch.setattr(digests, "stamp", only_when_new)
    said = out_of_step(home, 0, 25)
    assert calls and any(one.startswith("entry-changed") for one in said)


def test_a_journal_of_version_6_is_migrated_with_its_text_and_gets_its_digests(home: Path) -> None:
    kept({"text": "She opened the door.", "observations": [{"item": "rcp.principle.trust", "stance": "present"}]})
    done("delete", added("Gone."), "--yes")
    done("star", listed()[0])
    path = home / "journal.db"
    stored = "SELECT id, digest FROM entries UNION SELECT pk, digest FROM changes UNION SELECT id, digest FROM packs"
    sql = sqlite3.connect(path)
    before, wanted = json.dumps(done("export", "json").out), sql.execute(stored).fetchall()
    sql.close()
    run_sql(path, *(f"ALTER TABLE {name} DROP COLUMN digest" for name in ("entries", "changes", "packs")))
    later = (
        "SELECT type, name FROM sqlite_master WHERE type = 'view'"
        " OR name IN ('entries_sessions', 'actions_review', 'entries_next_session')"
    )
    run_sql(path, *(f"DROP {kind} {name}" for kind, name in sqlite3.connect(path).execute(later).fetchall()))
    run_sql(path, "PRAGMA user_version=6", "DELETE FROM _sqlite_migrations WHERE name >= 'm007_digests'")
    assert f"format 6 of {KNOWN_VERSION}" in run("check").out
    assert json.dumps(done("export", "json").out) == before
    sql = sqlite3.connect(path)
    assert sql.execute(stored).fetchall() == wanted
    sql.close()
    assert done("check", "--json").data["whole"] is True


def test_check_in_a_process_of_its_own_ends_with_1_and_no_traceback(home: Path) -> None:
    added()
    run_sql(home / "journal.db", "DELETE FROM marks", "UPDATE entries SET title = 'x'")
    assert run_apart("check").code == 1


def test_repair_refuses_what_check_refuses(home: Path) -> None:
    added("Words.")
    sql = sqlite3.connect(home / "journal.db")
    sql.execute("PRAGMA user_version=99")
    sql.close()
    assert "newer rcpjournal" in refused("check", "--repair", code=1)
    (home / "empty.db").touch()
    assert "empty" in refused("--journal", str(home / "empty.db"), "check", "--repair", code=1)
    other = sqlite3.connect(home / "other.db")
    other.execute("CREATE TABLE recipes(name)")
    other.close()
    assert "another kind" in refused("--journal", str(home / "other.db"), "check", "--repair", code=1)


def test_a_journal_that_is_cut_short_is_led_to_its_backups(home: Path) -> None:
    added("Words.")
    data = (home / "journal.db").read_bytes()
    (home / "journal.db").write_bytes(data[: 4096 * 10 + 777])
    assert "restore" in run("check").out
    ended = run("check", "--repair")
    assert ended.code == 1 and "restore" in ended.out + ended.err
    done("restore", "--yes")
    assert "Words." in done("show", "last").out

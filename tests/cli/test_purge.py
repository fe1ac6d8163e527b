"""`purge`: what was deleted or changed is gone from every byte; what was kept is there and found."""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cli.quick import added, done, listed, refused, run
from tests.store.damaging import found

NEEDLES = ("quibblefrock", "zanderwick", "plumbottle", "groundlesnap", "twindlemarsh", "fernhollow")


@pytest.fixture(autouse=True)
def no_backups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Backups keep what is purged, and `purge` says so: here it is about the journal and what lies beside it."""
    monkeypatch.setenv("RCPJOURNAL_BACKUP", "no")


def planted() -> tuple[str, str]:
    """Two entries that stay; deleted and earlier text around them, each with a needle in it."""
    kept = added(f"The {NEEDLES[0]} was blue, and the kettle sang.")
    done("edit", kept, "text", "--text", f"The {NEEDLES[1]} was green, and the kettle sang.")
    done("edit", kept, "text", "--text", "The lamp was lit, and the kettle sang.")
    gone = added(f"Nobody saw the {NEEDLES[2]} on the stairs.", "--alias", NEEDLES[3])
    done("note", gone, f"Later: {NEEDLES[4]}.")
    done("delete", gone, "--yes")
    undone = added(f"Words about {NEEDLES[5]} that I took back.")
    done("undo", "--yes")
    assert undone not in listed()
    other = added("The promise was kept at the river.")
    return kept, other


def still_there(home: Path) -> dict[str, list[str]]:
    """Which needles are in which file under the home, in any form that search keeps words in."""
    return {
        str(path): hits
        for path in home.rglob("*")
        if path.is_file() and (hits := [one for one in NEEDLES if one.encode() in path.read_bytes().lower()])
    }


def test_deleted_and_earlier_words_are_gone_from_every_byte_and_kept_ones_are_found(home: Path) -> None:
    kept, other = planted()
    assert len(still_there(home)[str(home / "journal.db")]) == len(NEEDLES)
    result = done("purge", "--yes")
    assert "none is left" in result.err
    assert still_there(home) == {}
    assert kept in done("search", "kettle").out and other in done("search", "river").out
    assert set(listed()) == {kept, other}
    assert found(home / "journal.db") == []


def test_what_goes_is_shown_before_anything_is_asked_and_no_means_no(home: Path) -> None:
    planted()
    before = (home / "journal.db").read_bytes()
    result = run("purge", stdin="n\n")
    assert result.code == 0 and "Nothing was purged." in result.err
    assert "2 deleted entries" in result.out and "earlier texts" in result.out
    assert (home / "journal.db").read_bytes() == before
    assert run("purge", stdin="\n").code == 0
    assert "nobody to ask" in run("purge").err
    assert (home / "journal.db").read_bytes() == before


def test_undo_afterwards_says_that_there_is_nothing_to_go_back_to() -> None:
    kept, _ = planted()
    done("purge", "--yes", RCPJOURNAL_NOW="2026-03-04T17:30:00+00:00")
    assert "purged on 2026-03-04" in refused("undo", "--yes")
    done("star", kept)
    done("undo", "--yes")
    assert done("show", kept, "--history").code == 0


def test_nothing_to_purge_is_said_and_nothing_is_asked() -> None:
    assert "nothing to purge" in done("purge").err


def test_only_what_is_older_than_a_day_goes(home: Path) -> None:
    old, new = "2026-01-10T12:00:00+00:00", "2026-03-01T12:00:00+00:00"
    for moment, needle in ((old, NEEDLES[0]), (new, NEEDLES[1])):
        gone = done("add", "-", stdin=f"The {needle}.", RCPJOURNAL_NOW=moment).out.strip()
        done("delete", gone, "--yes", RCPJOURNAL_NOW=moment)
    done("purge", "--yes", "--older-than", "2026-02-01", RCPJOURNAL_NOW="2026-03-04T12:00:00+00:00")
    assert still_there(home)[str(home / "journal.db")] == [NEEDLES[1]]
    done("undo", "--yes")
    assert len(listed()) == 1


def test_pages_that_left_go_only_when_asked(home: Path) -> None:
    added("Words.", "--item", "trust:present")
    done("export", "supervision", "--counts-only", "--since", "1 month ago")
    gone = added("x")
    done("delete", gone, "--yes")
    assert "--shared" in done("purge", "--yes").out
    assert len(done("supervision", "shared", "--json").data["shared"]) == 1
    done("purge", "--yes", "--shared")
    assert done("supervision", "shared", "--json").data["shared"] == []


def test_a_draft_that_became_an_entry_or_was_dropped_leaves_nothing(home: Path) -> None:
    run("write", "quick", stdin=f"The {NEEDLES[0]} came.\n.\nw\n")
    assert NEEDLES[0] in still_there(home)[str(home / "journal.db")]
    run("write", stdin="k\n\n\n\n\n\n\n")
    sql = sqlite3.connect(home / "journal.db")
    sql.execute("PRAGMA secure_delete=OFF")
    sql.execute("DELETE FROM drafts")
    sql.commit()
    sql.close()
    for entry_id in listed():
        done("delete", entry_id, "--yes")
    added("Something that stays.")
    done("purge", "--yes")
    assert still_there(home) == {}


def test_an_unfinished_reflection_stays_and_is_named(home: Path) -> None:
    run("write", "quick", stdin=f"The {NEEDLES[0]} came.\n.\nw\n")
    done("delete", added("x"), "--yes")
    assert "1 unfinished reflection" in done("purge", "--yes").out
    assert NEEDLES[0] in still_there(home)[str(home / "journal.db")]


def test_backups_that_still_hold_it_are_named_and_not_touched(home: Path) -> None:
    planted()
    backup = home / "backups" / "journal-2026-03-04.db"
    backup.parent.mkdir(mode=0o700)
    shutil.copy(home / "journal.db", backup)
    (home / "backups" / "journal-broken.db").write_bytes(b"x" * 2000)
    before = backup.read_bytes()
    said = done("purge", "--yes").err
    assert f"{backup}: 2 entries as the journal has them no more" in said
    assert "journal-broken.db: it could not be looked into" in said
    assert backup.read_bytes() == before
    assert str(backup) in done("purge").err  # nothing to purge by now, and the backup is still named


def test_a_backup_that_holds_a_name_which_was_edited_out_since_is_named(home: Path) -> None:
    kept = added(f"{NEEDLES[0]} cried.")
    backup = home / "backups" / "journal-2026-03-04T1200.db"
    backup.parent.mkdir(mode=0o700)
    shutil.copy(home / "journal.db", backup)
    done("edit", kept, "text", "--text", "She cried.")
    assert f"{backup}: 1 entry as the journal has it no more" in done("purge", "--yes").err
    added("Something later.")
    assert str(backup) in done("purge", "--yes").err


def test_a_hostile_file_among_the_backups_is_not_looked_into(home: Path) -> None:
    planted()
    folder = home / "backups"
    folder.mkdir(mode=0o700)
    sql = sqlite3.connect(folder / "journal-endless.db")
    sql.execute("PRAGMA application_id=0x7263706A")
    sql.execute("CREATE TABLE changes(before, after)")
    sql.execute(
        "CREATE VIEW entries AS WITH RECURSIVE n(id, digest) AS (SELECT 1, 1 UNION ALL SELECT id + 1, 1 FROM n)"
        " SELECT * FROM n"
    )
    sql.close()
    (folder / "journal-zero.db").symlink_to("/dev/zero")
    os.mkfifo(folder / "journal-pipe.db")
    assert "journal-endless.db: it could not be looked into" in done("purge", "--yes").err

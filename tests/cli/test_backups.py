"""`backup`, `backup list`, `restore`, and the backups that are made by themselves."""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from rcpjournal.store.connection import APPLICATION_ID, KNOWN_VERSION
from rcpjournal.store.inside import content
from tests.cli.quick import added, done, kept, listed, refused, run
from tests.store.test_migrations import STEPS, at_step


def at(day: str, time: str = "17:30") -> dict[str, Any]:
    return {"RCPJOURNAL_NOW": f"{day}T{time}:00+00:00"}


def backups(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "backups").iterdir()) if (home / "backups").is_dir() else []


def held(path: Path) -> object:
    with closing(sqlite3.connect(path)) as sql:
        return content(sql)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# --- by themselves -------------------------------------------------------------------------------------------------


def test_the_first_save_of_a_day_makes_a_backup_that_has_it_and_says_nothing(home: Path) -> None:
    result = done("add", "-", stdin="Words.", **at("2026-03-04"))
    assert result.err == "" and backups(home) == ["journal-2026-03-04T1730.db"]
    assert listed("--journal", str(home / "backups" / "journal-2026-03-04T1730.db")) == [result.out.strip()]
    done("add", "-", stdin="More.", **at("2026-03-04", "23:59"))
    done("star", "last", **at("2026-03-04", "23:59"))
    assert len(backups(home)) == 1
    done("star", "last", "--off", **at("2026-03-05", "00:00"))
    assert backups(home) == ["journal-2026-03-04T1730.db", "journal-2026-03-05T0000.db"]


def test_looking_makes_no_backup(home: Path, bare_home: Path) -> None:
    for words in (["list"], ["summary"], ["search", "x"], ["export", "json"], [], ["actions"]):
        run(*words)
        run(*words, RCPJOURNAL_HOME=str(home))
    assert backups(home) == backups(bare_home) == []


def test_an_interview_counts_as_writing(home: Path) -> None:
    done("write", "quick", stdin="She opened the door.\n\n\n\n\n\n", **at("2026-03-04"))
    assert len(backups(home)) == 1


def test_a_clock_that_jumps_back_makes_a_backup_of_that_day_and_drops_none(home: Path) -> None:
    for day in ("2026-03-04", "2031-01-01", "2026-03-05", "2026-03-04"):
        done("add", "-", stdin=day, **at(day))
    assert backups(home) == ["journal-2026-03-04T1730.db", "journal-2026-03-04T1730b.db", "journal-2026-03-05T1730.db",
                             "journal-2031-01-01T1730.db"]  # fmt: skip


def test_as_many_stay_as_the_setting_says(home: Path) -> None:
    done("config", "set", "backup_keep", "2 0 0")
    for day in range(1, 6):
        done("add", "-", stdin="Words.", **at(f"2026-03-0{day}"))
    assert backups(home) == ["journal-2026-03-04T1730.db", "journal-2026-03-05T1730.db"]


def test_they_can_be_turned_off(home: Path) -> None:
    done("config", "set", "backup", "no")
    added()
    assert backups(home) == []
    done("backup")
    assert len(backups(home)) == 1


def test_they_go_to_a_folder_of_ones_choice_also_from_the_journals_folder(home: Path, tmp_path: Path) -> None:
    for chosen, folder in ((str(tmp_path / "stick"), tmp_path / "stick"), ("copies", home / "copies")):
        folder.mkdir()
        done("config", "set", "backup_folder", chosen)
        done("backup", **at("2026-03-04"))
        assert [path.name for path in folder.iterdir()] == ["journal-2026-03-04T1730.db"]
    assert backups(home) == []


def test_the_made_up_journal_is_not_backed_up(home: Path) -> None:
    done("demo")
    assert not (home / "demo" / "backups").exists() and backups(home) == []


@pytest.mark.parametrize("chosen", ["missing", "file", "/proc/self"])
def test_a_backup_that_fails_costs_no_entry_and_is_said_once_a_day(chosen: str, home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    folder = str(tmp_path / chosen)
    done("config", "set", "backup_folder", folder)
    said = []
    for n, day in enumerate(("2026-03-04", "2026-03-04", "2026-03-05")):
        result = done("add", "-", stdin=f"Words {n}.", **at(day))
        assert len(listed()) == n + 1 and result.out.strip() in listed()
        said.append(result.err)
    assert said[1] == ""
    for words in (said[0], said[2]):
        assert words.count("\n") == 1 and folder in words and "is kept" in words and "backup_folder" in words
    done("config", "unset", "backup_folder")
    assert done("add", "-", stdin="Again.", **at("2026-03-05")).err == ""
    assert len(backups(home)) == 1


def test_files_are_their_owners_alone_whatever_the_umask(home: Path) -> None:
    from tests import support

    before = os.umask(0)
    try:
        support.added("Words.")
        support.done("backup")
        support.done("restore", "2", "--yes")
    finally:
        os.umask(before)
    assert len(backups(home)) == 3
    assert {path.stat().st_mode & 0o777 for path in home.rglob("*") if path.is_file()} == {0o600}
    assert (home / "backups").stat().st_mode & 0o777 == 0o700


# --- before an upgrade ---------------------------------------------------------------------------------------------


def test_a_journal_of_an_older_format_is_backed_up_first_and_that_is_said(home: Path) -> None:
    at_step(home / "older.db", STEPS[-1]).close()
    result = done("list", "--journal", str(home / "older.db"), **at("2026-03-04"))
    file = home / "backups" / "older-2026-03-04T1730-before-upgrade.db"
    assert result.err.count("\n") == 2 or str(file) in result.err
    with closing(sqlite3.connect(file)) as sql:
        assert sql.execute("PRAGMA user_version").fetchone() == (KNOWN_VERSION - 1,)
    assert str(file) not in done("list", "--journal", str(home / "older.db")).err


def test_of_several_processes_that_find_an_older_format_one_backs_it_up(home: Path) -> None:
    import subprocess

    from tests.support import PROGRAM

    at_step(home / "older.db", STEPS[-1]).close()
    words = [*PROGRAM, "list", "--journal", str(home / "older.db")]
    running = [subprocess.Popen(words, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) for _ in range(4)]
    assert [one.wait(timeout=60) for one in running] == [0] * 4
    assert len(backups(home)) == 1


def test_before_an_upgrade_the_folder_beside_the_journal_takes_the_place_of_one_that_is_not_there(home: Path) -> None:
    at_step(home / "older.db", STEPS[-1]).close()
    away = {"RCPJOURNAL_BACKUP_FOLDER": str(home / "unplugged")}
    done("list", "--journal", str(home / "older.db"), **away, **at("2026-03-04"))
    assert backups(home) == ["older-2026-03-04T1730-before-upgrade.db"]


def test_a_journal_that_cannot_be_backed_up_is_not_upgraded_and_words_are_kept(home: Path) -> None:
    path = home / "older.db"
    at_step(path, STEPS[-1]).close()
    (home / "backups").write_text("not a folder")
    before = path.read_bytes()
    said = refused("add", "-", "--journal", str(path), stdin="A thought.")
    assert "before its upgrade" in said and str(home / "backups") in said and "RCPJOURNAL_BACKUP=no" in said
    assert path.read_bytes() == before
    assert [file.read_text() for file in (home / "rescued").iterdir()] == ["A thought."]
    done("config", "set", "backup_folder", str(home))
    assert done("list", "--journal", str(path)).code == 0


# --- by hand -------------------------------------------------------------------------------------------------------


def test_backup_prints_the_path_and_list_shows_it(home: Path) -> None:
    added()
    result = done("backup", **at("2026-03-04"))
    assert result.out == f"{home / 'backups' / 'journal-2026-03-04T1730.db'}\n"
    assert "1 entry" in result.err
    rows = done("backup", "list", "--json").data["backups"]
    assert [row["number"] for row in rows] == [1, 2]
    assert {row["entries"] for row in rows} == {1} and all(row["whole"] for row in rows)
    out = done("backup", "list").out
    assert "Wed 4 Mar 2026, 17:30  1 entry" in out and "whole" in out
    assert max(map(len, out.splitlines())) <= 60


def test_where_nothing_is_there_it_is_said(home: Path, bare_home: Path) -> None:
    assert str(bare_home) in refused("backup") and not bare_home.exists()
    result = done("backup", "list")
    assert result.out == "" and "no backups" in result.err and not bare_home.exists()
    assert "backup list" in refused("restore") and not bare_home.exists()


def test_where_the_journal_is_lost_nothing_is_begun_in_its_place_and_the_way_back_is_said(home: Path) -> None:
    kept = added("Words of before.")
    for harm in (Path.unlink, lambda path: path.write_bytes(b"")):
        harm(home / "journal.db")
        for words in (["list"], ["add", "-"], [], ["check"], ["write", "quick"]):
            said = refused(*words, code=1)
            assert "restore" in said, words
        assert not (home / "journal.db").exists() or not (home / "journal.db").stat().st_size
        done("restore", "--yes")
        assert kept in done("list").out


def test_a_backup_by_a_clock_that_went_wrong_is_not_taken_for_the_newest(home: Path) -> None:
    done("add", "-", stdin="One.", RCPJOURNAL_NOW="2030-03-04T12:00")
    done("backup", RCPJOURNAL_NOW="2030-03-04T12:00")
    done("add", "-", stdin="Two.", RCPJOURNAL_NOW="2026-03-04T12:00")
    done("backup", RCPJOURNAL_NOW="2026-03-04T12:30")
    assert "journal-2026-03-04T1230.db" in run("restore", RCPJOURNAL_NOW="2026-03-05T12:00").out


def test_a_pipe_in_the_journals_place_is_left_there(home: Path) -> None:
    added("Words.")
    (home / "journal.db").unlink()
    os.mkfifo(home / "journal.db")
    assert "a device or a pipe" in refused("restore", "--yes", code=1)
    assert (home / "journal.db").is_fifo()


def test_a_broken_one_is_shown_as_broken_and_one_of_another_journal_as_such(home: Path, tmp_path: Path) -> None:
    for day in ("2026-03-02", "2026-03-03", "2026-03-04"):
        done("backup", **at(day))
    broken = home / "backups" / "journal-2026-03-03T1730.db"
    broken.write_bytes(broken.read_bytes()[:50_000])
    (home / "backups" / "journal-2026-03-01T1730.db").write_bytes(b"")
    other = {"RCPJOURNAL_HOME": str(tmp_path / "other"), "RCPJOURNAL_BACKUP_FOLDER": str(home / "backups")}
    done("add", "Words.", **other, **at("2026-03-05"))
    rows = done("backup", "list", "--json").data["backups"]
    assert [(row["at"][:10], row["whole"], row["other_journal"]) for row in rows] == [
        ("2026-03-05", True, True),
        ("2026-03-04", True, False),
        ("2026-03-03", False, False),
        ("2026-03-02", True, False),
        ("2026-03-01", False, False),
    ]
    out = done("backup", "list").out
    assert out.count("NOT whole") == 2 and "of another journal" in out
    assert "journal-2026-03-04" in done("restore", "--yes").out


# --- restore -------------------------------------------------------------------------------------------------------


def test_restore_shows_what_differs_and_asks_and_changes_nothing_unless_told(home: Path) -> None:
    first, second, third = kept({"text": "One."}, {"text": "Two."}, {"text": "Three.", "happened_on": "2026-02-20"})
    done("backup")
    before = everything(home)
    done("delete", second)
    done("edit", third, "text", "--text", "Else.")
    done("star", first)
    fourth = added("Four.", "--on", "2026-03-01")
    run("write", "quick", stdin="Begun.\n.\nw\n")
    done("supervision", "log", "--on", "2026-03-02")
    done("export", "supervision", "--counts-only", "--since", "2026-02-01", "--until", "2026-03-31")
    result = run("restore", "1", stdin="n\n")
    assert result.code == 0 and "Nothing was changed." in result.err
    only_here, only_there, changed, besides = (part.splitlines() for part in result.out.split("\n\n")[1:])
    assert "2 entries" in only_here[0] and f"  {fourth}  Sun 1 Mar 2026" in only_here
    assert only_there[1:] == [f"  {second}  Wed 4 Mar 2026"]
    assert {row.split()[0] for row in changed[1:]} == {first, third}
    assert "  1 reflection begun here, none in the backup." in besides
    assert "  1 page that left here, none in the backup." in besides
    assert "[y/N]" in result.err
    after = everything(home)
    assert {name: data for name, data in after.items() if "backups" in name} == {
        name: data for name, data in before.items() if "backups" in name
    }
    assert "nobody to ask" in refused_after_showing("restore", "1")
    assert listed() == listed() and fourth in listed()


def refused_after_showing(*words: str) -> str:
    result = run(*words)
    assert result.code == 1
    return result.err


def test_restore_puts_the_backup_in_place_and_keeps_what_was_there(home: Path) -> None:
    entry_id = added("One.")
    done("backup", **at("2026-03-04"))
    then = held(home / "backups" / "journal-2026-03-04T1730.db")
    later = added("Two.")
    now = held(home / "journal.db")
    result = done("restore", "--yes", str(home / "backups" / "journal-2026-03-04T1730.db"), **at("2026-03-05"))
    kept_file = home / "backups" / "journal-2026-03-05T1730-before-restore.db"
    assert kept_file.name in result.err and "backup list" in result.err
    assert held(home / "journal.db") == then and held(kept_file) == now
    assert listed() == [entry_id]
    done("restore", str(kept_file), stdin="y\n", **at("2026-03-05"))
    assert set(listed()) == {entry_id, later}


def test_what_a_restore_kept_outlives_a_month_of_writing_and_restore_alone_does_not_take_it(home: Path) -> None:
    done("config", "set", "backup_keep", "1 0 0")
    done("add", "One.", **at("2026-03-01"))
    done("restore", "--yes", **at("2026-03-01", "18:00"))
    for day in ("2026-03-15", "2026-03-30", "2026-03-31"):
        done("add", "-", stdin=day, **at(day))
    assert backups(home) == ["journal-2026-03-01T1800-before-restore.db", "journal-2026-03-31T1730.db"]
    assert "journal-2026-03-31T1730.db" in run("restore").out
    for day in ("2026-04-01", "2026-04-02"):
        done("add", "-", stdin="x", **at(day))
    assert backups(home) == ["journal-2026-04-02T1730.db"]


def _newer(path: Path, source: Path) -> None:
    shutil.copy(source, path)
    with sqlite3.connect(path) as sql:
        sql.execute(f"PRAGMA user_version={KNOWN_VERSION + 1}")
    sql.close()


def _broken(path: Path, source: Path) -> None:
    data = bytearray(source.read_bytes())
    for page in range(4096 * 3, len(data), 4096 * 4):
        data[page : page + 16] = os.urandom(16)
    path.write_bytes(bytes(data))


def _foreign(path: Path, _: Path) -> None:
    with sqlite3.connect(path) as sql:
        sql.execute("CREATE TABLE entries(name TEXT)")
    sql.close()


def _empty_of_ours(path: Path, _: Path) -> None:
    with sqlite3.connect(path) as sql:
        sql.execute(f"PRAGMA application_id={APPLICATION_ID}")
    sql.close()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_newer, "newer rcpjournal"),
        (_broken, "broken"),
        (_foreign, "no backup of an rcpjournal journal"),
        (_empty_of_ours, "holds no journal"),
        (lambda path, source: path.write_bytes(source.read_bytes()[:30_000]), "broken"),
        (lambda path, _: path.write_text("My shopping list.\n" * 100), "no backup"),
        (lambda path, _: path.write_bytes(b""), "no backup"),
        (lambda path, _: path.mkdir(), "folder"),
        (lambda path, source: path.symlink_to(source), "the journal itself"),
        (lambda path, source: None, "no such file"),
    ],
    ids=["newer", "broken", "foreign", "empty-of-ours", "short", "text", "nothing", "folder", "itself", "missing"],
)
def test_a_file_that_cannot_be_restored_is_refused_and_nothing_changes(
    make: Any, said: str, home: Path, tmp_path: Path
) -> None:
    for n in range(30):
        kept({"text": f"Words {n}. " * 50})
    file = tmp_path / "file.db"
    make(file, home / "journal.db")
    before = everything(tmp_path)
    for answer in ("", "y\n"):
        words = refused("restore", str(file), "--yes", stdin=answer)
        assert said in words and str(file) in words and words.count("\n") == 1 and "Nothing was changed" in words
    assert everything(tmp_path) == before


def test_a_number_that_is_not_in_the_list_is_refused(home: Path) -> None:
    added()
    for number in ("0", "2", "99999999999999999999"):
        assert "backup list" in refused("restore", number, "--yes")


@pytest.mark.parametrize("current", ["missing", "damaged", "newer", "text"])
def test_where_the_journal_cannot_be_read_restore_says_so_and_works(current: str, home: Path) -> None:
    entry_id = added()
    file, backup_file = home / "journal.db", home / "backups" / backups(home)[0]
    if current == "missing":
        file.unlink()
    elif current == "damaged":
        _broken(file, backup_file)
    elif current == "newer":
        _newer(file, backup_file)
    else:
        file.write_text("Not a journal any more.")
    before = file.read_bytes() if file.exists() else None
    word = "damaged" if current == "text" else "no journal" if current == "missing" else current
    result = run("restore")
    assert result.code == 1 and word in result.out and str(file) in result.out
    assert "1 entry" in result.out and (file.read_bytes() if file.exists() else None) == before
    done("restore", "--yes", **at("2026-03-05"))
    assert listed() == [entry_id]
    kept_file = home / "backups" / "journal-2026-03-05T1730-before-restore.db"
    assert kept_file.exists() == (before is not None)
    if before is not None and current != "newer":
        assert kept_file.read_bytes() == before


@pytest.mark.parametrize("current", ["folder", "foreign"])
def test_what_is_surely_not_a_journal_is_not_replaced(current: str, home: Path, tmp_path: Path) -> None:
    added()
    path = tmp_path / "place"
    if current == "folder":
        path.mkdir()
    else:
        _foreign(path, path)
    before = everything(tmp_path)
    refused("restore", "--yes", str(home / "backups" / backups(home)[0]), "--journal", str(path))
    assert everything(tmp_path) == before


@pytest.mark.parametrize("name", ["my? #1 %41.db", "Tagebuch é [x].db", "-x", "journal-2026-03-04T1730.db"])
def test_a_journal_of_any_name_is_backed_up_and_restored(name: str, tmp_path: Path) -> None:
    journal = ["--journal", str(tmp_path / "place" / name)]
    for text in ("One.", "Two."):
        done("add", "-", *journal, stdin=text)
    done("backup", *journal)
    assert len(listed(*journal)) == 2
    done("restore", "2", "--yes", *journal)
    assert len(listed(*journal)) == 1
    assert len(done("backup", "list", "--json", *journal).data["backups"]) == 3


def test_the_differences_of_many_entries_stay_short() -> None:
    done("backup")
    kept(*[{"text": f"Words {n}."} for n in range(40)])
    out = run("restore").out
    assert "40 entries" in out and "… and 30 more" in out and len(out.splitlines()) < 20


def test_a_journal_and_backup_that_hold_the_same_are_said_to() -> None:
    added()
    done("backup")
    assert "hold the same" in run("restore").out


def test_what_a_restore_does_to_giving_to_a_team_is_said_before_it_is_done(tmp_path: Path) -> None:
    def gave() -> None:
        words = ["--team", "north", "--since", "2026-03", "--until", "2026-03"]
        done("team", "contribute", *words, "-o", str(tmp_path / "pack.json"), "--force", "--yes", **at("2026-04-04"))

    kept({})
    before_all = done("backup").out.split()[-1]
    gave()
    with_one = done("backup").out.split()[-1]
    assert "hold the same" in run("restore", with_one).out
    shown = " ".join(run("restore", before_all).out.split())
    assert "The key under which you gave to a team is not in the backup" in shown and "hold the same" not in shown
    gave()
    assert "does not know all that you gave to a team" in " ".join(run("restore", with_one).out.split())
    done("team", "rotate", "-o", str(tmp_path / "gone.json"), "--yes")
    assert "has the key of what you took back from a team" in " ".join(run("restore", with_one).out.split())
    gave()
    done("restore", with_one, "--yes")
    (kept_first,) = [one for one in done("backup", "list", "--json").data["backups"] if one["kind"] == "before-restore"]
    done("--journal", kept_first["path"], "team", "withdraw", "-o", str(tmp_path / "later.json"), "--yes")


def test_a_folder_of_before_is_still_looked_into_when_another_is_chosen(home: Path, tmp_path: Path) -> None:
    done("backup", **at("2026-03-03"))
    (tmp_path / "stick").mkdir()
    done("config", "set", "backup_folder", str(tmp_path / "stick"))
    done("backup", **at("2026-03-04"))
    rows = done("backup", "list", "--json").data["backups"]
    assert [Path(row["path"]).parent.name for row in rows] == ["stick", "backups"]


def test_a_setting_of_three_numbers_is_checked_where_it_is_given(home: Path) -> None:
    assert "three numbers" in refused("config", "set", "backup_keep", "many", code=2)
    (home / "config.toml").write_text("backup_keep = '7'\n")
    assert "three numbers" in refused("list", code=2)
    assert json.loads(done("config", "--json", RCPJOURNAL_HOME=str(home / "x")).out)

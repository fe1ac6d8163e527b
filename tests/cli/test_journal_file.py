"""The journal file: another one, none, one that is something else. What is not ours is never touched."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from rcpjournal.store.connection import APPLICATION_ID, KNOWN_VERSION
from tests.cli.quick import added, done, listed, refused, run

COMMANDS = [["list"], ["show"], ["summary"], ["search", "x"], ["add", "-"], ["export", "json"], ["framework", "show"],
            ["undo"], ["write", "quick"], ["import", "json", "-"], ["actions"], []]  # fmt: skip


def _folder(path: Path) -> None:
    path.mkdir()


def _text(path: Path) -> None:
    path.write_text("My shopping list.\n" * 100)


def _short(path: Path) -> None:
    path.write_text("xy")


def _other(path: Path) -> None:
    with sqlite3.connect(path) as sql:
        sql.execute("CREATE TABLE recipes(name TEXT)")
    sql.close()


def _other_numbered(path: Path) -> None:
    with sqlite3.connect(path) as sql:
        sql.execute("CREATE TABLE entries(name TEXT)")
        sql.execute("PRAGMA user_version=1")
        sql.execute("PRAGMA application_id=7")
    sql.close()


def _newer(path: Path) -> None:
    with sqlite3.connect(path) as sql:
        sql.execute("CREATE TABLE entries(name TEXT)")
        sql.execute(f"PRAGMA application_id={APPLICATION_ID}")
        sql.execute(f"PRAGMA user_version={KNOWN_VERSION + 1}")
    sql.close()


def _under_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("A file.")


def _broken_link(path: Path) -> None:
    path.symlink_to(path)


KINDS = {
    _folder: "a folder",
    _text: "not an rcpjournal journal",
    _short: "not an rcpjournal journal",
    _other: "another kind of SQLite database",
    _other_numbered: "another kind of SQLite database",
    _newer: "newer rcpjournal",
    _under_a_file: "",
    _broken_link: "",
}


def _everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_a_file_that_is_no_journal_of_ours_is_refused_by_every_command_and_stays_as_it_is(
    make: object, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "elsewhere" / "file"
    path.parent.mkdir()
    make(path)  # type: ignore[operator]
    before = _everything(tmp_path / "elsewhere")
    for words in COMMANDS:
        said = refused(*words, "--journal", str(path), stdin="A thought.")
        assert KINDS[make] in said and str(path) in said, words  # type: ignore[index]
    assert _everything(tmp_path / "elsewhere") == before
    assert [file.read_text() for file in (home / "rescued").iterdir()] == ["A thought."]  # add's; and write's, the same


def test_the_words_of_an_add_that_finds_no_journal_are_in_a_file_that_is_named(home: Path, tmp_path: Path) -> None:
    _text(tmp_path / "file")
    for n, (words, stdin) in enumerate(((["add", "One."], ""), (["add", "-"], "Two."), (["add", "--star"], "Three."))):
        place: dict[str, Any] = {
            "RCPJOURNAL_JOURNAL": str(tmp_path / "file"),
            "RCPJOURNAL_NOW": f"2026-03-04T17:30:0{n}+00:00",
        }
        said = refused(*words, stdin=stdin, **place)
        newest = max((home / "rescued").iterdir())
        assert str(newest) in said and newest.read_text() == (stdin or "One.")
    assert len(list((home / "rescued").iterdir())) == 3


def test_a_named_journal_that_is_not_there_is_begun_by_a_command_that_writes_alone(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "work.db"
    for words in (["list"], ["summary"], ["show"], []):
        assert str(path) in refused(*words, "--journal", str(path))
    assert not path.parent.exists()
    done("add", "At work.", "--journal", str(path))
    assert len(listed("--journal", str(path))) == 1
    assert listed() == []
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_home_that_cannot_be_made_is_one_sentence_and_the_words_are_somewhere_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    bad: dict[str, Any] = {"RCPJOURNAL_HOME": str(tmp_path / "file" / "home")}
    for words in (["list"], [], ["config", "set", "flow", "quick"], ["demo"]):
        assert refused(*words, **bad).count("\n") == 1
    said = refused("add", "-", stdin="A thought.", **bad)
    (file,) = (path for path in (tmp_path / "temporary").rglob("*") if path.is_file())
    assert str(file) in said and file.read_text() == "A thought."
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("home", ["~nobody-of-that-name", "~nobody-of-that-name/x"])
def test_a_home_of_nobody_is_refused_in_words(home: str, tmp_path: Path) -> None:
    assert refused("list", RCPJOURNAL_HOME=home).count("\n") == 1
    assert refused("list", "--journal", home).count("\n") == 1


def test_a_journal_behind_a_link_is_used_and_the_link_stays(home: Path, tmp_path: Path) -> None:
    entry_id = added()
    (home / "journal.db").rename(tmp_path / "kept elsewhere.db")
    (home / "journal.db").symlink_to(tmp_path / "kept elsewhere.db")
    other = added("More.")
    assert listed() == [other, entry_id]
    assert (home / "journal.db").is_symlink()


def test_a_damaged_journal_is_said_to_be_damaged_and_is_not_made_worse(home: Path) -> None:
    for n in range(5):
        added(f"Words {n}.")
    path = home / "journal.db"
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\x00" * 40_000 + whole[44_096:])
    before = path.read_bytes()
    for words in (["list"], ["add", "-"], ["summary"], ["show"]):
        result = run(*words, stdin="A thought.")
        assert result.code == 1 and str(path) in result.err
    assert path.read_bytes() == before


def test_a_journal_that_another_program_holds_is_waited_for(home: Path) -> None:
    sql = sqlite3.connect(home / "journal.db", isolation_level=None)
    sql.execute("BEGIN")
    sql.execute("SELECT count(*) FROM entries").fetchone()
    assert listed() == []
    sql.execute("COMMIT")
    sql.close()
    added()


def test_the_program_keeps_nothing_outside_its_home(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    added("Words.")
    done("edit", "last", EDITOR="sed -i s/Words/Others/")
    run("write", "quick", stdin="Half.\n")
    done("config", "set", "flow", "quick")
    assert list((tmp_path / "work").iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "work"]

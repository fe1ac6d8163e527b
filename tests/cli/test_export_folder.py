"""`export markdown --folder`: a file an entry, kept apart from whatever else is there, and back as it was."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.quick import added, done, kept, refused, run, shown
from tests.cli.test_add_documents import WHOLE
from tests.support import PROGRAM


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "notes"


def out(notes: Path, *words: str) -> list[str]:
    """The names of the files that the export says it wrote."""
    return [Path(line).name for line in done("export", "markdown", "--folder", str(notes), *words).out.splitlines()]


def test_a_journal_that_goes_out_as_notes_and_comes_back_is_identical(
    rich: None,
    other: dict[str, Any],
    notes: Path,
) -> None:
    out(notes, "--with-aliases")
    result = done("import", "markdown", str(notes), **other)
    assert "6 entries added" in result.err
    everything = done("export", "json", "--with-aliases").out
    entries = [line for line in everything.splitlines() if '"rcpjournal/entry/1"' in line[:40]]
    assert len(entries) == 6
    there = done("export", "json", "--with-aliases", **other).out.splitlines()
    assert sorted(map(str, map(json.loads, there))) == sorted(map(str, map(json.loads, everything.splitlines())))
    for command in (["list", "--json"], ["summary", "--json"], ["actions", "--json", "--all"], ["export", "markdown"]):
        assert done(*command, **other).out == done(*command).out, command
    assert "0 entries added, 6 were here already" in done("import", "markdown", str(notes), **other).err
    assert "0 entries added, 6 were here already" in done("import", "markdown", str(notes)).err


def test_a_look_at_notes_says_what_would_come_and_stores_nothing(
    rich: None,
    other: dict[str, Any],
    notes: Path,
) -> None:
    out(notes)
    result = done("import", "markdown", str(notes), "--dry-run", **other)
    assert "6 entries" in result.out and "Making tea" in result.out and "nothing was brought in" in result.err
    assert done("list", "--json", **other).data["entries"] == []
    assert "team" not in done("framework", "show", **other).out


def test_aliases_stay_at_home_unless_one_says_so(notes: Path) -> None:
    added("Words.", "--alias", "Heron")
    (name,) = out(notes)
    assert "Heron" not in (notes / name).read_text("utf-8")
    out(notes, "--with-aliases", "--force")
    assert "Heron" in (notes / name).read_text("utf-8")


def as_written(file: Path) -> tuple[int, int]:
    """Which file it is, and when it was written to."""
    found = file.stat()
    return found.st_ino, found.st_mtime_ns


def test_what_is_there_already_with_the_same_words_is_left_and_new_files_come_beside_it(notes: Path) -> None:
    notes.mkdir()
    (notes / "mine.md").write_text("My own note.")
    added("First.")
    (first,) = out(notes)
    before = as_written(notes / first)
    added("Second.")
    result = done("export", "markdown", "--folder", str(notes))
    assert len(result.out.splitlines()) == 1 and "1 entry written" in result.err and "1 was there already" in result.err
    assert as_written(notes / first) == before
    assert (notes / "mine.md").read_text() == "My own note."
    assert len(list(notes.iterdir())) == 3


def test_a_file_that_says_something_else_is_never_replaced_unasked_and_nothing_else_is_written_then(
    notes: Path,
) -> None:
    entry_id = added("First.")
    (first,) = out(notes)
    text = (notes / first).read_text("utf-8")
    (notes / first).write_text(text.replace("First.", "As I put it in Obsidian."), "utf-8")
    added("Second.")
    said = refused("export", "markdown", "--folder", str(notes))
    assert first in said and "--force" in said and "Nothing was written" in said
    assert [one.name for one in notes.iterdir()] == [first]
    done("edit", entry_id, "text", "--text", "Begins in another way.")
    assert first in out(notes, "--force"), "an entry keeps the name that its file once got"
    assert "Begins in another way." in (notes / first).read_text("utf-8")
    assert len(list(notes.iterdir())) == 2


def test_a_note_that_says_something_else_than_the_journal_changes_nothing_there_and_is_counted(notes: Path) -> None:
    entry_id = added("First.", "--item", "trust:present")
    (name,) = out(notes)
    text = (notes / name).read_text("utf-8")
    for old, new in (("First.", "Other."), ('"present"', '"strained"'), ("end -->", "end -->\nA thought.")):
        assert old in text
        (notes / name).write_text(text.replace(old, new), "utf-8")
        said = done("import", "markdown", str(notes)).err
        assert "0 entries added, 1 was here already (1 with other words by now" in said, old
        assert shown(entry_id)["answers"] == {"rcp.prompt.text": "First."}
    (notes / name).write_text(text, "utf-8")
    assert "other words" not in done("import", "markdown", str(notes)).err


def test_files_and_folder_are_the_owners_alone_and_nothing_unfinished_is_left(notes: Path) -> None:
    kept(WHOLE, {"text": "x"})
    os.umask(0)
    try:
        out(notes)
    finally:
        os.umask(0o077)
    assert notes.stat().st_mode & 0o777 == 0o700
    assert {one.stat().st_mode & 0o777 for one in notes.iterdir()} == {0o600}
    assert len(list(notes.iterdir())) == 2


def test_nothing_is_written_through_a_link(notes: Path, tmp_path: Path) -> None:
    added("Words.")
    (name,) = out(notes)
    (notes / name).unlink()
    (tmp_path / "aim").write_text("Somebody else's.")
    (notes / name).symlink_to(tmp_path / "aim")
    for force in ((), ("--force",)):
        assert name in refused("export", "markdown", "--folder", str(notes), *force)
    assert (tmp_path / "aim").read_text() == "Somebody else's."


@pytest.mark.parametrize("place", ["a file", "a file/notes", "no/such/folder", "~nobody-of-that-name/x", "\udcff/x/y"])
def test_an_impossible_place_is_one_sentence(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a file").write_text("Mine.")
    added("Words.")
    before = sorted(tmp_path.iterdir())
    assert refused("export", "markdown", "--folder", place).count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before


def test_a_folder_within_one_that_is_not_there_is_told_so_before_anything_is_read(tmp_path: Path) -> None:
    added("Words.")
    said = refused("export", "markdown", "--folder", str(tmp_path / "no" / "such"))
    assert said == f"{tmp_path / 'no'}: there is no such folder.\n"


@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_name_is_not_the_folder_one_is_in(
    empty: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (here := tmp_path / "here").mkdir()
    monkeypatch.chdir(here)
    added("Words.")
    assert "names no folder" in refused("export", "markdown", "--folder", empty, code=2)
    assert not list(here.iterdir())
    done("export", "markdown", "--folder", ".")
    assert len(list(here.iterdir())) == 1


@pytest.mark.parametrize("words", [["json"], ["csv"], ["html"], ["markdown", "-o", "x.md"], ["supervision"]])
def test_a_folder_is_for_markdown_alone(words: list[str]) -> None:
    refused("export", *words, "--folder", "notes", code=2)


def test_a_reader_that_leaves_early_stops_nothing(notes: Path) -> None:
    kept(*[{"text": f"Number {n}."} for n in range(5)])
    names = subprocess.Popen(
        [*PROGRAM, "export", "markdown", "--folder", str(notes)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert names.stdout
    names.stdout.close()
    assert names.wait() == 0
    assert len(list(notes.iterdir())) == 5


def test_ctrl_c_leaves_whole_files_and_the_same_command_goes_on(notes: Path) -> None:
    count = 300
    kept(*[{"text": f"Number {n}. " * 30} for n in range(count)])
    child = subprocess.Popen(
        [*PROGRAM, "export", "markdown", "--folder", str(notes)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    while not (notes.is_dir() and len(list(notes.iterdir())) > 5) and child.poll() is None:
        time.sleep(0.002)
    child.send_signal(signal.SIGINT)
    said = child.communicate()[1].decode()
    assert "Traceback" not in said
    if child.returncode == 130:
        assert "each of them whole" in said
    files = list(notes.iterdir())
    assert all(one.read_text("utf-8").endswith("<!-- rcpjournal end -->\n") for one in files)
    assert not [one for one in files if one.name.startswith(".")]
    result = run("export", "markdown", "--folder", str(notes))
    assert result.code == 0 and len(list(notes.iterdir())) == count

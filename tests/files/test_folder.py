"""A folder that files of one's own go into: whole or not there, and nothing of anybody else's is touched."""

import os
from pathlib import Path

import pytest

from rcpjournal.errors import FileRefused
from rcpjournal.files.folder import Folder


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


def test_a_disk_that_is_full_is_one_sentence_and_leaves_no_half_file(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Folder, beside: Path, text: str) -> None:
        beside.write_text(text[:3])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Folder, "_written", full)
    with pytest.raises(FileRefused, match=r"it cannot be written \(No space left on device\)"):
        Folder(notes).put("a.md", "Words.")
    assert list(notes.iterdir()) == []


def test_a_file_that_came_in_between_is_not_written_over(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(notes)
    monkeypatch.setattr(os.path, "lexists", lambda path: False)
    (notes / "a.md").write_text("Somebody else's.")
    with pytest.raises(FileRefused):
        folder.put("a.md", "Words.")
    assert (notes / "a.md").read_text() == "Somebody else's."


def test_where_there_are_no_links_files_come_all_the_same(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    assert Folder(notes).put("a.md", "Words.") == "new"
    assert [(one.name, one.read_text()) for one in notes.iterdir()] == [("a.md", "Words.")]


def test_hundreds_of_files_are_made_to_last_too(notes: Path) -> None:
    folder = Folder(notes)
    for n in range(101):
        assert folder.put(f"{n}.md", "Words.") == "new"
    folder.close()
    assert folder.put("1.md", "Words.") == "same" and len(folder.names()) == 101


def test_what_a_killed_run_left_goes_with_the_next_and_nothing_else_does(notes: Path) -> None:
    for name in (".rcpjournal-17.part", ".rcpjournal-18.part", ".mine.part", "mine.part"):
        (notes / name).write_text("Half a")
        if "18" not in name:
            os.utime(notes / name, (1_500_000_000, 1_500_000_000))
    folder = Folder(notes)
    folder.put("a.md", "Words.")
    folder.close()
    assert folder.names() == [".mine.part", ".rcpjournal-18.part", "a.md", "mine.part"], "18 may be writing now"

"""What stands beside a sealed journal: its backups are sealed too, and what cannot look into it yet says so."""

import shutil
from pathlib import Path

import pytest

from tests.support import added, done, run


@pytest.fixture
def journal_file(home: Path, begun_sealed: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sealed journal with an entry in it."""
    shutil.copy(begun_sealed[0], home / "journal.db")
    monkeypatch.setenv("RCPJOURNAL_PASSPHRASE_FILE", str(begun_sealed[1]))
    added("NEEDLE in the words of an entry.")
    return home / "journal.db"


def test_a_backup_of_a_sealed_journal_is_sealed_and_opens_with_the_same_passphrase(journal_file: Path) -> None:
    done("backup")
    copies = [path for path in (journal_file.parent / "backups").iterdir() if path.suffix == ".db"]
    assert copies, "one was made by the day's first save, or by hand"
    for copy in copies:
        assert b"NEEDLE" not in copy.read_bytes() and not copy.read_bytes().startswith(b"SQLite format 3")
        assert copy.stat().st_mode & 0o777 == 0o600
        assert "NEEDLE" in done("--journal", str(copy), "show", "last").out


@pytest.mark.parametrize(
    "words", [["backup", "list"], ["restore", "--yes"], ["check"], ["check", "--repair"], ["purge"]]
)
def test_what_cannot_look_into_a_sealed_journal_yet_says_so_and_changes_nothing(
    words: list[str], journal_file: Path
) -> None:
    before = journal_file.read_bytes()
    ended = run(*words)
    assert (ended.code, ended.out) == (1, "")
    assert "cannot look into sealed files yet" in ended.err
    assert journal_file.read_bytes() == before

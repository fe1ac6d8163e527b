"""A home whose journal is sealed."""

import shutil
from pathlib import Path

import pytest

from tests.support import PHRASE
from tests.terminal.conftest import begin

__all__ = ["begin"]


@pytest.fixture
def sealed(home: Path, begun_sealed: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home's journal, sealed with PHRASE; nothing names its passphrase."""
    monkeypatch.delenv("RCPJOURNAL_PASSPHRASE_FILE", raising=False)
    path = home / "journal.db"
    shutil.copy(begun_sealed[0], path)
    return path


@pytest.fixture
def opened(sealed: Path, begun_sealed: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, with its recovery code named, which opens it at once."""
    monkeypatch.setenv("RCPJOURNAL_PASSPHRASE_FILE", str(begun_sealed[1]))
    return sealed


@pytest.fixture
def phrase_file(tmp_path: Path) -> Path:
    """A file with the passphrase in its first line."""
    path = tmp_path / "phrase"
    path.write_text(f"{PHRASE}\nThis line is not part of it.\n")
    path.chmod(0o600)
    return path

"""macOS: `fsync` leaves what it flushes in the disk's own memory; another call goes on from there."""

import fcntl
import os
import sys
from pathlib import Path

import pytest

from rcpjournal.files import paths
from rcpjournal.store import lasting


@pytest.mark.parametrize("works", [True, False])
def test_a_flush_goes_to_the_disk_itself_where_the_drive_can(
    works: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = list[str]()

    def full(handle: int, what: int) -> int:
        called.append("full")
        if not works:
            raise OSError(45, "Operation not supported")
        return 0

    file = tmp_path / "file"
    file.write_bytes(b"words")
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", full)
    monkeypatch.setattr(os, "fsync", lambda handle: called.append("fsync"))
    lasting.synced(file)
    assert called == (["full"] if works else ["full", "fsync"])


def test_the_home_is_the_folder_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    from platformdirs.macos import MacOS

    monkeypatch.delenv(paths.HOME_VARIABLE)
    monkeypatch.setattr("platformdirs.PlatformDirs", MacOS)
    assert paths.home().parts[-3:] == ("Library", "Application Support", "rcpjournal")

"""umask 000: every file is its owner's alone, every folder too, while a command runs as well as afterwards."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support import PHRASE, PROGRAM, Counted, everyday

EDITOR = """sh -c 'printf More. >> "$0"; sleep 0.1'"""


class Watched:
    """Folders of one person, and the rights that were seen there: by name of file or folder, in octal figures."""

    def __init__(self, *folders: Path) -> None:
        self.folders = folders
        self.seen: set[tuple[str, int]] = set()
        self.wrong: set[str] = set()

    def look(self) -> None:
        for folder in self.folders:
            for path in (folder, *folder.rglob("*")):
                try:
                    mode, right = path.stat().st_mode & 0o777, 0o700 if path.is_dir() else 0o600
                except FileNotFoundError:  # it went while we looked
                    continue
                self.seen.add((path.name, mode))
                if mode != right and path.exists():
                    self.wrong.add(f"{path}: {mode:o}")

    def run(self, words: Sequence[str], stdin: bytes = b"", program: Sequence[str] = PROGRAM) -> int:
        """Runs the program with umask 000 and looks all the time; its exit code."""
        with subprocess.Popen(
            [*program, *words], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, umask=0,
            env={**os.environ, "EDITOR": EDITOR},
        ) as running:  # fmt: skip
            assert running.stdin
            running.stdin.write(stdin)
            running.stdin.close()
            while running.poll() is None:
                self.look()
        self.look()
        return running.returncode


@pytest.fixture
def watched(bare_home: Path, tmp_path: Path, journals: str, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """A person who never ran the program, with a folder for what goes out and one for temporary files."""
    for name in ("out", "temporary"):
        (tmp_path / name).mkdir(mode=0o700)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "phrase").write_text(PHRASE)
    (tmp_path / "phrase").chmod(0o600)
    if journals == "sealed":
        monkeypatch.setenv("RCPJOURNAL_PASSPHRASE_FILE", str(tmp_path / "phrase"))
    bare_home.mkdir(mode=0o700)
    monkeypatch.setenv("RCPJOURNAL_HOME", str(bare_home / "home"))
    return Watched(bare_home, tmp_path / "out", tmp_path / "temporary")


@pytest.mark.parametrize("journals", everyday(["plain", "sealed"]))
def test_every_file_and_folder_is_its_owners_alone_while_commands_run_and_afterwards(
    watched: Watched, journals: str, tmp_path: Path, counted: Counted
) -> None:
    out, phrase = tmp_path / "out", str(tmp_path / "phrase")
    many = b'{"happened_on": "2026-03-04", "text": "' + b"The kettle. " * 4000 + b'"}\n'
    ways: list[tuple[list[str], bytes, tuple[int, ...]]] = [
        (["add", "-"], b"Words.", (0,)), (["add", "--json", "-"], many * 30, (0,)),
        (["config", "set", "flow", "quick"], b"", (0,)), (["edit", "last", "text"], b"", (0,)),
        (["write", "quick"], b"She waved.\n.\nw\n", (0, 130)), (["add", "-"], b"a\0b", (1,)),
        (["export", "json", "-o", str(out / "all.jsonl")], b"", (0,)),
        (["export", "markdown", "-o", str(out / "all.md")], b"", (0,)),
        (["export", "markdown", "--folder", str(out / "notes")], b"", (0,)),
        (["export", "supervision", "--counts-only", "--since", "2026-01-01", "-o", str(out / "page.txt")], b"", (0,)),
        (["backup"], b"", (0,)), (["demo"], b"", (0,)), (["star", "last"], b"", (0,)),
        (["check", "--repair"], b"", (0,)), (["restore", "--yes"], b"", (0,)), (["purge", "--yes"], b"", (0,)),
    ]  # fmt: skip
    for words, stdin, codes in ways:
        assert watched.run(words, stdin) in codes, words
    assert watched.wrong == set()
    names = {name for name, _ in watched.seen}
    assert {"journal.db", "config.toml", "backups", "all.jsonl", "all.md", "page.txt", "demo"} <= names
    assert any(name.endswith("-journal") for name in names), "no save was seen while it was open"
    before = set(watched.seen)
    assert watched.run(["unseal", "--yes"] if journals == "sealed" else ["seal", "--key-file", phrase]) == 0
    assert watched.wrong == set()
    assert any(name.endswith(".part") for name, _ in watched.seen - before), "no copy was seen while it was made"
    assert ("rescued" in names) == (journals == "plain")
    counted("files and folders whose rights were looked at under umask 000", len(names))


CARELESS = """
import os
from rcpjournal.cli import main
opened = os.open
os.umask = lambda mask: 0
os.open = lambda path, flags, mode=0o777, **more: opened(path, flags, 0o666, **more)
main()
"""


@pytest.mark.nightly
def test_the_harness_notices_a_program_that_leaves_rights_to_the_mask(watched: Watched) -> None:
    assert watched.run(["add", "-"], b"Words.", program=[sys.executable, "-c", CARELESS]) == 0
    assert any(one.endswith("journal.db: 666") for one in watched.wrong)

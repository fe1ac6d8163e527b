"""Completion in the shells themselves, each in a terminal of its own, where they are installed."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from tests.support import added, done, everyday

START = {"bash": ["--noprofile"], "zsh": ["-d"], "fish": []}
"""how each begins so that it reads what a person has set, and not what this computer's owner has"""
PATIENCE = 15.0
COLOUR = r"(?:\x1b\[[\d;]*m|\x1b\(B)*"


class Shell:
    """A shell at a terminal, with `rcpjournal` on its path, in a new home where its script was put as it says."""

    def __init__(self, name: str, folder: Path) -> None:
        program = folder / "rcpjournal"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m rcpjournal "$@"\n')
        program.chmod(0o755)
        kept = {name: value for name, value in os.environ.items() if name != "ZDOTDIR" and not name.startswith("XDG_")}
        environment = {
            **kept,
            "HOME": str(folder),
            "PATH": f"{folder}:{os.environ['PATH']}",
            "TERM": "xterm" if name == "fish" else "dumb",
            "INPUTRC": os.devnull,
        }
        place = shutil.which(name) or name
        steps = "\n".join(re.findall(r"(?m)^#   (.+)$", done("completion", name).out))
        subprocess.run([place, "-c", steps], env=environment, cwd=folder, check=True)
        self.child = pexpect.spawn(
            place, START[name], env=environment, encoding="utf-8", dimensions=(40, 120), cwd=folder
        )
        self.child.delaybeforesend = None
        self.types("echo rea''dy\r")
        self.sees("ready")

    def types(self, keys: str) -> None:
        self.child.send(keys)

    def sees(self, words: str) -> None:
        """Waits for words; fish colours them, and zsh goes one step back after each space that it puts down."""
        gap = f"(?:[ \x08]{COLOUR})+"
        self.child.expect(gap.join(COLOUR.join(map(re.escape, word)) + COLOUR for word in words.split(" ")), PATIENCE)

    def tries_again(self, keys: str, words: str) -> None:
        """Types keys until words are seen: how often Tab lists depends on how quick the hand is."""
        for _ in range(12):
            self.types(keys)
            try:
                self.child.expect_exact(words, timeout=0.6)
            except pexpect.TIMEOUT:
                continue
            return
        raise AssertionError(f"{words!r} is not seen in {self.child.before!r}")

    def empties_the_line(self) -> None:
        self.types("\x15")
        time.sleep(0.05)


@pytest.fixture(params=list(START))
def shell(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shell]:
    """Each shell that is installed."""
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    folder = tmp_path / "shell"
    folder.mkdir()
    begun = Shell(request.param, folder)
    yield begun
    begun.child.close(force=True)


BASH_BY_DAY = pytest.mark.parametrize("shell", everyday(START, "bash"), indirect=True)


@BASH_BY_DAY
def test_tab_completes_what_is_typed(shell: Shell, tmp_path: Path) -> None:
    """Commands within commands, stances behind the colon that bash cuts at, a value behind `=`, a file's name."""
    (tmp_path / "shell" / "brought in.jsonl").touch()
    for keys, words in (
        ("rcpjournal fram\tsh\tprinciple.tru\t", "framework show principle.trust"),
        ("rcpjournal add --item trust:p\t", "--item trust:present"),
        ("rcpjournal list --kind=vis\t", "--kind=visit"),
        ("rcpjournal import json brought\t", "brought\\ in.jsonl"),
        ("rcpjournal import json ~/brought\t", "~/brought\\ in.jsonl"),
    ):
        shell.types(keys)
        shell.sees(words)
        shell.empties_the_line()


@BASH_BY_DAY
def test_tab_twice_lists_ids_with_their_titles(shell: Shell) -> None:
    first, second = added("She opened the door."), added("He left early.")
    assert first[:8] == second[:8]
    shell.types(f"rcpjournal show {first[:8]}")
    shell.tries_again("\t", "He left early.")


@BASH_BY_DAY
def test_a_wrong_word_and_a_broken_program_are_silent(shell: Shell, tmp_path: Path) -> None:
    shell.types("rcpjournal nothing at\t")
    shell.empties_the_line()
    (tmp_path / "shell" / "rcpjournal").write_text("#!/bin/sh\necho broken >&2\nexit 3\n")
    shell.types("rcpjournal li\t")
    shell.empties_the_line()
    shell.types("echo stil''l here\r")
    shell.sees("still here")
    assert "broken" not in str(shell.child.before)

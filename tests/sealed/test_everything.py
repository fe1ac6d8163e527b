"""The tests of the command line once more, with every journal sealed: nothing that a command keeps differs."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ABOUT_PLAIN = {
    "where words go that a plain journal could not take": (
        "stay_in_a_file", "stays_in_a_file", "in_a_file", "somewhere_safe", "no_journal_of_ours", "stays_in_its_file",
        "test_faults.py",
    ),
    "where the editor's file is": ("private_file_in_the_home", "old_file_in_the_editors_folder"),
    "journals that are begun where a passphrase is named, so their recovery code is said": (
        "bare_home", "named_journal_that_is_not_there", "may_stand_anywhere", "a bare home", "whatever_the_mask",
        "begins_no_journal", "of_a_file_whose_entries_are_refused", "taken_back_can_be_made_again", "comes_back",
        "second_import", "takes_in_another_journal", "come_back",
    ),
    "a file that the test opens with SQLite or damages itself": (
        "test_a_damaged_journal", "another_program_holds", "no_longer_the_journal", "test_a_reading_leaves_nothing",
        "written_between_two_reads",
    ),
}  # fmt: skip
"""what is left out, and why: parts of the names of tests. What it is about has tests of its own in this folder."""


@pytest.mark.nightly
def test_every_test_of_the_command_line_passes_on_sealed_journals() -> None:
    pytest.importorskip("sqlcipher3", reason="sealing needs the extra rcpjournal[sealed]")
    parts = sorted({part for group in ABOUT_PLAIN.values() for part in group})
    listed = [line for line in _pytest("--collect-only").stdout.splitlines() if "::" in line]
    left_out = [name for name in listed if any(part in name for part in parts)]
    assert not [part for part in parts if not any(part in name for name in left_out)], "in the list for nothing"
    ended = _pytest("-n", "2", "-p", "no:cacheprovider", *(f"--deselect={name}" for name in left_out))
    assert ended.returncode == 0, ended.stdout[-4000:]
    print(f"{len(listed) - len(left_out)} tests on sealed journals, {len(left_out)} about plain ones left out")
    assert len(left_out) < len(listed) / 10
    assert re.search(r"100%", ended.stdout)


def _pytest(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "not nightly", "tests/cli", "tests/store", *words],
        cwd=ROOT,
        env={**os.environ, "RCPJOURNAL_TESTS_SEALED": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

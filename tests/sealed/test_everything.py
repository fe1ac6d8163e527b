"""The tests of the command line once more, with every journal sealed: nothing that a command keeps differs."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import Counted

ROOT = Path(__file__).parents[2]
ABOUT_PLAIN = {
    "where words go that a plain journal could not take": (
        "stay_in_a_file", "stays_in_a_file", "in_a_file", "somewhere_safe", "no_journal_of_ours", "stays_in_its_file",
        "kept_elsewhere", "rescued_words_are_mentioned", "not_upgraded_and_words_are_kept", "test_faults.py",
        "is_not_rescued_again",
    ),
    "where the editor's file is": ("private_file_in_the_home", "old_file_in_the_editors_folder"),
    "journals that are begun where a passphrase is named, so their recovery code is said": (
        "bare_home", "named_journal_that_is_not_there", "may_stand_anywhere", "whatever_the_mask",
        "means_the_same_from_every_folder", "called_so_before_it_is_restored", "two_journals_never_have",
        "begins_no_journal", "of_a_file_whose_entries_are_refused", "taken_back_can_be_made_again", "comes_back",
        "second_import", "takes_in_another_journal", "come_back", "journal_of_any_name", "one_of_another_journal",
        "a_look_at_notes_says", "frameworks_in_the_file_are_looked_at", "people_gave_and_did_not_take_back",
    ),
    "a file that the test opens itself, reads byte by byte or damages": (
        "test_a_damaged_journal", "another_program_holds", "no_longer_the_journal", "test_a_reading_leaves_nothing",
        "written_between_two_reads", "stays_locked", "nothing_changes[newer]", "so_and_works[newer]",
        "restore_puts_the_backup", "found_has_its_entry", "of_many_findings", "repair_makes_a_copy",
        "repair_says_what_is_not_whole", "keep_in_step", "where_an_edit_writes_no_digest", "journal_of_version_6",
        "in_a_process_of_its_own", "gone_from_every_byte", "what_is_older_than_a_day", "was_dropped_leaves_nothing",
        "unfinished_reflection_stays", "holds_what_the_journal_holds",
        "file_system_without_links", "comes_twice_in_autumn", "test_views.py",
        "in_the_hour_that_comes_twice", "a_lock_is_never_taken", "repair_refuses_what",
        "row_that_cannot_be_read_is_damage", "is_the_one_that_is_asked", "older_journal_is_not_brought_up_to_date",
        "middle_of_a_save_is_not_waited_for",
    ),
}  # fmt: skip
"""what is left out, and why: parts of the names of tests. What it is about has tests of its own in this folder."""


@pytest.mark.nightly
def test_every_test_of_the_command_line_passes_on_sealed_journals(counted: Counted) -> None:
    pytest.importorskip("sqlcipher3", reason="sealing needs the extra rcpjournal[sealed]")
    parts = sorted({part for group in ABOUT_PLAIN.values() for part in group})
    listed = [line for line in _pytest("--collect-only").stdout.splitlines() if "::" in line]
    left_out = [name for name in listed if any(part in name for part in parts)]
    assert not [part for part in parts if not any(part in name for name in left_out)], "in the list for nothing"
    ended = _pytest("-n", "2", "-p", "no:cacheprovider", *(f"--deselect={name}" for name in left_out))
    assert ended.returncode == 0, ended.stdout[-4000:]
    counted("tests of the command line, sealed", len(listed) - len(left_out))
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

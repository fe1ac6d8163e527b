"""Faults that strike a backup in a process of its own: a full disk, a limit, Ctrl-C. The entry is kept all the same."""

import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.quick import done, listed
from tests.harness.disk import why_not
from tests.store.backing_up import faults, in_pairs, opened
from tests.support import PROGRAM

WHY_NOT = why_not()
UNSHARED = ["unshare", "-Urm", "sh", "-c"]


@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
def test_a_full_disk_costs_no_entry_and_leaves_no_half_backup(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    script = (
        f'mount -t tmpfs -o size=300k tmpfs "{disk}" && export RCPJOURNAL_BACKUP_FOLDER="{disk}"'
        ' && echo "Words." | "$@" add - && { "$@" backup; echo "code $?"; ls -A "$RCPJOURNAL_BACKUP_FOLDER"; }'
    )
    ended = subprocess.run([*UNSHARED, script, "sh", *PROGRAM], capture_output=True, text=True, timeout=60, check=False)
    entry_id, code, *left = ended.stdout.splitlines()
    assert (listed(), code, left) == ([entry_id], "code 1", [])
    first, second = ended.stderr.splitlines()
    assert "is kept" in first and "no room left" in first
    assert second.startswith("No backup was made: there is no room left") and str(disk) in second


def test_a_limit_on_the_size_of_files_is_told_in_a_sentence(home: Path) -> None:
    ended = subprocess.run(
        ["sh", "-c", 'ulimit -f 100; exec "$@"', "sh", *PROGRAM, "backup"], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1 and ended.stderr.startswith("No backup was made: ") and ended.stderr.count("\n") == 1
    assert list((home / "backups").iterdir()) == []


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda sign: sign.name)
def test_who_ends_the_program_while_the_days_backup_is_made_has_kept_the_entry(
    sign: signal.Signals, home: Path
) -> None:
    journal = opened(home / "journal.db")
    assert len(list(in_pairs(journal, 150))) == 150
    journal.close()
    folder = home / "backups"
    folder.mkdir()
    with subprocess.Popen(
        [*PROGRAM, "add", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdin and worker.stdout and worker.stderr
        worker.stdin.write("The last words.")
        worker.stdin.close()
        entry_id = worker.stdout.readline().strip()
        while not list(folder.glob(".*.part")):
            assert worker.poll() is None, "the backup was never begun"
            time.sleep(0.0005)
        worker.send_signal(sign)
        code, said = worker.wait(timeout=30), worker.stderr.read()
    assert (code, said) == ((0, "") if sign == signal.SIGINT else (-sign, ""))
    assert [faults(file) for file in folder.glob("*.db")] in ([], [""]), "struck late, it is a whole one"
    assert entry_id and entry_id in listed() and faults(home / "journal.db") == ""
    done("star", "last")
    assert len(list(folder.glob("*.db"))) == 1

"""Backups while others write, and killed in the middle. Each harness shows that its workers ran and it struck."""

import random
import shutil
import time
from collections import Counter
from pathlib import Path

import pytest

from rcpjournal.cli.context import shipped_packs
from rcpjournal.core.backups import named
from rcpjournal.store import Journal
from tests.harness.saving import lying
from tests.store.backing_up import bare_copy, faults, in_pairs, now, opened, pairs_in, running
from tests.support import SEALED_AT_NIGHT, Counted


@pytest.fixture
def tmp_path(on_a_disk: Path) -> Path:
    """Kills and power cuts are tried on a real disk."""
    return on_a_disk


@pytest.fixture(scope="module")
def long_journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal that takes a moment to copy."""
    path = tmp_path_factory.mktemp("long") / "journal.db"
    journal = Journal(path, now=now, shipped=shipped_packs)
    assert len(list(in_pairs(journal, 120))) == 120
    journal.close()
    return path


@pytest.fixture
def path(long_journal: Path, tmp_path: Path, journals: str) -> Path:
    """A copy of it for one test, plain or sealed."""
    return lying(Path(shutil.copy(long_journal, tmp_path / "journal.db")), journals)


@pytest.mark.nightly
@SEALED_AT_NIGHT
def test_twelve_backups_while_two_processes_write_are_whole_and_of_one_moment_each(
    path: Path, tmp_path: Path, counted: Counted
) -> None:
    backups = opened(path).backups(tmp_path / "backups", made=True)
    made, least = [], []
    with running("write", path) as one, running("write", path) as two:
        for _ in range(12):
            least.append(pairs_in(path))
            made.append(backups.make(now()))
            while pairs_in(path) == least[-1]:
                time.sleep(0.005)
        assert one.poll() is None and two.poll() is None
    counts = [pairs_in(file) for file in made]
    assert [faults(file) for file in made] == [""] * 12
    assert len(set(made)) == 12 and made == sorted(made)
    assert all(count >= known for count, known in zip(counts, least, strict=True)), "what was kept before is in it"
    assert counts == sorted(counts) and counts[-1] >= counts[0] + 12, "the others really wrote meanwhile"
    counted("backups while two others wrote", 12)


@SEALED_AT_NIGHT
def test_the_same_look_catches_a_copy_made_by_hand_while_others_write(path: Path, tmp_path: Path) -> None:
    file, caught = tmp_path / "copy.db", False
    with running("write", path), running("write", path):
        for _ in range(12):
            bare_copy(path, file)
            if caught := bool(faults(file)):
                break
    assert caught


def killed_while_backing_up(what: str, path: Path, folder: Path, times: int) -> tuple[int, list[str]]:
    """Kills a worker in the midst of backups: how often it struck, and which are broken under a backup's name."""
    struck, chance = 0, random.Random(20260304)
    whole: set[Path] = set()
    broken: list[str] = []
    for n in range(times):
        with running(what, path, folder) as worker:
            if n % 2:
                assert worker.stdout and worker.stdout.readline().strip(), "one is finished, the next is struck"
            time.sleep(chance.uniform(0, 0.15))
            worker.kill()
            assert worker.wait() == -9
        files = set(folder.iterdir())
        struck += any(file.name.endswith(".part") for file in files)
        for file in files - whole:
            if file.name.endswith(".part"):
                file.unlink()
            elif named(file.name, "journal"):
                if faults(file) or pairs_in(file) != pairs_in(path):
                    broken.append(file.name)
                whole.add(file)
            else:
                broken.append(f"a file of another name: {file.name}")
    assert whole or broken, "the worker never finished a backup, nor began one"
    return struck, broken


def test_a_backup_that_is_killed_in_the_middle_leaves_no_broken_one_under_a_name(path: Path, tmp_path: Path) -> None:
    struck, broken = killed_while_backing_up("back_up", path, tmp_path / "backups", 6)
    assert broken == []
    assert struck >= 2
    assert faults(path) == "" and pairs_in(path) == 120


@pytest.mark.nightly
@SEALED_AT_NIGHT
def test_sixty_kills_leave_no_broken_backup_under_a_name(path: Path, tmp_path: Path, counted: Counted) -> None:
    struck, broken = killed_while_backing_up("back_up", path, tmp_path / "backups", 60)
    counted("kills of a backup", 60)
    counted("kills in the middle of a backup", struck)
    assert broken == []
    assert struck >= 30
    assert faults(path) == "" and pairs_in(path) == 120


def undisturbed(path: Path, file: Path, kept: Path) -> float:
    """Seconds that a restore takes which nobody kills."""
    with running("put_back", path, file, kept) as worker:
        began = time.monotonic()
        assert worker.wait() == 0
        return time.monotonic() - began


def killed_while_restoring(path: Path, times: int) -> Counter[str]:
    """Kills a restore at any moment of it: how often the journal was the old one, the new one, and anything else."""
    journal = opened(path)
    file = journal.backups(path.parent / "then", made=True).make(now())
    list(in_pairs(journal, 5))
    journal.close()
    kept, before, found, chance = path.parent / "kept", path.read_bytes(), Counter[str](), random.Random(20260304)
    seconds = undisturbed(path, file, kept) * 1.2
    for _ in range(times):
        path.write_bytes(before)
        shutil.rmtree(kept, ignore_errors=True)
        with running("put_back", path, file, kept) as worker:
            time.sleep(chance.uniform(0, seconds))
            worker.kill()
            worker.wait()
        pairs = pairs_in(path)
        assert faults(path) == "" and pairs in (120, 125)
        if pairs == 120:
            (copy,) = kept.glob("journal-*.db")
            assert faults(copy) == "" and pairs_in(copy) == 125, "what was replaced was kept first"
        found["new" if pairs == 120 else "old"] += 1
        parts = list(path.parent.rglob("*.part"))
        found["in the middle"] += bool(parts)
        for part in parts:
            part.unlink()
    return found


@pytest.mark.nightly
def test_a_restore_that_is_killed_leaves_the_old_journal_or_the_new_one(path: Path) -> None:
    assert killed_while_restoring(path, 5)["old"] >= 1


@pytest.mark.nightly
@SEALED_AT_NIGHT
def test_sixty_kills_of_a_restore_leave_the_old_journal_or_the_new_one(path: Path, counted: Counted) -> None:
    found = killed_while_restoring(path, 60)
    counted("kills of a restore", 60)
    counted("kills in the middle of a restore", found["in the middle"])
    assert found["old"] >= 10 and found["new"] >= 1 and found["in the middle"] >= 10


@SEALED_AT_NIGHT
@pytest.mark.nightly
def test_the_same_kills_catch_copies_that_are_made_under_their_name(path: Path, tmp_path: Path) -> None:
    _, broken = killed_while_backing_up("back_up_bare", path, tmp_path / "backups", 3)
    assert broken

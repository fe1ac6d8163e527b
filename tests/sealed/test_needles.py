"""Words written into a sealed journal lie in plain text in no file under the home and temporary folders: ever.

The folders are searched after each thing that a person does, and in the middle of it: while an editor is open, a draft
waits, a save is half done, a program was killed.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rcpjournal.files.paths import in_memory
from rcpjournal.store.sealing import Key, connected, derived, salt_of
from tests.sealed.needles import held
from tests.sealed.test_terminal import ASKS, unseen
from tests.support import PHRASE, PROGRAM, Counted, added, done, run
from tests.terminal.conftest import Begin
from tests.terminal.driver import WAITING

pytestmark = pytest.mark.usefixtures("without_backups")
WORDS = ("Zwetschge", "Quittenbrot", "Schlehdorn", "Mirabelle", "Hagebutte", "Sanddorn")
TEXT, ALIAS, DRAFT, LATER, TAKEN, EDITED = WORDS


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Home and temporary folder, both under this test's own."""
    (tmp_path / "tmp").mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path / "tmp"))
    return [tmp_path]


def test_the_search_itself_finds_what_a_plain_journal_and_a_leaky_program_leave(
    home: Path, folders: list[Path], tmp_path: Path
) -> None:
    """The harness, broken on purpose: without it, the tests below could pass for nothing."""
    added(f"{TEXT} by the river.", "--alias", ALIAS)
    assert {word for _, word in held(folders, WORDS)} >= {TEXT.encode(), ALIAS.encode()}
    (home / "journal.db").unlink()
    (tmp_path / "tmp" / ".left").write_bytes(DRAFT.encode("utf-16-le"))
    (tmp_path / "tmp" / f"{LATER}.txt").touch()
    assert len({path for path, _ in held(folders, WORDS)}) == 2
    with pytest.raises(AssertionError, match="not one file"):
        list(held([tmp_path / "nowhere"], WORDS))


def test_nothing_that_a_person_does_leaves_a_word_in_plain_text(
    opened: Path, folders: list[Path], counted: Counted
) -> None:
    def clean() -> None:
        assert not list(held(folders, WORDS))
        counted("searches of every file for words of the journal, sealed", 1)

    script = opened.parent.parent / "editor"
    script.write_text(f'#!/bin/sh\nprintf "\\n{EDITED[:4]}" >> "$1"; printf "{EDITED[4:]}\\n" >> "$1"\n')
    script.chmod(0o700)
    entry_id = added(f"{TEXT} by the river. " * 400, "--alias", ALIAS, "--kind", "visit")
    clean()
    done("note", entry_id, "-", stdin=f"{LATER}, she said.")
    clean()
    done("edit", entry_id, "text", EDITOR=str(script))
    assert EDITED in done("show", entry_id).out
    clean()
    run("write", "quick", stdin=f"{DRAFT} on the table.\n.\nw\n")
    assert DRAFT in json.dumps(done("--json").data) or "waits" in done().out
    clean()
    page = {"schema": "rcpjournal/selection/1", "since": "2000-01-01", "until": "2100-01-01"}
    run("export", "supervision", "--selection", "-", "--for", TAKEN, "-o", "/dev/null", stdin=json.dumps(page))
    done("delete", entry_id)
    done("undo", "--yes")
    clean()
    for words in (["list"], ["search", TEXT], ["summary"], ["export", "json"], ["export", "markdown"]):
        done(*words)
    clean()
    assert TEXT in done("search", TEXT).out


@pytest.mark.nightly
def test_a_pack_in_the_caseload_is_sealed_with_the_journal(opened: Path, folders: list[Path], tmp_path: Path) -> None:
    worker = tmp_path / "worker"
    worker.mkdir()
    place = {"RCPJOURNAL_HOME": str(worker), "RCPJOURNAL_PASSPHRASE_FILE": ""}
    done("add", "-", "--star", stdin=f"{TEXT} by the river.", **place)
    pack = done("export", "supervision", "--starred", "--format", "json", **place).out
    shutil.rmtree(worker)
    assert TEXT in pack
    done("supervision", "receive", "-", "--as", ALIAS, stdin=pack)
    assert TEXT in done("export", "supervision", "--from", ALIAS, "--pack", "1", "--format", "txt").out
    assert not list(held(folders, WORDS))


def test_the_editor_works_in_memory_or_where_it_must_and_leaves_nothing(
    opened: Path, folders: list[Path], tmp_path: Path
) -> None:
    if in_memory() is None:
        pytest.skip("this system has no folder in memory")
    seen = tmp_path / "seen"
    script = tmp_path / "editor"
    script.write_text(f'#!/bin/sh\nprintf %s "$1" > "{seen}"\nsed -i s/opened/locked/ "$1"\n')
    script.chmod(0o700)
    entry_id = added(f"She opened {TEXT}.")
    done("edit", entry_id, "text", EDITOR=str(script))
    place = Path(seen.read_text())
    assert not place.is_relative_to(tmp_path)
    assert not place.exists() and place.parent.stat().st_mode & 0o777 == 0o700
    assert f"locked {TEXT}" in done("show", entry_id).out
    assert not list(held(folders, WORDS))


def test_a_save_that_is_half_done_is_sealed_too(sealed: Path, folders: list[Path]) -> None:
    """A large transaction that has spilled into the file and its rollback journal, looked at before it ends."""
    salt = salt_of(sealed)
    assert salt
    sql = connected(sealed, Key(derived(PHRASE, salt), salt), timeout=1)
    for pragma in ("temp_store=MEMORY", "cache_size=10"):
        sql.execute(f"PRAGMA {pragma}")
    sql.execute("INSERT INTO state VALUES ('before', ?)", (f"{LATER} " * 2000,))
    before = sealed.stat().st_size
    sql.execute("BEGIN IMMEDIATE")
    sql.execute("UPDATE state SET value = ? WHERE key = 'before'", (f"{TEXT} " * 200_000,))
    sql.execute("CREATE TEMP TABLE sorted AS SELECT value FROM state ORDER BY value")
    assert Path(f"{sealed}-journal").stat().st_size > 4096, "the rollback journal should hold something"
    assert sealed.stat().st_size > before, "the transaction should have spilled into the file"
    assert not list(held(folders, WORDS))
    sql.execute("COMMIT")
    assert not list(held(folders, WORDS))
    sql.close()


def test_a_sealed_journal_that_cannot_take_words_rescues_them_into_no_file(opened: Path, folders: list[Path]) -> None:
    (opened.parent / "journal.db-journal").mkdir()  # no save can begin
    result = run("add", "-", stdin=f"{TEXT} by the river.")
    assert result.code == 1
    assert "in no file of ours" in result.err and TEXT not in result.err
    assert not list(held(folders, WORDS))


def test_a_plain_copy_that_a_killed_unseal_left_goes_when_the_journal_is_next_opened(
    opened: Path, folders: list[Path]
) -> None:
    added(f"{TEXT} by the river.")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = opened.with_name(f".rcpjournal-{gone.pid}-{0:016}.part")
    left.write_text(TEXT)
    other = opened.with_name(f".rcpjournal-{os.getpid()}-{0:016}.part")
    other.write_text("of a program that runs")
    done("list")
    assert not left.exists() and other.exists()
    other.unlink()
    assert not list(held(folders, WORDS))


@pytest.mark.nightly
def test_a_draft_and_its_begun_words_are_sealed_when_the_terminal_is_killed(
    begin: Begin, sealed: Path, folders: list[Path]
) -> None:
    person = begin("write", "quick")
    unseen(person, ASKS, PHRASE)
    person.answers("what-happened", f"{TEXT} by the river.")
    person.asked("noticed")
    person.writes(DRAFT)
    time.sleep(1.5)
    assert not list(held(folders, WORDS))
    person.blow("SIGKILL")
    assert person.ends() == -9
    assert not list(held(folders, WORDS))
    again = begin("write")
    unseen(again, ASKS, PHRASE)
    again.offered(WAITING)
    again.press("enter")
    again.asked("noticed")
    again.holds(DRAFT)


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.nightly) for seed in range(2, 21))])
def test_a_program_killed_in_the_middle_of_a_large_import_leaves_no_word(
    opened: Path, folders: list[Path], seed: int, counted: Counted
) -> None:
    rows = [{"happened_on": "2026-03-04", "text": f"{TEXT} {n} " + "river " * 200} for n in range(1500)]
    child = subprocess.Popen(
        [*PROGRAM, "add", "--json", "-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    assert child.stdin
    child.stdin.write("\n".join(json.dumps(row) for row in rows).encode())
    child.stdin.close()
    rollback, ends = Path(f"{opened}-journal"), time.monotonic() + 30
    while not rollback.exists() and child.poll() is None and time.monotonic() < ends:
        time.sleep(0.002)
    time.sleep(0.02 * seed)
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -9, "it should have been killed at work"
    assert not list(held(folders, WORDS))
    counted("kills in the middle of a large save, after which every file was searched for its words, sealed", 1)
    assert done("list", "--json").data["entries"] == []

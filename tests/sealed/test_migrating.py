"""A sealed journal of an older format grows like a plain one, and stays sealed."""

import subprocess
from pathlib import Path

import pytest

from rcpjournal.store.connection import KNOWN_VERSION
from rcpjournal.store.resealing import reseal
from rcpjournal.store.sealing import Key, connected, fresh_key, looks_sealed
from tests.store.test_migrations import STEPS, at_step
from tests.support import PHRASE, PROGRAM, done, everyday, run


def older(path: Path, step: str) -> Key:
    """A sealed journal as it was just before `step`; its key."""
    sql = at_step(path, step)
    sql.execute("INSERT INTO state VALUES ('told-about-privacy', 'said')")
    sql.close()
    key = fresh_key(PHRASE)
    reseal(path, None, key)
    return key


@pytest.mark.parametrize("step", everyday(STEPS[1:], STEPS[-1]))
def test_a_sealed_journal_of_any_format_takes_and_finds_a_new_entry(step: str, sealed: Path, tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    key = older(path, step)
    place = {"RCPJOURNAL_JOURNAL": str(path), "RCPJOURNAL_PASSPHRASE": PHRASE}
    entry_id = done("add", "-", stdin="She put the kettle on.", **place).out.strip()
    assert entry_id in done("search", "kettle", **place).out
    assert looks_sealed(path)
    sql = connected(path, key, timeout=1)
    assert sql.execute("PRAGMA user_version").fetchone() == (KNOWN_VERSION,)
    assert sql.execute("SELECT value FROM state WHERE key = 'told-about-privacy'").fetchone() == ("said",)
    assert sql.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    sql.close()


@pytest.mark.nightly
def test_sealing_an_older_plain_journal_brings_it_up_to_date_on_the_way(home: Path, sealed: Path) -> None:
    path = home / "older.db"
    at_step(path, STEPS[2]).close()
    place = {"RCPJOURNAL_JOURNAL": str(path), "RCPJOURNAL_PASSPHRASE": PHRASE}
    done("seal", **place)
    assert done("list", **place).code == 0
    done("unseal", "--yes", **place)
    assert done("add", "-", stdin="Words.", RCPJOURNAL_JOURNAL=str(path)).out


def test_a_newer_sealed_journal_is_refused_and_stays_as_it_is(sealed: Path, tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    key = older(path, STEPS[-1])
    sql = connected(path, key, timeout=1)
    sql.execute(f"PRAGMA user_version={KNOWN_VERSION + 1}")
    sql.close()
    before = path.read_bytes()
    for words in (["list"], ["add", "-"], ["rekey"], ["unseal", "--yes"]):
        result = run(*words, "--journal", str(path), stdin="Words.", RCPJOURNAL_PASSPHRASE=PHRASE)
        assert result.code == 1 and "newer rcpjournal" in result.err
    assert path.read_bytes() == before


@pytest.mark.nightly
def test_two_programs_that_bring_one_sealed_journal_up_to_date_at_once_both_go_on(sealed: Path, tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    older(path, STEPS[1])
    phrase = tmp_path / "phrase"
    phrase.write_text(PHRASE)
    phrase.chmod(0o600)
    words = ["--journal", str(path), "--key-file", str(phrase)]
    many = [
        subprocess.Popen([*PROGRAM, "add", f"Words {n}.", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for n in range(4)
    ]
    ended = [one.communicate() for one in many]
    assert [one.returncode for one in many] == [0] * 4, ended
    assert len(done("list", "--json", *words).data["entries"]) == 4

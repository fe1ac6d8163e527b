"""Sealing by the command line: seal, unseal, rekey, where the passphrase may come from, and what is said where not."""

import os
import shutil
import stat
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rcpjournal.core.sealed import key_in_code
from rcpjournal.store.sealing import Key, connected, derived, looks_sealed
from tests.support import PHRASE, PROGRAM, Result, added, done, everyday, run

pytestmark = pytest.mark.usefixtures("without_backups")
OTHER = "a kettle and two cups"
PLAIN = b"SQLite format 3\0"


def refused(*words: str, code: int = 1, **more: Any) -> str:
    """Runs a command that is refused: exit code, one sentence on stderr, nothing else."""
    result = run(*words, **more)
    assert (result.code, result.out) == (code, ""), result
    assert result.err.count("\n") == 1, result.err
    return result.err


def sealed_with(phrase: str) -> str:
    """Seals the home's journal; its recovery code."""
    return done("seal", RCPJOURNAL_PASSPHRASE=phrase).out.strip()


# --- seal, unseal, rekey ----------------------------------------------------------------------------


def test_sealing_keeps_every_entry_and_afterwards_only_passphrase_and_code_open_it(home: Path) -> None:
    ids = [added(f"She opened door {n}.") for n in range(3)]
    before = done("export", "json", "--with-aliases").out
    result = done("seal", RCPJOURNAL_PASSPHRASE=PHRASE)
    code = result.out.strip()
    assert key_in_code(code) and "recovery code" in result.err and PHRASE not in result.err
    assert looks_sealed(home / "journal.db")
    for word in (PHRASE, code, code.lower().replace("-", " ")):
        assert done("export", "json", "--with-aliases", RCPJOURNAL_PASSPHRASE=word).out == before
    assert ids[0] in done("search", "door", RCPJOURNAL_PASSPHRASE=PHRASE).out
    assert "does not open" in refused("list", RCPJOURNAL_PASSPHRASE=OTHER)
    assert [path.name for path in home.iterdir()] == ["journal.db"]
    assert stat.S_IMODE((home / "journal.db").stat().st_mode) == 0o600


def test_the_file_is_in_the_standard_format_of_sqlcipher(sealed: Path) -> None:
    sql = connected(sealed, None, timeout=1)
    sql.execute(f"PRAGMA key='{PHRASE}'")  # as any program that knows SQLCipher 4 opens it
    assert sql.execute("SELECT value FROM state WHERE key = 'framework'").fetchone()
    sql.close()


def test_unsealing_needs_a_yes_and_gives_the_plain_file_back(opened: Path) -> None:
    entry_id = added()
    sealed = opened.read_bytes()
    assert "nobody to ask" in run("unseal").err
    assert run("unseal", stdin="n\n").code == 0
    assert opened.read_bytes() == sealed
    done("unseal", "--yes")
    assert opened.read_bytes().startswith(PLAIN)
    assert entry_id in done("list").out
    assert [path.name for path in opened.parent.iterdir()] == ["journal.db"]


def test_rekeying_ends_the_old_passphrase_and_the_old_code(sealed: Path, begun_sealed: tuple[Path, Path]) -> None:
    old_code = begun_sealed[1].read_text()
    entry_id = added_under(PHRASE)
    new = sealed.parent.parent / "new"
    new.write_text(OTHER)
    new.chmod(0o600)
    code = done("rekey", "--new-key-file", str(new), RCPJOURNAL_PASSPHRASE=PHRASE).out.strip()
    for word in (PHRASE, old_code):
        assert "does not open" in refused("list", RCPJOURNAL_PASSPHRASE=word)
    for word in (OTHER, code):
        assert entry_id in done("list", RCPJOURNAL_PASSPHRASE=word).out


def added_under(phrase: str) -> str:
    return done("add", "-", stdin="She opened the door.", RCPJOURNAL_PASSPHRASE=phrase).out.strip()


@pytest.mark.nightly
def test_what_makes_no_sense_is_one_sentence(home: Path, sealed: Path, tmp_path: Path) -> None:
    before = sealed.read_bytes()
    assert "sealed already" in refused("seal", RCPJOURNAL_PASSPHRASE=PHRASE)
    assert "--new-key-file" in refused("rekey", code=2, RCPJOURNAL_PASSPHRASE=PHRASE)
    assert "exclude" in refused("seal", "--remember", "--forget", code=2)
    assert sealed.read_bytes() == before
    plain = str(tmp_path / "plain.db")
    added("Words.", "--journal", plain)
    for words in (["unseal", "--yes"], ["rekey"], ["seal", "--remember"], ["seal", "--forget"]):
        assert "is not sealed" in refused(*words, "--journal", plain)
    assert "terminal" in refused("seal", "--journal", plain, code=2)
    for short in ("seven77", " " * 9):
        assert "fewer than 8" in refused("seal", "--journal", plain, RCPJOURNAL_PASSPHRASE=short)
    assert Path(plain).read_bytes().startswith(PLAIN)


@pytest.mark.nightly
def test_a_journal_behind_a_link_is_sealed_and_the_link_stays(home: Path, tmp_path: Path) -> None:
    added()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (home / "journal.db").rename(elsewhere / "real.db")
    (home / "journal.db").symlink_to(elsewhere / "real.db")
    sealed_with(PHRASE)
    assert (home / "journal.db").is_symlink()
    assert looks_sealed(elsewhere / "real.db")
    assert [path.name for path in elsewhere.iterdir()] == ["real.db"]
    assert "She opened" in done("list", RCPJOURNAL_PASSPHRASE=PHRASE).out
    done("unseal", "--yes", RCPJOURNAL_PASSPHRASE=PHRASE)
    assert (home / "journal.db").is_symlink() and "She opened" in done("list").out


def test_the_old_plain_bytes_are_overwritten_and_another_name_for_them_is_left_alone(
    home: Path, tmp_path: Path
) -> None:
    added("A needle in plain words.")
    path = home / "journal.db"
    with path.open("rb") as before:  # holds on to the old file when its name has gone
        sealed_with(PHRASE)
        left = before.read()
    assert left and not left.strip(b"\0")
    other = tmp_path / "other.db"
    shutil.copy(path, other)
    linked = tmp_path / "linked.db"
    os.link(other, linked)
    done("unseal", "--yes", "--journal", str(other), RCPJOURNAL_PASSPHRASE=PHRASE)
    assert linked.read_bytes() == path.read_bytes()


@pytest.mark.nightly
def test_a_named_passphrase_seals_a_journal_from_its_beginning(bare_home: Path) -> None:
    result = done("add", "-", stdin="The first words.", RCPJOURNAL_PASSPHRASE=PHRASE)
    assert looks_sealed(bare_home / "journal.db")
    code = result.err.strip().splitlines()[-1]
    assert result.out.strip() in done("list", RCPJOURNAL_PASSPHRASE=code).out


@pytest.mark.nightly
def test_seal_begins_a_journal_that_is_not_there_yet(bare_home: Path) -> None:
    code = sealed_with(PHRASE)
    assert looks_sealed(bare_home / "journal.db")
    assert done("list", RCPJOURNAL_PASSPHRASE=code).out == ""


def test_the_made_up_journal_is_never_sealed(home: Path) -> None:
    done("demo", RCPJOURNAL_PASSPHRASE=PHRASE)
    assert not looks_sealed(home / "demo" / "journal.db")


# --- where the passphrase comes from ----------------------------------------------------------------


def test_each_source_opens_it(sealed: Path, phrase_file: Path) -> None:
    named = str(phrase_file)
    assert done("list", "--key-file", named).code == 0
    assert done(f"--key-file={named}", "list").code == 0
    assert done("list", RCPJOURNAL_PASSPHRASE_FILE=named).code == 0
    assert done("list", RCPJOURNAL_PASSPHRASE=PHRASE).code == 0
    handle = os.open(named, os.O_RDONLY)
    ended = subprocess.run(
        [*PROGRAM, "list", "--key-file", f"/dev/fd/{handle}"], pass_fds=[handle], stdin=subprocess.DEVNULL, check=False
    )
    os.close(handle)
    assert ended.returncode == 0


@pytest.mark.nightly
def test_sources_are_taken_in_their_order_and_one_that_does_not_fit_is_not_passed_over(
    sealed: Path, phrase_file: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text(OTHER)
    wrong.chmod(0o600)
    right, bad = str(phrase_file), str(wrong)
    done("list", "--key-file", right, RCPJOURNAL_PASSPHRASE_FILE=bad, RCPJOURNAL_PASSPHRASE=OTHER)
    done("list", RCPJOURNAL_PASSPHRASE_FILE=right, RCPJOURNAL_PASSPHRASE=OTHER)
    before = sealed.read_bytes()
    said = refused("list", "--key-file", bad, RCPJOURNAL_PASSPHRASE_FILE=right, RCPJOURNAL_PASSPHRASE=PHRASE)
    assert "--key-file" in said
    said = refused("list", RCPJOURNAL_PASSPHRASE_FILE=bad, RCPJOURNAL_PASSPHRASE=PHRASE)
    assert "RCPJOURNAL_PASSPHRASE_FILE" in said
    assert "RCPJOURNAL_PASSPHRASE does not" in refused("list", RCPJOURNAL_PASSPHRASE=OTHER)
    assert sealed.read_bytes() == before


@pytest.mark.nightly
def test_a_passphrase_is_the_same_however_its_letters_are_composed(home: Path, tmp_path: Path) -> None:
    phrase = "ein Tisch für drei Gäste"
    sealed_with(unicodedata.normalize("NFD", phrase))
    done("list", RCPJOURNAL_PASSPHRASE=unicodedata.normalize("NFC", phrase))
    for name, data in (("bom", b"\xef\xbb\xbf" + phrase.encode()), ("crlf", phrase.encode() + b"\r\n")):
        (tmp_path / name).write_bytes(data)
        (tmp_path / name).chmod(0o600)
        done("list", "--key-file", str(tmp_path / name))


def test_a_passphrase_file_that_is_no_good_is_said_to_be_so(sealed: Path, tmp_path: Path, phrase_file: Path) -> None:
    (tmp_path / "empty").write_text("\nsecond line\n")
    for path in (tmp_path / "none", tmp_path, tmp_path / "empty"):
        assert str(path) in refused("list", "--key-file", str(path))
    phrase_file.chmod(0o644)
    assert "chmod 600" in done("list", "--key-file", str(phrase_file)).err


def test_nobody_to_ask_and_nothing_named_is_one_sentence(sealed: Path) -> None:
    before = sealed.read_bytes()
    for words in ([], ["list"], ["add", "-"], ["write", "quick"], ["summary"], ["unseal", "--yes"], ["rekey"]):
        result = run(*words, stdin="A thought.", RCPJOURNAL_PASSPHRASE="")
        assert (result.code, result.out) == (1, "")
        assert "--key-file" in result.err and result.err.count("\n") == 1
    assert sealed.read_bytes() == before


def test_an_editor_or_a_pager_is_not_handed_the_passphrase(sealed: Path, tmp_path: Path) -> None:
    added_under(PHRASE)
    script = tmp_path / "editor"
    script.write_text(f'#!/bin/sh\nenv > "{tmp_path / "seen"}"\n')
    script.chmod(0o700)
    run("edit", "last", EDITOR=str(script), RCPJOURNAL_PASSPHRASE=PHRASE)
    assert "RCPJOURNAL_HOME" in (tmp_path / "seen").read_text()
    assert PHRASE not in (tmp_path / "seen").read_text()


def test_where_the_extra_is_missing_that_is_said_with_how_to_get_it(sealed: Path, tmp_path: Path) -> None:
    """sqlcipher3 is made unfindable by a package of that name that cannot be imported."""
    (tmp_path / "without" / "sqlcipher3").mkdir(parents=True)
    (tmp_path / "without" / "sqlcipher3" / "__init__.py").write_text("raise ImportError\n")
    before = sealed.read_bytes()
    path = os.pathsep.join(filter(None, [str(tmp_path / "without"), os.environ.get("PYTHONPATH")]))
    for words in (["list"], ["rekey"], ["unseal", "--yes"]):
        said = refused(*words, code=2, PYTHONPATH=path, RCPJOURNAL_PASSPHRASE=PHRASE)
        assert 'pip install "rcpjournal[sealed]"' in said
    plain = str(tmp_path / "plain.db")
    added("Words.", "--journal", plain)
    said = refused("seal", "--journal", plain, code=2, PYTHONPATH=path, RCPJOURNAL_PASSPHRASE=PHRASE)
    assert 'pip install "rcpjournal[sealed]"' in said
    assert sealed.read_bytes() == before


# --- damage -----------------------------------------------------------------------------------------


def _first_page(data: bytes) -> bytes:
    return data[:2000] + b"\xff" * 60 + data[2060:]


def _later_pages(data: bytes) -> bytes:
    return data[:8192] + bytes(len(data) - 8192)


def _cut_short(data: bytes) -> bytes:
    return data[: len(data) // 2 + 100]


@pytest.mark.parametrize("harm", everyday([_first_page, _later_pages, _cut_short], _later_pages))
def test_a_damaged_sealed_journal_is_refused_in_words_and_stays_as_it_is(
    opened: Path, harm: Callable[[bytes], bytes]
) -> None:
    opened.write_bytes(harm(opened.read_bytes()))
    before = opened.read_bytes()
    for words in (["list"], ["add", "-"], ["summary"], ["unseal", "--yes"]):
        result = run(*words, stdin="A thought.")
        assert result.code == 1 and str(opened) in result.err
        assert ("damaged" in result.err) or ("does not open" in result.err), result.err
    assert opened.read_bytes() == before


def test_a_page_that_was_half_written_when_the_power_went_does_not_lock_the_owner_out(sealed: Path) -> None:
    """As after a power cut in the middle of a save: the first page is torn, SQLite's rollback journal is there."""
    page = sealed.read_bytes()[:16]
    key = Key(derived(PHRASE, page), page)
    sql = connected(sealed, key, timeout=1)
    sql.execute("BEGIN IMMEDIATE")
    sql.execute("CREATE TABLE half(x)")
    kept = sealed.with_name("kept")
    os.link(f"{sealed}-journal", kept)
    sql.execute("COMMIT")
    sql.close()
    data = bytearray(sealed.read_bytes())
    data[512:1024] = os.urandom(512)
    sealed.write_bytes(data)
    kept.rename(f"{sealed}-journal")
    before = [sealed.read_bytes(), Path(f"{sealed}-journal").read_bytes()]
    assert run("list", RCPJOURNAL_PASSPHRASE=OTHER).code == 1
    assert [sealed.read_bytes(), Path(f"{sealed}-journal").read_bytes()] == before
    done("list", RCPJOURNAL_PASSPHRASE=PHRASE)
    sql = connected(sealed, key, timeout=1)
    assert not sql.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchone()
    sql.close()


@pytest.mark.nightly
def test_of_many_that_begin_one_sealed_journal_at_once_each_keeps_its_words_or_says_so(bare_home: Path) -> None:
    many = [
        subprocess.Popen(
            [*PROGRAM, "add", f"Words {n}."], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "RCPJOURNAL_PASSPHRASE": PHRASE},
        )
        for n in range(6)
    ]  # fmt: skip
    ended = [(*writer.communicate(), writer.returncode) for writer in many]
    kept = done("list", "--json", RCPJOURNAL_PASSPHRASE=PHRASE).data["entries"]
    assert sorted(entry["id"] for entry in kept) == sorted(out.strip() for out, _, code in ended if code == 0)
    assert kept
    assert all("at the same moment" in err for _, err, code in ended if code)


@pytest.mark.nightly
def test_a_journal_that_goes_out_of_one_sealed_file_comes_into_another(opened: Path, tmp_path: Path) -> None:
    for n in range(3):
        added(f"Words {n}.", "--kind", "visit", "--alias", "heron")
    whole = done("export", "json", "--with-aliases").out
    other = str(tmp_path / "other.db")
    done("seal", "--journal", other, RCPJOURNAL_PASSPHRASE_FILE="", RCPJOURNAL_PASSPHRASE=PHRASE)
    place = {"RCPJOURNAL_PASSPHRASE_FILE": "", "RCPJOURNAL_PASSPHRASE": PHRASE, "RCPJOURNAL_JOURNAL": other}
    done("import", "json", "-", stdin=whole, **place)
    assert looks_sealed(Path(other))
    assert done("export", "json", "--with-aliases", **place).out == whole
    assert done("undo", "--yes", **place).code == 0


# --- a copy beside it, and older formats --------------------------------------------------------------


@pytest.mark.nightly
def test_two_writers_of_a_sealed_journal_wait_for_each_other(opened: Path) -> None:
    many = [
        subprocess.Popen([*PROGRAM, "add", f"Words {n}."], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for n in range(8)
    ]
    ended = [writer.communicate() for writer in many]
    assert [writer.returncode for writer in many] == [0] * 8, ended
    assert len(done("list", "--json").data["entries"]) == 8


@pytest.mark.nightly
def test_results_are_those_of_a_plain_journal(home: Path, tmp_path: Path) -> None:
    """Everything that is shown and exported of the made-up journal, before and after sealing it."""
    fixed = "2026-11-23T17:30:00+00:00"
    done("demo", RCPJOURNAL_NOW=fixed)
    path = str(home / "demo" / "journal.db")
    many = [
        ["list", "--json", "--kind", "visit", "--item", "trust"], ["show", "last", "--json"],
        ["search", "kettle OR tea", "--json"], ["actions", "--all"], ["summary", "--json"],
        ["summary", "--compare", "--since", "3 months ago"], ["summary", "--part", "conditions"], ["framework", "show"],
        ["export", "json"], ["export", "markdown"], ["supervision", "shared"], [],
    ]  # fmt: skip

    def shown() -> list[Result]:
        return [run(*words, "--journal", path, RCPJOURNAL_NOW=fixed) for words in many]

    before = shown()
    assert all(result.code == 0 for result in before)
    code = done("seal", "--journal", path, RCPJOURNAL_PASSPHRASE=PHRASE).out.strip()
    os.environ["RCPJOURNAL_PASSPHRASE"] = code
    try:
        assert shown() == before
    finally:
        del os.environ["RCPJOURNAL_PASSPHRASE"]


# --- what is taken out of it ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("opened")
def test_a_file_that_leaves_a_sealed_journal_is_said_to_be_plain_and_the_screen_is_not(tmp_path: Path) -> None:
    entry = added("She opened the door herself.")
    plain = "sealed, and what has left it is not"
    for words in (["export", "html"], ["export", "swe-cpd", entry]):
        assert plain in done(*words, "-o", str(tmp_path / f"{words[1]}.txt")).err
        assert plain not in done(*words).err
    assert plain in done("export", "markdown", "--folder", str(tmp_path / "notes")).err

"""Checking, repairing and purging a sealed journal: as for a plain one, and nothing of it lies open meanwhile."""

import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from rcpjournal.store.checking import check
from rcpjournal.store.keys import Keys
from rcpjournal.store.opening import opened_beside
from rcpjournal.store.sealing import PAGE, Key, fresh_key, looks_sealed
from tests.sealed.needles import held
from tests.support import PHRASE, added, done, examples, run

pytestmark = pytest.mark.usefixtures("without_backups")
NEEDLES = ("quibblefrock", "zanderwick", "plumbottle", "kettle")
COUNT = 300


@pytest.fixture(scope="module")
def filled_sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Key]:
    """A journal of COUNT entries, sealed, and its key."""
    from rcpjournal.store.resealing import reseal
    from tests.store.damaging import filled

    path, key = filled(tmp_path_factory.mktemp("filled") / "journal.db", COUNT), fresh_key(PHRASE)
    reseal(path, None, key)
    return path, key


@pytest.fixture
def path(filled_sealed: tuple[Path, Key], home: Path, phrase_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it as the home's journal, whose passphrase is named."""
    monkeypatch.setenv("RCPJOURNAL_PASSPHRASE_FILE", str(phrase_file))
    return Path(shutil.copy(filled_sealed[0], home / "journal.db"))


def overwritten(path: Path, offset: int, size: int) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        was = file.read(size)
        file.seek(offset)
        file.write(bytes(byte ^ 0x5A for byte in was))


def test_a_whole_sealed_journal_is_said_to_be_whole(path: Path) -> None:
    before = path.read_bytes()
    assert done("check", "--json").data["findings"] == []
    assert path.read_bytes() == before


@pytest.mark.nightly
def test_a_byte_that_changed_in_any_page_is_found(path: Path, filled_sealed: tuple[Path, Key]) -> None:
    keys, whole, dice = Keys(None, filled_sealed[1]), path.read_bytes(), random.Random(20261125)
    for _ in range(examples(60)):
        path.write_bytes(whole)
        overwritten(path, dice.randrange(PAGE, len(whole)), 1)
        found = {one.kind for one in check(path, keys)}
        assert found & {"pages", "file-unreadable"}, "the latter where the page says what tables there are"


def test_the_rest_is_looked_through_though_a_page_failed(path: Path) -> None:
    """SQLCipher answers no more after a page that fails; then all that follows would look lost."""
    overwritten(path, path.stat().st_size // PAGE // 2 * PAGE + 100, 4)
    found = run("check", "--json").data["findings"]
    assert len([one for one in found if one["kind"].startswith("entry")]) < COUNT // 4


def test_a_search_index_that_does_not_fit_is_found(path: Path, filled_sealed: tuple[Path, Key]) -> None:
    with closing(opened_beside(path, filled_sealed[1], writing=True)) as sql:
        sql.execute("DELETE FROM texts_fts_docsize WHERE id % 3 = 0")
    assert "search-index" in {one["kind"] for one in run("check", "--json").data["findings"]}


@pytest.fixture
def repaired(path: Path) -> Iterator[Path]:
    """What repair makes of it after a page was lost; the journal stays as it is."""
    overwritten(path, path.stat().st_size // PAGE // 2 * PAGE, PAGE)
    before = path.read_bytes()
    copy = path.with_name("mended.db")
    run("check", "--repair", "-o", str(copy))
    assert path.read_bytes() == before
    yield copy


@pytest.mark.nightly
def test_after_a_lost_page_nearly_every_entry_comes_back_sealed_with_the_same_passphrase(
    repaired: Path, path: Path, filled_sealed: tuple[Path, Key]
) -> None:
    assert looks_sealed(repaired)
    with closing(opened_beside(filled_sealed[0], filled_sealed[1])) as sql:
        before = {row[0] for row in sql.execute("SELECT id FROM entries")}
    with closing(opened_beside(repaired, filled_sealed[1])) as sql:
        after = {row[0] for row in sql.execute("SELECT id FROM entries")}
    assert len(before & after) >= 0.99 * len(before)
    assert run("check", "--journal", str(repaired)).code == 0
    assert not list(held([path.parent], ["kettle", "promise"]))


def test_what_is_purged_is_in_no_page_and_what_stays_is_found(opened: Path, begun_sealed: tuple[Path, Path]) -> None:
    kept = added(f"The {NEEDLES[0]}, and the lamp.")
    done("edit", kept, "text", "--text", "The lamp was lit.")
    gone = added(f"Nobody saw the {NEEDLES[1]}.")
    done("note", gone, f"Later: {NEEDLES[2]}.")
    done("delete", gone, "--yes")
    said = done("purge", "--yes").err
    assert "made anew and sealed again" in said and looks_sealed(opened)
    assert kept in done("search", "lamp").out
    done("unseal", "--yes")
    assert not list(held([opened.parent], NEEDLES[:3]))


@pytest.mark.nightly
def test_a_purge_names_the_copies_that_it_could_not_look_into(opened: Path, tmp_path: Path) -> None:
    gone = added("Words.")
    done("delete", gone, "--yes")
    folder = opened.parent / "backups"
    folder.mkdir(mode=0o700)
    other = str(folder / "journal-old.db")
    done(
        "add",
        "-",
        "--journal",
        other,
        stdin="Words.",
        RCPJOURNAL_PASSPHRASE_FILE="",
        RCPJOURNAL_PASSPHRASE="another one",
    )
    shutil.copy(opened, folder / "journal-same.db")
    said = done("purge", "--yes").err
    assert "journal-old.db: it could not be looked into" in said
    assert "journal-same.db: 1 entry as the journal has it no more" in said

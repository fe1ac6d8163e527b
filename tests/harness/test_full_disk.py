"""A disk that is full, a real one: nothing is half kept, and the words come back once there is room."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from rcpjournal.core.framework import Framework
from tests.harness.disk import SmallDisk, why_not
from tests.harness.running import CHECKOUT
from tests.support import PHRASE, PROGRAM, Counted, Result
from tests.terminal.driver import WAITING, Terminal

NOWHERE = "The journal is sealed, so your words are in no file of ours"
WHY_NOT = why_not()
pytestmark = [
    pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT),
    pytest.mark.usefixtures("without_backups"),
]


@pytest.fixture
def disk(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallDisk]:
    """A disk of 900 KB with a journal on it, full but for what is given back."""
    with SmallDisk(tmp_path / "small", 900) as small:
        monkeypatch.setenv("RCPJOURNAL_HOME", str(small.place / "home"))
        monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
        (tmp_path / "temporary").mkdir()
        (small.seen / "home").mkdir(mode=0o700)
        (small.seen / "home" / "journal.db").write_bytes((home / "journal.db").read_bytes())
        yield small


def on(disk: SmallDisk, *words: str, stdin: str = "", program: Sequence[str] = PROGRAM, **environment: str) -> Result:
    """Runs the program on the small disk."""
    ended = subprocess.run(
        [*disk.enter, *program, *words], input=stdin, capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert "Traceback" not in ended.stderr, ended.stderr
    return Result(ended.returncode, ended.stdout, ended.stderr)


def files(disk: SmallDisk) -> set[str]:
    """The names of all files on the small disk."""
    return {path.name for path in disk.seen.rglob("*") if path.is_file()}


def rescued(disk: SmallDisk, said: str) -> str:
    """The words in the file that a sentence names."""
    path = said.split("safe in ")[1].split()[0].rstrip(".;")
    seen = disk.seen / Path(path).relative_to(disk.place) if path.startswith(str(disk.place)) else Path(path)
    return seen.read_text()


def test_on_a_full_disk_one_can_read_and_what_is_written_is_in_a_file_until_there_is_room(disk: SmallDisk) -> None:
    assert on(disk, "add", "-", stdin="Before.").code == 0
    disk.fill()
    added = on(disk, "add", "-", stdin="A thought.")
    assert (added.code, added.out, "the disk is full" in added.err) == (1, "", True)
    assert rescued(disk, added.err) == "A thought."
    assert "Before." in on(disk, "list").out
    for words, said in (
        (["write", "quick"], "the disk is full"),
        (["edit", "last"], "could not be given a file"),
        (["star", "last"], "the disk is full"),
        (["config", "set", "flow", "quick"], "No space left"),
        (["export", "json", "-o", str(disk.place / "out")], "No space left"),
    ):
        refused = on(disk, *words, EDITOR="true")
        assert (refused.code, said in refused.err, refused.err.count("\n")) == (1, True, 1), refused
    assert files(disk) == {"journal.db", "filler"}
    disk.empty()
    assert "Words that could not be saved at the time are in" in on(disk, "write", "quick", stdin="").err
    assert on(disk, "add", "-", stdin="A thought.").code == 0
    assert "could not be saved" not in on(disk, "write", "quick", stdin="").err
    assert on(disk, "list").out.count("\n") == 2


def its_disk_fills_up(person: Terminal, disk: SmallDisk) -> None:
    """One answer is kept; the disk is full when the next one is sent."""
    person.answers("what-happened", "She waved.")
    person.asked("noticed")
    disk.fill()
    person.types("I was late. " * 30 + "\r")
    assert person.ends() == 1


def test_a_reflection_on_a_disk_that_fills_up_goes_on_once_there_is_room(disk: SmallDisk, framework: Framework) -> None:
    program = [*disk.enter, *PROGRAM]
    questions = {prompt.id: prompt.text for prompt in framework.prompts.values()}
    with Terminal("write", "quick", questions=questions, program=program) as person:
        its_disk_fills_up(person, disk)
        person.sees("`rcpjournal write` goes on with them once the journal can be used.")
        assert person.left_as_it_was
    disk.empty()
    with Terminal("write", questions=questions, program=program) as again:
        again.offered(WAITING)
        again.press("enter")
        again.answers("carry-forward")
        again.asked("tags")
        again.press("enter")
        again.keeps()
    (entry,) = [json.loads(line) for line in on(disk, "export", "json").out.splitlines()]
    assert [words.strip() for words in entry["answers"].values()] == ["She waved.", ("I was late. " * 30).strip()]
    assert not list(disk.seen.rglob("*reflection.json"))


@pytest.mark.parametrize("journals", ["sealed"])
def test_on_a_full_disk_a_sealed_journal_can_be_read_and_no_word_is_in_a_plain_file(disk: SmallDisk) -> None:
    assert on(disk, "add", "-", stdin="Before.").code == 0
    disk.fill()
    added = on(disk, "add", "-", stdin="A thought.")
    assert (added.code, added.out, "the disk is full" in added.err) == (1, "", True)
    assert NOWHERE in added.err
    assert "Before." in on(disk, "list").out
    for words in (["write", "quick"], ["star", "last"]):
        assert "the disk is full" in on(disk, *words).err
    assert files(disk) == {"journal.db", "filler"}
    disk.empty()
    assert on(disk, "add", "-", stdin="A thought.").code == 0
    assert on(disk, "list").out.count("\n") == 2


@pytest.mark.nightly
@pytest.mark.parametrize("journals", ["sealed"])
def test_a_sealed_reflection_on_a_disk_that_fills_up_shows_its_words_and_goes_on_with_what_was_kept(
    disk: SmallDisk, framework: Framework
) -> None:
    program = [*disk.enter, *PROGRAM]
    questions = {prompt.id: prompt.text for prompt in framework.prompts.values()}
    with Terminal("write", "quick", questions=questions, program=program) as person:
        its_disk_fills_up(person, disk)
        person.sees("The journal is sealed, so your words are in no file. Here they are, to copy:")
        assert "I was late. I was late." in person.seen
    assert files(disk) <= {"journal.db", "journal.db-journal", "filler"}
    disk.empty()
    with Terminal("write", questions=questions, program=program) as again:
        again.offered(WAITING)
        again.press("enter")
        again.asked("noticed")
    (draft,) = on(disk, "--json").data["drafts"]
    assert draft["answers"] == 1


IN_PIECES = f"""
import sys
sys.path.insert(0, {str(CHECKOUT)!r})
from rcpjournal.cli import main
from rcpjournal.store.connection import Connection
from tests.harness.saving import without_a_transaction
Connection.saving = without_a_transaction
main()
"""


def wrong_after(disk: SmallDisk, n: int, leave: int, kept: int, program: list[str]) -> tuple[bool, str]:
    """Saves a long entry into so much room, where so many are kept: whether it was kept, and what is wrong then."""
    long = "A long thought. " * 3000
    disk.fill(leave)
    added = on(disk, "add", "-", stdin=f"{n} {long}", program=program)
    if added.code and NOWHERE in added.err:
        told = files(disk) == {"journal.db", "filler"}
    else:
        told = not added.code or rescued(disk, added.err).startswith(f"{n} A long")
    for path in disk.seen.rglob("*.txt"):
        path.unlink()
    entries = on(disk, "export", "json").out.splitlines()
    whole = [line for line in entries if long.strip() in line]
    if len(entries) == len(whole) == kept + (not added.code) and told:
        return not added.code, ""
    return not added.code, f"{leave} bytes: kept {len(entries)}, whole {len(whole)}, before {kept}; {added.err}"


@pytest.mark.nightly
@pytest.mark.parametrize("journals", ["plain", "sealed"])
def test_whatever_room_is_left_a_save_is_whole_or_one_is_told_where_its_words_are(
    disk: SmallDisk, journals: str, counted: Counted
) -> None:
    kept, told = 0, NOWHERE if journals == "sealed" else "safe in "
    for n, leave in enumerate(range(0, 240 * 1024, 6 * 1024)):
        saved, wrong = wrong_after(disk, n, leave, kept, PROGRAM)
        assert not wrong
        kept += saved
    assert 0 < kept < 40, "the disk was always full, or never"
    disk.fill()
    assert told in on(disk, "add", "-", stdin="Words.").err
    counted("saves on a disk that is nearly full", 40)


@pytest.mark.nightly
@pytest.mark.parametrize("journals", ["plain", "sealed"])
def test_the_harness_notices_a_save_in_pieces_where_the_room_ends(disk: SmallDisk) -> None:
    program = [sys.executable, "-c", IN_PIECES]
    found = (wrong_after(disk, n, n * 6 * 1024, 0, program)[1] for n in range(40))
    assert "kept 1, whole 0" in next(filter(None, found), "")


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("journals", "words"),
    [("plain", ["seal"]), ("sealed", ["rekey", "--new-key-file", "{other}"]), ("sealed", ["unseal", "--yes"])],
    ids=lambda given: given if isinstance(given, str) else given[0],
)
def test_whatever_room_is_left_a_new_key_is_all_there_or_the_old_file_stays(
    words: list[str], journals: str, disk: SmallDisk, tmp_path: Path, counted: Counted
) -> None:
    assert on(disk, "add", "-", stdin="Before.").code == 0
    other = tmp_path / "other"
    other.write_text(PHRASE)
    other.chmod(0o600)
    before = (disk.seen / "home" / "journal.db").read_bytes()
    refused = 0
    for leave in range(0, 600 * 1024, 24 * 1024):
        disk.fill(leave)
        ended = on(disk, *(word.format(other=other) for word in words), **given(journals))
        disk.empty()
        assert files(disk) == {"journal.db"}
        if ended.code == 0:
            break
        refused += 1
        assert "the disk is full" in ended.err
        assert (disk.seen / "home" / "journal.db").read_bytes() == before
    assert refused > 3 and ended.code == 0, "the disk was always full, or never"
    assert "Before." in on(disk, "list", RCPJOURNAL_PASSPHRASE_FILE=str(other)).out
    counted("seals and new keys on a disk that is nearly full", refused + 1)


def given(journals: str) -> dict[str, str]:
    """What names a new journal's passphrase; a sealed one is opened already."""
    return {"RCPJOURNAL_PASSPHRASE": PHRASE} if journals == "plain" else {}

"""A disk that is full, a real one: nothing is half kept, and the words come back once there is room."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from rcpjournal.core.framework import Framework
from tests.harness.disk import SmallDisk, why_not
from tests.support import PROGRAM, Counted, Result
from tests.terminal.driver import WAITING, Terminal

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


def on(disk: SmallDisk, *words: str, stdin: str = "", **environment: str) -> Result:
    """Runs the program on the small disk."""
    ended = subprocess.run(
        [*disk.enter, *PROGRAM, *words], input=stdin, capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert "Traceback" not in ended.stderr, ended.stderr
    return Result(ended.returncode, ended.stdout, ended.stderr)


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
    assert {path.name for path in disk.seen.rglob("*") if path.is_file()} == {"journal.db", "filler"}
    disk.empty()
    assert "Words that could not be saved at the time are in" in on(disk, "write", "quick", stdin="").err
    assert on(disk, "add", "-", stdin="A thought.").code == 0
    assert "could not be saved" not in on(disk, "write", "quick", stdin="").err
    assert on(disk, "list").out.count("\n") == 2


def test_a_reflection_on_a_disk_that_fills_up_goes_on_once_there_is_room(disk: SmallDisk, framework: Framework) -> None:
    program = [*disk.enter, *PROGRAM]
    questions = {prompt.id: prompt.text for prompt in framework.prompts.values()}
    with Terminal("write", "quick", questions=questions, program=program) as person:
        person.answers("what-happened", "She waved.")
        person.asked("noticed")
        disk.fill()
        person.types("I was late. " * 30 + "\r")
        assert person.ends() == 1
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


@pytest.mark.nightly
def test_whatever_room_is_left_a_save_is_whole_or_its_words_are_in_a_file(disk: SmallDisk, counted: Counted) -> None:
    kept = 0
    long = "A long thought. " * 3000
    for n, leave in enumerate(range(0, 240 * 1024, 6 * 1024)):
        disk.fill(leave)
        added = on(disk, "add", "-", stdin=f"{n} {long}")
        if added.code:
            assert rescued(disk, added.err).startswith(f"{n} A long")
        kept += added.code == 0
        entries = on(disk, "export", "json").out.splitlines()
        assert len(entries) == kept and all(long.strip() in line for line in entries)
        for path in disk.seen.rglob("*.txt"):
            path.unlink()
    assert 0 < kept < 40, "the disk was always full, or never"
    counted("saves on a disk that is nearly full", 40)

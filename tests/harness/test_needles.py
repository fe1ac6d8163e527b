"""Words stay in the journal: no file beside it holds them, whatever was done, and while a save is open too.

A plain journal and its rollback journal hold them; nothing else under home and temp may. Of a sealed journal not even
these two may; what a person does with one is in tests/sealed/test_needles.py.
"""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.harness.running import CHECKOUT
from tests.harness.saving import opened
from tests.support import SEALED_AT_NIGHT, Counted, run
from tests.terminal.driver import CLOSE, Terminal

pytestmark = pytest.mark.usefixtures("without_backups")
FIELDS = ("answer", "alias", "quote", "action", "why", "question", "later", "role", "search", "draft", "edited", "note")
NEEDLES = {name: f"Nadel{name}Q7x" for name in FIELDS}
IS_THE_JOURNAL = ("journal.db", "journal.db-journal")


@pytest.fixture
def place(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds all this person has: their home folder, the journal's, temporary files."""
    for name, variable in (("person", "HOME"), ("temporary", "TMPDIR"), ("cache", "XDG_CACHE_HOME")):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(variable, str(tmp_path / name))
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path / "temporary"))
    return tmp_path


def found_in(place: Path, *, but: Iterable[str] = IS_THE_JOURNAL) -> list[str]:
    """The files that hold a needle, in whichever letters computers usually write it; names of files count too."""
    wanted = [form for needle in NEEDLES.values() for form in (needle.encode(), needle.encode("utf-16-le"))]
    files = [path for path in place.rglob("*") if path.is_file() and path.name not in but]
    return [str(path) for path in files if any(form in path.read_bytes() + bytes(path) for form in wanted)]


def in_the_journal(home: Path) -> list[str]:
    """The needles that did get into the journal: others would be looked for in vain."""
    data = (home / "journal.db").read_bytes()
    return [name for name, needle in NEEDLES.items() if needle.encode() in data]


def entry() -> str:
    """A document with a needle in each of its parts."""
    return json.dumps({
        "happened_on": "2026-03-04", "alias": NEEDLES["alias"], "text": NEEDLES["answer"],
        "observations": [{"item": "rcp.principle.trust", "quote": NEEDLES["quote"]}],
        "actions": [{"what": NEEDLES["action"], "why": NEEDLES["why"]}],
        "supervision": {"take": True, "question": NEEDLES["question"]},
        "additions": [{"on": "2026-03-05", "text": NEEDLES["later"], "role": NEEDLES["role"]}],
    })  # fmt: skip


@pytest.mark.nightly
def test_no_file_beside_the_journal_holds_a_word_of_it(place: Path, home: Path, counted: Counted) -> None:
    assert run("add", "--json", "-", stdin=entry()).code == 0
    edits = f'sh -c \'printf %s {NEEDLES["edited"]} >> "$0"; cp "$0" "$0~"\''  # and a copy beside it, as some do
    ways: list[tuple[list[str], str]] = [
        (["edit", "last", "text"], ""), (["note", "last", "-"], NEEDLES["note"]),
        (["write", "quick"], f"{NEEDLES['draft']}\n.\nw\n"), (["search", NEEDLES["search"]], ""), (["list"], ""),
        (["show", "last", "--history"], ""), (["summary", "--quotes"], ""), (["export", "json"], ""),
        (["export", "markdown"], ""), (["export", "html"], ""), (["export", "csv"], ""),
        (["export", "supervision", "--starred", "--since", "2026-01-01"], ""),
        (["undo", "--yes"], ""), (["delete", "last", "--yes"], ""), ([], ""),
    ]  # fmt: skip
    for words, stdin in ways:
        run(*words, stdin=stdin, EDITOR=edits)
        assert found_in(place) == [], words
    missing = set(FIELDS) - set(in_the_journal(home))
    assert missing <= {"search"}, "these never were in the journal"
    counted("commands after which every file was searched for words of the journal", len(ways))


@pytest.mark.skipif(not shutil.which("vim"), reason="vim is not here")
def test_vim_leaves_nothing_behind_even_while_it_is_open(place: Path, home: Path) -> None:
    with Terminal("write", "quick", EDITOR="vim", TERM="vt220") as person:
        person.until(lambda: "1 of" in person.text, "the first question")
        person.types("e\r")
        person.until(lambda: "answer.md" in person.text or "~" in person.text, "vim")
        person.types(f"i{NEEDLES['answer']}\x1b:w\r")
        person.eventually(lambda: next((home / "editing").glob("*.md")).stat().st_size, "what vim saved")
        assert {Path(path).suffix for path in found_in(place)} == {".md"}
        assert (home / "editing").stat().st_mode & 0o777 == 0o700
        person.types(":q\r")
        person.until(lambda: "2 of" in person.text, "the next question")
        assert found_in(place) == []
        person.types(".\r")
        person.offered(CLOSE)
        person.press("enter")
        person.until(lambda: "Who" in person.text or "Kept" in person.text, "the end")
    assert found_in(place) == []


_OPEN = f"""
import os, sys
from pathlib import Path
from tests.harness.saving import opened
from rcpjournal.core.entry import free_entry
from datetime import date
journal = opened(Path(sys.argv[1]))
for pragma in sys.argv[2:]:
    journal._connection.sql.execute(f"PRAGMA {{pragma}}")
journal._connection.sql.execute("PRAGMA cache_size=10")  # what does not fit spills while the save is open
with journal.saving():
    for n in range(60):
        journal.entries.add(free_entry("{NEEDLES["answer"]} " * 2000, date(2026, 3, 4)))
    rows = journal._connection.sql.execute("SELECT words FROM texts, (SELECT 1 UNION SELECT 2) ORDER BY words DESC")
    rows.fetchone()
    os.write(1, b"open")
    sys.stdin.read()
"""


def _while_open(place: Path, home: Path, *pragmas: str, but: Iterable[str] = IS_THE_JOURNAL) -> list[str]:
    """What holds a needle while a large save is open and a large result is being sorted."""
    with subprocess.Popen(
        [sys.executable, "-c", _OPEN, str(home / "journal.db"), *pragmas],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=CHECKOUT,
    ) as program:  # fmt: skip
        assert program.stdout and program.stdout.read(4) == b"open"
        assert (home / "journal.db-journal").stat().st_size > 0, "no save is open"
        found = found_in(place, but=but)
        found += [str(path) for path in Path(f"/proc/{program.pid}/fd").iterdir() if _is_temporary(path)]
        program.send_signal(signal.SIGKILL)
    return found


def _is_temporary(path: Path) -> bool:
    """Whether an open file has no name any more, as SQLite's temporary files have none."""
    return str(path.readlink()).endswith("(deleted)")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files can be listed under /proc alone")
@SEALED_AT_NIGHT
def test_while_a_large_save_is_open_nothing_else_holds_its_words(
    place: Path, home: Path, journals: str, counted: Counted
) -> None:
    assert _while_open(place, home, but=IS_THE_JOURNAL if journals == "plain" else ()) == []
    opened(home / "journal.db").close()
    counted("looks into every file while a large save was open", 1)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files can be listed under /proc alone")
def test_the_harness_notices_the_words_of_a_plain_journal_where_a_sealed_one_should_be(place: Path, home: Path) -> None:
    assert {Path(path).name for path in _while_open(place, home, but=())} >= {"journal.db"}


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files can be listed under /proc alone")
def test_the_harness_notices_temporary_files_and_what_an_editor_leaves_beside(place: Path, home: Path) -> None:
    assert _while_open(place, home, "temp_store=FILE") != []
    (place / "temporary" / ".answer.md.swp").write_bytes(b"..." + NEEDLES["answer"].encode("utf-16-le"))
    (place / "person" / f"{NEEDLES['alias']}.txt").write_text("")
    assert len(found_in(place)) == 2

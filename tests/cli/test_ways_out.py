"""When something is wrong with a journal or its settings, the sentence names a way out, and that way works."""

import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.quick import added, done, listed, refused, run
from tests.cli.test_faults import words_in
from tests.support import PROGRAM, everyday


def damaged(home: Path, statement: str) -> None:
    """One value of the journal is another, which SQLite cannot know."""
    with closing(sqlite3.connect(home / "journal.db")) as sql:
        sql.execute(statement)
        sql.commit()


@pytest.mark.parametrize(
    "statement",
    everyday(
        [
            "UPDATE entries SET happened_on = '2026-!1-25' WHERE pk = 1",
            "UPDATE entries SET created = 'x' WHERE pk = 1",
            "UPDATE entries SET zone = '{}' WHERE pk = 1",
            "UPDATE packs SET document = '{}'",
            "UPDATE changes SET before = '{}' WHERE before IS NOT NULL",
        ],
        "UPDATE packs SET document = '{}'",
    ),
)
def test_a_row_that_cannot_be_read_is_damage_and_a_backup_takes_its_place(statement: str, home: Path) -> None:
    entry = added("One.")
    done("edit", entry, "text", "--text", "One, anew.")
    done("backup")
    damaged(home, statement)
    told = 0
    for words in (["list"], ["show", "last", "--history"], ["summary"], ["export", "json"]):
        ended = subprocess.run([*PROGRAM, *words], capture_output=True, text=True, check=False)
        assert "Traceback" not in ended.stderr
        told += "is damaged" in ended.stderr and ended.returncode == 1
    assert told, "no command read the row"
    done("restore", "--yes")
    assert listed() == [entry] and done("check").code == 0


def test_a_fault_of_the_program_itself_is_not_called_damage(home: Path) -> None:
    added("One.")
    broken = "import rcpjournal.cli.reading as r\nr.list_ = None\nfrom rcpjournal.store.finding import Finding\n"
    broken += "def lines(*_, **__):\n    raise ValueError('ours')\nFinding.lines = lines\n"
    broken += "import sys\nsys.argv = ['rcpjournal', 'list']\nfrom rcpjournal.cli import main\nmain()\n"
    ended = subprocess.run([PROGRAM[0], "-c", broken], capture_output=True, text=True, check=False)
    assert "ValueError: ours" in ended.stderr and "damaged" not in ended.stderr


def test_ctrl_c_at_any_moment_of_the_start_ends_without_a_traceback_of_ours(home: Path) -> None:
    seen = set()
    for n in range(12):
        with subprocess.Popen([*PROGRAM, "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as begun:
            time.sleep(0.02 + n * 0.006)
            begun.send_signal(signal.SIGINT)
            said = begun.communicate()[1]
        seen.add(begun.returncode)
        assert "Traceback" not in said or "rcpjournal/cli" not in said, said  # Python's own start is not ours
    assert 130 in seen, f"every one came too early or too late: {seen}"


@pytest.mark.parametrize("words", [["backup"], ["purge"], ["rekey"], ["unseal"]], ids=" ".join)
def test_where_the_journal_is_gone_and_its_backups_are_there_restore_is_named(words: list[str], home: Path) -> None:
    added("One.")
    done("backup")
    (home / "journal.db").unlink()
    assert "`rcpjournal restore` brings the newest back" in refused(*words)
    assert not (home / "journal.db").exists()


def test_a_backup_of_another_journal_is_called_so_before_it_is_restored(home: Path, tmp_path: Path) -> None:
    added("One.")
    other = tmp_path / "other.db"
    done("--journal", str(other), "add", "-", stdin="Two.")
    (home / "backups").mkdir(exist_ok=True)
    shutil.copy(other, home / "backups" / "journal-2026-03-04T1730.db")
    assert "a backup of another journal" in run("restore", str(other)).out
    done("backup")
    assert "another journal" not in run("restore").out


def test_a_text_that_is_refused_again_is_not_rescued_again(home: Path) -> None:
    place = words_in(refused("add", "-", stdin="A \0 thought."))
    file = next((home / "rescued").iterdir())
    assert place == "A \0 thought."
    assert str(file) in refused("add", "-", stdin=file.read_text())
    assert list((home / "rescued").iterdir()) == [file]


def test_a_setting_that_makes_no_sense_names_its_file_and_can_be_set_anew(home: Path) -> None:
    (home / "config.toml").write_text('backup_keep = "x"\n')
    said = refused("list", code=2)
    assert str(home / "config.toml") in said and "config set backup_keep" in said
    done("config", "set", "backup_keep", "7 4 12")
    assert done("list").code == 0


def test_what_was_kept_though_the_output_could_not_be_written_is_said(home: Path) -> None:
    line = f"{' '.join(PROGRAM)} add Words. > /dev/full"
    ended = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert ended.returncode == 1 and "What you wrote is kept." in ended.stderr
    assert len(listed()) == 1

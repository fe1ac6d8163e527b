"""What is about processes: many at once, masks, closed pipes, terminals, encodings, signals, a disk that is full."""

import os
import pty
import re
import resource
import select
import shlex
import signal
import subprocess
from pathlib import Path

import pytest

from rcpjournal.store import Journal
from tests.cli.quick import added, done, kept, listed, refused
from tests.cli.quick import run as quick
from tests.support import PROGRAM, everyday

SGR = re.compile(r"\x1b\[[0-9;]*m")
RCPJOURNAL = shlex.join(PROGRAM)


def shell(script: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Runs a bash script in which `rcpjournal` is the program."""
    script = f'rcpjournal() {{ {RCPJOURNAL} "$@"; }}\n{script}'
    return subprocess.run(
        ["bash", "-c", script], capture_output=True, timeout=60, env={**os.environ, **environment}, check=False
    )


def in_terminal(*words: str, **environment: str) -> str:
    """What a command writes to a terminal of 80 by 24."""
    ours, theirs = pty.openpty()
    settings = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24", **environment}
    with subprocess.Popen([*PROGRAM, *words], stdin=theirs, stdout=theirs, stderr=theirs, env=settings) as program:
        os.close(theirs)
        pieces = []
        while select.select([ours], [], [], 30)[0]:
            try:
                pieces.append(os.read(ours, 65536))
            except OSError:
                break
        program.wait(30)
    os.close(ours)
    return b"".join(pieces).decode()


# --- many at once ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [["export", "json"], ["search", "trust", "-n", "0", "--json"], ["list", "-n", "0", "--json"]],
    ids=lambda words: words[0],
)
def test_whoever_reads_slowly_keeps_nobody_from_saving(words: list[str]) -> None:
    kept(*[{"answers": {"rcp.prompt.text": f"{n} " + "trust and " * 60}} for n in range(400)])
    with subprocess.Popen([*PROGRAM, *words], stdout=subprocess.PIPE) as slow:
        assert slow.stdout
        begun = slow.stdout.read(100)
        added("Meanwhile.")
        assert slow.poll() is None, "else it was not slow"
        lines = (begun + slow.stdout.read()).decode()
    assert lines.count("trust and") >= 400 and slow.returncode == 0


@pytest.mark.parametrize("begun", everyday([True, False], False), ids=["a journal", "a bare home"])
@pytest.mark.nightly
def test_ten_adds_at_once_keep_ten(begun: bool, home: Path, bare_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if begun:
        monkeypatch.setenv("RCPJOURNAL_HOME", str(home))
    adds = [
        subprocess.Popen([*PROGRAM, "add", f"Entry {n}."], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for n in range(10)
    ]
    ended = [(one.communicate(timeout=60), one.returncode) for one in adds]
    assert [code for _, code in ended] == [0] * 10, [said for (_, said), _ in ended]
    ids = {out.strip() for (out, _), _ in ended}
    assert len(ids) == 10 and set(listed()) == ids
    titles = {row["title"] for row in done("list", "--json").data["entries"]}
    assert titles == {f"Entry {n}." for n in range(10)}
    assert sum("history" in said for (_, said), _ in ended) == 1


def test_changes_of_one_entry_at_once_are_all_kept() -> None:
    entry_id = added()
    notes = [subprocess.Popen([*PROGRAM, "note", entry_id, f"Note {n}."], stderr=subprocess.DEVNULL) for n in range(6)]
    assert [note.wait(60) for note in notes] == [0] * 6
    words = done("show", entry_id).out
    assert [f"Note {n}." in words for n in range(6)] == [True] * 6


# --- files -----------------------------------------------------------------------------------------


def test_every_file_is_the_owners_alone_whatever_the_mask(bare_home: Path, tmp_path: Path) -> None:
    ended = shell(
        f"""
        umask 000
        mkdir -m 700 {tmp_path}/out
        rcpjournal add - <<< "Words." || exit 1
        rcpjournal config set flow quick || exit 2
        rcpjournal export json -o {tmp_path}/out/file || exit 3
        EDITOR='sh -c "echo garbage > $0"' rcpjournal edit last && exit 5
        printf 'a\\0b' | rcpjournal add - && exit 6
        true
        """
    )
    assert ended.returncode == 0, ended.stderr.decode()
    modes = {
        path.relative_to(tmp_path): path.stat().st_mode & 0o777
        for folder in (bare_home, tmp_path / "out")
        for path in [folder, *folder.rglob("*")]
    }
    assert {"editing", "rescued"} <= {path.name for path in modes}
    wrong = {
        path: oct(mode) for path, mode in modes.items() if mode != (0o700 if (tmp_path / path).is_dir() else 0o600)
    }
    assert wrong == {}


def on_a_full_disk(room: int, *words: str, stdin: str, **environment: str) -> tuple[int, str]:
    """Runs the program where no file can grow beyond `room` bytes; its exit code and what it said."""
    ended = subprocess.run(
        [*PROGRAM, *words],
        input=stdin.encode(),
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )
    said = ended.stderr.decode()
    assert "Traceback" not in said, said
    return ended.returncode, said


@pytest.mark.parametrize("words", [["add", "-"], ["note", "last", "-"]], ids=" ".join)
def test_on_a_full_disk_nothing_is_half_kept_and_the_words_are_in_a_file(words: list[str], home: Path) -> None:
    added("Before.")
    before = done("export", "json").out
    text = "A long thought. " * 6000
    code, said = on_a_full_disk((home / "journal.db").stat().st_size, *words, stdin=text)
    assert code == 1
    assert done("export", "json").out == before
    (rescued,) = (home / "rescued").iterdir()
    assert str(rescued) in said
    assert rescued.read_text().strip() == text.strip()


def test_an_edit_on_a_full_disk_stays_in_its_file(home: Path) -> None:
    added("Before.")
    editor = "sed -i 's/Before/" + "A long thought. " * 6000 + "/'"
    (home / "editor.sh").write_text(f'{editor} "$1"\n')
    code, said = on_a_full_disk(
        (home / "journal.db").stat().st_size, "edit", "last", stdin="", EDITOR=f"sh {home / 'editor.sh'}"
    )
    assert code == 1
    (file,) = (home / "editing").iterdir()
    assert str(file) in said and "A long thought. A long" in file.read_text()
    assert "Before." in done("show").out


def test_an_export_on_a_full_disk_leaves_no_half_file(home: Path, tmp_path: Path) -> None:
    added("Words. " * 3000)
    for force in ([], ["--force"]):
        code, said = on_a_full_disk(4096, "export", "json", "-o", str(tmp_path / "out"), *force, stdin="")
        assert (code, said.count("\n")) == (1, 1)
        assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == []


# --- pipes, signals --------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["list -n 0", "export json", "show last"])
def test_a_reader_that_leaves_early_is_no_error(command: str) -> None:
    kept(*[{"text": "A word and more. " * 60} for _ in range(150)], {"text": "A line.\n" * 20_000})
    ended = shell(f"rcpjournal {command} | head -1; exit ${{PIPESTATUS[0]}}")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout.count(b"\n") == 1


@pytest.mark.parametrize(
    ("script", "codes"),
    [
        ("rcpjournal list >&-", (0, 1)),
        ("rcpjournal list 2>&-", (0,)),
        ("rcpjournal add - <&-", (1, 2)),
        ("rcpjournal list > /dev/full", (1,)),
        ("rcpjournal lst 2> /dev/full", (1, 2)),
    ],
)
def test_a_stream_that_is_closed_or_full_ends_in_an_exit_code_never_in_a_traceback(
    script: str, codes: tuple[int, ...]
) -> None:
    added()
    ended = shell(script)
    assert b"Traceback" not in ended.stderr and b"Exception" not in ended.stderr, ended.stderr.decode()
    assert ended.returncode in codes


def test_an_interrupt_ends_with_130_and_one_sentence(journal: Journal) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen([*PROGRAM, "add", "-"], stdin=theirs, stderr=subprocess.PIPE, text=True) as program:
        assert program.stderr
        assert "Ctrl-D" in program.stderr.readline()
        os.write(ours, b"Begun and ")
        program.send_signal(signal.SIGINT)
        said = program.stderr.read()
    os.close(theirs)
    os.close(ours)
    assert (program.returncode, said) == (130, "Stopped. Nothing was changed.\n")
    assert journal.finding.count() == 0


# --- terminals and encodings -----------------------------------------------------------------------

SHOWING = [["list"], ["show"], ["search", "door"], ["framework", "show", "principle"], ["config"], []]


def test_a_terminal_gets_styles_and_neither_a_pipe_nor_no_color_does() -> None:
    added("The door was open.")
    styled = in_terminal("show")
    assert SGR.search(styled)
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        bare = in_terminal("show", **environment)
        assert "\x1b" not in bare
        assert bare == SGR.sub("", styled), environment
    assert "\x1b" not in in_terminal("show", "--plain")


@pytest.mark.parametrize("words", SHOWING, ids=" ".join)
def test_nothing_in_a_pipe_carries_an_escape_sequence_even_where_colour_is_forced(words: list[str]) -> None:
    added("The door was open.")
    for environment in ({}, {"FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"}):
        result = done(*words, **environment)
        assert "\x1b" not in result.out + result.err


def test_colour_never_carries_the_meaning_of_a_match_alone() -> None:
    added("The door was open.")
    assert "door" in done("search", "door").out.splitlines()[1]


def test_a_long_list_goes_through_the_pager_on_a_terminal_and_not_in_a_pipe(tmp_path: Path) -> None:
    kept(*[{"text": f"Entry {n}."} for n in range(60)])
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho PAGED\nexec cat\n")
    pager.chmod(0o700)
    paged = in_terminal("list", "-n", "0", PAGER=str(pager))
    assert "PAGED" in paged and "Entry 59." in paged
    for words in (["--no-pager"], ["-n", "5"]):
        assert "PAGED" not in in_terminal("list", *words, PAGER=str(pager))
    assert "PAGED" not in shell("rcpjournal list -n 0", PAGER=str(pager)).stdout.decode()
    assert "Entry 59." in in_terminal("list", "-n", "0", PAGER="/no/such/pager")


ENCODINGS = [{"PYTHONIOENCODING": "latin-1"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]


@pytest.mark.parametrize("encoding", ENCODINGS, ids=["latin-1", "ascii"])
def test_a_terminal_that_cannot_show_a_letter_gets_an_escape_and_the_words_are_kept_whole(
    encoding: dict[str, str],
) -> None:
    text = "Zoë 茶 مرحبا 👩‍👧"
    (entry_id,) = shell(f"printf %s {shlex.quote(text)} | rcpjournal add -", **encoding).stdout.decode().split()
    ended = shell("rcpjournal show && rcpjournal list --kind né", **encoding)
    assert b"Traceback" not in ended.stderr, ended.stderr.decode()
    assert (ended.returncode, ended.stdout.count(b"\\u8336")) == (2, 1)
    assert done("show", entry_id, "--json").data["answers"] == {"rcp.prompt.text": text}


def test_results_and_words_about_them_never_share_a_stream() -> None:
    assert (quick("list").out, quick("list").err == "") == ("", False)
    added("Words.")
    for words in (["list"], ["show"], ["search", "words"], ["summary"]):
        result = quick(*words)
        assert (result.out == "", result.err) == (False, "")


def test_a_value_that_is_missing_is_told_with_the_help_of_its_own_command() -> None:
    assert "`rcpjournal summary --help`" in refused("summary", "--item", code=2)
    assert "`rcpjournal list --help`" in refused("--plain", "list", "--since", code=2)


def test_what_undo_shows_is_broken_between_words_on_a_narrow_terminal() -> None:
    added("Home visit. She made tea first and then she read me the letter, twice, from the start to the end.")
    shown = [SGR.sub("", row).rstrip("\r") for row in in_terminal("undo", "--yes", COLUMNS="60").split("\n")]
    assert max(map(len, shown)) <= 60
    assert "-Home visit. She made tea first and then she read me the" in shown

"""Whatever letters a terminal, a pipe or a system speaks: no traceback, and what can be kept is kept whole."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.quick import shown
from tests.support import PROGRAM, Counted

TEXT = "Zoë 茶 مرحبا 👩‍👧"
ENCODINGS: dict[str, dict[str, str]] = {
    "LANG=C": {"LANG": "C", "LC_ALL": ""},
    "ASCII throughout": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "POSIX": {"LC_ALL": "POSIX"},
    "streams in ASCII": {"PYTHONIOENCODING": "ascii"},
    "streams in ASCII, strict": {"PYTHONIOENCODING": "ascii:strict"},
    "streams in Latin-1": {"PYTHONIOENCODING": "latin-1"},
    "streams in CP437": {"PYTHONIOENCODING": "cp437"},
    "streams in CP1252": {"PYTHONIOENCODING": "cp1252"},
    "UTF-8 mode off": {"PYTHONUTF8": "0"},
    "a locale that is not there": {"LC_ALL": "xx_YY.nonsense"},
}
UNDECODABLE = (b"caf\xe9", b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf8\x88\x80\x80\x80")


CARELESS = "import sys; from rcpjournal.cli import _run; sys.exit(_run(sys.argv[1:]))"
"""the program, which takes its streams as they come"""


def run(
    *words: str | bytes, stdin: bytes = b"", program: Sequence[str] = PROGRAM, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    ended = subprocess.run(
        [*program, *words], input=stdin, capture_output=True, timeout=60, check=False, env={**os.environ, **environment}
    )
    assert b"Traceback" not in ended.stderr, ended.stderr.decode("utf-8", "replace")
    return ended


@pytest.mark.parametrize(
    ("name", "whole"),
    [("streams in ASCII, strict", False), *(pytest.param(name, True, marks=pytest.mark.nightly) for name in ENCODINGS)],
)
def test_words_go_in_and_come_out_whatever_the_streams_speak(name: str, whole: bool, counted: Counted) -> None:
    speaks = ENCODINGS[name]
    added = run("add", "-", stdin=TEXT.encode(), **speaks)
    assert added.returncode == 0
    assert shown(added.stdout.decode("ascii").strip())["answers"] == {"rcp.prompt.text": TEXT}
    runs: list[tuple[list[str], bytes, tuple[int, ...]]] = [
        (["show"], b"", (0,)), (["list"], b"", (0,)), (["show", "--json"], b"", (0,)), (["search", "Zoë"], b"", (0,)),
        (["export", "markdown"], b"", (0,)), (["list", "--kind", "né"], b"", (2,)), (["summary"], b"", (0,)),
        (["framework", "show", "trust"], b"", (0,)), (["undo"], b"caf\xe9\n", (0,)), (["--help"], b"", (0,)),
        (["write", "quick"], f"{TEXT}\n.\n\n\n".encode(), (0, 130)),
        (["write", "quick", "--new"], b"caf\xe9\n", (0, 130)),
    ]  # fmt: skip
    for words, stdin, codes in runs if whole else runs[-3:]:
        assert run(*words, stdin=stdin, **speaks).returncode in codes, words
    counted("runs in an encoding of their own", len(runs) + 1 if whole else 4)


@pytest.mark.parametrize(
    "raw", [UNDECODABLE[0], *(pytest.param(raw, marks=pytest.mark.nightly) for raw in UNDECODABLE[1:])]
)
def test_bytes_that_are_no_text_are_refused_in_words_and_in_a_file_where_they_were_typed(
    raw: bytes, home: Path, counted: Counted
) -> None:
    ways: list[list[str | bytes]] = [
        ["add", raw], ["show", raw], ["list", b"--" + raw], ["list", "--journal", raw], ["search", raw],
    ]  # fmt: skip
    for words in ways:
        ended = run(*words)
        assert (ended.returncode, b"not UTF-8 text" in ended.stderr) == (1, True), words
    ended = run("add", "-", stdin=b"Before " + raw)
    assert (ended.returncode, b"not UTF-8 text" in ended.stderr) == (1, True)
    (file,) = (home / "rescued").iterdir()
    assert file.read_bytes() == b"Before " + raw
    ended = run("add", "--json", "-", stdin=b'{"happened_on": "2026-03-04", "text": "' + raw + b'"}')
    assert ended.returncode == 1
    for variable in ("RCPJOURNAL_FLOW", "EDITOR", "PAGER", "RCPJOURNAL_NOW"):
        run("write", stdin=b"Words.\n", **{variable: os.fsdecode(raw)})
    counted("inputs that are no text", 11)


def test_the_harness_notices_a_program_that_takes_its_streams_as_they_come() -> None:
    speaks = ENCODINGS["streams in ASCII, strict"]
    assert run("add", "-", stdin=TEXT.encode(), **speaks).returncode == 0
    with pytest.raises(AssertionError, match="UnicodeEncodeError"):
        run("show", stdin=b"", program=[sys.executable, "-c", CARELESS], **speaks)

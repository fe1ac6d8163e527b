"""Framework files that are made to do harm: each is refused quickly, in little memory, by file and line."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.files.refusals import SOUND
from tests.harness.hostile import unsafe_in
from tests.support import PROGRAM, Counted

MOST_SECONDS, MOST_BYTES = 0.5, 100_000_000
AGAIN = "".join(f"  - {{id: team.habit.n{n}, layer: habit, label: N}}\n" for n in range(2000))


def _with(piece: str, instead: str) -> str:
    assert SOUND.count(piece) == 1
    return SOUND.replace(piece, instead)


HOSTILE: dict[str, str | bytes] = {
    "an alias bomb": "a0: &a0 x\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}*a{n - 1}]\n" for n in range(1, 12)),
    "an alias bomb in keys": "? &a {b: c}\n: *a\n",
    "millions of aliases": "a: &a x\nb: [" + "*a, " * 5_000_000 + "*a]\n",
    "a scalar of 20 MB": "a: " + "x" * 20_000_000,
    "a key of 200 KB": "k" * 200_000 + ": v\n",
    "nested lists": "a: " + "[" * 100_000,
    "nested mappings": "a: " + "{b: " * 60_000,
    "nested by indentation": "".join(f"{' ' * n}a:\n" for n in range(600)),
    "a merge key": "a: &a {x: 1}\nb:\n  <<: *a\n",
    "a tag that runs": "schema: !!python/object/apply:os.system [echo]\npacks: []\n",
    "a tag of 100 KB": f"schema: 1\npacks: !{'k' * 100_000} x\n",
    "a tag for a date": "schema: !!timestamp 2026-03-04\npacks: []\n",
    "two documents": "schema: 1\npacks: []\n---\nschema: 1\npacks: []\n",
    "a key twice": "schema: 1\npacks: []\npacks: []\n",
    "a key that is a list": "? [a, b]\n: c\n",
    "no: no": _with("open: true", "no: no"),
    "thousands of empty packs": "schema: 1\npacks:\n" + "- {}\n" * 20_000,
    "thousands of unknown keys": "schema: 1\npacks: []\n" + "".join(f"k{n}: v\n" for n in range(15_000)),
    "thousands of items and one fault": _with("  relations:\n", f"{AGAIN}  relations:\n").replace("open: true", "x: 1"),
    "a long chain of successors": _with(
        "  relations:\n",
        "".join(
            f"  - {{id: team.habit.n{n}, layer: habit, label: N, superseded_by: [team.habit.n{n + 1}]}}\n"
            for n in range(1_600)
        )
        + "  relations:\n",
    ),
    "tens of thousands of values": _with("  relations:\n", f"{AGAIN * 3}  relations:\n"),
    "a circle of successors": _with(", superseded_by: [team.habit.tea]", ", superseded_by: [team.habit.cups]"),
    "NUL": b"schema: 1\npacks:\n- id: a\x00b\n",
    "not UTF-8": b"schema: 1\npacks:\n- id: caf\xe9\n",
    "UTF-16": SOUND.encode("utf-16"),
    "bytes of something else": bytes(range(256)) * 500,
    "escape sequences": "schema: 1\npacks:\n- " + json.dumps("\x1b]0;x\x07\x1b[2J") + ": 1\n",
    "raw control characters": b"schema: 1\npacks:\n- \x1b[2J: 1\n",
    "a lone surrogate": 'schema: 1\npacks:\n- id: "\\ud800"\n',
    "right to left": f"schema: 1\npacks:\n- {json.dumps(chr(0x202E) + 'di')}: 1\n",
    "an endless quotation": "schema: 1\ntitle: '" + "x\n" * 50_000,
    "a regular expression's worst": _with("id: team.habit.tea, layer", f"id: {'a.' * 20_000}!, layer"),
    "an empty file": "",
}  # fmt: skip
EVERYDAY = ["an alias bomb", "a scalar of 20 MB", "nested mappings", "escape sequences"]


class Ended(NamedTuple):
    """What a check of one file cost, and what it said."""

    code: int
    seconds: float
    memory: int
    said: str


# A process counts the memory of the one that forked it, so a small one stands between.
_MEASURE = """
import json, os, subprocess, sys
program = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
said = program.stderr.read().decode()
_, status, used = os.wait4(program.pid, 0)
code = os.waitstatus_to_exitcode(status)
print(json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, said]))
"""


def measured(*words: str) -> Ended:
    """A program in a process of its own."""
    return Ended(*json.loads(subprocess.check_output([sys.executable, "-S", "-c", _MEASURE, *words])))


def check(path: Path) -> Ended:
    """`framework check PATH`."""
    return measured(*PROGRAM, "framework", "check", str(path))


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> float:
    """Seconds that a sound file takes: starting Python, loading what checks it."""
    path = tmp_path_factory.mktemp("sound") / "sound.yaml"
    path.write_text(SOUND)
    os.environ.setdefault("RCPJOURNAL_HOME", str(path.parent))
    return min(check(path).seconds for _ in range(3))


@pytest.mark.parametrize(
    "name", [pytest.param(one, marks=[] if one in EVERYDAY else pytest.mark.nightly) for one in HOSTILE]
)
def test_a_hostile_framework_is_refused_quickly_in_little_memory_by_file_and_line(
    name: str, tmp_path: Path, floor: float, counted: Counted
) -> None:
    path = tmp_path / "our-team.yaml"
    text = HOSTILE[name]
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    ended = check(path)
    assert ended.code == 1
    assert ended.seconds - floor < MOST_SECONDS
    assert ended.memory < MOST_BYTES
    lines = ended.said.splitlines()
    assert 1 <= len(lines) <= 21 and all(re.match(rf"{re.escape(str(path))}:(\d+: |\s*and )", line) for line in lines)
    assert not unsafe_in(ended.said) and len(ended.said) < 8_000
    counted("hostile frameworks", 1)


@pytest.mark.nightly
def test_the_harness_notices_what_takes_long_or_much() -> None:
    code = "import time; x = bytearray(120_000_000); e = time.process_time() + 0.8\nwhile time.process_time() < e: pass"
    ended = measured(sys.executable, "-c", code)
    assert ended.seconds > MOST_SECONDS and ended.memory > MOST_BYTES
    assert measured(sys.executable, "-c", "").memory < MOST_BYTES / 4

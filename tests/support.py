"""How tests run the program: as people do, in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import pytest

PHRASE = "three geese, on a Tuesday"
"""the passphrase of every sealed journal in the tests"""
Counted = Callable[[str, int], None]
"""how a harness says what it did, and how often: the fixture `counted`"""
PROGRAM = [sys.executable, "-m", "rcpjournal"]


def everyday(among: Iterable[Any], *chosen: Any) -> list[Any]:
    """Parameters of which the chosen are tried in the everyday run, and all the others at night."""
    values = list(among)
    assert all(value in values for value in chosen), "what is chosen is among them"
    return [value if value in chosen else pytest.param(value, marks=pytest.mark.nightly) for value in values]


def every_other(among: Sequence[Any]) -> list[Any]:
    """Parameters of which every other one is tried in the everyday run, and the rest at night."""
    return everyday(among, *among[::2])


def plain_and_sealed(name: str, plain: int, sealed: int, *, night: int) -> pytest.MarkDecorator:
    """Tries a test so often by day, and `night` times in `make nightly`: once on plain journals, once on sealed ones.

    A day's figure that is 0 leaves that form to the night.
    """
    by_day = [("plain", plain), ("sealed", sealed)]
    at_night = [pytest.param(how, night, marks=pytest.mark.nightly) for how, _ in by_day]
    return pytest.mark.parametrize(("journals", name), [*((how, times) for how, times in by_day if times), *at_night])


SEALED_AT_NIGHT = pytest.mark.parametrize("journals", everyday(["plain", "sealed"], "plain"))
"""on plain journals every day, on sealed ones too in `make nightly`"""


def examples(many: int) -> int:
    """How many examples a property is tried on: a fifth of them by day, all of them in `make nightly`."""
    return many if os.environ.get("RCPJOURNAL_TESTS_MANY") else many // 5


class Result(NamedTuple):
    """What a run left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


def run(*words: str, stdin: str | bytes = "", **environment: str) -> Result:
    """Runs `rcpjournal WORDS…` in a pipe. Fails the test where a traceback is shown."""
    given = stdin.encode("utf-8") if isinstance(stdin, str) else stdin
    ended = subprocess.run(
        [*PROGRAM, *words], input=given, capture_output=True, timeout=60, env={**os.environ, **environment}, check=False
    )
    result = Result(ended.returncode, ended.stdout.decode("utf-8"), ended.stderr.decode("utf-8"))
    assert "Traceback (most recent call last)" not in result.err, result.err
    return result


def done(*words: str, stdin: str | bytes = "", **environment: str) -> Result:
    """`run`, for a command that should succeed."""
    result = run(*words, stdin=stdin, **environment)
    assert result.code == 0, f"{words}: exit {result.code}\n{result.err}"
    return result


def added(text: str = "She opened the door herself.", *words: str) -> str:
    """Adds an entry; its id."""
    return done("add", "-", *words, stdin=text).out.strip()

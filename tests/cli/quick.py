"""The program run in this very process: the same command line and streams as `tests.support.run`, without its start-up.

For tests that run it often. What is about processes (signals, masks, broken pipes, terminals) uses `tests.support`.
"""

import io
import sys

import pytest

from rcpjournal.cli import main
from tests.support import Result


def run(*words: str, stdin: str | bytes = "", **environment: str) -> Result:
    """Runs `rcpjournal WORDS…` in a pipe. An error that is not foreseen fails the test by itself."""
    given = stdin.encode("utf-8") if isinstance(stdin, str) else stdin
    out, err = io.BytesIO(), io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["rcpjournal", *words])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="utf-8", write_through=True))
        patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="utf-8", write_through=True))
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
    assert isinstance(code, int)
    return Result(code, out.getvalue().decode("utf-8"), err.getvalue().decode("utf-8"))


def done(*words: str, stdin: str | bytes = "", **environment: str) -> Result:
    """`run`, for a command that should succeed."""
    result = run(*words, stdin=stdin, **environment)
    assert result.code == 0, f"{words}: exit {result.code}\n{result.err}"
    return result


def added(text: str = "She opened the door herself.", *words: str) -> str:
    """Adds an entry; its id."""
    return done("add", "-", *words, stdin=text).out.strip()

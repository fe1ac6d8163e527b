"""The program run in this very process: the same command line and streams as `tests.support.run`, without its start-up.

For tests that run it often. What is about processes (signals, masks, broken pipes, terminals) uses `tests.support`.
"""

import gc
import io
import json
import sys
from functools import cache
from typing import Any

import pytest
import typer

from rcpjournal import cli
from rcpjournal.cli.commands import COMMANDS, app_with
from tests.support import Result

WEDNESDAY = "2026-03-04T17:30:00+00:00"


@cache
def _built() -> Any:
    """All commands as typer builds them, built once."""
    return typer.main.get_command(app_with(*COMMANDS))


def run(*words: str, stdin: str | bytes = "", **environment: str) -> Result:
    """Runs `rcpjournal WORDS…` in a pipe. An error that is not foreseen fails the test by itself."""
    given = stdin.encode("utf-8") if isinstance(stdin, str) else stdin
    out, err = io.BytesIO(), io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(cli, "app_for", lambda _: _built())
        patch.setattr(sys, "argv", ["rcpjournal", *words])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="utf-8", write_through=True))
        patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="utf-8", write_through=True))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        gc.unfreeze()  # a run freezes what it leaves behind, as its process ends; this one goes on
        code, shown, said = ended.value.code, out.getvalue(), err.getvalue()
    assert isinstance(code, int)
    return Result(code, shown.decode("utf-8"), said.decode("utf-8"))


def done(*words: str, stdin: str | bytes = "", **environment: str) -> Result:
    """`run`, for a command that should succeed."""
    result = run(*words, stdin=stdin, **environment)
    assert result.code == 0, f"{words}: exit {result.code}\n{result.err}"
    return result


def refused(*words: str, code: int = 1, stdin: str | bytes = "", **environment: str) -> str:
    """`run`, for a command that should be refused with nothing on stdout; what it said."""
    result = run(*words, stdin=stdin, **environment)
    assert (result.code, result.out) == (code, ""), f"{words}: exit {result.code}\n{result.out}{result.err}"
    assert result.err.strip()
    return result.err


def added(text: str = "She opened the door herself.", *words: str) -> str:
    """Adds an entry; its id."""
    return done("add", "-", *words, stdin=text).out.strip()


def kept(*documents: dict[str, Any]) -> list[str]:
    """Adds whole entries in one run, each on 4 March 2026 and with some words unless it says otherwise; their ids."""
    rows = [
        {"happened_on": "2026-03-04", **({} if "answers" in one else {"text": "Words."}), **one} for one in documents
    ]
    return done("add", "--json", "-", stdin="\n".join(json.dumps(row) for row in rows)).out.split()


def shown(entry_id: str) -> dict[str, Any]:
    """What `show ID --json` prints."""
    document: dict[str, Any] = done("show", entry_id, "--json").data
    return document


def listed(*filters: str) -> list[str]:
    """The ids that `list` prints with these filters, in its order."""
    return [row["id"] for row in done("list", "--json", "--limit", "0", *filters).data["entries"]]

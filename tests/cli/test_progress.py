"""A bar for what takes longer than a moment, and what is said after it."""

import sys
from collections.abc import Iterator

import pytest

from rcpjournal.cli import progress
from rcpjournal.cli.progress import watched
from tests.cli.quick import run


@pytest.fixture(autouse=True)
def begun(home: object) -> None:
    """A run with the settings of this test, and not of one before in this process: they say whether there are bars."""
    run("list")


def seen_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on a person sees standard error, and bars come without delay."""
    monkeypatch.setattr(progress, "SECONDS_BEFORE", 0.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")


def slipping() -> Iterator[int]:
    yield 1
    raise KeyboardInterrupt


def test_after_a_bar_that_came_to_its_end_it_is_said_what_is_still_done(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen_at_once(monkeypatch)
    assert list(watched(range(3), "Collecting", lambda: 3, then="All are read.")) == [0, 1, 2]
    said = capsys.readouterr().err
    assert "Collecting" in said and said.index("Collecting") < said.index("All are read.")


def test_where_it_was_stopped_or_there_is_no_bar_nothing_is_said_after_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen_at_once(monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        list(watched(slipping(), "Collecting", lambda: 3, then="All are read."))
    said = capsys.readouterr().err
    assert "Collecting" in said and "All are read." not in said
    monkeypatch.setenv("TERM", "dumb")
    assert list(watched(range(3), "Collecting", lambda: 3, then="All are read.")) == [0, 1, 2]
    assert capsys.readouterr().err == ""

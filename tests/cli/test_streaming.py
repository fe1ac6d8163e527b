"""However long a journal is, what goes out, comes in or is listed is held a little at a time."""

import io
import json
import os
import pty
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from rcpjournal.cli import progress
from rcpjournal.cli.bringing import keep_documents
from rcpjournal.cli.context import begin, here
from rcpjournal.cli.terminal import show_json, show_json_list
from rcpjournal.core.records import Selection
from rcpjournal.errors import DocumentRefused
from rcpjournal.files.reading import text_lines
from rcpjournal.imports.json_lines import JsonLines
from rcpjournal.store import Journal
from tests.support import added, done


def document(text: str) -> str:
    return json.dumps({"happened_on": "2026-03-04", "text": text})


@pytest.fixture
def begun(home: Path) -> Iterator[None]:
    """A run of the program in this process."""
    begin({})
    yield
    here.close()


def test_an_import_reads_a_line_when_the_one_before_is_kept(begun: None) -> None:
    there: list[int] = []

    def rows() -> Iterator[tuple[str, str]]:
        for n in range(4):
            there.append(here.journal().finding.count())
            yield "", document(f"Entry {n}.")

    keep_documents(rows(), keep_good=False)
    assert there == [0, 1, 2, 3]


def test_after_a_refusal_the_rest_is_looked_through_and_nothing_more_is_added(begun: None) -> None:
    there: list[int] = []

    def rows() -> Iterator[tuple[str, str]]:
        for n, raw in enumerate((document("One."), "{}", document("Three."), "{}", document("Five."))):
            there.append(here.journal().finding.count())
            yield f"line {n + 1}: ", raw

    with pytest.raises(DocumentRefused, match=r"(?s)line 2: .*line 4: "):
        keep_documents(rows(), keep_good=False)
    assert there == [0, 1, 1, 1, 1]
    assert here.journal().finding.count() == 0


def test_documents_a_line_are_found_without_reading_on() -> None:
    lines = iter([document("One."), document("Two."), document("Three.")])
    assert [found.line for found in islice(JsonLines().documents(lines), 2)] == [1, 2]
    assert len(list(lines)) == 1


@pytest.mark.parametrize("text", ["", "\n\n", "a\nb", "a\r\nb\n", "\ufeffa\n\ufeffb\n", "ä\n\x0bb\x1c\u2028c"])
def test_lines_of_a_file_are_what_its_text_has_between_newlines(text: str) -> None:
    whole = text.encode().decode("utf-8-sig")
    assert "\n".join(text_lines(io.BytesIO(text.encode()))) == whole.removesuffix("\n")


def test_frameworks_of_a_file_count_for_the_entries_before_them_too(tmp_path: Path) -> None:
    added("She opened the door herself.")
    lines = done("export", "json").out.splitlines()
    assert done("import", "json", "-", stdin="\n".join(reversed(lines))).err.startswith("0 entries added, 1 was here")


@pytest.mark.parametrize("rows", [[], [{"a": 1}], [{"a": 1, "b": ["x\ny", []]}, {"c": {}}] * 150])
def test_a_list_that_is_written_as_it_comes_has_the_bytes_of_one_document(
    rows: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    show_json({"schema": "x", "entries": rows})
    whole = capsys.readouterr().out
    show_json_list({"schema": "x"}, "entries", iter(rows))
    assert capsys.readouterr().out == whole


def test_a_list_is_read_in_stretches_and_is_the_same_whatever_their_length(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    done("add", "--json", "-", stdin="\n".join(document(f"Entry {n}.") for n in range(9)))
    whole = list(journal.finding.lines(limit=0))
    assert len(whole) == 9
    for length in (1, 2, 3, 9, 10):
        monkeypatch.setattr("rcpjournal.store.finding.AT_A_TIME", length)
        assert list(journal.finding.lines(limit=0)) == whole
        assert list(journal.finding.lines(Selection(), limit=7)) == whole[:7]


def test_nobody_who_saves_waits_for_somebody_who_reads_a_list(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    done("add", "--json", "-", stdin="\n".join(document(f"Entry {n}.") for n in range(3)))
    monkeypatch.setattr("rcpjournal.store.finding.AT_A_TIME", 1)
    lines = journal.finding.lines(limit=0)
    next(lines)
    added("Written meanwhile.")
    assert len(list(lines)) == 2


# --- the bar ------------------------------------------------------------------------------------------------


def watched_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> str:
    """What a person at a terminal sees of four things that are waited for."""
    ours, theirs = pty.openpty()
    monkeypatch.setenv("TERM", "xterm")
    with os.fdopen(theirs, "w") as stream, monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", stream)
        assert list(progress.watched(range(4), "Bringing in", lambda: 4)) == [0, 1, 2, 3]
        print("END", end="", file=stream, flush=True)
        text = ""
        while not text.endswith("END"):
            text += os.read(ours, 65536).decode()
    os.close(ours)
    return text.removesuffix("END")


def test_from_a_second_on_a_person_sees_how_far_it_is(begun: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "SECONDS_BEFORE", 0)
    monkeypatch.setattr(progress, "SECONDS_BETWEEN", 0)
    text = watched_at_a_terminal(monkeypatch)
    assert "Bringing in" in text
    assert "75%" in text


def test_what_is_done_within_a_second_shows_no_bar(begun: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert watched_at_a_terminal(monkeypatch) == ""


def test_a_screen_reader_is_not_given_a_bar_to_read_out(begun: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "SECONDS_BEFORE", 0)
    begin({"plain": True})
    assert watched_at_a_terminal(monkeypatch) == ""

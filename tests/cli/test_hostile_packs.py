"""A pack that was altered, is from a newer version, or is no pack, is refused in one sentence and nothing is kept."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rcpjournal.core.sharing.pack import MOST_CHARACTERS, pack_document
from rcpjournal.core.sharing.received import MOST_ENTRIES, MOST_FIGURES
from tests.cli.packs import SMALL, compact, in_file, people, received, written
from tests.cli.quick import done, refused, run
from tests.exports.page.making import BARE, FULL, TRUST, changed
from tests.support import Counted

DEEP = b"[" * 100_000
NEWER = json.dumps({**pack_document(SMALL), "schema": "rcpjournal/pack/2", "page": {"what": "we cannot know"}})
FILES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not JSON"),
    "words": (b"hello", "not JSON"),
    "half of one": (written()[:-20], "not JSON"),
    "two of them": (written() * 2, "not JSON"),
    "another document of ours": (b'{"schema": "rcpjournal/list/1", "entries": []}', "not a pack"),
    "a list": (b"[]", "not a pack"),
    "a newer version": (NEWER.encode(), "newer rcpjournal"),
    "a key that stands twice": (compact().replace(b'{"schema"', b'{"digest":"x","schema"', 1), "same key twice"),
    "not a number": (compact().replace(b'"entries":0', b'"entries":NaN'), "NaN"),
    "infinity": (compact().replace(b'"entries":0', b'"entries":-Infinity'), "Infinity"),
    "text for a number": (compact().replace(b'"entries":0', b'"entries":"0"'), "whole number"),
    "a list for a page": (json.dumps({**pack_document(SMALL), "page": []}).encode(), "page"),
    "a field too many": (json.dumps({**pack_document(SMALL), "rank": 1}).encode(), "rank"),
    "a field too few": (compact().replace(b'"by":"week",', b""), "missing"),
    "an altered figure": (written().replace(b'"entries": 17', b'"entries": 18', 1), "digest does not fit"),
    "nested deeply": (DEEP, "nested too deeply"),
    "nested deeply inside": (compact().replace(b'"name":"J"', b'"name":' + DEEP[:900] + b"]" * 900), "pack"),
    "too long": (b" " * (MOST_CHARACTERS + 1), "longer than"),
    "far too long": (b" " * 8_000_001, "longer than"),
    "UTF-16": (written().decode().encode("utf-16"), "not text in UTF-8"),
    "bytes of something else": (bytes(range(256)), "not text in UTF-8"),
    "a lone surrogate": (compact().replace(b'"J"', b'"\\ud800"'), "pack"),
    "raw control characters": (compact().replace(b'"J"', b'"\x1b[2J"'), "not JSON"),
}


def refusal(what: bytes, code: int = 1) -> str:
    """The one sentence with which this is refused; nothing of it is kept."""
    sentence = refused("supervision", "receive", "-", "--as", "J", stdin=what, code=code)
    assert sentence.count("\n") == 1
    assert "\x1b" not in sentence
    assert people() == []
    return sentence


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_sound_pack_is_refused_in_a_sentence(name: str, counted: Counted) -> None:
    what, why = FILES[name]
    assert why in refusal(what)
    counted("hostile packs", 1)


def test_every_single_byte_changed_in_a_small_pack_is_noticed_or_changes_nothing() -> None:
    data = compact()
    digest = pack_document(SMALL)["digest"]
    for n, byte in enumerate(data):
        altered = bytes((*data[:n], byte ^ 1, *data[n + 1 :]))
        result = run("supervision", "receive", "-", "--as", "J", stdin=altered)
        assert result.code in (0, 1)
        if result.code:
            assert (result.out, result.err.count("\n")) == ("", 1)
    assert {pack["digest"] for one in people() for pack in one["packs"]} <= {digest}


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    number = received()
    windows = b"\xef\xbb\xbf" + written().replace(b"\n", b"\r\n")
    assert int(done("supervision", "receive", "-", stdin=windows).out) == number


IMPOSSIBLE = {
    "more entries than there are": changed(SMALL, entries=5, themes=(changed(TRUST, entries=4, of=9, parts=()),)),
    "more than were asked": changed(SMALL, entries=20, themes=(changed(TRUST, entries=10, of=9, parts=()),)),
    "in the appendix": changed(SMALL, entries=20, appendix=(changed(TRUST, entries=10, of=9, parts=()),)),
    "in a condition": changed(SMALL, entries=20, conditions=(replace(FULL.conditions[0], entries=18, of=17),)),
    "in a stance": changed(SMALL, entries=20, themes=(changed(TRUST, stances={"present": 999}, parts=()),)),
    "of a part": changed(SMALL, entries=20, themes=(changed(TRUST, parts=((FULL.since, 1, 999_999),)),)),
    "in too many parts": changed(SMALL, entries=20, themes=(changed(TRUST, parts=((FULL.since, 0, 1),) * 601),)),
    "of a condition": changed(SMALL, entries=20, conditions=(changed(FULL.conditions[0], inhibited=500),)),
    "of years to come": changed(SMALL, until=SMALL.until.replace(year=2099)),
    "in a part": changed(SMALL, entries=20, themes=(changed(TRUST, parts=((FULL.since, 2, 1),)),)),
    "days that run backwards": changed(SMALL, since=FULL.until, until=FULL.since),
    "more entries than a life holds": changed(SMALL, entries=MOST_ENTRIES + 1),
    "more figures than a framework has": changed(
        SMALL, entries=20, appendix=(changed(TRUST, parts=(), passages=()),) * (MOST_FIGURES + 1)
    ),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_figures_that_cannot_be_are_refused_though_their_digest_fits(name: str, counted: Counted) -> None:
    refusal(written(IMPOSSIBLE[name]))
    counted("hostile packs", 1)


def test_the_harness_notices_a_pack_that_is_taken() -> None:
    with pytest.raises(AssertionError):
        refusal(written())


def test_a_path_that_is_no_file_is_named(tmp_path: Path) -> None:
    assert "not a file" in refused("supervision", "receive", str(tmp_path))
    assert "no such file" in refused("supervision", "receive", str(tmp_path / "gone.json"))


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    path = Path(in_file(tmp_path, written()))
    path.chmod(0)
    if os.access(path, os.R_OK):  # root reads everything, but not its own memory as a file from the beginning
        path = Path("/proc/self/mem")
    assert str(path) in refused("supervision", "receive", str(path))


def test_a_pack_that_was_altered_inside_the_journal_is_noticed_when_it_is_read(journal: Any, home: Path) -> None:
    received()
    with journal.saving() as sql:
        sql.execute("UPDATE received SET document = replace(document, '\"entries\": 17', '\"entries\": 18')")
    assert "digest does not fit" in refused("summary", "--from", FULL.name)


def test_a_page_without_any_choice_is_received_and_read() -> None:
    received(BARE, "--as", "J")
    assert "No question and no theme was chosen." in done("summary", "--from", "J").out

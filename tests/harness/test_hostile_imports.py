"""Documents that are made to do harm: each is refused in few words, quickly, and nothing of it is kept."""

import json
import time

import pytest

from tests.cli.quick import listed, run
from tests.harness.hostile import ATTACKS, unsafe_in
from tests.support import Counted, everyday


def _with(**fields: object) -> bytes:
    return json.dumps({"happened_on": "2026-03-04", "text": "Words.", **fields}).encode()


HOSTILE: dict[str, bytes] = {
    "nested lists": b"[" * 200_000,
    "nested mappings": b'{"a":' * 100_000,
    "nested within": _with(answers=1)[:-2] + b"[" * 900 + b"]" * 900 + b"}",
    "a number of 5,000 figures": _with(starred=0)[:-2] + b"9" * 5_000 + b"}",
    "not a number": _with(starred=0)[:-2] + b"NaN}",
    "infinity": _with(starred=0)[:-2] + b"Infinity}",
    "a field twice": b'{"happened_on": "2026-03-04", "text": "a", "text": "b"}',
    "an unknown field": _with(**{ATTACKS["CSI"]: 1}),
    "an unknown kind": _with(kind=ATTACKS["OSC 8"]),
    "an item that is none": _with(observations=[{"item": ATTACKS["bidi overrides"]}]),
    "a day that is none": _with(happened_on="2026-02-30"),
    "a day far off": _with(happened_on="99999-01-01"),
    "text for a list": _with(observations="trust"),
    "a list for text": _with(text=["a"]),
    "true for text": _with(text=True),
    "no words": _with(text="   "),
    "NUL": _with(text="a\x00b"),
    "a lone surrogate": _with(text="\ud800"),
    "bytes that are no text": b'{"happened_on": "2026-03-04", "text": "caf\xe9"}',
    "UTF-16 that is cut off": _with().decode().encode("utf-16")[:-1],
    "bytes of something else": bytes(range(256)) * 400,
    "half a document": _with()[:-5],
    "an id that leads elsewhere": _with(id="../../etc/passwd"),
    "thousands of unknown fields": _with(**{f"k{n}": n for n in range(20_000)}),
}


def refused(document: bytes) -> None:
    """A document is refused by each command that takes one, quickly, and nothing of it is kept."""
    began = time.process_time()
    for words in (["add", "--json", "-"], ["import", "json", "-"]):
        result = run(*words, stdin=document)
        assert (result.code, result.out, listed()) == (1, "", [])
        assert not unsafe_in(result.err) and len(result.err) < 16_000
    assert time.process_time() - began < 2


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_refused_and_nothing_of_it_is_kept(name: str, counted: Counted) -> None:
    refused(HOSTILE[name])
    counted("hostile documents", 1)


def test_the_harness_notices_a_document_that_is_taken() -> None:
    with pytest.raises(AssertionError):
        refused(_with())


OTHERS = ("jrnl", "dayone", "markdown", "csv")
MADE_FOR: dict[str, bytes] = {
    "a thousand front matters": b"---\na: b\n---\n" * 1_000,
    "front matter of nested lists": b"---\na: " + b"[" * 50_000 + b"\n---\nWords.",
    "front matter without an end": b"---\n" + b"a: b\n" * 50_000,
    "one line of brackets": b"[" * 300_000,
    "a bracket a line": b"[2019-\n" * 50_000,
    "dates that are none": b"[2019-99-99 99:99] x\n" * 3_000,
    "bare dates that are none": b"2019-99-99 99:99 x\n" * 3_000,
    "a tag of a million letters": b"2019-01-02 09:30 @" + b"a" * 1_000_000,
    "slashes and pluses": b"2019-01-02 09:30 #" + b"+/-*" * 100_000,
    "backslashes": b'{"entries": [{"creationDate": "2019-01-02T09:30:00Z", "text": "' + b"\\\\" * 200_000 + b'"}]}',
    "fences": b'{"entries": [{"creationDate": "2019-01-02T09:30:00Z", "text": "' + b"```\\n" * 50_000 + b'"}]}',
    "a cell without an end": b'date,text\n2019-01-02,"' + b"a,\n" * 100_000,
    "a row of 100,000 cells": b"date,text\n2019-01-02,x" + b",y" * 100_000,
    "a title of commas": b"," * 200_000 + b"\n1,2",
    "the same JSON name again": b"{" + b'"a": 1, ' * 20_000 + b'"entries": []}',
    "a zip of nothing": b"PK\x05\x06" + b"\0" * 18,
    **{name: f"date,text\n2019-01-02,{attack}\n".encode("utf-8", "surrogatepass") for name, attack in ATTACKS.items()},
}


EVERYDAY = (
    "nested lists",
    "NUL",
    "UTF-16 that is cut off",
    "bytes of something else",
    "front matter of nested lists",
    "a bracket a line",
)


@pytest.mark.parametrize("name", everyday([*HOSTILE, *MADE_FOR], *EVERYDAY, "a title of commas", "CSI", "fences"))
def test_a_hostile_file_of_another_program_does_no_harm(name: str, counted: Counted) -> None:
    """It may be words all the same: then they are kept, and shown harmless."""
    for format_ in OTHERS:
        began = time.process_time()
        result = run("import", format_, "-", "--dry-run", stdin={**HOSTILE, **MADE_FOR}[name])
        assert result.code in (0, 1)
        assert not unsafe_in(result.out + result.err), format_
        assert len(result.err) < 64_000
        assert time.process_time() - began < 4, format_
        counted("hostile files of other programs", 1)
    assert listed() == []

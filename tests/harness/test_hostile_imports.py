"""Documents that are made to do harm: each is refused in few words, quickly, and nothing of it is kept."""

import json
import time

import pytest

from tests.cli.quick import listed, run
from tests.harness.hostile import ATTACKS, unsafe_in
from tests.support import Counted


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
    "UTF-16": _with().decode().encode("utf-16"),
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

"""Texts made to be slow: the time grows with the length and no faster; and what is loaded, and when."""

import subprocess
import sys
import time

import pytest

from rcpjournal.core.identifiers import find
from tests.support import everyday

PIECES = {
    "capitals": "A",
    "initials": "A ",
    "names": "Aa ",
    "titles": "Mrs ",
    "titles and names": "Mr Aa ",
    "particles": "Aa de la ",
    "digits": "1",
    "spaced digits": "1 ",
    "zeros": "0 ",
    "at": "a@",
    "dots": "a.",
    "www": "www.",
    "http": "http://",
    "hyphens": "A-",
    "apostrophes": "A'b",
    "numbers and words": "10 Aa ",
    "letters and digits": "A1",
    "slashes": "A1/",
    "births": "born on the ",
    "labels": "ref no ",
    "space": " ",
    "lines": "\n",
    "full stops": ".",
    "quotes": "\"'",
    "events": "murder ",
    "sentences": "Murder. ",
    "arabic": "محمد ",
    "marks": "e\u0301",
    "phones": "(0 ",
    "plus": "+1 ",
    "shouted": "MRS KHAN AND ",
    "addresses": "1 Aa Bb Cc ",
}
SHORT, LONG = 30_000, 120_000


def seconds(text: str) -> float:
    """The lesser of two: a search for garbage in the memory of all these tests may fall into one of them."""
    return min(_seconds(text) for _ in range(2))


def _seconds(text: str) -> float:
    start = time.process_time()
    find(text)
    return time.process_time() - start


@pytest.mark.parametrize("name", everyday(PIECES, "apostrophes", "shouted"))
def test_the_time_grows_with_the_length_and_no_faster(name: str) -> None:
    """Four times the text costs about four times as much; a square would cost sixteen times."""
    piece = PIECES[name]
    find(piece)
    short, long = (seconds((piece * (size // len(piece) + 1))[:size]) for size in (SHORT, LONG))
    assert long < max(9 * short, 2.0)


def loaded_by(code: str) -> str:
    names = "{'phonenumbers', 'stdnum'}"
    lines = f"import sys\nfrom rcpjournal.core.identifiers import find\n{code}\nprint({names} & set(sys.modules))"
    return subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True).stdout


def test_nothing_heavy_is_loaded_with_the_package() -> None:
    assert loaded_by("pass") == "set()\n"


def test_a_text_without_numbers_loads_no_library_for_numbers() -> None:
    assert loaded_by("find('I met Asha.')") == "set()\n"

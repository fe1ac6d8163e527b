"""Replacing what was chosen: all else stays to the letter, whatever the text is made of."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcpjournal.core.identifiers import Found, Known, find, reduced

PIECES = [
    "Mrs Okafor",
    "Asha",
    "07700 900123",
    "LS6 2AB",
    "a@example.org",
    "999 100 0003",
    "14 Larch Road",
    "👨‍👩‍👧 ",
    "e\u0301",
    "محمد",
    "שלום",
    "\u200f",
    "İ",
    "ß",
    "ﬃ",
    "\n",
    ". ",
    ", ",
    " and ",
    "I said",
    "🙂",
    "it rained",
    "The vicar",
    "bluebird",
    "\u0301",
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=25).map(" ".join)


@given(TEXTS, st.data())
def test_what_is_not_chosen_stays_to_the_letter(text: str, data: st.DataObject) -> None:
    found = find(text, Known(aliases=("bluebird",), safe=("The vicar",)))
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    chosen = [one for one in found if data.draw(st.booleans())]
    expected, end = "", 0
    for one in chosen:
        expected, end = expected + text[end : one.start] + "⟦⟧", one.end
    assert reduced(text, dict.fromkeys(chosen, "⟦⟧")) == expected + text[end:]


def test_suggestions_make_a_text_without_what_was_found() -> None:
    text = "🙂 Asha's mum rang 07700 900123 at LS6 2AB."
    assert reduced(text, {one: one.suggestion for one in find(text)}) == "🙂 [name]'s mum rang [phone] at [postcode]."


def test_the_workers_own_words_and_nothing_at_all() -> None:
    text = "I met Asha."
    (found,) = find(text)
    assert reduced(text, {found: "the younger one"}) == "I met the younger one."
    assert reduced(text, {}) == text


def test_finds_of_another_text_are_refused() -> None:
    (found,) = find("I met Asha.")
    with pytest.raises(ValueError, match="does not hold"):
        reduced("I met nobody.", {found: "x"})
    twice = Found("name", "I met", 0, 5, "", "", False)
    over = Found("name", "met", 2, 5, "", "", False)
    with pytest.raises(ValueError, match="does not hold"):
        reduced("I met Asha.", {twice: "x", over: "y"})

"""Preparing a page as a pure step: what leaves after which replies, and which replies no longer hold."""

import pytest

from rcpjournal.core.words import is_stretch


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Tea first", "Tea first, then the hard letter."),
        ("then the hard letter.", "Tea first, then the hard letter."),
        ("Tea first", "'Tea first,' she said."),
        ("able", "I was unable, and then able."),
        ("お茶を飲んだ", "家庭訪問をして、一緒にお茶を飲んだ。"),
    ],
)
def test_whole_words_that_stand_there_just_so_are_a_stretch(words: str, text: str) -> None:
    assert is_stretch(words, text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("ea first, then the hard lett", "Tea first, then the hard letter."),
        ("able to say", "I am unable to say"),
        ("t say", "I can't say"),
        ("'t say", "I can’t say".replace("’", "'")),
        ("bodied", "an able-bodied man"),
        ("the cafe", "We met in the cafe\u0301."),
        ("first tea", "Tea first"),
        ("", "Tea first"),
    ],
)
def test_what_is_cut_inside_a_word_or_stands_otherwise_is_not(words: str, text: str) -> None:
    assert not is_stretch(words, text)

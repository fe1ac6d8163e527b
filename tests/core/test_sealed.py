"""The recovery code holds the key, however it is spaced, and a slip of the pen does not pass."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcpjournal.core.sealed import PhraseRefused, checked_phrase, key_in_code, recovery_code, resembles_code

KEYS = st.binary(min_size=32, max_size=32)


@given(KEYS)
def test_the_code_is_the_key(key: bytes) -> None:
    code = recovery_code(key)
    assert key_in_code(code) == key
    for spelt in (code.lower(), code.replace("-", ""), code.replace("-", " "), f" {code}\n", code.replace("-", "–")):
        assert key_in_code(spelt) == key
    assert key_in_code(code.replace("O", "0").replace("I", "1").replace("B", "8")) == key


def test_slips_of_one_letter_are_caught_and_still_look_like_a_code() -> None:
    """Every letter, at every place, for twenty keys: at least 99 of 100; here none passes."""
    letters, tried, passed = string.ascii_uppercase + "234567", 0, 0
    for n in range(20):
        code = recovery_code(bytes((n * 37 + at * 11) % 256 for at in range(32)))
        for at, letter in enumerate(code):
            for other in letters:
                if letter not in ("-", other):
                    slipped = code[:at] + other + code[at + 1 :]
                    tried += 1
                    passed += key_in_code(slipped) is not None
                    assert resembles_code(slipped)
    assert tried == 20 * 56 * 31
    assert passed == 0


@given(KEYS, st.integers(0, 54))
def test_letters_that_changed_places_or_were_left_out_are_caught(key: bytes, at: int) -> None:
    code = recovery_code(key).replace("-", "")
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert swapped == code or key_in_code(swapped) is None
    assert key_in_code(code[:at] + code[at + 1 :]) is None


@pytest.mark.parametrize("text", ["", "short", "       ", "seven77", recovery_code(bytes(32))])
def test_a_passphrase_that_is_soon_guessed_or_is_a_recovery_code_is_refused(text: str) -> None:
    with pytest.raises(PhraseRefused) as refused:
        checked_phrase(text)
    assert not text.strip() or text not in str(refused.value)


@pytest.mark.parametrize("text", ["eight888", "ein Satz über Bäume", "  spaces count  ", "沈黙は金なり、雄弁は銀"])
def test_a_passphrase_is_used_as_it_is(text: str) -> None:
    assert checked_phrase(text) == text

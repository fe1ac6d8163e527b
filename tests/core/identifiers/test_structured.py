"""Numbers, mail, addresses: found by form and checksum, and told from what only looks like them."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcpjournal.core.identifiers import Found, Known, find


def kinds(text: str, known: Known = Known()) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in find(text, known)]


def check_digit(nine: str) -> int:
    """The NHS sum by hand, as an oracle."""
    return (11 - sum(int(sign) * (10 - at) for at, sign in enumerate(nine)) % 11) % 11


@st.composite
def nhs_numbers(draw: st.DrawFn) -> str:
    first = draw(st.sampled_from("49"))
    nine = first + "".join(draw(st.lists(st.sampled_from("0123456789"), min_size=8, max_size=8)))
    return nine + str(check_digit(nine)) if check_digit(nine) < 10 else "9991000003"


@given(nhs_numbers(), st.lists(st.sampled_from(["", " ", "-", "."]), min_size=9, max_size=9))
def test_a_valid_nhs_number_is_found_in_any_spacing(number: str, gaps: list[str]) -> None:
    if check_digit(number[:9]) != int(number[9]):
        return
    spaced = "".join(sign + gap for sign, gap in zip(number, [*gaps, ""], strict=True))
    found = find(f"Her NHS number is {spaced}, she said.")
    assert [(one.kind, one.text, one.sure) for one in found] == [("nhs-number", spaced, True)]


@given(nhs_numbers(), st.integers(1, 9))
def test_a_number_with_a_wrong_check_digit_is_not_called_an_nhs_number(number: str, off: int) -> None:
    wrong = number[:9] + str((int(number[9]) + off) % 10)
    if check_digit(wrong[:9]) == int(wrong[9]):
        return
    assert {one.kind for one in find(f"It says {wrong} here.")} <= {"case-reference", "phone"}


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("NI is ab 12 34 56 c now.", "ni-number", "ab 12 34 56 c"),
        ("Call 020 7946 0018.", "phone", "020 7946 0018"),
        ("Call (0161) 496 0018.", "phone", "(0161) 496 0018"),
        ("On +44 7700 900 123 today.", "phone", "+44 7700 900 123"),
        ("His brother is on +48 512 345 678.", "phone", "+48 512 345 678"),
        ("Lives in LS6 2AB, she said.", "postcode", "LS6 2AB"),
        ("Lives in ls6 2ab, she said.", "postcode", "ls6 2ab"),
        ("Mail a.b+c@example.org.", "email", "a.b+c@example.org"),
        ("See www.example.com/x.", "web-address", "www.example.com/x"),
        ("On example.co.uk/page it says so.", "web-address", "example.co.uk/page"),
        ("Her handle is @some_one7.", "web-address", "@some_one7"),
        ("They live at 14 Larch Road now.", "address", "14 Larch Road"),
        ("They live at 14 larch road now.", "address", "14 larch road"),
        ("It was Flat 3, 22 Acacia Avenue.", "address", "Flat 3, 22 Acacia Avenue"),
        ("DOB 4/5/2012.", "date-of-birth", "4/5/2012"),
        ("He was born on the 4th of May 2012.", "date-of-birth", "4th of May 2012"),
        ("The date of birth in the file is wrong, it is 04.05.2012.", "date-of-birth", "04.05.2012"),
        ("Case number 22/10473 was closed.", "case-reference", "22/10473"),
        ("It is under CF-2021-00417 there.", "case-reference", "CF-2021-00417"),
        ("Ref. LCS1148827 it was.", "case-reference", "LCS1148827"),
        ("UPN H801200001001 they wanted.", "case-reference", "H801200001001"),
    ],
)
def test_what_has_a_form_is_found(text: str, kind: str, words: str) -> None:
    assert kinds(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "We met on 12 March 2024 and on 4/5/24.",
        "BP 120/80, PHQ-9 12, GAD-7 down, MUST 2, KS3, B12 low, COVID-19 gone.",
        "Section 117 and Section 47, 2019/20, 24/7, room 101.",
        "It costs £12,000 a year and 3,000,000 in all; I wrote 1,500 words.",
        "From 9.30 to 10.45 I sat with nineteen people in the room at 3 pm.",
        "I ran 100 yards up the road and 10 people came down the street.",
        "It was his a1 2nd try.",
    ],
)
def test_ordinary_figures_are_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_a_code_word_is_found_in_any_case() -> None:
    assert kinds("Saw Bluebird again.", Known(aliases=("bluebird",))) == [("alias", "Bluebird")]


def test_each_find_shows_its_sentence_and_suggests_words() -> None:
    (found,) = find("First. Then I rang Mrs. Okafor about tea. Last.")
    assert found == Found("name", "Mrs. Okafor", 19, 30, "Then I rang Mrs. Okafor about tea.", "[name]", True)


def test_finds_are_in_order_and_apart() -> None:
    text = "Mrs Okafor, 14 Larch Road, LS6 2AB, a@example.org, 07700 900123, NHS 999 100 0003, ref AB/123456."
    found = find(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[one.start : one.end] == one.text for one in found)
    assert not re.search(r"\d", "".join(text[a.end : b.start] for a, b in pairwise(found)))

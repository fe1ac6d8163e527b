"""Possible names: of any culture, anywhere in a sentence; and not the many capitals that name nobody."""

import pytest

from rcpjournal.core.identifiers import Known, find


def names(text: str, known: Known = Known()) -> list[str]:
    return [one.text for one in find(text, known) if one.kind == "name"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Spoke to Mrs. J. Okafor-Smith and Dr O'Connor.", ["Mrs. J. Okafor-Smith", "Dr O'Connor"]),
        ("Łukasz told Zoë; Nguyễn Thị Hoa laughed.", ["Łukasz", "Zoë", "Nguyễn Thị Hoa"]),
        ("Siân ferch Ifan met Ludwig van der Berg.", ["Siân ferch Ifan", "Ludwig van der Berg"]),
        ("Ngũgĩ wa Thiong'o's son came.", ["Ngũgĩ wa Thiong'o"]),
        ("I rang mrs patel, then auntie shirin and mr brown.", ["mrs patel", "auntie shirin", "mr brown"]),
        ("WENT TO SEE MRS KHAN AND HER SON ADEEL TODAY.", ["MRS KHAN", "ADEEL"]),
        ("Adeel's mum rang. I said so to Sadhbh’s dad.", ["Adeel", "Sadhbh"]),
        ("Sister Comfort Asante and Nurse Joy were on.", ["Sister Comfort Asante", "Nurse Joy"]),
        ("Then Will came in. Will said no.", ["Will", "Will"]),
        ("Grace cried. I sat with Grace.", ["Grace", "Grace"]),
        ("April said she was fine in April.", ["April"]),
        ("In Chelsea it rained. Chelsea said so.", ["Chelsea"]),
        ("The Kowalczyks next door and the Okafor family.", ["Kowalczyks", "Okafor"]),
        ("I met Oyelaran. Later oyelaran rang me.", ["Oyelaran", "oyelaran"]),
        ("She calls him محمد at home, and nobody else does.", ["محمد"]),
        ("Jose\u0301 came late.", ["Jose\u0301"]),
    ],
)
def test_names_are_found(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "On Monday, after Easter, the English lady from Leeds spoke Polish, Urdu and Welsh.",
        "NHS, CAMHS, MARAC, DoLS and the MDT; Social Work England, Ofsted, CQC and the NMC.",
        "Signs of Safety, the Care Act, Working Together, Section 47, A&E, GP, Facebook, Tesco.",
        "Mark the page. Will you come? Hope that works. Rose to it. Grace is what I lacked. Patience was needed.",
        "Safeguarding first. Catheterised at nine. Unannounced visit. Didn't go well. Follow-up on Friday. Texted her.",
        "Mum, Dad, Nan and Grandad sat down. The Team Manager and the Head of Service stood.",
        "Gibbs' cycle, Kolb and Schön; Kitwood on the train; the Waterlow score; a Twix.",
        "St Brannoc's is closed. Okonjo Ward is full. Hope House is nice. The Rose Unit helped.",
        "I MAY go. NOT AGAIN. This IS important.",
        "Mrs A came. K came. J. was late.",
    ],
)
def test_capitals_that_name_nobody_are_left_alone(text: str) -> None:
    assert names(text) == []


def test_what_the_user_listed_is_safe() -> None:
    assert names("I met Bluebell Oyelaran at Marazion Court.") != []
    assert names("I met Oyelaran there.", Known(safe=("oyelaran",))) == []
    assert names("We were at the Zennor Pilgrims again.", Known(safe=("Zennor Pilgrims",))) == []


def test_words_of_the_framework_are_not_names() -> None:
    known = Known(framework=("Patience", "Empathy", "mapping the bright spots"))
    assert names("What I wrote under Patience today.", known) == []
    assert names("Patience said she was tired.", known) == ["Patience"]


def test_a_word_that_is_small_elsewhere_is_a_word() -> None:
    assert names("Zopranol at eight. I gave more zopranol at nine.") == []


def test_a_long_sentence_is_shown_around_the_find() -> None:
    (found,) = find("word " * 200 + "Oyelaran " + "word " * 200)
    assert "Oyelaran" in found.sentence
    assert len(found.sentence) < 300

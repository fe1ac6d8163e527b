"""A role, a place, a date and a rare event in one passage: a warning, in one sentence, that replaces nothing."""

import pytest

from rcpjournal.core.identifiers import find

ALL = "The vicar of the village was stabbed on 4 March."


def test_four_parts_together_are_warned_of_in_one_sentence() -> None:
    (found,) = [one for one in find(ALL) if one.kind == "jigsaw"]
    assert (found.text, found.suggestion, found.sure) == ("stabbed", "", False)
    assert all(part in found.why for part in ("The vicar", "the village", "4 March", "stabbed"))
    assert found.why.count(".") == 1


@pytest.mark.parametrize(
    "text",
    [
        "The man of the village was stabbed on 4 March.",
        "The vicar was stabbed on 4 March.",
        "The vicar of the village was stabbed.",
        "The vicar of the village was late on 4 March.",
        "The vicar came. "
        + "He sat. " * 8
        + "It was 4 March, in the village. "
        + "We talked. " * 8
        + "Someone was stabbed.",
    ],
)
def test_fewer_parts_or_parts_far_apart_are_not(text: str) -> None:
    assert not [one for one in find(text) if one.kind == "jigsaw"]


def test_a_passage_is_warned_of_once() -> None:
    assert len([one for one in find(ALL + " Stabbed! Stabbed in the village.") if one.kind == "jigsaw"]) == 1

"""What was found, in a few words."""

import pytest

from rcpjournal.core.identifiers import Known, find
from rcpjournal.core.identifiers.telling import told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It rained.", ""),
        ("I met Asha.", "“Asha”"),
        ("I met Asha. Asha's mum rang 07700 900123 and 07700 900456.", "“Asha” and a phone number"),
        (
            "Asha and Bilal came with Chidi, and bluebird wrote to a@example.org.",
            "“Asha”, “Bilal”, “Chidi” and 2 more",
        ),
    ],
)
def test_names_as_they_stand_and_the_rest_by_what_it_is(text: str, words: str) -> None:
    assert told(find(text, Known(aliases=("bluebird",)))) == words


def test_what_only_together_says_who_it_is_is_not_told_as_a_thing() -> None:
    text = "The vicar of the village was stabbed on 3 March, in Garsfield, it was in the papers."
    assert "jigsaw" in {one.kind for one in find(text)}
    assert "stabbed" not in told(find(text))

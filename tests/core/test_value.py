"""Values: frozen, made by keyword, equal where their fields are; what their names are in documents."""

from dataclasses import FrozenInstanceError, fields, replace
from typing import cast

import pytest

from rcpjournal.core.entry import Entry, Observation
from rcpjournal.core.framework import Relation
from rcpjournal.core.value import public_names, public_parts, value

ONE = Observation(item="rcp.principle.trust", stance="present")


@value
class Alone:
    """A value of one field."""

    from_: str


@value
class Twin:
    """As `Alone`, and another class."""

    from_: str


def test_values_are_equal_where_their_class_and_their_fields_are() -> None:
    assert replace(ONE) == ONE and hash(replace(ONE)) == hash(ONE)
    assert replace(ONE, stance="missed") != ONE and len({ONE, replace(ONE), replace(ONE, quote="tea")}) == 2
    assert Alone(from_="a") != cast(object, Twin(from_="a"))


def test_a_value_never_changes_and_is_made_by_keyword() -> None:
    with pytest.raises(FrozenInstanceError):
        ONE.stance = "missed"  # type: ignore[misc]
    with pytest.raises(TypeError):
        Observation("rcp.principle.trust")  # type: ignore[call-arg]
    assert not hasattr(ONE, "__dict__"), "no other names either"


def test_a_value_shows_what_would_make_it() -> None:
    assert eval(repr(ONE)) == ONE


def test_a_name_that_python_keeps_for_itself_stands_in_documents_as_it_is() -> None:
    link = Relation(type="shows", from_="a", to="b")
    assert dict(public_parts(link)) == {"type": "shows", "from": "a", "to": "b", "provenance": "project"}
    assert dict(public_parts(Alone(from_="a"))) == {"from": "a"}
    assert len(public_names(Entry)) == len(fields(Entry)) and "with" in public_names(Entry)

"""Which items an entry touches, in whichever part of it they stand."""

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rcpjournal.core.entry import Condition, Entry, Observation
from rcpjournal.core.framework import Framework
from rcpjournal.core.marks import marks, offering_its_head
from tests.core.making import entries

ENTRY = Entry(happened_on=date(2026, 3, 4), flow="quick", offered=("principle",), answers={"rcp.prompt.noticed": "x"})


def test_every_part_of_an_entry_marks_its_items(framework: Framework) -> None:
    entry = replace(
        ENTRY,
        kind="near-miss",
        with_="self",
        need="both",
        working="to",
        answers={"rcp.prompt.noticed": "x", "tar.prompt.in-the-room": "Mine.", "tar.prompt.ment-lost": "y"},
        observations=(Observation(item="rcp.principle.trust", stance="missing"),),
        conditions=(Condition(item="rcp.organisation.norms", polarity="enabled"),),
        ratings={"tar.rating.high-support": 4},
    )
    assert marks(entry, framework) == [
        ("rcp.principle.trust", "missing"),
        ("rcp.organisation.norms", "enabled"),
        ("tar.rating.high-support", "4"),
        ("rcp.need.both", None),
        ("tar.containment.in-the-room", None),
        ("tar.working.to", None),
        ("tar.approach.mentalisation", None),
        ("tar.context.near-miss", None),
        ("tar.person.self", None),
    ]


def test_the_same_item_with_the_same_value_is_marked_once(framework: Framework) -> None:
    seen = [Observation(item="rcp.principle.trust", stance=stance) for stance in ("present", "present", "missing")]
    assert marks(replace(ENTRY, observations=tuple(seen)), framework) == [
        ("rcp.principle.trust", "present"),
        ("rcp.principle.trust", "missing"),
    ]


@given(st.data())
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_kind_and_company_count_as_offered_where_they_are_given_and_nothing_else_is_added(
    framework: Framework, data: st.DataObject
) -> None:
    entry = data.draw(entries(framework))
    widened = offering_its_head(entry, framework)
    assert replace(widened, offered=entry.offered) == entry
    if entry.offered is None:
        assert widened.offered is None
        return
    given = {"context": entry.kind, "person": entry.with_}
    assert set(widened.offered or ()) == {*entry.offered, *(layer for layer, value in given.items() if value)}
    assert list(widened.offered or ()) == [layer for layer in framework.layers if layer in (widened.offered or ())]

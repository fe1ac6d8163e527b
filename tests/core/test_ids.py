"""Ids: short, stable, in the order of writing, forgiving to type."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from rcpjournal.core.ids import SIGNS, id_after, id_for, normal_id
from tests.support import examples

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31, 23, 59, 59))
IDS = st.builds(
    lambda moment, more: id_for(moment) + "".join(more), MOMENTS, st.lists(st.sampled_from(SIGNS), max_size=3)
)


def test_an_id_is_the_day_and_a_sign_for_the_time() -> None:
    assert id_for(datetime(2026, 3, 4, 0, 0, 0)) == "260304-000"
    assert id_for(datetime(2026, 3, 4, 12, 0, 0)) == "260304-g00"
    assert id_for(datetime(2026, 3, 4, 23, 59, 59)) == "260304-zzz"


@given(MOMENTS, MOMENTS)
@settings(deadline=None, max_examples=examples(200))
def test_ids_sort_in_the_order_of_writing(one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    assert id_for(earlier) <= id_for(later)
    if later - earlier >= timedelta(seconds=3):
        assert id_for(earlier) < id_for(later)


@given(IDS)
@settings(deadline=None, max_examples=examples(200))
def test_the_next_id_is_strictly_after_and_on_the_same_day(taken: str) -> None:
    following = id_after(taken)
    assert following > taken
    assert following.partition("-")[0] == taken.partition("-")[0]
    assert normal_id(following) == following


def test_many_in_one_moment_get_ids_in_order_past_the_end_of_the_day() -> None:
    ids = [id_for(datetime(2026, 3, 4, 23, 59, 50))]
    for _ in range(100):
        ids.append(id_after(ids[-1]))
    assert all(one < other for one, other in pairwise(ids))
    assert all(one.startswith("260304-") for one in ids)


@given(IDS, st.integers(0, 12))
@settings(deadline=None, max_examples=examples(200))
def test_an_id_or_its_beginning_typed_as_it_is_or_shouted_is_the_same(entry_id: str, length: int) -> None:
    typed = entry_id[:length]
    assert normal_id(typed) == typed
    assert normal_id(f" {typed.upper()} ") == typed


def test_signs_that_are_easily_misread_are_taken_for_what_was_meant() -> None:
    assert not set("oilu") & set(SIGNS)
    assert normal_id("260304-OIL") == "260304-011"
    assert normal_id("260304-u") == "260304-v"


def test_however_many_come_on_one_evening_their_ids_stay_short_and_in_order() -> None:
    found = ["260304-zzx"]
    for _ in range(40_000):
        found.append(id_after(found[-1]))
    assert found == sorted(set(found)) and max(map(len, found)) <= 16

"""The small mathematics, each formula against another way to the same number."""

from fractions import Fraction
from itertools import combinations
from math import comb, prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from rcpjournal.core.insight.chance import (
    about,
    chance_of_gap,
    chance_together,
    expected_together,
    hypergeometric,
    step_down,
    tails,
    wilson,
)
from tests.support import examples

LOOSE = settings(deadline=None, max_examples=examples(150))
CHANCES = st.floats(0, 1)


@st.composite
def drawings(draw: st.DrawFn, most: int = 2_000) -> tuple[int, int, int]:
    """Marked, drawn, of."""
    of = draw(st.integers(1, most))
    return draw(st.integers(0, of)), draw(st.integers(0, of)), of


# --- the interval ---------------------------------------------------------------------------------------


@given(st.integers(1, 5_000), st.data())
@LOOSE
def test_the_interval_is_the_one_that_scipy_gives(of: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, of))
    theirs = stats.binomtest(count, of).proportion_ci(0.95, "wilson")
    assert wilson(count, of) == pytest.approx((theirs.low, theirs.high), abs=0.005 + 1e-9)


def test_nothing_is_known_of_no_entries() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


# --- so many of the marked among the drawn --------------------------------------------------------------


@given(drawings())
@LOOSE
def test_the_chances_of_each_count_are_the_ones_that_scipy_gives(drawing: tuple[int, int, int]) -> None:
    marked, drawn, of = drawing
    first, chances = hypergeometric(marked, drawn, of)
    theirs = stats.hypergeom.pmf(range(first, first + len(chances)), of, marked, drawn)
    assert chances == pytest.approx(list(theirs), rel=1e-8)
    assert sum(chances) == pytest.approx(1)


@pytest.mark.parametrize(("marked", "drawn"), [(60_000, 100_000), (3, 100_000), (199_000, 50)])
def test_a_hundred_thousand_entries_a_side_are_no_trouble(marked: int, drawn: int) -> None:
    first, chances = hypergeometric(marked, drawn, 200_000)
    assert len(chances) < 5_000
    theirs = stats.hypergeom.pmf(range(first, first + len(chances)), 200_000, marked, drawn)
    assert chances == pytest.approx(list(theirs), rel=1e-6)


@given(drawings(300), st.integers(-2, 302))
@LOOSE
def test_how_rare_a_count_is_is_twice_the_smaller_of_fishers_one_sided_tests(
    drawing: tuple[int, int, int], count: int
) -> None:
    marked, drawn, of = drawing
    if not max(0, marked + drawn - of) <= count <= min(marked, drawn):
        assert tails(*drawing).rarer(count) == 0
        return
    table = [[count, drawn - count], [marked - count, of - drawn - marked + count]]
    sides = [stats.fisher_exact(table, alternative=side).pvalue for side in ("less", "greater")]
    assert tails(*drawing).rarer(count) == pytest.approx(min(1, 2 * min(sides)), rel=1e-7, abs=1e-12)


@given(drawings(60), CHANCES)
@LOOSE
def test_how_often_a_chance_comes_up_is_the_sum_over_all_counts_that_bring_it(
    drawing: tuple[int, int, int], chance: float
) -> None:
    found = tails(*drawing)
    first, chances = hypergeometric(*drawing)
    counted = sum(one for count, one in enumerate(chances, first) if found.rarer(count) <= chance * (1 + 1e-9))
    assert found.how_often(chance) == pytest.approx(counted, abs=1e-12)


@given(drawings(60), st.data())
@LOOSE
def test_counts_that_are_just_as_rare_on_paper_are_taken_to_be_so(
    drawing: tuple[int, int, int], data: st.DataObject
) -> None:
    marked, drawn, of = drawing
    same_as_on_paper(drawing, data.draw(st.integers(max(0, marked + drawn - of), min(marked, drawn))))


def test_two_counts_of_one_rarity_that_differ_in_the_last_digit_are_one() -> None:
    same_as_on_paper((18, 13, 39), 8)


def same_as_on_paper(drawing: tuple[int, int, int], count: int) -> None:
    """How often so rare a count comes up, in whole numbers of ways."""
    marked, drawn, of = drawing
    low, high = max(0, marked + drawn - of), min(marked, drawn)
    ways = {one: comb(marked, one) * comb(of - marked, drawn - one) for one in range(low, high + 1)}
    rare = {n: min(sum(w for m, w in ways.items() if m <= n), sum(w for m, w in ways.items() if m >= n)) for n in ways}
    counted = sum(ways[one] for one in ways if rare[one] <= rare[count] or 2 * rare[count] >= comb(of, drawn))
    found = tails(*drawing)
    assert found.how_often(found.rarer(count)) == pytest.approx(counted / comb(of, drawn), abs=1e-12)


@given(drawings(), CHANCES)
@LOOSE
def test_a_chance_comes_up_no_more_often_than_it_says(drawing: tuple[int, int, int], chance: float) -> None:
    assert tails(*drawing).how_often(chance) <= chance * (1 + 1e-8)


# --- together, and gaps ---------------------------------------------------------------------------------


@given(drawings(), st.data())
@LOOSE
def test_items_meet_by_chance_as_often_as_scipy_says(drawing: tuple[int, int, int], data: st.DataObject) -> None:
    a, b, of = drawing
    both = data.draw(st.integers(0, min(a, b)))
    assert chance_together(a, b, of, both) == pytest.approx(stats.hypergeom.sf(both - 1, of, a, b), rel=1e-6, abs=1e-12)
    assert chance_together(a, b, of, both) == pytest.approx(chance_together(b, a, of, both), rel=1e-6, abs=1e-12)
    first, chances = hypergeometric(a, b, of)
    mean = sum(count * chance for count, chance in enumerate(chances, first))
    assert expected_together(a, b, of) == pytest.approx(mean, abs=1e-9)


def test_nothing_meets_where_there_are_no_entries() -> None:
    assert expected_together(0, 0, 0) == 0
    assert chance_together(0, 0, 0, 0) == 1


GAPS = st.tuples(st.integers(1, 300), st.integers(0, 80)).flatmap(
    lambda pair: st.tuples(st.integers(1, pair[0]), st.just(pair[0]), st.just(pair[1]))
)


@given(GAPS)
@LOOSE
def test_the_chance_of_a_gap_is_laplaces_rule_step_by_step(gap: tuple[int, int, int]) -> None:
    count, of, since = gap
    before, entries = count - 1, of - 1
    rule = prod(1 - Fraction(before + 1, entries + more + 2) for more in range(since))
    assert chance_of_gap(*gap) == pytest.approx(float(rule), rel=1e-9)


@given(st.integers(1, 7), st.integers(0, 4), st.data())
@LOOSE
def test_the_chance_of_a_gap_is_a_count_of_orders(of: int, since: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, of))
    orders = list(combinations(range(of + since), count))
    silent = sum(all(place < of for place in order) for order in orders)
    assert chance_of_gap(count, of, since) == pytest.approx(silent / len(orders))


@given(st.integers(1, 12), st.data())
@LOOSE
def test_in_random_order_gaps_that_say_one_in_twenty_come_no_more_often(entries: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, entries))
    limit = data.draw(CHANCES)
    low = sum(
        comb(last - 1, count - 1)
        for last in range(count, entries + 1)
        if chance_of_gap(count, last, entries - last) <= limit
    )
    assert low / comb(entries, count) <= limit * (1 + 1e-9)


def test_a_gap_of_no_entries_says_nothing_and_a_large_journal_is_no_trouble() -> None:
    assert chance_of_gap(5, 20, 0) == 1
    assert chance_of_gap(5, 20, 10) == pytest.approx(comb(20, 5) / comb(30, 5))
    assert chance_of_gap(50_000, 100_000, 3) == pytest.approx(1 / 8, rel=1e-4)
    assert chance_of_gap(50_000, 100_000, 90_000) == 0


# --- many items, one report -----------------------------------------------------------------------------


def as_it_says(chance: float) -> float:
    return chance


def never(_: float) -> float:
    return 0.0


def test_what_an_item_cannot_reach_costs_the_others_nothing() -> None:
    assert step_down({"a": 0.04}, {"a": as_it_says, **{str(n): never for n in range(100)}}, 0.05) == {"a"}


def test_what_has_been_said_costs_no_more() -> None:
    alike = dict.fromkeys("ab", as_it_says)
    assert step_down({"a": 0.01, "b": 0.04}, alike, 0.05) == {"a", "b"}
    assert step_down({"a": 0.03, "b": 0.04}, alike, 0.05) == frozenset()


@given(st.dictionaries(st.text(max_size=2), CHANCES, max_size=8), CHANCES)
@LOOSE
def test_where_nothing_is_out_of_reach_it_is_holms_procedure(chances: dict[str, float], most_false: float) -> None:
    said = step_down(chances, dict.fromkeys(chances, as_it_says), most_false)
    ordered = sorted(chances.values())
    against = [one * (len(ordered) - rank) for rank, one in enumerate(ordered)]
    assume(all(abs(one - most_false) > 1e-9 for one in against))
    assert len(said) == next((rank for rank, one in enumerate(against) if one > most_false), len(ordered))
    assert all(chances[name] <= ordered[len(said) - 1] for name in said)


# --- in words -------------------------------------------------------------------------------------------

SAID = [
    ("less than 1 in 100", 0.0),
    ("about 1 in 100", 0.01),
    ("about 1 in 50", 0.02),
    ("about 1 in 30", 1 / 30),
    ("about 1 in 20", 0.05),
    ("about 1 in 15", 1 / 15),
    ("about 1 in 10", 0.1),
    ("about 1 in 5", 0.2),
    ("about 1 in 4", 0.25),
    ("about 1 in 3", 1 / 3),
    ("about 1 in 2", 0.5),
    ("about 2 in 3", 2 / 3),
    ("about 3 in 4", 0.75),
    ("about 9 in 10", 0.9),
    ("nearly always", 1.0),
]
MEANT = dict(SAID)


@pytest.mark.parametrize(("words", "chance"), SAID)
def test_a_chance_is_said_in_plain_words(words: str, chance: float) -> None:
    assert about(chance) == words


@given(CHANCES, CHANCES)
@LOOSE
def test_a_larger_chance_is_never_said_to_be_smaller(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert MEANT[about(low)] <= MEANT[about(high)]


@given(CHANCES)
@LOOSE
def test_what_is_said_is_near_what_is_meant(chance: float) -> None:
    words = about(chance)
    assert (words == "less than 1 in 100") == (chance < 0.01)
    if words.startswith("about"):
        assert MEANT[words] / 1.5 <= chance * (1 + 1e-9) and chance <= MEANT[words] * 1.5
        assert abs(chance - MEANT[words]) <= 0.1
    if words == "nearly always":
        assert chance >= 0.95

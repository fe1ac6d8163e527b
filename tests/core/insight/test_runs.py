"""Run charts: the published rules, and that a report is not led astray by them."""

import warnings
from fractions import Fraction
from itertools import accumulate, combinations, groupby
from statistics import median
from typing import Any

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st
from scipy import stats

from rcpjournal.core.insight import runs
from rcpjournal.core.insight.runs import (
    Run,
    RunChart,
    chance_of_straying,
    crossings_limit,
    decide_runs,
    longest_limit,
    run_chart,
)
from tests.core.insight.simulating import bench
from tests.support import examples

LOOSE = settings(deadline=None, max_examples=examples(100))
SLOW = settings(deadline=None, max_examples=examples(30))
Points = list[tuple[int, int]]

POINT = st.integers(0, 6).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
POINTS = st.lists(POINT, min_size=11, max_size=40).filter(lambda points: sum(of > 0 for _, of in points) > 10)
FEW = st.lists(st.integers(1, 3).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), min_size=1, max_size=5)


def chart_of(points: Points) -> RunChart:
    found = run_chart(points)
    assert found
    return found


def farthest(points: Points) -> Fraction:
    """How far the running count strays from an even spread."""
    rate = Fraction(sum(count for count, _ in points), sum(of for _, of in points))
    counts, seen = accumulate(count for count, _ in points), accumulate(of for _, of in points)
    return max(abs(count - rate * entries) for count, entries in zip(counts, seen, strict=True))


# --- the published rules --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("useful", "longest", "crossings"), [(10, 6, 2), (12, 7, 3), (20, 7, 6), (24, 8, 8), (36, 8, 13), (50, 9, 19)]
)
def test_the_limits_are_the_published_ones(useful: int, longest: int, crossings: int) -> None:
    assert (longest_limit(useful), crossings_limit(useful)) == (longest, crossings)


def test_the_limit_of_crossings_is_the_binomial_quantile_at_every_length() -> None:
    for useful in range(1, 400):
        assert crossings_limit(useful) == max(0, stats.binom.ppf(0.05, useful - 1, 0.5)), useful


@given(POINTS)
@LOOSE
def test_a_chart_is_what_counting_by_hand_gives(points: Points) -> None:
    chart = chart_of(points)
    rates = {place: Fraction(count, of) for place, (count, of) in enumerate(points) if of}
    middle = median(rates.values())
    sides = [(place, rate > middle) for place, rate in rates.items() if rate != middle]
    runs = [[place for place, _ in group] for _, group in groupby(sides, key=lambda pair: pair[1])]
    assert (chart.points, chart.useful, chart.above) == (len(rates), len(sides), sum(high for _, high in sides))
    assert chart.median == pytest.approx(float(middle))
    assert chart.crossings == max(0, len(runs) - 1)
    if not runs:
        assert chart.longest is None
        return
    longest = max(reversed(runs), key=len)
    assert chart.longest == Run(
        "above" if rates[longest[0]] > middle else "below", longest[0], longest[-1], len(longest)
    )


@given(POINTS)
@LOOSE
def test_a_signal_is_where_the_published_rules_see_one_and_points_lie_on_both_sides(points: Points) -> None:
    chart = chart_of(points)
    rules = {
        "shift": bool(chart.longest and chart.longest.length > chart.longest_limit),
        "crossings": chart.crossings < chart.crossings_limit,
    }
    both = chart.above and chart.below
    assert (chart.signal is not None) == bool(both and any(rules.values()))
    assert chart.signal is None or rules[chart.signal]
    assert chart.chance == (chance_of_straying([p for p in points if p[1]]) if chart.signal else 1)


def test_ten_points_are_too_few() -> None:
    assert run_chart([(1, 2)] * 10 + [(0, 0)] * 10) is None
    assert run_chart([(1, 2)] * 11) is not None


def test_points_that_are_all_alike_have_no_runs() -> None:
    chart = chart_of([(1, 2), (2, 4)] * 8)
    assert (chart.useful, chart.longest, chart.crossings, chart.signal) == (0, None, 0, None)


# --- what must not matter -------------------------------------------------------------------------------


@given(POINTS)
@LOOSE
@pytest.mark.nightly
def test_counting_what_is_missing_turns_the_chart_upside_down(points: Points) -> None:
    chart, other = chart_of(points), chart_of([(of - count, of) for count, of in points])
    assert (other.above, other.below) == (chart.below, chart.above)
    assert (other.crossings, other.signal, other.able) == (chart.crossings, chart.signal, chart.able)
    assert other.chance == pytest.approx(chart.chance, abs=1e-9)


@given(POINTS)
@LOOSE
@pytest.mark.nightly
def test_backwards_in_time_it_is_the_same_chart(points: Points) -> None:
    chart, other = chart_of(points), chart_of(points[::-1])
    assert (other.crossings, other.signal, other.longest_limit) == (chart.crossings, chart.signal, chart.longest_limit)
    assert other.chance == pytest.approx(chart.chance, abs=1e-9)


@given(POINTS, st.integers(0, 40))
@LOOSE
@pytest.mark.nightly
def test_a_point_without_entries_moves_places_and_nothing_else(points: Points, place: int) -> None:
    chart, other = chart_of(points), chart_of([*points[:place], (0, 0), *points[place:]])
    assert other._replace(longest=None) == chart._replace(longest=None)
    if chart.longest and other.longest:
        assert other.longest.length == chart.longest.length
        assert other.longest.first == chart.longest.first + (chart.longest.first >= place)


# --- the same entries in random order -------------------------------------------------------------------


@given(FEW)
@LOOSE
def test_the_chance_of_straying_is_a_count_of_orders(points: Points) -> None:
    ofs = [of for _, of in points]
    ends = list(accumulate(ofs))
    orders = list(combinations(range(ends[-1]), sum(count for count, _ in points)))
    made = (
        [(sum(end - of <= place < end for place in order), of) for end, of in zip(ends, ofs, strict=True)]
        for order in orders
    )
    straying = sum(farthest(other) >= farthest(points) for other in made)
    assert chance_of_straying(points) == pytest.approx(straying / len(orders), abs=1e-9)


@given(st.lists(st.booleans(), min_size=2, max_size=120))
@LOOSE
def test_entry_by_entry_it_is_the_exact_test_of_kolmogorov_and_smirnov(shown: list[bool]) -> None:
    places = [[n for n, one in enumerate(shown) if one is side] for side in (True, False)]
    assume(all(places))
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        try:
            theirs = stats.ks_2samp(*places, method="exact").pvalue
        except RuntimeWarning:  # scipy says when it had to fall back on an approximation
            reject()
    assert chance_of_straying([(int(one), 1) for one in shown]) == pytest.approx(theirs, abs=1e-8)


def test_years_of_many_entries_are_no_trouble() -> None:
    even = chance_of_straying([(6, 20), (5, 20)] * 130)
    turned = chance_of_straying([(2, 20)] * 130 + [(9, 20)] * 130)
    assert even > 0.99
    assert turned < 1e-9


@given(POINTS)
@LOOSE
def test_a_chart_that_is_not_able_has_no_signal_in_any_order(points: Points) -> None:
    chart = chart_of(points)
    assert chart.able or chart.signal is None


def test_a_rare_item_that_the_published_rules_would_call_out_says_nothing() -> None:
    rare = chart_of([(1, 4) if week % 4 == 0 else (0, 4) for week in range(32)])
    assert rare.longest
    assert rare.longest.length > rare.longest_limit
    assert (rare.median, rare.below, rare.able, rare.signal) == (0, 0, False, None)


def test_a_chart_whose_points_could_just_lie_on_both_sides_is_able() -> None:
    half = chart_of([(0, 4)] * 10 + [(1, 4)] * 10)
    assert (half.above, half.below, half.able, half.signal) == (10, 10, True, "shift")
    assert not chart_of([(0, 4)] * 11 + [(1, 4)] * 10).able


# --- all items ------------------------------------------------------------------------------------------

TURNED = [(1, 4), (0, 4), (2, 4), (1, 4), (1, 4)] * 3 + [(4, 4), (3, 4), (4, 4)] * 4
REPORTS = st.dictionaries(st.text(max_size=2), POINTS, max_size=5)


def charts_of(report: dict[str, Points]) -> dict[str, RunChart]:
    return {name: chart for name, points in report.items() if (chart := run_chart(points))}


def test_a_clear_shift_is_said_and_names_its_weeks() -> None:
    chart = chart_of(TURNED)
    assert chart.longest == Run("above", 15, 26, 12)
    quiet = {str(n): chart_of([(1, 4), (2, 4), (0, 4)][n % 3 :] + [(1, 4), (2, 4), (0, 4)] * 9) for n in range(20)}
    decided = decide_runs({"turned": chart, **quiet})
    assert decided.pop("turned") == "shift"
    assert set(decided.values()) == {None}


def test_charts_that_cannot_speak_cost_the_others_nothing_and_those_that_can_do() -> None:
    turned = chart_of([(1, 4), (0, 4), (1, 4), (2, 4)] * 3 + [(2, 4), (3, 4), (2, 4), (2, 4)] * 3)
    assert turned.signal == "shift"
    assert 0.0005 < turned.chance < 0.05
    rare, even = chart_of([(1, 4), (0, 4), (0, 4)] * 8), chart_of([(1, 4), (2, 4)] * 12)
    assert decide_runs({"turned": turned, **{str(n): rare for n in range(100)}})["turned"] == "shift"
    assert decide_runs({"turned": turned, **{str(n): even for n in range(100)}})["turned"] is None


@given(REPORTS, st.randoms(use_true_random=False))
@SLOW
def test_the_order_of_the_items_does_not_matter(report: dict[str, Points], chance: Any) -> None:
    charts = charts_of(report)
    names = list(charts)
    chance.shuffle(names)
    assert decide_runs({name: charts[name] for name in names}) == decide_runs(charts)


@given(REPORTS)
@SLOW
def test_a_report_says_only_what_the_published_rules_see(report: dict[str, Points]) -> None:
    charts = charts_of(report)
    assert all(signal in (None, charts[name].signal) for name, signal in decide_runs(charts, 0.9).items())


@given(REPORTS)
@SLOW
def test_an_item_that_was_never_seen_changes_nothing(report: dict[str, Points]) -> None:
    charts = charts_of(report)
    never = chart_of([(0, 4)] * 26)
    assert decide_runs({**charts, "never": never}) == {**decide_runs(charts), "never": None}


@pytest.mark.nightly
def test_where_nothing_changes_hardly_any_report_says_anything_though_the_published_rules_do() -> None:
    made = bench()
    for weeks in made.RUN_NULLS:
        share = made.run_shares(weeks, 100)
        assert share["rcpjournal"].untrue <= 0.1, weeks.name
        assert share["published rules, item by item"].untrue >= 0.5, weeks.name


def test_what_turns_half_way_is_found() -> None:
    made = bench()
    (weeks,) = [one for one in made.RUN_CHANGES if one.name.startswith("30 %")]
    assert made.run_shares(weeks, 100)["rcpjournal"].found >= 0.8


@given(st.integers(11, 16), st.data())
@settings(deadline=None, max_examples=examples(40))
def test_the_bound_for_very_many_entries_is_never_below_the_exact_chance(points: int, data: st.DataObject) -> None:
    ofs = data.draw(st.lists(st.integers(20, 60), min_size=points, max_size=points))
    chart = [(data.draw(st.integers(0, of)), of) for of in ofs]
    exact = chance_of_straying(chart)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "EXACT_UP_TO", 0)
        bound = chance_of_straying(chart)
    assert bound >= exact - 1e-9

"""What changed between two periods: found where it is clear, and hardly ever said where there is nothing."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from rcpjournal.core.insight.chance import hypergeometric
from rcpjournal.core.insight.change import Table, Verdict, decide
from tests.core.insight.simulating import bench
from tests.support import examples

LOOSE = settings(deadline=None, max_examples=examples(100))
SLOW = settings(deadline=None, max_examples=examples(20))
QUIET = {f"quiet {n}": Table(4 + n % 5, 40, 5 + n % 4, 40) for n in range(20)}


@st.composite
def some_tables(draw: st.DrawFn, most: int = 60) -> Table:
    of, before_of = draw(st.integers(0, most)), draw(st.integers(0, most))
    return Table(draw(st.integers(0, of)), of, draw(st.integers(0, before_of)), before_of)


REPORTS = st.dictionaries(st.text(max_size=2), some_tables(), max_size=7)


# --- what is said ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("now", "before", "verdict"), [(24, 4, "more"), (4, 24, "less"), (9, 4, None), (6, 6, None)])
def test_a_clear_change_is_said_and_a_small_one_is_not(now: int, before: int, verdict: Verdict) -> None:
    decided = decide({"changed": Table(now, 40, before, 40), **QUIET})
    assert decided.pop("changed") == verdict
    assert set(decided.values()) == {None}


def test_more_and_less_are_of_rates_and_not_of_counts() -> None:
    assert decide({"a": Table(10, 12, 14, 100)}) == {"a": "more"}
    assert decide({"a": Table(14, 100, 10, 12)}) == {"a": "less"}


@pytest.mark.parametrize("table", [Table(0, 40, 0, 40), Table(40, 40, 40, 40), Table(9, 9, 0, 0), Table(0, 0, 9, 9)])
def test_an_item_that_could_not_differ_never_says_anything(table: Table) -> None:
    assert decide({"a": table}, most_false=0.99) == {"a": None}


def test_a_report_of_nothing_says_nothing() -> None:
    assert decide({}) == {}


@given(some_tables(), st.sampled_from([0.01, 0.05, 0.2]))
@LOOSE
def test_a_single_item_is_decided_by_fishers_test(table: Table, most_false: float) -> None:
    sides = [[table.now, table.of - table.now], [table.before, table.before_of - table.before]]
    rarity = min(1.0, 2 * min(stats.fisher_exact(sides, alternative=side).pvalue for side in ("less", "greater")))
    if rarity <= most_false * (1 - 1e-9):
        assert decide({"a": table}, most_false)["a"] is not None
    if rarity > 2 * most_false * (1 + 1e-9):
        assert decide({"a": table}, most_false)["a"] is None


# --- what must not matter -------------------------------------------------------------------------------


@given(REPORTS)
@LOOSE
def test_swapping_the_periods_swaps_more_and_less(tables: dict[str, Table]) -> None:
    swapped = decide({name: Table(one.before, one.before_of, one.now, one.of) for name, one in tables.items()})
    other: dict[Verdict, Verdict] = {"more": "less", "less": "more", None: None}
    assert swapped == {name: other[verdict] for name, verdict in decide(tables).items()}


@given(REPORTS, st.randoms(use_true_random=False))
@LOOSE
def test_the_order_of_the_items_does_not_matter(tables: dict[str, Table], chance: Any) -> None:
    names = list(tables)
    chance.shuffle(names)
    assert decide({name: tables[name] for name in names}) == decide(tables)


@given(REPORTS, st.integers(0, 60), st.integers(0, 60))
@LOOSE
def test_an_item_that_was_never_seen_changes_nothing(tables: dict[str, Table], of: int, before_of: int) -> None:
    assert decide({**tables, "never": Table(0, of, 0, before_of)}) == {**decide(tables), "never": None}


@given(REPORTS)
@LOOSE
def test_what_is_seen_everywhere_counts_like_what_is_never_seen(tables: dict[str, Table]) -> None:
    missing = {n: Table(t.of - t.now, t.of, t.before_of - t.before, t.before_of) for n, t in tables.items()}
    other: dict[Verdict, Verdict] = {"more": "less", "less": "more", None: None}
    assert decide(missing) == {name: other[verdict] for name, verdict in decide(tables).items()}


@given(REPORTS)
@LOOSE
def test_ten_times_the_entries_at_the_same_rates_say_no_less(tables: dict[str, Table]) -> None:
    larger = decide({name: Table(*(10 * part for part in one)) for name, one in tables.items()})
    assert all(larger[name] == verdict for name, verdict in decide(tables).items() if verdict)


@given(REPORTS, st.floats(0.001, 0.5), st.floats(0.001, 0.5))
@LOOSE
def test_who_allows_more_false_alarms_hears_no_less(tables: dict[str, Table], one: float, other: float) -> None:
    strict, lenient = (decide(tables, most_false) for most_false in sorted((one, other)))
    assert all(lenient[name] == verdict for name, verdict in strict.items() if verdict)


# --- the promise, counted out ---------------------------------------------------------------------------

JOURNALS = st.lists(st.frozensets(st.sampled_from("abc")), min_size=6, max_size=9)
MOST_FALSE = st.sampled_from([0.05, 0.1, 0.3, 0.6])


def said_by_chance(
    entries: list[frozenset[str]], now: int, most_false: float, fixed: dict[str, Table], items: str = "abc"
) -> float:
    """In what share of all orders of some entries anything is said of their items, beside tables that stay."""
    alarms = orders = 0
    for chosen in combinations(range(len(entries)), now):
        tables = dict(fixed)
        for item in items:
            late = sum(item in entries[place] for place in chosen)
            total = sum(item in entry for entry in entries)
            tables[item] = Table(late, now, total - late, len(entries) - now)
        decided = decide(tables, most_false)
        alarms += any(decided[item] for item in items)
        orders += 1
    return alarms / orders


@given(JOURNALS, st.data(), MOST_FALSE)
@SLOW
def test_in_all_orders_of_any_entries_no_more_reports_than_promised_say_anything(
    entries: list[frozenset[str]], data: st.DataObject, most_false: float
) -> None:
    now = data.draw(st.integers(1, len(entries) - 1))
    assert said_by_chance(entries, now, most_false, {}) <= most_false


@given(JOURNALS, st.data(), MOST_FALSE)
@SLOW
def test_what_has_truly_changed_does_not_make_the_rest_say_more_than_promised(
    entries: list[frozenset[str]], data: st.DataObject, most_false: float
) -> None:
    now = data.draw(st.integers(1, len(entries) - 1))
    changed = {"changed": Table(30, 30, 0, 30), "changed too": data.draw(some_tables())}
    assert said_by_chance(entries, now, most_false, changed) <= most_false


@given(st.tuples(st.integers(0, 24), st.integers(0, 24)), st.integers(4, 20), MOST_FALSE)
@SLOW
def test_for_two_items_that_know_nothing_of_each_other_too(
    totals: tuple[int, int], now: int, most_false: float
) -> None:
    spread = [hypergeometric(total, now, 24) for total in totals]
    alarms = 0.0
    for a, chance_a in enumerate(spread[0][1], spread[0][0]):
        for b, chance_b in enumerate(spread[1][1], spread[1][0]):
            pair = {"a": (a, totals[0]), "b": (b, totals[1])}
            tables = {name: Table(late, now, total - late, 24 - now) for name, (late, total) in pair.items()}
            alarms += chance_a * chance_b * any(decide(tables, most_false).values())
    assert alarms <= most_false + 1e-9


# --- the promise, in made-up journals (bench/insight.py counts ten times as many) -------------------------


@pytest.mark.nightly
def test_where_nothing_has_changed_hardly_any_report_says_anything() -> None:
    made = bench()
    for setting in (one for one in made.NULLS if not one.name.startswith("140")):
        assert made.shares(setting, 200)["rcpjournal"].untrue <= 0.095, setting.name


@pytest.mark.parametrize(("begins", "at_least"), [("10 % → 60 %, 40 v 40", 0.93), ("10 % → 60 %, 20 v 20", 0.55)])
def test_what_has_changed_much_is_found(begins: str, at_least: float) -> None:
    made = bench()
    for setting in (one for one in made.CHANGES if one.name.startswith(begins)):
        share = made.shares(setting, 200)
        assert share["rcpjournal"].found >= at_least, setting.name
        assert share["rcpjournal"].untrue <= 0.095, setting.name
        assert share["Fisher at 5 %"].untrue >= 0.15, setting.name

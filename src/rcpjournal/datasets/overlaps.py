"""Which groups of two reports would tell of too few people together: found where the entries are.

Two groups cut the whole into four regions: in both, in either alone, in neither. Three figures tell of four regions
only if one of them is empty. Of pairs where one is, and another may be of fewer than `fewest`, the people are counted.
"""

from itertools import combinations
from typing import TYPE_CHECKING

from rcpjournal.core.teams.cells import WAYS, By
from rcpjournal.datasets.rollup import group_key, ibis_here, named

if TYPE_CHECKING:
    from ibis.expr.types import Table

_KEY = ("layer", "part", "item", "value")
_PAIR = ("first", "second", *_KEY)
_REGIONS = ("both", "first", "second", "neither")


def overlaps(table: "Table", by: By, fewest: int) -> "Table":
    """Rows of (group, layer, part, item, value): the groups of `by` that stay hidden for another report's sake.

    Of two groups it is the one with fewer people; where they have as many, that of the way that is named later in WAYS.
    """
    ways = [pair for pair in combinations(WAYS, 2) if by in pair]
    found: Table = ibis_here().union(*(_between(table, *pair, by, fewest) for pair in ways), distinct=True)
    return found


def _between(table: "Table", one: By, other: By, by: By, fewest: int) -> "Table":
    """The groups of `by`, which is one of the two, that stay hidden because of one of the other."""
    ibis = ibis_here()
    cut = _cut(_grouped(table, one, other))
    rows = _grouped(table.semi_join(cut, _KEY), one, other)  # few: what many write about is in every group
    people = _people(_pairs(cut, rows, fewest), rows)
    known = ibis.or_(*(people[f"k_{region}"] == 0 for region in _REGIONS))
    few = ibis.or_(*((people[f"k_{region}"] > 0) & (people[f"c_{region}"] < fewest) for region in _REGIONS))
    smaller = people.c_one < people.c_other if by == one else people.c_one >= people.c_other
    unsafe = people.filter(known & few & smaller)
    return unsafe.select(named(unsafe["first"] if by == one else unsafe["second"], by).name("group"), *_KEY)


def _grouped(table: "Table", one: By, other: By) -> "Table":
    """The counts with their groups of both ways. What was done is told of the whole alone."""
    counts = table.filter(table.response == "")
    return counts.mutate(first=group_key(counts, one), second=group_key(counts, other))


def _cut(rows: "Table") -> "Table":
    """Pairs of groups, of which one region is empty, by the entries of both, of either and of all. Counts nobody."""
    both = rows.group_by(_PAIR).aggregate(k_both=rows.entries.sum())
    first = both.group_by("first", *_KEY).aggregate(k_one=both.k_both.sum())
    second = both.group_by("second", *_KEY).aggregate(k_other=both.k_both.sum())
    whole = both.group_by(_KEY).aggregate(k_all=both.k_both.sum())
    pairs = first.join(second, _KEY).join(whole, _KEY).left_join(both, _PAIR)
    pairs = pairs.mutate(k_both=pairs.k_both.fill_null(0))
    nested = (pairs.k_both == pairs.k_one) | (pairs.k_both == pairs.k_other)
    all_there_is = pairs.k_one + pairs.k_other - pairs.k_both == pairs.k_all
    cut = pairs.filter(nested | all_there_is | (pairs.k_both == 0))
    return cut.select(*_PAIR, "k_both", "k_one", "k_other", "k_all")


def _pairs(cut: "Table", rows: "Table", fewest: int) -> "Table":
    """Those pairs that may be told of and have a region that may be of too few, as far as the people of both tell."""
    first, second, whole = (
        _people_of(rows, "one", "first"),
        _people_of(rows, "other", "second"),
        _people_of(rows, "all"),
    )
    first, second = first.filter(first.c_one >= fewest), second.filter(second.c_other >= fewest)
    pairs = cut.join(first, ("first", *_KEY)).join(second, ("second", *_KEY)).join(whole, _KEY)
    small, large = (choose(pairs.c_one, pairs.c_other) for choose in (ibis_here().least, ibis_here().greatest))
    nested = (pairs.k_both == pairs.k_one) | (pairs.k_both == pairs.k_other)
    between = (large - small < fewest) | (pairs.c_all - large < fewest)
    apart = (pairs.k_both == 0) & (pairs.c_all - pairs.c_one - pairs.c_other < fewest)
    all_there_is = pairs.k_one + pairs.k_other - pairs.k_both == pairs.k_all
    return pairs.filter((nested & between) | apart | all_there_is).select(*_PAIR, "c_one", "c_other")


def _people_of(rows: "Table", name: str, *groups: str) -> "Table":
    """How many people each key has, in groups."""
    return rows.group_by(*groups, *_KEY).aggregate(rows.contributor.nunique().name(f"c_{name}"))


def _people(pairs: "Table", rows: "Table") -> "Table":
    """The entries and people in each region of each pair."""
    there = pairs.rename(pair_first="first", pair_second="second").join(rows, _KEY)
    one, other = there["first"] == there.pair_first, there["second"] == there.pair_second
    inside = dict(zip(_REGIONS, (one & other, one & ~other, ~one & other, ~one & ~other), strict=True))
    counts = {f"k_{region}": there.entries.sum(where=where).fill_null(0) for region, where in inside.items()}
    people = {f"c_{region}": there.contributor.nunique(where=where) for region, where in inside.items()}
    grouped = there.group_by("pair_first", "pair_second", *_KEY).aggregate(
        **counts, **people, c_one=there.c_one.max(), c_other=there.c_other.max()
    )
    return grouped.rename(first="pair_first", second="pair_second")

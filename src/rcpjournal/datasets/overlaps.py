"""Which groups of two reports would tell of too few people together: found where the entries are.

Two groups cut the whole into four regions: in both, in either alone, in neither. Three figures tell of four regions
only if one of them is empty. Of pairs where one is, and another may be of fewer than `fewest`, the people are counted.
"""

from itertools import combinations
from typing import TYPE_CHECKING

from rcpjournal.core.teams.cells import WAYS, By
from rcpjournal.datasets.rollup import group_key, ibis_here, named

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

_KEY = ("layer", "part", "item", "value")
_PAIR = ("first", "second", *_KEY)
_REGIONS = ("both", "first", "second", "neither")


def overlaps(table: "Table", fewest: int) -> "Table":
    """Rows of (by, group, layer, part, item, value): of each such pair the group with fewer people, in no order."""
    ibis = ibis_here()
    counts = table.filter(table.response == "")
    found: Table = ibis.union(*(_between(counts, *ways, fewest) for ways in combinations(WAYS, 2)), distinct=True)
    return found


def _between(counts: "Table", one: By, other: By, fewest: int) -> "Table":
    """The groups of `one` and `other` that stay hidden because of one another."""
    ibis = ibis_here()
    rows = counts.mutate(first=named(group_key(counts, one), one), second=named(group_key(counts, other), other))
    people = _people(_pairs(rows, fewest), rows)
    known = ibis.or_(*(people[f"k_{region}"] == 0 for region in _REGIONS))
    few = ibis.or_(*((people[f"k_{region}"] > 0) & (people[f"c_{region}"] < fewest) for region in _REGIONS))
    unsafe = people.filter(known & few)
    smaller = unsafe.c_one < unsafe.c_other
    return unsafe.select(
        smaller.ifelse(ibis.literal(one), ibis.literal(other)).name("by"),
        smaller.ifelse(unsafe["first"], unsafe["second"]).name("group"),
        *_KEY,
    )


def _pairs(rows: "Table", fewest: int) -> "Table":
    """Pairs of groups that may be told of, of which one region is empty and another may be of too few people."""
    first, second = _counted(rows, "one", "first"), _counted(rows, "other", "second")
    first, second = first.filter(first.c_one >= fewest), second.filter(second.c_other >= fewest)
    told = first.join(second, _KEY).join(_counted(rows, "all"), _KEY)
    pairs = told.left_join(_counted(rows, "both", "first", "second"), _PAIR)
    pairs = pairs.mutate(k_both=pairs.k_both.fill_null(0), c_both=pairs.c_both.fill_null(0))
    neither = pairs.k_all - pairs.k_one - pairs.k_other + pairs.k_both
    empty = (pairs.k_both == 0) | (pairs.k_both == pairs.k_one) | (pairs.k_both == pairs.k_other) | (neither == 0)
    return pairs.filter(empty & _maybe_few(pairs, neither, fewest)).select(*_PAIR, "c_one", "c_other")


def _maybe_few(pairs: "Table", neither: "BooleanValue", fewest: int) -> "BooleanValue":
    """Whether some region may be of too few people, as far as the people of the groups tell."""
    found: BooleanValue = ibis_here().or_(
        (pairs.k_both > 0) & (pairs.c_both < fewest),
        (pairs.k_one > pairs.k_both) & (pairs.c_one - pairs.c_both < fewest),
        (pairs.k_other > pairs.k_both) & (pairs.c_other - pairs.c_both < fewest),
        (neither > 0) & (pairs.c_all - pairs.c_one - pairs.c_other + pairs.c_both < fewest),
    )
    return found


def _counted(rows: "Table", name: str, *groups: str) -> "Table":
    """Entries as `k_NAME` and people as `c_NAME` of each key, in groups."""
    return rows.group_by(*groups, *_KEY).aggregate(
        rows.entries.sum().name(f"k_{name}"), rows.contributor.nunique().name(f"c_{name}")
    )


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

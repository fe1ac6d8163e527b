"""Which groups of two reports would tell of too few people together: found where the entries are.

Two groups cut the whole into four regions: in both, in either alone, in neither. Three figures tell of four regions
only if one of them is empty. That is seen by counting rows, and people are counted only where so few rows are that
they may be of too few: nobody has more than one row a month for the same figure.
"""

from itertools import combinations
from typing import TYPE_CHECKING, Any

from rcpjournal.core.teams.cells import WAYS, By
from rcpjournal.datasets.rollup import group_key, ibis_here, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ibis.expr.types import BooleanValue, IntegerValue, Table

_KEY = ("layer", "part", "item", "value")
_PAIR = ("first", "second", *_KEY)
_REGIONS = {
    "both": (True, True),
    "first_alone": (True, False),
    "second_alone": (False, True),
    "neither": (False, False),
}
"""whether what is in them is in the first group, and in the second"""


def overlaps(table: "Table", by: By, fewest: int) -> "Table":
    """Rows of (one, other, first, second, layer, part, item, value): a group of the way `one` and one of `other`.

    One of the two ways is `by`. With the whole they would tell of a region of fewer than `fewest` people. Regions that
    are one of the groups are not looked at: these have figures of their own. Nor is what was done about a condition: it
    is told of the whole alone.
    """
    counts = table.filter(table.response == "")
    counts = counts.select("month", *_KEY, **{way: group_key(counts, way) for way in WAYS})
    cells = counts.group_by(*WAYS, *_KEY).aggregate(
        rows=counts.count(), since=counts.month.min(), until=counts.month.max()
    )
    ways = [pair for pair in combinations(WAYS, 2) if by in pair]
    found: Table = ibis_here().union(*(_between(table, cells, *pair, fewest) for pair in ways))
    return found


def _between(table: "Table", cells: "Table", one: By, other: By, fewest: int) -> "Table":
    """The rows of `overlaps` of two ways."""
    paired = cells.group_by(first=cells[one], second=cells[other], **{name: cells[name] for name in _KEY}).aggregate(
        rows=cells.rows.sum(), since=cells.since.min(), until=cells.until.max()
    )
    # Told otherwise than `counts` is, else engines take them for one and keep 20 million rows that nobody may ask for.
    rows = table.select("contributor", "response", *_KEY, first=group_key(table, one), second=group_key(table, other))
    rows = rows.filter(rows.response == "")
    found = _people(_suspects(paired, fewest), paired, rows)
    few = found.filter(found.people < fewest)
    ways = {"one": ibis_here().literal(one), "other": ibis_here().literal(other)}
    groups = {"first": named(few["first"], one), "second": named(few["second"], other)}
    return few.select(**ways, **groups, **{name: few[name] for name in _KEY}).distinct()


def _suspects(cells: "Table", fewest: int) -> "Table":
    """Pairs of which one region is empty, and for each region whether it is of so few rows that its people count."""
    pairs = _regions(_near(cells, fewest), cells)
    pairs = pairs.filter(_any(pairs[region] == 0 for region in _REGIONS))
    few = _few(pairs, fewest)
    return pairs.filter(_any(few.values())).select(*_PAIR, **few)


def _near(cells: "Table", fewest: int) -> "Table":
    """Pairs of which a region may be of too few, by the rows of both groups and of the whole alone."""
    first = cells.group_by("first", *_KEY).aggregate(in_first=cells.rows.sum())
    second = cells.group_by("second", *_KEY).aggregate(in_second=cells.rows.sum())
    whole = cells.group_by(_KEY).aggregate(
        in_all=cells.rows.sum(), months=_number(cells.until.max()) - _number(cells.since.min()) + 1
    )
    pairs = first.join(second, _KEY).join(whole, _KEY)
    return pairs.filter(_any(apart.abs() < fewest * pairs.months for apart in _distances(pairs)))


def _regions(pairs: "Table", cells: "Table") -> "Table":
    """The pairs, and how many rows each of their regions has."""
    pairs = pairs.left_join(cells.select(*_PAIR, both="rows"), _PAIR)
    pairs = pairs.select(*_PAIR, "in_first", "in_second", "in_all", "months", both=pairs.both.fill_null(0))
    return pairs.mutate(
        first_alone=pairs.in_first - pairs.both,
        second_alone=pairs.in_second - pairs.both,
        neither=pairs.in_all - pairs.in_first - pairs.in_second + pairs.both,
    )


def _few(pairs: "Table", fewest: int) -> "Mapping[str, BooleanValue]":
    """For each region, whether it may be of too few people, and is no group by itself."""
    apart, within = pairs.both == 0, (pairs.first_alone == 0) | (pairs.second_alone == 0)
    itself = {"both": within, "first_alone": apart, "second_alone": apart}
    return {
        region: (pairs[region] > 0)
        & (pairs[region] < fewest * pairs.months)
        & ~itself.get(region, ibis_here().literal(False))
        for region in _REGIONS
    }


def _distances(pairs: "Table") -> "Iterable[IntegerValue]":
    """Where one region is empty, each of the others that is no group by itself is one of these."""
    yield pairs.in_first - pairs.in_second
    yield pairs.in_all - pairs.in_first
    yield pairs.in_all - pairs.in_second
    yield pairs.in_all - pairs.in_first - pairs.in_second


def _people(suspects: "Table", cells: "Table", rows: "Table") -> "Table":
    """How many people each suspected region of a pair has."""
    there = suspects.rename(pair_first="first", pair_second="second").join(cells.select(*_PAIR), _KEY)
    one, other = there["first"] == there.pair_first, there["second"] == there.pair_second
    inside = {
        region: (one if in_one else ~one) & (other if in_other else ~other)
        for region, (in_one, in_other) in _REGIONS.items()
    }
    there = there.mutate(region=one.ifelse(2, 0) + other.ifelse(1, 0)).filter(
        _any(there[region] & inside[region] for region in _REGIONS)
    )
    found = there.join(rows, _PAIR).group_by("pair_first", "pair_second", "region", *_KEY)
    people = found.aggregate(people=lambda joined: joined.contributor.nunique())
    return people.rename(first="pair_first", second="pair_second")


def _number(month: "IntegerValue") -> "IntegerValue":
    """202603 as a number that counts months."""
    return month // 100 * 12 + month % 100


def _any(conditions: Any) -> "BooleanValue":
    return ibis_here().or_(*conditions)

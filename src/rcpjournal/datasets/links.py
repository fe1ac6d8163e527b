"""How a report's groups lie to those of another, where that may tell of too few people: found where the entries are.

Around each group lie the groups of another way: within it, apart from it, or partly inside. Sums of them could tell of
what is left of the ones within, of the ones apart, or of the partial ones (`core/teams/together.py`). Rows are counted
for that, and people only where so few rows are that they may be too few: nobody has more than one row a month for the
same figure.
"""

from itertools import combinations, permutations
from typing import TYPE_CHECKING

from rcpjournal.core.teams.cells import WAYS, By
from rcpjournal.datasets.rollup import group_key, ibis_here, named

if TYPE_CHECKING:
    from ibis.expr.types import IntegerValue, Table

_KEY = ("layer", "part", "item", "value")
_FIRST, _SECOND = ("first", *_KEY), ("second", *_KEY)
_PAIR = ("first", "second", *_KEY)


def links(table: "Table", by: By, fewest: int) -> "Table":
    """Rows of `Link`: one, other, first, second, layer, part, item, value, inside, outside, people inside, outside.

    Of each group `second` of `other` that groups of `one` may give away, all groups `first`; one of both ways is `by`.
    What was done about a condition is left out: it is told of the whole alone.
    """
    counts = table.filter(table.response == "")
    monthly = counts.group_by("team", "role", "month", *_KEY).aggregate(rows=counts.count())
    monthly = monthly.mutate(**{way: group_key(monthly, way) for way in WAYS})
    cells = monthly.group_by(*WAYS, *_KEY).aggregate(
        rows=monthly.rows.sum(), least=monthly.rows.max(), since=monthly.month.min(), until=monthly.month.max()
    )
    found: Table = ibis_here().union(
        *(
            _between(table, paired.rename(first=one, second=other), one, other, fewest)
            for pair in combinations(WAYS, 2)
            if by in pair
            for paired in [_together(cells, *pair)]
            for one, other in permutations(pair)
        )
    )
    return found


def _together(cells: "Table", one: By, other: By) -> "Table":
    """What each group of one way has in common with each of another."""
    return cells.group_by(one, other, *_KEY).aggregate(
        rows=cells.rows.sum(), least=cells.least.max(), since=cells.since.min(), until=cells.until.max()
    )


def _between(table: "Table", paired: "Table", one: By, other: By, fewest: int) -> "Table":
    """The rows of `links` of two ways."""
    first = paired.group_by(_FIRST).aggregate(in_first=paired.rows.sum(), small=paired.least.max() < fewest)
    around = _around(paired, first, _suspects(paired, first, fewest))
    # Told otherwise than `counts` is, else engines take them for one and keep 20 million rows that nobody may ask for.
    rows = table.select("contributor", "response", *_KEY, first=group_key(table, one), second=group_key(table, other))
    people = _people(around, paired, rows.filter(rows.response == ""))
    found = around.left_join(people, _SECOND)
    enough = {
        side: ibis_here().ifelse(found[f"few_{side}"], found[f"people_{side}"].fill_null(0), fewest)
        for side in ("inside", "outside")
    }
    return found.select(
        one=ibis_here().literal(one),
        other=ibis_here().literal(other),
        first_name=named(found["first"], one),
        second_name=named(found["second"], other),
        **{name: found[name] for name in _KEY},
        is_inside=found.both > 0,
        is_outside=found.in_first > found.both,
        people_inside=enough["inside"].cast("int64"),
        people_outside=enough["outside"].cast("int64"),
    )


def _suspects(paired: "Table", first: "Table", fewest: int) -> "Table":
    """Groups `second` that those within or apart may give away, and where the partial ones may have few people.

    Of how many people rows are at least: of as many as in the month of most, and of a month's share of all.
    """
    touching = paired.join(first, _FIRST)
    within, partly = touching.rows == touching.in_first, touching.rows < touching.in_first
    seconds = touching.group_by(_SECOND).aggregate(
        touched=touching.count(),
        small_touched=touching.count(where=touching.small),
        within=touching.count(where=within),
        small_within=touching.count(where=within & touching.small),
        inside=touching.rows.sum(where=partly).fill_null(0),
        least_inside=touching.least.max(where=partly).fill_null(0),
        outside=(touching.in_first - touching.rows).sum(),
    )
    months = _number(paired.until.max()) - _number(paired.since.min()) + 1
    enough = paired.group_by(_KEY).aggregate(enough=months * fewest)
    firsts = first.group_by(_KEY).aggregate(all=first.count(), small=first.count(where=first.small))
    seconds = seconds.join(enough, _KEY).join(firsts, _KEY)
    seconds = seconds.mutate(
        few_inside=(seconds.inside < seconds.enough) & (seconds.least_inside < fewest),
        few_outside=seconds.outside < seconds.enough,
        apart=seconds["all"] - seconds.touched,
        small_apart=seconds.small - seconds.small_touched,
    )
    of_few_within = (seconds.within > 0) & seconds.few_inside & ((seconds.inside > 0) | (seconds.small_within > 0))
    of_few_apart = (seconds.apart > 0) & seconds.few_outside & ((seconds.outside > 0) | (seconds.small_apart > 0))
    return seconds.filter(of_few_within | of_few_apart).select(*_SECOND, "few_inside", "few_outside")


def _around(paired: "Table", first: "Table", suspects: "Table") -> "Table":
    """Each suspect with every group of the other way, and how many rows both share."""
    pairs = first.join(suspects, _KEY).left_join(paired.select(*_PAIR, both="rows"), _PAIR)
    return pairs.select(*_PAIR, "in_first", "few_inside", "few_outside", both=pairs.both.fill_null(0))


def _people(around: "Table", paired: "Table", rows: "Table") -> "Table":
    """How many people the partial groups have inside each suspect and beside it, where they may be few."""
    partial = around.filter((around.both > 0) & (around.in_first > around.both))
    partial = partial.select(*_FIRST, "few_inside", "few_outside", middle="second")
    cells = partial.join(paired.select(*_PAIR), _FIRST)
    inside = cells.second == cells.middle
    cells = cells.mutate(inside=inside).filter(ibis_here().ifelse(inside, cells.few_inside, cells.few_outside))
    there = cells.select(*_PAIR, "middle", "inside").join(rows, _PAIR)
    counted = there.group_by("middle", *_KEY).aggregate(
        people_inside=there.contributor.nunique(where=there.inside),
        people_outside=there.contributor.nunique(where=~there.inside),
    )
    return counted.rename(second="middle")


def _number(month: "IntegerValue") -> "IntegerValue":
    """202603 as a number that counts months."""
    return month // 100 * 12 + month % 100

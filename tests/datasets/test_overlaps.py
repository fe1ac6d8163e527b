"""Groups of two reports that would tell of too few people together are found by the engine as by a plain loop."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings

from rcpjournal.core.teams.cells import WAYS, By, Overlap
from rcpjournal.core.teams.hiding import FEWEST
from tests.core.teams import made_up
from tests.core.teams.made_up import Entries, entries
from tests.core.teams.test_suppression import GIVING_AWAY
from tests.support import examples

duckdb = pytest.importorskip("duckdb", reason="a dataset needs the extra rcpjournal[team]")


def rows(made: Entries) -> Iterator[tuple[object, ...]]:
    """The made-up entries as a dataset has them: each of a month of its own, since nobody is in two teams in one."""
    seen: Counter[tuple[int, str]] = Counter()
    for _, one in made:
        seen[one.contributor, one.quarter] += 1
        month = 202600 + 3 * int(one.quarter) - 3 + seen[one.contributor, one.quarter]
        for key, counts in made_up.figures():
            if counts(one):
                of = (key.layer, key.part, key.item, key.value, key.response)
                yield (str(one.contributor), one.role, month, *of, 1, one.team)


@cache
def database() -> Any:
    """DuckDB with a table for counts."""
    connection = duckdb.connect(config={"threads": 1})
    connection.execute(
        "CREATE TABLE counts(contributor VARCHAR, role VARCHAR, month INTEGER, layer VARCHAR, part VARCHAR,"
        " item VARCHAR, value VARCHAR, response VARCHAR, entries INTEGER, team VARCHAR)"
    )
    return connection


@cache
def question(by: By, fewest: int) -> str:
    """What DuckDB is asked."""
    from rcpjournal.datasets.overlaps import overlaps
    from rcpjournal.datasets.rollup import counts_table, sql_of

    return sql_of(overlaps(counts_table("counts"), by, fewest), "duckdb")


def found(made: Entries, fewest: int = FEWEST) -> set[Overlap]:
    """What DuckDB finds, of groups that are of enough people."""
    from rcpjournal.datasets.asking import overlap_of

    groups = made_up.counted_in_groups(made).groups
    given = list(rows(made))
    places = ", ".join(["(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"] * len(given))
    database().execute("DELETE FROM counts")
    database().execute(f"INSERT INTO counts VALUES {places}", [word for row in given for word in row])
    return {
        one
        for by in WAYS
        for row in database().execute(question(by, fewest)).fetchall()
        for one in [plain_quarters(overlap_of(row))]
        if all(
            groups[way][group][one.key].contributors >= fewest for way, group in zip(one.ways, one.groups, strict=True)
        )
    }


def plain_quarters(one: Overlap) -> Overlap:
    """With quarters named as the made-up ones are: 2, not 2026-Q2."""
    first, second = one.groups
    return one._replace(groups=(first.removeprefix("2026-Q"), second.removeprefix("2026-Q")))


def plainly(made: Entries, fewest: int = FEWEST) -> set[Overlap]:
    """What a loop over all pairs finds. What was done is told of the whole alone, so no pair gives it away."""
    return {one for one in made_up.overlaps(made, fewest) if not one.key.response}


@pytest.mark.parametrize("made", GIVING_AWAY.values(), ids=GIVING_AWAY)
def test_the_engine_finds_each_way_of_giving_away(made: Entries) -> None:
    assert found(made) == plainly(made) != set()


@pytest.mark.parametrize("fewest", [2, FEWEST])  # with 2 some regions are of so many rows that nobody is counted
@settings(max_examples=examples(45), deadline=None)
@given(entries())
def test_the_engine_finds_what_a_plain_loop_finds(fewest: int, made: Entries) -> None:
    assert found(made, fewest) == plainly(made, fewest)

"""Groups of two reports that would tell of too few people together are found by the engine as by a plain loop."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from rcpjournal.core.teams.cells import WAYS, Overlap
from rcpjournal.core.teams.suppression import FEWEST
from tests.core.teams import made_up
from tests.core.teams.made_up import Entries, entries
from tests.core.teams.test_suppression import GIVING_AWAY
from tests.support import examples

duckdb = pytest.importorskip("duckdb", reason="a dataset needs the extra rcpjournal[team]")


def rows(made: Entries) -> Iterator[tuple[object, ...]]:
    """The made-up entries as rows of a dataset, each of its own."""
    for key, counts in made_up.figures():
        for _, one in made:
            if counts(one):
                month = 202600 + 3 * int(one.quarter)
                of = (key.layer, key.part, key.item, key.value, key.response)
                yield (str(one.contributor), one.role, month, *of, 1, one.team)


def found(made: Entries) -> set[Overlap]:
    """What DuckDB finds."""
    from rcpjournal.datasets.asking import overlap_of
    from rcpjournal.datasets.overlaps import overlaps
    from rcpjournal.datasets.rollup import counts_table, sql_of

    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE counts(contributor VARCHAR, role VARCHAR, month INTEGER, layer VARCHAR, part VARCHAR,"
            " item VARCHAR, value VARCHAR, response VARCHAR, entries INTEGER, team VARCHAR)"
        )
        connection.executemany("INSERT INTO counts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", list(rows(made)))
        table = counts_table("counts")
        return {
            overlap_of(by, row)
            for by in WAYS
            for row in connection.execute(sql_of(overlaps(table, by, FEWEST), "duckdb")).fetchall()
        }


def plainly(made: Entries) -> set[Overlap]:
    """What a loop over all pairs finds. What was done is told of the whole alone, so no pair gives it away."""
    quarters = {quarter: f"2026-Q{quarter}" for quarter in "123"}
    return {
        one._replace(group=quarters.get(one.group, one.group)) for one in made_up.overlaps(made) if not one.key.response
    }


@pytest.mark.parametrize("made", GIVING_AWAY.values(), ids=GIVING_AWAY)
def test_the_engine_finds_each_way_of_giving_away(made: Entries) -> None:
    assert found(made) == plainly(made) != set()


@settings(max_examples=examples(60), deadline=None)
@given(entries())
def test_the_engine_finds_what_a_plain_loop_finds(made: Entries) -> None:
    assert found(made) == plainly(made)

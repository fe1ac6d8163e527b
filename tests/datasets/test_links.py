"""How groups of two reports lie to each other, where that may tell of few people, the engine finds as a plain loop."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings

from rcpjournal.core.teams.cells import WAYS, By, Counted, Link
from rcpjournal.core.teams.hiding import FEWEST
from rcpjournal.core.teams.suppression import Shown, shown
from tests.core.teams import made_up
from tests.core.teams.made_up import Entries, entries
from tests.core.teams.test_suppression import GIVING_AWAY
from tests.support import everyday, examples

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
def question(by: By) -> str:
    """What DuckDB is asked."""
    from rcpjournal.datasets.links import links
    from rcpjournal.datasets.rollup import counts_table, sql_of

    return sql_of(links(counts_table("counts"), by, FEWEST), "duckdb")


def found(made: Entries) -> Counted:
    """What is counted of the entries, with the links that DuckDB finds."""
    from rcpjournal.datasets.asking import link_of

    given = list(rows(made))
    places = ", ".join(["(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"] * len(given))
    database().execute("DELETE FROM counts")
    database().execute(f"INSERT INTO counts VALUES {places}", [word for row in given for word in row])
    links = {plain_quarters(link_of(row)) for by in WAYS for row in database().execute(question(by)).fetchall()}
    return made_up.counted_in_groups(made)._replace(links=links)


def plain_quarters(one: Link) -> Link:
    """With quarters named as the made-up ones are: 2, not 2026-Q2."""
    first, second = one.groups
    return one._replace(groups=(first.removeprefix("2026-Q"), second.removeprefix("2026-Q")))


def reports(counted: Counted) -> dict[By, Shown]:
    """All reports."""
    return {by: shown(counted, by) for by in WAYS}


@pytest.mark.parametrize("name", everyday(GIVING_AWAY, "a hidden one among several within"))
def test_the_engine_finds_each_way_of_giving_away(name: str) -> None:
    made = GIVING_AWAY[name]
    plain, alone = made_up.counted_in_groups(made), made_up.counted_in_groups(made)._replace(links=())
    assert reports(found(made)) == reports(plain) != reports(alone)


@settings(max_examples=examples(60), deadline=None)
@given(entries())
def test_what_the_engine_finds_is_as_a_plain_loop_has_it_and_hides_the_same(made: Entries) -> None:
    counted = found(made)
    assert reports(counted) == reports(made_up.counted_in_groups(made))
    plain = {(one.ways, one.groups, one.key): one for one in made_up.links(made)}
    for one in counted.links:
        other = plain[one.ways, one.groups, one.key]
        assert (one.inside, one.outside) == (other.inside, other.outside)
        assert all(many in (real, FEWEST) for many, real in zip(one.people, other.people, strict=True))

"""How the counts of a summary are read: through the indexes, and all of them of one moment."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from rcpjournal.core.entry import Action, Addition, Condition, Observation
from rcpjournal.core.insight.periods import parts_of
from rcpjournal.core.records import Selection
from rcpjournal.store import Journal
from tests.core.insight.summing import (
    CHOSEN,
    KINDNESS,
    NORMS,
    SAFETY,
    SINCE,
    SUPPORT,
    TRUST,
    UNTIL,
    change,
    entry,
    keep,
    retired,
)
from tests.support import every_other

Reading = Callable[[Journal, Selection], Any]
PARTS = parts_of(SINCE, UNTIL, "week")
READINGS: dict[str, Reading] = {
    "material": lambda j, chosen: j.tallies.material(chosen, PARTS, j.frameworks.current()),
    "material as written": lambda j, chosen: j.tallies.material(chosen, PARTS, j.frameworks.current(), as_written=True),
    "outline": lambda j, chosen: j.tallies.outline(chosen, PARTS, j.frameworks.current()),
    "quotes": lambda j, chosen: j.tracing.quotes(chosen),
    "shared": lambda j, chosen: j.tracing.shared(chosen, [TRUST], [SAFETY], 3),
    "ledger": lambda j, chosen: j.tracing.ledger(chosen),
    "touches": lambda j, chosen: list(j.tracing.touches(chosen, PARTS)),
    "seen": lambda j, chosen: j.tracing.seen(chosen, [KINDNESS, SAFETY]),
}
SELECTIONS = [CHOSEN, CHOSEN._replace(kind="visit", with_="family", starred=True, flow="standard", item=TRUST)]


@pytest.fixture
def filled(journal: Journal) -> Journal:
    """A journal with half a year of entries that hold something of everything, and items renamed and replaced."""
    for version in ("2027.1", "2027.2"):
        keep(journal, *(whole(day) for day in range(0, 180, 3)))
        change(journal, version, {TRUST: {"label": f"Trust of {version}"}, SAFETY: retired(KINDNESS)})
    return journal


def whole(day: int) -> Any:
    said = [Observation(item=item, stance="present", quote="x") for item in (TRUST, SAFETY, KINDNESS)]
    return entry(
        SINCE - timedelta(60) + timedelta(day),
        answers={"rcp.prompt.what-happened": "x", "rcp.prompt.noticed": "y"},
        observations=tuple(said),
        flow="standard",
        kind="visit",
        with_="family",
        starred=True,
        need="both",
        got="transaction",
        working="with",
        ratings={SUPPORT: 3},
        conditions=(Condition(item=NORMS, polarity="inhibited", rule="real", response="reframe"),),
        actions=(Action(what="ring"),),
        additions=(Addition(on=SINCE, text="later"),),
    )


def heard(journal: Journal, reading: Reading, selection: Selection = CHOSEN) -> list[str]:
    """The statements that a reading runs, with their values in them."""
    statements: list[str] = []
    journal.frameworks.current()
    journal._connection.sql.set_trace_callback(statements.append)
    reading(journal, selection)
    journal._connection.sql.set_trace_callback(None)
    return statements


# --- through the indexes --------------------------------------------------------------------------------

LARGE = {"entries", "marks", "answers", "observations", "conditions", "actions", "additions", "texts", "changes"}
"""The tables that grow with every entry."""
_NAMED = r"\b(?:FROM|JOIN) (\w+)(?: (?!JOIN|CROSS|WHERE|GROUP|ORDER|ON)(\w+))?"


def plans(journal: Journal, statements: list[str]) -> Iterator[tuple[str, str]]:
    """Each statement that reads, with each line of its plan, in which tables go by their own names.

    The statements are run again, one after the other, so that each finds the temporary tables it needs.
    """
    sql = journal._connection.sql
    for text in statements:
        if " FROM " in text:
            tables = {alias or table: table for table, alias in re.findall(_NAMED, text)}
            for *_, line in sql.execute(f"EXPLAIN QUERY PLAN {text}").fetchall():
                how, _, rest = line.partition(" ")
                name, _, by = rest.partition(" ")
                yield text, f"{how} {tables.get(name, name)} {by}".rstrip()
        sql.execute(text).fetchall()


def whole_reads(journal: Journal, reading: Reading, selection: Selection) -> set[str]:
    """The large tables that are read from end to end, or by an index that is first built from all of them."""
    statements = heard(journal, reading, selection)
    lines = [line for _, line in plans(journal, statements)]
    assert any(line.startswith("SEARCH entries ") for line in lines), lines
    return {line for line in lines if line.split()[1] in LARGE and (line.startswith("SCAN") or "AUTOMATIC" in line)}


@pytest.mark.parametrize("selection", SELECTIONS)
@pytest.mark.parametrize(
    "name",
    READINGS,
)
def test_a_period_is_read_through_the_indexes(filled: Journal, name: str, selection: Selection) -> None:
    assert whole_reads(filled, READINGS[name], selection) == set()


@pytest.mark.parametrize("name", ["quotes", "ledger", "touches"])
def test_what_is_shown_by_day_needs_no_sorting_of_days(filled: Journal, name: str) -> None:
    statements = heard(filled, READINGS[name])
    lines = {line for text, line in plans(filled, statements) if "ORDER BY e.happened_on, e.id" in text}
    assert any(line.startswith("SEARCH entries USING INDEX entries_newest") for line in lines)
    assert "USE TEMP B-TREE FOR ORDER BY" not in lines


def test_how_many_statements_are_run_does_not_depend_on_how_many_entries_there_are(filled: Journal) -> None:
    def run() -> dict[str, int]:
        return {name: len(heard(filled, reading)) for name, reading in READINGS.items()}

    keep(filled, whole(61))  # from now on all are written under the same framework
    before = run()
    keep(filled, *(whole(day) for day in range(60, 120)))
    assert run() == before


# --- of one moment --------------------------------------------------------------------------------------


class Writer:
    """Somebody else, who deletes an entry or brings it back while the journal is being read."""

    def __init__(self, journal: Journal, entry_id: str) -> None:
        self._sql = sqlite3.connect(journal.path, timeout=0, isolation_level=None)
        self._entry = entry_id

    def write(self) -> bool:
        """Whether that could be done just now."""
        try:
            self._sql.execute(
                "UPDATE entries SET deleted = CASE WHEN deleted IS NULL THEN '2026' END WHERE id = ?", (self._entry,)
            )
        except sqlite3.OperationalError as error:
            assert "locked" in str(error)
            return False
        return True

    def close(self) -> None:
        self._sql.close()


@pytest.mark.parametrize("name", every_other(list(READINGS)))
def test_what_is_written_between_two_reads_is_in_the_whole_result_or_in_none_of_it(journal: Journal, name: str) -> None:
    *_, gone = keep(journal, *(whole(day) for day in (60, 61, 62)))
    writer, reading = Writer(journal, gone), READINGS[name]
    written: list[bool] = []
    states = [reading(journal, CHOSEN)]
    steps = len(heard(journal, reading))
    assert writer.write()
    states.append(reading(journal, CHOSEN))
    assert states[0] != states[1]
    for step in range(steps):
        at = count()

        def interfere(_: str, step: int = step, at: Iterator[int] = at) -> None:
            if next(at) == step:
                written.append(writer.write())

        journal._connection.sql.set_trace_callback(interfere)
        found = reading(journal, CHOSEN)
        journal._connection.sql.set_trace_callback(None)
        assert found in states, f"torn at statement {step} of {steps}"
    assert len(written) == steps
    writer.close()


@pytest.mark.parametrize("name", READINGS)
def test_a_reading_leaves_nothing_behind_and_lets_others_write(journal: Journal, name: str) -> None:
    gone, *_ = keep(journal, *(whole(day) for day in (60, 61, 62)))
    writer = Writer(journal, gone)
    READINGS[name](journal, CHOSEN)
    assert writer.write()
    writer.close()
    sql = journal._connection.sql
    assert not sql.in_transaction
    assert sql.execute("SELECT name FROM sqlite_temp_master").fetchall() == []


def test_what_is_counted_entry_by_entry_is_read_in_the_order_of_the_period_and_never_sorted(filled: Journal) -> None:
    statements = heard(filled, READINGS["material"])
    lines = {line for text, line in plans(filled, statements) if "ORDER BY h.part, h.day, h.entry" in text}
    assert "SCAN here" in lines
    assert "USE TEMP B-TREE FOR ORDER BY" not in lines

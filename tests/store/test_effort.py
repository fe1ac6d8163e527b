"""What everyday readings and saves cost, counted and not timed: statements, plans, steps of SQLite's machine."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from rcpjournal.core.entry import Action, Observation, Session, free_entry
from rcpjournal.core.records import Selection
from rcpjournal.store import Journal

FIRST = date(2026, 1, 1)
TRUST = "rcp.principle.trust"
LARGE = "entries|marks|answers|observations|conditions|ratings|actions|additions|texts|changes"

READINGS: dict[str, Callable[[Journal], Any]] = {
    "list": lambda j: list(j.finding.lines()),
    "list since": lambda j: list(j.finding.lines(Selection(since=FIRST + timedelta(20)))),
    "list an item": lambda j: list(j.finding.lines(Selection(item=TRUST))),
    "show last": lambda j: j.entries.get("last"),
    "show by an id": lambda j: j.entries.get(next(j.finding.lines(limit=1)).id),
    "labels": lambda j: j.entries.labels("last"),
    "search": lambda j: list(j.finding.search("kettle", Selection())),
    "near": lambda j: (j.near.actions(FIRST, FIRST + timedelta(7)), j.near.session(FIRST), j.near.months_questions()),
    "first and last day": lambda j: (j.finding.first_day(), j.finding.last_day()),
    "last supervision": lambda j: j.finding.last_supervision(),
}


def keep(journal: Journal, many: int, text: str = "She opened the door herself.") -> None:
    """So many entries more, a day apart, all kept at once."""
    begun = journal.finding.count()
    with journal.saving():
        for n in range(begun, begun + many):
            day = FIRST + timedelta(n)
            seen = (Observation(item=TRUST, stance="present"),)
            agreed = (Action(what="Ring first", due=day), Action(what="Ask about the rota", review=day))
            entry = free_entry(text, day, observations=seen, actions=agreed)
            journal.entries.add(replace(entry, session=Session(role="my manager", next=day + timedelta(28))))


def statements(journal: Journal, what: Callable[[], Any]) -> list[str]:
    """What SQLite is asked meanwhile, with the values in it."""
    heard: list[str] = []
    sql = journal._connection.sql
    sql.set_trace_callback(heard.append)
    what()
    sql.set_trace_callback(None)
    return heard


def steps(journal: Journal, what: Callable[[], Any]) -> int:
    """How many steps SQLite's machine takes meanwhile."""
    taken = [0]

    def step() -> int:
        taken[0] += 1
        return 0

    sql = journal._connection.sql
    sql.set_progress_handler(step, 1)
    what()
    sql.set_progress_handler(None, 1)
    return taken[0]


def plan(journal: Journal, texts: Iterable[str]) -> list[str]:
    """The lines of the plans of these statements."""
    sql = journal._connection.sql
    return [
        row[3] for text in texts if " FROM " in text for row in sql.execute(f"EXPLAIN QUERY PLAN {text}").fetchall()
    ]


@pytest.mark.parametrize(
    "name",
    ["list", "list since", "show last", "show by an id", "labels", "near", "first and last day", "last supervision"],
)
def test_it_takes_as_many_steps_to_look_at_the_newest_of_many_entries_as_of_few(journal: Journal, name: str) -> None:
    keep(journal, 60)
    READINGS[name](journal)  # the framework is read once
    few = steps(journal, lambda: READINGS[name](journal))
    keep(journal, 240)
    assert steps(journal, lambda: READINGS[name](journal)) <= few * 1.1 + 20


def test_a_word_is_found_in_as_many_steps_whatever_is_written_in_other_entries(journal: Journal) -> None:
    keep(journal, 60)
    keep(journal, 5, "The kettle was on.")
    few = steps(journal, lambda: READINGS["search"](journal))
    keep(journal, 240)
    assert steps(journal, lambda: READINGS["search"](journal)) <= few * 2  # the index of words has more segments


def test_a_word_that_stands_in_every_entry_is_found_in_as_many_steps_however_many_there_are(journal: Journal) -> None:
    keep(journal, 60, "The kettle was on.")
    few = steps(journal, lambda: READINGS["search"](journal))
    keep(journal, 600, "The kettle was on.")
    assert steps(journal, lambda: READINGS["search"](journal)) <= few * 2


@pytest.mark.parametrize("name", [name for name in READINGS if name != "search"])
def test_no_everyday_reading_goes_through_a_table_that_grows(journal: Journal, name: str) -> None:
    keep(journal, 30)
    READINGS[name](journal)
    lines = plan(journal, statements(journal, lambda: READINGS[name](journal)))
    assert lines
    scans = [line for line in lines if re.match(rf"SCAN (?:{LARGE}|e|m|o|c|t)\b", line)]
    from_an_end = ("USING INDEX entries_newest", "USING COVERING INDEX entries_sessions")
    assert [line for line in scans if not line.endswith(from_an_end)] == []
    assert not [line for line in lines if "AUTOMATIC" in line]


@pytest.mark.parametrize("name", ["list", "list since", "show last"])
def test_the_newest_entries_are_not_sorted_out_of_all(journal: Journal, name: str) -> None:
    keep(journal, 30)
    texts = statements(journal, lambda: READINGS[name](journal))
    newest = [text for text in texts if "happened_on DESC" in text]
    assert newest
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan(journal, newest)


def test_a_save_is_one_transaction_of_as_many_statements_and_steps_in_a_long_journal(journal: Journal) -> None:
    keep(journal, 3)
    few = statements(journal, lambda: keep(journal, 1))
    few_steps = steps(journal, lambda: keep(journal, 1))
    keep(journal, 300)
    many = statements(journal, lambda: keep(journal, 1))
    assert [text for text in many if text.startswith(("BEGIN", "COMMIT"))] == ["BEGIN IMMEDIATE", "COMMIT"]
    assert abs(len(many) - len(few)) <= 4  # the index of words is tidied now and then
    assert steps(journal, lambda: journal.entries.add(free_entry("x", FIRST))) < few_steps * 2


def test_many_entries_are_read_a_hundred_at_a_time_and_come_whole_and_in_order(journal: Journal) -> None:
    keep(journal, 250)
    asked = statements(journal, lambda: list(journal.entries.chosen(Selection())))
    parts = r"FROM (answers|observations|conditions|ratings|actions|additions) t"
    reading = [text for text in asked if re.search(parts, text)]
    assert len(reading) == 6 * 3, "a statement a table and hundred"
    read = [entry for entry, _ in journal.entries.chosen(Selection())]
    assert [entry.happened_on for entry in read] == [FIRST + timedelta(n) for n in range(250)]
    assert all(entry == journal.entries.get(entry.id or "") for entry in read)
    assert all(len(entry.actions) == 2 and entry.answers for entry in read)

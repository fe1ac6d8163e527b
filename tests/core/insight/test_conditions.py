"""The ledger of conditions: what made the work harder or easier, the response, and what came of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given

from rcpjournal.core.entry import Action, Addition, Condition, Entry
from rcpjournal.core.insight.conditions import Agreed, ConditionSummary, Later, LedgerLine
from rcpjournal.store import Journal
from tests.core.insight.summing import (
    CHOSEN,
    NORMS,
    PERMISSIONS,
    SEVERAL,
    SINCE,
    STORE,
    TRUST,
    UNTIL,
    change,
    entry,
    journal_of,
    keep,
    retired,
    summary,
)

BUDGETS = "rcp.external.budgets"
WHOLE = Condition(
    item=NORMS, polarity="inhibited", rule="assumed", blocker="time", response="reframe", sphere="influence"
)


def ledger(journal: Journal) -> list[LedgerLine]:
    return journal.tracing.ledger(CHOSEN)


# --- in short -------------------------------------------------------------------------------------------


def test_conditions_say_how_they_worked_and_what_was_done_and_count_entries(journal: Journal) -> None:
    norms, rules = "rcp.organisation.norms", "rcp.organisation.permissions"
    keep(
        journal,
        entry(
            SINCE,
            conditions=(
                Condition(item=norms, polarity="inhibited", rule="assumed", blocker="time", response="reframe"),
            ),
        ),
        entry(SINCE, conditions=(Condition(item=norms, polarity="inhibited", rule="real", response="reframe"),)),
        entry(SINCE, conditions=(Condition(item=norms, polarity="enabled"), Condition(item=rules, polarity="both"))),
    )
    first, second = summary(journal).conditions
    assert (first.item, first.label) == (rules, "permissions")
    assert (first.inhibited, first.enabled, first.both) == (0, 0, 1)
    assert (second.inhibited, second.enabled, second.both) == (2, 1, 0)
    assert second.rules == {"assumed": 1, "real": 1}
    assert second.blockers == {"time": 1}
    assert second.responses == {"reframe": 2}


def test_an_entry_that_names_a_condition_twice_has_one_vote_on_it(journal: Journal) -> None:
    norms = "rcp.organisation.norms"
    keep(
        journal,
        entry(
            SINCE,
            conditions=(
                Condition(item=norms, polarity="inhibited", response="reframe"),
                Condition(item=norms, polarity="inhibited", response="challenge"),
            ),
        ),
    )
    (found,) = summary(journal).conditions
    assert found.inhibited == 1
    assert found.responses == {"reframe": 1, "challenge": 1}


def test_a_condition_of_which_no_more_was_said_is_there_out_of_the_entries_that_asked(journal: Journal) -> None:
    keep(
        journal,
        entry(SINCE, conditions=(Condition(item=BUDGETS),)),
        entry(SINCE, flow="quick", offered=()),
        entry(SINCE, flow="standard", offered=("external",)),
    )
    assert summary(journal).conditions == (
        ConditionSummary(BUDGETS, "budgets", "external", 1, 2, 0, 0, 0, {}, {}, {}, {}, {}),
    )


def test_outcomes_are_the_states_of_what_was_agreed_in_the_entries_that_name_the_condition(journal: Journal) -> None:
    keep(
        journal,
        entry(
            SINCE,
            conditions=(WHOLE, Condition(item=BUDGETS, polarity="inhibited")),
            actions=(Action(what="a"), Action(what="b"), Action(what="c", state="dropped", reason="Too late.")),
        ),
        entry(SINCE, conditions=(WHOLE,), actions=(Action(what="d", state="done"), Action(what="e"))),
        entry(SINCE, TRUST, actions=(Action(what="f", state="changed"),)),
    )
    found = {one.item: one for one in summary(journal).conditions}
    assert found[NORMS].outcomes == {"done": 1, "dropped": 1, "open": 2}
    assert found[NORMS].spheres == {"influence": 2}
    assert found[BUDGETS].outcomes == {"dropped": 1, "open": 1}


def test_a_renamed_condition_is_one_as_mapped_and_two_as_written(journal: Journal) -> None:
    keep(journal, entry(SINCE, conditions=(WHOLE,)), entry(SINCE))
    change(journal, "2027.1", {NORMS: {"label": "habits"}})
    keep(journal, entry(SINCE, conditions=(replace(WHOLE, rule="real"),)))
    (mapped,) = summary(journal).conditions
    assert (mapped.label, mapped.entries, mapped.of) == ("habits", 2, 3)
    assert mapped.rules == {"assumed": 1, "real": 1}
    written = {one.label: one for one in summary(journal, as_written=True).conditions}
    assert {label: (one.entries, one.of, one.rules) for label, one in written.items()} == {
        "norms": (1, 2, {"assumed": 1}),
        "habits": (1, 1, {"real": 1}),
    }


def test_a_replaced_condition_is_counted_under_its_successor_once_an_entry(journal: Journal) -> None:
    keep(journal, entry(SINCE, conditions=(WHOLE, replace(WHOLE, item=PERMISSIONS, polarity="enabled"))))
    change(journal, "2027.1", {NORMS: retired(PERMISSIONS)})
    (found,) = summary(journal).conditions
    assert (found.item, found.entries, found.inhibited, found.enabled) == (PERMISSIONS, 1, 1, 1)
    assert (found.rules, found.responses) == ({"assumed": 1}, {"reframe": 1})


# --- from entry to response to outcome ------------------------------------------------------------------


def test_each_condition_of_each_entry_has_its_line_oldest_first(journal: Journal) -> None:
    late, early, *_ = keep(
        journal,
        entry(UNTIL, conditions=(Condition(item=BUDGETS, polarity="enabled"), WHOLE)),
        entry(
            SINCE, conditions=(WHOLE, replace(WHOLE, response="challenge")), answers={"rcp.prompt.text": "At the door"}
        ),
        entry(date(2026, 5, 1), conditions=(WHOLE,)),
        entry(SINCE, TRUST),
    )
    whole = ("inhibited", "assumed", "time", "reframe", "influence")
    assert ledger(journal) == [
        LedgerLine(NORMS, "norms", early, "2026-03-01", "At the door", *whole),
        LedgerLine(NORMS, "norms", early, "2026-03-01", "At the door", *whole[:3], "challenge", "influence"),
        LedgerLine(BUDGETS, "budgets", late, "2026-04-30", "x", "enabled", None, None, None, None),
        LedgerLine(NORMS, "norms", late, "2026-04-30", "x", *whole),
    ]


def test_what_was_agreed_and_added_stands_with_every_condition_of_its_entry(journal: Journal) -> None:
    added = Addition(on=date(2026, 3, 20), kind="follow-up", text="It was allowed all along.")
    keep(
        journal,
        entry(SINCE, actions=(Action(what="not of this one"),)),
        entry(
            SINCE,
            conditions=(WHOLE, Condition(item=BUDGETS)),
            actions=(Action(what="ask"), Action(what="ring", state="dropped", reason="Nobody there.")),
            additions=(added, replace(added, kind="note", text="Second.")),
        ),
        entry(UNTIL, conditions=(WHOLE,)),
    )
    first, second, alone = ledger(journal)
    numbers = {action.what: action.number for action in journal.actions.all(every=True)}
    assert first.agreed == (
        Agreed(numbers["ask"], "ask", "open", None),
        Agreed(numbers["ring"], "ring", "dropped", "Nobody there."),
    )
    assert first.later == (
        Later("2026-03-20", "follow-up", "It was allowed all along."),
        Later("2026-03-20", "note", "Second."),
    )
    assert (second.agreed, second.later) == (first.agreed, first.later)
    assert (alone.agreed, alone.later) == ((), ())


def test_what_became_of_an_action_is_told_where_it_was_agreed(journal: Journal) -> None:
    keep(journal, entry(SINCE, conditions=(WHOLE,), actions=(Action(what="ask"), Action(what="ring"))))
    (number,) = (action.number for action in journal.actions.all() if action.what == "ring")
    journal.actions.change(number, "dropped", state="dropped", reason="Nobody there.")
    (line,) = ledger(journal)
    assert line.agreed[1] == Agreed(number, "ring", "dropped", "Nobody there.")
    assert line.agreed[0].state == "open"
    (found,) = summary(journal).conditions
    assert found.outcomes == {"dropped": 1, "open": 1}


def test_an_entry_that_was_changed_is_traced_as_it_is_now_and_a_deleted_one_not_at_all(journal: Journal) -> None:
    kept, gone = keep(
        journal,
        entry(SINCE, conditions=(WHOLE, Condition(item=BUDGETS)), actions=(Action(what="ask"),)),
        entry(SINCE, conditions=(WHOLE,), actions=(Action(what="ring"),)),
    )
    journal.entries.delete(gone)
    now = replace(journal.entries.get(kept), conditions=(replace(WHOLE, response="accept-for-now"),), actions=())
    journal.entries.replace(now, "edited")
    (line,), (found,) = ledger(journal), summary(journal).conditions
    assert (line.entry, line.response, line.agreed) == (kept, "accept-for-now", ())
    assert (found.entries, found.responses, found.outcomes) == (1, {"accept-for-now": 1}, {})


def test_the_ledger_keeps_to_the_selection(journal: Journal) -> None:
    visit, _ = keep(
        journal,
        entry(SINCE, kind="visit", conditions=(WHOLE,), actions=(Action(what="ask"),)),
        entry(SINCE, conditions=(WHOLE,), actions=(Action(what="ring"),)),
    )
    (line,) = journal.tracing.ledger(CHOSEN._replace(kind="visit"))
    assert (line.entry, [one.what for one in line.agreed]) == (visit, ["ask"])


# --- both say the same ----------------------------------------------------------------------------------

_DETAILS = {"rules": "rule", "blockers": "blocker", "responses": "response", "spheres": "sphere"}


def counted(lines: Iterable[LedgerLine]) -> dict[str, dict[str, dict[str, int]]]:
    """Condition → field → value → in how many entries, line by line."""
    entries: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for line in lines:
        entries[line.item]["entries"][""].add(line.entry)
        for field, name in (*_DETAILS.items(), ("ways", "polarity")):
            if value := getattr(line, name):
                entries[line.item][field][value].add(line.entry)
        for one in line.agreed:
            entries[line.item]["outcomes"][one.state].add(line.entry)
    return {
        item: {field: {value: len(ids) for value, ids in values.items()} for field, values in fields.items()}
        for item, fields in entries.items()
    }


def told(one: ConditionSummary) -> dict[str, dict[str, int]]:
    ways = {way: getattr(one, way) for way in ("inhibited", "enabled", "both") if getattr(one, way)}
    fields = {name: getattr(one, name) for name in (*_DETAILS, "outcomes")}
    return {name: n for name, n in {"entries": {"": one.entries + one.elsewhere}, "ways": ways, **fields}.items() if n}


@given(SEVERAL)
@STORE
def test_the_short_form_is_the_ledger_counted_by_hand(begun_journal: Path, entries: list[Entry]) -> None:
    with journal_of(begun_journal, entries) as journal:
        lines, found = ledger(journal), summary(journal).conditions
    assert {one.item: told(one) for one in found} == counted(lines)
    within = [one for one in entries if SINCE <= one.happened_on <= UNTIL]
    assert len(lines) == sum(len(one.conditions) for one in within)

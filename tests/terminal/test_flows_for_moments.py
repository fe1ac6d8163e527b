"""The flows for one kind of moment in a real terminal: giving supervision, and thinking together in a group."""

from datetime import date

import pytest

from rcpjournal.core.entry import Action, ForSupervision, Observation
from rcpjournal.core.framework import Framework
from rcpjournal.store import Journal
from tests.terminal.conftest import Begin
from tests.terminal.test_flows import SIZES, WEDNESDAY


@SIZES
def test_a_supervisors_reflection_keeps_what_was_held_and_what_was_offered(
    begin: Begin, journal: Journal, columns: int
) -> None:
    person = begin("write", "supervisor", columns=columns, RCPJOURNAL_NOW=WEDNESDAY)
    person.answers("when", "yesterday")
    person.answers("brought", "A nurse, three weeks in: her first death.")
    person.answers("noticed", "She sat on her hands.")
    person.answers("what-i-held", "Her fear, and the ward's hurry.")
    person.answers("like-for-them", "Exposed, perhaps.")
    person.answers("what-i-offered", "I said she was ready.")
    person.picks("offer", "support", "challenge")
    person.picks("offered support: how was it?", "it was there")
    person.picks("offered challenge: how was it?", "it was missing")
    person.answers("how-i-modelled", "I let the silence be.")
    person.answers("who-holds-me", "A peer, on Fridays.")
    person.answers("try-next", "Ask what she would do")
    for detail in ("By when?", "Why this, for the relationship?", "How will you go about it?", "Whose view"):
        person.answers(detail)
    person.answers("carry-forward", "Silence.")
    person.figure("facts-recorded", "1")
    person.picks("supervision", "no")
    person.keeps()
    entry = journal.entries.get("last")
    assert (entry.flow, entry.kind, entry.with_) == ("supervisor", "giving-supervision", None)
    assert entry.happened_on == date(2026, 3, 3)
    assert entry.answers == {
        "tar.prompt.brought": "A nurse, three weeks in: her first death.",
        "rcp.prompt.noticed": "She sat on her hands.",
        "tar.prompt.what-i-held": "Her fear, and the ward's hurry.",
        "rcp.prompt.like-for-them": "Exposed, perhaps.",
        "tar.prompt.what-i-offered": "I said she was ready.",
        "tar.prompt.how-i-modelled": "I let the silence be.",
        "tar.prompt.who-holds-me": "A peer, on Fridays.",
        "rcp.prompt.carry-forward": "Silence.",
        "rcp.prompt.facts-recorded": "yes",
    }
    assert entry.observations == (
        Observation(item="tar.offer.offered-support", stance="present"),
        Observation(item="tar.offer.offered-challenge", stance="missing"),
    )
    assert entry.actions == (Action(what="Ask what she would do"),)
    assert (entry.ratings, entry.supervision) == (None, ForSupervision(take=False))


@pytest.mark.nightly
@SIZES
def test_a_group_reflection_keeps_ones_own_learning_and_nobody_who_was_there(
    begin: Begin, journal: Journal, framework: Framework, columns: int
) -> None:
    person = begin("write", "group", columns=columns, RCPJOURNAL_NOW=WEDNESDAY)
    person.answers("when")
    person.answers("group-about", "When to step back.")
    assert framework.flows["group"].help in person.seen
    person.answers("group-my-part", "I asked twice.")
    person.answers("group-in-me", "Relief.")
    person.answers("group-new", "Quiet is not agreement.")
    person.picks("tags", "Vulnerability")
    person.picks("Vulnerability: how was it?", "it was there")
    person.answers("group-learnt", "To wait.")
    person.answers("try-next")
    person.answers("carry-forward", "Wait.")
    person.picks("supervision", "no")
    person.keeps()
    entry = journal.entries.get("last")
    assert (entry.flow, entry.kind, entry.with_, entry.alias) == ("group", "group-reflection", None, None)
    assert entry.answers == {
        "tar.prompt.group-about": "When to step back.",
        "tar.prompt.group-my-part": "I asked twice.",
        "tar.prompt.group-in-me": "Relief.",
        "tar.prompt.group-new": "Quiet is not agreement.",
        "tar.prompt.group-learnt": "To wait.",
        "rcp.prompt.carry-forward": "Wait.",
    }
    assert entry.observations == (Observation(item="rcp.principle.vulnerability", stance="present"),)

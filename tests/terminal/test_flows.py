"""Each flow in a real terminal, led to its end by keys; what is kept is what was answered."""

from datetime import date

import pytest

from rcpjournal.core.entry import Action, Condition, ForSupervision, Observation
from rcpjournal.core.framework import Framework
from rcpjournal.store import Journal
from tests.terminal.conftest import Begin
from tests.terminal.driver import Terminal

WEDNESDAY = "2026-03-04T17:30"
HAPPENED = "Home visit. She made tea first. Then she read me the letter twice."
SIZES = pytest.mark.parametrize("columns", [60, pytest.param(80, marks=pytest.mark.nightly)])
QUOTE = "which of your words show it?"


@SIZES
def test_a_quick_reflection_keeps_its_answers_and_tags_with_their_stance(
    begin: Begin, journal: Journal, columns: int
) -> None:
    person = begin("write", "quick", columns=columns, RCPJOURNAL_NOW=WEDNESDAY)
    person.answers("what-happened", HAPPENED)
    person.answers("noticed", "My shoulders came down.")
    person.answers("carry-forward", "Tea first.")
    person.picks("tags", "Trust", "Empathy")
    person.figure("Trust: how was it?", "1")
    person.figure("Empathy: how was it?", "1")
    person.keeps()
    entry = journal.entries.get("last")
    assert entry.answers == {
        "rcp.prompt.what-happened": HAPPENED,
        "rcp.prompt.noticed": "My shoulders came down.",
        "rcp.prompt.carry-forward": "Tea first.",
    }
    assert entry.observations == (
        Observation(item="rcp.principle.trust", stance="present"),
        Observation(item="rcp.behaviour.empathy", stance="helped"),
    )
    assert (entry.flow, entry.happened_on, entry.visibility) == ("quick", date(2026, 3, 4), "private")
    assert entry.id and entry.id in person.text
    assert journal.drafts.all() == []


def test_a_standard_reflection_keeps_every_part_of_an_entry(begin: Begin, journal: Journal) -> None:
    person = begin("write", "--alias", "heron", RCPJOURNAL_NOW=WEDNESDAY)
    person.answers("when", "yesterday")
    person.answers("what-happened", HAPPENED)
    person.answers("noticed", "Her hands were still.")
    person.answers("like-for-them", "Perhaps she had waited all week.")
    person.answers("what-i-did", "I put the form away.")
    person.picks("behaviours", "Patience")
    person.picks("Patience: how was it?", "it helped")
    person.picks(f"Patience: {QUOTE}", "I put the form")
    person.picks("principles", "Trust")
    person.picks("Trust: how was it?", "it was strained")
    person.picks(f"Trust: {QUOTE}", "Then she read me")
    person.figure("need", "1")
    person.figure("got", "3")
    person.picks("working", "with")
    person.picks("around-you", "permissions")
    person.picks("permissions: what did it do here?", "it made it harder")
    person.picks("permissions: is the rule real, or assumed?", "Assumed")
    person.picks("permissions: if it held you back", "Permission")
    person.picks("permissions: what did you do about it", "Reframe")
    person.answers("try-next", "Ring before I visit")
    person.answers("By when?", "in 2 weeks")
    person.answers("Why this, for the relationship?", "So that she can say no.")
    person.answers("How will you go about it?", "From the car.")
    person.answers("Whose view of this is missing?", "Her sister's")
    person.answers("carry-forward", "Tea first.")
    person.picks("kind", "visits")
    person.picks("with", "a family")
    person.picks("supervision", "yes")
    person.answers("What would you like to ask there?", "May I leave the form at home?")
    person.picks("What kind of help would that be?", "mediation")
    person.keeps()
    entry = journal.entries.get("last")
    assert entry.happened_on == date(2026, 3, 3)
    assert (entry.flow, entry.kind, entry.with_, entry.alias) == ("standard", "visit", "family", "heron")
    assert entry.answers == {
        "rcp.prompt.what-happened": HAPPENED,
        "rcp.prompt.noticed": "Her hands were still.",
        "rcp.prompt.like-for-them": "Perhaps she had waited all week.",
        "rcp.prompt.what-i-did": "I put the form away.",
        "rcp.prompt.carry-forward": "Tea first.",
    }
    assert entry.observations == (
        Observation(item="rcp.behaviour.patience", stance="helped", quote="I put the form away."),
        Observation(item="rcp.principle.trust", stance="strained", quote="Then she read me the letter twice."),
    )
    assert (entry.need, entry.got, entry.working) == ("relationship", "both", "with")
    assert entry.conditions == (
        Condition(
            item="rcp.organisation.permissions",
            polarity="inhibited",
            rule="assumed",
            blocker="permission",
            response="reframe",
        ),
    )
    assert entry.actions == (
        Action(
            what="Ring before I visit",
            due=date(2026, 3, 18),
            why="So that she can say no.",
            how="From the car.",
            whose_view="Her sister's",
        ),
    )
    assert entry.supervision == ForSupervision(
        take=True, question="May I leave the form at home?", function="mediation"
    )
    assert entry.offered is not None and {"principle", "behaviour", "organisation", "working"} <= set(entry.offered)


DEEP_WORDS = [
    *("like-for-them", "what-i-did", "in-the-room", "who-held-it", "who-held-you", "knowledge-and-skill"),
    *("assumptions", "how-they-would-tell-it", "power", "knowledge-lacking", "particular", "counter-argument"),
    *("meeting-point", "modelled", "employed", "difference", "learnt", "change", "benefit", "carry-forward"),
]


def lead_deep(person: Terminal) -> None:
    """The deep flow from its first question to its close, with something for nearly every one."""

    def words(*names: str) -> None:
        for name in names:
            person.answers(name, f"About {name}.")

    person.answers("when")
    person.answers("what-happened", HAPPENED)
    person.answers("noticed", "Her hands were still.")
    words("like-for-them", "what-i-did")
    person.picks("behaviours", "listening")
    person.picks("Active listening: how was it?", "it got in the way")
    person.answers(f"Active listening: {QUOTE}")
    person.picks("principles", "Safety")
    person.picks("Safety: how was it?", "it was missing")
    person.picks(f"Safety: {QUOTE}", "Her hands")
    person.picks("characteristics", "kindness", "conflict")
    person.answers(f"kindness: {QUOTE}")
    person.answers(f"conflict transformation: {QUOTE}")
    person.picks("traits", "unique", "efficient")
    person.figure("need", "3")
    person.figure("got", "2")
    person.picks("working", "mixed")
    words("in-the-room", "who-held-it", "who-held-you", "knowledge-and-skill")
    words("assumptions", "how-they-would-tell-it", "power", "knowledge-lacking")
    person.picks("lens", "systemic")
    person.answers("sys-pattern", "The more I ring, the less he answers.")
    person.answers("sys-absent")
    person.answers("sys-ripple", "Her mother.")
    person.picks("practice-skills", "tenacity")
    words("particular")
    person.picks("mechanisms", "learning")
    person.figure("a learning culture: how was it?", "2")
    person.picks(f"a learning culture: {QUOTE}", "About employed")
    person.picks("chains", "supported")
    person.picks("organisation", "norms")
    person.figure("norms: what did it do here?", "2")
    person.answers("norms: is the rule real")
    person.answers("norms: if it held you back")
    person.answers("norms: what did you do about it")
    person.picks("external", "budgets")
    person.figure("budgets: what did it do here?", "3")
    person.figure("budgets: could it be challenged", "6")
    person.figure("budgets: is it in your control", "2")
    person.figure("budgets: if it held you back", "1")
    words("counter-argument", "meeting-point")
    person.picks("means", "perseverance")
    person.figure("How much of each did you have around you? high expectations:", "4")
    person.figure("How much of each did you have around you? high support:", "2")
    person.figure("How much of each did you have around you? high challenge:", "6")
    words("modelled", "employed", "difference")
    person.figure("how-known", "2")
    words("learnt", "change", "benefit")
    person.answers("try-next")
    words("carry-forward")
    person.picks("kind", "difficult")
    person.picks("with", "a colleague")
    person.figure("facts-recorded", "2")
    person.figure("supervision", "2")
    person.answers("who-could-hold", "The duty manager.")


def check_deep(journal: Journal, framework: Framework) -> None:
    """What `lead_deep` should have left."""
    entry = journal.entries.get("last")
    long_names = {prompt.rpartition(".")[2]: prompt for prompt in framework.flows["deep"].steps}
    assert {name: entry.answers[long_names[name]] for name in DEEP_WORDS} == {n: f"About {n}." for n in DEEP_WORDS}
    assert entry.answers["rcp.prompt.who-could-hold"] == "The duty manager."
    assert (entry.answers["tar.prompt.how-known"], entry.answers["rcp.prompt.facts-recorded"]) == ("told", "not-yet")
    assert {name: words for name, words in entry.answers.items() if ".sys-" in name} == {
        "tar.prompt.sys-pattern": "The more I ring, the less he answers.",
        "tar.prompt.sys-ripple": "Her mother.",
    }
    assert [(seen.item, seen.stance, seen.quote) for seen in entry.observations] == [
        ("rcp.behaviour.active-listening", "hindered", None),
        ("rcp.principle.safety", "missing", "Her hands were still."),
        ("rcp.characteristic.kindness", None, None),
        ("rcp.skill.conflict-transformation", None, None),
        ("rcp.relationship.unique", None, None),
        ("rcp.relationship.efficient", None, None),
        ("tar.quality.tenacity", None, None),
        ("tar.mechanism.learning-culture", "absent", "About employed"),
        ("tar.chain.supported-and-contained", None, None),
        ("rcp.advocacy.perseverance", None, None),
    ]
    assert entry.conditions == (
        Condition(item="rcp.organisation.norms", polarity="enabled"),
        Condition(
            item="rcp.external.budgets",
            polarity="both",
            response="accept-for-now",
            sphere="influence",
            blocker="time",
        ),
    )
    assert entry.ratings == {
        "tar.rating.high-expectations": 4,
        "tar.rating.high-support": 2,
        "tar.rating.high-challenge": "unsure",
    }
    assert (entry.need, entry.got, entry.working) == ("both", "transaction", "mixed")
    assert (entry.kind, entry.with_, entry.flow) == ("difficult-conversation", "colleague", "deep")
    assert entry.actions == ()
    assert entry.supervision == ForSupervision(take=False)
    assert entry.happened_on == date(2026, 3, 4)
    assert set(framework.layers) - set(entry.offered or ()) == {"offer"}


@pytest.mark.nightly
def test_a_deep_reflection_keeps_its_lens_ratings_and_containment(
    begin: Begin, journal: Journal, framework: Framework
) -> None:
    person = begin("write", "deep", RCPJOURNAL_NOW=WEDNESDAY)
    lead_deep(person)
    person.keeps()
    check_deep(journal, framework)


@pytest.mark.nightly
@pytest.mark.parametrize(("columns", "rows"), [(60, 24), (40, 24), (132, 50)])
def test_a_deep_reflection_works_at_any_usual_size(
    begin: Begin, journal: Journal, framework: Framework, columns: int, rows: int
) -> None:
    person = begin("write", "deep", columns=columns, rows=rows, RCPJOURNAL_NOW=WEDNESDAY)
    lead_deep(person)
    person.keeps()
    check_deep(journal, framework)


@pytest.mark.parametrize(
    ("flow", "columns"),
    [
        ("standard", 80),
        pytest.param("quick", 60, marks=pytest.mark.nightly),
        pytest.param("deep", 80, marks=pytest.mark.nightly),
    ],
)
def test_enter_skips_everything_but_one_answer(
    begin: Begin, journal: Journal, framework: Framework, flow: str, columns: int
) -> None:
    person = begin("write", flow, columns=columns)
    for step in framework.flows[flow].steps:
        prompt = framework.prompts[step]
        for about in [item.label for item in framework.items_of("rating")] if prompt.answer == "ratings" else [""]:
            person.answers(f"{prompt.text} {about}", "She waved." if step == "rcp.prompt.what-happened" else "")
    person.keeps()
    entry = journal.entries.get("last")
    assert entry.answers == {"rcp.prompt.what-happened": "She waved."}
    assert (entry.observations, entry.conditions, entry.actions, entry.ratings) == ((), (), (), None)
    assert (entry.kind, entry.need, entry.working, entry.supervision) == (None, None, None, None)


def test_a_reflection_without_any_words_goes_back_to_the_first_question_or_leaves_nothing_behind(
    begin: Begin, journal: Journal
) -> None:
    person = begin("write", "quick")
    for turn in (1, 2):
        for name in ("what-happened", "noticed", "carry-forward", "tags"):
            person.answers(name)
        person.sees("an entry needs one answer in words")
        person.offered("Enter goes back to the questions, q leaves:")
        if turn == 1:
            person.press("enter")
    person.types("q\r")
    assert person.ends() == 0
    assert (journal.finding.count(), journal.drafts.all()) == (0, [])


def test_the_first_run_says_what_happens_to_the_text_and_no_later_one_says_it_again(begin: Begin) -> None:
    first = begin("write", "quick")
    first.answers("what-happened", "She waved.")
    first.asked("noticed")
    assert "This month's question" not in first.seen
    for words in ("This is yours.", "private by default", "not the case record", "a court or an employer", "x never"):
        assert first.seen.count(words) == 1
    first.press("ctrl-c")
    first.ends()
    second = begin("write", "quick", "--new")
    second.asked("what-happened")
    for words in ("This is yours.", "x never asks", "waits, with"):
        assert words not in second.seen
    assert "Quick reflection, about 2 minutes. Private" in second.seen
    assert "? explains" in second.seen

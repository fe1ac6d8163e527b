"""An entry as a text to edit: untouched it comes back to the letter, and a change changes only that."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rcpjournal.core.entry import Action, Condition, Entry, Observation, free_entry
from rcpjournal.core.entry_rules import entry_from_document
from rcpjournal.core.form import as_form, from_form
from rcpjournal.core.framework import Framework, Pack, Prompt, Source
from rcpjournal.core.framework_rules import problems
from rcpjournal.errors import DocumentRefused
from tests.core.making import TEXTS, WORDS, entries
from tests.support import examples

NOTICED = "rcp.prompt.noticed"
WHAT_HAPPENED = "rcp.prompt.what-happened"


def back(form: str, entry: Entry, framework: Framework) -> Entry:
    """What `edit` makes of a form."""
    return entry_from_document(from_form(form, entry), framework)


def two_answers(first: str = "We sat quietly.", second: str = "Tired.") -> Entry:
    """An entry with two answers and a little of everything else."""
    return Entry(
        id="260304-k7q",
        created=datetime(2026, 3, 4, 17, 30, tzinfo=UTC),
        happened_on=date(2026, 3, 4),
        answers={WHAT_HAPPENED: first, NOTICED: second},
        asked={WHAT_HAPPENED: "What happened?", NOTICED: "What did you notice?"},
        observations=(Observation(item="rcp.principle.trust", stance="strained", quote="quietly"),),
        conditions=(Condition(item="rcp.organisation.norms", polarity="both"),),
        actions=(Action(what="Ring first", due=date(2026, 3, 18)), Action(what="Bring cups")),
    )


# --- untouched ------------------------------------------------------------------------------------------


@given(st.data())
@settings(deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])
def test_a_form_that_is_not_touched_comes_back_to_the_same_entry(framework: Framework, data: st.DataObject) -> None:
    entry = data.draw(entries(framework))
    assert back(as_form(entry), entry, framework) == entry


HOSTILE = {
    "a line like a heading": "before\n== Seen in it [observations]\nitem: rcp.principle.trust",
    "a line like a heading of an answer": "== What did you notice? [rcp.prompt.noticed]\nmine",
    "an escaped heading": "\\== x [rcp.prompt.noticed]\n\\\\== y [actions]\n\\\\\\==",
    "only equals signs": "==\n===\n=",
    "backslashes": "\\\n\\n\na\\",
    "quotation marks": '"so"\n"so\n\\"',
    "a head line": "kind: visit\nstarred: yes",
    "a note": "# not a note\n#",
    "Windows line ends": "one\r\ntwo\r\n",
    "old Mac line ends": "one\rtwo\r",
    "blanks at the ends": "  two before  \n   \nthree after   ",
    "blank lines at the ends": "\n\nwords\n\n\n",
    "a byte order mark": "\ufeffwords\ufeff",
    "other line separators": "a\u2028b\u2029c\x85d\x0be\x0cf",
    "escape sequences": "\x1b[31mred\x1b[0m",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_in_an_answer_come_back_to_the_letter(text: str, framework: Framework) -> None:
    first, last = two_answers(text, "Tired."), two_answers("We sat.", text)
    assert back(as_form(first), first, framework) == first
    assert back(as_form(last), last, framework) == last


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_in_every_other_field_come_back_to_the_letter(text: str, framework: Framework) -> None:
    entry = replace(
        two_answers(),
        alias=text,
        observations=(Observation(item="rcp.principle.trust", quote=text), Observation(item="rcp.principle.safety")),
        actions=(Action(what=text, why=text, how=text, whose_view=text, reason=text), Action(what="Bring cups")),
    )
    assert back(as_form(entry), entry, framework) == entry


@given(WORDS, TEXTS)
@settings(deadline=None, max_examples=examples(50))
def test_hostile_words_stay_to_the_letter_while_another_answer_is_changed(
    framework: Framework, kept: str, other: str
) -> None:
    entry = two_answers(kept, "Tired.")
    form = as_form(entry).replace("\nTired.\n", "\nWide awake.\n")
    changed = back(form, entry, framework)
    assert changed == replace(entry, answers={WHAT_HAPPENED: kept, NOTICED: "Wide awake."})


@pytest.mark.parametrize("slug", ["my-question", "my_question", "Mine", "über", "q?", "a b", "x]y"])
def test_a_question_of_ones_own_stays_apart_in_the_form_or_its_id_is_refused(framework: Framework, slug: str) -> None:
    prompt = Prompt(id=f"own.prompt.{slug}", text="How was the tea?")
    own = Pack(id="own", version="1", title="Mine", source=Source(title="Mine"), prompts=(prompt,))
    if found := problems([own], framework.packs):
        assert [problem.path for problem in found] == [("packs", 0, "prompts", 0, "id")]
        return
    with_own = Framework([*framework.packs, own])
    entry = replace(two_answers(), answers={WHAT_HAPPENED: "We sat quietly.", prompt.id: "Strong."})
    assert from_form(as_form(entry), entry)["answers"] == entry.answers
    assert back(as_form(entry), entry, with_own).answers == entry.answers


# --- changed --------------------------------------------------------------------------------------------


def test_each_line_of_the_head_can_be_changed(framework: Framework) -> None:
    entry = two_answers()
    form = as_form(entry)
    for before, after in (
        ("happened_on: 2026-03-04", "happened_on: 2026-03-01"),
        ("kind:", "kind: visit"),
        ("with:", "with: family"),
        ("alias:", "alias: heron # 2"),
        ("visibility: private", "visibility: shareable"),
        ("starred: no", "starred: yes"),
        ("need:", "need: both"),
        ("got:", "got: transaction"),
        ("working:", "working: mixed"),
    ):
        assert f"\n{before}\n" in form
        form = form.replace(f"\n{before}\n", f"\n{after}\n", 1)
    assert back(form, entry, framework) == replace(
        entry,
        happened_on=date(2026, 3, 1),
        kind="visit",
        with_="family",
        alias="heron # 2",
        visibility="shareable",
        starred=True,
        need="both",
        got="transaction",
        working="mixed",
    )


def test_an_answer_whose_heading_is_taken_away_is_taken_out(framework: Framework) -> None:
    entry = two_answers()
    form = as_form(entry).replace("== What did you notice? [rcp.prompt.noticed]\nTired.\n", "")
    assert back(form, entry, framework).answers == {WHAT_HAPPENED: "We sat quietly."}


def test_an_answer_that_is_emptied_is_taken_out(framework: Framework) -> None:
    entry = two_answers()
    assert back(as_form(entry).replace("\nTired.\n", "\n"), entry, framework).answers == {
        WHAT_HAPPENED: "We sat quietly."
    }


def test_an_answer_can_be_added_under_a_heading_of_its_own(framework: Framework) -> None:
    entry = two_answers()
    form = as_form(entry).replace("\n== Seen in it", "\n== [rcp.prompt.learnt]\nTo wait.\n\n== Seen in it")
    assert back(form, entry, framework).answers == {**entry.answers, "rcp.prompt.learnt": "To wait."}


def test_blocks_can_be_added_changed_and_taken_out(framework: Framework) -> None:
    entry = two_answers()
    form = as_form(entry)
    form = form.replace("stance: strained\nquote: quietly\n", "stance: present\n\nitem: rcp.principle.safety\n")
    form = form.replace("item: rcp.organisation.norms\npolarity: both\n", "")
    form = form.replace("what: Bring cups\nstate: open", "what: Bring cups\nstate: dropped\nreason: They have cups.")
    changed = back(form, entry, framework)
    assert changed == replace(
        entry,
        observations=(
            Observation(item="rcp.principle.trust", stance="present"),
            Observation(item="rcp.principle.safety"),
        ),
        conditions=(),
        actions=(entry.actions[0], Action(what="Bring cups", state="dropped", reason="They have cups.")),
    )


def test_a_persons_own_quotation_marks_are_words(framework: Framework) -> None:
    entry = two_answers()
    form = as_form(entry).replace("what: Bring cups", 'what: "Bring cups", she said')
    assert back(form, entry, framework).actions[1].what == '"Bring cups", she said'


def test_an_editor_that_writes_windows_line_ends_changes_nothing_else(framework: Framework) -> None:
    entry = two_answers("We sat.\nQuietly.")
    assert back(as_form(entry).replace("\n", "\r\n"), entry, framework) == entry


REFUSED = [
    ("kind:", "sort: visit", "sort: visit", "should begin with one of"),
    ("kind:", "just words", "just words", "should begin with one of"),
    ("item: rcp.principle.trust", "thing: rcp.principle.trust", "thing: rcp", "should begin with one of"),
    ("stance: strained", "stance: strained\nstance: present", "stance: present", "stance stands here a second time"),
]


@pytest.mark.parametrize(("before", "after", "at", "words"), REFUSED)
def test_a_line_that_cannot_be_read_is_refused_by_its_number(before: str, after: str, at: str, words: str) -> None:
    form = as_form(two_answers()).replace(f"\n{before}\n", f"\n{after}\n", 1)
    line = next(n for n, text in enumerate(form.split("\n"), 1) if text.startswith(at))
    with pytest.raises(DocumentRefused) as refused:
        from_form(form, two_answers())
    assert str(refused.value).startswith(f"line {line}: ")
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("happened_on: 2026-03-04", "happened_on: soon", "happened_on"),
        ("happened_on: 2026-03-04", "happened_on:", "happened_on"),
        ("kind:", "kind: picnic", "kind"),
        ("visibility: private", "visibility: everyone", "visibility"),
        ("starred: no", "starred: perhaps", "starred"),
        ("stance: strained", "stance: wobbly", "observations[0].stance"),
        ("due: 2026-03-18", "due: friday-ish", "actions[0].due"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_its_field(
    before: str, after: str, field: str, framework: Framework
) -> None:
    entry = two_answers()
    form = as_form(entry)
    assert f"\n{before}\n" in form
    with pytest.raises(DocumentRefused, match=f"(?m)^{field.replace('[', '.').replace(']', '.')}: "):
        back(form.replace(f"\n{before}\n", f"\n{after}\n", 1), entry, framework)


def test_what_the_form_does_not_show_is_not_lost_in_an_edit(framework: Framework) -> None:
    entry = entry_from_document(
        {
            "id": "260304-k7q",
            "happened_on": "2026-03-04",
            "text": "x",
            "ratings": {"tar.rating.high-support": 3},
            "supervision": {"take": True, "question": "How?"},
            "additions": [{"on": "2026-03-09", "text": "Later."}],
            "offered": ["principle"],
        },
        framework,
    )
    changed = back(as_form(entry).replace("\nx\n", "\ny\n"), entry, framework)
    assert changed == replace(entry, answers=free_entry("y", entry.happened_on).answers)

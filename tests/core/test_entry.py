"""An entry and the document that it is outside the program."""

import json
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rcpjournal.core.entry import (
    ALWAYS,
    LISTS,
    Action,
    Addition,
    Condition,
    Entry,
    ForSupervision,
    Observation,
    Session,
    document,
    entry_from,
    free_entry,
    texts,
)
from rcpjournal.core.entry_rules import entry_from_document
from rcpjournal.core.framework import Framework
from tests.core.making import entries
from tests.support import examples

PROPERTY = settings(deadline=None, max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow])

FULL = Entry(
    id="260304-k7q",
    created=datetime(2026, 3, 4, 17, 30, 1, 250_000, tzinfo=UTC),
    zone="GMT",
    happened_on=date(2026, 3, 4),
    kind="visit",
    with_="family",
    alias="heron",
    flow="standard",
    offered=("principle", "behaviour"),
    framework={"rcp": "2026.1"},
    visibility="private",
    starred=True,
    answers={"rcp.prompt.what-happened": "We sat quietly."},
    asked={"rcp.prompt.what-happened": "What happened?"},
    observations=(Observation(item="rcp.principle.trust", stance="strained", quote="quietly"),),
    conditions=(Condition(item="rcp.organisation.permissions", polarity="inhibited", rule="assumed", blocker="time"),),
    ratings={"tar.rating.high-support": 2, "tar.rating.high-challenge": "unsure"},
    need="both",
    got="transaction",
    working="mixed",
    actions=(
        Action(
            what="Ring first",
            why="So she knows",
            whose_view="Hers",
            due=date(2026, 3, 18),
            owner="me",
            review=date(2026, 4, 1),
            about="260301-k7q 260302-abc",
        ),
    ),
    supervision=ForSupervision(take=True, question="How?", function="support"),
    session=Session(role="my manager", next=date(2026, 4, 4)),
    additions=(Addition(on=date(2026, 3, 9), kind="peer-discussion", role="a senior", text="Go slower."),),
)


def test_the_document_of_an_entry_is_the_one_that_was_promised() -> None:
    assert document(FULL) == {
        "schema": "rcpjournal/entry/1",
        "id": "260304-k7q",
        "created": "2026-03-04T17:30:01.250+00:00",
        "zone": "GMT",
        "happened_on": "2026-03-04",
        "kind": "visit",
        "with": "family",
        "alias": "heron",
        "flow": "standard",
        "offered": ["principle", "behaviour"],
        "framework": {"rcp": "2026.1"},
        "visibility": "private",
        "starred": True,
        "answers": {"rcp.prompt.what-happened": "We sat quietly."},
        "asked": {"rcp.prompt.what-happened": "What happened?"},
        "observations": [{"item": "rcp.principle.trust", "stance": "strained", "quote": "quietly"}],
        "conditions": [
            {"item": "rcp.organisation.permissions", "polarity": "inhibited", "rule": "assumed", "blocker": "time"}
        ],
        "ratings": {"tar.rating.high-support": 2, "tar.rating.high-challenge": "unsure"},
        "need": "both",
        "got": "transaction",
        "working": "mixed",
        "actions": [
            {
                "what": "Ring first",
                "why": "So she knows",
                "whose_view": "Hers",
                "due": "2026-03-18",
                "state": "open",
                "owner": "me",
                "review": "2026-04-01",
                "about": "260301-k7q 260302-abc",
            }
        ],
        "supervision": {"take": True, "question": "How?", "function": "support"},
        "session": {"role": "my manager", "next": "2026-04-04"},
        "additions": [{"on": "2026-03-09", "kind": "peer-discussion", "role": "a senior", "text": "Go slower."}],
    }


def test_the_example_uses_every_field_so_that_a_new_one_is_not_forgotten() -> None:
    assert len(document(FULL)) == len(fields(Entry))


def test_the_head_of_a_document_is_there_even_where_nothing_is_known() -> None:
    made = document(free_entry("x", date(2026, 3, 4)))
    assert tuple(made) == (*ALWAYS, *LISTS)
    assert [made[name] for name in LISTS] == [[], [], []]


def test_no_layer_offered_is_not_the_same_as_all_of_them() -> None:
    none = entry_from(document(free_entry("x", date(2026, 3, 4), offered=())))
    every = entry_from(document(free_entry("x", date(2026, 3, 4))))
    assert none.offered == ()
    assert every.offered is None


@given(st.data())
@PROPERTY
def test_an_entry_comes_back_from_its_document_as_it_was(framework: Framework, data: st.DataObject) -> None:
    entry = data.draw(entries(framework))
    as_json = json.dumps(document(entry), ensure_ascii=False)
    assert entry_from(json.loads(as_json)) == entry


@given(st.data())
@PROPERTY
def test_a_document_that_we_wrote_passes_our_own_checks_unchanged(framework: Framework, data: st.DataObject) -> None:
    entry = data.draw(entries(framework))
    assert entry_from_document(json.loads(json.dumps(document(entry))), framework) == entry


@given(st.data())
@PROPERTY
def test_everything_that_was_typed_is_among_the_texts(framework: Framework, data: st.DataObject) -> None:
    entry = data.draw(entries(framework))
    everything = "\n".join(texts(entry))
    typed: list[Any] = [*entry.answers.values(), entry.alias]
    typed += [seen.quote for seen in entry.observations]
    typed += [part for a in entry.actions for part in (a.what, a.why, a.how, a.whose_view, a.reason)]
    typed += [part for later in entry.additions for part in (later.role, later.text)]
    typed += [entry.supervision.question if entry.supervision else None]
    assert all(part in everything for part in typed if part)


def test_a_quote_that_is_a_passage_of_an_answer_is_not_counted_as_text_of_its_own() -> None:
    entry = free_entry(
        "She waited. I came.",
        date(2026, 3, 4),
        observations=(
            Observation(item="rcp.principle.trust", quote="She waited."),
            Observation(item="rcp.principle.safety", quote="Words of its own"),
        ),
    )
    assert texts(entry) == ["She waited. I came.", "Words of its own"]

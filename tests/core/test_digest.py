"""An entry's digest: the same for the same entry, another for any other, whatever later versions add."""

import hashlib
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from rcpjournal.core.digest import canonical, digest_of, digest_of_texts
from rcpjournal.core.entry import Action, Addition, Condition, Entry, ForSupervision, Observation, Session

WHOLE = Entry(
    id="260304-k7q",
    created=datetime(2026, 3, 4, 17, 30, 1, 234_567, tzinfo=timezone(timedelta(hours=1))),
    zone="CET",
    happened_on=date(2026, 3, 4),
    kind="visit",
    with_="family",
    alias="robin",
    flow="quick",
    offered=("principle",),
    framework={"rcp": "2026.3"},
    visibility="shareable",
    starred=True,
    answers={"a": "She opened the door — herself."},
    asked={"a": "What happened?"},
    observations=(Observation(item="x", stance="present", quote="door"),),
    conditions=(Condition(item="y", polarity="both"),),
    ratings={"z": "unsure"},
    need="both",
    got="both",
    working="with",
    actions=(Action(what="Ring first", due=date(2026, 3, 18)),),
    supervision=ForSupervision(take=True, question="Why?"),
    session=Session(role="my manager", next=date(2026, 4, 1)),
    additions=(Addition(on=date(2026, 3, 5), text="She rang."),),
)
BARE = Entry(happened_on=date(2026, 3, 4), answers={"a": "b"})


def test_the_form_that_is_hashed_is_the_documented_one_and_never_changes() -> None:
    """Other text here would make every journal in use look damaged."""
    assert canonical(BARE) == (
        '{"answers":{"a":"b"},"happened_on":"2026-03-04","schema":"rcpjournal/entry/1","visibility":"private"}'
    )
    assert digest_of(BARE) == "c4034835b8175c98c579ef7ae063e1be53984a06e70158d865990df3fd5f6b6d"
    assert canonical(replace(BARE, offered=()), deleted=True) == (
        '{"answers":{"a":"b"},"deleted":true,"happened_on":"2026-03-04","offered":[],"schema":"rcpjournal/entry/1",'
        '"visibility":"private"}'
    )
    assert digest_of(WHOLE) == "05820cdadd7abeb85c0b28f85794b121aca707e8bac7827d4a788f41ca5bbf4a"


@pytest.mark.parametrize("name", [part.name for part in fields(Entry) if part.name not in ("schema", "happened_on")])
def test_every_field_of_an_entry_counts(name: str) -> None:
    assert getattr(WHOLE, name) != getattr(BARE, name)
    assert digest_of(replace(WHOLE, **{name: getattr(BARE, name)})) != digest_of(WHOLE)


def test_deleted_is_another_digest_and_offered_nothing_is_not_offered_all() -> None:
    assert digest_of(BARE, deleted=True) != digest_of(BARE) != digest_of(replace(BARE, offered=()))


def test_the_zone_in_which_it_was_written_counts_and_the_order_of_answers_does_not() -> None:
    assert WHOLE.created is not None
    assert digest_of(replace(WHOLE, created=WHOLE.created.astimezone(UTC))) != digest_of(WHOLE)
    one, other = {"a": "1", "b": "2"}, {"b": "2", "a": "1"}
    assert digest_of(replace(BARE, answers=one)) == digest_of(replace(BARE, answers=other))


def test_the_hash_is_the_one_that_everybody_calls_sha256() -> None:
    assert digest_of_texts("café", None) == hashlib.sha256("café\0".encode()).hexdigest()

"""`add --json`: whole entries, one JSON object or one a line."""

import json
from pathlib import Path
from typing import Any

import pytest

from rcpjournal.store import Journal
from tests.cli.quick import done, kept, refused, run, shown

TEXT = "rcp.prompt.text"
TRUST, PERMISSIONS = "rcp.principle.trust", "rcp.organisation.permissions"
PLAIN = {"happened_on": "2026-03-04", "text": "Words."}
WHOLE: dict[str, Any] = {
    "schema": "rcpjournal/entry/1",
    "id": "260304-k7q",
    "created": "2026-03-04T18:00:00.000+01:00",
    "zone": "CET",
    "happened_on": "2026-03-04",
    "kind": "visit",
    "with": "family",
    "alias": "Bluebird",
    "flow": "standard",
    "offered": ["principle", "behaviour", "organisation", "need", "got", "rating", "working", "context", "person"],
    "framework": {"rcp": "2026.3", "tar": "2026.3"},
    "visibility": "private",
    "starred": True,
    "answers": {"rcp.prompt.what-happened": "We sat.\nThen we spoke.", "rcp.prompt.noticed": "Her hands."},
    "asked": {"rcp.prompt.what-happened": "What happened, in words of then?", "rcp.prompt.noticed": "Noticed?"},
    "observations": [
        {"item": "rcp.principle.trust", "stance": "strained", "quote": "We sat."},
        {"item": "rcp.behaviour.patience"},
    ],
    "conditions": [
        {
            "item": "rcp.organisation.permissions",
            "polarity": "inhibited",
            "rule": "assumed",
            "blocker": "time",
            "response": "work-around",
        }
    ],
    "ratings": {"tar.rating.high-support": 4, "tar.rating.high-challenge": "unsure"},
    "need": "relationship",
    "got": "both",
    "working": "with",
    "actions": [
        {"what": "Ring", "why": "She asked", "how": "Slowly", "whose_view": "His", "due": "2026-03-18", "state": "open"}
    ],
    "supervision": {"take": True, "question": "What was mine?", "function": "support"},
    "additions": [{"on": "2026-03-09", "kind": "feedback", "role": "a senior", "text": "She said thank you."}],
}  # fmt: skip


def test_a_document_over_many_lines_is_one_entry_and_comes_back_the_same() -> None:
    assert done("add", "--json", "-", stdin=json.dumps(WHOLE, indent=2)).out == "260304-k7q\n"
    assert shown("260304-k7q") == WHOLE


def test_what_show_prints_add_takes_in_another_journal_and_once_in_the_same_one(
    tmp_path: Path, journal: Journal
) -> None:
    printed = done("show", *kept(WHOLE), "--json").out
    assert done("add", "--json", "-", stdin=printed).out == "260304-k7q\n"
    assert journal.finding.count() == 1
    elsewhere = {"RCPJOURNAL_HOME": str(tmp_path / "other")}
    assert done("add", "--json", "-", stdin=printed, **elsewhere).out == "260304-k7q\n"
    assert done("show", "--json", **elsewhere).out == printed


def test_the_ids_are_printed_in_the_order_of_the_lines() -> None:
    lines = [{**PLAIN, "happened_on": f"2026-03-{9 - n:02}", "text": f"Line {n}"} for n in range(8)]
    ids = kept(*lines)
    assert [shown(entry_id)["answers"][TEXT] for entry_id in ids] == [f"Line {n}" for n in range(8)]


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "\n  \n"])
def test_blank_lines_and_windows_line_ends_do_not_matter(between: str, journal: Journal) -> None:
    line = json.dumps(PLAIN)
    done("add", "--json", stdin=f"\ufeff{line}{between}{line}{between}")
    assert journal.finding.count() == 2


def test_text_stands_for_the_answers_of_a_free_entry_and_everything_else_may_be_missing() -> None:
    (entry_id,) = kept(PLAIN)
    entry = shown(entry_id)
    assert entry["answers"] == {TEXT: "Words."}
    assert (entry["kind"], entry["with"], entry["flow"], entry["starred"]) == (None, None, None, False)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"texty": 1}, ["texty", "unknown", "'text'"]),
        ({"observations": [{"item": TRUST, "stanse": "strained"}]}, ["observations[0].stanse", "'stance'"]),
        ({"actions": [{"what": "Ring"}, {"wat": "Ring"}]}, ["actions[1].wat", "actions[1].what", "missing"]),
        ({"happened_on": None}, ["happened_on"]),
        ({"happened_on": "4 March"}, ["happened_on"]),
        ({"happened_on": "2026-02-30"}, ["happened_on"]),
        ({"happened_on": 20260304}, ["happened_on"]),
        ({"happened_on": "2026-03-04T00:00:00"}, ["happened_on"]),
        ({"schema": "rcpjournal/entry/2"}, ["schema", "rcpjournal/entry/1"]),
        ({"kind": "visitation"}, ["kind", "near-miss"]),
        ({"with": "everyone"}, ["with", "colleague"]),
        ({"flow": "slow"}, ["flow", "quick"]),
        ({"visibility": "public"}, ["visibility"]),
        ({"starred": "yes"}, ["starred"]),
        ({"text": 5}, ["text"]),
        ({"text": ""}, ["answer"]),
        ({"text": "a\x00b"}, ["NUL"]),
        ({"text": "\ud800"}, ["surrogate"]),
        ({"answers": {TEXT: "Too."}}, ["text", "answers"]),
        ({"observations": [{"item": "rcp.principle.trsut"}]}, ["observations[0].item", "rcp.principle.trust"]),
        ({"observations": [{"item": TRUST, "stance": "wobbly"}]}, ["observations[0].stance", "strained"]),
        ({"observations": [{"item": "rcp.organisation.permissions"}]}, ["observations[0].item", "condition"]),
        ({"conditions": [{"item": "rcp.principle.trust"}]}, ["conditions[0].item", "tag"]),
        ({"conditions": [{"item": PERMISSIONS, "blocker": "money"}]}, ["conditions[0].blocker", "time"]),
        ({"ratings": {"tar.rating.high-support": 6}}, ["ratings", "tar.rating.high-support"]),
        ({"ratings": {"tar.rating.low-support": 2}}, ["ratings", "tar.rating.low-support"]),
        ({"need": "love"}, ["need", "relationship"]),
        ({"actions": [{"what": "Ring", "state": "maybe"}]}, ["actions[0].state", "dropped"]),
        ({"actions": [{"what": "Ring", "due": "soon"}]}, ["actions[0].due"]),
        ({"offered": ["principles"]}, ["offered", "principles"]),
        ({"id": 7}, ["id"]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_by_line_and_field_and_nothing_is_kept(
    change: dict[str, Any], said: list[str], journal: Journal
) -> None:
    lines = [json.dumps(PLAIN), json.dumps({**PLAIN, **change})]
    words = refused("add", "--json", "-", stdin="\n".join(lines))
    assert words.startswith("line 2: ")
    assert all(part in words for part in said), words
    assert "Nothing of this run was kept" in words
    assert journal.finding.count() == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"happened_on": "2026-03-04", "text": "a", "text": "b"}', "text: this field stands here twice"),
        ('{"happened_on": "2026-03-04", "answers": {"rcp.prompt.text": "a", "rcp.prompt.text": "b"}}', "twice"),
        ('{"happened_on": "2026-03-04"', "not JSON"),
        ("[]", "mapping"),
        ("7", "mapping"),
        ('"words"', "mapping"),
        ("null", "mapping"),
        ("[" * 100_000, "not JSON"),
        ('{"happened_on": "2026-03-04", "text": "a", "starred": NaN}', ""),
        ("1" * 5000, ""),
    ],
)
def test_a_line_that_is_no_object_is_refused_by_its_number(line: str, said: str, journal: Journal) -> None:
    words = refused("add", "--json", "-", stdin=f"{json.dumps(PLAIN)}\n\n{line}\n")
    assert words.startswith("line 3: ") and said in words
    assert journal.finding.count() == 0


def test_one_document_alone_is_refused_by_its_field(journal: Journal) -> None:
    assert refused("add", "--json", "-", stdin='{"text": "Words."}').startswith("happened_on")
    assert refused("add", "--json", "-", stdin="").startswith("There are no words")
    assert journal.finding.count() == 0


def test_every_fault_of_a_run_is_named_at_once() -> None:
    lines = [{**PLAIN, "kind": "x"}, PLAIN, {**PLAIN, "flow": "y", "with": "z"}]
    said = refused("add", "--json", "-", stdin="\n".join(json.dumps(line) for line in lines))
    assert all(part in said for part in ("line 1: kind", "line 3: flow", "line 3: with", "--keep-good"))


def test_keep_good_keeps_the_sound_ones_in_order_and_says_which_were_refused() -> None:
    lines = [{**PLAIN, "text": "First"}, {"text": "No day"}, {**PLAIN, "text": "Third"}]
    result = run("add", "--json", "-", "--keep-good", stdin="\n".join(json.dumps(line) for line in lines))
    assert result.code == 1
    assert [shown(entry_id)["answers"][TEXT] for entry_id in result.out.split()] == ["First", "Third"]
    assert "line 2: happened_on" in result.err and "1 document was refused, 2 kept" in result.err


def test_an_id_that_belongs_to_other_words_is_refused_and_nothing_of_the_run_is_kept(journal: Journal) -> None:
    kept({"id": "260304-aaa", "text": "As it was."})
    lines = [{**PLAIN, "text": "New."}, {**PLAIN, "id": "260304-aaa", "text": "Other words."}]
    said = refused("add", "--json", "-", stdin="\n".join(json.dumps(line) for line in lines))
    assert "260304-aaa" in said and "other words" in said
    assert journal.finding.count() == 1
    assert journal.entries.get("260304-aaa").answers[TEXT] == "As it was."


def test_one_id_with_two_texts_in_one_run_is_refused_whole(journal: Journal) -> None:
    lines = [{**PLAIN, "id": "260304-aaa", "text": text} for text in ("One.", "Another.")]
    refused("add", "--json", "-", stdin="\n".join(json.dumps(line) for line in lines))
    assert journal.finding.count() == 0


@pytest.mark.parametrize("entry_id", ["ABC oil", "last", "260304-ABC", "\x1b[31m", " ", "x" * 300, "260304-oil"])
def test_an_entry_can_be_found_by_the_id_it_came_with_or_is_refused(entry_id: str, journal: Journal) -> None:
    kept({"id": "260305-zzz", "happened_on": "2026-03-05", "text": "Another, of a later day."})
    result = run("add", "--json", "-", stdin=json.dumps({**PLAIN, "id": entry_id, "text": "By its id."}))
    if result.code == 0:
        assert shown(entry_id)["answers"] == {TEXT: "By its id."}
    else:
        assert "id" in result.err and journal.finding.count() == 1


@pytest.mark.parametrize(
    "times",
    [
        {"created": "2026-03-04T10:00:00", "zone": "Europe/London"},
        {"created": "2026-03-04T10:00:00Z", "zone": "Europe/London and on"},
        {"created": "2026-07-04T10:00:00.123456+05:45"},
        {"created": "0001-01-01T00:00:00+14:00"},
        {"created": "9999-12-31T23:59:59-12:00"},
        {"zone": "+0200"},
    ],
)
def test_odd_times_are_kept_or_refused_but_never_break_the_journal(times: dict[str, str], journal: Journal) -> None:
    result = run("add", "--json", "-", stdin=json.dumps({**PLAIN, **times}))
    if result.code == 0:
        back = shown(result.out.strip())
        assert back["created"][:19] == times.get("created", back["created"])[:19]
        assert back["zone"] == times.get("zone", back["zone"])
        done("list"), done("export", "json"), done("add", "--json", "-", stdin=json.dumps(back))
        assert journal.finding.count() == 1
    else:
        assert "created" in result.err and journal.finding.count() == 0

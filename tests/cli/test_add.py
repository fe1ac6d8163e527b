"""`add`: an entry from words, without questions."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from rcpjournal.store import Journal
from tests.cli.quick import WEDNESDAY, added, done, listed, refused, shown

TEXT = "rcp.prompt.text"


def test_words_given_as_an_argument_are_kept_and_only_the_id_is_printed(journal: Journal) -> None:
    result = done("add", "He laughed first.")
    entry = journal.entries.get(result.out.strip())
    assert result.out == f"{entry.id}\n"
    assert entry.answers == {TEXT: "He laughed first."}
    assert (entry.visibility, entry.starred, entry.flow, entry.offered) == ("private", False, None, None)


@pytest.mark.parametrize("words", [("add", "-"), ("add",)])
def test_words_come_from_a_pipe(words: tuple[str, ...], journal: Journal) -> None:
    entry_id = done(*words, stdin="One line\n\nand another\n").out.strip()
    assert journal.entries.get(entry_id).answers == {TEXT: "One line\n\nand another"}


def test_what_the_options_say_is_kept_with_the_words(journal: Journal) -> None:
    options = ["--on", "yesterday", "--kind", "visit", "--with", "family", "--alias", "Bluebird", "--star"]
    items = ["--item", "trust:strained", "--item", "rcp.behaviour.active-listening"]
    entry_id = done("add", "-", *options, *items, stdin="We sat.", RCPJOURNAL_NOW=WEDNESDAY).out.strip()
    entry = journal.entries.get(entry_id)
    assert str(entry.happened_on) == "2026-03-03"
    assert (entry.kind, entry.with_, entry.alias, entry.starred) == ("visit", "family", "Bluebird", True)
    assert [(seen.item, seen.stance) for seen in entry.observations] == [
        ("rcp.principle.trust", "strained"),
        ("rcp.behaviour.active-listening", None),
    ]


def test_kind_and_with_may_be_given_by_their_beginning_or_in_words() -> None:
    entry = shown(added("Hard words.", "--kind", "Difficult conversation", "--with", "coll"))
    assert (entry["kind"], entry["with"]) == ("difficult-conversation", "colleague")


@pytest.mark.parametrize(
    ("option", "value", "code", "said"),
    [
        ("--kind", "visitation", 2, "near-miss"),
        ("--kind", "", 2, "visit"),
        ("--with", "f friends", 2, "colleague"),
        ("--item", "trsut", 1, "trust"),
        ("--item", "active-listening", 1, "skill.active-listening"),
        ("--item", "trust:wobbly", 2, "strained"),
        ("--item", "permissions", 2, "write"),
        ("--item", "see-me-hear-me", 2, "write"),
        ("--on", "the other day", 2, "2026-03-04"),
        ("--on", "tomorrow", 2, "still to come"),
    ],
)
def test_a_word_that_is_not_known_is_refused_and_the_right_one_named(
    option: str, value: str, code: int, said: str, journal: Journal
) -> None:
    assert said in refused("add", "Words.", option, value, code=code)
    assert journal.finding.count() == 0


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\n"])
@pytest.mark.parametrize("way", ["argument", "pipe"])
def test_nothing_is_kept_of_no_words(text: str, way: str, journal: Journal) -> None:
    said = refused("add", text) if way == "argument" else refused("add", "-", stdin=text)
    assert "no words" in said
    assert journal.finding.count() == 0


@pytest.mark.parametrize(
    ("typed", "why"),
    [(b"before\x00after", "NUL"), (b"caf\xe9 on the corner", "UTF-8"), (b"\xed\xa0\x80 half a sign", "UTF-8")],
)
def test_bytes_that_are_not_text_are_refused_and_stay_in_a_file_as_they_came(
    typed: bytes, why: str, home: Path, journal: Journal
) -> None:
    said = refused("add", "-", stdin=typed)
    (rescued,) = (home / "rescued").iterdir()
    assert why in said and str(rescued) in said
    assert rescued.read_bytes() == typed
    assert rescued.stat().st_mode & 0o777 == 0o600
    assert journal.finding.count() == 0


def test_an_argument_that_is_not_text_is_refused_in_words(journal: Journal) -> None:
    assert "UTF-8" in refused("add", "caf\udce9")
    assert "UTF-8" in refused("add", "Words.", "--alias", "\udce9")
    assert journal.finding.count() == 0


def test_a_megabyte_comes_back_whole() -> None:
    text = "Tea, and then the door. مرحبا 👩‍👧‍👦\n" * 25_000
    entry_id = added(text)
    assert len(text.encode()) > 1_000_000
    assert shown(entry_id)["answers"] == {TEXT: text.rstrip("\n")}
    assert done("show", entry_id).out.count("Tea, and then") == 25_000
    assert done("list").out.count("\n") == 1


# What has gone wrong elsewhere: markup, escapes, direction, joiners, combining marks, line ends, look-alike headings.
NASTY = [
    "[red]no[/red]", "[/b]", "[link=http://x]y[/link]", ":smile:", "[x] done", "\x1b[31m", "\x1b]8;;http://x\x07y",
    "\x9b2J", "\u202egnp", "\u2066a\u2069", "مرحبا", "שלום", "👩‍👩‍👧‍👦", "🏳️‍🌈", "e\u0301\u0323", "Z͑ͫ̓a", "\u200d",
    "\ue000", "\ue001", "\r\n", "\r", "\t", "\u2028", "\x0b", "\x7f", "\ufeff", "%s {0} \\n", "'; DROP TABLE entries",
    "== a [rcp.prompt.text]", "\\== b", "# c", "--plain", "-", "{", '"', "\n", " ", "日本語", "ﬀ", "\U0010ffff",
]  # fmt: skip
anything = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
texts = st.lists(st.one_of(st.sampled_from(NASTY), st.text(anything, max_size=12)), min_size=1, max_size=8).map("".join)


def _by_pipe(text: str) -> str:
    assume(not text.startswith("\ufeff") and not text.endswith("\n"))  # a mark of encoding, and Enter at the end
    return done("add", "-", stdin=text).out


def _by_argument(text: str) -> str:
    assume(text != "-")
    return done("add", "--", text).out


def _by_document(text: str) -> str:
    return done("add", "--json", "-", stdin=json.dumps({"happened_on": "2026-03-04", "text": text})).out


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts, way=st.sampled_from([_by_pipe, _by_argument, _by_document]))
@example(text="".join(NASTY) + ".", way=_by_pipe)
@example(text="--journal", way=_by_argument)
def test_any_text_comes_back_to_the_letter(text: str, way: Any) -> None:
    assume(text.strip())
    entry_id = way(text).strip()
    assert shown(entry_id)["answers"] == {TEXT: text}


def test_that_an_argument_stays_in_the_shells_history_is_said_once() -> None:
    assert "history" in done("add", "First.").err
    assert done("add", "Second.").err == ""


def test_words_in_a_pipe_are_not_warned_about() -> None:
    assert done("add", "-", stdin="Quietly.").err == ""


@pytest.mark.parametrize("option", [("--kind", "visit"), ("--on", "yesterday"), ("--star",), ("--item", "trust")])
def test_options_for_words_are_refused_with_documents_rather_than_dropped(option: tuple[str, ...]) -> None:
    document = '{"happened_on": "2026-03-04", "text": "Words."}'
    assert option[0] in refused("add", "--json", "-", *option, code=2, stdin=document)


def test_json_as_an_argument_is_refused_with_the_right_way(journal: Journal) -> None:
    assert "standard input" in refused("add", "--json", '{"text": "x"}', code=2)
    assert journal.finding.count() == 0


def test_entries_of_one_second_have_ids_in_the_order_they_were_written() -> None:
    ids = [done("add", "-", stdin=f"Number {n}.", RCPJOURNAL_NOW=WEDNESDAY).out.strip() for n in range(5)]
    assert ids == sorted(set(ids))
    assert listed() == ids[::-1]

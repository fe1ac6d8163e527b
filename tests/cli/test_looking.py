"""`list` and `show`: entries found again by day, by what they are about, and by their ids."""

from pathlib import Path
from typing import Any

import pytest

from rcpjournal.store import Journal
from tests.cli.quick import WEDNESDAY, added, done, kept, listed, refused, run, shown

TRUST, PERMISSIONS = "rcp.principle.trust", "rcp.organisation.permissions"


@pytest.fixture
def four(home: Path) -> list[str]:
    """Four entries over four weeks; their ids, oldest first."""
    return kept(
        {"happened_on": "2026-02-04", "kind": "visit", "with": "family", "text": "Tea.", "starred": True},
        {"happened_on": "2026-02-11", "kind": "call", "with": "family", "observations": [{"item": TRUST}]},
        {"happened_on": "2026-02-18", "conditions": [{"item": PERMISSIONS, "polarity": "inhibited"}]},
        {
            "happened_on": "2026-02-25",
            "kind": "visit",
            "observations": [
                {"item": "rcp.principle.trust", "stance": "strained"},
                {"item": "rcp.behaviour.patience", "quote": "Words."},
                {"item": "rcp.principle.trust", "stance": "present"},
            ],
            "ratings": {"tar.rating.high-support": 2},
        },
    )  # fmt: skip


def test_the_list_has_the_documented_shape_newest_first(four: list[str]) -> None:
    document = done("list", "--json").data
    assert document["schema"] == "rcpjournal/list/1"
    assert list(document) == ["schema", "entries"]
    assert [row["id"] for row in document["entries"]] == four[::-1]
    assert document["entries"][0] == {
        "id": four[3],
        "happened_on": "2026-02-25",
        "kind": "visit",
        "with": None,
        "title": "Words.",
        "items": ["rcp.principle.trust", "rcp.behaviour.patience"],
        "starred": False,
    }
    assert (document["entries"][3]["starred"], document["entries"][3]["with"]) == (True, "family")


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (["--since", "2026-02-11"], [3, 2, 1]),
        (["--until", "2026-02-11"], [1, 0]),
        (["--since", "2026-02-11", "--until", "2026-02-11"], [1]),
        (["--since", "2 weeks ago"], [3, 2]),
        (["--since", "last month"], [3, 2, 1, 0]),
        (["--kind", "visit"], [3, 0]),
        (["--with", "family"], [1, 0]),
        (["--kind", "visit", "--with", "family"], [0]),
        (["--starred"], [0]),
        (["--item", "trust"], [3, 1]),
        (["--item", "rcp.organisation.permissions"], [2]),
        (["--item", "tar.rating.high-support"], [3]),
        (["--item", "tar.context.call"], [1]),
        (["--item", "kindness"], None),
        (["--item", "rcp.principle.kindness"], []),
        (["--limit", "1"], [3]),
        (["-n", "0"], [3, 2, 1, 0]),
    ],
)
def test_each_filter_keeps_what_it_says(filters: list[str], found: list[int] | None, four: list[str]) -> None:
    if found is None:
        assert "principle.kindness or characteristic.kindness" in refused("list", *filters)
        return
    rows = done("list", "--json", *filters, RCPJOURNAL_NOW=WEDNESDAY).data["entries"]
    assert [row["id"] for row in rows] == [four[n] for n in found]
    lines = done("list", *filters, RCPJOURNAL_NOW=WEDNESDAY).out.splitlines()
    assert [line.split()[0] for line in lines] == [four[n] for n in found]


@pytest.mark.parametrize(
    ("filters", "code"),
    [
        (["--limit", "-1"], 2),
        (["--limit", "many"], 2),
        (["--limit", "99999999999999999999"], 2),
        (["--kind", "visits of old"], 2),
        (["--item", "nobody"], 1),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused_never_ignored(filters: list[str], code: int, four: list[str]) -> None:
    refused("list", *filters, code=code)


def test_the_newest_twenty_are_listed_unless_more_are_asked_for() -> None:
    ids = kept(*[{"happened_on": f"2026-01-{day:02}"} for day in range(1, 26)])
    assert [line.split()[0] for line in done("list").out.splitlines()] == ids[:4:-1]
    assert listed() == ids[::-1]


def test_entries_of_one_day_are_listed_latest_written_first() -> None:
    first, second = kept({"id": "260304-100"}, {"id": "260304-900"})
    assert listed() == [second, first]


def test_a_deleted_entry_is_not_listed() -> None:
    gone, stays = added("Gone."), added("Stays.")
    done("delete", gone)
    assert listed() == [stays]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("One.\nTwo.", "One."),
        ("\n\n  Spread \t out  \nTwo", "Spread out"),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 79 + "…"),
        ("word " * 30, ("word " * 15).rstrip() + "…"),
    ],
)
def test_the_title_is_the_first_line_with_words_up_to_eighty_characters(text: str, title: str) -> None:
    kept({"text": text})
    (row,) = done("list", "--json").data["entries"]
    assert row["title"] == title
    assert len(row["title"]) <= 80


def test_an_empty_journal_says_what_to_type_on_stderr_and_gives_an_empty_document() -> None:
    empty = done("list")
    assert (empty.out, "rcpjournal write quick" in empty.err) == ("", True)
    assert done("list", "--json").data == {"schema": "rcpjournal/list/1", "entries": []}


def test_that_nothing_matches_is_said_otherwise(four: list[str]) -> None:
    result = done("list", "--since", "tomorrow")
    assert (result.out, "No entry matches" in result.err) == ("", True)


def test_an_item_that_is_no_longer_in_use_still_finds_the_entries_that_carry_it() -> None:
    done("framework", "add", "Making tea", "--layer", "behaviour")
    entry_id = added("Tea.", "--item", "making-tea")
    done("framework", "use", "rcp", "tar")
    assert listed("--item", "own.behaviour.making-tea") == [entry_id]


# --- show and ids ----------------------------------------------------------------------------------


def test_an_entry_is_shown_whole_in_words_and_questions() -> None:
    (entry_id,) = kept(
        {
            "kind": "visit",
            "with": "family",
            "alias": "Bluebird",
            "starred": True,
            "flow": "standard",
            "answers": {"rcp.prompt.what-happened": "We sat.\n\nThen we spoke.", "rcp.prompt.facts-recorded": "yes"},
            "observations": [{"item": "rcp.principle.trust", "stance": "strained", "quote": "We sat."}],
            "conditions": [
                {
                    "item": "rcp.organisation.permissions",
                    "polarity": "inhibited",
                    "rule": "assumed",
                    "blocker": "time",
                    "response": "work-around",
                }
            ],
            "ratings": {"tar.rating.high-support": 2, "tar.rating.high-challenge": "unsure"},
            "need": "relationship",
            "got": "transaction",
            "working": "with",
            "actions": [{"what": "Ring her", "why": "She asked", "due": "2026-03-18"}],
            "supervision": {"take": True, "question": "What was mine?", "function": "support"},
            "additions": [{"on": "2026-03-09", "kind": "feedback", "role": "a senior", "text": "She said thank you."}],
        }
    )
    words = " ".join(done("show", entry_id).out.split())
    for part in (
        "Wed 4 Mar 2026", entry_id, "“Bluebird”", "starred", "private", "What happened between you?",
        "We sat. Then we spoke.", "Trust (strained): “We sat.”", "made it harder", "the rule is assumed",
        "short of time", "work around it", "2 of 5", "not sure", "It needed relationship, it got transaction",
        "Working with", "Ring her, by Wed 18 Mar 2026", "Why: She asked", "What was mine? (support)",
        "Feedback on Mon 9 Mar 2026, a senior", "She said thank you.",
    ):  # fmt: skip
        assert part in words, part


def test_show_without_an_id_shows_the_last_entry_by_the_day_it_happened() -> None:
    kept({"happened_on": "2026-03-04", "text": "Later."})
    kept({"happened_on": "2026-03-01", "text": "Earlier, written after."})
    assert "Later." in done("show").out
    assert done("show").out == done("show", "last").out == done("show", "LAST").out


def test_an_id_may_be_given_by_any_beginning_that_is_unique_and_in_capitals() -> None:
    kept({"id": "260304-k7q", "text": "Wanted."}, {"id": "260304-kaa"}, {"id": "260305-k7q"})
    for typed in ("260304-k7q", "260304-k7", "260304-K7Q", " 260304-k7q ", "260304-k7Q"):
        assert shown(typed)["answers"]["rcp.prompt.text"] == "Wanted.", typed


def test_letters_that_look_like_a_sign_of_an_id_are_read_as_it() -> None:
    kept({"id": "260304-0v1", "text": "Wanted."})
    assert shown("260304-OUI")["id"] == shown("260304-oul")["id"] == "260304-0v1"


def test_an_id_that_is_the_beginning_of_another_is_found_by_itself() -> None:
    kept({"id": "260304-zzz", "text": "Short."}, {"id": "260304-zzz0", "text": "Long."})
    assert shown("260304-zzz")["answers"]["rcp.prompt.text"] == "Short."


def test_an_ambiguous_beginning_names_the_entries_that_it_could_be() -> None:
    kept(*[{"id": f"260304-k{n}0"} for n in range(7)])
    said = refused("show", "260304-k")
    assert "260304-k00, 260304-k10" in said and "…" in said
    assert "260304-k60" not in said


@pytest.mark.parametrize("command", ["show", "star", "delete", "edit", "note"])
@pytest.mark.parametrize("wanted", ["nobody", "", "%", "_", "26%", "\U0010ffff"])
def test_an_id_that_is_not_there_is_refused_in_one_sentence(command: str, wanted: str, journal: Journal) -> None:
    kept({"id": "260304-k7q"})
    extra = {"note": ["Words."], "edit": ["--kind", "call"]}.get(command, [])
    said = refused(command, wanted, *extra)
    assert "rcpjournal list" in said and said.count("\n") == 1
    assert journal.finding.count() == 1


@pytest.mark.parametrize(
    "command", [("show",), ("star", "last"), ("delete", "last"), ("edit", "last"), ("note", "last")]
)
def test_the_last_entry_of_an_empty_journal_is_refused_with_what_to_type(command: tuple[str, ...]) -> None:
    assert "rcpjournal write" in refused(*command)


def test_show_as_json_prints_the_documented_fields_in_their_order() -> None:
    document: dict[str, Any] = shown(added("Words."))
    assert list(document) == [
        "schema", "id", "created", "zone", "happened_on", "kind", "with", "flow", "framework", "visibility", "starred",
        "answers", "asked", "observations", "conditions", "actions",
    ]  # fmt: skip
    assert document["schema"] == "rcpjournal/entry/1"


def test_history_of_an_entry_that_was_never_changed_says_so() -> None:
    added("Words.")
    result = run("show", "--history")
    assert (result.code, "not been changed" in result.err) == (0, True)

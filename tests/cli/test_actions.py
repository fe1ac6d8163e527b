"""`actions`: what was agreed, and what became of it."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.quick import WEDNESDAY, done, kept, refused, run, shown


@pytest.fixture
def entry_id(home: Path) -> str:
    """An entry in which three things were agreed."""
    (entry_id,) = kept(
        {
            "actions": [
                {"what": "Write it down"},
                {"what": "Ring her", "why": "She asked", "how": "Slowly", "whose_view": "His", "due": "2026-03-18"},
                {"what": "Ask the team", "due": "2026-03-05"},
            ]
        }
    )
    return entry_id


def numbers(*words: str) -> list[int]:
    """The numbers that `actions` prints, in order."""
    return [row["number"] for row in done("actions", "--json", *words).data["actions"]]


def test_open_actions_are_listed_nearest_first_with_their_numbers(entry_id: str) -> None:
    assert numbers() == [3, 2, 1]
    text = done("actions", RCPJOURNAL_NOW=WEDNESDAY).out
    assert [line.split()[0] for line in text.splitlines() if line[:3].strip()] == ["3", "2", "1"]
    for part in ("due Thu 5 Mar 2026 (tomorrow)", "(in 14 days)", f"from {entry_id}", "why: She asked", "how: Slowly"):
        assert part in text


def test_actions_as_json_carry_every_field_that_is_there(entry_id: str) -> None:
    document = done("actions", "--json").data
    assert document["schema"] == "rcpjournal/actions/1"
    assert document["actions"][1] == {
        "number": 2,
        "entry": entry_id,
        "happened_on": "2026-03-04",
        "what": "Ring her",
        "why": "She asked",
        "how": "Slowly",
        "whose_view": "His",
        "due": "2026-03-18",
        "state": "open",
    }


def test_an_action_that_is_done_is_out_of_the_list_and_in_all(entry_id: str) -> None:
    done("actions", "done", "2", "--reason", "She rang first")
    assert (numbers(), numbers("--all")) == ([3, 1], [3, 2, 1])
    action: dict[str, Any] = shown(entry_id)["actions"][1]
    assert (action["state"], action["reason"]) == ("done", "She rang first")
    assert "was due Wed 18 Mar 2026 · done" in done("actions", "--all").out


def test_an_action_is_done_without_a_reason_too(entry_id: str) -> None:
    done("actions", "done", "1")
    assert shown(entry_id)["actions"][0] == {"what": "Write it down", "state": "done"}


def test_a_change_gives_new_words_or_a_new_day_and_the_reason(entry_id: str) -> None:
    done("actions", "change", "3", "--due", "friday", "--reason", "Closed", RCPJOURNAL_NOW="2026-03-06T12:00:00+00:00")
    done("actions", "change", "1", "--what", "Tell her", "--reason", "Kinder")
    done(
        "actions",
        "change",
        "2",
        "--what",
        "Visit her",
        "--due",
        "in 2 weeks",
        "--reason",
        "Asked",
        RCPJOURNAL_NOW=WEDNESDAY,
    )
    first, second, third = shown(entry_id)["actions"]
    assert (third["due"], third["what"], third["reason"], third["state"]) == (
        "2026-03-06",
        "Ask the team",
        "Closed",
        "changed",
    )
    assert (first["what"], first["reason"], first["state"]) == ("Tell her", "Kinder", "changed")
    assert (second["what"], second["due"], second["why"]) == ("Visit her", "2026-03-18", "She asked")
    assert sorted(numbers()) == [1, 2, 3]
    assert "Write it down" in done("show", entry_id, "--history").out


def test_an_action_that_is_dropped_keeps_why(entry_id: str) -> None:
    done("actions", "drop", "1", "--reason", "No longer what she wants")
    assert shown(entry_id)["actions"][0]["reason"] == "No longer what she wants"
    assert numbers() == [3, 2]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["drop", "1"], 1, "--reason"),
        (["drop", "1", "--reason", " "], 1, "--reason"),
        (["change", "1", "--what", "Other"], 1, "--reason"),
        (["change", "1", "--reason", "Because"], 2, "--due"),
        (["change", "1", "--what", "", "--reason", "Because"], 2, "--what"),
        (["change", "1", "--due", "someday", "--reason", "Because"], 2, "2026-03-04"),
        (["done", "9"], 1, "actions --all"),
        (["done", "0"], 1, "actions --all"),
        (["done", "99999999999999999999"], 2, "--help"),
        (["done", "one"], 2, "--help"),
        (["done"], 2, "--help"),
        (["dome", "1"], 2, "done"),
        (["done", "1", "--reason", "\udcff"], 1, "UTF-8"),
        (["change", "1", "--what", "\udcff", "--reason", "Because"], 1, "UTF-8"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    words: list[str], code: int, said: str, entry_id: str
) -> None:
    before = shown(entry_id)
    assert said in refused("actions", *words, code=code)
    assert shown(entry_id) == before


def test_an_action_keeps_its_number_when_another_is_taken_out_of_the_entry(entry_id: str) -> None:
    done("edit", entry_id, EDITOR="sed -i '/^what: Write it down/,/^$/d'")
    rows = {row["number"]: row["what"] for row in done("actions", "--json").data["actions"]}
    assert rows == {2: "Ring her", 3: "Ask the team"}


def test_actions_of_a_deleted_entry_are_gone(entry_id: str) -> None:
    done("delete", entry_id)
    assert numbers("--all") == []
    refused("actions", "done", "1")


def test_that_nothing_is_waiting_is_said_on_stderr() -> None:
    result = run("actions")
    assert (result.code, result.out, "Nothing is waiting" in result.err) == (0, "", True)
    assert done("actions", "--json").data == {"schema": "rcpjournal/actions/1", "actions": []}

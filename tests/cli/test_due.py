"""`due`: what is near, in a few lines, and nothing where nothing is; it asks nothing and begins nothing."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.quick import done, kept, refused, run

WEDNESDAY = "2026-03-18T17:30:00+00:00"
FIRST_OF_APRIL = "2026-04-01T07:00:00+00:00"
QUESTION = "This month's question: "


def due(*words: str, at: str = WEDNESDAY) -> list[str]:
    """The lines that are shown; nothing is said beside them."""
    result = done("due", *words, RCPJOURNAL_NOW=at)
    assert result.err == ""
    return result.out.splitlines()


def agreed(*actions: dict[str, Any]) -> None:
    kept({"happened_on": "2026-03-01", "actions": list(actions)})


def test_it_is_silent_where_nothing_is_near() -> None:
    agreed({"what": "Far", "due": "2026-03-26"}, {"what": "Long past", "due": "2026-03-03"}, {"what": "Whenever"})
    done("supervision", "log", "--on", "2026-03-02", "--next", "2026-03-26", RCPJOURNAL_NOW=WEDNESDAY)
    assert due() == []


def test_days_not_written_are_never_mentioned() -> None:
    kept({"happened_on": "2024-01-01"})
    assert due() == []


def test_what_was_agreed_is_shown_by_its_day_the_past_fortnight_too() -> None:
    agreed(
        {"what": "Ask about the rota", "due": "2026-03-20"},
        {"what": "Ring the school", "due": "2026-03-16"},
        {"what": "Try the shorter form", "due": "2026-01-05", "review": "2026-03-19"},
    )
    lines = due()
    assert [line.split()[1:3] for line in lines] == [["Ring", "the"], ["Try", "the"], ["Ask", "about"]]
    assert [line.partition("  due ")[2] for line in lines] == [
        "Mon 16 Mar 2026 (2 days ago)", "", "Fri 20 Mar 2026 (in 2 days)",
    ]  # fmt: skip
    assert lines[1].endswith("  look again Thu 19 Mar 2026 (tomorrow)")


def test_what_is_done_dropped_or_deleted_is_not_near_any_more_and_what_was_changed_is() -> None:
    agreed(*({"what": f"Thing {n}", "due": "2026-03-18"} for n in range(3)))
    kept({"text": "Gone.", "actions": [{"what": "Gone", "due": "2026-03-18"}]})
    done("delete", "last")
    done("actions", "done", "1")
    done("actions", "drop", "2", "--reason", "Not needed")
    done("actions", "change", "3", "--what", "Thing three", "--reason", "Clearer")
    assert [line.split()[1:3] for line in due()] == [["Thing", "three"]]


def test_days_says_how_far_ahead_it_looks() -> None:
    agreed({"what": "Later", "due": "2026-03-28"})
    assert due("--days", "9") == []
    assert len(due("--days", "10")) == 1
    for word in ("-1", "soon", "367", "٣"):
        assert f"“{word}” is no whole number from 0 to 366" in refused("due", "--days", word, code=2)


def test_the_next_supervision_is_near_from_a_week_before_to_the_day_itself() -> None:
    done("supervision", "log", "--on", "2026-03-02", "--next", "2026-03-25", RCPJOURNAL_NOW=WEDNESDAY)
    seen = {day: due(at=f"2026-03-{day:02}T08:00:00+00:00") for day in (17, 18, 25, 26)}
    assert seen == {
        17: [],
        18: ["Supervision: Wed 25 Mar 2026 (in 7 days)"],
        25: ["Supervision: Wed 25 Mar 2026 (today)"],
        26: [],
    }


# --- the month's question ---------------------------------------------------------------------------


def test_the_months_question_is_near_in_its_first_week_until_it_was_offered(home: Path) -> None:
    kept({})
    lines = due(at=FIRST_OF_APRIL)
    assert lines[0].startswith(QUESTION) and len(lines) <= 2
    assert due(at="2026-04-07T07:00:00+00:00") == lines
    assert due(at="2026-04-08T07:00:00+00:00") == []


def test_the_months_question_is_the_one_that_write_offers() -> None:
    from rcpjournal.cli.context import begin, here
    from rcpjournal.core.near import of_the_month

    kept({})
    asked = done("due", "--json", RCPJOURNAL_NOW=FIRST_OF_APRIL).data["question"]
    begin({})
    prompts = here.framework.monthly()
    assert [(one.id, one.text) for one in prompts] == [
        (one.id, one.text) for one in here.journal().near.months_questions()
    ]
    turn = of_the_month(prompts, here.today.replace(year=2026, month=4, day=1))
    assert turn and asked == {"id": turn.id, "text": turn.text}


def test_the_months_question_stays_away_where_it_is_not_wanted() -> None:
    assert due(at=FIRST_OF_APRIL) == [], "nothing is written yet"
    kept({})
    assert due(at=FIRST_OF_APRIL)
    asked = done("due", "--json", RCPJOURNAL_NOW=FIRST_OF_APRIL).data["question"]["id"]
    assert (
        done("due", "--json", RCPJOURNAL_NOW=FIRST_OF_APRIL, RCPJOURNAL_PROMPTS_OFF=asked).data["question"]["id"]
        != asked
    )
    assert done("due", RCPJOURNAL_NOW=FIRST_OF_APRIL, RCPJOURNAL_MONTHLY="no").out == ""


# --- for a prompt and for cron ----------------------------------------------------------------------


def test_it_takes_five_lines_at_most_that_fit_and_says_where_the_rest_is() -> None:
    done("supervision", "log", "--on", "2026-03-02", "--next", "2026-04-02", RCPJOURNAL_NOW=WEDNESDAY)
    agreed(*({"what": f"{n}\n" + "x" * 200, "due": "2026-04-01"} for n in range(7)))
    lines = due(at=FIRST_OF_APRIL)
    assert lines[0].startswith("Supervision")
    assert [line.split()[1] for line in lines[1:4]] == ["0", "1", "2"]
    assert lines[4:] == ["  and 4 more: `rcpjournal actions`"]
    assert all(len(line) <= 80 for line in lines)
    document = done("due", "--json", RCPJOURNAL_NOW=FIRST_OF_APRIL).data
    assert len(document["actions"]) == 7 and document["question"]


@pytest.mark.parametrize(("many", "asked"), [(0, True), (2, True), (3, False)])
def test_the_months_question_gives_way_to_what_was_agreed(many: int, asked: bool) -> None:
    done("supervision", "log", "--on", "2026-03-02", "--next", "2026-04-02", RCPJOURNAL_NOW=WEDNESDAY)
    agreed(*({"what": f"Thing {n}", "due": "2026-04-01"} for n in range(many)))
    lines = due(at=FIRST_OF_APRIL)
    assert any(line.startswith(QUESTION) for line in lines) == asked
    assert len(lines) <= 5


def test_it_begins_no_journal(bare_home: Path) -> None:
    assert due() == []
    assert done("due", "--json").data["actions"] == []
    assert not bare_home.exists()


def test_a_journal_that_is_named_or_lost_is_not_taken_for_one_with_nothing_near(home: Path) -> None:
    assert "missing.db" in refused("--journal", str(home / "missing.db"), "due")
    done("backup")
    (home / "journal.db").unlink()
    assert "restore" in refused("due")
    assert not (home / "journal.db").exists()


def test_nothing_is_written(home: Path) -> None:
    agreed({"what": "Ring", "due": "2026-03-18"})
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert due()
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_what_was_agreed_cannot_steer_the_terminal() -> None:
    agreed({"what": "Ring \x1b[31m\u202efirst", "due": "2026-03-18"})
    (line,) = due()
    assert "\x1b" not in line and "\u202e" not in line


def test_a_sealed_journal_without_its_key_is_not_taken_for_one_with_nothing_near(
    home: Path, begun_sealed: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RCPJOURNAL_PASSPHRASE_FILE", raising=False)
    (home / "journal.db").write_bytes(begun_sealed[0].read_bytes())
    for words in (["due"], ["due", "--json"]):
        said = refused(*words)
        assert "--ask" in said and said.count("\n") == 1
    assert run("due", RCPJOURNAL_PASSPHRASE_FILE=str(begun_sealed[1])).code == 0

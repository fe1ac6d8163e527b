"""`write` where there is no terminal: numbered plain lines, answered line by line."""

from pathlib import Path

import pytest

from rcpjournal.store import Journal
from tests.cli.quick import WEDNESDAY, added, done, listed, refused, run, shown

QUICK = ["rcp.prompt.what-happened", "rcp.prompt.noticed", "rcp.prompt.carry-forward"]


def written(*words: str, lines: str) -> dict[str, object]:
    """Writes with these lines; the entry that came of it."""
    result = done("write", *words, "--no-monthly", stdin=lines)
    return shown(result.out.strip())


def test_a_quick_reflection_is_four_questions_and_an_entry() -> None:
    entry = written("quick", lines="We had tea.\nShe smiled.\nTo wait.\n\n\n")
    assert entry["answers"] == dict(zip(QUICK, ["We had tea.", "She smiled.", "To wait."], strict=True))
    assert entry["flow"] == "quick"


def test_the_id_is_the_result_and_every_question_goes_to_stderr() -> None:
    result = done("write", "quick", stdin="We had tea.\n\n\n\n\n")
    assert result.out.split() == listed()
    assert "Question 1 of 4. What happened between you?" in result.err
    assert "\x1b" not in result.err


def test_the_first_time_it_says_plainly_what_happens_to_the_text_and_later_in_a_line() -> None:
    first = done("write", "quick", stdin="One.\n\n\n\n\n").err
    second = done("write", "quick", "--no-monthly", stdin="One.\n\n\n\n\n").err
    for part in ("This is yours", "private by default", "not the case record", "court"):
        assert part in first and part not in second
    assert "kept as you go" in first and "kept as you go" in second


def test_tags_are_taken_by_number_and_by_name_and_taken_out_again() -> None:
    lines = "We had tea.\n\n\nreciprocity\n3 4\nReciprocity\n\n2\n\n\n\n"
    result = done("write", "quick", stdin=lines)
    assert "Taken: Trust." in result.err and "Taken out: Reciprocity." in result.err
    entry = shown(result.out.strip())
    assert [seen["item"] for seen in entry["observations"]] == ["rcp.principle.trust", "rcp.principle.challenge"]
    assert entry["observations"][0]["stance"] == "strained"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("99", "no number 99"),
        ("0", "no number 0"),
        ("no such thing", "Nothing here is called"),
        ("kind", "which number?"),
    ],
)
def test_a_tag_that_is_not_there_is_asked_again(typed: str, said: str) -> None:
    result = done("write", "quick", stdin=f"We had tea.\n\n\n{typed}\nTrust\n\n\n\n")
    assert said in result.err
    assert [seen["item"] for seen in shown(result.out.strip())["observations"]] == ["rcp.principle.trust"]


def test_no_more_than_three_tags_are_taken_where_three_are_asked_for() -> None:
    result = done("write", "quick", stdin="We had tea.\n\n\n1 2 3 4\n\n\n\n\n\n")
    assert "more than 3" in result.err
    assert len(shown(result.out.strip())["observations"]) == 3


def test_going_back_shows_the_earlier_answer_and_enter_keeps_it() -> None:
    result = done("write", "quick", stdin="One.\n<\n\nTwo.\n<\nTwo again.\n\n\n\n")
    assert "Your answer so far: One." in result.err and "Your answer so far: Two." in result.err
    answers = shown(result.out.strip())["answers"]
    assert answers == {QUICK[0]: "One.", QUICK[1]: "Two again."}


def test_a_hyphen_takes_an_answer_out_and_a_question_mark_explains() -> None:
    result = done("write", "quick", stdin="One.\nTwo.\n<\n?\n-\n\n\n\n\n")
    assert shown(result.out.strip())["answers"] == {QUICK[0]: "One."}
    assert "shoulders" in result.err


def test_a_line_that_ends_in_a_backslash_goes_on() -> None:
    assert written("quick", lines="One\\\ntwo\\\n\\\nthree\n\n\n\n\n")["answers"] == {QUICK[0]: "One\ntwo\n\nthree"}


def test_a_sign_typed_twice_is_an_answer() -> None:
    assert written("quick", lines="We had tea.\n..\n??\n\n\n")["answers"] == {
        QUICK[0]: "We had tea.",
        QUICK[1]: ".",
        QUICK[2]: "?",
    }


def test_stopping_here_keeps_what_there_is() -> None:
    result = done("write", "quick", stdin="One.\n.\n\n\n")
    assert "Stopping here is fine" in result.err
    assert shown(result.out.strip())["answers"][QUICK[0]] == "One."


def test_the_end_of_the_input_keeps_what_was_answered(journal: Journal) -> None:
    assert written("quick", lines="One.\nTwo.")["answers"] == {QUICK[0]: "One.", QUICK[1]: "Two."}
    assert journal.drafts.all() == []


@pytest.mark.parametrize("lines", ["", "\n\n", ".\nq\n"])
def test_nothing_is_kept_of_no_answers(lines: str, journal: Journal) -> None:
    result = run("write", "quick", stdin=lines)
    assert result.out == "" and result.code in (0, 130)
    assert listed() == [] and journal.drafts.all() == []


def test_a_reflection_that_waits_is_offered_and_gone_on_with_from_where_it_was() -> None:
    waiting = run("write", "quick", stdin="One.\nTwo.\n.\nw\n")
    assert "It waits" in waiting.err and listed() == []
    result = done("write", "quick", stdin="\nThree.\n\n\n")
    assert "waits, with 2 answers" in result.err and "Question 3 of 4" in result.err
    assert list(shown(result.out.strip())["answers"].values()) == ["One.", "Two.", "Three."]


def test_a_reflection_that_waits_can_wait_longer_or_be_let_go_and_brought_back() -> None:
    run("write", "quick", stdin="Waiting words.\n.\nw\n")
    done("write", "quick", "--new", stdin="Another.\n.\n\n\n")
    done("write", "quick", "--no-monthly", stdin="n\nA third.\n.\n\n\n")
    assert len(listed()) == 2
    assert "Let go" in run("write", "quick", stdin="d\n").err
    assert len(listed()) == 2
    done("undo", "--yes")
    assert done("search", "--json", "waiting").data["entries"] != []


def test_what_is_given_on_the_command_line_is_not_asked_and_stands_in_the_entry() -> None:
    words = ["write", "standard", "--on", "yesterday", "--kind", "visit", "--with", "family", "--alias", "Heron"]
    result = done(*words, stdin="One.\n.\n\n\n", RCPJOURNAL_NOW=WEDNESDAY)
    entry = shown(result.out.strip())
    assert (entry["happened_on"], entry["kind"], entry["with"], entry["alias"]) == (
        "2026-03-03",
        "visit",
        "family",
        "Heron",
    )
    assert "When was this?" not in result.err


def test_a_day_that_cannot_be_read_is_asked_again_with_examples() -> None:
    result = done("write", "standard", stdin="whenever\nyesterday\nOne.\n.\n\n\n", RCPJOURNAL_NOW=WEDNESDAY)
    assert "2026-03-04, today, yesterday" in result.err
    assert shown(result.out.strip())["happened_on"] == "2026-03-03"


def test_a_day_to_come_is_not_taken_for_the_day_something_happened() -> None:
    result = done("write", "standard", stdin="tomorrow\nyesterday\nOne.\n.\n\n\n", RCPJOURNAL_NOW=WEDNESDAY)
    assert shown(result.out.strip())["happened_on"] == "2026-03-03"


def test_questions_can_be_switched_off_for_once_or_for_good() -> None:
    once = done("write", "quick", "--without", "rcp.prompt.noticed", stdin="One.\n\n\n\n").err
    assert "did you notice" not in once and "of 3" in once
    assert "not be asked again" in done("write", "quick", "--no-monthly", stdin="One.\nx\n\n\n\n").err
    assert done("config", "get", "prompts_off").out == "rcp.prompt.noticed\n"
    assert "did you notice" not in done("write", "quick", "--no-monthly", stdin="One.\n\n\n\n").err
    done("config", "unset", "prompts_off")
    assert "did you notice" in done("write", "quick", "--no-monthly", stdin="One.\n\n\n\n\n").err


def test_a_question_that_is_left_out_by_a_name_that_is_not_known_is_refused() -> None:
    assert "rcp.prompt.notised" in refused("write", "quick", "--without", "rcp.prompt.notised", code=2)


def test_the_months_question_is_not_put_to_a_pipe_which_would_lose_its_first_line() -> None:
    added("So that there is an entry.")
    result = done("write", "quick", stdin="One.\n\n\n\n\n", RCPJOURNAL_NOW=WEDNESDAY)
    assert "This month's question" not in result.err
    assert "One." in shown(result.out.strip())["answers"].values()


@pytest.mark.parametrize(("flow", "said"), [
    ("slow", "Choose from quick, standard, deep, supervisor, group."), ("s", "“s” may be standard or supervisor."),
    ("st", None), ("DEEP", None), ("sup", None), ("g", None),
])  # fmt: skip
def test_a_flow_may_be_named_by_its_beginning_and_an_unknown_one_is_refused(flow: str, said: str | None) -> None:
    if said is None:
        assert done("write", flow, stdin="\nOne.\n.\n\n\n").out.strip() in listed()
    else:
        assert said in refused("write", flow, code=2)


def test_the_flow_of_the_settings_is_the_one_that_write_begins() -> None:
    done("config", "set", "flow", "quick")
    assert "Question 1 of 4." in done("write", stdin="One.\n\n\n\n\n").err
    assert (
        "Question 1 of 4." not in done("write", "--no-monthly", stdin="\nOne.\n.\n\n\n", RCPJOURNAL_FLOW="standard").err
    )


def test_a_near_miss_says_that_this_is_not_the_record_and_asks_who_could_hold_it() -> None:
    result = done("write", "quick", "--kind", "near-miss", stdin="It nearly happened.\n\n\n\n\nA senior.\n")
    assert "not the record" in result.err and "procedure" in result.err
    assert "A senior." in shown(result.out.strip())["answers"].values()


def test_an_answer_in_bytes_that_are_not_text_is_asked_again(home: Path) -> None:
    result = run("write", "quick", "--no-monthly", stdin="One.\nTwo\x00.\nTwo.\n\n\n\n")
    assert "NUL" in result.err
    assert shown(result.out.strip())["answers"][QUICK[1]] == "Two."

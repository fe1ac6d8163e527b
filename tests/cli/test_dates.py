"""Days as people name them, everywhere a day is taken; one that cannot be read is refused with examples."""

import pytest

from tests.cli.quick import WEDNESDAY, added, done, kept, refused, run, shown

EVERYWHERE = [
    ["list", "--since"],
    ["list", "--until"],
    ["search", "words", "--since"],
    ["search", "words", "--until"],
    ["summary", "--since"],
    ["summary", "--until"],
    ["export", "json", "--since"],
    ["export", "markdown", "--until"],
    ["add", "Words.", "--on"],
    ["edit", "last", "--on"],
    ["note", "last", "Words.", "--on"],
    ["write", "quick", "--on"],
    ["actions", "change", "1", "--reason", "Because", "--due"],
]


NO_DAYS = ["the other day", "2026-13-01", "2026-02-30", "04/03/2026", " ", "10000 years ago"]


@pytest.mark.parametrize("words", EVERYWHERE, ids=" ".join)
def test_a_day_that_cannot_be_read_is_refused_with_examples_everywhere(words: list[str]) -> None:
    kept({"text": "Words.", "actions": [{"what": "Ring"}]})
    for day in NO_DAYS:
        said = refused(*words, day, code=2, EDITOR="false")
        assert all(example in said for example in ("2026-03-04", "yesterday", "2 weeks ago", "last-supervision")), day


@pytest.mark.parametrize("words", EVERYWHERE, ids=" ".join)
def test_an_empty_day_is_refused_and_never_taken_for_everything_or_today(words: list[str]) -> None:
    kept({"text": "Words.", "actions": [{"what": "Ring"}]})
    assert "2026-03-04" in refused(*words, "", code=2, EDITOR="false")


@pytest.mark.parametrize(
    ("day", "meant"),
    [
        ("2026-03-01", "2026-03-01"),
        ("today", "2026-03-04"),
        ("Yesterday", "2026-03-03"),
        ("wednesday", "2026-03-04"),
        ("monday", "2026-03-02"),
        ("thu", "2026-02-26"),
        ("last wednesday", "2026-02-25"),
        ("3 days ago", "2026-03-01"),
        ("a week ago", "2026-02-25"),
        ("2  weeks  ago", "2026-02-18"),
        ("last week", "2026-02-25"),
        ("last month", "2026-02-04"),
        ("6 months ago", "2025-09-04"),
        ("a year ago", "2025-03-04"),
        ("last-supervision", "2026-02-20"),
    ],
)
def test_a_day_is_read_as_people_mean_it(day: str, meant: str) -> None:
    kept({"happened_on": "2026-02-20", "kind": "supervision"})
    entry_id = done("add", "Words.", "--on", day, RCPJOURNAL_NOW=WEDNESDAY).out.strip()
    assert shown(entry_id)["happened_on"] == meant


def test_the_end_of_a_month_is_not_passed() -> None:
    entry_id = done("add", "Words.", "--on", "a month ago", RCPJOURNAL_NOW="2026-03-31T12:00:00+00:00").out.strip()
    assert shown(entry_id)["happened_on"] == "2026-02-28"


@pytest.mark.parametrize(
    "words", [["list", "--since"], ["summary", "--since"], ["add", "Words.", "--on"]], ids=" ".join
)
def test_last_supervision_before_any_is_refused_and_says_how_one_is_kept(words: list[str]) -> None:
    added()
    assert "--kind supervision" in refused(*words, "last-supervision")


@pytest.mark.parametrize("command", ["list", "search", "summary", "export"])
def test_days_at_the_ends_of_the_calendar_break_nothing(command: str) -> None:
    added()
    words = {"search": ["search", "she"], "export": ["export", "json"]}.get(command, [command])
    for bounds in (["--since", "0001-01-01"], ["--until", "9999-12-31"], ["--until", "0001-01-01"]):
        result = run(*words, *bounds)
        assert result.code in (0, 2) and len(result.err) < 1000
    assert run(*words, "--since", "0001-01-01", "--until", "9999-12-31").code in (0, 2)


def test_a_clock_that_is_held_still_by_a_word_that_is_no_time_is_refused() -> None:
    assert "RCPJOURNAL_NOW" in refused("add", "Words.", code=2, RCPJOURNAL_NOW="noon")

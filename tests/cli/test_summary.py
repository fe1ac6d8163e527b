"""`summary`: what appears over time, in how many of the entries that could have shown it."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.quick import WEDNESDAY, added, done, kept, refused, run

TRUST, KINDNESS, PATIENCE = "rcp.principle.trust", "rcp.principle.kindness", "rcp.behaviour.patience"
PERMISSIONS = "rcp.organisation.permissions"
MARCH = ["--since", "2026-03-01", "--until", "2026-03-31"]


def seen(day: str, *items: str, **more: Any) -> dict[str, Any]:
    """An entry of that day in which these items (`id:stance`) were seen."""
    tags = [dict(zip(("item", "stance"), item.split(":"), strict=False)) for item in items]
    return {"happened_on": day, "observations": tags, **more}


def summary(*words: str) -> dict[str, Any]:
    """What `summary --json` prints."""
    document: dict[str, Any] = done("summary", "--json", *words).data
    return document


def item(document: dict[str, Any], wanted: str) -> dict[str, Any]:
    """One item of a summary."""
    (found,) = [row for row in document["items"] if row["item"] == wanted]
    return dict(found)


@pytest.fixture
def march(home: Path) -> list[str]:
    """Four entries in March, one of them asked for behaviours alone, and one in February."""
    return kept(
        seen("2026-02-10", f"{TRUST}:missing"),
        seen("2026-03-02", f"{TRUST}:strained", f"{KINDNESS}:present"),
        seen("2026-03-04", f"{TRUST}:present", f"{TRUST}:strained", PATIENCE, offered=["principle", "behaviour"]),
        seen("2026-03-11", PATIENCE, offered=["behaviour"]),
        {
            "happened_on": "2026-03-12",
            "conditions": [
                {
                    "item": PERMISSIONS,
                    "polarity": "inhibited",
                    "rule": "assumed",
                    "blocker": "time",
                    "response": "reframe",
                }
            ],
            "ratings": {"tar.rating.high-support": 2},
            "kind": "visit",
        },
    )


def test_counts_denominators_and_stances_are_those_of_the_entries_that_were_asked(march: list[str]) -> None:
    document = summary(*MARCH)
    assert (document["schema"], document["entries"]) == ("rcpjournal/summary/1", 4)
    assert (document["since"], document["until"]) == ("2026-03-01", "2026-03-31")
    trust = item(document, TRUST)
    assert (trust["label"], trust["layer"], trust["count"], trust["of"]) == ("Trust", "principle", 2, 3)
    assert trust["stances"] == {"present": 1, "strained": 2}
    assert trust["change"] is None
    patience = item(document, PATIENCE)
    assert (patience["count"], patience["of"]) == (2, 4)
    assert item(document, "tar.rating.high-support")["count"] == 1
    assert item(document, "tar.context.visits")["count"] == 1


def test_the_interval_is_wilsons_at_95_percent(march: list[str]) -> None:
    # Wilson 1927 by hand: 2 of 4 gives 0.1500 to 0.8500, 0 of 3 gives 0 to 0.5615.
    document = summary(*MARCH)
    assert item(document, PATIENCE)["interval"] == [0.15, 0.85]
    assert item(document, "rcp.principle.safety")["interval"] == [0.0, 0.56]


def test_periods_cover_the_whole_time_and_say_of_how_many(march: list[str]) -> None:
    periods = item(summary(*MARCH, "--by", "week"), TRUST)["periods"]
    assert [period["start"] for period in periods] == [
        "2026-02-23", "2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23", "2026-03-30",
    ]  # fmt: skip
    assert [(period["count"], period["of"]) for period in periods] == [(0, 0), (2, 2), (0, 1), (0, 0), (0, 0), (0, 0)]
    months = item(summary("--since", "2026-02-01", "--until", "2026-03-31", "--by", "month"), TRUST)["periods"]
    assert [(period["start"], period["count"], period["of"]) for period in months] == [
        ("2026-02-01", 1, 1),
        ("2026-03-01", 2, 3),
    ]
    quarters = item(summary("--since", "2026-02-01", "--until", "2026-05-31", "--by", "quarter"), TRUST)["periods"]
    assert [(period["start"], period["count"]) for period in quarters] == [("2026-01-01", 3), ("2026-04-01", 0)]


def test_every_active_item_of_every_layer_that_was_offered_is_there_those_at_nought_too(
    march: list[str], framework: Any
) -> None:
    document = summary(*MARCH)
    wanted = {one.id for layer in framework.layers for one in framework.items_of(layer)}
    assert {row["item"] for row in document["items"]} == wanted


def test_a_layer_that_was_not_offered_is_not_counted_as_missing(home: Path) -> None:
    kept(seen("2026-03-02", PATIENCE, offered=["behaviour"]))
    assert {row["layer"] for row in summary(*MARCH)["items"]} == {"behaviour"}


def test_what_went_before_is_given_for_a_period_of_the_same_length(march: list[str]) -> None:
    document = summary("--since", "2026-03-01", "--until", "2026-03-28")
    assert item(document, TRUST)["previous"] == {"count": 1, "of": 1}


def test_conditions_say_which_way_and_what_was_done(march: list[str]) -> None:
    (condition,) = summary(*MARCH)["conditions"]
    assert {name: condition[name] for name in ("item", "inhibited", "enabled", "responses")} == {
        "item": PERMISSIONS,
        "inhibited": 1,
        "enabled": 0,
        "responses": {"reframe": 1},
    }
    said = done("summary", *MARCH).out
    assert "▼ harder 1" in said and "rule assumed 1" in said and "short of time 1" in said


def test_pairs_are_named_from_three_shared_entries_on(home: Path) -> None:
    kept(
        *[seen(f"2026-03-0{n}", TRUST, KINDNESS) for n in (1, 2, 3)],
        *[seen(f"2026-03-0{n}", TRUST, PATIENCE) for n in (4, 5)],
    )
    (pair,) = summary(*MARCH)["together"]
    assert (pair["items"], pair["count"], pair["of"], pair["apart"]) == ([KINDNESS, TRUST], 3, 5, [3, 5])
    assert pair["expected"] == 3
    said = "Kindness and Trust: 3 of 5 entries; by chance about 3"
    assert said in done("summary", *MARCH, "--part", "together").out
    assert said not in done("summary", *MARCH).out, "what chance explains is not worth a line of the whole summary"


def test_a_pair_that_meets_more_often_than_by_chance_is_named_in_the_whole_summary(home: Path) -> None:
    kept(*[seen(f"2026-03-0{n}", TRUST, KINDNESS) for n in (1, 2, 3)], *[seen(f"2026-03-0{n}") for n in (4, 5, 6)])
    assert "Kindness and Trust: 3 of 6 entries; by chance about 1.5" in done("summary", *MARCH).out


def test_what_was_not_tagged_lately_is_worded_with_care(home: Path) -> None:
    kept(seen("2026-03-01", TRUST), *[seen(f"2026-03-{n:02}") for n in range(10, 16)])
    document = summary(*MARCH)
    (gap,) = document["not_lately"]
    assert (gap["item"], gap["entries"], gap["weeks"], gap["count"], gap["of"]) == (TRUST, 6, 4, 1, 1)
    words = " ".join(done("summary", *MARCH).out.split())
    assert "“Trust” 6" in words and "entries entries" not in words
    assert "By chance alone it would be" in words
    assert not any(word in words.lower() for word in ("neglect", "failed", "should", "score", "streak"))


def test_five_entries_without_it_are_too_few_to_say_anything(home: Path) -> None:
    kept(seen("2026-03-01", TRUST), *[seen(f"2026-03-{n:02}") for n in range(10, 15)])
    assert summary(*MARCH)["not_lately"] == []
    assert "lately" not in done("summary", *MARCH).out


def test_an_entry_that_was_not_asked_says_nothing_about_lately(home: Path) -> None:
    kept(seen("2026-03-01", TRUST), *[seen(f"2026-03-{n:02}", offered=["behaviour"]) for n in range(10, 20)])
    assert summary(*MARCH)["not_lately"] == []


def test_the_drawing_reads_without_colour(march: list[str]) -> None:
    lines = done("summary", *MARCH, "--by", "week").out.splitlines()
    assert lines[0] == "4 entries, 1 Mar 2026 to 31 Mar 2026"
    at = next(n for n, line in enumerate(lines) if line.strip().startswith("Trust"))
    assert lines[at].split() == ["Trust", "2", "of", "3", "◐2", "·", "●1", "◐2"]
    assert all(len(line) <= 80 for line in lines)


def test_what_was_never_seen_is_named_from_six_entries_on(march: list[str]) -> None:
    assert "0 of 3" not in done("summary", *MARCH).out
    kept(seen("2026-03-20"), seen("2026-03-21"))
    assert "0 of 5: Reciprocity, Challenge," in " ".join(done("summary", *MARCH).out.split())


def test_the_columns_say_how_many_entries_they_hold(march: list[str]) -> None:
    lines = done("summary", *MARCH, "--by", "week").out.splitlines()
    assert ["all", "entries", "4", "0", "2", "2"] in [line.split()[:6] for line in lines]


def test_every_layer_prints_in_its_order(march: list[str]) -> None:
    text = done("summary", *MARCH, "--part", "grid").out
    heads = ["Underpinning principles", "Characteristic behaviours", "Enabling organisational conditions"]
    assert [text.index(head) for head in heads] == sorted(text.index(head) for head in heads)


def test_one_layer_shows_each_of_its_items_at_nought_too_and_nothing_else(march: list[str]) -> None:
    text = done("summary", *MARCH, "--layer", "principle").out
    assert text.count(" of 3") == 8
    assert "Patience" not in text and "Conditions" not in text
    assert done("summary", *MARCH, "--layer", "princ").out == text


def test_quotes_are_shown_on_request_below_their_item(home: Path) -> None:
    quoted = {"item": TRUST, "quote": "she gave me the key"}
    kept({"happened_on": "2026-03-02", "text": "And she gave me the key.", "observations": [quoted]})
    assert "the key" not in done("summary", *MARCH).out
    lines = done("summary", *MARCH, "--quotes").out.splitlines()
    at = next(n for n, line in enumerate(lines) if line.strip().startswith("Trust"))
    assert lines[at + 1].strip() == "Mon 2 Mar 2026: “she gave me the key”"


@pytest.mark.parametrize(
    ("filters", "entries"),
    [([], 4), (["--kind", "visit"], 1), (["--with", "family"], 0), (["--starred"], 0)],
)
def test_filters_choose_the_entries(filters: list[str], entries: int, march: list[str]) -> None:
    assert summary(*MARCH, *filters)["entries"] == entries


def test_without_days_it_covers_three_months_or_the_time_since_supervision(home: Path) -> None:
    kept(seen("2025-12-05", TRUST), seen("2026-02-20", TRUST), seen("2026-03-03", TRUST))
    document = done("summary", "--json", RCPJOURNAL_NOW=WEDNESDAY).data
    assert (document["since"], document["until"], document["entries"]) == ("2025-12-04", "2026-03-04", 3)
    kept(seen("2026-02-25", kind="supervision"))
    document = done("summary", "--json", RCPJOURNAL_NOW=WEDNESDAY).data
    assert (document["since"], document["entries"]) == ("2026-02-25", 2)


def test_a_time_in_which_nothing_was_written_says_so_and_where_the_newest_is(march: list[str]) -> None:
    result = run("summary", "--since", "2020-01-01", "--until", "2020-02-01")
    assert (result.code, result.out) == (0, "")
    assert "2026-03-12" in result.err
    assert summary("--since", "2020-01-01", "--until", "2020-02-01")["entries"] == 0


def test_an_empty_journal_says_what_to_type() -> None:
    result = run("summary")
    assert (result.code, result.out, "rcpjournal write quick" in result.err) == (0, "", True)
    assert summary()["entries"] == 0


def test_that_no_entry_matches_a_filter_is_not_called_an_empty_time(march: list[str]) -> None:
    said = run("summary", *MARCH, "--with", "family").err
    assert said and "No entries between" not in said


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--since", "2026-03-31", "--until", "2026-03-01"], 2, "swap"),
        (["--layer", "princes"], 2, "principle"),
        (["--layer", ""], 2, "principle"),
        (["--by", "day"], 2, "month"),
        (["--item", "nobody"], 1, "framework show"),
    ],
)
def test_what_makes_no_sense_is_refused(words: list[str], code: int, said: str, march: list[str]) -> None:
    assert said in refused("summary", *words, code=code)


def test_items_of_the_same_name_in_two_layers_are_counted_apart(home: Path) -> None:
    kept(seen("2026-03-01", "rcp.behaviour.active-listening"), seen("2026-03-02", "rcp.skill.active-listening"))
    document = summary(*MARCH)
    assert [item(document, f"rcp.{layer}.active-listening")["count"] for layer in ("behaviour", "skill")] == [1, 1]


def test_an_entry_added_without_questions_was_offered_every_layer_and_one_of_a_flow_what_it_asks(home: Path) -> None:
    added("Words.", "--on", "2026-03-02")
    assert item(summary(*MARCH), "tar.mechanism.open-and-just-culture")["of"] == 1
    kept({"happened_on": "2026-03-03", "flow": "standard", "answers": {"rcp.prompt.what-happened": "Words."}})
    assert item(summary(*MARCH), "tar.mechanism.open-and-just-culture")["of"] == 1
    assert item(summary(*MARCH), TRUST)["of"] == 2


def test_plain_summaries_say_every_count_in_words_and_without_escape_sequences(march: list[str]) -> None:
    text = done("summary", *MARCH, "--plain", "--by", "week").out
    assert "Trust: 2 of 3 entries" in text
    assert "\x1b" not in text

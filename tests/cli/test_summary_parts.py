"""The parts of a summary that can be asked for alone, one item's story, and the week on one screen."""

from typing import Any

import pytest

from rcpjournal.store import Journal
from tests.cli.quick import WEDNESDAY, done, kept, refused, run

TRUST, KINDNESS, PATIENCE = "rcp.principle.trust", "rcp.principle.kindness", "rcp.behaviour.patience"
PERMISSIONS = "rcp.organisation.permissions"
MARCH = ["--since", "2026-03-01", "--until", "2026-03-31"]


@pytest.fixture
def march(home: Any) -> list[str]:
    """Four entries: three with trust, of which two with patience; one names a condition and what came of it."""
    quote = {"item": TRUST, "stance": "strained", "quote": "asked twice who reads this"}
    return kept(
        {"happened_on": "2026-03-02", "text": "She asked twice who reads this.", "kind": "visit", "with": "family",
         "observations": [quote, {"item": PATIENCE}]},
        {"happened_on": "2026-03-04", "observations": [{"item": TRUST, "stance": "present"}, {"item": PATIENCE}],
         "kind": "call", "with": "family", "need": "relationship", "got": "transaction", "working": "for"},
        {"happened_on": "2026-03-10", "observations": [{"item": TRUST}], "ratings": {"tar.rating.high-support": 4}},
        {"happened_on": "2026-03-12", "text": "Nobody had said that I could.",
         "conditions": [{"item": PERMISSIONS, "polarity": "inhibited", "rule": "assumed", "blocker": "permission",
                         "response": "challenge"}],
         "actions": [{"what": "Ask in the team meeting", "state": "done", "reason": "It is allowed."}],
         "additions": [{"on": "2026-03-20", "kind": "follow-up", "text": "Everybody does it now."}]},
    )  # fmt: skip


def test_a_sphere_is_told_where_something_could_be_done_and_not_where_nothing_could(home: Any) -> None:
    kept(
        *[
            {"happened_on": "2026-03-02", "conditions": [{"item": "rcp.external.budgets", "sphere": sphere}]}
            for sphere in ("control", "neither", "neither")
        ]
    )
    text = done("summary", *MARCH).out
    assert "it was in my control 1" in text and "neither" not in text


def test_the_whole_summary_shows_one_passage_a_pair_and_the_part_up_to_three(home: Any) -> None:
    both = [{"item": TRUST, "quote": "Words."}, {"item": PATIENCE, "quote": "Words."}]
    kept(*[{"happened_on": "2026-03-02", "text": "Words.", "observations": both if n < 4 else []} for n in range(9)])
    for words, shown in (([], 1), (["--part", "together"], 3)):
        (pair,) = done("summary", *MARCH, *words, "--json").data["together"]
        assert len(pair["passages"]) == shown


# --- the ledger and the matrix --------------------------------------------------------------------------------------


def test_the_ledger_follows_a_condition_from_its_entry_to_what_came_of_it(march: list[str]) -> None:
    text = " ".join(done("summary", *MARCH, "--part", "conditions").out.split())
    told = [
        "permissions", "made it harder, rule assumed, short of permission", march[3], "Nobody had said that I could.",
        "response: challenge it", "agreed there: Ask in the team meeting: done (It is allowed.)",
        "follow up later: Everybody does it now.",
    ]  # fmt: skip
    places = [text.index(words) for words in told]
    assert places == sorted(places)
    (row,) = done("summary", *MARCH, "--part", "conditions", "--json").data["ledger"]
    assert (row["entry"], row["rule"], row["response"]) == (march[3], "assumed", "challenge")
    assert [(one["what"], one["state"], one["reason"]) for one in row["agreed"]] == [
        ("Ask in the team meeting", "done", "It is allowed.")
    ]
    assert row["later"] == [{"on": "2026-03-20", "kind": "follow-up", "text": "Everybody does it now."}]


def test_each_cell_of_the_matrix_leads_to_its_entries_and_quotes(march: list[str]) -> None:
    rows = done("summary", *MARCH, "--by", "week", "--part", "matrix", "--json").data["matrix"]
    principles = next(row for row in rows if row["layer"] == "principle")
    assert [cell["entries"] for cell in principles["cells"]] == [march[:2], [march[2]], [], [], []]
    assert principles["cells"][0]["quotes"] == [
        {"entry": march[0], "item": TRUST, "quote": "asked twice who reads this"}
    ]
    text = done("summary", *MARCH, "--by", "month", "--part", "matrix", "--quotes").out
    assert f"March 2026, 3 of 4 entries: {', '.join(march[:3])}" in text
    assert "“asked twice who reads this”" in text


def test_the_cycle_says_in_how_many_entries_a_stage_was_reached(home: Any) -> None:
    kept(
        {"flow": "standard", "answers": {"rcp.prompt.what-happened": "x", "rcp.prompt.noticed": "y"}},
        {"flow": "standard", "answers": {"rcp.prompt.what-happened": "x"}, "actions": [{"what": "Ring"}]},
        {"text": "Only words."},
    )
    cycle = done("summary", *MARCH, "--json").data["cycle"]
    reached = {stage["stage"]: (stage["count"], stage["of"]) for stage in cycle["stages"]}
    assert reached == {"experience": (2, 2), "reflection": (1, 2), "analysis": (0, 2), "plan": (1, 2)}
    text = done("summary", *MARCH, "--part", "cycle").out
    assert "reflection: noticed and felt   1 of 2" in text


def test_need_and_got_and_ratings_are_shown_as_given_and_never_added_up(march: list[str]) -> None:
    cycle = done("summary", *MARCH, "--json").data["cycle"]
    assert [(one["need"], one["got"], one["count"]) for one in cycle["need_and_got"]] == [
        ("relationship", "transaction", 1)
    ]
    assert [(one["item"], one["value"], one["count"]) for one in cycle["ratings"]] == [
        ("tar.rating.high-support", "4", 1)
    ]
    text = done("summary", *MARCH, "--part", "cycle").out
    assert "relationship → transaction" in text and "worked for" in text
    assert "high support: 1 of 4 entries; rated 4 in 1." in text


def test_a_part_alone_shows_nothing_else(march: list[str]) -> None:
    for part, heading in (("grid", "Underpinning"), ("cycle", "With, for or to"), ("conditions", "ledger")):
        text = done("summary", *MARCH, "--part", part).out
        assert heading in text
        assert sum(words in text for words in ("Underpinning", "With, for or to\n", "ledger")) == (
            2 if part == "grid" and "With, for or to\n" in text else 1
        )


# --- one item's story -----------------------------------------------------------------------------------------------


def test_a_story_tells_when_how_in_whose_company_and_in_which_words(march: list[str]) -> None:
    text = " ".join(done("summary", *MARCH, "--item", "trust").out.split())
    assert "Seen in 3 of 4 entries that asked. Present 1, strained 1, not said 1." in text
    assert "First on 2 Mar 2026, last on 10 Mar 2026." in text
    assert "With a family 2 of 2." in text
    assert "“asked twice who reads this” beside Patience" in text
    assert "%" not in text
    story = done("summary", *MARCH, "--item", "trust", "--json").data["story"]
    assert [(one["entry"], one["stances"], one["quotes"]) for one in story["seen"]] == [
        (march[0], ["strained"], ["asked twice who reads this"]),
        (march[1], ["present"], []),
        (march[2], [], []),
    ]
    assert story["company"] == [{"with": "family", "count": 2, "of": 2}]
    assert story["moments"] == [{"kind": "visit", "count": 1, "of": 1}, {"kind": "call", "count": 1, "of": 1}]


def test_a_share_in_percent_is_given_from_twenty_entries_on(home: Any) -> None:
    kept(*[{"happened_on": "2026-03-04", "observations": [{"item": TRUST}] if n < 5 else []} for n in range(19)])
    assert "%" not in done("summary", *MARCH, "--item", "trust").out
    kept({"happened_on": "2026-03-04"})
    text = " ".join(done("summary", *MARCH, "--item", "trust").out.split())
    assert "which is 25 %; with so many entries, anything from 11 to 47 % would be no surprise" in text


def test_an_item_that_was_never_seen_has_a_story_of_that(march: list[str]) -> None:
    assert "Seen in 0 of 4 entries" in done("summary", *MARCH, "--item", "rcp.principle.kindness").out
    kept({"happened_on": "2026-05-01", "flow": "quick", "offered": ["principle"]})
    said = done("summary", "--since", "2026-05-01", "--until", "2026-05-02", "--item", "patience").out
    assert "it was not asked about" in said


# --- the week -------------------------------------------------------------------------------------------------------


def test_a_full_week_stays_on_one_screen(home: Any) -> None:
    every = [{"item": item, "stance": "present", "quote": "Words."} for item in (TRUST, KINDNESS)]
    kept(*[
        {"happened_on": f"2026-03-0{1 + n % 4}", "observations": every, "starred": True,
         "conditions": [{"item": PERMISSIONS, "polarity": "inhibited"}, {"item": "rcp.organisation.norms"},
                        {"item": "rcp.organisation.processes"}],
         "actions": [{"what": f"Ring again {n}", "due": "2026-03-06"}]}
        for n in range(30)
    ])  # fmt: skip
    lines = done("summary", "--week", RCPJOURNAL_NOW=WEDNESDAY).out.splitlines()
    assert len(lines) <= 22
    assert lines[0] == "30 entries  Thu 26 Feb 2026 to Wed 4 Mar 2026"
    assert all(len(line) <= 80 for line in lines)
    text = "\n".join(lines)
    for words in ("Trust  30 of 30", "permissions  30 of 30  harder 30", "“Words.”", "by Fri 6 Mar 2026: Ring again"):
        assert words in text


def test_a_week_is_the_seven_days_up_to_today_or_the_day_named(home: Any) -> None:
    kept(*[{"happened_on": f"2026-03-{day:02}"} for day in range(1, 20)])
    document = done("summary", "--week", "--json", "--until", "2026-03-10").data
    assert (document["since"], document["until"], document["entries"]) == ("2026-03-04", "2026-03-10", 7)


def test_what_was_tagged_is_in_the_week_though_nobody_said_how_it_was(home: Any) -> None:
    kept({"happened_on": "2026-03-03", "observations": [{"item": TRUST}]})
    assert "Trust  1 of 1" in done("summary", "--week", RCPJOURNAL_NOW=WEDNESDAY).out


def test_a_week_without_entries_says_so_and_counts_no_days(home: Any) -> None:
    kept({"happened_on": "2026-01-01"})
    result = run("summary", "--week", RCPJOURNAL_NOW=WEDNESDAY)
    assert (result.code, result.out) == (0, "")
    assert "so nothing to say" in result.err


@pytest.mark.parametrize(
    "words",
    [
        ["--week", "--since", "2026-03-01"],
        ["--week", "--item", "trust"],
        ["--week", "--compare"],
        ["--item", "trust", "--layer", "principle"],
        ["--item", "trust", "--part", "grid"],
        ["--layer", "principle", "--part", "cycle"],
        ["--part", "everything"],
    ],
    ids=" ".join,
)
def test_options_that_do_not_go_together_are_refused_in_one_sentence(words: list[str], march: list[str]) -> None:
    assert refused("summary", *words, code=2).count("\n") == 1


# --- after a pause, and between supervisions ------------------------------------------------------------------------


def test_after_a_pause_in_writing_nothing_is_said_of_lately(home: Any) -> None:
    kept({"happened_on": "2026-01-01", "observations": [{"item": TRUST}]},
         *[{"happened_on": f"2026-01-{2 + n:02}"} for n in range(8)])  # fmt: skip
    words = ["--since", "2026-01-01", "--until", "2026-03-31"]
    document = done("summary", *words, "--json").data
    assert document["not_lately"] == []
    assert document["pause"] == {"since": "2026-01-09", "weeks": 11}
    said = " ".join(done("summary", *words).out.split())
    assert "No entries since 9 Jan 2026 (11 weeks), so nothing to say." in said
    assert "Not tagged lately" not in said


def test_between_supervisions_each_session_opens_a_column(home: Any) -> None:
    kept(
        {"happened_on": "2026-03-02", "observations": [{"item": TRUST}]},
        {"happened_on": "2026-03-09", "kind": "supervision", "observations": [{"item": TRUST}]},
        {"happened_on": "2026-03-20"},
        {"happened_on": "2026-03-23", "kind": "supervision"},
    )
    document = done("summary", *MARCH, "--by", "supervision", "--json").data
    (trust,) = [row for row in document["items"] if row["item"] == TRUST]
    assert [(part["start"], part["count"], part["of"]) for part in trust["periods"]] == [
        ("2026-03-02", 1, 1),
        ("2026-03-09", 1, 2),
        ("2026-03-23", 0, 1),
    ]
    assert (
        "1: from 2 Mar 2026, 2: from 9 Mar 2026, 3: from 23 Mar 2026"
        in done("summary", *MARCH, "--by", "supervision").out
    )


# --- what goes together, and where a summary begins ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--item", "trust", "--compare"], "leave out --layer, --part and --compare"),
        (["--part", "matrix", "--compare"], "take --part grid"),
        (["--part", "cycle", "--quotes"], "--quotes shows passages in the grid and the matrix"),
        (["--week", "--quotes"], "--week is a page of its own"),
        (["--week", "--as-written"], "--week is a page of its own"),
        (["--week", "--by", "month"], "--week is a page of its own"),
        (["--since", "2999-01-01"], "still to come"),
        (["--since", "2026-03-02", "--until", "2026-03-01"], "swap the two"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused_with_what_to_do(words: list[str], said: str, home: Any) -> None:
    kept({"happened_on": "2026-03-02"})
    assert said in refused("summary", *words, code=2)


def test_a_story_begins_with_the_journal_and_not_with_the_last_supervision(home: Any) -> None:
    kept(
        {"happened_on": "2025-01-10", "observations": [{"item": TRUST}]},
        {"happened_on": "2026-03-01", "kind": "supervision"},
        {"happened_on": "2026-03-02", "observations": [{"item": TRUST}]},
    )
    document = done("summary", "--item", "trust", "--json", RCPJOURNAL_NOW=WEDNESDAY).data
    assert (document["since"], len(document["story"]["seen"])) == ("2025-01-10", 2)
    short = done("summary", "--item", "trust", "--json", "--since", "2026-03-01", RCPJOURNAL_NOW=WEDNESDAY).data
    assert len(short["story"]["seen"]) == 1


def test_by_supervision_alone_takes_the_last_six_times_between_sessions(home: Any) -> None:
    kept(*[{"happened_on": f"2025-{month:02}-10", "kind": "supervision"} for month in range(3, 12)])
    document = done("summary", "--by", "supervision", "--json", RCPJOURNAL_NOW=WEDNESDAY).data
    assert [part["start"] for part in document["periods"]] == [f"2025-{month:02}-10" for month in range(6, 12)]


def test_a_hint_asks_for_the_same_entries_again(march: list[str]) -> None:
    text = " ".join(done("summary", *MARCH, "--kind", "visit").out.split())
    assert "summary --part grid --since 2026-03-01 --until 2026-03-31 --kind visit`" in text


def test_a_part_with_nothing_to_say_says_so(home: Any) -> None:
    kept({"happened_on": "2026-03-20"})
    for part, said in (("lately", "Nothing to say"), ("together", "No two items"), ("conditions", "No conditions")):
        assert said in done("summary", *MARCH, "--part", part).out


def test_the_passages_stand_in_the_document_too_when_they_are_asked_for(march: list[str]) -> None:
    document = done("summary", *MARCH, "--quotes", "--json").data
    assert {"entry": march[0], "item": TRUST, "quote": "asked twice who reads this"} in document["quotes"]
    assert "quotes" not in done("summary", *MARCH, "--json").data


def test_a_past_week_shows_nothing_that_is_near_today(home: Any) -> None:
    kept({"happened_on": "2026-02-20", "actions": [{"what": "Ring again", "due": "2026-03-06"}]})
    assert "Ring again" not in done("summary", "--week", "--until", "2026-02-22", RCPJOURNAL_NOW=WEDNESDAY).out
    said = done("summary", "--week", RCPJOURNAL_NOW=WEDNESDAY)
    assert "summary --week --until 2026-02-20`" in said.err + said.out


def test_a_journal_without_entries_but_with_a_draft_says_that_it_waits(journal: Journal) -> None:
    assert "Nothing is written yet" in done("summary").err
    journal.drafts.begin({"flow": "quick", "answers": {}})
    for words in (["summary"], ["export", "markdown"], ["list"]):
        assert "A reflection waits: `rcpjournal write`" in done(*words).err

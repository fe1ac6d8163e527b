"""`summary --compare`: more and less often in what was written, decided over the whole report."""

from typing import Any

import pytest

from rcpjournal.store import Journal
from tests.cli.quick import done, kept, refused
from tests.core.insight.summing import change, retired

TRUST, KINDNESS = "rcp.principle.trust", "rcp.principle.kindness"
SEEN = {"observations": [{"item": TRUST}]}
APRIL = ["--since", "2026-04-01", "--until", "2026-04-30"]


def month(month: int, entries: int, *, trust: int = 0, kindness: int = 0) -> list[dict[str, Any]]:
    """So many entries of a month, the first of them with trust, the last with kindness."""
    return [
        {
            "happened_on": f"2026-{month:02}-{1 + n % 28:02}",
            "observations": [
                {"item": item, "stance": "present"}
                for item, shown in ((TRUST, n < trust), (KINDNESS, n >= entries - kindness))
                if shown
            ],
        }
        for n in range(entries)
    ]


def changes(*words: str) -> dict[str, str]:
    """Item → its verdict, for those that have one."""
    rows = done("summary", "--json", *words).data["items"]
    return {row["item"]: row["change"] for row in rows if row["change"]}


def test_a_great_change_is_said_in_what_was_written_and_which_way(home: Any) -> None:
    kept(*month(3, 40, trust=4, kindness=20), *month(4, 40, trust=30, kindness=20))
    assert changes(*APRIL, "--compare", "2026-03-01..2026-03-31") == {TRUST: "more"}
    text = " ".join(done("summary", *APRIL, "--compare", "2026-03-01..2026-03-31").out.split())
    assert "More often in what you wrote: Trust, 30 of 40 entries (before: 4 of 40)" in text
    assert "1 Mar 2026 to 31 Mar 2026, 40 entries" in text
    march = ["--since", "2026-03-01", "--until", "2026-03-31"]
    assert changes(*march, "--compare", "2026-04-01..2026-04-30") == {TRUST: "less"}
    less = " ".join(done("summary", *march, "--compare", "2026-04-01..2026-04-30").out.split())
    assert "Less often in what you wrote: Trust, 4 of 40 entries (then: 30 of 40)" in less
    assert "time before" not in less, "the other time is a later one"


def test_below_the_evidence_nothing_is_said(home: Any) -> None:
    kept(*month(3, 12, trust=2), *month(4, 12, trust=7))
    words = [*APRIL, "--compare", "2026-03-01..2026-03-31"]
    assert changes(*words) == {}
    text = done("summary", *words).out
    assert "often in what you wrote" not in text
    assert "No difference that so many entries could show" in text


def test_without_compare_the_figures_before_are_given_and_no_verdict(home: Any) -> None:
    kept(*month(3, 28), *month(4, 28, trust=28), {"happened_on": "2026-03-02", **SEEN})
    document = done("summary", "--json", "--since", "2026-04-01", "--until", "2026-04-30").data
    (trust,) = [row for row in document["items"] if row["item"] == TRUST]
    assert (trust["previous"], trust["change"]) == ({"count": 1, "of": 28}, None)
    assert document["compared"] == {"since": "2026-03-02", "until": "2026-03-31", "entries": 28, "decided": False}


def test_compare_alone_means_the_time_just_before_and_as_long(home: Any) -> None:
    kept(*month(3, 28), *month(4, 28))
    for words in (["--compare"], ["--compare", "before"]):
        compared = done("summary", "--json", *APRIL, *words).data["compared"]
        assert compared == {"since": "2026-03-02", "until": "2026-03-31", "entries": 27, "decided": True}
    first = done("summary", "--compare", *APRIL, "--json").data["compared"]
    assert first == {"since": "2026-03-02", "until": "2026-03-31", "entries": 27, "decided": True}


def test_the_verdict_is_the_same_whichever_layer_is_looked_at(home: Any) -> None:
    kept(*month(3, 20, trust=2), *month(4, 20, trust=12))
    words = [*APRIL, "--compare", "2026-03-01..2026-03-31"]
    whole = changes(*words)
    assert changes(*words, "--layer", "principle") == whole
    assert changes(*words, "--layer", "organisation") == {}


def test_what_fell_to_nought_keeps_its_line_in_the_grid(home: Any) -> None:
    kept(*month(3, 40, trust=30), *month(4, 40))
    text = done("summary", *APRIL, "--compare", "2026-03-01..2026-03-31").out
    assert any(line.split()[:7] == ["Trust", "0", "of", "40", "30", "of", "40"] for line in text.splitlines())


def test_a_report_that_compares_says_nothing_of_shifts_within_and_the_other_way_round(home: Any) -> None:
    kept(*halfway())
    weeks = ["--since", "2026-01-01", "--until", "2026-04-30", "--by", "week", "--json"]
    alone, compared = done("summary", *weeks).data, done("summary", *weeks, "--compare").data
    assert any(row["said"] for row in alone["within"]) and compared["within"] == []
    assert (alone["compared"]["decided"], compared["compared"]["decided"]) == (False, True)


def halfway() -> list[dict[str, Any]]:
    """Eight weeks without trust, then eight with it in all four entries: as plain as a shift can be."""
    return [
        {
            "happened_on": f"2026-{1 + day // 28:02}-{1 + day % 28:02}",
            "observations": [{"item": TRUST}] if day >= 56 else [],
        }
        for day in range(0, 112, 2)
    ]


def test_a_shift_within_the_period_is_said_only_past_ten_points_and_with_its_weeks(home: Any) -> None:
    kept(*halfway())
    weeks = ["--since", "2026-01-01", "--until", "2026-04-30", "--by", "week"]
    document = done("summary", "--json", *weeks).data
    (trust,) = [row for row in document["within"] if row["item"] == TRUST]
    assert trust["said"] == "shift"
    assert trust["points"] > 10 and trust["longest"] > trust["longest_limit"]
    assert "Within this time" in done("summary", *weeks).out
    months = ["--since", "2026-01-01", "--until", "2026-04-30", "--by", "month"]
    assert done("summary", "--json", *months).data["within"] == []


@pytest.mark.parametrize(
    ("compare", "said"),
    [
        ("last year", "--compare 2026-01-01..2026-03-31"),
        ("2026-03-01..", "--compare 2026-01-01..2026-03-31"),
        ("2026-03-31..2026-03-01", "swap"),
        ("2026-04-10..2026-04-20", "days in common"),
        ("2026-03-01..soon", "2026-03-04"),
    ],
)
def test_a_time_to_compare_with_that_makes_no_sense_is_refused(compare: str, said: str, home: Any) -> None:
    kept(*month(4, 3))
    assert said in refused("summary", *APRIL, "--compare", compare, code=2)


def test_the_method_is_named(home: Any) -> None:
    kept(*month(4, 3))
    methods = done("summary", "--json", *APRIL, "--compare").data["methods"]
    assert "Fisher" in methods["change"] and "Wilson" in methods["interval"]
    assert "Anhøj" in methods["within"]


# --- what takes part in the decision, and what the other period is of -----------------------------------------------


def test_where_and_with_whom_it_was_never_changes_in_what_was_written(home: Any) -> None:
    kept(*month(3, 40), *[{**one, "kind": "visit", "with": "family"} for one in month(4, 40)])
    words = [*APRIL, "--compare", "2026-03-01..2026-03-31"]
    rows = {row["item"]: row for row in done("summary", "--json", *words).data["items"]}
    assert (rows["tar.context.visits"]["count"], rows["tar.context.visits"]["previous"]["count"]) == (40, 0)
    assert changes(*words) == {}


def test_an_item_that_is_no_longer_in_the_framework_never_changes(journal: Journal) -> None:
    kept(*month(3, 40), *month(4, 40, trust=40))
    words = [*APRIL, "--compare", "2026-03-01..2026-03-31"]
    assert changes(*words) == {TRUST: "more"}
    change(journal, "2027.1", {TRUST: retired()})
    rows = {row["item"]: row for row in done("summary", "--json", *words).data["items"]}
    assert (rows[TRUST]["count"], rows[TRUST]["active"], rows[TRUST]["change"]) == (40, False, None)


def test_the_other_period_is_of_the_same_entries_by_kind_and_by_name(journal: Journal) -> None:
    visits = [{**one, "kind": "visit"} for one in month(3, 8, trust=3)]
    kept(*month(3, 20, trust=20), *visits, *[{**one, "kind": "visit"} for one in month(4, 8)])
    words = ["--json", *APRIL, "--compare", "2026-03-01..2026-03-31"]
    assert previous(done("summary", *words, "--kind", "visit").data) == {"count": 3, "of": 8}
    assert previous(done("summary", *words).data) == {"count": 23, "of": 28}
    change(journal, "2027.1", {TRUST: {"label": "Reliance"}})
    kept({"happened_on": "2026-04-20", **SEEN})
    assert previous(done("summary", *words).data) == {"count": 23, "of": 28}
    written = [row for row in done("summary", *words, "--as-written").data["items"] if row["item"] == TRUST]
    assert {row["label"]: row["previous"] and row["previous"]["count"] for row in written if row["count"]} == {
        "Reliance": None
    }


def previous(document: Any) -> Any:
    """What trust was in the other period."""
    return next(row["previous"] for row in document["items"] if row["item"] == TRUST)


def test_up_to_a_hundred_days_are_cut_into_weeks_and_more_into_months(home: Any) -> None:
    kept({"happened_on": "2026-01-01"}, {"happened_on": "2026-04-20"})
    for until, by in (("2026-04-11", "week"), ("2026-04-12", "month")):
        assert done("summary", "--json", "--since", "2026-01-01", "--until", until).data["by"] == by

"""`search`: entries found by their words, with the passage."""

import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rcpjournal.core.entry import free_entry
from rcpjournal.store import Journal
from tests.cli.quick import added, done, kept, refused, run
from tests.support import PROGRAM

TEXTS = [
    "At the café they drank tea at the kitchen table. She was reading.",
    "The table was laid in the kitchen; nobody drank. Zoë naïvely asked.",
    "日本語の本を読みました。お茶も飲みました。",
    "Кухня была тёплой. مرحبا بالعائلة.",
    "It's a follow-up, 50% done: AND OR NOT near(x).",
    "Tea と お茶 together.",
]


@pytest.fixture
def texts(home: Path) -> list[str]:
    """The texts above, a day apart; their ids."""
    return kept(*[{"happened_on": f"2026-03-0{n + 1}", "text": text} for n, text in enumerate(TEXTS)])


def found(*words: str) -> list[str]:
    """The ids that a search prints, in order."""
    return [row["id"] for row in done("search", "--json", *words).data["entries"]]


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        (["tea"], [5, 0]),
        (["TEA"], [5, 0]),
        (["cafe"], [0]),
        (["CAFÉ"], [0]),
        (["cafe\u0301"], [0]),
        (["zoe", "naively"], [1]),
        (["kitchen"], [1, 0]),
        (["kitchen", "table"], [1, 0]),
        (["kitchen table"], [0]),
        (['"kitchen table"'], [0]),
        (['"table kitchen"'], []),
        (["kitch*"], [1, 0]),
        (["kitch"], []),
        (["kitchen tab*"], [0]),
        (["read"], [0]),
        (["tea", "nothing"], []),
        (["follow-up"], [4]),
        (["it's"], [4]),
        (["50%"], [4]),
        (["AND"], [4]),
        (["near(x)"], [4]),
        (["кухня"], [3]),
        (["مرحبا"], [3]),
        (["日本語"], [2]),
        (["お茶"], [5, 2]),
        (["本を", "お茶"], [2]),
        (["tea", "お茶"], [5]),
        (['"日本語"'], [2]),
        (["日本*"], [2]),
        (["と お茶"], [5]),
        (["中国"], []),
    ],
)
def test_words_find_the_entries_that_hold_all_of_them_newest_first(
    words: list[str], hits: list[int], texts: list[str]
) -> None:
    assert found(*words) == [texts[n] for n in hits]


def test_a_hit_has_the_shape_of_the_list_and_the_passage(texts: list[str]) -> None:
    document = done("search", "--json", "cafe").data
    (row,) = document["entries"]
    assert document["schema"] == "rcpjournal/list/1"
    assert list(row) == ["id", "happened_on", "kind", "with", "title", "items", "starred", "passage"]
    assert row["passage"] == TEXTS[0]


def test_the_passage_is_the_part_of_a_long_text_that_matches() -> None:
    added("Before. " * 300 + "The lighthouse stood there. " + "After. " * 300)
    (row,) = done("search", "--json", "lighthouse").data["entries"]
    assert "lighthouse" in row["passage"] and len(row["passage"]) < 400
    assert "lighthouse" in done("search", "lighthouse").out.splitlines()[1]


def test_the_passage_of_a_text_without_spaces_is_a_part_too() -> None:
    added("あ" * 3000 + "灯台" + "い" * 3000)
    (row,) = done("search", "--json", "灯台").data["entries"]
    assert "灯台" in row["passage"] and len(row["passage"]) < 400


@pytest.mark.parametrize("query", ["", " ", '"', '""', "*", "'", "()", "^", '" "', "-", "…"])
def test_a_search_for_no_words_finds_nothing_and_says_what_it_takes(query: str, texts: list[str]) -> None:
    assert found("--", query) == []
    result = run("search", "--", query)
    assert result.out == ""
    assert "word" in result.err


queries = st.text(
    st.one_of(st.sampled_from("\"*()^:+-{}\\'NEAR茶 "), st.characters(exclude_categories=["Cs"])), max_size=20
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=queries.filter(lambda text: "\x00" not in text))
@example(query='"unclosed phrase')
@example(query="a AND (b OR")
@example(query="words:tea")
@example(query="\ue000\ue001")
def test_whatever_is_searched_for_is_an_answer_never_a_crash(query: str, texts: list[str]) -> None:
    assert set(found("--", query)) <= set(texts)


def test_a_search_that_is_not_text_is_refused_or_finds_nothing(texts: list[str]) -> None:
    assert run("search", "\udcff").out == ""
    assert run("search", "茶\udcff").out == ""


def test_everything_that_was_typed_can_be_found() -> None:
    (entry_id,) = kept(
        {
            "text": "In the answer.",
            "alias": "Bluebird",
            "observations": [{"item": "rcp.principle.trust", "quote": "quotation"}],
            "actions": [{"what": "telephone", "why": "because", "how": "gently", "whose_view": "grandmother"}],
            "supervision": {"take": True, "question": "wherefore"},
            "additions": [{"on": "2026-03-05", "role": "mentor", "text": "afterwards"}],
        }
    )
    for word in (
        "answer", "bluebird", "quotation", "telephone", "because", "gently", "grandmother", "wherefore", "mentor",
        "afterwards",
    ):  # fmt: skip
        assert found(word) == [entry_id], word


def test_a_search_follows_edits_notes_deletion_and_undo() -> None:
    entry_id = added("The harbour.")
    done("edit", entry_id, "text", "--text", "The lighthouse.")
    assert (found("harbour"), found("lighthouse")) == ([], [entry_id])
    done("note", entry_id, "A seagull.")
    assert found("seagull") == [entry_id]
    done("undo", "--yes")
    assert found("seagull") == []
    done("undo", "--yes")
    assert (found("harbour"), found("lighthouse")) == ([entry_id], [])
    done("delete", entry_id)
    assert found("harbour") == []
    done("undo", "--yes")
    assert found("harbour") == [entry_id]


def test_filters_and_limit_narrow_a_search(texts: list[str]) -> None:
    assert found("tea", "--since", "2026-03-02") == [texts[5]]
    assert found("お茶", "--until", "2026-03-04") == [texts[2]]
    assert found("tea", "-n", "1") == [texts[5]]
    assert found("tea", "--starred") == []
    assert found("tea", "--kind", "visit") == []
    assert "date" in refused("search", "tea", "--since", "whenever", code=2)


def test_what_is_not_found_is_said_on_stderr(texts: list[str]) -> None:
    result = done("search", "nowhere")
    assert (result.out, "nowhere" in result.err) == ("", True)
    assert found("nowhere") == []


def test_a_word_that_stands_in_a_long_text_ten_thousand_times_is_found_in_good_time() -> None:
    entry_id = added("word tea " * 45_000)
    program = [*PROGRAM, "search", "word"]
    ended = subprocess.run(program, capture_output=True, text=True, timeout=5, check=True)
    assert ended.stdout.startswith(entry_id)


@pytest.mark.parametrize("limit", [1, 3, 20, 0])
@pytest.mark.parametrize("word", ["everywhere", "sometimes", "once"])
def test_the_newest_hits_are_the_same_however_many_entries_hold_the_word(
    word: str, limit: int, journal: Journal
) -> None:
    with journal.saving():
        for n in range(90):
            more = f"{'sometimes ' if n % 7 == 0 else ''}{'once' if n == 4 else ''}"
            journal.entries.add(free_entry(f"everywhere {more}", date(2026, 1, 1) + timedelta(n * 37 % 90)))
    expected = [line.id for line in journal.finding.lines(limit=0) if word in line.title]
    found = [hit.line.id for hit in journal.finding.search(word, limit=limit)]
    assert found == (expected[:limit] if limit else expected)

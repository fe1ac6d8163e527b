"""How a summary is drawn: marks with their numbers, in narrow and wide terminals, in colour and without, in words."""

import os
import re
import sys
from typing import Any

import pexpect
import pytest

from tests.cli.quick import done, kept
from tests.support import done as done_in_a_process
from tests.support import every_other, everyday

TRUST, KINDNESS, PATIENCE = "rcp.principle.trust", "rcp.principle.kindness", "rcp.behaviour.patience"
LONG = "rcp.behaviour.meeting-people"
LABEL = "Meeting people where they're at and adapting what you do as needed"
SPRING = ["--since", "2026-02-01", "--until", "2026-04-30"]
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def spring(home: Any) -> list[str]:
    """Trust in three stances, patience twice in April, an item with a long name; nothing was asked in February."""
    return kept(
        {"happened_on": "2026-02-10", "flow": "quick", "offered": ["working"]},
        {"happened_on": "2026-03-03", "observations": [{"item": TRUST, "stance": "present"}]},
        {"happened_on": "2026-03-04", "observations": [{"item": TRUST, "stance": "strained"}, {"item": LONG}]},
        {"happened_on": "2026-04-01", "observations": [{"item": TRUST, "stance": "missing"}]},
        {"happened_on": "2026-04-02", "observations": [{"item": PATIENCE, "stance": "helped"}]},
        {"happened_on": "2026-04-02", "observations": [{"item": PATIENCE, "stance": "helped"}]},
    )


def on_a_terminal(columns: int, *words: str, **environment: str) -> str:
    """What a person sees in a terminal of so many columns."""
    return str(
        pexpect.run(
            f"{sys.executable} -m rcpjournal --no-pager summary {' '.join(words)}",
            env={**os.environ, **environment},
            dimensions=(24, columns),
            encoding="utf-8",
            timeout=30,
        )
    ).replace("\r\n", "\n")


def row(text: str, label: str) -> str:
    """The line of an item."""
    return next(line for line in text.splitlines() if line.strip().startswith(label))


def test_a_mark_says_how_it_was_a_number_in_how_many_a_dot_in_none_a_blank_not_asked() -> None:
    text = done("summary", *SPRING, "--by", "month").out
    assert row(text, "Trust").split("of 5")[1] == "     ◐2 ○    ●1 ◐1 ○1"
    assert row(text, "Patience").split("of 5")[1] == "     ·  ●2   ●2"
    assert row(text, "Meeting people").split("of 5")[1] == "     •  ·"
    assert "F  M  A" in text
    legend = ("● there", "◐ strained or mixed", "○ missing", "• not said, or not sure", "· in none", "blank: not asked")
    assert all(words in text for words in legend)


@pytest.mark.parametrize("columns", every_other([40, 80, 60, 120, 200]))
@pytest.mark.parametrize("by", everyday(["week", "month"], "month"))
def test_no_line_is_wider_than_the_terminal(columns: int, by: str) -> None:
    text = ESCAPES.sub("", on_a_terminal(columns, *SPRING, "--by", by))
    assert "Trust" in text
    assert max(len(line) for line in text.splitlines()) <= columns


def test_colour_adds_nothing_that_cannot_be_read_without_it() -> None:
    coloured = on_a_terminal(80, *SPRING)
    plain = on_a_terminal(80, *SPRING, NO_COLOR="1")
    assert ESCAPES.search(coloured) and not ESCAPES.search(plain)
    assert ESCAPES.sub("", coloured) == plain


def test_what_is_strained_or_missing_has_the_only_hue_so_that_colour_blind_readers_tell_it_apart() -> None:
    text = on_a_terminal(80, *SPRING)
    assert set(re.findall(r"\x1b\[(3\d)[m;]", text)) <= {"35"}


def test_what_does_not_fit_is_counted_and_said() -> None:
    text = done("summary", "--since", "2026-02-01", "--until", "2027-12-31", "--by", "week").out
    assert re.search(r"The first \d+ columns did not fit. They are counted.", text)
    assert "3 of 5" in row(text, "Trust")


def test_plain_says_every_figure_in_words_and_draws_no_mark() -> None:
    assert not set(done("summary", *SPRING, "--plain").out) & set("●◐○•▲▼◆·")
    flat = " ".join(done("summary", *SPRING, "--by", "month", "--part", "grid", "--plain").out.split())
    said = "Trust: 3 of 5 entries; present 1, strained 1, missing 1; March 2026 2 of 2 (present 1, strained 1), April"
    assert f"{said} 2026 1 of 3 (missing 1)." in flat
    assert "All entries: February 2026 1, March 2026 2, April 2026 3." in flat


def test_plain_says_where_nobody_said_how_it_was() -> None:
    assert f"{LABEL}: 1 of 5 entries; not said 1." in " ".join(done("summary", *SPRING, "--plain").out.split())


def test_an_output_that_cannot_hold_the_marks_gets_words() -> None:
    text = done_in_a_process("summary", *SPRING, "--by", "month", PYTHONIOENCODING="ascii").out
    assert "Trust: 3 of 5 entries" in text
    assert "\\u25cf" not in text


def test_no_word_of_a_summary_praises_or_blames() -> None:
    texts = [
        done("summary", *SPRING, *words).out.lower().replace("without fail", "")
        for words in ([], ["--compare"], ["--item", "trust"], ["--part", "cycle"], ["--part", "conditions"])
    ]
    for text in texts:
        assert not re.search(
            r"\b(score|streak|neglect\w*|fail\w*|should|improv\w*|declin\w*|well done|rank\w*)\b", text
        )


def test_signs_in_a_label_never_reach_the_terminal_as_commands() -> None:
    done("framework", "add", "Tea [red]\u202eand\u202c toast", "--layer", "behaviour", "--definition", "x")
    (name,) = [
        i["id"] for p in done("framework", "show", "--json").data["packs"] for i in p["items"] if "tea" in i["id"]
    ]
    kept({"happened_on": "2026-04-03", "observations": [{"item": name, "stance": "helped"}]})
    text = done("summary", *SPRING).out
    assert "\u202e" not in text and "[red]" in text


def test_an_item_that_alone_is_left_of_a_pack_no_longer_in_use_is_drawn(home: Any) -> None:
    kept({"happened_on": "2025-03-01", "observations": [{"item": "tar.mechanism.continuity"}]})
    done("framework", "use", "rcp")
    text = done("summary", "--since", "2025-03-01", "--until", "2025-03-02").out
    assert "continuity of social work" in text and "1 of 1" in text


def test_a_label_with_a_line_break_stays_one_line_of_the_grid() -> None:
    done("framework", "add", "Tea\nand\ttoast", "--layer", "behaviour", "--definition", "x")
    kept({"happened_on": "2026-04-03", "observations": [{"item": "own.behaviour.tea-and-toast", "stance": "helped"}]})
    assert "1 of 1" in row(done("summary", *SPRING, "--by", "month").out, "Tea and toast")


def test_a_passage_of_any_length_is_cut_at_once_where_it_must_fit_one_line() -> None:
    long = "words and more words " * 50_000
    kept({"happened_on": "2026-04-30", "text": long, "observations": [{"item": TRUST, "quote": long.strip()}]})
    lines = done("summary", "--week", "--until", "2026-04-30").out.splitlines()
    assert max(len(line) for line in lines) <= 80


def test_columns_end_with_the_last_entry_or_today_however_far_ahead_one_looks() -> None:
    near = done("summary", "--since", "2026-02-01", "--until", "2026-12-31", "--by", "month", "--json").data
    far = done("summary", "--since", "0001-01-01", "--until", "9999-12-31", "--by", "month", "--json").data
    assert far["items"][0]["periods"] == near["items"][0]["periods"]

"""The made-up journal is sound, and ends today."""

import json
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any

from rcpjournal.core.demo import demo_document
from rcpjournal.core.entry_rules import entry_from_document
from rcpjournal.core.framework import Framework

NOW = datetime(2026, 3, 31, 9, 0, tzinfo=UTC)


def rows() -> list[Any]:
    text = files("rcpjournal").joinpath("demo.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_every_entry_of_the_demo_is_sound_and_lies_in_the_last_half_year(framework: Framework) -> None:
    entries = [
        entry_from_document(demo_document(row, NOW), framework, f"line {n}: ") for n, row in enumerate(rows(), 1)
    ]
    assert len(entries) > 50
    for entry in entries:
        assert timedelta(0) <= NOW.date() - entry.happened_on <= timedelta(190)
        assert entry.created and entry.created <= NOW


def test_every_quote_of_the_demo_is_a_passage_of_its_entry(framework: Framework) -> None:
    for n, row in enumerate(rows(), 1):
        entry = entry_from_document(demo_document(row, NOW), framework)
        for seen in entry.observations:
            assert seen.quote is None or any(seen.quote in answer for answer in entry.answers.values()), n


def test_days_are_counted_back_from_today() -> None:
    row = {
        "days_ago": 3,
        "time": "08:15",
        "text": "x",
        "actions": [{"what": "y", "due_days_ago": -4}],
        "additions": [{"days_ago": 1, "text": "z"}],
    }
    assert demo_document(row, NOW) == {
        "text": "x",
        "happened_on": "2026-03-28",
        "created": "2026-03-28T08:15:00+00:00",
        "actions": [{"what": "y", "due": "2026-04-04"}],
        "additions": [{"on": "2026-03-30", "text": "z"}],
    }


def test_nothing_of_the_demo_was_written_in_the_future() -> None:
    row = {"days_ago": 0, "time": "23:00", "text": "x"}
    assert demo_document(row, NOW)["created"] == "2026-03-31T09:00:00+00:00"

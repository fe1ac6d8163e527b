"""JSON Lines out: one document a line, everything in it, nothing that a terminal could act on."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rcpjournal.core.entry import Entry, document, entry_from, free_entry
from rcpjournal.core.framework import OWN_PACK, Framework, Item, Pack, Source
from rcpjournal.exports import Chosen, exporters
from rcpjournal.store import Journal
from tests.core.making import entries
from tests.core.test_words import CORPUS, unsafe
from tests.exports.making import ENTRIES, NOW, filled
from tests.support import done, examples, run

GOLDEN = Path(__file__).parents[1] / "golden"


def exported(framework: Framework, *chosen: Entry, others: tuple[Framework, ...] = ()) -> str:
    pieces = exporters()["json"].pieces(Chosen([(one, {}) for one in chosen], others, framework, date(2026, 5, 1)))
    return "".join(pieces)


def test_the_export_is_the_golden_file() -> None:
    filled()
    result = done("export", "json", "--with-aliases", RCPJOURNAL_NOW=NOW)
    assert result.out == (GOLDEN / "export.jsonl").read_text(encoding="utf-8")
    assert "2 entries written" in result.err


def test_every_field_that_went_in_comes_out() -> None:
    filled()
    found = [json.loads(line) for line in done("export", "json", "--with-aliases").out.splitlines()]
    for given_, got in zip(ENTRIES, found, strict=True):
        expected = {name: value for name, value in given_.items() if name not in ("text", "created", "actions")}
        assert {name: got[name] for name in expected} == expected
    assert [action["state"] for action in found[0]["actions"]] == ["open", "dropped"]
    assert found[1]["answers"] == {"rcp.prompt.text": ENTRIES[1]["text"]}


def test_aliases_stay_at_home_unless_one_says_so() -> None:
    filled()
    assert "CANARY" not in done("export", "json").out
    assert "CANARY" in done("export", "json", "--with-aliases").out


@given(st.data())
@settings(deadline=None, max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow])
def test_each_entry_is_one_line_that_reads_back_to_it(framework: Framework, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(entries(framework), max_size=3))
    text = exported(framework, *chosen)
    lines = text.split("\n")
    assert lines.pop() == ""
    assert [entry_from(json.loads(line)) for line in lines] == chosen
    assert not any(unsafe(character) for character in text)


def test_the_corpus_of_control_characters_goes_out_as_escapes(framework: Framework) -> None:
    kept = [text for text in CORPUS.values() if "\ud800" not in text]
    text = exported(framework, *(free_entry(one, date(2026, 3, 4)) for one in kept))
    assert not any(unsafe(character) for character in text)
    assert [list(json.loads(line)["answers"].values()) for line in text.splitlines()] == [[one] for one in kept]


def test_one_document_a_line_even_where_the_text_has_line_separators(framework: Framework) -> None:
    entry = free_entry("a\u2028b\u2029c\x85d\re\nf", date(2026, 3, 4))
    assert len(exported(framework, entry).splitlines()) == 1


def test_a_framework_of_ones_own_goes_before_the_entries(framework: Framework) -> None:
    tea = Item(id="own.behaviour.tea", layer="behaviour", label="Making tea", provenance="own")
    own = Framework([Pack(id=OWN_PACK, version="1", title="Mine", source=Source(title="Mine"), items=(tea,))])
    first, second = exported(framework, free_entry("x", date(2026, 3, 4)), others=(own,)).splitlines()
    assert json.loads(first)["schema"] == "rcpjournal/framework/1"
    assert json.loads(first)["packs"][0]["items"] == [
        {"id": "own.behaviour.tea", "layer": "behaviour", "label": "Making tea", "provenance": "own"}
    ]
    assert json.loads(second)["schema"] == "rcpjournal/entry/1"


@pytest.mark.nightly
def test_the_shipped_framework_alone_need_not_go_along() -> None:
    filled()
    assert "rcpjournal/framework/1" not in done("export", "json").out


@pytest.mark.nightly
def test_only_what_the_filters_choose_goes_out() -> None:
    filled()
    assert [json.loads(line)["id"] for line in done("export", "json", "--since", "2026-04-01").out.splitlines()] == [
        "260411-0a2"
    ]
    assert done("export", "json", "--since", "2026-04-30").out == ""


def test_a_file_is_written_for_its_owner_alone_and_not_over_another(tmp_path: Path, journal: Journal) -> None:
    entry = journal.entries.add(free_entry("x", date(2026, 3, 4)))
    target = tmp_path / "out.jsonl"
    done("export", "json", "--output", str(target))
    assert target.stat().st_mode & 0o777 == 0o600
    (line,) = target.read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == document(journal.entries.get(entry.id or ""))
    again = run("export", "json", "--output", str(target))
    assert again.code == 1
    assert "there already" in again.err
    assert target.read_text(encoding="utf-8") == f"{line}\n"

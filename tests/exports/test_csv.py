"""Tables of entries and of observations: a golden file, nothing that runs, and back by `import csv`."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from rcpjournal.core.arriving import Arrived, Source, Wishes
from rcpjournal.core.cells import freed, held, inert
from rcpjournal.core.entry import Action, Addition, Entry, ForSupervision, Observation
from rcpjournal.core.framework import Framework
from rcpjournal.core.words import safe
from rcpjournal.exports import Chosen, exporters
from rcpjournal.exports.csv import Csv, ObservationsCsv
from rcpjournal.imports.table import Csv as CsvIn
from tests.cli.quick import added, done, kept, refused, shown
from tests.core.making import TEXTS
from tests.core.test_words import unsafe
from tests.exports.making import NOW, filled
from tests.exports.page.test_hostile import ALL
from tests.support import examples

GOLDEN = Path(__file__).parents[1] / "golden"


def everywhere(text: str) -> Entry:
    return Entry(
        id="260304-k7q",
        happened_on=date(2026, 3, 4),
        answers={"rcp.prompt.what-happened": text, "rcp.prompt.noticed": text},
        asked={"rcp.prompt.what-happened": text, "rcp.prompt.noticed": "x"},
        observations=(Observation(item="rcp.principle.trust", stance="strained", quote=text),),
        actions=(Action(what=text, why=text),),
        supervision=ForSupervision(take=True, question=text),
        additions=(Addition(on=date(2026, 3, 5), role=text, text=text),),
    )


def rows(exporter: Any, framework: Framework, *entries: Entry, label: str = "Trust") -> Iterator[list[str]]:
    chosen = Chosen([(one, {"rcp.principle.trust": label}) for one in entries], [], framework, date(2026, 5, 1))
    return csv.reader(io.StringIO("".join(exporter.pieces(chosen)), newline=""))


@pytest.mark.parametrize(("words", "golden"), [([], "export.csv"), (["--rows", "observations"], "observations.csv")])
def test_the_tables_are_the_golden_files(words: list[str], golden: str, tmp_path: Path) -> None:
    filled(done)
    file = tmp_path / "out.csv"
    done("export", "csv", "-o", str(file), *words, RCPJOURNAL_NOW=NOW)
    assert file.read_bytes() == (GOLDEN / golden).read_bytes()
    assert file.read_bytes().startswith(b"\xef\xbb\xbf"), "by which a spreadsheet knows UTF-8"
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"CANARY" not in file.read_bytes()


@pytest.mark.parametrize("exporter", [Csv(), ObservationsCsv()], ids=["entries", "observations"])
@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_no_cell_can_run_and_words_are_verbatim(text: str, exporter: Any, framework: Framework) -> None:
    found = list(rows(exporter, framework, everywhere(text), label=text))
    assert len(found) == 2 and len(set(map(len, found))) == 1
    assert not [cell for row in found for cell in row if re.match(r"\s*[=+\-@\t\r＝＋－＠]", cell)]
    assert any(safe(text) in cell for cell in found[1])
    assert not any(unsafe(letter) for row in found for cell in row for letter in cell)


@given(TEXTS)
@settings(max_examples=examples(150), deadline=None)
def test_a_cell_is_freed_of_what_was_put_before_it(text: str) -> None:
    for words in (text, f"'{text}", f"=={text}", f"''={text}", f" '={text}"):
        assert freed(held(words)) == safe(words)
        assert inert(held(words)) == held(words), "and holds still, though it is opened twice"


@given(TEXTS.filter(str.strip))
@settings(max_examples=examples(100), deadline=None)
def test_words_come_back_from_a_table(framework: Framework, text: str) -> None:
    entry = replace(everywhere(""), answers={"rcp.prompt.noticed": text}, starred=True, kind="visit", with_="family")
    data = "".join(Csv().pieces(Chosen([(entry, {})], [], framework, date(2026, 5, 1)))).encode("utf-8-sig")
    (came,) = [one for one in CsvIn().events(Source("x", data, date.today()), Wishes()) if isinstance(one, Arrived)]
    assert (came.id, came.day, came.text) == (entry.id, entry.happened_on, safe(text))
    assert (came.starred, came.kind, came.with_) == (True, "visit", "family")


def test_a_table_comes_back_by_import_and_only_once(tmp_path: Path) -> None:
    entry_id = added("=1+1\n  and more ", "--kind", "visit", "--star", "--item", "trust:present")
    file = tmp_path / "out.csv"
    done("export", "csv", "-o", str(file))
    other: dict[str, Any] = {"RCPJOURNAL_HOME": str(tmp_path / "other")}
    result = done("import", "csv", str(file), **other)
    assert "made to be read" in result.err or "only to be read" in result.err
    before, after = shown(entry_id), done("show", entry_id, "--json", **other).data
    for name in ("id", "happened_on", "kind", "starred", "answers"):
        assert after[name] == before[name], name
    for where in ({}, other):
        assert "0 entries added, 1 was here already." in done("import", "csv", str(file), **where).err


def resaved(tmp_path: Path, *days: str) -> str:
    """A table of ours with these days, as a program for tables saves it."""
    for day in days:
        added(f"Of {day}.")
    rows = list(csv.reader(io.StringIO(done("export", "csv").out.removeprefix("\ufeff"))))
    held = io.StringIO()
    changed = ([one[0], day, *one[2:]] for one, day in zip(rows[1:], days, strict=True))
    csv.writer(held, delimiter=";").writerows([rows[0], *changed])
    (tmp_path / "saved.csv").write_text(held.getvalue(), encoding="utf-8-sig")
    return str(tmp_path / "saved.csv")


def test_a_table_of_ours_that_was_saved_with_days_of_another_form_asks_or_is_settled(tmp_path: Path) -> None:
    other: dict[str, Any] = {"RCPJOURNAL_HOME": str(tmp_path / "other")}
    file = resaved(tmp_path, "03/04/2026", "05/04/2026")
    assert "--date-format" in refused("import", "csv", file, **other)
    done("import", "csv", file, "--date-format", "%m/%d/%Y", **other)
    came = {one["happened_on"] for one in done("list", "--json", **other).data["entries"]}
    assert came == {"2026-03-04", "2026-05-04"}


def test_a_row_of_ours_whose_day_is_gone_keeps_its_words(tmp_path: Path) -> None:
    other: dict[str, Any] = {"RCPJOURNAL_HOME": str(tmp_path / "other")}
    result = done("import", "csv", resaved(tmp_path, "########"), **other)
    assert "“########” is not a date" in result.err
    assert "Of ########." in done("export", "markdown", **other).out


def test_a_row_an_observation_says_which_entry_it_is_of() -> None:
    ids = kept(
        {"observations": [{"item": "rcp.principle.trust", "stance": "present"}, {"item": "rcp.behaviour.patience"}]},
        {"text": "Nothing in it."},
    )
    found = list(csv.DictReader(io.StringIO(done("export", "csv", "--rows", "observations").out)))
    assert [(row["id"], row["layer"], row["label"], row["stance"]) for row in found] == [
        (ids[0], "principle", "Trust", "present"),
        (ids[0], "behaviour", "Patience", ""),
    ]


def test_rows_are_for_csv_alone_and_aliases_stay_at_home() -> None:
    assert "--rows is for csv" in refused("export", "json", "--rows", "observations", code=2)
    assert "--rows is for csv" in refused("export", "markdown", "--folder", "x", "--rows", "entries", code=2)
    refused("export", "csv", "--with-aliases", code=2)
    assert list(exporters()) == ["markdown", "html", "csv", "json"]

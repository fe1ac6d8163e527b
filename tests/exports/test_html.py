"""The journal as HTML: a golden file, all words verbatim, nothing active, and not all of it in memory."""

import re
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from rcpjournal.core.entry import Action, Addition, Entry, ForSupervision, Observation, Session
from rcpjournal.core.framework import Framework
from rcpjournal.core.words import one_line, safe
from rcpjournal.exports import Chosen, exporters
from tests.cli.quick import added, done, kept
from tests.exports.making import NOW, filled
from tests.exports.page.test_hostile import ALL, Tags

GOLDEN = Path(__file__).parents[1] / "golden"
DAY = date(2026, 3, 4)


def everywhere(text: str) -> Entry:
    """An entry with `text` wherever a person may type."""
    return Entry(
        id="260304-k7q",
        happened_on=DAY,
        answers={"rcp.prompt.what-happened": text, "rcp.prompt.noticed": text},
        asked={"rcp.prompt.what-happened": text, "rcp.prompt.noticed": "x"},
        observations=(Observation(item="rcp.principle.trust", stance="strained", quote=text),),
        actions=(Action(what=text, why=text, how=text, whose_view=text, reason=text, owner=text),),
        supervision=ForSupervision(take=True, question=text),
        session=Session(role=text, next=DAY),
        additions=(Addition(on=DAY, role=text, text=text),),
    )


def page(framework: Framework, *entries: Entry, label: str = "Trust") -> bytes:
    chosen = Chosen(
        [(one, {"rcp.principle.trust": label}) for one in entries], [], framework, DAY, lambda: [("2026-03", 1)]
    )
    return "".join(exporters()["html"].pieces(chosen)).encode()


def test_the_page_is_the_golden_file(tmp_path: Path) -> None:
    filled(done)
    file = tmp_path / "out.html"
    done("export", "html", "-o", str(file), RCPJOURNAL_NOW=NOW)
    assert file.read_bytes() == (GOLDEN / "export.html").read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"CANARY" not in file.read_bytes()


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_words_make_no_element_and_no_attribute_and_are_all_there(text: str, framework: Framework) -> None:
    tags = Tags(page(framework, everywhere(text), label=text))
    assert tags.found == Tags(page(framework, everywhere("w" * len(text)), label="w")).found
    assert tags.words.count(safe(text)) >= 10
    assert one_line(tags.words).count(one_line(safe(text))) >= 12


def test_nothing_in_it_runs_or_comes_from_elsewhere(framework: Framework) -> None:
    text = page(framework, everywhere("x")).decode()
    assert "default-src 'none'" in text
    assert not re.search(r"(?i)<(script|img|link|iframe|object|embed|form|base)|\son\w+=|url\(|@import|https?:", text)
    assert set(re.findall(r'href="([^"]*)"', text)) == {"#m2026-03"}


def test_it_has_contents_by_month_and_each_month_its_entries() -> None:
    kept({"happened_on": "2025-12-31"}, {"happened_on": "2026-03-04"}, {"happened_on": "2026-03-01"})
    text = done("export", "html").out
    assert [re.sub(r"<[^>]*>", "", row) for row in re.findall(r"<(?:a|dt)\b[^\n]*", text)] == [
        "2025",
        "December (1)",
        "2026",
        "March (2)",
    ]
    assert re.findall(r"<h[23][^>]*>([^<]*)", text) == [
        "Contents", "December 2025", "Wed 31 Dec 2025", "March 2026", "Sun 1 Mar 2026", "Wed 4 Mar 2026",
    ]  # fmt: skip
    for target in re.findall(r'href="#([^"]*)"', text):
        assert f'id="{target}"' in text


def test_it_holds_what_the_filters_choose_and_says_how_much_that_is() -> None:
    added("Starred words.", "--star")
    added("Other words.")
    text = done("export", "html", "--starred").out
    assert "1 entry, taken out on" in text and "Starred words." in text and "Other words." not in text
    assert "0 entries" in done("export", "html", "--kind", "call").out


def test_of_very_many_entries_only_a_few_are_in_memory(framework: Framework) -> None:
    def many(count: int) -> Iterator[tuple[Entry, dict[str, str]]]:
        for n in range(count):
            yield replace(everywhere("Words. " * 100), id=f"e{n}", happened_on=DAY + timedelta(days=n // 3)), {}

    def most(count: int) -> int:
        tracemalloc.start()
        chosen = Chosen(many(count), [], framework, DAY)
        written = sum(map(len, exporters()["html"].pieces(chosen)))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert written > count * 5_000
        return peak

    most(2)
    assert most(120) < most(20) + 100_000

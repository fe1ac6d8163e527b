"""Every format: the same sections in the same order, all that was chosen, the same bytes each time."""

import hashlib
import io
import os
import subprocess
import sys
from html.parser import HTMLParser

import docx
import pytest
from hypothesis import HealthCheck, given, settings

from rcpjournal.core.dates import spoken
from rcpjournal.core.sharing.page import LIMITS, STATEMENT, Page
from rcpjournal.exports.page import page_formats
from rcpjournal.exports.page.sections import sections
from tests.exports.page.making import BARE, FULL, GOLDEN, IN_GOLDEN, WITH_APPENDIX, Needles, anything, changed
from tests.support import examples

FORMATS = page_formats()
READ = ("html", "md", "txt", "docx")
HASHES = (
    "import hashlib; from rcpjournal.exports.page import page_formats; "
    "from tests.exports.page.making import WITH_APPENDIX as page; "
    "print([hashlib.sha256(one.render(page)).hexdigest() for one in page_formats().values()])"
)


class Words(HTMLParser):
    """What an HTML page says, its style aside."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.styling = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.styling = tag == "style"
        self.said += [words or "" for name, words in attrs if name == "aria-label"]

    def handle_data(self, data: str) -> None:
        self.said += [] if self.styling else [data]


def words_in_docx(data: bytes) -> str:
    """All words of the body, tables in their places."""
    body = docx.Document(io.BytesIO(data)).element.body
    return " ".join("".join(text.text or "" for text in one.iter("{*}t")) for one in body.iter("{*}p"))


def read(name: str, page: Page) -> str:
    """What a reader of this format gets to see."""
    data = FORMATS[name].render(page)
    if name == "docx":
        return words_in_docx(data)
    text = data.decode("utf-8-sig")
    text = "".join(Words(text).said) if name == "html" else text
    return " ".join(text.replace("\\", "").replace("\n>", "\n").split())


def test_each_format_has_its_name_its_suffix_and_says_what_it_is_for() -> None:
    assert set(FORMATS) == {"html", "docx", "md", "txt", "csv", "json"}
    for name, one in FORMATS.items():
        assert (one.name, one.suffix) == (name, f".{name}")
        assert one.words


@pytest.mark.parametrize("name", IN_GOLDEN)
def test_the_full_page_is_the_golden_file(name: str) -> None:
    assert FORMATS[name].render(WITH_APPENDIX) == (GOLDEN / f"page.{name}").read_bytes()


@pytest.mark.parametrize("name", READ)
def test_headings_stand_in_the_order_of_the_sections(name: str) -> None:
    text = read(name, WITH_APPENDIX)
    headings = [section.heading for section in sections(WITH_APPENDIX)]
    assert len(headings) == 12
    places = [text.index(heading) for heading in headings]
    assert places == sorted(places)


@pytest.mark.parametrize("name", READ)
def test_what_is_empty_is_left_out_but_not_the_session_nor_how_it_was_made(name: str) -> None:
    text = read(name, BARE)
    left = {section.heading for section in sections(WITH_APPENDIX)} - {section.heading for section in sections(BARE)}
    assert [section.key for section in sections(BARE)] == ["header", "session", "method"]
    assert len(left) == 9
    assert not [heading for heading in left if heading in text]


@pytest.mark.parametrize("name", [*READ, "csv"])
def test_every_page_says_what_it_is_and_what_its_figures_are_not(name: str) -> None:
    for page in (BARE, FULL):
        text = read(name, page)
        assert STATEMENT in text
        assert LIMITS in text


# --- all that was chosen, and nothing else ------------------------------------------------------------


@pytest.mark.parametrize("name", [*READ, "csv"])
def test_every_field_of_a_page_is_shown(name: str) -> None:
    needles = Needles()
    text = read(name, needles.page).casefold()
    assert [word for word in needles.words if word not in text and word != needles.page.by] == []
    assert [number for number in needles.numbers if str(number) not in text] == []
    follow = {part[0] for theme in (*needles.page.themes, *needles.page.appendix) for part in theme.parts[1:]}
    days = [day for day in needles.days if name == "csv" or day not in follow]  # a line names a chart's first part
    assert [day for day in days if spoken(day, weekday=False).casefold() not in text and str(day) not in text] == []


def test_the_pack_holds_every_field_under_its_name() -> None:
    needles = Needles()
    text = FORMATS["json"].render(needles.page).decode()
    for words in (needles.words, needles.numbers, needles.days):
        assert [one for one in words if str(one) not in text] == []


@pytest.mark.parametrize("name", READ)
def test_a_reworded_passage_is_marked_and_has_no_quotation_marks(name: str) -> None:
    text = read(name, changed(BARE, well=FULL.well)).replace("*", "")
    assert "“We had the review at the kitchen table, with the family in the chair.”" in text
    assert "“The plan" not in text
    assert "The plan is in their words now. (reworded)" in text


@pytest.mark.parametrize("name", READ)
def test_a_long_chart_is_told_in_a_line(name: str) -> None:
    theme = changed(
        FULL.themes[0], parts=tuple((day, n % 3, 3) for n, (day, *_) in enumerate(FULL.themes[0].parts * 2))
    )
    text = read(name, changed(FULL, themes=(theme,)))
    assert "In 8 of 12 weeks from 7 Sep 2026; most from 21 Sep 2026 (2 of 3), last from 12 Oct 2026 (2 of 3)" in text


# --- the same choice, the same bytes ------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_a_page_rendered_twice_is_the_same_to_the_byte(name: str) -> None:
    assert FORMATS[name].render(WITH_APPENDIX) == page_formats()[name].render(WITH_APPENDIX)


@pytest.mark.nightly
def test_the_bytes_depend_on_no_clock_zone_or_order_of_the_machine() -> None:
    places = [{"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "C"}, {"PYTHONHASHSEED": "2", "TZ": "UTC"}]
    found = [
        subprocess.run(
            [sys.executable, "-c", HASHES], env={**os.environ, **place}, capture_output=True, text=True, check=True
        )
        for place in places
    ]
    here = [hashlib.sha256(one.render(WITH_APPENDIX)).hexdigest() for one in FORMATS.values()]
    assert {one.stdout.strip() for one in found} == {str(here)}


@given(anything())
@settings(
    deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_any_page_can_be_written_in_every_format(page: Page) -> None:
    for one in FORMATS.values():
        assert one.render(page)

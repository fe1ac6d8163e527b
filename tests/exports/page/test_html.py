"""HTML: one file that runs nothing and fetches nothing, in an order and with names that can be listened to."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import pytest

from rcpjournal.core.sharing.page import Page
from rcpjournal.exports.page import page_formats
from rcpjournal.exports.page.blocks import Cell, Chart
from rcpjournal.exports.page.html import HEIGHT, MOST_BOXES, drawing
from tests.exports.page.making import BARE, FULL, SINCE, WITH_APPENDIX, changed

ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "section", "article", "div", "h1", "h2", "h3",
    "p", "dl", "dt", "dd", "ul", "ol", "li", "strong", "small", "span", "bdi", "blockquote", "svg", "rect", "table",
    "caption", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
WITHOUT_AN_END = {"meta", "rect"}


def written(page: Page) -> str:
    return page_formats()["html"].render(page).decode()


class Elements(HTMLParser):
    """Each element with its attributes, in order; and that each is closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in WITHOUT_AN_END:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def named(self, *tags: str) -> list[tuple[str, dict[str, str]]]:
        return [one for one in self.all if one[0] in tags]


@pytest.fixture(params=[FULL, WITH_APPENDIX, BARE], ids=["full", "appendix", "bare"])
def text(request: pytest.FixtureRequest) -> str:
    return written(request.param)


# --- what it may do: nothing --------------------------------------------------------------------------


def test_it_forbids_everything_but_its_own_style(text: str) -> None:
    style = text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in text
    assert text.index("Content-Security-Policy") < text.index("<style>")


def test_it_holds_no_script_no_link_no_form_and_no_style_outside_its_own(text: str) -> None:
    elements = Elements(text).all
    assert {tag for tag, _ in elements} <= ALLOWED
    attributes = {name for _, found in elements for name in found}
    assert not {name for name in attributes if name.startswith("on")} | attributes & {"style", "src", "href", "srcset"}


def test_it_names_no_other_place(text: str) -> None:
    assert not re.search(r"https?:|//|url\(|@import", text)


# --- how it can be read -------------------------------------------------------------------------------


def test_it_has_a_language_a_title_and_landmarks(text: str) -> None:
    elements = Elements(text)
    assert elements.named("html") == [("html", {"lang": "en-GB"})]
    assert "<title>For supervision: 7 Sep 2026 to 18 Oct 2026</title>" in text
    assert [tag for tag, _ in elements.named("header", "main")] == ["header", "main"]
    assert "user-scalable" not in text


def test_headings_go_down_one_step_at_a_time_from_a_single_first(text: str) -> None:
    levels = [int(tag[1]) for tag, _ in Elements(text).named("h1", "h2", "h3")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_each_section_is_named_by_its_heading(text: str) -> None:
    elements = Elements(text)
    ids = [found["id"] for _, found in elements.all if "id" in found]
    assert len(ids) == len(set(ids))
    assert [found["aria-labelledby"] for _, found in elements.named("section")] == ids


def test_each_table_has_a_caption_and_each_heading_of_one_its_scope(text: str) -> None:
    elements = Elements(text)
    assert len(elements.named("table")) == len(elements.named("caption"))
    assert {found.get("scope") for _, found in elements.named("th")} <= {"col", "row"}
    assert None not in {found.get("scope") for _, found in elements.named("th")}


def test_a_condition_names_its_row() -> None:
    assert '<tr><th scope="row" dir="auto">Permissions</th><td dir="auto">organisation</td>' in written(FULL)


def test_a_chart_stands_beside_its_words_and_is_not_read_twice() -> None:
    text = written(FULL)
    assert text.count('<svg viewBox="0 0 75 37" width="75" height="37" aria-hidden="true">') == 3
    assert "<p>Week by week from 7 Sep 2026: 1 of 3, 0 of 2, 2 of 4, not asked, 3 of 4, 3 of 4</p>" in text


def test_a_long_chart_reads_out_each_part() -> None:
    theme = changed(FULL.themes[0], parts=FULL.themes[0].parts * 2)
    (chart,) = Elements(written(changed(BARE, themes=(theme,)))).named("svg")
    assert chart[1]["role"] == "img"
    assert chart[1]["aria-label"].count(",") == 11


def luminance(colour: str) -> float:
    digits = colour if len(colour) == 6 else "".join(digit * 2 for digit in colour)
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_colour_of_words_stands_out_from_white() -> None:
    """WCAG 2 AA: 4.5 to 1 for words, 3 to 1 for what a chart says."""
    style = files("rcpjournal.exports.page").joinpath("page.css").read_text("utf-8")
    words = re.findall(r"[{;]\s*color: #([0-9a-f]+)", style)
    shapes = re.findall(r"(?:fill|stroke): #([0-9a-f]+)", style)
    assert words
    assert all(1.05 / (luminance(colour) + 0.05) >= 4.5 for colour in words)
    assert all(1.05 / (luminance(colour) + 0.05) >= 3 for colour in shapes if colour != "fff")


# --- charts -------------------------------------------------------------------------------------------


def drawn(*cells: tuple[int, int]) -> list[tuple[str, float, float]]:
    """Each box: what it is, its column, how high."""
    found = drawing(Chart(tuple(Cell(SINCE, *cell) for cell in cells), "week", "", ""))
    assert all(box.y >= 0 and box.y + box.height <= found.height for box in found.boxes)
    assert all(box.x >= 0 and box.x + box.width <= found.width for box in found.boxes)
    return [(box.kind, box.x, box.height) for box in found.boxes]


def test_a_chart_has_a_box_for_each_entry_that_was_asked_and_fills_those_that_showed_it() -> None:
    kinds = [kind for kind, *_ in drawn((1, 3), (0, 2))]
    assert kinds == ["seen", "unseen", "unseen", "unseen", "unseen"]


def test_a_part_in_which_nothing_was_asked_is_a_line_on_the_ground() -> None:
    assert [kind for kind, *_ in drawn((0, 0), (1, 1))] == ["none", "seen"]


def test_many_entries_are_two_bars_as_high_as_they_are_many() -> None:
    (seen, _, low), (unseen, _, high) = drawn((MOST_BOXES, 3 * MOST_BOXES))
    assert (seen, unseen) == ("seen", "unseen")
    assert high > 1.9 * low
    assert low + high <= HEIGHT


@pytest.mark.parametrize("cell", [(5, 2), (0, 0), (9_999_999, 0), (9_999_999, 9_999_999)])
def test_figures_that_cannot_be_are_drawn_all_the_same(cell: tuple[int, int]) -> None:
    assert drawn(cell)

"""Words that a browser, a terminal, Word, Markdown or a spreadsheet could act on: shown as they are, doing nothing."""

import csv
import io
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from rcpjournal.core.cells import inert
from rcpjournal.core.sharing.pack import read_pack
from rcpjournal.core.words import one_line, safe
from rcpjournal.exports.page import page_formats
from tests.core.making import FAMILY, TEXTS
from tests.core.test_words import CORPUS, unsafe
from tests.exports.page.making import everywhere
from tests.support import every_other

FORMATS = page_formats()
HOSTILE = {
    "a script": "<script>alert(1)</script>",
    "the end of the style": "</style></title><img src=http://evil.example/x onerror=alert(1)>",
    "an attribute": '" onload="alert(1)" \'',
    "a comment": "<!-- gone --> ]]>",
    "an entity": "&lt;b&gt; &#35; &nbsp;x",
    "a template": "{{7*7}} {% raw %} {body} {title} ${x} %s",
    "markup of a terminal": "[red]x[/red] :smile:",
    "a formula": '=HYPERLINK("http://evil.example","x")',
    "a command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a row of a table": "| a | b |",
    "marks of Markdown": "# *a* _b_ `c` [d](http://evil.example) > e",
    "a list": "- one",
    "Arabic": "مرحبا بك في البيت",
    "Hebrew with a mark": "שלום\u200f!",
    "a family emoji": FAMILY,
    "characters that XML has no place for": "a\ufffeb\uffffc",
}
ALL = {**HOSTILE, **{name: text for name, text in CORPUS.items() if "\ud800" not in text}}


class Tags(HTMLParser):
    """The elements of an HTML page with their attributes (but what is read out), and its words."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.found: list[object] = []
        self.words = ""
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [(name, words) for name, words in attrs if name != "aria-label"]))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.found.append("comment")

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_in_html_they_make_no_element_and_no_attribute(text: str) -> None:
    tags = Tags(FORMATS["html"].render(everywhere(text)))
    assert tags.found == Tags(FORMATS["html"].render(everywhere("w" * len(text)))).found
    assert tags.words.count(safe(text)) >= 15


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_in_markdown_they_make_no_block_and_no_mark(text: str) -> None:
    def kinds(data: bytes) -> list[str]:
        tokens = MarkdownIt("commonmark").enable("table").parse(data.decode())
        inline = [
            child.type for token in tokens for child in token.children or () if child.type not in ("text", "softbreak")
        ]
        return [token.type for token in tokens] + inline

    data = FORMATS["md"].render(everywhere(one_line(text)))
    assert kinds(data) == kinds(FORMATS["md"].render(everywhere("words")))


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_in_docx_they_make_nothing_but_text(text: str) -> None:
    def parts(words: str) -> list[list[str]]:
        archive = zipfile.ZipFile(io.BytesIO(FORMATS["docx"].render(everywhere(words))))
        return [[one.tag for one in ElementTree.fromstring(archive.read(name)).iter()] for name in archive.namelist()]

    assert parts(text.replace("\t", " ")) == parts("words")


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_in_csv_no_cell_can_run(text: str) -> None:
    def rows(words: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(FORMATS["csv"].render(everywhere(words)).decode("utf-8-sig"))))

    found = rows(text)
    assert len(found) == len(rows("words"))
    assert not [cell for row in found for cell in row if re.match(r"\s*[=+\-@\t\r＝＋－＠]", cell)]
    assert any(safe(text) in cell for row in found for cell in row)


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_in_the_pack_they_come_back_to_the_letter(text: str) -> None:
    data = FORMATS["json"].render(everywhere(text)).decode()
    assert not any(map(unsafe, data))
    assert read_pack(data) == everywhere(text)


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
@pytest.mark.parametrize("name", every_other(["txt", "csv", "html", "md"]))
def test_nothing_that_a_terminal_could_act_on_goes_out(name: str, text: str) -> None:
    data = FORMATS[name].render(everywhere(text)).decode("utf-8-sig").replace("\r\n", "\n")
    assert not any(map(unsafe, data))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_plain_text_holds_them_verbatim(text: str) -> None:
    assert one_line(FORMATS["txt"].render(everywhere(text)).decode()).count(one_line(safe(text))) >= 10


FORMULAS = ["=1", "+1", "-1", "@x", "＝1", "＋1", "－1", "＠x", "﹦1", "⁺1", "\u22121"]


@pytest.mark.parametrize("before", ["", " ", "  \n", "\t", "\u3000", "\u200b", "\xa0"])
@pytest.mark.parametrize("formula", FORMULAS)
def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(before: str, formula: str) -> None:
    assert inert(before + formula) == f"'{before}{formula}"


def test_a_mark_that_nobody_sees_is_shown_and_so_nothing_runs_behind_it() -> None:
    assert inert("\ufeff=1") == "\\ufeff=1"


@pytest.mark.parametrize("text", [" x", "\tx", "\nx"])
def test_a_cell_that_begins_with_a_blank_does_too(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "words", "a = b", "1", "“=x”", "'=x", "(−1)"])
def test_any_other_cell_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


@given(TEXTS)
@settings(deadline=None)
def test_a_cell_keeps_its_words(text: str) -> None:
    assert inert(text).removeprefix("'").endswith(safe(text).removeprefix("'"))

"""What a person is shown of a file before it leaves is every word of it, read back from its bytes."""

import html
import io
import re
import zipfile

import docx
import pytest

from rcpjournal.core.sharing.page import Page
from rcpjournal.exports.page import page_formats
from rcpjournal.exports.page.seen import raw, said
from tests.exports.page.making import BARE, FULL, WITH_APPENDIX, Needles, everywhere
from tests.terminal.driver import squeezed

PAGES = [BARE, FULL, WITH_APPENDIX, everywhere("Two lines,\nand <b>&amp;</b> signs.")]


@pytest.mark.parametrize("format_", list(page_formats()))
def test_no_word_that_leaves_is_left_out(format_: str) -> None:
    made = Needles()
    what = page_formats()[format_].render(made.page)
    leaving = [word for word in made.words if word in raw(format_, what)]
    assert len(leaving) > 30
    assert [word for word in leaving if word not in said(format_, what)] == []


@pytest.mark.parametrize("page", PAGES)
def test_the_words_of_html_are_all_that_is_between_its_tags_in_their_order(page: Page) -> None:
    what = page_formats()["html"].render(page)
    body = re.sub(r"<style>.*?</style>", "", what.decode(), flags=re.DOTALL)
    shown, at = squeezed(said("html", what)), 0
    for word in html.unescape(re.sub(r"<[^>]*>", " ", body)).split():
        at = shown.find(word, at) + len(word)
        assert at >= len(word), word


@pytest.mark.parametrize("page", PAGES)
def test_the_words_of_a_word_document_are_all_that_another_reader_finds_in_it(page: Page) -> None:
    what = page_formats()["docx"].render(page)
    document = docx.Document(io.BytesIO(what))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    shown = squeezed(said("docx", what))
    texts = [*(one.text for one in document.paragraphs), *cells]
    assert [text for text in texts if squeezed(text) not in shown] == []


def test_the_bytes_themselves_can_be_seen_of_every_file_in_a_word_document() -> None:
    what = page_formats()["docx"].render(FULL)
    with zipfile.ZipFile(io.BytesIO(what)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    shown = raw("docx", what)
    assert all(name in shown and words in shown for name, words in parts.items())
    assert raw("html", page_formats()["html"].render(FULL)).encode() == page_formats()["html"].render(FULL)

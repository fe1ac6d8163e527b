"""The page for supervision, format by format. Each writes the same sections (`sections.py`), in bytes that depend on
the page alone."""

from typing import Protocol

from rcpjournal.core.sharing.page import Page


class PageFormat(Protocol):
    """One format."""

    name: str
    words: str
    suffix: str

    def render(self, page: Page) -> bytes:
        """The page as a file; the same page gives the same bytes."""


ONE_SIDE = 4_300
"""characters of a page as text that fill one side of A4, printed as HTML by Chromium"""


def fills_more_than_a_side(page: Page) -> bool:
    """Whether a page, printed, is likely to be longer than one side of A4."""
    from rcpjournal.exports.page.text import TextPage

    return len(TextPage().render(page).decode()) > ONE_SIDE


def page_formats() -> dict[str, PageFormat]:
    """Every format by its name."""
    from rcpjournal.exports.page.csv import CsvPage
    from rcpjournal.exports.page.docx import DocxPage
    from rcpjournal.exports.page.html import HtmlPage
    from rcpjournal.exports.page.json_pack import JsonPack
    from rcpjournal.exports.page.markdown import MarkdownPage
    from rcpjournal.exports.page.text import TextPage

    formats: tuple[PageFormat, ...] = (HtmlPage(), DocxPage(), MarkdownPage(), TextPage(), CsvPage(), JsonPack())
    return {one.name: one for one in formats}

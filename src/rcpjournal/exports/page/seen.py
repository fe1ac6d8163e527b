"""What a page's file says, read back from its very bytes, so that a person can see what is about to leave."""

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LEADS = {
    "li": "- ",
    "dd": ": ",
    "td": "  ",
    "th": "  ",
    "title": "Title: ",
    "h1": "\n",
    "h2": "\n",
    "h3": "\n",
    "caption": "\n",
}
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def reads_as_it_is(format_: str) -> bool:
    """Whether the file is text that a person can read; else `said` reads it back."""
    return format_ not in ("html", "docx")


def said(format_: str, what: bytes) -> str:
    """Every word in the file, without its layout."""
    if format_ == "docx":
        return "\n".join(_of_docx(what))
    return _of_html(what.decode("utf-8")) if format_ == "html" else what.decode("utf-8-sig")


def raw(format_: str, what: bytes) -> str:
    """The file itself, as text; of a Word document each of the files that it is made of."""
    if format_ != "docx":
        return what.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(what)) as archive:
        return "\n".join(f"{name}:\n{archive.read(name).decode('utf-8')}" for name in archive.namelist())


def _of_html(text: str) -> str:
    """Line by line as it is written; what only a screen reader says included, the style left out."""
    from html.parser import HTMLParser

    class Reader(HTMLParser):
        words = ""
        in_style = False

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.in_style = tag == "style"
            self.words += _LEADS.get(tag, "")
            if told := dict(attrs).get("aria-label"):
                self.words += f"{told}\n"

        def handle_endtag(self, tag: str) -> None:
            self.in_style = False

        def handle_data(self, data: str) -> None:
            if not self.in_style and (data.strip() or (data[:1] == " " or not self.words.endswith("\n"))):
                self.words += data if data.strip() else data[:1]

    reader = Reader()
    reader.feed(text)
    return "\n".join(line.rstrip() for line in reader.words.strip().split("\n") if not line or line.strip())


def _of_docx(what: bytes) -> Iterator[str]:
    """Paragraph by paragraph, a row of a table as one, an empty line before a heading; empty rows left out."""
    from xml.etree import ElementTree

    with zipfile.ZipFile(io.BytesIO(what)) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml")).find(f"{_WORD}body")
    for block in body if body is not None else ():
        for row in [block] if block.tag == f"{_WORD}p" else block.iter(f"{_WORD}tr"):
            cells = [_words(cell) for cell in row.iter(f"{_WORD}tc")] or [_words(row)]
            if words := "  ".join(cell for cell in cells if cell):
                yield f"\n{words}" if _is_heading(row) else words


def _words(part: "Element") -> str:
    signs = {f"{_WORD}br": "\n", f"{_WORD}tab": "\t"}
    return "".join(signs.get(one.tag) or one.text or "" for one in part.iter() if one.tag in (*signs, f"{_WORD}t"))


def _is_heading(part: "Element") -> bool:
    return any("Heading" in one.get(f"{_WORD}val", "") for one in part.iter(f"{_WORD}pStyle"))

"""A Word file: the form's title, each field under its heading."""

from collections.abc import Iterator

from rcpjournal.core.recast.filling import Piece
from rcpjournal.exports.forms import ToFill, label, missing
from rcpjournal.exports.word import paragraph, run, word_file


class DocxForm:
    """Real headings, so that a screen reader finds each field."""

    name = "docx"
    words = "for Word or LibreOffice"

    def render(self, to_fill: ToFill) -> bytes:
        """The file; it names nobody."""
        return word_file(to_fill.form.title, "", "".join(_body(to_fill)), styles="styles_form.xml")


def _body(to_fill: ToFill) -> Iterator[str]:
    yield paragraph(run(to_fill.form.title), "Title")
    yield from (paragraph(run(words), "Note") for words in to_fill.head)
    for n, piece in enumerate(to_fill.pieces, 1):
        called = to_fill.called(n)
        if called:
            yield paragraph(run(called), "Heading1")
        yield from _fields(piece, "Heading2" if called else "Heading1")


def _fields(piece: Piece, heading: str) -> Iterator[str]:
    for one in piece.fields:
        yield paragraph(run(label(one)), heading)
        if one.parts:
            yield from (paragraph(run(part.words)) for part in one.parts)
        else:
            yield paragraph(run(missing(one)), "Note")

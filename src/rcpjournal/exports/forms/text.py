"""Plain text to paste: our own lines in 76 columns, a person's words as they typed them, without a break of ours."""

from collections.abc import Iterator
from textwrap import wrap

from rcpjournal.core.recast.filling import Filled, Piece
from rcpjournal.core.words import one_line, safe
from rcpjournal.exports.forms import ToFill, label, missing


class TextForm:
    """Each field's label, and its words below."""

    name = "txt"
    words = "plain text to paste"

    def render(self, to_fill: ToFill) -> bytes:
        """The head, then the pieces, two empty lines between them."""
        columns = to_fill.columns
        head = "\n\n".join(_filled(text, columns) for text in (to_fill.form.title, *to_fill.head))
        pieces = ("\n\n".join(_piece(one, to_fill.called(n), columns)) for n, one in enumerate(to_fill.pieces, 1))
        return ("\n\n\n".join((head, *pieces)) + "\n").encode()


def _piece(piece: Piece, called: str, columns: int) -> Iterator[str]:
    if called:
        yield _filled(called, columns)
    for one in piece.fields:
        yield f"{_filled(label(one), columns)}\n{_words(one, columns)}"


def _words(one: Filled, columns: int) -> str:
    return safe(one.words) if one.parts else _filled(missing(one), columns)


def _filled(text: str, columns: int) -> str:
    return "\n".join(wrap(one_line(safe(text)), columns, break_long_words=False, break_on_hyphens=False))

"""Plain text to paste: our own lines in 76 columns, a person's words as they typed them, without a break of ours."""

from collections.abc import Iterator
from textwrap import wrap

from rcpjournal.core.recast.filling import Filled, Piece
from rcpjournal.core.words import one_line, safe
from rcpjournal.exports.forms import ToFill, label, missing

COLUMNS = 76


class TextForm:
    """Each field's label, and its words below."""

    name = "txt"
    words = "plain text to paste"

    def render(self, to_fill: ToFill) -> bytes:
        """The head, then the pieces, two empty lines between them."""
        head = "\n\n".join(map(_filled, (to_fill.form.title, *to_fill.head)))
        pieces = ("\n\n".join(_piece(one, to_fill.called(n))) for n, one in enumerate(to_fill.pieces, 1))
        return ("\n\n\n".join((head, *pieces)) + "\n").encode()


def _piece(piece: Piece, called: str) -> Iterator[str]:
    if called:
        yield _filled(called)
    for one in piece.fields:
        yield f"{_filled(label(one))}\n{_words(one)}"


def _words(one: Filled) -> str:
    return safe(one.words) if one.parts else _filled(missing(one))


def _filled(text: str) -> str:
    return "\n".join(wrap(one_line(safe(text)), COLUMNS, break_long_words=False, break_on_hyphens=False))

"""Entries as a form has them: text to paste, or a Word file. A field with nothing in it says so."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from rcpjournal.core.recast.filling import Filled, Piece, as_it_stood
from rcpjournal.core.recast.form import Form

NOTHING = "Nothing in this entry"
TO_WRITE = "For you to write"
STATEMENT = (
    "This is text for the form, taken from a reflective journal, and not the form itself. Read it before you send it "
    "on: nothing in it may say who anybody is."
)


COLUMNS = 76


class ToFill(NamedTuple):
    """A form, and the entries that were chosen for it."""

    form: Form
    pieces: Sequence[Piece]
    columns: int = COLUMNS
    """how wide our own lines may be, in plain text"""

    @property
    def head(self) -> Iterator[str]:
        """What stands above the pieces: what this is, what the rule asks, and where and when that was read."""
        yield STATEMENT
        if self.form.rule:
            yield self.form.rule.text
        yield as_it_stood(self.form)

    def called(self, number: int) -> str:
        """`Account 1 of 2`; empty where there is one alone."""
        one = self.form.rule.one if self.form.rule else "piece"
        return f"{one[:1].upper()}{one[1:]} {number} of {len(self.pieces)}" if len(self.pieces) > 1 else ""


def label(filled: Filled) -> str:
    """A field's label, with how many words it takes where that is known."""
    most = filled.field.words
    return f"{filled.field.label} (at most {most} words)" if most is not None else filled.field.label


def missing(filled: Filled) -> str:
    """What stands in a field with nothing in it: `[Nothing in this entry. What it has made better, or will.]`."""
    said = NOTHING if filled.field.from_ else TO_WRITE
    return f"[{said}. {filled.field.help}]" if filled.field.help else f"[{said}]"


class FormFormat(Protocol):
    """One format."""

    name: str
    words: str

    def render(self, to_fill: ToFill) -> bytes:
        """The file; the same pieces give the same bytes."""


def form_formats() -> dict[str, FormFormat]:
    """Every format by its name."""
    from rcpjournal.exports.forms.docx import DocxForm
    from rcpjournal.exports.forms.text import TextForm

    formats: tuple[FormFormat, ...] = (TextForm(), DocxForm())
    return {one.name: one for one in formats}

"""Entries for a form: a regulator's, or one of one's own. Which forms there are is told by files alone."""

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rcpjournal.cli.context import here
from rcpjournal.cli.terminal import say, write
from rcpjournal.core.recast.refusals import NothingMatches
from rcpjournal.core.records import Selection
from rcpjournal.core.words import listed, plural
from rcpjournal.errors import UsageProblem
from rcpjournal.files.forms_file import own_forms, shipped_forms
from rcpjournal.files.paths import expanded, forms_in
from rcpjournal.views.days import spoken

if TYPE_CHECKING:
    from rcpjournal.core.recast.filling import Piece
    from rcpjournal.core.recast.form import Field, Form

SUPERVISION = "supervision"
"""the way out of one page"""
SEALED_AND_THIS_IS_NOT = "Your journal is sealed, and what has left it is not: whoever opens it reads it."
MOST_NAMED = 5
"""entries of which what is missing is said one by one"""
MOST_NEAR = 3
"""entries that are suggested where none was named"""


class Leaving(NamedTuple):
    """How it leaves: the format, and the file (None: standard output)."""

    format: str
    output: Path | None
    force: bool


def form_names() -> list[str]:
    """The forms that there are: those that came with the program, and one's own. A format of the program's own goes
    before a form of the same name."""
    from rcpjournal.exports import exporters

    return sorted({*shipped_forms(), *own_forms(forms_in(here.home))} - {*exporters(), SUPERVISION})


def form_out(name: str, ids: Sequence[str], wanted: Selection, to: Leaving) -> None:
    """Takes entries out for a form, and says what is missing, what they mention, and how many there are."""
    from rcpjournal.exports.forms import COLUMNS, ToFill, form_formats

    form = _form(name)
    if not ids and wanted == Selection():
        raise UsageProblem(_say_which(form, name))
    pieces = list(_pieces(form, ids, wanted))
    if not pieces:
        raise NothingMatches
    shown = to.output is None and sys.stdout.isatty()
    to_fill = ToFill(form, pieces, min(COLUMNS, here.width)) if shown else ToFill(form, pieces)
    _let_out(form_formats()[to.format].render(to_fill), to)
    _say_what(form, name, pieces, to)


def _pieces(form: "Form", ids: Sequence[str], wanted: Selection) -> "Iterator[Piece]":
    """Entries as the form has them: those that are named, in that order; or those chosen, oldest first."""
    from rcpjournal.core.recast.filling import fill

    entries = here.journal().entries
    if ids and wanted != Selection():
        raise UsageProblem("Name the entries, or choose them with filters; not both.")
    named = ((entries.get(one), entries.labels(one)) for one in dict.fromkeys(map(entries.resolve, ids)))
    for entry, labels in named if ids else entries.chosen(wanted):
        yield fill(form, entry, labels, here.framework)


def _say_which(form: "Form", name: str) -> str:
    """That nothing leaves unnamed, with the entries of this period that have the most for this form."""
    from rcpjournal.core.recast.filling import nearest, period_of

    first = period[0] if form.rule and (period := period_of(form.rule, here.today)) else None
    near = nearest(_pieces(form, (), Selection(since=first, until=here.today)), MOST_NEAR)
    for piece in near:
        wanting = listed(f"“{one.label}”" for one in piece.missing)
        say(f"{piece.entry} ({spoken(piece.happened_on)}) has {f'all but {wanting}' if wanting else 'all of it'}.")
    return (
        f"Say which entries may leave: `rcpjournal export {name} {near[0].entry if near else 'last'}`, more than one "
        "id, or filters such as --since and --kind training."
    )


def _form(name: str) -> "Form":
    from rcpjournal.files.forms_file import load_form

    own = own_forms(forms_in(here.home))
    if name not in own:
        return load_form(shipped_forms()[name])
    if name in shipped_forms():
        say(f"Your own {own[name]} is used in place of the form that came with the program.")
    known = here.journal().frameworks.ever()
    return load_form(own[name], [*known.prompts, *here.framework.prompts], known.choices("kind").keys())


def leaving(format_: str | None, output: Path | None, *, force: bool) -> Leaving:
    """What was asked for, checked before anything else is. Raises UsageProblem or FileRefused."""
    from rcpjournal.exports.forms import form_formats
    from rcpjournal.files.reading import expect_new

    formats = form_formats()
    wanted = format_ or (output.suffix.casefold().lstrip(".") if output else "") or "txt"
    if wanted not in formats:
        raise UsageProblem(f"“{wanted}” is not a format of a form. Choose with --format from {', '.join(formats)}.")
    if output is None and wanted == "docx":
        raise UsageProblem("A Word document goes to a file: add -o form.docx.")
    if output is not None:
        output = expanded(str(output))
        expect_new(output, force=force)
    return Leaving(wanted, output, force)


def _let_out(what: bytes, to: Leaving) -> None:
    if to.output is None:
        write([what.decode("utf-8")])
        if sys.stdout.isatty():
            say()
        return
    from rcpjournal.files.reading import write_bytes

    write_bytes(to.output, what, force=to.force)


# --- what is said of it ----------------------------------------------------------------------------------------------


def _say_what(form: "Form", name: str, pieces: "Sequence[Piece]", to: Leaving) -> None:
    from rcpjournal.cli.hinting import known
    from rcpjournal.core.identifiers import find
    from rcpjournal.core.identifiers.telling import told
    from rcpjournal.core.recast.filling import is_old, tallied, tally

    where = f" to {to.output}" if to.output else ""
    say(f"{plural(len(pieces), 'entry', 'entries')} written{where}: text for the form, not the form itself.")
    if to.output and here.sealed:
        say(SEALED_AND_THIS_IS_NOT)
    _say_missing(pieces)
    _say_too_long(pieces)
    if mentioned := told(find("\n\n".join(piece.text for piece in pieces), known())):
        say(f"It mentions {mentioned}. Nothing in it may say who anybody is: change that before you send it.")
    say(tallied(form, tally(form, pieces, here.today), partial(spoken, weekday=False)))
    if is_old(form, here.today) and form.source:
        say(f"What {form.asked_by or name} asks was read more than a year ago: look whether it still holds.")


def _say_missing(pieces: "Sequence[Piece]") -> None:
    wanting = [(piece, fields) for piece in pieces if (fields := piece.missing)]
    for piece, fields in wanting[:MOST_NAMED]:
        say(f"Nothing in {piece.entry} ({spoken(piece.happened_on)}) for:")
        for one in fields:
            say(f"  {one.label}: {_how_to_add(piece.entry, one)}")
    if len(wanting) > MOST_NAMED:
        say(f"{plural(len(wanting) - MOST_NAMED, 'more entry', 'more entries')} have fields with nothing in them.")


def _say_too_long(pieces: "Sequence[Piece]") -> None:
    long = [(piece.entry, filled) for piece in pieces for filled in piece.fields if filled.too_long]
    for entry, filled in long[:MOST_NAMED]:
        say(f"“{filled.field.label}” has {filled.too_long} words in {entry}, and the form takes {filled.field.words}.")
    if len(long) > MOST_NAMED:
        say(f"{plural(len(long) - MOST_NAMED, 'more field has', 'more fields have')} more words than the form takes.")


def _how_to_add(entry: str, field: "Field") -> str:
    """How words for a field would get into the journal, from the first place that takes them."""
    from rcpjournal.core.framework import FREE_TEXT

    for place in field.from_:
        kind, _, which = place.partition(".")
        if place in ("kind", "with"):
            return f"`rcpjournal edit {entry} --{place} …` says it"
        if ".prompt." in place and place != FREE_TEXT:
            return f"`rcpjournal edit {entry} {place.rpartition('.')[2]}` adds it"
        if kind == "additions":
            return f"`rcpjournal note {entry} --as {which}` adds it"
    return f"`rcpjournal edit {entry}` takes it" if field.from_ else "yours to write"

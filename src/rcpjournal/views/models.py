"""One entry by another model's stages."""

from collections.abc import Iterator

from rcpjournal.core.recast.model import Seen, View
from rcpjournal.core.recast.parts import Part
from rcpjournal.core.words import listed
from rcpjournal.views import styled
from rcpjournal.views.days import spoken
from rcpjournal.views.entries import WIDEST
from rcpjournal.views.styled import dim, line, strong

NOTHING = "Nothing in this entry yet."
NOT_ASKED = "Nothing in this entry; its questions did not lead here."
OUR_READING = "Which answer stands where is our reading."


def lines(view: View, width: int) -> Iterator[styled.Line]:
    """The stages in order, each with what stands there; one with nothing says so."""
    width = min(width, WIDEST)
    model, entry = view.model, view.entry
    yield line(strong(spoken(entry.happened_on)), dim(f"  {entry.id}"))
    yield from styled.wrapped(f"{model.title}: {model.source.title} ({model.source.author})", width, style="dim")
    yield from styled.wrapped(OUR_READING, width, style="dim")
    for seen in view.stages:
        yield from styled.titled(seen.stage.title, width)
        yield from styled.wrapped(seen.stage.explains, width, style="dim")
        yield from _stage(seen, width)
    if view.elsewhere:
        yield styled.EMPTY
        names = listed(f"“{asked}”" for asked in dict.fromkeys(part.asked for part in view.elsewhere))
        yield from styled.wrapped(f"In no stage: {names}. `rcpjournal show {entry.id}` has it all.", width)


def _stage(seen: Seen, width: int) -> Iterator[styled.Line]:
    if not seen.parts:
        yield from styled.wrapped(NOTHING if seen.asked else NOT_ASKED, width, "  ")
    before = ""
    for part in seen.parts:
        heading = f"{part.asked}{' (a guess)' if part.guess else ''}"
        if heading != before:
            before = heading
            yield from styled.wrapped(heading, width, "  ", style="dim")
        yield from styled.wrapped(part.words, width, "    ")


def document(view: View) -> dict[str, object]:
    """`rcpjournal/view/1`."""
    model = view.model
    return {
        "schema": "rcpjournal/view/1",
        "entry": view.entry.id,
        "happened_on": view.entry.happened_on.isoformat(),
        "model": view.name,
        "title": model.title,
        "source": {"title": model.source.title, "author": model.source.author},
        "stages": [
            {
                "stage": seen.stage.title,
                "explains": seen.stage.explains,
                "asked": seen.asked,
                "parts": [_row(part) for part in seen.parts],
            }
            for seen in view.stages
        ],
        "elsewhere": [_row(part) for part in view.elsewhere],
    }


def _row(part: Part) -> dict[str, object]:
    return {"place": part.place, "asked": part.asked, "words": part.words, "guess": part.guess}

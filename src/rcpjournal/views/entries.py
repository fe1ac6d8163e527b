"""Entries as people read them: in lists, one whole, found by words."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from rcpjournal.core import wording
from rcpjournal.core.records import MATCH_BEGINS, MATCH_ENDS, Hit, Line
from rcpjournal.core.words import one_line
from rcpjournal.views import styled
from rcpjournal.views.days import cells, clock, spoken
from rcpjournal.views.styled import Span, dim, line, strong, title

if TYPE_CHECKING:
    from rcpjournal.core.entry import Entry, Revision
    from rcpjournal.core.framework import Framework

WIDEST = 88


def list_line(entry: Line, width: int | None) -> styled.Line:
    """One entry on one line; `width` None leaves the title whole."""
    about = ", ".join(part for part in (entry.kind, entry.with_) if part)
    head = f"{entry.id}  {styled.padded(spoken(date.fromisoformat(entry.happened_on)), cells())}  "
    tail = f"  ({about})" if about else ""
    star = [styled.STAR] if entry.starred else []
    words = entry.title
    if width is not None:
        room = width - styled.width_of(head) - styled.width_of(tail) - styled.STARRED_CELLS * len(star)
        if room < 24:
            tail, room = "", room + styled.width_of(tail)
        words = styled.padded(words, room).rstrip() if styled.width_of(words) > room else words
    return line(dim(head), *star, words, dim(tail))


def row_of(entry: Line) -> dict[str, object]:
    """One row of `rcpjournal/list/1`."""
    return {
        "id": entry.id,
        "happened_on": entry.happened_on,
        "kind": entry.kind,
        "with": entry.with_,
        "title": entry.title,
        "items": list(entry.items),
        "starred": entry.starred,
    }


def hit_lines(hit: Hit, width: int | None) -> Iterator[styled.Line]:
    """An entry found by words, and below it the passage with the matches marked."""
    yield list_line(hit.line, width)
    spans: list[Span] = []
    for n, piece in enumerate(one_line(hit.passage).split(MATCH_BEGINS)):
        inside, ends, after = piece.partition(MATCH_ENDS)
        if n and ends:
            spans += [Span(inside, "match"), Span(after)]
        else:
            spans.append(Span(piece))
    yield from styled.wrapped_spans(spans, width, "    ") if width else [(Span("    "), *spans)]


def whole(entry: "Entry", labels: Mapping[str, str], framework: "Framework", width: int) -> Iterator[styled.Line]:
    """An entry from head to foot, in the words it was written under."""
    width = min(width, WIDEST)
    yield line(strong(spoken(entry.happened_on)), dim(f"  {entry.id}"))
    if about := styled.between(_about(entry, framework)):
        yield from styled.wrapped_spans(about, width)
    for prompt, answer in entry.answers.items():
        yield styled.EMPTY
        asked = (entry.asked or {}).get(prompt, prompt)
        guess = " (a guess)" if prompt in framework.prompts and framework.prompts[prompt].guess else ""
        yield from styled.wrapped(f"{asked}{guess}", width, style="dim")
        yield from styled.wrapped(wording.answer_words(answer, prompt, framework), width, "  ")
    yield from _section("Seen in it", (wording.observation_words(seen, labels) for seen in entry.observations), width)
    yield from _section("Around it", (wording.condition_words(one, labels) for one in entry.conditions), width)
    yield from _section("How it was", _ways(entry, labels), width)
    yield from _section("To do", (wording.action_words(one, spoken) for one in entry.actions), width)
    supervision = (*wording.session_words(entry, spoken), *wording.supervision_words(entry))
    yield from _section("Supervision", supervision, width)
    for addition in entry.additions:
        yield from _section(wording.addition_head(addition, spoken), [addition.text], width)


def _about(entry: "Entry", framework: "Framework") -> list[str | None]:
    return [
        entry.kind,
        entry.with_,
        f"“{entry.alias}”" if entry.alias else None,
        framework.flows[entry.flow].title.lower() + " reflection" if entry.flow in framework.flows else None,
        "starred" if entry.starred else None,
        entry.visibility,
    ]


def _ways(entry: "Entry", labels: Mapping[str, str]) -> Iterator[str]:
    yield from wording.met_words(entry)
    yield from wording.working_words(entry)
    yield from wording.rating_words(entry, labels)


def _section(name: str, bodies: Iterable[str], width: int) -> Iterator[styled.Line]:
    rows = list(bodies)
    if rows:
        yield styled.EMPTY
        yield title(name)
        for body in rows:
            yield from styled.wrapped(body, width, "  ")


def history(revisions: "Iterable[Revision]", width: int) -> Iterator[styled.Line]:
    """The earlier texts of an entry, newest first."""
    from rcpjournal.core.form import as_shown

    for revision in revisions:
        yield styled.EMPTY
        yield title(f"Before it was {revision.what} ({clock(revision.at)})")
        yield from styled.wrapped(as_shown(revision.entry), min(width, WIDEST), "  ")


def history_document(entry: "Entry", revisions: "Iterable[Revision]") -> dict[str, object]:
    """`rcpjournal/history/1`."""
    from rcpjournal.core.entry import document

    rows = [{"at": one.at, "what": one.what, "entry": document(one.entry)} for one in revisions]
    return {"schema": "rcpjournal/history/1", "entry": document(entry), "revisions": rows}


def differences(before: str, after: str, width: int | None) -> Iterator[styled.Line]:
    """What differs between two texts, as lines marked - and +: as it is now, and as it would be then.

    `width` None leaves the lines whole.
    """
    from difflib import unified_diff

    signs = {"-": (Span("-", "minus"),), "+": (Span("+", "plus"),)}
    for n, row in enumerate(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)):
        if n > 1 and not row.startswith("@@"):
            sign = signs.get(row[:1], ())
            spans = (*sign, Span(row[len(sign) :], "strong" if sign else "dim"))
            yield from styled.wrapped_spans(spans, width) if width else [spans]


def passage_text(hit: Hit) -> str:
    """The passage without its marks."""
    return hit.passage.replace(MATCH_BEGINS, "").replace(MATCH_ENDS, "")

"""The home page: what waits, what was last, what is near, and what makes sense now."""

from collections.abc import Iterator
from datetime import date

from rcpjournal.core.home import Home
from rcpjournal.core.words import plural
from rcpjournal.views import styled
from rcpjournal.views.actions import action_row, near_lines
from rcpjournal.views.days import spoken
from rcpjournal.views.entries import list_line, row_of
from rcpjournal.views.styled import Line, dim, line, strong, title


def home_lines(home: Home, today: date, width: int) -> Iterator[Line]:
    """The page, a dozen lines at most."""
    if not home.entries and not home.drafts:
        yield from _welcome(width)
        return
    for draft in home.drafts:
        answers = plural(draft.answers, "answer")
        yield line(f"A {draft.flow} reflection of {spoken(draft.started)} waits, with {answers}.")
    if home.last:
        yield title("Last entry")
        yield line("  ", *list_line(home.last, width - 2))
    if home.near:
        yield title("Agreed, and near")
        yield from near_lines(home.near, today, width)
        if home.later:
            yield line(dim(f"  and {home.later} more: `rcpjournal actions`"))
    elif home.later:
        yield line(dim(f"{plural(home.later, 'action')} agreed, none of them near."))
    yield styled.EMPTY
    yield from _commands(_sensible(home))


def _welcome(width: int) -> Iterator[Line]:
    yield line(strong("A journal for thinking about your work with people."))
    yield styled.EMPTY
    yield from _commands(
        [
            ("write quick", "two minutes, three questions"),
            ("write", "a fuller one, step by step"),
            ("demo", "look around a made-up journal"),
            ("--help", "everything else"),
        ]
    )
    yield styled.EMPTY
    yield from styled.wrapped(
        "It stays on this computer. Nothing is asked of you before you begin.", width, style="dim"
    )


def _sensible(home: Home) -> list[tuple[str, str]]:
    first = ("write", "go on with it, or begin another") if home.drafts else ("write", "a reflection, step by step")
    return [
        first,
        ("summary", "what appears over time"),
        ("actions", "what was agreed") if home.near or home.later else ("list", "what you wrote"),
    ]


def _commands(rows: list[tuple[str, str]]) -> Iterator[Line]:
    for command, words in rows:
        yield line("  rcpjournal ", strong(f"{command:<13}"), dim(words))


def home_document(home: Home) -> dict[str, object]:
    """`rcpjournal/home/1`."""
    return {
        "schema": "rcpjournal/home/1",
        "entries": home.entries,
        "drafts": [
            {"flow": draft.flow, "started": draft.started.isoformat(), "answers": draft.answers}
            for draft in home.drafts
        ],
        "last": row_of(home.last) if home.last else None,
        "near": [action_row(near.action) for near in home.near],
        "more_actions": home.later,
    }

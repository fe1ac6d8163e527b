"""An entry as it is read, in plain words and in order; the formats for reading only set it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rcpjournal.core import wording
from rcpjournal.core.dates import spoken
from rcpjournal.core.entry import Action, Entry
from rcpjournal.core.framework import Framework
from rcpjournal.core.words import one_line

FOR_SUPERVISION = "For supervision"


class Said(NamedTuple):
    """A question as it was asked, on one line, and the reply; `guess`: about what it was like for somebody else."""

    prompt: str
    question: str
    words: str
    guess: bool = False

    @property
    def heading(self) -> str:
        """The question, and whether a guess answers it."""
        return f"{self.question}{' (a guess)' if self.guess else ''}"


class Point(NamedTuple):
    """Something seen in an entry or around it: an item with what was said of it, or plain words alone."""

    label: str
    stance: str = ""
    quote: str = ""
    notes: str = ""


class Agreed(NamedTuple):
    """An action: what, by when, its state, and what else was said of it."""

    what: str
    due: str
    state: str
    more: tuple[tuple[str, str], ...]


class Later(NamedTuple):
    """Something added afterwards: the day and what it is, and the words."""

    heading: str
    words: str


class Told(NamedTuple):
    """All of an entry that is there to be read. `question`: what goes to supervision, with its function."""

    day: str
    id: str
    about: tuple[str, ...]
    answers: tuple[Said, ...]
    points: tuple[Point, ...]
    actions: tuple[Agreed, ...]
    question: Later | None
    additions: tuple[Later, ...]


def told(entry: Entry, labels: Mapping[str, str], framework: Framework) -> Told:
    """The entry as it is read; `labels` are its items' as written."""
    about = (entry.kind, entry.with_ and f"with {entry.with_}", "starred" if entry.starred else None)
    return Told(
        spoken(entry.happened_on),
        entry.id or "",
        tuple(part for part in about if part),
        tuple(_said(prompt, words, entry, framework) for prompt, words in entry.answers.items()),
        tuple(_points(entry, labels)),
        tuple(map(_agreed, entry.actions)),
        _question(entry),
        tuple(Later(wording.addition_head(one), one.text) for one in entry.additions),
    )


def _said(prompt: str, words: str, entry: Entry, framework: Framework) -> Said:
    known = framework.prompts.get(prompt)
    asked = one_line((entry.asked or {}).get(prompt, prompt))
    return Said(prompt, asked, wording.answer_words(words, prompt, framework), bool(known and known.guess))


def _points(entry: Entry, labels: Mapping[str, str]) -> Iterator[Point]:
    for seen in entry.observations:
        yield Point(labels.get(seen.item, seen.item), seen.stance or "", seen.quote or "")
    for one in entry.conditions:
        yield Point(labels.get(one.item, one.item), notes=wording.condition_notes(one))
    yield from map(Point, (*wording.met_words(entry), *wording.working_words(entry)))
    for item, rating in (entry.ratings or {}).items():
        yield Point(labels.get(item, item), notes=wording.rated(rating))
    yield from map(Point, wording.session_words(entry))


def _agreed(action: Action) -> Agreed:
    due = spoken(action.due) if action.due else ""
    return Agreed(action.what, due, action.state, tuple(wording.action_more(action)))


def _question(entry: Entry) -> Later | None:
    asked = entry.supervision
    if asked is None or not (asked.take or asked.question):
        return None
    heading = FOR_SUPERVISION if asked.take else "Not for supervision"
    return Later(
        f"{heading} ({asked.function})" if asked.function else heading,
        asked.question or "To take to supervision.",
    )

"""An entry as it is read, in plain words and in order; the formats for reading only set it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rcpjournal.core.dates import spoken
from rcpjournal.core.entry import Action, Condition, Entry
from rcpjournal.core.framework import Framework
from rcpjournal.core.wording import answer_words
from rcpjournal.core.words import one_line


class Said(NamedTuple):
    """A question as it was asked, on one line, and the reply; `guess`: about what it was like for somebody else."""

    prompt: str
    question: str
    words: str
    guess: bool = False


class Point(NamedTuple):
    """Something seen in an entry or around it."""

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
        tuple(_agreed(action) for action in entry.actions),
        _question(entry),
        tuple(
            Later(f"Added on {spoken(one.on)} ({', '.join(part for part in (one.kind, one.role) if part)})", one.text)
            for one in entry.additions
        ),
    )


def _said(prompt: str, words: str, entry: Entry, framework: Framework) -> Said:
    known = framework.prompts.get(prompt)
    asked = one_line((entry.asked or {}).get(prompt, prompt))
    return Said(prompt, asked, answer_words(words, prompt, framework), bool(known and known.guess))


def _points(entry: Entry, labels: Mapping[str, str]) -> Iterator[Point]:
    for seen in entry.observations:
        yield Point(labels.get(seen.item, seen.item), seen.stance or "", seen.quote or "")
    for one in entry.conditions:
        yield Point(labels.get(one.item, one.item), notes=condition_notes(one))
    if entry.need or entry.got:
        yield Point(f"needed {entry.need or 'not said'}, got {entry.got or 'not said'}")
    if entry.working:
        yield Point(f"working {entry.working}")
    for item, value in (entry.ratings or {}).items():
        yield Point(labels.get(item, item), notes=str(value))
    if entry.session:
        following = f"the next on {spoken(entry.session.next)}" if entry.session.next else ""
        yield Point(f"supervision with {entry.session.role}", notes=following)


def condition_notes(one: Condition) -> str:
    """What was said of a condition, in a few words."""
    parts = [
        one.polarity,
        one.rule and f"rule {one.rule}",
        one.blocker and f"short of {one.blocker}",
        one.response,
        one.sphere and f"in my {one.sphere}" if one.sphere != "neither" else "beyond me",
    ]
    return ", ".join(part for part in parts if part)


def _agreed(action: Action) -> Agreed:
    more = (
        ("why", action.why),
        ("how", action.how),
        ("whose view is missing", action.whose_view),
        ("reason", action.reason),
        ("whose it is", action.owner),
        ("to look at again", spoken(action.review) if action.review else None),
    )
    due = spoken(action.due) if action.due else ""
    return Agreed(action.what, due, action.state, tuple((name, words) for name, words in more if words))


def _question(entry: Entry) -> Later | None:
    asked = entry.supervision
    if asked is None or not asked.take:
        return None
    return Later(
        f"For supervision ({asked.function})" if asked.function else "For supervision",
        asked.question or "To take to supervision.",
    )

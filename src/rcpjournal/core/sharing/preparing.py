"""Preparing a page as a pure step: what there is and the replies so far → the next question; replies → a selection.

Like a reflection, it is just its replies: going on after a crash is going on.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from rcpjournal.core.framework import Option
from rcpjournal.core.insight.summary import Summary
from rcpjournal.core.questions import FUNCTIONS, Question
from rcpjournal.core.records import NumberedAction
from rcpjournal.core.sharing.candidates import Candidate
from rcpjournal.core.sharing.page import themed
from rcpjournal.core.sharing.selection import MOST_QUESTIONS, MOST_THEMES, Followed, Passage, Selection, Wanted
from rcpjournal.core.words import shorten

Replies = Mapping[str, Any]

_PLACES = {
    "well": ("What goes well, or was a good moment: which of these may be on the page?", "well"),
    "hard": ("What was hard, and how it was held: which of these?", "hard"),
    "learning": ("Learning, and what others said: which of these?", "learning"),
}
_DEAL = {"take": "take it as it is", "change": "shorten or reword it", "leave": "leave it out after all"}
_YES_NO = {"no": "no", "yes": "yes"}


class Prepared(NamedTuple):
    """What a page can be made of: the period's summary, what was agreed, passages, and questions noted in entries."""

    summary: Summary
    agreed: Sequence[NumberedAction]
    candidates: Sequence[Candidate]
    noted: Sequence[str]
    role: str = ""


def questions(prepared: Prepared, replies: Replies) -> Iterator[Question]:
    """Every question that these replies call for, in order."""
    yield from _follow_up(prepared, replies)
    yield from _wanted(replies)
    yield from _themes(prepared, replies)
    for place, (text, _) in _PLACES.items():
        yield from _passages(place, text, [one for one in prepared.candidates if one.place == place], replies)
    yield from _around(prepared)
    yield Question(
        "name", "text", "What should you be called on the page?", "A name, initials or nothing. Enter: nothing."
    )
    yield Question("to", "text", "For whom is it, by role?", "“My manager”. It is kept with what you share.")
    yield Question("appendix", "one", "Add an appendix with every item that was seen?", "", _options(_YES_NO))


def next_question(prepared: Prepared, replies: Replies, after: str | None = None) -> Question | None:
    """The first question without a reply; or, `after` a key, the one behind it."""
    asked = questions(prepared, replies)
    if after is not None:
        for question in asked:
            if question.key == after:
                return next(asked, None)
        return None
    return next((question for question in asked if question.key not in replies), None)


def question_before(prepared: Prepared, replies: Replies, key: str) -> Question | None:
    """The question asked before `key`, or None at the beginning."""
    before = None
    for question in questions(prepared, replies):
        if question.key == key:
            return before
        before = question
    return before


# --- what is asked ----------------------------------------------------------------------------------------------------


def _options(words: Mapping[str, str]) -> tuple[Option, ...]:
    return tuple(Option(value=value, label=label) for value, label in words.items())


def _follow_up(prepared: Prepared, replies: Replies) -> Iterator[Question]:
    if not prepared.agreed:
        return
    options = tuple(
        Option(value=str(one.number), label=f"{shorten(one.what, 60)} ({one.state})", help=one.reason or "")
        for one in prepared.agreed
    )
    yield Question(
        "follow-up", "many", "What was agreed: which of it goes on the page, with what became of it?",
        "Each is shown with its state; you can reword it next.", options,
    )  # fmt: skip
    for one in prepared.agreed:
        if str(one.number) in (replies.get("follow-up") or ()):
            yield from _deal(f"follow-up/{one.number}", one.what, replies)


def _wanted(replies: Replies) -> Iterator[Question]:
    for n in range(1, MOST_QUESTIONS + 1):
        text = "What do you want from this session?" if n == 1 else "And another question for it?"
        yield Question(f"wanted/{n}", "passage", text, "Up to three, in your own words. Enter goes on without.")
        if not replies.get(f"wanted/{n}"):
            return
        yield Question(f"wanted/{n}/function", "one", "What kind of help would that be?", "", _options(FUNCTIONS))


def _themes(prepared: Prepared, replies: Replies) -> Iterator[Question]:
    seen = themed(prepared.summary)
    if not seen:
        return
    options = tuple(Option(value=one.item, label=f"{one.label}  {one.entries} of {one.of}") for one in seen)
    yield Question(
        "themes", "many", "Which themes should it name, up to three?", "With in how many entries each was seen.",
        options, most=MOST_THEMES,
    )  # fmt: skip
    for one in seen:
        if one.item in (replies.get("themes") or ()):
            mine = [found for found in prepared.candidates if found.place == "theme" and found.item == one.item]
            yield from _passages(f"theme/{one.item}", f"{one.label}: which of your words may show it?", mine, replies)


def _passages(key: str, text: str, found: Sequence[Candidate], replies: Replies) -> Iterator[Question]:
    if not found:
        return
    options = tuple(Option(value=one.key, label=shorten(one.text, 70), help=one.text) for one in found)
    yield Question(
        key, "many", text, "Nothing leaves that you do not pick. You can shorten or reword each next.", options
    )
    for one in found:
        if one.key in (replies.get(key) or ()):
            yield from _deal(f"{key}/{one.key}", one.text, replies)


def _deal(key: str, text: str, replies: Replies) -> Iterator[Question]:
    yield Question(f"{key}/deal", "one", f"“{text}”", "How should it leave?", _options(_DEAL))
    if replies.get(f"{key}/deal") == "change":
        yield Question(f"{key}/words", "text", "In which words? It will be marked as reworded.", text, about=text)


def _around(prepared: Prepared) -> Iterator[Question]:
    if prepared.summary.conditions:
        options = tuple(
            Option(value=one.item, label=f"{one.label}  {one.entries} of {one.of}")
            for one in prepared.summary.conditions
        )
        yield Question("conditions", "many", "Which conditions should it name?", "Only counts and responses.", options)
    if prepared.summary.lately.silent:
        words = "Should it say what was not tagged lately? (That often happens by chance.)"
        yield Question("not-lately", "one", words, "", _options(_YES_NO))


# --- what the replies come to -------------------------------------------------------------------------------------


def selection(prepared: Prepared, replies: Replies, since: date, until: date) -> Selection:
    """What these replies choose. What was not picked, or was left out after all, is not in it."""
    themes = tuple(replies.get("themes") or ())
    return Selection(
        since=since,
        until=until,
        name=replies.get("name") or "",
        to=replies.get("to") or prepared.role,
        wanted=tuple(_asked_for(replies)),
        themes=themes,
        passages=tuple(_chosen(prepared, replies, themes)),
        follow_up=tuple(_followed(prepared, replies)),
        conditions=tuple(replies.get("conditions") or ()),
        not_lately=replies.get("not-lately") == "yes",
        appendix=replies.get("appendix") == "yes",
    )


def _asked_for(replies: Replies) -> Iterator[Wanted]:
    for n in range(1, MOST_QUESTIONS + 1):
        if question := replies.get(f"wanted/{n}"):
            yield Wanted(question=question, function=replies.get(f"wanted/{n}/function"))


def _followed(prepared: Prepared, replies: Replies) -> Iterator[Followed]:
    for one in prepared.agreed:
        if str(one.number) in (replies.get("follow-up") or ()):
            for words, reworded in _dealt(f"follow-up/{one.number}", one.what, replies):
                yield Followed(number=one.number, what=words, reworded=reworded)


def _chosen(prepared: Prepared, replies: Replies, themes: Sequence[str]) -> Iterator[Passage]:
    for one in prepared.candidates:
        key = f"theme/{one.item}" if one.place == "theme" else one.place
        if (one.place == "theme" and one.item not in themes) or one.key not in (replies.get(key) or ()):
            continue
        for words, reworded in _dealt(f"{key}/{one.key}", one.text, replies):
            yield Passage(text=words, place=one.place, item=one.item, entry=one.entry, reworded=reworded)


def _dealt(key: str, text: str, replies: Replies) -> Iterator[tuple[str, bool]]:
    """The words that leave, if any; a shorter stretch of the same words is not reworded."""
    deal = replies.get(f"{key}/deal")
    if deal == "leave":
        return
    words = replies.get(f"{key}/words") if deal == "change" else None
    yield (words, words not in text) if words else (text, False)

"""Preparing a page as a pure step: what there is and the replies so far → the next question; replies → a selection.

Like a reflection, it is just its replies: going on after a crash is going on.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from rcpjournal.core.framework import Option
from rcpjournal.core.insight.counts import ItemSummary
from rcpjournal.core.insight.summary import Summary
from rcpjournal.core.questions import FUNCTIONS, Question
from rcpjournal.core.records import NumberedAction
from rcpjournal.core.sharing.candidates import Candidate, mark
from rcpjournal.core.sharing.selection import MOST_QUESTIONS, MOST_THEMES, Followed, Passage, Selection, Wanted
from rcpjournal.core.words import is_stretch, sentences, shorten

Replies = Mapping[str, Any]

_PLACES = {
    "well": ("What goes well, or was a good moment: which of these may be on the page?", "well"),
    "hard": ("What was hard, and how it was held: which of these?", "hard"),
    "learning": ("Learning, and what others said: which of these?", "learning"),
}
_DEAL = {"take": "take it as it is", "change": "shorten or reword it", "leave": "leave it out after all"}
_IN_WHICH_WORDS = "In which words? A shorter stretch of them stays a quotation; other words are marked as reworded."
_HOW_MARKED = "Take out what need not leave, or say it in other words. Emptied, you are asked what is meant."
_EMPTIED = "No words stand there now. What is meant?"
_IF_EMPTIED = {"leave": "leave it out", "take": "take it as it was after all"}
_YES_NO = {"no": "no", "yes": "yes"}


class Prepared(NamedTuple):
    """What a page can be made of: the period's summary, themes, what was agreed, passages, noted questions."""

    summary: Summary
    themes: Sequence[ItemSummary]
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
    whom = f" Enter: {prepared.role}." if prepared.role else ""
    yield Question(
        "to", "text", f"For whom is it, by role?{whom}", "“My manager”, say. It stands on the page, and is remembered."
    )
    if prepared.themes:
        yield Question(
            "appendix", "one", "Add an appendix with every item that was seen?", "Counts alone; no words of yours.",
            _options(_YES_NO), default="no",
        )  # fmt: skip


def outdated(prepared: Prepared, replies: Replies) -> list[str]:
    """The keys of replies that took something which can no longer be taken: it was changed or deleted meanwhile.

    A question that is not even asked any more, because nothing is left to pick at it, is among them.
    """
    asked = {one.key: {option.value for option in one.options} for one in questions(prepared, replies)}
    gone = [
        key
        for key, picked in replies.items()
        if isinstance(picked, list) and _counts(key, replies) and not asked.get(key, set()).issuperset(picked)
    ]
    noted = sentences(prepared.noted)
    return gone + [key for key, words in replies.items() if replies.get(source_of(key)) and words not in noted]


def source_of(key: str) -> str:
    """Under which key it is kept that the words of a reply were noted in an entry."""
    return f"{key}/noted"


def emptied(key: str) -> str:
    """The key of the question what is meant, where the words of another reply were emptied."""
    return f"{key}/empty"


def _counts(key: str, replies: Replies) -> bool:
    """Whether a reply chooses anything: what was picked under a theme does while the theme is on the page."""
    return not key.startswith("theme/") or key.removeprefix("theme/") in (replies.get("themes") or ())


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
    for one in _picked(prepared, replies):
        about = f", {one.owner}" if one.owner else ""
        yield from _deal(_of_what(one), f"“{one.what}” ({one.state}{about})", one.what, replies)
        if one.reason:
            yield from _deal(_of_reason(one), f"What became of it: “{one.reason}”", one.reason, replies)


def _picked(prepared: Prepared, replies: Replies) -> list[NumberedAction]:
    return [one for one in prepared.agreed if str(one.number) in (replies.get("follow-up") or ())]


def _of_what(one: NumberedAction) -> str:
    return f"follow-up/{one.number}/{mark(one.what + (one.owner or ''))}"


def _of_reason(one: NumberedAction) -> str:
    return f"follow-up/{one.number}/reason/{mark(one.reason or '')}"


def _wanted(replies: Replies) -> Iterator[Question]:
    for n in range(1, MOST_QUESTIONS + 1):
        text = "What do you want from this session?" if n == 1 else "And another question for it?"
        yield Question(f"wanted/{n}", "passage", text, "Up to three, in your own words. Enter goes on without.")
        if not any(replies.get(f"wanted/{later}") for later in range(n, MOST_QUESTIONS + 1)):
            return
        if replies.get(f"wanted/{n}"):
            yield Question(f"wanted/{n}/function", "one", "What kind of help would that be?", "", _options(FUNCTIONS))


def _themes(prepared: Prepared, replies: Replies) -> Iterator[Question]:
    if not prepared.themes:
        return
    options = tuple(Option(value=one.item, label=f"{one.label}  {one.entries} of {one.of}") for one in prepared.themes)
    yield Question(
        "themes", "many", "Which themes should it name, up to three?", "With in how many entries each was seen.",
        options, most=MOST_THEMES,
    )  # fmt: skip
    for one in prepared.themes:
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
            yield from _deal(f"{key}/{one.key}", f"“{one.text}”", one.text, replies)


def _deal(key: str, shown: str, text: str, replies: Replies) -> Iterator[Question]:
    yield Question(f"{key}/deal", "one", shown, "How should it leave?", _options(_DEAL), default="take")
    if replies.get(f"{key}/deal") == "change":
        words = f"{key}/words"
        yield Question(words, "text", _IN_WHICH_WORDS, _HOW_MARKED, about=text)
        if words in replies and not replies[words]:
            yield Question(emptied(words), "one", _EMPTIED, f"It was: “{text}”", _options(_IF_EMPTIED), default="leave")


def _around(prepared: Prepared) -> Iterator[Question]:
    if prepared.summary.conditions:
        options = tuple(
            Option(value=one.item, label=f"{one.label}  {one.entries} of {one.of}")
            for one in prepared.summary.conditions
        )
        yield Question("conditions", "many", "Which conditions should it name?", "Only counts and responses.", options)
    if prepared.summary.lately.silent:
        words = "Should it say what was not tagged lately? (That often happens by chance.)"
        silent = ", ".join(one.label for one in prepared.summary.lately.silent)
        yield Question("not-lately", "one", words, f"It would name: {silent}.", _options(_YES_NO), default="no")


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
    for one in _picked(prepared, replies):
        for words, reworded in _dealt(_of_what(one), one.what, replies):
            reasons = list(_dealt(_of_reason(one), one.reason, replies)) if one.reason else []
            reason, other = reasons[0] if reasons else (None, False)
            yield Followed(number=one.number, what=words, reason=reason, owner=one.owner, reworded=reworded or other)


def _chosen(prepared: Prepared, replies: Replies, themes: Sequence[str]) -> Iterator[Passage]:
    for one in prepared.candidates:
        key = f"theme/{one.item}" if one.place == "theme" else one.place
        if (one.place == "theme" and one.item not in themes) or one.key not in (replies.get(key) or ()):
            continue
        for words, reworded in _dealt(f"{key}/{one.key}", one.text, replies):
            yield Passage(text=words, place=one.place, item=one.item, entry=one.entry, reworded=reworded)


def _dealt(key: str, text: str, replies: Replies) -> Iterator[tuple[str, bool]]:
    """The words that leave, if any; a shorter stretch of the same words is not reworded.

    What was not dealt with does not leave, nor what was emptied, unless it is said that it should as it was.
    """
    deal, words = replies.get(f"{key}/deal"), (replies.get(f"{key}/words") or "").strip()
    if deal == "change" and words:
        yield words, not is_stretch(words, text)
    elif deal == "take" or (deal == "change" and replies.get(emptied(f"{key}/words")) == "take"):
        yield text, False

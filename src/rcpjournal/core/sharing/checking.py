"""The name check: what may identify a person in the words that are to leave, and what the worker does about each.

It reduces; it does not make anonymous. The same words are dealt with once, wherever they stand.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from rcpjournal.core.framework import Option
from rcpjournal.core.identifiers import Found, Known, find
from rcpjournal.core.identifiers.telling import KINDS
from rcpjournal.core.questions import Question
from rcpjournal.core.sharing.preparing import emptied
from rcpjournal.core.sharing.selection import Followed, Passage, Selection, Wanted

_IS = {"alias": "is a code word of yours", "name": "may be a name", "jigsaw": "may tell who it is"}


class Checked(NamedTuple):
    """A selection after the name check: with what the worker replaced, and everything that was found on the way."""

    selection: Selection
    found: tuple[Found, ...]


def words_leaving(selection: Selection) -> list[str]:
    """Every text of the selection that would leave, but for the worker's own name."""
    followed = [text for one in selection.follow_up for text in (one.what, one.reason, one.owner) if text]
    wanted = [one.question for one in selection.wanted]
    return list(filter(None, [*followed, *wanted, *(one.text for one in selection.passages), selection.to]))


def finds(selection: Selection, known: Known) -> list[Found]:
    """What is found in the words that leave, each of the same words once."""
    seen: dict[tuple[str, str], Found] = {}
    for text in words_leaving(selection):
        for found in find(text, known):
            seen.setdefault((found.kind, found.text), found)
    return list(seen.values())


def checked(selection: Selection, known: Known, replies: Mapping[str, Any]) -> Checked:
    """The selection with what these replies replace. The words put instead are looked through as well.

    What has no reply, or was kept, stays as it is.
    """
    all_found: list[Found] = []
    new = finds(selection, known)
    while new:
        all_found += new
        selection = _replaced(selection, new, replies)
        asked = {_key(one) for one in all_found}
        new = [one for one in finds(selection, known) if _key(one) not in asked]
    return Checked(selection, tuple(all_found))


def check_questions(found: Sequence[Found], replies: Mapping[str, Any]) -> Iterator[Question]:
    """For each find, shown in its sentence: replace it, keep it, or put it in other words."""
    for one in found:
        key = _key(one)
        options = [Option(value="keep", label="keep it as it is"), Option(value="other", label="say it in other words")]
        if one.suggestion:
            options.insert(0, Option(value="replace", label=f"replace it with {one.suggestion}"))
        text = f"“{one.text}” {_IS.get(one.kind) or f'looks like {KINDS[one.kind]}'}: “{one.sentence}”"
        yield Question(
            key, "one", text, one.why or "Whatever you choose holds wherever these words stand on the page.",
            tuple(options), default=options[0].value,
        )  # fmt: skip
        if replies.get(key) == "other":
            words = f"{key}/words"
            help_ = "They stand wherever these stood. Empty, you are asked what is meant."
            yield Question(words, "text", f"Which words instead of “{one.text}”?", help_)
            if words in replies and not replies[words]:
                yield _if_empty(emptied(words), one)


def _if_empty(key: str, one: Found) -> Question:
    """What is meant by no words at all; Enter alone never keeps what was found."""
    meant = {"out": "leave it out, with nothing in its place", "keep": "keep it as it is"}
    if one.suggestion:
        meant = {"replace": f"replace it with {one.suggestion}", **meant}
    options = tuple(Option(value=value, label=label) for value, label in meant.items())
    text = f"No words stand instead of “{one.text}”. What is meant?"
    return Question(key, "one", text, f"It stands in: “{one.sentence}”", options, default=options[0].value)


def _key(one: Found) -> str:
    return f"check/{one.kind}/{one.text}"


# --- replacing ------------------------------------------------------------------------------------------------------


class _Change(NamedTuple):
    words: str
    reworded: bool


def _replaced(selection: Selection, found: Sequence[Found], replies: Mapping[str, Any]) -> Selection:
    changes = {one.text: _change(one, replies) for one in found}
    longest = sorted(changes, key=lambda text: -len(text))
    pattern = re.compile("|".join(map(_whole, longest)))

    def words(text: str) -> str:
        left = pattern.sub(lambda match: changes[match[0]].words, text)
        taken_out = any(not changes[match[0]].words for match in pattern.finditer(text))
        return re.sub(" {2,}", " ", left).strip() if taken_out else left

    def reworded(text: str | None) -> bool:
        """Whether other words stand in it now; a sign in brackets shows by itself that it is one."""
        return bool(text) and any(changes[match[0]].reworded for match in pattern.finditer(text or ""))

    def followed(one: Followed) -> Followed:
        other = one.reworded or reworded(one.what) or reworded(one.reason)
        reason, owner = one.reason and words(one.reason), one.owner and words(one.owner)
        return replace(one, what=words(one.what), reason=reason, owner=owner, reworded=other)

    def passage(one: Passage) -> Passage:
        return replace(one, text=words(one.text), reworded=one.reworded or reworded(one.text))

    def wanted(one: Wanted) -> Wanted:
        return replace(one, question=words(one.question))

    return replace(
        selection,
        to=words(selection.to),
        wanted=tuple(one for one in map(wanted, selection.wanted) if one.question),
        passages=tuple(one for one in map(passage, selection.passages) if one.text),
        follow_up=tuple(one for one in map(followed, selection.follow_up) if one.what),
    )


def _change(one: Found, replies: Mapping[str, Any]) -> _Change:
    """What these words become; themselves where they are kept, so that no shorter find changes a part of them."""
    reply, other = replies.get(_key(one)), replies.get(f"{_key(one)}/words")
    if reply == "other" and other:
        return _Change(other, True)
    if reply == "other":
        reply = replies.get(emptied(f"{_key(one)}/words"))
    if reply == "out":
        return _Change("", True)
    return _Change(one.suggestion, False) if reply == "replace" and one.suggestion else _Change(one.text, False)


def _whole(text: str) -> str:
    """These words, not as a part of longer ones; where a script has no capitals, words are not told apart."""
    before = r"(?<!\w)" if _in_words(text[0]) else ""
    return before + re.escape(text) + (r"(?!\w)" if _in_words(text[-1]) else "")


def _in_words(letter: str) -> bool:
    return letter.isdigit() or letter.lower() != letter.upper()

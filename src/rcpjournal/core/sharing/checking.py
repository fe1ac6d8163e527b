"""The name check: what may identify a person in the words that are to leave, and what the worker does about each.

It reduces; it does not make anonymous. The same words are dealt with once, wherever they stand.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rcpjournal.core.framework import Option
from rcpjournal.core.identifiers import Found, Known, find
from rcpjournal.core.questions import Question
from rcpjournal.core.sharing.selection import Selection

_NAMES = {
    "nhs-number": "an NHS number", "ni-number": "an NI number", "phone": "a phone number", "postcode": "a postcode",
    "email": "an email address", "web-address": "a web address", "address": "an address",
    "date-of-birth": "a date of birth", "case-reference": "a case reference", "alias": "a code word of yours",
    "name": "a possible name", "jigsaw": "something that together may say who it is",
}  # fmt: skip


def words_leaving(selection: Selection) -> list[str]:
    """Every text of the selection that would leave."""
    followed = [text for one in selection.follow_up for text in (one.what, one.reason) if text]
    wanted = [one.question for one in selection.wanted]
    return [*followed, *wanted, *(one.text for one in selection.passages), selection.to]


def finds(selection: Selection, known: Known) -> list[Found]:
    """What was found in the words that leave, each of the same words once."""
    seen: dict[tuple[str, str], Found] = {}
    for text in words_leaving(selection):
        for found in find(text, known):
            seen.setdefault((found.kind, found.text), found)
    return list(seen.values())


def check_questions(found: Sequence[Found], replies: Mapping[str, Any]) -> Iterator[Question]:
    """For each find: replace it, keep it, or put it in other words."""
    for one in found:
        key = f"check/{one.kind}/{one.text}"
        options = [Option(value="keep", label="keep it as it is"), Option(value="other", label="other words")]
        if one.suggestion:
            options.insert(0, Option(value="replace", label=f"replace it with {one.suggestion}"))
        text = f"“{one.text}” looks like {_NAMES[one.kind]}. In: {one.sentence}"
        yield Question(key, "one", text, one.why or "Wherever these words stand on the page.", tuple(options))
        if replies.get(key) == "other":
            yield Question(f"{key}/words", "text", f"Which words instead of “{one.text}”?", about=one.text)


def reduced_selection(selection: Selection, found: Sequence[Found], replies: Mapping[str, Any]) -> Selection:
    """The selection with what the worker replaced; what was passed over stays as it is."""
    changes = dict(_replacements(found, replies))

    def words(text: str) -> str:
        for old, new in sorted(changes.items(), key=lambda pair: -len(pair[0])):
            text = text.replace(old, new)
        return text

    return replace(
        selection,
        to=words(selection.to),
        wanted=tuple(replace(one, question=words(one.question)) for one in selection.wanted),
        passages=tuple(replace(one, text=words(one.text)) for one in selection.passages),
        follow_up=tuple(
            replace(one, what=words(one.what), reason=one.reason and words(one.reason)) for one in selection.follow_up
        ),
    )


def _replacements(found: Sequence[Found], replies: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for one in found:
        key = f"check/{one.kind}/{one.text}"
        if replies.get(key) == "replace":
            yield one.text, one.suggestion
        elif replies.get(key) == "other" and (other := replies.get(f"{key}/words")):
            yield one.text, other

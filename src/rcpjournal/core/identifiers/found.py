"""What was found in a text, and what is known beforehand: plain records, standard library only."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

Kind = Literal[
    "nhs-number",
    "ni-number",
    "phone",
    "postcode",
    "email",
    "web-address",
    "address",
    "date-of-birth",
    "case-reference",
    "alias",
    "name",
    "jigsaw",
]

SUGGESTIONS: dict[Kind, str] = {
    "nhs-number": "[NHS number]",
    "ni-number": "[NI number]",
    "phone": "[phone]",
    "postcode": "[postcode]",
    "email": "[email]",
    "web-address": "[web address]",
    "address": "[address]",
    "date-of-birth": "[date of birth]",
    "case-reference": "[reference]",
    "alias": "[code word]",
    "name": "[name]",
    "jigsaw": "",
}


class Found(NamedTuple):
    """Something that may identify a person: `text` is `text_given[start:end]`, shown in its `sentence`.

    `sure` means that a checksum, a fixed form or a label beside it says so; else it is a possibility. A `jigsaw` is a
    warning: it marks the words of the rare event, suggests nothing, and `why` says in one sentence what comes together.
    """

    kind: Kind
    text: str
    start: int
    end: int
    sentence: str
    suggestion: str
    sure: bool
    why: str = ""


class Mark(NamedTuple):
    """A find before it has its sentence: what, where, how sure."""

    kind: Kind
    start: int
    end: int
    sure: bool = True
    why: str = ""


class Known(NamedTuple):
    """What need not be guessed: the worker's code words for people, words they listed as safe, the framework's words.

    `framework` holds labels, aliases of items and titles of layers, as they are; case does not matter in any of them.
    """

    aliases: tuple[str, ...] = ()
    safe: tuple[str, ...] = ()
    framework: tuple[str, ...] = ()


def apart(marks: Iterable[Mark]) -> list[Mark]:
    """Marks in the order of the text, none over another: the surer stays, then the longer, then the earlier."""
    from bisect import bisect_left

    kept: list[Mark] = []
    starts: list[int] = []
    for mark in sorted(marks, key=lambda m: (not m.sure, m.start - m.end, m.start)):
        at = bisect_left(starts, mark.start)
        if (at and kept[at - 1].end > mark.start) or (at < len(kept) and starts[at] < mark.end):
            continue
        kept.insert(at, mark)
        starts.insert(at, mark.start)
    return kept

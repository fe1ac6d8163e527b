"""What could go on a supervision page: passages of the worker's own words, each with where it would stand.

Nothing here leaves by itself. A candidate has a key that stays the same while a page is prepared; words that are
changed in the journal meanwhile get another one, so that no approval goes over to words that were not seen.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rcpjournal.core.entry import Entry
from rcpjournal.core.framework import Framework
from rcpjournal.core.insight.material import Quote
from rcpjournal.core.sharing.selection import Place

_HARD_KINDS = ("difficult-conversation", "near-miss")
_LEARNING_PROMPTS = ("rcp.prompt.learnt", "rcp.prompt.change", "rcp.prompt.benefit", "tar.prompt.group-learnt")
_HELD = ("tar.prompt.who-held-it", "tar.prompt.who-held-you")


class Candidate(NamedTuple):
    """A passage that could be chosen. `item` only under a theme."""

    key: str
    place: Place
    item: str | None
    entry: str
    happened_on: str
    text: str


def candidates(entries: Iterable[Entry], quotes: Sequence[Quote], framework: Framework) -> list[Candidate]:
    """All of a period, oldest first: quotes under their items, then what stands in each entry."""
    found = [
        Candidate(
            f"{quote.entry}/{quote.item}/{mark(quote.quote)}", "theme", quote.item, quote.entry, quote.happened_on,
            quote.quote,
        )
        for quote in quotes
    ]  # fmt: skip
    for entry in entries:
        found += _of_entry(entry)
    return list({(one.place, one.key): one for one in found}.values())


def mark(text: str) -> str:
    """A short sign for just these words."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _of_entry(entry: Entry) -> Iterator[Candidate]:
    for place, part, text in _texts(entry):
        if text and text.strip():
            words, source = text.strip(), entry.id or ""
            yield Candidate(f"{source}/{part}/{mark(words)}", place, None, source, str(entry.happened_on), words)


def _texts(entry: Entry) -> Iterator[tuple[Place, str, str | None]]:
    first = next(iter(entry.answers.items()), ("", ""))
    if entry.starred or entry.kind == "good-moment":
        yield "well", first[0], first[1]
    if entry.kind in _HARD_KINDS:
        yield "hard", first[0], first[1]
    for prompt, text in entry.answers.items():
        if prompt in _LEARNING_PROMPTS:
            yield "learning", prompt, text
        if prompt in _HELD:
            yield "hard", prompt, text
    if entry.kind == "training":
        yield "learning", first[0], first[1]
    for n, later in enumerate(entry.additions):
        if later.kind in ("feedback", "peer-discussion"):
            yield "well" if later.kind == "feedback" else "learning", f"added-{n}", later.text

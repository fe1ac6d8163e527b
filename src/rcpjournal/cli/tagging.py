"""Tags of other programs → items of the framework: as told by `--map` and a mapping file, or asked once for each."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import takewhile
from typing import Any, get_args

from rcpjournal.cli.context import here
from rcpjournal.cli.terminal import ask_line, say, say_as_it_is
from rcpjournal.cli.writing import observation
from rcpjournal.core.arriving import Arrived, bare
from rcpjournal.core.entry import Polarity
from rcpjournal.core.framework import Framework, Item
from rcpjournal.core.words import plural, shorten
from rcpjournal.errors import AmbiguousItem, JournalError, UnknownItem, UsageProblem
from rcpjournal.views.styled import plain_text, wrapped

_MOST_SUGGESTED = 3
_LEAVE = "leave"
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_AKIN = 4


class Tags:
    """What each tag means. One that means nothing stays in the text as it is."""

    def __init__(self, framework: Framework, told: Iterable[tuple[str, str]]) -> None:
        """`told`: tag and item; without one the tag is left alone. Raises UnknownItem, AmbiguousItem, UsageProblem."""
        self._framework = framework
        self._meant: dict[str, tuple[str, dict[str, Any]] | None] = {}
        self.answered: list[str] = []
        for tag, item in told:
            self._meant[tag.strip().casefold()] = self._part(item) if item.strip() else None

    def _part(self, word: str) -> tuple[str, dict[str, Any]]:
        """The part of a document, and what stands in it, for `trust:strained` or `permissions:inhibited`."""
        name, _, how = word.strip().partition(":")
        item = self._framework.find(name)
        if self._framework.layers[item.layer].kind != "condition":
            seen = observation(word.strip(), self._framework)
            return "observations", {"item": seen.item, **({"stance": seen.stance} if seen.stance else {})}
        if how and how not in get_args(Polarity):
            raise UsageProblem(f"“{how}” is not said of {item.label}: {', '.join(get_args(Polarity))}.")
        return "conditions", {"item": item.id, **({"polarity": how} if how else {})}

    def knows(self, tag: str) -> bool:
        """Whether it was said what the tag means, be it nothing."""
        return any(name in self._meant for name in _names(tag))

    def _of(self, tag: str) -> tuple[str, dict[str, Any]] | None:
        return next((self._meant[name] for name in _names(tag) if name in self._meant), None)

    def parts(self, one: Arrived) -> dict[str, list[dict[str, Any]]]:
        """What the tags of an entry say in a document, each item once."""
        found: dict[str, dict[str, dict[str, Any]]] = {}
        for tag in (*one.tags, *one.outside):
            if said := self._of(tag):
                found.setdefault(said[0], {}).setdefault(said[1]["item"], said[1])
        return {part: list(items.values()) for part, items in found.items()}

    def left(self, one: Arrived) -> list[str]:
        """The tags beside the text of an entry that mean no item."""
        return [tag for tag in one.outside if not self._of(tag)]

    def unknown(self, arrived: Iterable[Arrived]) -> Counter[str]:
        """The tags that nothing was said about, and in how many entries they are."""
        return Counter(tag for one in arrived for tag in {*one.tags, *one.outside} if not self.knows(tag))

    def unused(self, tags: Iterable[str], arrived: Iterable[Arrived]) -> list[str]:
        """Those of these tags that are in no entry, and so may be misspelt."""
        there = {name for one in arrived for tag in (*one.tags, *one.outside) for name in _names(tag)}
        return [tag for tag in tags if tag.strip().casefold() not in there]

    def suggested(self, tag: str) -> list[str]:
        """Ids of items that a tag may mean."""
        try:
            return [self._framework.find(bare(tag).replace("-", " ")).id]
        except AmbiguousItem as error:
            return list(error.ids[:_MOST_SUGGESTED])
        except UnknownItem:
            return list(dict.fromkeys((*self._near(tag), *self._akin(tag))))[:_MOST_SUGGESTED]

    def _near(self, tag: str) -> list[str]:
        words = []
        for word in self._framework.near(bare(tag)):
            try:
                words.append(self._framework.find(word).id)
            except JournalError:
                continue
        return words

    def _akin(self, tag: str) -> list[str]:
        """Ids of items with a word in their name that begins as one in the tag does: `boundaries` for `@boundary`."""
        wanted = [word for word in _WORD.findall(bare(tag)) if len(word) >= _SHORTEST_AKIN]
        return [
            item.id
            for item in self._framework.items.values()
            if item.status == "active" and any(_begin_alike(one, word) for one in _names_of(item) for word in wanted)
        ]

    def ask(self, unknown: Mapping[str, int]) -> None:
        """Asks a person what each tag means, the most frequent first. Enter leaves it, a full stop all that follow."""
        if not unknown:
            return
        say(
            f"{plural(len(unknown), 'tag is', 'tags are')} not known here. Type the number or name of the item that it "
            "means, Enter to leave it as a word in the text, or a full stop to leave all of them."
        )
        for tag, count in sorted(unknown.items(), key=lambda pair: (-pair[1], pair[0])):
            if self._asked(tag, count):
                return

    def _asked(self, tag: str, count: int) -> bool:
        """Asks until there is an answer; whether the person wants no more questions."""
        ids = self.suggested(tag)
        say()
        say(f"{shorten(tag, 80)}, in {plural(count, 'entry', 'entries')}")
        rows = (f"{n}. {self._framework.items[item].label}  {item}" for n, item in enumerate(ids, 1))
        if lines := plain_text(line for row in rows for line in wrapped(row, here.width, "  ")):
            say_as_it_is(lines)
        while True:
            reply = ask_line("Which item?")
            if reply is None or reply == ".":
                return True
            if not reply or reply in ("-", _LEAVE):
                return False
            word = ids[int(reply) - 1] if reply.isdigit() and 1 <= int(reply) <= len(ids) else reply
            try:
                self._meant[tag.casefold()] = self._part(word)
            except JournalError as error:
                say(str(error))
                continue
            self.answered.append(f"{tag}={word}")
            return False


def _names_of(item: Item) -> list[str]:
    return _WORD.findall(" ".join((item.label, *item.aliases)).casefold())


def _begin_alike(one: str, other: str) -> bool:
    """Whether two words differ in no more than their ends: `trust` and `trusted`, `boundary` and `boundaries`."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return same >= max(_SHORTEST_AKIN, len(other) - 2, len(one) - 4)


def _names(tag: str) -> tuple[str, ...]:
    """What may have been said of a tag: of just it, or of its word; of one that has no sign, with either."""
    word = bare(tag)
    return (tag.casefold(), word) if tag.startswith(("@", "#")) else (word, f"#{word}", f"@{word}")

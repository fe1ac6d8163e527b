"""Reading a text for its capitals: the rows of capitalised words, and what stands beside a word."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from rcpjournal.core.identifiers.lexicon import Class, Lexicon, bare, lists, plain
from rcpjournal.core.identifiers.passages import Passages

LONGEST_RUN = 40
"""capitalised words that are read as one; a longer row is no name, and must not cost more for its length"""

_MARKS = "\u0300-\u036f"
_VOWELS = frozenset("AEIOUYÁÉÍÓÚÄÖÜ")


class Word(NamedTuple):
    """A capitalised word: where it stands (without its possessive), its class, whether a clause begins with it."""

    start: int
    end: int
    text: str
    kind: Class
    first: bool
    owner: bool


@cache
def upper() -> str:
    """Every capital letter of the scripts that have them."""
    letters = (chr(code) for code in (*range(0x41, 0x590), *range(0x1E00, 0x2000)))
    return "".join(letter for letter in letters if letter.isupper() or letter.istitle())


@cache
def _capitalised() -> re.Pattern[str]:
    letter = rf"(?:[^\W\d_]|[{_MARKS}])"
    return re.compile(rf"(?<![\w'’@#/-])[{upper()}]{letter}*(?:['’‑-]{letter}+)*(?![\w@])")


@cache
def _before() -> re.Pattern[str]:
    return re.compile(r"([\w'’-]{1,30})[ \u00a0]\Z")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(r"(?:['’]s)?[ ,\u00a0]{1,2}([\w'’-]{1,30})")


_OPENS = frozenset(".!?…:;\"“‘'’([—–-•*\n>\u2022")


class Reading:
    """One text, with the classes of its words."""

    def __init__(self, text: str, lexicon: Lexicon, passages: Passages) -> None:
        self.text, self.lexicon, self.passages = text, lexicon, passages
        self.lists = lists()
        self.strong: set[str] = set()
        self._small: frozenset[str] | None = None

    def _runs(self) -> Iterator[list[Word]]:
        """Capitalised words side by side; those of no interest are passed over at once."""
        run: list[Word] = []
        for match in _capitalised().finditer(self.text):
            kind = self.lexicon(match.group())
            if run and (len(run) >= LONGEST_RUN or not self._joined(run[-1], match.start())):
                if self._interesting(run):
                    yield run
                run = []
            if not run and kind <= Class.SAFE and not self._continues(match.end()):
                continue
            run.append(self._word(match, kind))
        if self._interesting(run):
            yield run

    def _parts(self, run: list[Word]) -> list[list[Word]]:
        """Of a passage in capitals, what lies between its ordinary words; any other run as it is."""
        if len(run) < 3 or not all(word.text.isupper() for word in run):
            return [run]
        parts: list[list[Word]] = [[]]
        for word in run:
            if word.kind is Class.CAPITALS and self._is_surname(word):
                word = word._replace(kind=Class.UNKNOWN)
            if word.kind > Class.SAFE or (parts[-1] and parts[-1][-1].kind is Class.TITLE):
                parts[-1].append(word)
            elif parts[-1]:
                parts.append([])
        return [part for part in parts if part]

    def _continues(self, end: int) -> bool:
        """Whether another capital may follow."""
        return self.text[end : end + 1] in (" ", "\u00a0", "'", "’", ".")

    def _word(self, match: re.Match[str], kind: Class) -> Word:
        text, start = match.group(), match.start()
        low = plain(text)
        stem = bare(low)
        end = start + len(stem) if len(low) == len(text) else match.end()
        return Word(start, end, text[: end - start], kind, self._opens(start), len(stem) < len(low))

    def _opens(self, start: int) -> bool:
        """Whether a sentence or clause begins here, so that the capital says nothing."""
        number = self.passages.number(start)
        head = self.text[max(self.passages.bounds(number)[0], start - 8) : start].rstrip(" \t")
        return not head or head[-1] in _OPENS or not any(sign.isalnum() for sign in head) or head[-1] == "\u200f"

    def _joined(self, word: Word, start: int) -> bool:
        """Whether a word continues a name: beside it, after an initial, or after a particle (`bin`, `van der`)."""
        if word.owner:
            return False
        between = self.text[word.end : min(start, word.end + 14)]
        if word.end + len(between) < start:
            return False
        if between in (" ", "\u00a0", ""):
            return bool(between) or word.kind is Class.INITIAL
        if between in (". ", ".") and (word.kind in (Class.INITIAL, Class.TITLE)):
            return True
        parts = between.split()
        return (
            between[0] == " "
            and between[-1] == " "
            and bool(parts)
            and all(p in self.lists["particles"] for p in parts)
        )

    def _interesting(self, run: list[Word]) -> bool:
        return any(word.kind >= Class.BOTH for word in run)

    def _is_surname(self, word: Word) -> bool:
        in_capitals = word.kind is Class.CAPITALS and len(word.text) > 3 and not _VOWELS.isdisjoint(word.text)
        return in_capitals or word.kind in (Class.UNKNOWN, Class.BOTH)

    def _smalls(self) -> frozenset[str]:
        if self._small is None:
            self._small = frozenset(re.findall(r"(?<![\w@.-])[^\W\d_A-Z]{3,30}(?![\w@])", self.text))
        return self._small

    def _is_small_elsewhere(self, low: str) -> bool:
        return low in self._smalls()

    def _left(self, word: Word, back: int = 1) -> str:
        """The word before, in small letters, within the sentence; or the one before that."""
        end = word.start
        found = ""
        for _ in range(back):
            match = _before().search(self.text[max(0, end - 32) : end])
            if match is None:
                return ""
            found = match[1]
            end -= len(match.group())
        return plain(found)

    def _right(self, word: Word) -> str:
        match = _after().match(self.text, word.end)
        return plain(match[1]) if match else ""

    def _acts(self, word: Word) -> bool:
        """Whether what follows is what a person does: `said`, `rang`, `doesn't`."""
        after = self._right(word)
        return not word.owner and (after in self.lists["verbs"] or (after.endswith("ed") and len(after) > 4))

    def _befriended(self, word: Word) -> bool:
        return self._left(word) in self.lists["befriends"]

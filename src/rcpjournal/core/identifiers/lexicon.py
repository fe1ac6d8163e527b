"""Which class a word is of: ordinary, safe, a name, a title. The lists are in lists.txt and words.txt beside this file.

words.txt holds ordinary English words in small letters (SCOWL, see words-licence.txt), without those that are rare as
words and common as names. Nothing is a list of names: a capitalised word that is in no list is what may be a name.
"""

from collections.abc import Iterable
from enum import IntEnum
from functools import cache
from importlib.resources import files


class Class(IntEnum):
    """How a word is taken. BOTH: a name as well as a word. GUARDED: rather the word (April, our own terms).

    CAPITALS: a short word in capitals that is no short form we know."""

    WORD = 0
    SAFE = 1
    BOTH = 2
    GUARDED = 3
    UNKNOWN = 4
    INITIAL = 5
    TITLE = 6
    CAPITALS = 7


_ENDINGS = ("'s", "'d", "'ll", "'ve", "'re", "'m", "n't", "s'")
_BEFORE = ("un", "re", "non", "over", "under", "mis", "pre", "out", "co", "anti", "self", "de", "ex", "mid", "multi")
_AFTER = ("ing", "ed", "ly", "ness", "less", "ful", "ish", "able", "ment", "er", "ers", "s", "y")


@cache
def lists() -> dict[str, frozenset[str]]:
    """Our own lists, by their headings."""
    made: dict[str, list[str]] = {}
    heading = ""
    for line in _data("lists.txt").splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
        elif line and not line.startswith("#"):
            made.setdefault(heading, []).extend(line.split())
    return {name: frozenset(words) for name, words in made.items()}


@cache
def ordinary() -> frozenset[str]:
    """Ordinary English words in small letters."""
    return frozenset(_data("words.txt").split()) | lists()["extra"]


def _data(name: str) -> str:
    return (files("rcpjournal.core.identifiers") / name).read_text("utf-8")


def plain(word: str) -> str:
    """In small letters, with the straight apostrophe and hyphen."""
    return word.casefold().replace("’", "'").replace("‑", "-")


def bare(word: str) -> str:
    """Without a possessive or what is left of a verb: `Asha's`, `she'll`."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            return word[: -len(ending)] if ending != "s'" else word[:-1]
    return word


class Lexicon:
    """Words → classes, each distinct word once. `safe` are words listed by the user, `terms` the framework's."""

    def __init__(self, safe: Iterable[str], terms: Iterable[str]) -> None:
        self.lists, self.words = lists(), ordinary()
        self.safe = {plain(word) for word in safe if " " not in word}
        self.terms = {part for term in terms for part in plain(term).split()}
        self._known: dict[str, Class] = {}

    def __call__(self, word: str) -> Class:
        """The class of a word as it is typed."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._class(word)
        return known

    def _class(self, word: str) -> Class:
        lower = plain(word)
        stem = bare(lower)
        if lower in self.safe or stem in self.safe:
            return Class.SAFE
        if len(stem) == 1 and word != "I" and stem not in ("i", "a", "o"):
            return Class.INITIAL
        if stem in self.lists["titles"]:
            return Class.TITLE
        return self._of_lists(lower, stem, word)

    def _of_lists(self, lower: str, stem: str, word: str) -> Class:
        both = stem in self.lists["both"] or stem in self.lists["toponyms"]
        if stem in self.lists["guarded"] or (both and stem in self.terms):
            return Class.GUARDED
        if both:
            return Class.BOTH
        if lower in self.lists["safe"] or stem in self.lists["safe"] or stem in self.terms:
            return Class.SAFE
        if self.is_ordinary(lower) or self._is_short_form(word, stem):
            return Class.WORD
        capitals = sum(letter.isupper() for letter in word)
        return Class.CAPITALS if len(stem) <= 5 and (capitals == len(stem) or capitals >= 3) else Class.UNKNOWN

    def _is_short_form(self, word: str, stem: str) -> bool:
        """`MARAC`, `DoLS`, `GPs`: short forms that are listed, and any of two or three capitals."""
        known = {stem, stem.removesuffix("s")} & self.lists["acronyms"]
        if known:
            return len(stem) <= 3 or any(letter.isupper() for letter in word[1:])
        return len(stem) <= 3 and word[: len(stem)].isupper()

    def is_ordinary(self, lower: str) -> bool:
        """Whether it is in the dictionary, itself or in its parts (`follow-up`, `re-read`, `didn't`)."""
        if lower in self.words or bare(lower) in self.words:
            return True
        parts = lower.split("-")
        return len(parts) > 1 and all(bare(part) in self.words or part in _BEFORE or len(part) < 3 for part in parts)

    def is_derived(self, lower: str) -> bool:
        """Whether it looks made from an ordinary word (`unhurriedly`): long words only, not to take in names."""
        if len(lower) < 7:
            return False
        cut = [lower[len(start) :] for start in _BEFORE if lower.startswith(start)]
        for stem in [lower, *cut]:
            ends = [stem[: -len(end)] for end in _AFTER if stem.endswith(end)]
            if any(len(root) > 3 and (root in self.words or root + "e" in self.words) for root in [*ends, *cut]):
                return True
        return False

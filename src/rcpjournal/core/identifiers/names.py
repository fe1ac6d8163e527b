"""Possible names: what is capitalised and is in no list, what follows a title, and words that are names here.

Names of every culture are met the same way, without a list of names. What a text shows about a word (capitalised in
mid-sentence, in small letters elsewhere, beside a verb of saying) decides about the same word at the start of one.
"""

import re
from collections.abc import Iterator
from functools import cache

from rcpjournal.core.identifiers.found import Mark
from rcpjournal.core.identifiers.lexicon import Class, bare, lists, plain
from rcpjournal.core.identifiers.reading import Reading, Word, upper

_NAMING = (Class.UNKNOWN, Class.BOTH, Class.GUARDED)


def _titled(text: str) -> re.Pattern[str] | None:
    """A title in any case, then a word that is not capitalised; only those titles that occur at all."""
    low = text.lower()
    titles = sorted(lists()["spokentitles"], key=len, reverse=True)
    there = "|".join(title for title in titles if title + " " in low or title + ". " in low)
    return re.compile(rf"\b(?i:({there}))(\.? )([a-zß-öø-ÿ][\w'’-]{{1,30}})") if there else None


@cache
def _uncased() -> re.Pattern[str]:
    letters = (
        "[\u05d0-\u05ea\u0620-\u06ff\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1200-\u137f"
        "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
    )
    return re.compile(rf"{letters}{{1,20}}(?: {letters}{{1,20}}){{0,2}}")


class Names(Reading):
    """The possible names of one text."""

    def marks(self) -> list[Mark]:
        """Every possible name, in two rounds: what shows by itself, then what that tells about the rest."""
        found: list[Mark] = []
        waiting: list[list[Word]] = []
        for run in self._runs():
            for part in self._parts(run):
                mark = self._by_itself(part)
                found.extend(mark)
                if not mark:
                    waiting.append(part)
        found.extend(mark for run in waiting for mark in self._by_evidence(run))
        found.extend(self._titled_small())
        found.extend(self._small_again())
        found.extend(self._foreign())
        return found

    def _by_itself(self, run: list[Word]) -> list[Mark]:
        title = next((at for at, word in enumerate(run) if word.kind is Class.TITLE), None)
        if title is not None and title + 1 < len(run):
            return self._after_title(run, title)
        if title is not None and len(run) == 1:
            return []
        return self._plain(run)

    def _after_title(self, run: list[Word], title: int) -> list[Mark]:
        """`Mrs Okafor`, `Sister Comfort Asante`; a title that is also a word needs more (`Nurse Manager`)."""
        rest = run[title + 1 :]
        while rest and rest[0].kind is Class.TITLE and len(rest) > 1:
            rest = rest[1:]
        named = [rest[0]]
        for word in rest[1:]:
            if not self._goes_on(word, word is rest[-1]) or plain(word.text) in self.lists["institutions"]:
                break
            named.append(word)
        lone = len(named) == 1 and not named[0].owner and len(named[0].text) == 1
        weak = plain(run[title].text) in self.lists["weaktitles"] and named[0].kind in (Class.WORD, Class.SAFE)
        if lone or (weak and not any(word.kind in _NAMING for word in named)):
            return []
        self._learn(named)
        return [Mark("name", run[title].start, named[-1].end, plain(run[title].text) not in self.lists["weaktitles"])]

    def _plain(self, run: list[Word]) -> list[Mark]:
        first = next((at for at, word in enumerate(run) if self._is_naming(run, at)), None)
        if first is None or self._is_institution(run, first):
            return []
        last = first
        while last + 1 < len(run) and self._goes_on(run[last + 1], last + 2 == len(run)):
            last += 1
        while first and run[first - 1].kind in (Class.BOTH, Class.INITIAL, Class.UNKNOWN, Class.GUARDED):
            first -= 1
        named = run[first : last + 1]
        if not named[0].first or len(named) > 1 or self._acts(named[-1]):
            self._learn(named)
        return [Mark("name", named[0].start, named[-1].end, False)]

    def _goes_on(self, word: Word, ends: bool) -> bool:
        """Whether a capital word after a name belongs to it: an ordinary one (`Tariq Young`) only as the last."""
        if word.kind is Class.WORD:
            low = plain(word.text)
            return (
                ends
                and not word.first
                and len(low) > 3
                and low not in self.lists["verbs"]
                and low not in self.lists["small"]
            )
        return word.kind not in (Class.SAFE, Class.TITLE)

    def _learn(self, words: list[Word]) -> None:
        self.strong.update(plain(word.text) for word in words if word.kind is not Class.INITIAL)

    def _is_naming(self, run: list[Word], at: int) -> bool:
        word = run[at]
        if word.kind is Class.UNKNOWN:
            return self._is_unknown_name(run, at)
        if word.kind is Class.BOTH:
            return self._is_both_name(run, at)
        if word.kind is Class.CAPITALS:
            return self._acts(word) or self._befriended(word) or self._has_surname(run, at) or self._ends_pair(run, at)
        return word.kind is Class.GUARDED and (self._befriended(word) or self._acts(word) or self._has_surname(run, at))

    def _is_unknown_name(self, run: list[Word], at: int) -> bool:
        """In no list. Not: a thing (`a Twix`), a place (`in Garsfield`), a word at a start that is small elsewhere."""
        word = run[at]
        low = plain(word.text)
        if word.first and at == 0 and len(run) == 1:
            return not self.lexicon.is_derived(low) and (self._acts(word) or not self._is_small_elsewhere(low))
        before = self._left(word)
        if before in self.lists["determiners"]:
            return self._is_household(word, run) or (len(run) > 1 and before != "a" and at + 1 < len(run))
        if before in self.lists["places"] and not word.owner:
            return self._acts(run[-1]) or self._left(word, 2) in ("believe", "believed", "trust", "confidence", "faith")
        moved = before in ("to", "from", "at") and self._left(word, 2) in self.lists["moved"]
        return not moved or word.owner or self._acts(run[-1])

    def _is_household(self, word: Word, run: list[Word]) -> bool:
        """`the Okafors`, `the Okafor family`."""
        after = self._right(run[-1])
        return after in self.lists["kin"] or (
            word.text.endswith("s") and not word.owner and after not in self.lists["institutions"]
        )

    def _is_both_name(self, run: list[Word], at: int) -> bool:
        """A word that is a name too: at a start only with a person's verb; elsewhere unless it looks like a thing."""
        word = run[at]
        low = plain(word.text)
        if self._is_there(word):
            return False
        if word.text.isupper() and len(word.text) > 1:
            return len(word.text) > 3
        if word.first and at == 0:
            being = self._right(word) in self.lists["being"] and low not in self.lists["ideas"]
            return being or self._acts(word) or self._has_surname(run, at) or self._is_paired(word) or word.owner
        if at and run[at - 1].kind in (Class.WORD, Class.SAFE) and not run[at - 1].first:
            return False
        if at and run[at - 1].kind is Class.SAFE:
            return False
        return self._left(word) not in self.lists["determiners"]

    def _is_there(self, word: Word) -> bool:
        """`in Chelsea`, `from Georgia`: a place that is a name as well, used as a place."""
        where = self._left(word) in self.lists["places"] | {"to", "from", "at"}
        return where and plain(word.text) in self.lists["toponyms"]

    def _has_surname(self, run: list[Word], at: int) -> bool:
        after = run[at + 1] if at + 1 < len(run) else None
        return after is not None and self._is_surname(after) and not self._is_institution(run, at)

    def _ends_pair(self, run: list[Word], at: int) -> bool:
        return at > 0 and run[at - 1].kind in (Class.UNKNOWN, Class.BOTH)

    def _is_paired(self, word: Word) -> bool:
        """`Grace and I`, `Will and Asha`."""
        beside = self.text[word.end : word.end + 14]
        return bool(re.match(rf" and (?:I\b|me\b|her\b|his\b|their\b|[{upper()}])", beside))

    def _is_institution(self, run: list[Word], at: int) -> bool:
        """`Okonjo House`, `St Brannoc's`, `Hope Street`."""
        if any(plain(word.text) in ("st", "saint") for word in run[max(0, at - 1) : at + 1]):
            return True
        after = [plain(word.text) for word in run[at + 1 :]]
        small = self._right(run[-1])
        return any(word in self.lists["institutions"] for word in after) or (
            small in ("ward", "house", "test", "scale", "score", "model", "cycle", "syndrome", "disease", "method")
        )

    def _by_evidence(self, run: list[Word]) -> Iterator[Mark]:
        """What was passed over, where the text shows elsewhere that it is a name."""
        for at, word in enumerate(run):
            known = word.kind in _NAMING and plain(word.text) in self.strong
            guarded = word.kind is Class.GUARDED and (word.first or self._left(word) in self.lists["times"])
            if known and not guarded and not self._is_there(word) and not self._is_institution(run, at):
                yield Mark("name", word.start, word.end, False)

    def _titled_small(self) -> Iterator[Mark]:
        """`mrs patterson`, `auntie bose`."""
        pattern = _titled(self.text)
        for match in pattern.finditer(self.text) if pattern else ():
            low = bare(plain(match[3]))
            kind = self.lexicon(low)
            strong = match[1].casefold() in self.lists["strongtitles"] and kind in (Class.BOTH, Class.GUARDED)
            if kind is Class.UNKNOWN or strong:
                yield Mark(
                    "name", match.start(), match.start(3) + len(low), match[1].casefold() in self.lists["strongtitles"]
                )

    def _small_again(self) -> Iterator[Mark]:
        """Names found elsewhere, typed in small letters here; and `k. oduya`."""
        for match in re.finditer(r"(?<![\w.])[a-z]\. ([a-z]{3,30})\b", self.text):
            if self.lexicon(match[1]) is Class.UNKNOWN:
                yield Mark("name", *match.span(), sure=False)
        names = {name for name in self.strong if len(name) > 2 and self.lexicon(name) is Class.UNKNOWN}
        if names & self._smalls():
            for match in re.finditer(r"(?<![\w@.-])[^\W\d_A-Z]{3,30}(?![\w@-])", self.text):
                if match.group() in names:
                    yield Mark("name", *match.span(), sure=False)

    def _foreign(self) -> Iterator[Mark]:
        """Up to three words in letters that have no capitals (Arabic, Chinese), where most of the text is not so."""
        if self.text.isascii():
            return
        found = [match.span() for match in _uncased().finditer(self.text)]
        if sum(end - start for start, end in found) * 4 < len(self.text):
            yield from (Mark("name", start, end, False) for start, end in found)

"""Where sentences begin and end in a text, by position."""

import re
from bisect import bisect_right
from functools import cache

from rcpjournal.core.identifiers.lexicon import lists

WIDEST = 240


@cache
def _end() -> re.Pattern[str]:
    return re.compile(r"(?<![.!?…])[.!?…]+[\"'”’)\]]*\s+|\n+")


@cache
def _last_word() -> re.Pattern[str]:
    return re.compile(r"(?:\w|\.\w){1,8}\Z")


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence ends here: not after `Mrs.`, an initial or `e.g.`"""
    start = match.start()
    if match[0][0] != "." or "\n" in match[0]:
        return True
    word = _last_word().search(text[max(0, start - 8) : start])
    return word is None or not (
        word[0] in lists()["short"] or "." in word[0] or (len(word[0]) == 1 and word[0].isupper())
    )


class Passages:
    """The sentences of a text. A sentence is found by any position within it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in _end().finditer(text) if _ends(text, match))]
        if len(self.starts) > 1 and self.starts[-1] >= len(text):
            self.starts.pop()

    def number(self, position: int) -> int:
        """Which sentence (from 0) holds this position."""
        return bisect_right(self.starts, position) - 1

    def bounds(self, number: int) -> tuple[int, int]:
        """Start and end of a sentence; the next one begins where it ends."""
        after = number + 1
        return self.starts[number], self.starts[after] if after < len(self.starts) else len(self.text)

    def around(self, start: int, end: int) -> str:
        """The sentence that holds these positions, to be shown: of a very long one, the part around them."""
        first, last = self.bounds(self.number(start))[0], self.bounds(self.number(max(start, end - 1)))[1]
        low, high = max(first, start - WIDEST // 2), min(last, end + WIDEST // 2)
        shown = self.text[low:high]
        return ("…" if low > first else "") + shown.strip() + ("…" if high < last else "")

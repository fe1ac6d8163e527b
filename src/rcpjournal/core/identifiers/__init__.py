"""Reducing identifiers in one's own words: finding what may identify a person, and replacing what the worker chose.

It reduces, and does not make anonymous. Import it late: its word lists are read at the first use.
"""

from collections.abc import Iterator, Mapping

from rcpjournal.core.identifiers.found import SUGGESTIONS, Found, Kind, Known, Mark, apart

__all__ = ["SUGGESTIONS", "Found", "Kind", "Known", "find", "reduced"]


def find(text: str, known: Known = Known()) -> list[Found]:
    """What in `text` may identify a person, in the order of the text, none over another.

    Where finds overlap the surest stays, then the longest. Nothing that `known.safe` lists is reported.
    """
    from rcpjournal.core.identifiers import jigsaw, structured
    from rcpjournal.core.identifiers.lexicon import Lexicon
    from rcpjournal.core.identifiers.names import Names
    from rcpjournal.core.identifiers.passages import Passages

    passages = Passages(text)
    marks = [*structured.marks(text), *_aliases(text, known), *jigsaw.marks(text, passages)]
    marks += Names(text, Lexicon(known.safe, known.framework), passages).marks()
    return [_found(mark, text, passages.around(mark.start, mark.end)) for mark in apart(_unsafe(marks, text, known))]


def _found(mark: Mark, text: str, sentence: str) -> Found:
    words = text[mark.start : mark.end]
    return Found(mark.kind, words, mark.start, mark.end, sentence, SUGGESTIONS[mark.kind], mark.sure, mark.why)


def _aliases(text: str, known: Known) -> Iterator[Mark]:
    """The worker's own code words: they tie passages about one person together."""
    low = text.lower()
    for alias in known.aliases:
        yield from (Mark("alias", start, end) for start, end in _occurrences(text, low, alias))


def _unsafe(marks: list[Mark], text: str, known: Known) -> list[Mark]:
    """Without possible names that lie within words the user has listed, or within a label of the framework."""
    phrases = [*known.safe, *(term for term in known.framework if " " in term)]
    low = text.lower()
    spans = [span for phrase in phrases for span in _occurrences(text, low, phrase)]
    if not spans:
        return marks
    covered = _Spans(spans)
    return [mark for mark in marks if mark.kind == "alias" or not covered.hold(mark.start, mark.end)]


class _Spans:
    """Spans of a text, to ask whether one of them holds another."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(spans):
            if not self.ends or end > self.ends[-1]:
                self.starts.append(start)
                self.ends.append(end)

    def hold(self, start: int, end: int) -> bool:
        """Whether one span holds all of start … end."""
        from bisect import bisect_right

        at = bisect_right(self.starts, start) - 1
        return at >= 0 and self.ends[at] >= end


def _occurrences(text: str, low: str, phrase: str) -> Iterator[tuple[int, int]]:
    """Where a phrase stands as whole words, in any case. `low` is the text in small letters."""
    import re

    if phrase.strip() and phrase.strip().lower() in low:
        pattern = re.compile(rf"(?<!\w){re.escape(phrase.strip())}(?!\w)", re.I)
        yield from (match.span() for match in pattern.finditer(text))


def reduced(text: str, choices: Mapping[Found, str]) -> str:
    """`text` with each chosen find replaced by the words chosen for it; all else stays to the letter.

    The finds are those of this very text and do not overlap. Raises ValueError where one does not fit.
    """
    parts: list[str] = []
    end = 0
    for found in sorted(choices, key=lambda one: one.start):
        if found.start < end or text[found.start : found.end] != found.text:
            raise ValueError(f"this text does not hold {found.text!r} at {found.start}")
        parts += (text[end : found.start], choices[found])
        end = found.end
    return "".join([*parts, text[end:]])

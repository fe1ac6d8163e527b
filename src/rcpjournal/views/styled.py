"""Text with styles, neutral to where it goes: a terminal in colour, a pipe, or a picture.

A Line is a tuple of Spans; a style is one of the names in STYLES. Colour never carries meaning alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rcpjournal.core.words import safe

_ONE_CELL = frozenset("…–—‘’“”•·↑↓€●◐○▲▼◆→")
"""beyond Latin letters, what our own lines are made of: no tables are needed to know their width"""

_LETTERS_A_CELL = 8
"""joined and combining letters share a cell; more than so many do not"""

STYLES = ("", "title", "strong", "dim", "accent", "warm", "match", "between", "star")
"""The last two are signs of our own, for which a plain line has words."""


class Span(NamedTuple):
    """A piece of text in one style."""

    text: str
    style: str = ""


Line = tuple[Span, ...]
EMPTY: Line = ()


def line(*parts: str | Span) -> Line:
    """A line of plain strings and spans."""
    return tuple(part if isinstance(part, Span) else Span(part) for part in parts)


def title(text: str) -> Line:
    """A heading."""
    return (Span(text, "title"),)


def titled(text: str, width: int) -> Iterator[Line]:
    """A blank line and a heading, in lines of at most `width` cells."""
    yield EMPTY
    yield from wrapped(text, width, style="title")


def dim(text: str) -> Span:
    """Words of the second rank."""
    return Span(text, "dim")


def strong(text: str) -> Span:
    """Words of the first rank."""
    return Span(text, "strong")


STAR = Span("* ", "star")
STARRED_CELLS = len("starred: ")
"""of a plain line's words for it"""


def between(parts: Iterable[str | None]) -> Line:
    """Words of the second rank, with a dot between each two; what is empty is left out."""
    spans = [span for part in parts if part for span in (Span(" · ", "between"), dim(part))]
    return tuple(spans[1:])


def trimmed(spans: Sequence[Span]) -> Line:
    """A line without the blanks at its end."""
    kept = list(spans)
    while kept and not kept[-1].text.strip():
        kept.pop()
    return (*kept[:-1], kept[-1]._replace(text=kept[-1].text.rstrip())) if kept else EMPTY


def plain_text(lines: Iterable[Line]) -> str:
    """The lines without styles."""
    return "\n".join("".join(span.text for span in one) for one in lines)


def width_of(text: str) -> int:
    """How many terminal cells `text` takes."""
    if text.isascii() or all(letter < "\u0300" or letter in _ONE_CELL for letter in text):
        return len(text)
    from wcwidth import wcswidth

    wide = wcswidth(text)
    return wide if wide >= 0 else len(text)


def padded(text: str, cells: int) -> str:
    """`text` with blanks to `cells`, or cut with … where it is longer; nothing in no cells."""
    if cells < 1:
        return ""
    text = text[: _LETTERS_A_CELL * cells]  # more cannot be shown, and measuring it takes its time
    if (have := width_of(text)) <= cells:
        return text + " " * (cells - have)
    kept = text
    while kept and width_of(kept) > cells - 1:
        kept = kept[:-1]
    kept = kept.rstrip() + "…"
    return kept + " " * (cells - width_of(kept))


def wrapped(text: str, width: int, indent: str = "", style: str = "") -> Iterator[Line]:
    """`text` in lines of at most `width` cells, its own line breaks, blank lines and blanks before a line kept."""
    room = max(20, width - width_of(indent))
    for paragraph in safe(text).split("\n"):
        own = _own_indent(paragraph, room)
        pieces = _cells(paragraph.lstrip(" ") if own else paragraph, room - len(own)) or [""]
        yield from ((Span(indent + own + piece, style),) if piece else EMPTY for piece in pieces)


def _own_indent(paragraph: str, room: int) -> str:
    """The blanks before a line that has to be broken; a person's own, or of a list of ours."""
    if not paragraph.startswith(" ") or width_of(paragraph) <= room:
        return ""
    return " " * min(len(paragraph) - len(paragraph.lstrip(" ")), room // 2)


def wrapped_spans(spans: Sequence[Span], width: int, indent: str = "") -> Iterator[Line]:
    """One line of several styles in lines of at most `width` cells."""
    text = "".join(span.text for span in spans)
    at = 0
    for piece in _cells(text, max(20, width - width_of(indent))):
        begins = text.index(piece, at)
        at = begins + len(piece)
        yield (*((Span(indent),) if indent else ()), *_between(spans, begins, at))


def _between(spans: Iterable[Span], begins: int, ends: int) -> Iterator[Span]:
    """What stands at these places of a line."""
    at = 0
    for text, style in spans:
        if part := text[max(0, begins - at) : max(0, ends - at)]:
            yield Span(part, style)
        at += len(text)


def _cells(paragraph: str, room: int) -> list[str]:
    if width_of(paragraph) <= room:
        return [paragraph.rstrip("\r")]
    pieces, current = [], ""
    for word in paragraph.split(" "):
        joined = f"{current} {word}" if current else word
        if width_of(joined) <= room:
            current = joined
            continue
        if current:
            pieces.append(current)
        while width_of(word) > room:
            cut = _fitting(word, room)
            pieces.append(word[:cut])
            word = word[cut:]
        current = word
    return [*pieces, current] if current else pieces


def _fitting(word: str, room: int) -> int:
    """How many letters of `word` fit: at least one, and joined letters are not parted in the common case."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width_of(word[:middle]) <= room else (low, middle - 1)
    return low

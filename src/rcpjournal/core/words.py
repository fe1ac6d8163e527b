"""Text as people type it: what may be stored, what may be shown, titles, passages."""

import re
from collections.abc import Iterable
from unicodedata import category

from rcpjournal.errors import UnusableText

TITLE_LENGTH = 80

# What a terminal could act on, or a reader be fooled by: C0 (save newline and tab), DEL, C1, the separators U+2028/9,
# the bidi embeddings, overrides and isolates, and signs of no width that no writing needs: fillers, invisible
# operators, old format characters, tags that do not make a flag. What writing does need stays: joiners (family emoji,
# Persian), U+200B (Khmer, Thai), the marks U+200E/F, soft hyphens.
_UNSAFE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u180e\u2028\u2029\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb]"
    "|(?<![\U0001f3f4\U000e0020-\U000e007e])[\U000e0000-\U000e007f]+"
)


def safe(text: str) -> str:
    """`text` fit for a terminal: each unsafe character shown as `\\x1b` or `\\u202e`, the rest as it is.

    A carriage return before a newline is dropped. The only sanitiser; whatever is shown goes through it.
    """
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_UNSAFE, _escaped, text.replace("\r\n", "\n"))


def masked(text: str) -> str:
    """`text` with each unsafe character as one replacement sign: as long as before, for a line being edited."""
    return re.sub(_UNSAFE, lambda match: "\ufffd" * len(match.group()), text)


def _escaped(match: re.Match[str]) -> str:
    codes = [ord(letter) for letter in match.group()]
    return "".join(f"\\x{c:02x}" if c < 0x100 else f"\\u{c:04x}" if c < 0x10000 else f"\\U{c:08x}" for c in codes)


def entities(text: str) -> str:
    """`text` with each unsafe character as HTML and Markdown write it: `&#27;`."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_UNSAFE, lambda match: as_entities(match.group()), text)


def as_entities(text: str) -> str:
    """Every character of `text` as `&#10;`."""
    return "".join(f"&#{ord(letter)};" for letter in text)


def json_safe(text: str) -> str:
    """JSON text with every character unsafe for a terminal as a `\\uXXXX` escape: the same data, safely shown."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_UNSAFE, _json_escaped, text)


def _json_escaped(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[n : n + 4]}" for n in range(0, len(units), 4))


def one_line(text: str) -> str:
    """`text` with every run of white space as one space."""
    return " ".join(text.split())


def title_of(texts: Iterable[str]) -> str:
    """The first line that has words, up to 80 characters; a longer one is cut at a word and ends in …"""
    for text in texts:
        for line in text.splitlines():
            if words := one_line(line):
                return shorten(words, TITLE_LENGTH)
    return ""


def shorten(text: str, most: int) -> str:
    """At most `most` characters, cut at a word where one ends in the last third."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > most * 2 // 3 else cut).rstrip() + "…"


def usable(text: str, what: str = "This text") -> str:
    """`text` itself if it can be stored verbatim. Raises UnusableText."""
    if "\x00" in text:
        raise UnusableText(what, "it holds a NUL character")
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            half = any("\ud800" <= letter <= "\udfff" and not "\udc80" <= letter <= "\udcff" for letter in text)
            why = "half of a character (a lone surrogate)" if half else "bytes that are not UTF-8 text"
            raise UnusableText(what, f"it holds {why}") from None
    return text


def as_typed(text: str, before: str) -> str:
    """What came back from an editor, without the carriage returns that some add to every line."""
    added = "\r" not in before and "\r\n" in text and text.count("\n") == text.count("\r\n") == text.count("\r")
    return text.replace("\r\n", "\n") if added else text


_SENTENCE = r"[^.!?…\n]+(?:[.!?…]+[\"'”’)]*|$|(?=\n))"


def sentences(texts: Iterable[str]) -> list[str]:
    """Passages to quote from: the sentences of one's own words, each exactly as it was typed, none twice."""
    found = (match.group().strip() for text in texts for match in re.finditer(_SENTENCE, text))
    return list(dict.fromkeys(passage for passage in found if len(passage) > 2))


_WORD = r"\w+(?:['’‐-]\w+)*"
_RUN_ON = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
"""scripts that leave no space between words: Thai, Lao, Burmese, Khmer, Japanese and Chinese"""


def is_stretch(words: str, text: str) -> bool:
    """Whether `words` stand in `text` just so, with no word cut at either end."""
    at = text.find(words) if words else -1
    inside = _inside_words(text) if at >= 0 else set()
    while at >= 0:
        if at not in inside and at + len(words) not in inside:
            return True
        at = text.find(words, at + 1)
    return False


def _inside_words(text: str) -> set[int]:
    """The places at which a cut would go through a word; accents that stand as signs of their own belong to it."""
    letters = "".join("a" if category(letter)[0] == "M" else letter for letter in re.sub(_RUN_ON, " ", text))
    return {at for found in re.finditer(_WORD, letters) for at in range(found.start() + 1, found.end())}


def plural(count: int, noun: str, many: str = "") -> str:
    """`1 entry`, `2 entries`."""
    return f"{count} {noun if count == 1 else many or noun + 's'}"


def listed(names: Iterable[str]) -> str:
    """`one, two`; or `one; two, and a half` where a name has a comma of its own."""
    found = list(names)
    return ("; " if any("," in name for name in found) else ", ").join(found)

"""What the formats share: bytes as text, and JSON with the line of each part."""

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from rcpjournal.core.arriving import Source, Wishes, unified
from rcpjournal.core.moments import order_of, read_moment
from rcpjournal.errors import DocumentRefused

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
UNREAD = "it is kept at the end of the words, and the entry has the file's own day"
"""what becomes of a date that cannot be read"""
FORM_MAY = f"--date-format may say how it is written; {UNREAD}"
TWO_WAYS = (
    "can be read in two ways. Say which with --date-format %d/%m/%Y (day first) or "
    "--date-format %m/%d/%Y (month first)."
)
_SPACE = re.compile(r"[ \t\r\n]*")
_JSON = json.JSONDecoder()


def text_of(source: Source, wishes: Wishes) -> str:
    """A file as text, its line ends as newlines. Raises DocumentRefused where its bytes are something else."""
    marked = next((name for mark, name in _MARKS if source.data.startswith(mark)), "")
    encoding = marked or wishes.encoding or "utf-8"
    try:
        return unified(source.data.decode(encoding))
    except UnicodeDecodeError as error:
        line = source.data.count(b"\n", 0, error.start) + 1
        why = f"this is not {encoding.upper()} text. Say what it is: --encoding cp1252 suits older Windows files."
        if b"\x00" in source.data:
            why = "this is not text: it may be encrypted, or a document that its own program has to save as text first."
        raise DocumentRefused(f"{source.name}:{line}: ", [why]) from None


def members(source: Source, text: str, name: str) -> Iterator[tuple[int, Any]]:
    """Each member of the list called `name` in the JSON mapping `text`, or of the list that it is, and its line.

    A mapping without that list is its own one member. Raises DocumentRefused where it is not JSON.
    """
    walk = _Walk(source, text)
    opening = walk.peek()
    if opening == "[" or (opening == "{" and walk.to_list(name)):
        yield from walk.list()
    else:
        yield 1, walk.whole()
        return
    walk.whole()


def is_open(said: str) -> bool:
    """Whether it is a date that can be read in two ways."""
    return order_of([said]) is None


def part_first(form: str) -> str:
    """Which part of a date stands first by a form for dates, as `read_moment` takes it; `""` where it says nothing."""
    day, month = form.find("%d"), form.find("%m")
    return "" if min(day, month) < 0 else "day" if day < month else "month"


def order_by(form: str, dates: Iterable[str]) -> str | None:
    """Which part of `dates` stands first, by the form that a person gave or else by themselves; None as `order_of`."""
    return part_first(form) or order_of(one for one in dates if not (form and read_moment(one, form=form)))


class Lines:
    """The line of each place in a text; places are asked about in order, so that it is counted once."""

    def __init__(self, text: str) -> None:
        self._text, self._counted, self._line = text, 0, 1

    def at(self, place: int) -> int:
        """The line, from 1, of a place that is not before the last one."""
        self._line += self._text.count("\n", self._counted, place)
        self._counted = place
        return self._line


class _Walk:
    """Goes through a JSON text part by part."""

    def __init__(self, source: Source, text: str) -> None:
        self._source, self._text, self._at = source, text, 0
        self._lines = Lines(text)

    def line(self) -> int:
        """The line on which it stands."""
        return self._lines.at(self._at)

    def peek(self) -> str:
        """The next character that is not white space."""
        self._at = _SPACE.match(self._text, self._at).end()  # type: ignore[union-attr]
        return self._text[self._at : self._at + 1]

    def to_list(self, name: str) -> bool:
        """Steps to the list that the mapping here holds under `name`; False where it has none."""
        start = self._at
        self._at += 1
        while self.peek() == '"':
            try:
                key, self._at = _JSON.raw_decode(self._text, self._at)
            except ValueError:
                break
            if self.peek() != ":":
                break
            self._at += 1
            if self.peek() == "[" and key == name:
                return True
            self._value()
            if self.peek() == ",":
                self._at += 1
        self._at = start
        return False

    def list(self) -> Iterator[tuple[int, Any]]:
        """The members of the list here."""
        self._at += 1
        while self.peek() not in ("]", ""):
            line = self.line()
            yield line, self._value()
            if self.peek() == ",":
                self._at += 1
            elif self.peek() != "]":
                raise self._refused("a comma is missing")
        if not self.peek():
            raise self._refused("the file ends in the middle")

    def whole(self) -> Any:
        """All of the text as one value: also a look at whether it is JSON to its end."""
        try:
            return json.loads(self._text)
        except (ValueError, RecursionError) as error:
            self._at = min(getattr(error, "pos", 0), len(self._text))
            self._lines = Lines(self._text)
            raise self._refused(_why(error)) from None

    def _value(self) -> Any:
        try:
            value, self._at = _JSON.raw_decode(self._text, self._at)
        except (ValueError, RecursionError) as error:
            self._at = max(self._at, min(getattr(error, "pos", 0), len(self._text)))
            raise self._refused(_why(error)) from None
        return value

    def _refused(self, why: str) -> DocumentRefused:
        return DocumentRefused(f"{self._source.name}:{self.line()}: ", [f"this is not JSON ({why})"])


def _why(error: Exception) -> str:
    return getattr(error, "msg", "") or (
        "nested too deep" if isinstance(error, RecursionError) else "a number too long"
    )


def words_at(data: dict[str, Any], name: str) -> str:
    """A field as text: `""` where it is not there, or is something else."""
    value = data.get(name)
    return unified(value) if isinstance(value, str) else ""


def names_at(data: dict[str, Any], name: str) -> tuple[str, ...]:
    """A field as a list of texts."""
    value = data.get(name)
    found = value if isinstance(value, list) else [value]
    return tuple(one.strip() for one in found if isinstance(one, str) and one.strip())

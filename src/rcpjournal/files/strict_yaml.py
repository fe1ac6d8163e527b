"""YAML as data and nothing else.

PyYAML's parser (the C one where it is built) gives events; from them we build strings, whole numbers,
true/false, null, lists and mappings, and remember the line of each. Refused, with the line: anchors, aliases,
tags, keys that are not strings, keys given twice, depth beyond 12, files beyond 256 KB or 10,000 values. Nothing
else is guessed: `2026.1`, `no` and `2026-03-04` stay the strings they look like.
"""

import re
from typing import Any, NamedTuple

MOST_BYTES = 256 * 1024
MOST_DEPTH = 12
MOST_PARTS = 10_000
"""values, lists and mappings in a file; the shipped framework has a quarter of that"""

_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")

Path = tuple[str | int, ...]


class Fault(Exception):
    """One thing wrong with a YAML text: its line (from 1) and the words for it."""

    def __init__(self, line: int, words: str) -> None:
        self.line, self.words = line, words
        super().__init__(f"line {line}: {words}")


class Document(NamedTuple):
    """The data, and the line on which each part of it begins."""

    data: Any
    lines: dict[Path, int]

    def line_of(self, path: Path) -> int:
        """The line of `path`, or of the nearest part above it that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def parse(raw: bytes) -> Document:
    """The one document in `raw` (UTF-8). Raises Fault."""
    if len(raw) > MOST_BYTES:
        raise Fault(1, f"the file is larger than {MOST_BYTES // 1024} KB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Fault(raw.count(b"\n", 0, error.start) + 1, "the file is not UTF-8 text") from None
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(event)
    except Fault as fault:
        raise Fault(fault.line, f"{builder.where()}{fault.words}") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Fault(mark.line + 1 if mark else 1, f"this is not YAML: {error.problem or error.context}") from None
    except yaml.reader.ReaderError as error:
        # The C parser counts bytes, the other one letters.
        before = text.encode()[: error.position] if loader is not yaml.SafeLoader else text[: error.position].encode()
        raise Fault(before.count(b"\n") + 1, "there is a character that YAML does not allow") from None
    if builder.documents != 1:
        raise Fault(1, "the file is empty" if not builder.documents else "the file holds more than one document")
    return Document(builder.root, builder.lines)


class _Builder:
    """Takes parser events in order; keeps the containers that are still open on a stack."""

    def __init__(self) -> None:
        self.root: Any = None
        self.documents = 0
        self.lines: dict[Path, int] = {}
        self._open: list[list[Any] | dict[str, Any]] = []
        self._path: list[str | int] = []
        self._key: list[str | None] = []
        self._key_line = 1

    def where(self) -> str:
        """The key at which the builder stands, for a message."""
        key = self._key[-1] if self._key else None
        path = [str(step)[:60] for step in (*self._path, *([key] if key else ()))]
        return f"{'.'.join(path)}: " if path else ""

    def take(self, event: Any) -> None:
        kind = type(event).__name__
        line = event.start_mark.line + 1 if event.start_mark else 1
        if kind == "AliasEvent" or getattr(event, "anchor", None):
            raise Fault(line, "anchors and aliases (& and *) are not used here; write the value out")
        if getattr(event, "tag", None):
            raise Fault(line, f"tags ({event.tag[:40]}) are not used here; write plain values")
        if kind == "DocumentStartEvent":
            self.documents += 1
        elif kind == "ScalarEvent":
            self._scalar(event, line)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._begin({} if kind == "MappingStartEvent" else [], line)
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self._open.pop()
            self._key.pop()
            if self._path:
                self._path.pop()

    def _scalar(self, event: Any, line: int) -> None:
        if not event.value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in event.value):
            raise Fault(line, "half of a character (a lone surrogate) stands here")
        if self._open and isinstance(self._open[-1], dict) and self._key[-1] is None:
            self._take_key(event.value, line)
            return
        value = event.value
        if not event.style:
            value = _WORDS[value] if value in _WORDS else int(value) if _NUMBER.match(value) else value
        self._place(value, line)
        if self._path:
            self._path.pop()

    def _take_key(self, key: str, line: int) -> None:
        if key in self._open[-1]:
            raise Fault(line, f"the key {key[:60]!r} stands here a second time")
        self._key[-1] = key
        self._key_line = line

    def _begin(self, container: list[Any] | dict[str, Any], line: int) -> None:
        if self._open and isinstance(self._open[-1], dict) and self._key[-1] is None:
            raise Fault(line, "a key must be a plain word")
        if len(self._open) >= MOST_DEPTH:
            raise Fault(line, f"this is nested more than {MOST_DEPTH} levels deep")
        self._place(container, line)
        self._open.append(container)
        self._key.append(None)

    def _place(self, value: Any, line: int) -> None:
        """Puts a value where it belongs and steps into its path."""
        if not self._open:
            self.root = value
            self.lines[()] = line
            return
        holder = self._open[-1]
        if isinstance(holder, list):
            step: str | int = len(holder)
            holder.append(value)
        else:
            step = self._key[-1] or ""
            holder[step] = value
            self._key[-1] = None
            line = self._key_line
        if len(self.lines) >= MOST_PARTS:
            raise Fault(line, f"the file holds more than {MOST_PARTS:,} values")
        self._path.append(step)
        self.lines[tuple(self._path)] = line

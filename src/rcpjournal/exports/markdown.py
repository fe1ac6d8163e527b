"""Markdown to read and to print. A person's words stay words: nothing in them becomes markup of ours."""

import re
from collections.abc import Iterator, Mapping

from rcpjournal.core.dates import spoken
from rcpjournal.core.entry import Entry
from rcpjournal.core.words import as_entities, entities, one_line, plural, safe
from rcpjournal.exports import Chosen
from rcpjournal.exports.telling import Agreed, Point, Said, Told, told

_INDENT = re.compile(r"(?m)^[ \t]+")
_LINE_MARKS = re.compile(r"(?m)^(#{1,6}(?=\s|$)|=+(?=\s*$)|[-+](?=[\s-]|$)|~{3,}|>)")
_NUMBERED = re.compile(r"(?m)^(\d{1,9})([.)])(?=\s|$)")
_INLINE_MARKS = re.compile(r"([\\<\[\]*_`&|])")


class Markdown:
    """One section an entry, oldest first."""

    name = "markdown"
    words = "to read or print"
    mark = ""

    def pieces(self, chosen: Chosen) -> Iterator[str]:
        """A heading, then a piece an entry."""
        yield f"# Reflections\n\nTaken out on {spoken(chosen.today)}. A private copy; it is not a case record.\n"
        for entry, labels in chosen.entries:
            yield "\n" + "\n".join(self._entry(entry, labels, chosen))

    def _entry(self, entry: Entry, labels: Mapping[str, str], chosen: Chosen) -> Iterator[str]:
        one = told(entry, labels, chosen.framework)
        yield f"## {one.day} ({one.id})\n"
        if one.about:
            yield f"*{', '.join(one.about)}*\n"
        yield from (f"### {heading_of(said)}\n\n{words_as_markdown(said.words)}\n" for said in one.answers)
        yield from (f"### {heading}\n\n{text}\n" for heading, text in around(one))
        for later in one.additions:
            yield f"### {_line(later.heading)}\n\n{words_as_markdown(later.words)}\n"


def heading_of(said: Said) -> str:
    """A question as a heading."""
    return words_as_markdown(said.heading)


def around(one: Told) -> Iterator[tuple[str, str]]:
    """(heading, Markdown) of what stands behind the answers: what was seen, actions, what goes to supervision."""
    if one.points:
        yield "Seen in it, and around it", "\n".join(map(_point, one.points))
    if one.actions:
        yield plural(len(one.actions), "action"), "\n".join(map(_action, one.actions))
    if one.question:
        yield one.question.heading, words_as_markdown(one.question.words)


def _point(point: Point) -> str:
    stance = f" ({_line(point.stance)})" if point.stance else ""
    rest = f"“{_line(point.quote)}”" if point.quote else _line(point.notes)
    return f"- {_line(point.label)}{stance}{': ' + rest if rest else ''}"


def _action(action: Agreed) -> str:
    due = f", by {action.due}" if action.due else ""
    more = [f"  - {name}: {_line(words)}" for name, words in action.more]
    return "\n".join([f"- {_line(action.what)}{due} ({action.state})", *more])


def _line(text: str) -> str:
    return words_as_markdown(one_line(text))


def words_as_markdown(text: str) -> str:
    """A person's words as Markdown that shows exactly them."""
    inline = _INLINE_MARKS.sub(r"\\\1", _INDENT.sub("", safe(text)))
    return _NUMBERED.sub(r"\1\\\2", _LINE_MARKS.sub(r"\\\1", inline))


_MARKS_ELSEWHERE = re.compile(r"\$|%{2,}|={2,}|~{2,}")
"""what is markup in Obsidian and others: a formula, a remark that is not shown, marked and struck words"""
_EDGES = re.compile(r"(?m)\A\n+|\n+\Z|^[ \t]|[ \t]$")


def whole_as_markdown(text: str) -> str:
    """A person's words as Markdown that shows them, and out of which they can be had back to the letter.

    Blanks and line ends at the edges, and characters that could act, are written as `&#32;`.
    """
    inline = _MARKS_ELSEWHERE.sub(_each_escaped, _INLINE_MARKS.sub(r"\\\1", text))
    plain = entities(_EDGES.sub(lambda found: as_entities(found[0]), inline))
    return _NUMBERED.sub(r"\1\\\2", _LINE_MARKS.sub(r"\\\1", plain))


def _each_escaped(found: re.Match[str]) -> str:
    return "".join(f"\\{sign}" for sign in found[0])

"""An entry as a text to edit, and back.

Head lines, then a section for each answer (`== question [id]`) with the answer as it was typed, then sections of
`key: value` blocks for what was seen, what was around it, and what is to do. A text that is not touched comes back
to the same entry, to the letter.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from rcpjournal.core.entry import Entry, document
from rcpjournal.core.words import as_typed
from rcpjournal.errors import DocumentRefused

_HEAD = ("happened_on", "kind", "with", "alias", "visibility", "starred", "need", "got", "working")
_SECTIONS = {
    "observations": ("Seen in it", ("item", "stance", "quote")),
    "conditions": ("Around it", ("item", "polarity", "rule", "blocker", "response", "sphere")),
    "actions": ("To do", ("what", "due", "why", "how", "whose_view", "state", "reason", "owner", "review", "about")),
}
_NOTES = (
    "# Change what you like, then save and close. A line that begins with # up here is left out.",
    "# A part may be left empty; an answer whose heading is taken away is taken out.",
    "# To change nothing, close without saving.",
)
_HEADING = re.compile(r"==.*\[(\S+)\]\s*\Z")
_LIKE_HEADING = re.compile(r"(?m)^(\\*==)")
_ESCAPED = re.compile(r"(?m)^\\(\\*==)")


def as_form(entry: Entry) -> str:
    """The entry as a text to edit."""
    data = document(entry)
    lines = [f"# Entry {entry.id}, written {data.get('created', '')[:16].replace('T', ' ')}", *_NOTES, ""]
    lines += [f"{name}: {_shown(data.get(name))}".rstrip() for name in _HEAD]
    for prompt, answer in entry.answers.items():
        question = " ".join((entry.asked or {}).get(prompt, "").split())
        lines += ["", f"== {question} [{prompt}]", _LIKE_HEADING.sub(r"\\\1", answer)]
    for name, (title, fields) in _SECTIONS.items():
        lines += ["", f"== {title} [{name}]"]
        for row in data.get(name, ()):
            lines += [f"{field}: {_shown(row.get(field))}".rstrip() for field in fields if row.get(field)]
            lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def as_shown(entry: Entry) -> str:
    """What an entry says, for showing it beside another text of it: no notes, nothing empty, later additions too."""
    lines = [line for line in as_form(entry).split("\n") if line.strip() and not line.startswith("#")]
    lines = [line for n, line in enumerate(lines) if not _says_nothing(line, lines[n + 1 : n + 2])]
    lines += [f"added {later.on}, {later.kind}: {later.text}" for later in entry.additions]
    return "\n".join(lines)


def _says_nothing(line: str, after: list[str]) -> bool:
    """An empty head line, or the heading of a part with nothing in it."""
    heading = _HEADING.match(line)
    if heading and heading.group(1) in _SECTIONS:
        return not after or bool(_HEADING.match(after[0]))
    return bool(re.fullmatch(r"[a-z_]+:", line))


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    plain = text == text.strip() and "\n" not in text and "\r" not in text and not text.startswith('"')
    return text if plain else json.dumps(text, ensure_ascii=False)


class _Part(NamedTuple):
    name: str
    line: int
    lines: list[str]


def from_form(text: str, entry: Entry) -> dict[str, Any]:
    """The edited text as an entry document; what cannot be edited comes from `entry`. Raises DocumentRefused."""
    data = document(entry)
    parts = list(_parts(as_typed(text, as_form(entry))))
    data.update(_head(parts[0]))
    data["answers"] = dict(_answers(parts[1:], entry))
    for name, (_, fields) in _SECTIONS.items():
        blocks = [block for part in parts[1:] if part.name == name for block in _blocks(part, fields)]
        data[name] = blocks
    return {name: value for name, value in data.items() if value not in ([], None) or name in ("offered", "with")}


def _parts(text: str) -> Iterator[_Part]:
    part = _Part("", 1, [])
    for n, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if match := _HEADING.match(line):
            yield part
            part = _Part(match.group(1), n, [])
        else:
            part.lines.append(line)
    yield part


def _head(part: _Part) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for n, line in enumerate(part.lines, part.line):
        if not line.strip() or line.startswith("#"):
            continue
        name, value = _pair(line, n, _HEAD)
        found[name] = value
    if "starred" in found:
        if found["starred"] not in (None, "yes", "no", "true", "false"):
            raise DocumentRefused("", [f"starred: yes or no, not “{found['starred']}”"])
        found["starred"] = found["starred"] in ("yes", "true")
    found["visibility"] = found.get("visibility") or "private"
    return found


def _answers(parts: list[_Part], entry: Entry) -> Iterator[tuple[str, str]]:
    for part in parts:
        if part.name in _SECTIONS:
            continue
        typed = _ESCAPED.sub(r"\1", "\n".join(part.lines)).rstrip("\n")
        before = entry.answers.get(part.name)
        if before is not None and before.rstrip("\n") == typed:
            yield part.name, before
        elif typed.strip():
            yield part.name, typed


def _blocks(part: _Part, fields: tuple[str, ...]) -> Iterator[Mapping[str, Any]]:
    block: dict[str, Any] = {}
    for n, line in enumerate([*part.lines, ""], part.line + 1):
        if line.strip():
            name, value = _pair(line, n, fields)
            if name in block:
                raise DocumentRefused(
                    f"line {n}: ", [f"{name} stands here a second time; put a blank line between two"]
                )
            block[name] = value
        elif block:
            yield {name: value for name, value in block.items() if value is not None}
            block = {}


def _pair(line: str, n: int, names: tuple[str, ...]) -> tuple[str, str | None]:
    name, colon, rest = line.partition(":")
    name, rest = name.strip(), rest.strip()
    if not colon or name not in names:
        raise DocumentRefused(f"line {n}: ", [f"“{line.strip()[:40]}” should begin with one of: {', '.join(names)}"])
    if rest.startswith('"'):
        try:
            return name, str(json.loads(rest))
        except ValueError:
            pass  # a person's own quotation marks, not ours
    return name, rest or None

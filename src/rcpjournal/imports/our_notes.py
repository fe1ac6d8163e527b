"""What `export markdown --folder` wrote: an entry whole, out of front matter and the words below it.

Somebody may have worked on the note since. What was changed in an answer comes as it is now; what stands where no words
of the entry stood is kept as a note to it, of the file's day.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from rcpjournal.core.arriving import DIGEST_SIGNS, NOTE, NOTE_SCHEMA, Arrived, Event, Remark, Source
from rcpjournal.core.digest import digest_of_texts
from rcpjournal.core.entry import SCHEMA

_SECTION = re.compile(
    rf"^<!-- {NOTE} (answer|addition|to read|end)(?: ([0-9a-f]+))? -->\n(?:## ?[^\n]*(?:\n|\Z))?", re.M
)
_SIGN = re.compile(r"\\([!-/:-@\[-`{-~])|&#(\d{1,7});")
_NOT_READ_BACK = (NOTE, "date", "tags", "questions", "additions")


def is_note(data: Mapping[str, Any] | None) -> bool:
    """Whether front matter is of a note that `export markdown --folder` wrote, and of the shape that it has."""
    if data is None or data.get(NOTE) != NOTE_SCHEMA:
        return False
    parts = [data.get("questions"), data.get("additions", [])]
    return all(isinstance(part, list) and all(isinstance(one, dict) for one in part) for part in parts)


def note_events(source: Source, data: Mapping[str, Any], body: str) -> Iterator[Event]:
    """The entry, and what is to be said of it."""
    where = f"{source.name}:1"
    words, others = _sections(body)
    answers: dict[str, Any] = {}
    asked: dict[str, Any] = {}
    for number, question in enumerate(data["questions"], 1):
        name = str(question.get("id"))
        said = question.get("choice", words.pop(f"answer {number}", None))
        if said is None:
            yield Remark(where, f"the words under its question {number} are gone; the entry comes without them")
            continue
        answers[name] = said
        if "asked" in question:
            asked[name] = question["asked"]
    additions = []
    for number, one in enumerate(data.get("additions", []), 1):
        if (text := words.pop(f"addition {number}", None)) is None:
            yield Remark(where, f"the words of its addition {number} are gone; the entry comes without it")
            continue
        additions.append({**one, "text": text})
    if more := "\n\n".join(part for part in (*others, *words.values()) if part.strip()):
        yield Remark(where, "there are words in it that are not the entry's; they come as a note to it")
        additions.append({"on": source.modified.isoformat(), "kind": "note", "text": more})
    yield Arrived(
        where=where,
        day=_day(data.get("date"), source.modified),
        text="",
        id=data["id"] if isinstance(data.get("id"), str) else None,
        document={
            **{name: value for name, value in data.items() if name not in _NOT_READ_BACK},
            "schema": SCHEMA,
            "happened_on": data.get("date"),
            "answers": answers,
            **({"asked": asked} if asked else {}),
            **({"additions": additions} if additions else {}),
        },
    )


def _sections(body: str) -> tuple[dict[str, str], list[str]]:
    """`answer 1` → its words; and what else stands there, but for what only says the front matter over again."""
    found = list(_SECTION.finditer(body))
    words: dict[str, str] = {}
    others = [_plain(body[: found[0].start() if found else len(body)])]
    for here, after in zip(found, [*found[1:], None], strict=True):
        raw = body[here.end() : after.start() if after else len(body)].strip("\n")
        name = f"{here[1]} {here[2]}"
        if here[1] == "to read" and digest_of_texts(raw)[:DIGEST_SIGNS] == here[2]:
            continue
        if here[1] in ("answer", "addition") and name not in words:
            words[name] = _plain(raw)
        else:
            others.append(_plain(raw))
    return words, others


def _plain(markdown: str) -> str:
    """The words, as they were before they were made Markdown."""
    return _SIGN.sub(lambda found: found[1] or _letter(int(found[2])), markdown.strip("\n"))


def _letter(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else f"&#{code};"


def _day(said: Any, other: date) -> date:
    try:
        return date.fromisoformat(said)
    except (TypeError, ValueError):
        return other

"""A folder of notes, one file an entry: front matter and words, which `import markdown` brings back whole.

The front matter is YAML of the plainest kind, so that Obsidian, nb and the strict loader read it alike. The words stand
under their questions; which is which is said by comments that nobody sees, since headings may be anything.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from unicodedata import category, normalize

from rcpjournal.core.arriving import DIGEST_SIGNS, FRAMEWORKS, NOTE, NOTE_SCHEMA
from rcpjournal.core.digest import digest_of_texts
from rcpjournal.core.entry import Entry, document
from rcpjournal.core.framework import Framework
from rcpjournal.core.words import one_line, safe, title_of
from rcpjournal.exports.markdown import around, heading_of, whole_as_markdown, words_as_markdown
from rcpjournal.exports.telling import told

FRAMEWORK_NAME = f"{FRAMEWORKS}{{:04}}.json"
"""the name of a framework's file, by its number in the journal"""
_LONGEST_SLUG = 48
_BYTES_OF_SLUG = 120
"""a file's name may have 255 bytes on most systems, and an id up to 40"""
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\ufffe": "\\ufffe", "\uffff": "\\uffff"}
_PLAIN = re.compile(r"[a-z][a-z-]*\Z|\d{4}-\d{2}-\d{2}\Z")
_TAKEN = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
"""what YAML, or an older YAML, takes for something else than a word"""


def note_name(entry: Entry) -> str:
    """The name of an entry's file: its day, its first words, its id, which alone tells whose file it is."""
    slug = _slug(title_of(entry.answers.values()))
    return f"{entry.happened_on.isoformat()}{'-' if slug else ''}{slug}_{entry.id}.md"


def id_in(name: str) -> str | None:
    """The id in the name of a file that `note_name` named: what is behind the last underscore, which no id has."""
    found = re.fullmatch(r"\d{4}-\d{2}-\d{2}[^/]*_([0-9A-Za-z][0-9A-Za-z-]*)\.md", name)
    return found[1] if found else None


def note(entry: Entry, labels: Mapping[str, str], framework: Framework) -> str:
    """The entry as a file."""
    return "".join([*_front(entry, framework), *_body(entry, labels, framework)])


def _slug(title: str) -> str:
    """Letters and figures of any script, with hyphens between words."""
    letters = "".join(one if category(one)[0] in "LMN" else "-" for one in normalize("NFC", title).casefold())
    words, slug = [word for word in letters.split("-") if word], ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:_LONGEST_SLUG]
        if len(longer) > _LONGEST_SLUG or len(longer.encode()) > _BYTES_OF_SLUG:
            break
        slug = longer
    return slug


# --- front matter ---------------------------------------------------------------------------------------------------


def _front(entry: Entry, framework: Framework) -> Iterator[str]:
    """All of the entry but the words of its answers and additions."""
    data = document(entry)
    asked = data.pop("asked", None) or {}
    answers = data.pop("answers")
    data = {"rcpjournal": NOTE_SCHEMA, "date": data.pop("happened_on"), **data, "tags": _tags(entry)}
    del data["schema"]
    data["questions"] = [
        {
            "id": prompt,
            **({"asked": asked[prompt]} if prompt in asked else {}),
            **({"choice": words} if _is_choice(prompt, words, framework) else {}),
        }
        for prompt, words in answers.items()
    ]
    if entry.additions:
        data["additions"] = [{n: v for n, v in one.items() if n != "text"} for one in data["additions"]]
    yield "---\n"
    for name, value in data.items():
        if value is not None and (value != [] or name == "offered"):
            yield f"{name}:{_value(value)}\n"
    yield "---\n"


def _is_choice(prompt: str, words: str, framework: Framework) -> bool:
    known = framework.prompts.get(prompt)
    return known is not None and any(option.value == words != option.label for option in known.options)


def _tags(entry: Entry) -> list[str]:
    """What other programs list it under: the last part of each item's id. Not read back: `observations` says more."""
    items = [*(seen.item for seen in entry.observations), *(one.item for one in entry.conditions)]
    return list(dict.fromkeys(item.rpartition(".")[2] for item in items))


def _value(value: Any) -> str:
    if isinstance(value, list) and value:
        return "".join(f"\n- {_flow(part)}" for part in value)
    return f" {_flow(value)}"


def _flow(value: Any) -> str:
    """A value on one line, as YAML that is JSON but for its escapes."""
    if isinstance(value, str):
        return value if _PLAIN.match(value) and value not in _TAKEN else _quoted(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(name)}: {_quoted_or(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_quoted_or, value)) + "]"
    return json.dumps(value)


def _quoted_or(value: Any) -> str:
    return _quoted(value) if isinstance(value, str) else _flow(value)


def _quoted(text: str) -> str:
    """YAML's double quotes; its escapes are spelt as `safe` spells them."""
    return '"' + safe("".join(_ESCAPES.get(letter, letter) for letter in text)) + '"'


# --- words ------------------------------------------------------------------------------------------------------------


def _body(entry: Entry, labels: Mapping[str, str], framework: Framework) -> Iterator[str]:
    one = told(entry, labels, framework)
    for number, said in enumerate(one.answers, 1):
        if said.words == entry.answers[said.prompt]:
            yield _section(f"answer {number}", heading_of(said), whole_as_markdown(said.words))
        else:  # a choice: its words are the framework's
            yield _to_read(heading_of(said), words_as_markdown(said.words))
    for heading, text in around(one):
        yield _to_read(heading, text)
    for number, later in enumerate(one.additions, 1):
        heading = words_as_markdown(one_line(later.heading))
        yield _section(f"addition {number}", heading, whole_as_markdown(later.words))
    yield f"\n<!-- {NOTE} end -->\n"


def _section(what: str, heading: str, text: str) -> str:
    return f"\n<!-- {NOTE} {what} -->\n## {heading}\n\n{text}\n"


def _to_read(heading: str, text: str) -> str:
    """A section that says in words what the front matter says; by its digest one tells whether somebody changed it."""
    digest = digest_of_texts(text.strip("\n"))[:DIGEST_SIGNS]
    return _section(f"to read {digest}", heading, text)

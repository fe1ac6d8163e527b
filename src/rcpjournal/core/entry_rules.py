"""What makes an entry sound against a framework, and documents → entries."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC
from difflib import get_close_matches
from typing import Any

from rcpjournal.core.entry import Entry, document
from rcpjournal.core.framework import FREE_TEXT, Framework, Problem
from rcpjournal.core.words import shorten, usable
from rcpjournal.errors import DocumentRefused, UnusableText


def entry_from_document(data: Any, framework: Framework, where: str = "") -> Entry:
    """An entry from a document of the outside (plain JSON values), checked whole.

    `"text"` may stand for the answers of a free entry. Raises DocumentRefused, each problem with its field.
    """
    from rcpjournal.core import checks

    if isinstance(data, Mapping) and "text" in data:
        if "answers" in data:
            raise DocumentRefused(where, ["text: give either text or answers, not both"])
        data = {name: value for name, value in data.items() if name != "text"} | {"answers": {FREE_TEXT: data["text"]}}
    if found := [*_unusable(data), *_days(data)]:
        raise DocumentRefused(where, [_said(problem) for problem in found])
    try:
        entry = checks.check(Entry, data)
    except checks.Misshapen as error:
        raise DocumentRefused(where, [_said(problem) for problem in error.problems]) from None
    if found := list(_unfit(entry, framework)):  # its texts have been looked at
        raise DocumentRefused(where, [_said(problem) for problem in found])
    if entry.offered is None and entry.flow is not None:
        return replace(entry, offered=framework.layers_offered(framework.flows[entry.flow].steps))
    return entry


def _said(problem: Problem) -> str:
    field = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in problem.path)
    return f"{field.lstrip('.')}: {problem.words}" if field else problem.words


_ISO_DAY = r"\d{4}-\d{2}-\d{2}\Z"
_ID = r"[0-9A-Za-z][0-9A-Za-z-]{1,39}\Z"


def _days(data: Any) -> Iterator[Problem]:
    """Days that are not written as days; a number in quotes would else be read as seconds."""
    if not isinstance(data, Mapping):
        return
    for name, inner in (("happened_on", None), ("actions", "due"), ("additions", "on")):
        value = data.get(name)
        rows = value if isinstance(value, list) and inner else [data]
        for i, row in enumerate(rows):
            day = row.get(inner or name) if isinstance(row, Mapping) else None
            if isinstance(day, str) and not re.match(_ISO_DAY, day):
                path = (name, i, inner) if inner else (name,)
                yield Problem(path, f"“{shorten(day, 40)}” should be a day like 2026-03-04")


def in_words(entry: Entry, framework: Framework) -> bool:
    """Whether at least one answer is words, not only a choice."""
    return any(
        answer.strip() and not (name in framework.prompts and framework.prompts[name].options)
        for name, answer in entry.answers.items()
    )


def _unusable(data: Any) -> Iterator[Problem]:
    """Texts that cannot be stored; looked for one by one only where there is one, since most documents have none."""
    said = json.dumps(data, ensure_ascii=False)
    try:
        said.encode("utf-8")
    except UnicodeEncodeError:
        yield from _unusable_in(data)
    else:
        if "\\u0000" in said:
            yield from _unusable_in(data)


def _unusable_in(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[Problem]:
    if isinstance(value, str):
        try:
            usable(value, "This text")
        except UnusableText as error:
            yield Problem(path, str(error))
    elif isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(part, str | dict | list):
                yield from _unusable_in(part, (*path, key))


def problems(entry: Entry, framework: Framework) -> Iterator[Problem]:
    """What does not fit the framework, or cannot be stored."""
    yield from _unusable(document(entry))
    yield from _unfit(entry, framework)


def _unfit(entry: Entry, framework: Framework) -> Iterator[Problem]:
    if not in_words(entry, framework):
        yield Problem(("answers",), "an entry needs at least one answer in words")
    if entry.id is not None and (not re.match(_ID, entry.id) or entry.id == "last"):
        yield Problem(("id",), "an id is letters, digits and hyphens; leave it out and the entry gets one")
    if entry.created is not None:
        try:
            entry.created.astimezone(UTC)
        except (OverflowError, ValueError):
            yield Problem(("created",), "this time cannot be kept")
    for i, action in enumerate(entry.actions):
        if not action.what.strip():
            yield Problem(("actions", i, "what"), "an action says what is to be done")
    for prompt in entry.answers:
        if prompt not in framework.prompts and prompt not in (entry.asked or ()):
            yield Problem(("answers", prompt), f"no such question in the framework{_near(prompt, framework.prompts)}")
    for field, value in (("kind", entry.kind), ("with", entry.with_)):
        known = framework.choices(field)
        if value is not None and value not in known:
            yield Problem((field,), f"{value!r} is not known; choose from {', '.join(known)}")
    if entry.flow is not None and entry.flow not in framework.flows:
        yield Problem(("flow",), f"{entry.flow!r} is not a flow; choose from {', '.join(framework.flows)}")
    for layer in entry.offered or ():
        if layer not in framework.layers:
            yield Problem(("offered",), f"there is no layer {layer}")
    yield from _item_problems(entry, framework)


def _item_problems(entry: Entry, framework: Framework) -> Iterator[Problem]:
    for i, seen in enumerate(entry.observations):
        yield from _fits(("observations", i, "item"), seen.item, "tag", framework)
        if (item := framework.items.get(seen.item)) and seen.stance is not None:
            stances = framework.layers[item.layer].stances
            if seen.stance not in stances:
                allowed = f"choose from {', '.join(stances)}" if stances else "this layer takes none"
                yield Problem(("observations", i, "stance"), f"{seen.stance!r} is not a stance here; {allowed}")
    for i, condition in enumerate(entry.conditions):
        yield from _fits(("conditions", i, "item"), condition.item, "condition", framework)
    for name in entry.ratings or ():
        yield from _fits(("ratings", name), name, "rating", framework)


def _fits(path: tuple[str | int, ...], name: str, kind: str, framework: Framework) -> Iterator[Problem]:
    item = framework.items.get(name)
    if item is None:
        yield Problem(path, f"{name!r} is not an item of the framework{_near(name, framework.items)}")
    elif (found := framework.layers[item.layer].kind) != kind:
        yield Problem(path, f"{name!r} belongs to a layer of kind {found}, not {kind}")


def _near(word: str, names: Mapping[str, object]) -> str:
    near = get_close_matches(word, names, n=1)
    return f" (did you mean {near[0]}?)" if near else ""


def with_wording(entry: Entry, framework: Framework) -> Entry:
    """The entry with the wording of each answered question, where it does not carry it already."""
    asked = {
        name: (entry.asked or {}).get(name) or framework.prompts[name].text
        for name in entry.answers
        if name in framework.prompts or name in (entry.asked or {})
    }
    return replace(entry, asked=asked)

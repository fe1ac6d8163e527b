"""Markdown to read and to print. A person's words stay words: nothing in them becomes markup of ours."""

import re
from collections.abc import Iterator, Mapping

from rcpjournal.core.dates import spoken
from rcpjournal.core.entry import Entry
from rcpjournal.core.words import one_line, plural, safe
from rcpjournal.exports import Chosen

_INDENT = re.compile(r"(?m)^[ \t]+")
_LINE_MARKS = re.compile(r"(?m)^(#{1,6}(?=\s|$)|=+(?=\s*$)|[-+](?=[\s-]|$)|~{3,}|>)")
_NUMBERED = re.compile(r"(?m)^(\d{1,9})([.)])(?=\s|$)")
_INLINE_MARKS = re.compile(r"([\\<\[\]*_`&|])")


class Markdown:
    """One section an entry, oldest first."""

    name = "markdown"
    words = "to read or print"

    def pieces(self, chosen: Chosen) -> Iterator[str]:
        """A heading, then a piece an entry."""
        yield f"# Reflections\n\nTaken out on {spoken(chosen.today)}. A private copy; it is not a case record.\n"
        for entry, labels in chosen.entries:
            yield "\n" + "\n".join(self._entry(entry, labels, chosen))

    def _entry(self, entry: Entry, labels: Mapping[str, str], chosen: Chosen) -> Iterator[str]:
        about = [entry.kind, entry.with_ and f"with {entry.with_}", "starred" if entry.starred else None]
        yield f"## {spoken(entry.happened_on)} ({entry.id})\n"
        if said := ", ".join(part for part in about if part):
            yield f"*{said}*\n"
        for prompt, answer in entry.answers.items():
            question = one_line((entry.asked or {}).get(prompt, prompt))
            guess = (
                " (a guess)" if prompt in chosen.framework.prompts and chosen.framework.prompts[prompt].guess else ""
            )
            yield f"### {words_as_markdown(question)}{guess}\n\n{words_as_markdown(_chosen(answer, prompt, chosen))}\n"
        yield from self._tags(entry, labels)
        yield from self._actions(entry)
        if entry.supervision and entry.supervision.take:
            asked = entry.supervision.question
            kind = f" ({entry.supervision.function})" if entry.supervision.function else ""
            yield f"### For supervision{kind}\n\n{words_as_markdown(asked) if asked else 'To take to supervision.'}\n"
        for addition in entry.additions:
            role = f", {words_as_markdown(one_line(addition.role))}" if addition.role else ""
            yield f"### Added on {spoken(addition.on)} ({addition.kind}{role})\n\n{words_as_markdown(addition.text)}\n"

    def _tags(self, entry: Entry, labels: Mapping[str, str]) -> Iterator[str]:
        rows = []
        for seen in entry.observations:
            stance = f" ({seen.stance})" if seen.stance else ""
            quote = f": “{words_as_markdown(one_line(seen.quote))}”" if seen.quote else ""
            rows.append(f"- {words_as_markdown(one_line(labels.get(seen.item, seen.item)))}{stance}{quote}")
        for one in entry.conditions:
            parts = [
                one.polarity,
                one.rule and f"rule {one.rule}",
                one.blocker and f"short of {one.blocker}",
                one.response,
                one.sphere and f"in my {one.sphere}" if one.sphere != "neither" else "beyond me",
            ]
            said = ", ".join(part for part in parts if part)
            rows.append(f"- {words_as_markdown(one_line(labels.get(one.item, one.item)))}{': ' + said if said else ''}")
        if entry.need or entry.got:
            rows.append(f"- needed {entry.need or 'not said'}, got {entry.got or 'not said'}")
        if entry.working:
            rows.append(f"- working {entry.working}")
        rows += [
            f"- {words_as_markdown(one_line(labels.get(item, item)))}: {value}"
            for item, value in (entry.ratings or {}).items()
        ]
        if rows:
            yield "### Seen in it, and around it\n\n" + "\n".join(rows) + "\n"

    def _actions(self, entry: Entry) -> Iterator[str]:
        if not entry.actions:
            return
        rows = []
        for action in entry.actions:
            due = f", by {spoken(action.due)}" if action.due else ""
            more = [
                f"  {name}: {words_as_markdown(one_line(words))}"
                for name, words in (
                    ("why", action.why),
                    ("how", action.how),
                    ("whose view is missing", action.whose_view),
                    ("reason", action.reason),
                )
                if words
            ]
            rows += [f"- {words_as_markdown(one_line(action.what))}{due} ({action.state})", *more]
        yield f"### {plural(len(entry.actions), 'action')}\n\n" + "\n".join(rows) + "\n"


def _chosen(answer: str, prompt: str, chosen: Chosen) -> str:
    options = chosen.framework.prompts[prompt].options if prompt in chosen.framework.prompts else ()
    return next((option.label for option in options if option.value == answer), answer)


def words_as_markdown(text: str) -> str:
    """A person's words as Markdown that shows exactly them."""
    inline = _INLINE_MARKS.sub(r"\\\1", _INDENT.sub("", safe(text)))
    return _NUMBERED.sub(r"\1\\\2", _LINE_MARKS.sub(r"\\\1", inline))

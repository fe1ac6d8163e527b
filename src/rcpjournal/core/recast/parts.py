"""An entry read place by place: the names that forms and models have for its parts, and the words behind each.

A place is the id of a question (`rcp.prompt.learnt`), a stage of the cycle (`stage.plan`: every answer to a question of
that stage), or one of PLACES. Each part of an entry stands in one place only.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, get_args

from rcpjournal.core import wording
from rcpjournal.core.dates import spoken
from rcpjournal.core.entry import ActionState, AdditionKind, Entry, without_passage
from rcpjournal.core.framework import STAGES, Flow, Framework, Problem, Prompt

_ACTIONS = tuple(f"actions.{state}" for state in get_args(ActionState))
_ADDITIONS = tuple(f"additions.{kind}" for kind in get_args(AdditionKind))
_STAGES = tuple(f"stage.{stage}" for stage in STAGES)
HEAD = ("date", "kind", "with")
"""what is known of an entry beside its words"""
BODY = ("observations", "conditions", "need-and-got", "working", "ratings", *_ACTIONS, "supervision", *_ADDITIONS)
PLACES = (*HEAD, *_STAGES, *BODY)
_PROMPT = re.compile(r"[\w-]{1,80}\.prompt\.[\w-]{1,80}\Z")
_FILLS = {
    "tags": ("observations",),
    "conditions": ("conditions",),
    "ratings": ("ratings",),
    "action": ("actions.open",),
    "supervision": ("supervision",),
}
_FIELDS = {"need": "need-and-got", "got": "need-and-got", "working": "working", "kind": "kind", "with": "with"}


class Part(NamedTuple):
    """A part of an entry: its place, what it was asked as (or is called), and its words. `guess`: kept as one."""

    place: str
    asked: str
    words: str
    guess: bool = False


def faults(given: Iterable[tuple[tuple[str | int, ...], str]], prompts: Iterable[str] | None) -> list[Problem]:
    """What is wrong with places (each with its path in a document): unknown ones, and those that are named twice.

    `prompts` are the ids of all questions; None where a question may be of a framework that is not here.
    """
    known, seen, found = {*PLACES, *(prompts or ())}, set[str](), list[Problem]()
    for path, place in given:
        if place not in known and not (prompts is None and _PROMPT.match(place)):
            found.append(Problem(path, f"{place[:60]!r} is no part of an entry{_meant(place, known)}"))
        elif place in seen:
            found.append(Problem(path, f"{place!r} stands somewhere else already; each part has one place"))
        seen.add(place)
    return found


def _meant(place: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(place[:60], sorted(known), n=1)
    if near:
        return f" (did you mean {near[0]!r}?)"
    return (
        ": no question of the framework has this id"
        if _PROMPT.match(place)
        else f": {', '.join(PLACES)}, or the id of a question"
    )


class Reading:
    """One entry, with the labels of its items as written. `leaving`: read for somebody else, so an action is what is to
    be done and by when, an item has no passage that stands in an answer already, and nobody is told who supervised.
    `day`: how days are spelled."""

    def __init__(
        self,
        entry: Entry,
        labels: Mapping[str, str],
        framework: Framework,
        *,
        leaving: bool = False,
        day: wording.Spelled = spoken,
    ) -> None:
        self.entry, self.leaving, self._day = entry, leaving, day
        self._labels, self._framework = labels, framework

    def at(self, place: str) -> Iterator[Part]:
        """What stands in a place that is no stage."""
        if place in self.entry.answers:
            yield self._answer(place)
            return
        kind, _, which = place.partition(".")
        found = getattr(self, f"_{kind.replace('-', '_')}", None) if place in PLACES else None
        for part in found(which) if found else ():
            yield part if isinstance(part, Part) else Part(place, _CALLED.get(kind, ""), part)

    def everything(self) -> Iterator[Part]:
        """All that the entry holds beside its head."""
        for place in (*self.entry.answers, *BODY):
            yield from self.at(place)

    def laid_out(self, groups: Sequence[Sequence[str]]) -> list[tuple[Part, ...]]:
        """What stands in each group of places; an answer whose question is named is in no stage beside that."""
        named = {place for group in groups for place in group}
        found = ((part for place in group for part in self._in(place, named)) for group in groups)
        return [tuple(part for part in parts if part.words.strip()) for parts in found]

    def _in(self, place: str, named: set[str]) -> Iterator[Part]:
        if not place.startswith("stage."):
            yield from self.at(place)
            return
        for prompt in self.entry.answers:
            known = self._framework.prompts.get(prompt)
            if known and f"stage.{known.stage}" == place and prompt not in named:
                yield self._answer(prompt)

    def _answer(self, prompt: str) -> Part:
        known = self._framework.prompts.get(prompt)
        words = wording.answer_words(self.entry.answers[prompt], prompt, self._framework)
        return Part(prompt, (self.entry.asked or {}).get(prompt, prompt), words, bool(known and known.guess))

    # --- place by place ---------------------------------------------------------------------------------------------

    def _date(self, _: str) -> Iterator[str]:
        yield spoken(self.entry.happened_on, weekday=False)

    def _kind(self, _: str) -> Iterator[str]:
        yield from self._chosen("kind", self.entry.kind)

    def _with(self, _: str) -> Iterator[str]:
        yield from self._chosen("with", self.entry.with_)

    def _chosen(self, field: str, value: str | None) -> Iterator[str]:
        if value:
            item = self._framework.choices(field).get(value)
            yield item.label if item else value

    def _observations(self, _: str) -> Iterator[str]:
        for seen in self.entry.observations:
            yield wording.observation_words(without_passage(seen, self.entry) if self.leaving else seen, self._labels)

    def _conditions(self, _: str) -> Iterator[str]:
        yield from (wording.condition_words(one, self._labels) for one in self.entry.conditions)

    def _need_and_got(self, _: str) -> Iterator[str]:
        yield from wording.met_words(self.entry)

    def _working(self, _: str) -> Iterator[str]:
        yield from wording.working_words(self.entry)

    def _ratings(self, _: str) -> Iterator[str]:
        yield from wording.rating_words(self.entry, self._labels)

    def _actions(self, state: str) -> Iterator[str]:
        for one in self.entry.actions:
            if one.state == state:
                yield wording.agreed_words(one) if self.leaving else wording.action_words(one, self._day)

    def _supervision(self, _: str) -> Iterator[str]:
        if not self.leaving:
            yield from wording.session_words(self.entry, self._day)
        yield from wording.supervision_words(self.entry)

    def _additions(self, kind: str) -> Iterator[Part]:
        for one in self.entry.additions:
            if one.kind == kind:
                yield Part(f"additions.{kind}", wording.addition_head(one, self._day), one.text)


_CALLED = {
    "date": "Date",
    "kind": "Kind",
    "with": "With",
    "observations": "Seen in it",
    "conditions": "Around it",
    "need-and-got": "What it needed and got",
    "working": "With, for or to",
    "ratings": "Around you",
    "actions": "To do",
    "supervision": "Supervision",
}


def leads(flow: Flow, group: Sequence[str], groups: Sequence[Sequence[str]], framework: Framework) -> bool:
    """Whether a flow asks something whose reply may stand in this group of places."""
    named = {place for one in groups for place in one}
    steps = (framework.prompts[step] for step in flow.steps if step in framework.prompts)
    return any(place in group for step in steps for place in _filled_by(step, named, framework))


def _filled_by(prompt: Prompt, named: set[str], framework: Framework) -> Iterator[str]:
    yield from _FILLS.get(prompt.answer, ())
    fields = [framework.layers[layer].field for layer in prompt.layers if layer in framework.layers]
    yield from (_FIELDS[field] for field in fields if field)
    if prompt.answer in ("text", "choice", "lens"):
        yield prompt.id if prompt.id in named else f"stage.{prompt.stage}"

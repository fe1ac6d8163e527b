"""The guided reflection as a pure step: a flow and the replies so far → the next question; replies → an entry."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rcpjournal.core.entry import Action, Condition, Entry, ForSupervision, Observation
from rcpjournal.core.framework import Framework, Prompt
from rcpjournal.core.questions import ASKED, Question, Replies, picked

WHEN = "rcp.prompt.when"


@dataclass(frozen=True, slots=True)
class Interview:
    """A framework and the prompts to ask, in order. `off`: those switched off; a lens leaves them out too."""

    framework: Framework
    flow: str
    steps: tuple[str, ...]
    off: frozenset[str] = frozenset()

    def questions(self, replies: Replies) -> Iterator[Question]:
        """Every question that these replies call for, in order, follow-ups included."""
        for step in self.steps:
            prompt = self.framework.prompts[step]
            yield from (q for q in ASKED[prompt.answer](prompt, self.framework, replies) if q.key not in self.off)

    def next_question(self, replies: Replies, after: str | None = None) -> Question | None:
        """The first question without a reply; or, `after` a key, the one that follows it."""
        asked = self.questions(replies)
        if after is not None:
            return next((q for q in _behind(asked, after)), None)
        return next((q for q in asked if q.key not in replies), None)

    def question_before(self, replies: Replies, key: str) -> Question | None:
        """The question asked before `key`, or None at the beginning."""
        before = None
        for question in self.questions(replies):
            if question.key == key:
                return before
            before = question
        return before

    def place(self, replies: Replies, key: str) -> tuple[int, int]:
        """Which of how many steps of the flow `key` belongs to, for “3 of 12”."""
        prompt = next((q.prompt for q in self.questions(replies) if q.key == key), self.steps[0])
        return self.steps.index(prompt) + 1, len(self.steps)

    def entry(self, replies: Replies, today: date, **head: Any) -> Entry:
        """The entry that these replies make, whatever has been left out."""
        parts = _Parts()
        for step in self.steps:
            prompt = self.framework.prompts[step]
            reached = [q for q in ASKED[prompt.answer](prompt, self.framework, replies) if q.key in replies]
            if reached:
                parts.reached.append(step)
                _KEPT[prompt.answer](prompt, self.framework, replies, parts)
        day = replies.get(WHEN)
        given = {name: value for name, value in head.items() if value is not None}
        return Entry(
            happened_on=date.fromisoformat(day) if day else given.pop("happened_on", today),
            flow=self.flow,
            offered=self.framework.layers_offered(parts.reached),
            answers=parts.answers,
            observations=tuple(parts.observations),
            conditions=tuple(parts.conditions),
            ratings=parts.ratings or None,
            actions=tuple(parts.actions),
            supervision=parts.supervision,
            **{**{name: value for name, value in given.items() if name != "happened_on"}, **parts.fields},
        )


def steps_of(framework: Framework, flow: str, *, off: Iterable[str] = (), extra: Sequence[str] = ()) -> tuple[str, ...]:
    """The prompts of a flow, without those switched off, and `extra` ones at the end."""
    left_out = set(off)
    return tuple(
        step for step in (*framework.flows[flow].steps, *extra) if framework.askable(step) and step not in left_out
    )


def head_of(framework: Framework, flow: str, head: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of an entry before the first question: `head`, and the flow's kind where `head` has none."""
    kind = framework.flows[flow].kind
    return {"kind": kind, **head} if kind in framework.choices("kind") else dict(head)


def answered_by(framework: Framework, head: Mapping[str, Any]) -> list[str]:
    """The prompts that need not be asked because the entry's head holds their answer already."""
    fields = {name.rstrip("_") for name in head}
    layers = {layer.id for layer in framework.layers.values() if layer.field in fields}
    return [
        prompt.id
        for prompt in framework.prompts.values()
        if (prompt.id == WHEN and "happened_on" in fields)
        or (prompt.answer == "choice" and layers & set(prompt.layers))
    ]


def _behind(questions: Iterator[Question], key: str) -> Iterator[Question]:
    for question in questions:
        if question.key == key:
            return questions
    return iter(())


# --- what each kind of prompt leaves in the entry -------------------------------------------------------


class _Parts:
    def __init__(self) -> None:
        self.reached: list[str] = []
        self.answers: dict[str, str] = {}
        self.fields: dict[str, Any] = {}
        self.observations: list[Observation] = []
        self.conditions: list[Condition] = []
        self.ratings: dict[str, Any] = {}
        self.actions: list[Action] = []
        self.supervision: ForSupervision | None = None


def _keep_text(prompt: Prompt, framework: Framework, replies: Replies, parts: _Parts) -> None:
    if replies.get(prompt.id):
        parts.answers[prompt.id] = replies[prompt.id]


def _keep_date(prompt: Prompt, framework: Framework, replies: Replies, parts: _Parts) -> None:
    """The day is read by `Interview.entry` itself."""


def _keep_choice(prompt: Prompt, framework: Framework, replies: Replies, parts: _Parts) -> None:
    value = replies.get(prompt.id)
    if value and prompt.layers:
        field = framework.layers[prompt.layers[0]].field
        parts.fields["with_" if field == "with" else str(field)] = value
    elif value:
        parts.answers[prompt.id] = value


def _keep_tags(prompt: Prompt, framework: Framework, replies: Replies, parts: _Parts) -> None:
    for item in picked(prompt, framework, replies):
        key = f"{prompt.id}/{item.id}"
        parts.observations.append(
            Observation(item=item.id, stance=replies.get(f"{key}/stance"), quote=replies.get(f"{key}/quote"))
        )


def _keep_conditions(prompt: Prompt, framework: Framework, replies: Replies, parts: _Parts) -> None:
    for item in picked(prompt, framework, replies):
        names = ("polarity", "rule", "blocker", "response", "sphere")
        parts.conditions.append(
            Condition(item=item.id, **{name: replies.get(f"{prompt.id}/{item.id}/{name}") for name in names})
        )


def _keep_ratings(prompt: Prompt, framework: Framework, replies: Replies, parts: _Parts) -> None:
    for question in ASKED["ratings"](prompt, framework, replies):
        if value := replies.get(question.key):
            parts.ratings[question.key.partition("/")[2]] = int(value) if value.isdigit() else value


def _keep_lens(prompt: Prompt, framework: Framework, replies: Replies, parts: _Parts) -> None:
    for question in ASKED["lens"](prompt, framework, replies):
        if question.key != prompt.id and replies.get(question.key):
            parts.answers[question.key] = replies[question.key]


def _keep_action(prompt: Prompt, framework: Framework, replies: Replies, parts: _Parts) -> None:
    if what := replies.get(prompt.id):
        details: dict[str, Any] = {name: replies.get(f"{prompt.id}/{name}") for name in ("why", "how", "whose_view")}
        due = replies.get(f"{prompt.id}/due")
        parts.actions.append(Action(what=what, due=date.fromisoformat(due) if due else None, **details))


def _keep_supervision(prompt: Prompt, framework: Framework, replies: Replies, parts: _Parts) -> None:
    if take := replies.get(prompt.id):
        parts.supervision = ForSupervision(
            take=take == "yes",
            question=replies.get(f"{prompt.id}/question"),
            function=replies.get(f"{prompt.id}/function"),
        )


_KEPT: dict[str, Callable[[Prompt, Framework, Replies, _Parts], None]] = {
    "text": _keep_text,
    "date": _keep_date,
    "choice": _keep_choice,
    "tags": _keep_tags,
    "conditions": _keep_conditions,
    "ratings": _keep_ratings,
    "lens": _keep_lens,
    "action": _keep_action,
    "supervision": _keep_supervision,
}

"""The guided reflection as a pure step: a flow and the replies so far → the next question; replies → an entry.

Replies are a mapping from question key to value, JSON-ready, so that a draft holds them as they are: text, an ISO
day, an option's value, or a list of values; None where the question was passed over.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from rcpjournal.core.entry import Action, Condition, Entry, ForSupervision, Observation
from rcpjournal.core.framework import Framework, Item, Layer, Option, Prompt

Replies = Mapping[str, Any]
QuestionKind = Literal["text", "day", "one", "many", "passage"]

WHEN = "rcp.prompt.when"

STANCES = {
    "present": "it was there",
    "strained": "it was strained",
    "missing": "it was missing",
    "absent": "it was missing for me here",
    "helped": "it helped",
    "hindered": "it got in the way",
    "unsure": "not sure",
}
POLARITIES = {"inhibited": "it made it harder", "enabled": "it made it easier", "both": "both"}
FUNCTIONS = {
    "management": "management: decisions, standards, workload",
    "support": "support: holding what this does to me",
    "development": "development: learning and skill",
    "mediation": "mediation: between me and the organisation or others",
}
RATINGS = {"1": "1, hardly", "2": "2", "3": "3", "4": "4", "5": "5, very", "unsure": "not sure"}
ACTION_DETAILS = {
    "due": "By when? A day, “friday” or “in 2 weeks” will do.",
    "why": "Why this, for the relationship?",
    "how": "How will you go about it?",
    "whose_view": "Whose view of this is missing?",
}


class Question(NamedTuple):
    """One thing to ask. `about` names what a follow-up is about; `words` may be quoted by a passage question."""

    key: str
    kind: QuestionKind
    text: str
    help: str = ""
    options: tuple[Option, ...] = ()
    groups: tuple[str, ...] = ()
    most: int | None = None
    about: str = ""
    guess: bool = False
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Interview:
    """A framework and the prompts to ask, in order; those switched off are left out already."""

    framework: Framework
    flow: str
    steps: tuple[str, ...]

    def questions(self, replies: Replies) -> Iterator[Question]:
        """Every question that these replies call for, in order, follow-ups included."""
        for step in self.steps:
            prompt = self.framework.prompts[step]
            yield from _ASKED[prompt.answer](prompt, self.framework, replies)

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
            reached = [q for q in _ASKED[prompt.answer](prompt, self.framework, replies) if q.key in replies]
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
        step for step in (*framework.flows[flow].steps, *extra) if step in framework.prompts and step not in left_out
    )


def _behind(questions: Iterator[Question], key: str) -> Iterator[Question]:
    for question in questions:
        if question.key == key:
            return questions
    return iter(())


# --- what each kind of prompt asks ----------------------------------------------------------------------


def _ask_text(prompt: Prompt, framework: Framework, replies: Replies) -> Iterator[Question]:
    yield Question(prompt.id, "text", prompt.text, prompt.help, guess=prompt.guess, prompt=prompt.id)


def _ask_date(prompt: Prompt, framework: Framework, replies: Replies) -> Iterator[Question]:
    yield Question(prompt.id, "day", prompt.text, prompt.help, prompt=prompt.id)


def _ask_choice(prompt: Prompt, framework: Framework, replies: Replies) -> Iterator[Question]:
    options = prompt.options or tuple(
        Option(value=item.value, label=item.label, help=item.definition)
        for layer in prompt.layers
        for item in framework.items_of(layer)
    )
    yield Question(prompt.id, "one", prompt.text, prompt.help, options, prompt=prompt.id)


def _pick(prompt: Prompt, framework: Framework) -> Question:
    layers = [framework.layers[layer] for layer in prompt.layers]
    items = [(item, layer) for layer in layers for item in framework.items_of(layer.id)]
    return Question(
        prompt.id,
        "many",
        prompt.text,
        prompt.help,
        tuple(Option(value=item.id, label=item.label, help=item.definition) for item, _ in items),
        tuple(_group(item, layer) if len(layers) > 1 or item.group else "" for item, layer in items),
        prompt.most,
        prompt=prompt.id,
    )


def _group(item: Item, layer: Layer) -> str:
    return item.group or layer.title


def _picked(prompt: Prompt, framework: Framework, replies: Replies) -> list[Item]:
    return [framework.items[name] for name in replies.get(prompt.id) or () if name in framework.items]


def _ask_tags(prompt: Prompt, framework: Framework, replies: Replies) -> Iterator[Question]:
    yield _pick(prompt, framework)
    for item in _picked(prompt, framework, replies):
        stances = framework.layers[item.layer].stances
        if stances:
            options = tuple(Option(value=stance, label=STANCES.get(stance, stance)) for stance in stances)
            yield Question(
                f"{prompt.id}/{item.id}/stance", "one", f"{item.label}: how was it?", item.definition, options,
                about=item.label, prompt=prompt.id,
            )  # fmt: skip
        if prompt.quote:
            yield Question(
                f"{prompt.id}/{item.id}/quote", "passage", f"{item.label}: which of your words show it?",
                "Pick a passage of what you wrote, or type a few words of your own.",
                about=item.label, prompt=prompt.id,
            )  # fmt: skip


def _ask_conditions(prompt: Prompt, framework: Framework, replies: Replies) -> Iterator[Question]:
    yield _pick(prompt, framework)
    for item in _picked(prompt, framework, replies):
        yield Question(
            f"{prompt.id}/{item.id}/polarity", "one", f"{item.label}: what did it do here?", item.definition,
            _options(POLARITIES), about=item.label, prompt=prompt.id,
        )  # fmt: skip
        for detail in framework.layers[item.layer].details:
            if not prompt.details or detail.field in prompt.details:
                yield Question(
                    f"{prompt.id}/{item.id}/{detail.field}", "one", f"{item.label}: {_lower(detail.text)}",
                    detail.help, detail.options, about=item.label, prompt=prompt.id,
                )  # fmt: skip


def _ask_ratings(prompt: Prompt, framework: Framework, replies: Replies) -> Iterator[Question]:
    for layer in prompt.layers:
        for item in framework.items_of(layer):
            yield Question(
                f"{prompt.id}/{item.id}", "one", f"{prompt.text} {item.label}:", item.definition,
                _options(RATINGS), about=item.label, prompt=prompt.id,
            )  # fmt: skip


def _ask_lens(prompt: Prompt, framework: Framework, replies: Replies) -> Iterator[Question]:
    items = [item for layer in prompt.layers for item in framework.items_of(layer)]
    options = tuple(Option(value=item.id, label=item.label, help=item.definition) for item in items)
    yield Question(prompt.id, "one", prompt.text, prompt.help, options, prompt=prompt.id)
    chosen = framework.items.get(replies.get(prompt.id) or "")
    for step in chosen.prompts if chosen else ():
        asked = framework.prompts[step]
        yield Question(asked.id, "text", asked.text, asked.help, about=chosen.label if chosen else "", prompt=prompt.id)


def _ask_action(prompt: Prompt, framework: Framework, replies: Replies) -> Iterator[Question]:
    yield Question(prompt.id, "text", prompt.text, prompt.help, prompt=prompt.id)
    if replies.get(prompt.id):
        for detail in prompt.details or ACTION_DETAILS:
            kind: QuestionKind = "day" if detail == "due" else "text"
            yield Question(f"{prompt.id}/{detail}", kind, ACTION_DETAILS[detail], prompt=prompt.id)


def _ask_supervision(prompt: Prompt, framework: Framework, replies: Replies) -> Iterator[Question]:
    yield Question(prompt.id, "one", prompt.text, prompt.help, _options({"yes": "yes", "no": "no"}), prompt=prompt.id)
    if replies.get(prompt.id) == "yes":
        yield Question(f"{prompt.id}/question", "text", "What would you like to ask there?", prompt=prompt.id)
        yield Question(
            f"{prompt.id}/function",
            "one",
            "What kind of help would that be?",
            "",
            _options(FUNCTIONS),
            prompt=prompt.id,
        )


def _options(words: Mapping[str, str]) -> tuple[Option, ...]:
    return tuple(Option(value=value, label=label) for value, label in words.items())


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


_ASKED: dict[str, Callable[[Prompt, Framework, Replies], Iterator[Question]]] = {
    "text": _ask_text,
    "date": _ask_date,
    "choice": _ask_choice,
    "tags": _ask_tags,
    "conditions": _ask_conditions,
    "ratings": _ask_ratings,
    "lens": _ask_lens,
    "action": _ask_action,
    "supervision": _ask_supervision,
}


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
    for item in _picked(prompt, framework, replies):
        key = f"{prompt.id}/{item.id}"
        parts.observations.append(
            Observation(item=item.id, stance=replies.get(f"{key}/stance"), quote=replies.get(f"{key}/quote"))
        )


def _keep_conditions(prompt: Prompt, framework: Framework, replies: Replies, parts: _Parts) -> None:
    for item in _picked(prompt, framework, replies):
        names = ("polarity", "rule", "blocker", "response", "sphere")
        parts.conditions.append(
            Condition(item=item.id, **{name: replies.get(f"{prompt.id}/{item.id}/{name}") for name in names})
        )


def _keep_ratings(prompt: Prompt, framework: Framework, replies: Replies, parts: _Parts) -> None:
    for question in _ask_ratings(prompt, framework, replies):
        if value := replies.get(question.key):
            parts.ratings[question.key.partition("/")[2]] = int(value) if value.isdigit() else value


def _keep_lens(prompt: Prompt, framework: Framework, replies: Replies, parts: _Parts) -> None:
    for question in _ask_lens(prompt, framework, replies):
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

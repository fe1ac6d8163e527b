"""What each kind of prompt asks: a prompt and the replies so far → questions, follow-ups included.

Replies are a mapping from question key to value, JSON-ready, so that a draft holds them as they are: text, an ISO
day, an option's value, or a list of values; None where the question was passed over.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from rcpjournal.core.framework import Framework, Item, Layer, Option, Prompt

Replies = Mapping[str, Any]
QuestionKind = Literal["text", "day", "one", "many", "passage"]

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
    """One thing to ask. `about` names what a follow-up is about; `words` may be quoted by a passage question.

    `default` is the option that Enter alone takes, where passing over would leave open what is meant.
    """

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
    default: str = ""


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
    layers = [framework.layers[layer] for layer in prompt.layers if layer in framework.layers]
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


def picked(prompt: Prompt, framework: Framework, replies: Replies) -> list[Item]:
    """The items chosen in reply to a prompt."""
    return [framework.items[name] for name in replies.get(prompt.id) or () if name in framework.items]


def _ask_tags(prompt: Prompt, framework: Framework, replies: Replies) -> Iterator[Question]:
    yield _pick(prompt, framework)
    for item in picked(prompt, framework, replies):
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
    for item in picked(prompt, framework, replies):
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


ASKED: dict[str, Callable[[Prompt, Framework, Replies], Iterator[Question]]] = {
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

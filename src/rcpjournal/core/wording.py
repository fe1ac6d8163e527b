"""The parts of an entry in words, each in a sentence or two: the same wherever they are read."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rcpjournal.core.dates import spoken

if TYPE_CHECKING:
    from rcpjournal.core.entry import Action, Addition, Condition, Entry, Observation
    from rcpjournal.core.framework import Framework

_RESPONSES = {
    "challenge": "challenge it",
    "work-around": "work around it",
    "reframe": "reframe it",
    "use-the-opportunity": "use the opportunity",
    "reposition": "reposition it",
    "accept-for-now": "accept it for now",
}
_POLARITIES = {
    "inhibited": "made it harder",
    "enabled": "made it easier",
    "both": "made it both easier and harder",
}
_STATES = {"open": "To do", "done": "Done", "changed": "Changed", "dropped": "Dropped"}
_ADDITIONS = {
    "note": "Added",
    "peer-discussion": "Talked over",
    "feedback": "Feedback",
    "follow-up": "What came of it",
}


def answer_words(answer: str, prompt: str, framework: "Framework") -> str:
    """What was answered; of a choice, its label."""
    options = framework.prompts[prompt].options if prompt in framework.prompts else ()
    return next((option.label for option in options if option.value == answer), answer)


def observation_words(seen: "Observation", labels: Mapping[str, str]) -> str:
    """`Trust (strained): “She asked twice.”`."""
    stance = f" ({seen.stance})" if seen.stance else ""
    quote = f": “{seen.quote}”" if seen.quote else ""
    return f"{labels.get(seen.item, seen.item)}{stance}{quote}"


def condition_words(condition: "Condition", labels: Mapping[str, str]) -> str:
    """`permissions: made it harder, the rule is assumed`."""
    parts = [
        _POLARITIES.get(condition.polarity or ""),
        f"the rule is {condition.rule}" if condition.rule in ("real", "assumed") else None,
        f"short of {condition.blocker}" if condition.blocker else None,
        f"in my {condition.sphere}" if condition.sphere in ("control", "influence") else None,
        f"response: {_RESPONSES[condition.response]}" if condition.response else None,
    ]
    said = ", ".join(part for part in parts if part)
    return f"{labels.get(condition.item, condition.item)}{': ' + said if said else ''}"


def met_words(entry: "Entry") -> Iterator[str]:
    """What it needed, and what it got."""
    if entry.need or entry.got:
        yield f"It needed {entry.need or '…'}, it got {entry.got or '…'}."


def working_words(entry: "Entry") -> Iterator[str]:
    """With, for or to."""
    if entry.working:
        yield f"Working {entry.working}."


def rating_words(entry: "Entry", labels: Mapping[str, str]) -> Iterator[str]:
    """Each rating."""
    for item, rating in (entry.ratings or {}).items():
        yield f"{labels.get(item, item)}: {'not sure' if rating == 'unsure' else f'{rating} of 5'}"


def action_words(action: "Action") -> str:
    """An action in one sentence or two."""
    due = f", by {spoken(action.due)}" if action.due else ""
    state = "" if action.state == "open" else f" [{action.state}]"
    more = [
        f"Why: {action.why}" if action.why else None,
        f"How: {action.how}" if action.how else None,
        f"Whose view is missing: {action.whose_view}" if action.whose_view else None,
        f"Reason: {action.reason}" if action.reason else None,
    ]
    return "\n  ".join([f"{action.what}{due}{state}", *(part for part in more if part)])


def agreed_words(action: "Action") -> str:
    """What was agreed, and whether it is done, or by when it is to be; without what was thought about it."""
    due = f", by {spoken(action.due, weekday=False)}" if action.due and action.state == "open" else ""
    return f"{_STATES[action.state]}: {action.what}{due}"


def supervision_words(entry: "Entry") -> Iterator[str]:
    """Whether it goes to supervision, and with which question."""
    if entry.supervision:
        yield "To take to supervision." if entry.supervision.take else "Not for supervision."
        if entry.supervision.question:
            kind = f" ({entry.supervision.function})" if entry.supervision.function else ""
            yield f"{entry.supervision.question}{kind}"


def addition_head(addition: "Addition") -> str:
    """`Talked over on Mon 9 Mar 2026, a senior colleague`."""
    who = f", {addition.role}" if addition.role else ""
    return f"{_ADDITIONS[addition.kind]} on {spoken(addition.on)}{who}"

"""The parts of an entry in words, each in a sentence or two: the same on the screen and in whatever is taken out.

`day` is how a day is spelled: on the screen as the person likes it, in what leaves the same for everybody.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from rcpjournal.core.dates import spoken

if TYPE_CHECKING:
    from rcpjournal.core.entry import Action, Addition, Condition, Entry, Observation, Rating
    from rcpjournal.core.framework import Framework

Spelled = Callable[[date], str]
"""how a day is spelled"""

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
_RULES = {"real": "the rule is real", "assumed": "the rule is assumed", "unsure": "not sure whether the rule is real"}
_SPHERES = {"control": "within my control", "influence": "within my influence", "neither": "beyond me"}
_STATES = {"open": "To do", "done": "Done", "changed": "To do (changed since)", "dropped": "Dropped"}
_AHEAD = ("open", "changed")
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
    said = condition_notes(condition)
    return f"{labels.get(condition.item, condition.item)}{': ' + said if said else ''}"


def condition_notes(condition: "Condition") -> str:
    """What was said of a condition: `made it harder, the rule is assumed`."""
    parts = [
        _POLARITIES.get(condition.polarity or ""),
        _RULES.get(condition.rule or ""),
        f"short of {condition.blocker}" if condition.blocker else None,
        _SPHERES.get(condition.sphere or ""),
        f"response: {_RESPONSES[condition.response]}" if condition.response else None,
    ]
    return ", ".join(part for part in parts if part)


def met_words(entry: "Entry") -> Iterator[str]:
    """What it needed, and what it got."""
    if entry.need and entry.got:
        yield f"It needed {entry.need}, it got {entry.got}."
    elif entry.need or entry.got:
        yield f"It needed {entry.need}." if entry.need else f"It got {entry.got}."


def working_words(entry: "Entry") -> Iterator[str]:
    """With, for or to."""
    if entry.working:
        yield f"Working {entry.working}."


def rating_words(entry: "Entry", labels: Mapping[str, str]) -> Iterator[str]:
    """Each rating."""
    for item, rating in (entry.ratings or {}).items():
        yield f"{labels.get(item, item)}: {rated(rating)}"


def rated(rating: "Rating") -> str:
    """`4 of 5`."""
    return "not sure" if rating == "unsure" else f"{rating} of 5"


def action_words(action: "Action", day: Spelled = spoken) -> str:
    """An action, and below it, each on lines of its own, what else was said of it."""
    due = f", by {day(action.due)}" if action.due else ""
    state = "" if action.state == "open" else f" [{action.state}]"
    more = (f"{name}: {words}".replace("\n", "\n  ") for name, words in action_more(action, day))
    return "\n  ".join([f"{action.what}{due}{state}", *more])


def action_more(action: "Action", day: Spelled = spoken) -> Iterator[tuple[str, str]]:
    """What was said of an action beside what it is, by when and its state: (`Why`, the words)."""
    for name, words in (
        ("Why", action.why),
        ("How", action.how),
        ("Whose view is missing", action.whose_view),
        ("Reason", action.reason),
        ("Whose it is", action.owner),
        ("To look at again", day(action.review) if action.review else None),
    ):
        if words:
            yield name, words


def agreed_words(action: "Action") -> str:
    """What was agreed, and whether it is done, or by when it is to be; without what was thought about it."""
    due = f", by {spoken(action.due, weekday=False)}" if action.due and action.state in _AHEAD else ""
    return f"{_STATES[action.state]}: {action.what}{due}"


def session_words(entry: "Entry", day: Spelled = spoken) -> Iterator[str]:
    """A supervision that took place: with whom, and when the next one is."""
    if entry.session:
        following = f"; the next on {day(entry.session.next)}" if entry.session.next else ""
        yield f"Supervision with {entry.session.role}{following}."


def supervision_words(entry: "Entry") -> Iterator[str]:
    """Whether it goes to supervision, and with which question."""
    if entry.supervision:
        yield "To take to supervision." if entry.supervision.take else "Not for supervision."
        if entry.supervision.question:
            kind = f" ({entry.supervision.function})" if entry.supervision.function else ""
            yield f"{entry.supervision.question}{kind}"


def addition_head(addition: "Addition", day: Spelled = spoken) -> str:
    """`Talked over on Mon 9 Mar 2026, a senior colleague`."""
    who = f", {addition.role}" if addition.role else ""
    return f"{_ADDITIONS[addition.kind]} on {day(addition.on)}{who}"

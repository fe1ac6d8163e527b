"""`supervision outcome` at a terminal: question by question, and what was said is kept, however one leaves."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from rcpjournal.cli.asking import LEAVING, Asked, Asker, Reply
from rcpjournal.core.questions import ACTION_DETAILS, Question

SIGNS_HELP = (
    "Enter passes this one over. Typed alone: < goes back, ? explains, a full stop stops here and keeps what you said."
)
_OWN_WORDS = "Type it here in a few words; it can be changed later with `rcpjournal edit`."
_HELP = {
    "what": "One thing that you agreed on. For another, run the command again.",
    "owner": "You, your manager, a role: not a name.",
    "due": "Leave it open if no day was set.",
    "review": "The day on which you want to look at what became of it.",
}
_TEXTS = {
    "what": "What was agreed?",
    "why": ACTION_DETAILS["why"],
    "how": "How will it be done?",
    "whose_view": ACTION_DETAILS["whose_view"],
    "owner": "Whose is it, by role?",
    "due": ACTION_DETAILS["due"],
    "review": "When will you look at it again?",
}
_DAYS = ("due", "review")


class Said(NamedTuple):
    """What a person said, by the names of an action's parts; `left`: they left before the end."""

    words: Mapping[str, str]
    left: bool


def asked_outcome(asker: Asker, given: Mapping[str, str]) -> Said:
    """Asks for each part that is not `given`, until the last, a full stop, or the person leaves."""
    questions = [
        Question(name, "day" if name in _DAYS else "text", text, _HELP.get(name, _OWN_WORDS))
        for name, text in _TEXTS.items()
        if name not in given
    ]
    words, at = dict(given), 0
    try:
        while at < len(questions):
            question = questions[at]
            asked = Asked(question, (at + 1, len(questions)), earlier=words.get(question.key))
            reply = asker.ask(asked, lambda _: None)
            if reply.act == "stop" or (question.key == "what" and _passes_over(reply, words)):
                break
            at = _after(reply, question, at, words, asker)
    except LEAVING:
        return Said(words, left=True)
    return Said(words, left=False)


def _passes_over(reply: Reply, words: Mapping[str, Any]) -> bool:
    """Whether nothing was agreed: without that there is nothing to keep."""
    return "what" not in words and (reply.act == "on" or (reply.act == "given" and not str(reply.value).strip()))


def _after(reply: Reply, question: Question, at: int, words: dict[str, str], asker: Asker) -> int:
    """Does what the reply says; the place of the next question."""
    if reply.act == "back":
        return max(0, at - 1)
    if reply.act == "given":
        if str(reply.value).strip() == "-":
            words.pop(question.key, None)
        else:
            words[question.key] = str(reply.value)
        return at + 1
    if reply.act == "on":
        return at + 1
    asker.say(f"{question.help} {SIGNS_HELP}" if reply.act == "explain" else SIGNS_HELP)
    return at

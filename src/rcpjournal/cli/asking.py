"""How a question is put to a person, and what can come back. Two ways: `asking_plain` and `asking_full`."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from rcpjournal.core.questions import Question

Act = Literal["given", "on", "back", "explain", "again", "editor", "stop", "off"]

SIGNS: dict[str, Act] = {"<": "back", "?": "explain", "e": "editor", ".": "stop", "x": "off", "": "on"}
SIGNS_HELP = (
    "Enter goes on; an empty answer is fine. Typed alone: < goes back and shows what you said, ? explains, e opens "
    "your editor for this answer, a full stop stops here and keeps what there is, x never asks this again. To answer "
    "with one of these signs, type it twice."
)


class Hangup(BaseException):
    """The terminal went away, or the system asked us to end."""


LEAVING = (KeyboardInterrupt, EOFError, OSError, Hangup)
"""how a person or a terminal leaves: Ctrl-C, Ctrl-D, a terminal that is gone, a signal"""


@contextmanager
def heeding_signals(asker: "Asker") -> Iterator[None]:
    """While it lasts, a terminal that hangs up and a request to end leave through the asker, as a person does."""
    names = [name for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), lambda *_: asker.leave()) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


class InputEnded(EOFError):
    """A pipe has said all it has to say: what there is may be kept. (A person's Ctrl-D is a plain EOFError.)"""


@dataclass(frozen=True)
class Reply:
    """What came back: a value, or something the person wants to do instead."""

    act: Act
    value: Any = None


@dataclass(frozen=True)
class Asked:
    """A question as it stands: which of how many, the earlier answer, words begun but not sent, one's own passages.

    `start` are words to change, where they can be changed in place.
    """

    question: Question
    place: tuple[int, int]
    earlier: Any = None
    begun: Any = ""
    passages: tuple[str, ...] = ()
    start: str = ""


class Asker(Protocol):
    """Puts questions to a person. `elsewhere` is set while the person is in an editor."""

    elsewhere: bool

    def say(self, words: str) -> None:
        """Shows words between questions."""

    def ask(self, asked: Asked, keep_begun: Callable[[Any], None]) -> Reply:
        """Puts one question. `keep_begun` is given what has been typed so far, now and then.

        Raises EOFError or KeyboardInterrupt where the person or the terminal leaves.
        """

    def leave(self) -> None:
        """Called from a signal handler: ends the question that is open, or the next one, with Hangup."""

    def line(self, question: str) -> str:
        """A short question outside the flow; the reply, stripped."""


def typed(text: str) -> Reply:
    """What a person typed at a text question: a sign, or words."""
    stripped = text.strip()
    if stripped in SIGNS:
        return Reply(SIGNS[stripped])
    if len(stripped) == 2 and stripped[0] == stripped[1] and stripped[0] in SIGNS:
        return Reply("given", stripped[0])
    return Reply("given", text)


def shown_answer(question: Question, value: Any) -> str:
    """An earlier answer in words."""
    labels = {option.value: option.label for option in question.options}
    if isinstance(value, list):
        return ", ".join(labels.get(one, str(one)) for one in value)
    return labels.get(value, str(value))

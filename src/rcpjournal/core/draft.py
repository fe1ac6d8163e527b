"""A reflection that is not finished: what it needs to go on, as plain data."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from rcpjournal.core.entry import Entry
from rcpjournal.core.entry_rules import in_words
from rcpjournal.core.framework import Framework, Prompt
from rcpjournal.core.interview import Interview

WHO_COULD_HOLD = "rcp.prompt.who-could-hold"
_HARD = ("near-miss", "difficult-conversation")


@dataclass
class DraftState:
    """Flow, framework and day it was begun with, the prompts to ask, the replies, and words begun but not sent."""

    flow: str
    framework: int
    steps: list[str]
    day: str = ""
    head: dict[str, Any] = field(default_factory=dict)
    replies: dict[str, Any] = field(default_factory=dict)
    begun: dict[str, Any] = field(default_factory=dict)
    off: list[str] = field(default_factory=list)
    stopped: bool = False
    closing: bool = False
    process: int = 0

    def document(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)

    @classmethod
    def from_document(cls, data: dict[str, Any]) -> "DraftState":
        """The inverse of `document`."""
        return cls(**data)

    def interview(self, framework: Framework) -> Interview:
        """The interview that this is a draft of."""
        return Interview(framework, self.flow, tuple(self.steps), frozenset(self.off))

    @property
    def answered(self) -> int:
        """How many questions have an answer, or the beginning of one."""
        return sum(1 for value in self.with_begun().values() if value)

    def with_begun(self) -> dict[str, Any]:
        """The replies, and words begun but not sent where there is no reply yet."""
        return {
            **self.replies,
            **{key: words for key, words in self.begun.items() if words and not self.replies.get(key)},
        }


def free_entry_of(state: DraftState, framework: Framework, today: date) -> Entry | None:
    """The entry that the draft would make, words begun but not sent included; None where there are no words."""
    entry = state.interview(framework).entry(state.with_begun(), today)
    return entry if in_words(entry, framework) else None


def closing_question(state: DraftState, framework: Framework) -> Prompt | None:
    """“Who could hold this with you?” where it was hard or was stopped early, and was not asked yet."""
    hard = _HARD if state.stopped else ("near-miss",)
    kinds = {state.head.get("kind"), *(value for value in state.replies.values() if isinstance(value, str))}
    if WHO_COULD_HOLD in {*state.replies, *state.off} or WHO_COULD_HOLD not in framework.prompts:
        return None
    return framework.prompts[WHO_COULD_HOLD] if state.stopped or kinds & set(hard) else None

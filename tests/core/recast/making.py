"""An entry that holds everything, with a word in each of its texts that stands nowhere else."""

from collections.abc import Mapping
from datetime import date
from itertools import count
from typing import NamedTuple, get_args

from rcpjournal.core.entry import (
    Action,
    ActionState,
    Addition,
    AdditionKind,
    Condition,
    Entry,
    ForSupervision,
    Observation,
    Session,
)
from rcpjournal.core.framework import Framework

DAY = date(2026, 3, 4)


class Marked(NamedTuple):
    """The entry; which word stands in which place; and the words that no form may let out."""

    entry: Entry
    words: Mapping[str, str]
    never: tuple[str, ...]


def marked(framework: Framework) -> Marked:
    """Every question of the framework that takes words is answered."""
    number = count(1)

    def word() -> str:
        return f"canary{next(number):03}x"

    def unseen() -> str:
        never.append(word())
        return f"a {never[-1]} b"

    never: list[str] = []
    prompts = [prompt.id for prompt in framework.prompts.values() if prompt.answer == "text"]
    states, kinds = get_args(ActionState), get_args(AdditionKind)
    words = {
        place: word() for place in [*prompts, *(f"actions.{s}" for s in states), *(f"additions.{k}" for k in kinds)]
    }
    words |= {"observations": word(), "supervision": word()}

    def text(place: str) -> str:
        return f"First {words[place]}.\n\nThen it rained."

    actions = [
        Action(
            what=words[f"actions.{s}"],
            why=unseen(),
            how=unseen(),
            whose_view=unseen(),
            reason=unseen(),
            owner=unseen(),
            state=s,
            due=DAY,
        )
        for s in states
    ]
    additions = [Addition(on=DAY, kind=kind, role=unseen(), text=text(f"additions.{kind}")) for kind in kinds]
    entry = Entry(
        id="canaryid-k7q",
        happened_on=DAY,
        kind="training",
        with_="family",
        alias=unseen(),
        zone=unseen(),
        flow="deep",
        answers={prompt: text(prompt) for prompt in prompts},
        asked={prompt: unseen() for prompt in prompts},
        observations=(Observation(item="rcp.principle.trust", stance="strained", quote=words["observations"]),),
        conditions=(Condition(item="rcp.external.budgets", polarity="enabled", response="reframe"),),
        ratings={"tar.rating.high-support": 2},
        need="relationship",
        got="both",
        working="with",
        actions=tuple(actions),
        supervision=ForSupervision(take=True, question=words["supervision"], function="support"),
        session=Session(role=unseen()),
        additions=tuple(additions),
    )  # fmt: skip
    return Marked(entry, words, (*never, "canaryid"))

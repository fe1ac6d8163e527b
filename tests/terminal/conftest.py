"""Terminals for these tests: each is closed when its test is over."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from rcpjournal.core.framework import Framework
from tests.terminal.driver import Terminal

Begin = Callable[..., Terminal]


@pytest.fixture
def begin(framework: Framework) -> Iterator[Begin]:
    """Begins `rcpjournal WORDS…` in a terminal of its own."""
    questions = {prompt.id: prompt.text for prompt in framework.prompts.values()}
    begun: list[Terminal] = []

    def sit_down(*words: str, **more: Any) -> Terminal:
        begun.append(Terminal(*words, questions=questions, **more))
        return begun[-1]

    yield sit_down
    for terminal in begun:
        terminal.put_away()


def all_but(framework: Framework, *names: str) -> str:
    """The standard flow's questions without these, as the setting that switches questions off."""
    return " ".join(step for step in framework.flows["standard"].steps if step.rpartition(".")[2] not in names)

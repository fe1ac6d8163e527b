"""How far something has come, at a terminal, from about one second on."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from rcpjournal.cli.context import here
from rcpjournal.cli.terminal import say

T = TypeVar("T")
PATIENCE = 1.0
"""seconds before a word is said about it"""


def told(things: Iterable[T], words: str, total: int | None = None) -> Iterator[T]:
    """The same things, one after the other. A bar on stderr tells how many there were; where it is plain, words do."""
    if not sys.stderr.isatty():
        yield from things
        return
    began, bar, told_so = time.monotonic(), None, False
    try:
        for n, thing in enumerate(things):
            if bar is not None:
                bar.update(bar.task_ids[0], completed=n)
            elif not told_so and time.monotonic() - began > PATIENCE:
                told_so = True
                bar = _bar(words, total)
            yield thing
    finally:
        if bar is not None:
            bar.stop()


def _bar(words: str, total: int | None) -> Any:
    if here.plain:
        say(f"{words} …")
        return None
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True, no_color=not here.coloured),
        transient=True,
    )
    bar.add_task(words, total=total)
    bar.start()
    return bar

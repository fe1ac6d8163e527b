"""A bar for what takes longer than a moment."""

import sys
from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import TypeVar

from rcpjournal.cli.context import here
from rcpjournal.cli.terminal import say

T = TypeVar("T")
SECONDS_BEFORE = 1.0
SECONDS_BETWEEN = 0.1


def watched(
    things: Iterable[T],
    words: str,
    total: Callable[[], int],
    position: Callable[[], int] | None = None,
    *,
    then: str = "",
) -> Iterator[T]:
    """`things` as they come, and from a second on a bar on stderr that says how far they are.

    `position` says how much of `total` is done; without it, things are counted. `then` is said after a bar that came to
    its end, where more is to be done. No bar where no person sees it, or where a screen reader would read it out again
    and again.
    """
    if not sys.stderr.isatty() or here.plain:
        yield from things
        return
    bar, next_look = None, monotonic() + SECONDS_BEFORE
    try:
        for count, thing in enumerate(things):
            if monotonic() >= next_look:
                bar = bar or _bar(words, total())
                bar.update(bar.task_ids[0], completed=position() if position else count, refresh=True)
                next_look = monotonic() + SECONDS_BETWEEN
            yield thing
    finally:
        if bar:
            bar.stop()
    if bar and then:
        say(then, dim=True)


def _bar(words: str, total: int):  # type: ignore[no-untyped-def]
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    bar = Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True)
    bar.add_task(words, total=total)
    bar.start()
    return bar

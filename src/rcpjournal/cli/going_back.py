"""The way back from words that could not be saved at the time: they are mentioned, and taken up again."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rcpjournal.cli.context import here
from rcpjournal.cli.rescuing import REFLECTION, home_or_none
from rcpjournal.cli.terminal import say
from rcpjournal.core.words import plural

_MOST_NAMED = 3
_WHAT_TO_DO = (
    "`rcpjournal add - < FILE` keeps them as an entry, and then the file goes; delete it if you need it no more."
)


def take_up() -> None:
    """Reflections of this journal that were set aside become drafts again; their files go once that is saved."""
    for path, held in list(_set_aside()):
        try:
            _back_as_draft(held["key"], held["draft"])
        except (OSError, ValueError, KeyError, TypeError):
            continue  # not as we wrote it: somebody changed it, and it stays where it is
        path.unlink(missing_ok=True)


def _set_aside() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Reflections of this journal that could not be saved, and their files."""
    from rcpjournal.files.rescue import waiting

    for path in waiting(home_or_none(), REFLECTION):
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            if held["journal"] == str(here.journal_path.resolve()):
                yield path, held
        except (OSError, ValueError, KeyError, TypeError):
            continue


def _back_as_draft(key: int | None, document: dict[str, Any]) -> None:
    """Over the draft that it was, where that is still there with nothing else in it; beside it otherwise."""
    from rcpjournal.core.draft import DraftState

    journal = here.journal(writing=True)
    state = DraftState.from_document({**document, "process": 0})
    if not journal.frameworks.has(state.framework):  # the journal was begun anew since
        state.framework = journal.frameworks.current().key
    drafts = journal.drafts
    with journal.saving():
        there = next((draft.document for draft in drafts.all() if draft.key == key), None)
        same = there is not None and there["day"] == state.day and there["replies"].items() <= state.replies.items()
        if key is not None and same:
            drafts.save(key, state.document())
        else:
            drafts.begin(state.document())


def mention() -> None:
    """Says where words are that could not be saved at the time, or that an editor held when it was ended."""
    mention_rescued()
    mention_left()


def mention_rescued() -> None:
    """The first half of `mention`."""
    from rcpjournal.files.rescue import waiting

    if found := waiting(home_or_none(), "txt"):
        say(
            f"Words that could not be saved at the time are in {_named(found)}. `rcpjournal add - < FILE` keeps them, "
            "and then the file goes."
        )
    if many := sum(True for _ in _set_aside()):
        say(f"{plural(many, 'reflection')} could not be saved at the time: `rcpjournal write` goes on with it.")


def mention_left() -> None:
    """The second half; loads little."""
    from rcpjournal.files.left import left_behind
    from rcpjournal.files.paths import found_in_memory

    ended = "An editor was ended before its words were kept: they are in"
    if found := left_behind([here.home], here.home):
        say(f"{ended} {_named(found)}. {_WHAT_TO_DO}")
    if found := left_behind(found_in_memory(), here.home):
        say(f"{ended} {_named(found)}, which is gone when the computer is off. {_WHAT_TO_DO}")


def _named(found: list[Path]) -> str:
    names = ", ".join(str(path) for path in found[:_MOST_NAMED])
    return f"{names} and {len(found) - _MOST_NAMED} more beside it" if len(found) > _MOST_NAMED else names


def saved_after_all(words: str) -> None:
    """A file with just these words, rescued or left by an editor, goes, now that the journal has them."""
    from rcpjournal.files.left import left_behind, let_go
    from rcpjournal.files.paths import found_in_memory

    home, found = home_or_none(), []
    if home is None:
        return
    if (home / "rescued").is_dir():
        from rcpjournal.files.rescue import waiting

        found = waiting(home, "txt")
    for path in [*found, *left_behind([home, *found_in_memory()], home)]:
        try:
            if path.read_text(encoding="utf-8").rstrip("\n") == words.rstrip("\n"):
                let_go(path)
        except (OSError, ValueError):
            continue

"""When the journal cannot take what was typed: a file of one's own, and the way back from it."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rcpjournal.cli.context import here
from rcpjournal.cli.terminal import say
from rcpjournal.errors import JournalError

if TYPE_CHECKING:
    from rcpjournal.core.draft import DraftState

REFLECTION = "reflection.json"
_MOST_NAMED = 3


def rescued(error: JournalError, words: str | None) -> JournalError:
    """The same error, its sentence saying where the words that were typed are now."""
    if not words or not words.strip():
        return error
    if _sealed():
        error.args = (f"{error}{_on_the_screen(words)}",)
        return error
    place = _rescued(words, "txt")
    error.args = (f"{error} Your words are safe in {place}." if place else f"{error}\nYour words:\n{words}",)
    return error


def set_aside(error: JournalError, state: "DraftState", key: int | None) -> JournalError:
    """The same for a reflection: its answers are in a file that the next `write` takes up as a draft."""
    if not state.answered:
        return error
    held = {"journal": _this_journal(), "key": key, "draft": state.document()}
    text = json.dumps(held, ensure_ascii=False, indent=2) + "\n"
    if _sealed():
        answers = [one for one in state.replies.values() if isinstance(one, str)]
        error.args = (f"{error}{_on_the_screen(chr(10).join(answers))}",)
        return error
    place = _rescued(text, REFLECTION)
    there = f" Your answers are safe in {place}; `rcpjournal write` goes on with them once the journal can be used."
    error.args = (f"{error}{there}" if place else f"{error}\nYour answers:\n{text}",)
    return error


def _rescued(text: str, ending: str) -> Path | None:
    from rcpjournal.files.rescue import rescue

    return rescue(text, _home(), here.now(), ending)


def _sealed() -> bool:
    try:
        return here.sealed
    except JournalError:  # there is no home, so no journal either
        return False


def _on_the_screen(words: str) -> str:
    """Where words of a sealed journal are: in no file, which would hold them in plain text for good."""
    if sys.stderr.isatty():
        return f"\nThe journal is sealed, so your words are in no file. Here they are, to copy:\n{words}"
    return " The journal is sealed, so your words are in no file of ours: keep them where they came from."


def _home() -> Path | None:
    try:
        return here.home
    except JournalError:  # there is none; text is rescued all the same
        return None


def _this_journal() -> str:
    return str(here.journal_path.resolve())


# --- the way back -----------------------------------------------------------------------------------


def take_up() -> None:
    """Reflections of this journal that were set aside become drafts again; their files go once that is saved."""
    from rcpjournal.files.rescue import waiting

    for path in waiting(_home(), REFLECTION):
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            if held["journal"] != _this_journal():
                continue
            _back_as_draft(held["key"], held["draft"])
        except (OSError, ValueError, KeyError, TypeError):
            continue  # not as we wrote it: somebody changed it, and it stays where it is
        path.unlink(missing_ok=True)


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
    """Says where words are that could not be saved at the time."""
    from rcpjournal.files.rescue import waiting

    found = waiting(_home(), "txt")
    if not found:
        return
    names = [str(path) for path in found[:_MOST_NAMED]]
    more = f" and {len(found) - _MOST_NAMED} more beside it" if len(found) > _MOST_NAMED else ""
    say(
        f"Words that could not be saved at the time are in {', '.join(names)}{more}. `rcpjournal add - < FILE` keeps "
        "them, and then the file goes."
    )


def saved_after_all(words: str) -> None:
    """A rescued file with just these words goes, now that the journal has them."""
    home = _home()
    if home is None or not (home / "rescued").is_dir():
        return
    from rcpjournal.files.rescue import waiting

    for path in waiting(home, "txt"):
        try:
            if path.read_text(encoding="utf-8").rstrip("\n") == words.rstrip("\n"):
                path.unlink()
        except (OSError, ValueError):
            continue

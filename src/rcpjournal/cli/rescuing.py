"""When the journal cannot take what was typed: a file of one's own, or the screen where words may lie in no file."""

import json
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from rcpjournal.cli.context import here
from rcpjournal.cli.terminal import say
from rcpjournal.errors import Interrupted, JournalError, JournalReplaced, JournalUnusable, SettingRefused
from rcpjournal.store.faults import database_errors, told

if TYPE_CHECKING:
    from rcpjournal.core.draft import DraftState
    from rcpjournal.files.editor import Edit

REFLECTION = "reflection.json"
Keep = Callable[[JournalError], JournalError]
"""puts words in a safe place, and gives back the error, its sentence saying where they are"""


@contextmanager
def until_saved(keep: Keep) -> Iterator[None]:
    """Stands round all that happens between “the words are here” and “they are saved”.

    Whatever fails in between, `keep` is called, and what it gives back is raised. Ctrl-C and a request to end wait
    until the save has ended: where it went well, it counts; where not, it is Interrupted.
    """
    with unhurried("SIGINT", "SIGHUP", "SIGTERM") as heard:
        try:
            yield
        except Exception as error:  # whatever it is, the words come first; what nobody foresaw goes on then
            raise ending(KeyboardInterrupt() if heard else error, keep) from None


@contextmanager
def until_read(words: Callable[[], str | None]) -> Iterator[None]:
    """Stands round what is done before a person's words are read.

    Where the journal or the settings turn out to be of no use, the words are read all the same, and are rescued.
    """
    try:
        yield
    except Exception as error:  # what SQLite raises depends on its engine: `foreseen` knows
        if not isinstance(foreseen(error), (JournalUnusable, SettingRefused)):
            raise
        raise ending(error, lambda why: rescued(why, words())) from None


@contextmanager
def unhurried(*names: str) -> Iterator[list[int]]:
    """While it lasts, these signals are only noted: the list that it gives holds those that came."""
    heard: list[int] = []
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, lambda came, _: heard.append(came)) for number in numbers}
    try:
        yield heard
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def stopped_after() -> Iterator[None]:
    """A save in the middle of something longer: Ctrl-C waits until it has ended, and then leaves."""
    with unhurried("SIGINT") as heard:
        yield
    if heard:
        raise KeyboardInterrupt


def if_it_can_be(keep: Callable[..., None]) -> Callable[..., None]:
    """`keep`, for words that are only begun: where it fails nobody is stopped, and the save of the answer tells."""

    def tried(*words: object) -> None:
        with suppress(JournalUnusable, *database_errors()):
            keep(*words)

    return tried


def ending(error: BaseException, keep: Keep) -> BaseException:
    """What is to be raised in place of `error`, once `keep` has the words. What nobody foresaw stays as it is."""
    if isinstance(error, typer.Exit):
        return error
    why = foreseen(error)
    if why is None:
        say(str(keep(JournalError("Something went wrong that should not."))))
        return error
    return keep(why)


def foreseen(error: BaseException) -> JournalError | None:
    """The sentence for an error, as an error; None where it has none."""
    if isinstance(error, JournalError):
        return error
    if isinstance(error, KeyboardInterrupt):
        return Interrupted("Stopped.")
    if isinstance(error, UnicodeDecodeError):  # what SQLite says quotes the damaged bytes of a file
        return told(ValueError("malformed"), here.journal_path)
    if isinstance(error, database_errors()):
        path, opened = here.journal_path, here.opened
        if opened is not None and opened.replaced:
            return JournalReplaced(str(path))
        return told(error, path, sealed=opened is not None and opened.sealed)
    if isinstance(error, OSError):
        what = error.filename or "The output"
        return JournalUnusable(f"{what} could not be written or read: {error.strerror or error}.")
    return None


def rescued(error: JournalError, words: str | None) -> JournalError:
    """The same error, its sentence saying where the words that were typed are now."""
    if not words or not words.strip():
        return error
    if there := _in_no_file(words):
        error.args = (f"{error}{there}",)
        return error
    place = _rescued(words, "txt")
    error.args = (f"{error} Your words are safe in {place}." if place else f"{error}\nYour words:\n{words}",)
    return error


def set_aside(error: JournalError, state: "DraftState", key: int | None, edits: "Sequence[Edit]" = ()) -> JournalError:
    """The same for a reflection: its answers are in a file that the next `write` takes up as a draft.

    `edits`: visits to the editor whose words could not be kept. Their files go where the answers are in such a file.
    """
    if not state.answered:
        return in_its_file(error, edits[-1]) if edits else error
    answers = [one for one in (state.with_begun() | state.begun).values() if isinstance(one, str)]
    if there := _in_no_file("\n".join(answers), *(edit.path for edit in edits)):
        error.args = (f"{error}{there}",)
        return error
    held = {"journal": str(here.journal_path.resolve()), "key": key, "draft": state.document()}
    text = json.dumps(held, ensure_ascii=False, indent=2) + "\n"
    place = _rescued(text, REFLECTION)
    there = f" Your answers are safe in {place}; `rcpjournal write` goes on with them once the journal can be used."
    error.args = (f"{error}{there}" if place else f"{error}\nYour answers:\n{text}",)
    for edit in edits if place else ():
        edit.done_if_all_of_it_is(edit.left())
    return error


def in_its_file(error: JournalError, edit: "Edit") -> JournalError:
    """The same error, its sentence saying that the words are still in the editor's file."""
    if str(edit.path) in str(error):
        return error
    if not edit.left().strip():
        edit.done()
        return error
    error.args = (f"{error} Your words are safe in {edit.path}.{_how_long(edit.path)}",)
    return error


def _how_long(path: Path) -> str:
    """What somebody with a sealed journal should know of a file that holds its words."""
    from rcpjournal.cli.seal_known import sealed
    from rcpjournal.files.paths import in_memory

    if (memory := in_memory()) is not None and path.is_relative_to(memory):
        return " It is gone when the computer is off."
    return "" if sealed() is False else " That file is not sealed: delete it once you have kept them."


def _rescued(text: str, ending: str) -> Path | None:
    from rcpjournal.files.rescue import rescue

    try:
        moment = here.now()
    except JournalError:  # a time that cannot be read is no reason to lose words
        moment = datetime.now().astimezone()
    return rescue(text, home_or_none(), moment, ending)


def _in_no_file(words: str, *editors: Path) -> str:
    """Where words are that a plain file would hold for anybody to read, for good; else nothing.

    `editors`: files in which an editor left some of them.
    """
    from rcpjournal.cli.seal_known import sealed

    known = sealed()
    if known is False:
        return ""
    but = "".join(f" but your editor's, {path}.{_how_long(path)}" for path in editors) or "."
    if known is None or sys.stderr.isatty():
        seal = "is" if known else "may be"
        return f"\nThe journal {seal} sealed, so your words are in no file{but} Here they are, to copy:\n{words}"
    return f" The journal is sealed, so your words are in no file of ours{but[:-1]}: keep them where they came from."


def home_or_none() -> Path | None:
    """The home, if there is one; text is rescued all the same."""
    try:
        return here.home
    except JournalError:
        return None

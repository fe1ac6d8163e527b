"""An answer in the person's own editor, from within a question."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from rcpjournal.cli.asking import LEAVING, Asker, Reply
from rcpjournal.cli.context import here
from rcpjournal.core.words import as_typed
from rcpjournal.errors import EditorFailed

if TYPE_CHECKING:
    from rcpjournal.files.editor import Edit


def edited(asker: Asker, before: str, keep_begun: Callable[[str], None]) -> Reply | None:
    """The words that came back from the editor as a reply; None where it failed, which was said."""
    from rcpjournal.files.editor import Edit

    try:
        edit = Edit(here.desk, "answer", before, here.config.text("editor"), here.home)
        words = _in_editor(asker, edit, before, keep_begun)
    except EditorFailed as error:
        asker.say(str(error))
        return None
    edit.done()
    return Reply("given", words) if words.strip() else Reply("on")


def _in_editor(asker: Asker, edit: "Edit", before: str, keep_begun: Callable[[str], None]) -> str:
    """The words that come back. However the editor ends, what it saved is kept as begun."""
    asker.elsewhere = True
    try:
        words = as_typed(edit.run(), before).rstrip("\n")
        keep_begun(words)
        return words
    except (EditorFailed, *LEAVING):
        if (left := edit.left()) != before:
            keep_begun(left)
        raise
    finally:
        asker.elsewhere = False

"""An answer in the person's own editor, from within a question."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from rcpjournal.cli.asking import LEAVING, Asker, Reply
from rcpjournal.cli.context import here
from rcpjournal.cli.rescuing import foreseen, in_its_file
from rcpjournal.core.words import as_typed
from rcpjournal.errors import EditorFailed

if TYPE_CHECKING:
    from rcpjournal.files.editor import Edit


def edited(
    asker: Asker, before: str, keep_begun: Callable[[str], None], unsaved: "list[Edit] | None" = None
) -> Reply | None:
    """The words that came back from the editor as a reply; None where it failed, which was said.

    A visit whose words could not be kept stays in `unsaved`, for whoever sets the reflection aside; without it the
    error says where they are.
    """
    from rcpjournal.files.editor import Edit

    try:
        edit = Edit(here.desk, "answer", before, here.config.text("editor"), here.home)
    except EditorFailed as error:
        asker.say(str(error))
        return None
    try:
        words = _in_editor(asker, edit, before, keep_begun)
    except EditorFailed as error:
        asker.say(str(error) if edit.path.exists() else f"{error.alone} What it saved is here again.")
        return None
    except LEAVING:
        raise
    except Exception as error:
        if unsaved is not None:
            unsaved.append(edit)
            raise
        why = foreseen(error)
        raise in_its_file(why, edit) if why else error from None
    edit.done()
    return Reply("given", words) if words.strip() else Reply("on")


def _in_editor(asker: Asker, edit: "Edit", before: str, keep_begun: Callable[[str], None]) -> str:
    """The words that come back. However the editor ends, what it saved is kept as begun, and then its file goes."""
    asker.elsewhere = True
    try:
        words = as_typed(edit.run(), before).rstrip("\n")
        keep_begun(words)
        return words
    except (EditorFailed, *LEAVING):
        if (left := edit.left()) != before:
            keep_begun(left)
        edit.done_if_all_of_it_is(left)
        raise
    finally:
        asker.elsewhere = False

"""The home page: `rcpjournal` alone."""

from rcpjournal import __version__
from rcpjournal.cli.context import here, shipped_packs
from rcpjournal.cli.terminal import say, show, show_json
from rcpjournal.core.draft import DraftState
from rcpjournal.core.home import Home, Waiting, near_actions
from rcpjournal.files.paths import found_in_memory
from rcpjournal.store import SEEN_PROGRAM
from rcpjournal.views.home import home_document, home_lines


def front_page(*, json: bool = False) -> None:
    """A draft that waits, the last entry, what is near, and what makes sense now."""
    journal = here.journal()
    near, later = near_actions(journal.actions.all(), here.today)
    drafts = [
        Waiting(state.flow, draft.started.date(), state.answered)
        for draft in journal.drafts.all()
        for state in [DraftState.from_document(draft.document)]
    ]
    home = Home(journal.finding.count(), drafts, next(journal.finding.lines(limit=1), None), near, later)
    if json:
        show_json(home_document(home))
        return
    show(home_lines(home, here.today, here.width), page=False)
    if (here.home / "rescued").is_dir():
        from rcpjournal.cli.going_back import mention_rescued

        mention_rescued()
    if (here.home / "editing").is_dir() or found_in_memory():
        from rcpjournal.cli.going_back import mention_left

        mention_left()
    if _newer_framework():
        say("This version of rcpjournal brings a newer framework: `rcpjournal framework upgrade` takes it up.")


def _newer_framework() -> bool:
    """Whether the program brings packs that differ from those in use; looked at once a version."""
    state = here.journal().state
    if state.get(SEEN_PROGRAM) == __version__:
        return False
    shipped = {pack.id: pack for pack in shipped_packs()}
    newer = any(shipped.get(pack.id, pack) != pack for pack in here.framework.packs)
    if not newer:
        state.put(SEEN_PROGRAM, __version__)
    return newer

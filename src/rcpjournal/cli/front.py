"""The home page: `rcpjournal` alone."""

from rcpjournal.cli.context import here
from rcpjournal.cli.terminal import show
from rcpjournal.core.draft import DraftState
from rcpjournal.core.home import Home, Waiting, near_actions
from rcpjournal.views.home import home_lines


def front_page() -> None:
    """A draft that waits, the last entry, what is near, and what makes sense now."""
    journal = here.journal()
    near, later = near_actions(journal.actions.all(), here.today)
    drafts = [
        Waiting(state.flow, draft.started.date(), state.answered)
        for draft in journal.drafts.all()
        for state in [DraftState.from_document(draft.document)]
    ]
    home = Home(journal.finding.count(), drafts, next(journal.finding.lines(limit=1), None), near, later)
    show(home_lines(home, here.today, here.width), page=False)

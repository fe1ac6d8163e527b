"""What is near, a line each: for a person, a shell's prompt, or a mail from cron."""

from collections.abc import Iterator

from rcpjournal.core.near import Due
from rcpjournal.views.actions import action_row, near_lines, when
from rcpjournal.views.styled import Line, dim, line, padded, wrapped


def due_lines(due: Due, width: int) -> Iterator[Line]:
    """A few lines at most; none where nothing is near."""
    if due.session:
        yield line(padded(f"Supervision: {when(due.session, due.today)}", width).rstrip())
    yield from near_lines(due.shown, due.today, width)
    if more := len(due.actions) - len(due.shown):
        yield line(dim(f"  and {more} more: `rcpjournal actions`"))
    if due.offered:
        yield from wrapped(f"This month's question: {due.offered.text}", width)


def due_document(due: Due) -> dict[str, object]:
    """`rcpjournal/due/1`."""
    return {
        "schema": "rcpjournal/due/1",
        "today": due.today.isoformat(),
        "until": due.until.isoformat(),
        "supervision": due.session and due.session.isoformat(),
        "actions": [
            {"day": near.day.isoformat(), "review": near.review, "action": action_row(near.action)}
            for near in due.actions
        ],
        "question": due.question and due.question._asdict(),
    }

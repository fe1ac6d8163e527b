"""What was agreed, as a list."""

from collections.abc import Iterable, Iterator
from datetime import date

from rcpjournal.core.near import FORTNIGHT, NearAction
from rcpjournal.core.records import NumberedAction
from rcpjournal.views import styled
from rcpjournal.views.days import spoken
from rcpjournal.views.styled import dim, line, strong


def action_lines(actions: Iterable[NumberedAction], today: date, width: int) -> Iterator[styled.Line]:
    """Each action with its number, what it is, when it is due, and where it comes from."""
    for action in actions:
        first, *rest = styled.wrapped(action.what, min(width, 88), "     ")
        yield line(f"{action.number:>3}  ", first[0].text.lstrip() if first else "")
        yield from rest
        details = [
            _due(action, today),
            "" if action.state == "open" else action.state,
            f"whose: {action.owner}" if action.owner else "",
            f"from {action.entry}",
        ]
        yield from styled.wrapped_spans(styled.between(details), min(width, 88), "     ")
        for name, words in (
            ("why", action.why),
            ("how", action.how),
            ("whose view is missing", action.whose_view),
            ("reason", action.reason),
        ):
            if words:
                yield from styled.wrapped(f"{name}: {words}", min(width, 88), "     ", "dim")


def _due(action: NumberedAction, today: date) -> str:
    if not action.due:
        return ""
    day = date.fromisoformat(action.due)
    if action.state in ("done", "dropped"):
        return f"was due {spoken(day)}"
    return f"due {when(day, today)}"


def when(day: date, today: date) -> str:
    """A day, and how far away it is where it is near."""
    days = (day - today).days
    near = {0: " (today)", 1: " (tomorrow)", -1: " (yesterday)"}.get(days, "")
    if not near and abs(days) <= FORTNIGHT.days:
        near = f" (in {days} days)" if days > 0 else f" ({-days} days ago)"
    return f"{spoken(day)}{near}"


def near_lines(actions: Iterable[NearAction], today: date, width: int) -> Iterator[styled.Line]:
    """One line each: number, what it is, and its day."""
    for action, day, review in actions:
        words = f"{'look again' if review else 'due'} {when(day, today)}"
        what = f"  {action.number:>3}  {' '.join(action.what.split())}"
        yield line(styled.padded(what, max(24, width - len(words) - 2)).rstrip(), dim(f"  {words}"))


def changed_line(action_number: int, what: str) -> styled.Line:
    """The confirmation after an action was altered."""
    return line("Action ", strong(str(action_number)), f" is {what}.")


def action_row(action: NumberedAction) -> dict[str, object]:
    """One row of `rcpjournal/actions/1`, without what was not said."""
    row = action._asdict()
    return {name: row[name] for name in row if row[name] is not None}

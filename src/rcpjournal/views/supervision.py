"""Sessions and what has left, as lines and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from rcpjournal.core.records import Session, Shared
from rcpjournal.views.days import spoken
from rcpjournal.views.styled import Line, Span, dim, line, strong, wrapped_spans


def session_lines(sessions: Sequence[Session], ahead: date | None, *, waits: bool) -> Iterator[Line]:
    """The next session, a page that waits, and the sessions there were."""
    if ahead:
        yield line("Next: ", strong(spoken(ahead)))
    if waits:
        yield line("A page waits: `rcpjournal supervision prepare` goes on.")
    for one in sessions:
        role = f"  with {one.role}" if one.role else ""
        yield line(dim(f"{one.entry}  "), f"{spoken(date.fromisoformat(one.happened_on))}{role}")


def session_row(one: Session) -> dict[str, object]:
    """A session as JSON."""
    return {"entry": one.entry, "happened_on": one.happened_on, "with": one.role, "next": one.next}


def shared_lines(found: Iterable[Shared], width: int) -> Iterator[Line]:
    """What has left: when, for whom, of which days, its digest."""
    for one in found:
        when = datetime.fromisoformat(one.at)
        whom = f"for {one.whom}" if one.whom else "for nobody named"
        said = f"  {spoken(when.date())} {when:%H:%M}  {one.format}  {whom}  {one.since} to {one.until}"
        yield from wrapped_spans([strong(f"{one.number}"), Span(said)], width)
        yield from wrapped_spans([dim(f"{one.size} bytes, SHA-256 {one.digest}")], width, "   ")
        if one.sealed_to:
            yield line(dim(f"   sealed to {one.sealed_to}"))


def shared_row(one: Shared) -> dict[str, object]:
    """Something that has left, as JSON."""
    return one._asdict()

"""The supervisor's caseload, and what somebody's packs say across sessions, as lines and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from rcpjournal.core.insight.change import METHOD
from rcpjournal.core.insight.summary import FEWEST_COMPARED
from rcpjournal.core.records import Received
from rcpjournal.core.sharing.across import CHOSEN, Across, Agreed, Change, Changed, PackPage, Returning
from rcpjournal.core.words import one_line, plural
from rcpjournal.views.days import spoken
from rcpjournal.views.styled import Line, dim, line, strong, titled, wrapped

_WIDEST = 88
_SELECTED = "over the items that both pages hold, which the worker chose"


# --- who there is ---------------------------------------------------------------------------------------------------


def people_lines(packs: Sequence[Received], width: int) -> Iterator[Line]:
    """Whom there are packs from, by name, with how many and the days of the newest page."""
    for name, theirs in _people(packs):
        yield from wrapped(name, width, style="strong")
        yield line(f"  {plural(len(theirs), 'pack')}, the newest of {_days(theirs[-1])}")


def pack_lines(packs: Iterable[Received]) -> Iterator[Line]:
    """Somebody's packs with their numbers, oldest page first."""
    for one in packs:
        came = datetime.fromisoformat(one.at).date()
        yield line(strong(f"{one.number:>3}"), f"  {_days(one)}")
        yield line(dim(f"     received {_day(came)}, {one.digest[:19]}…"))


def people_document(packs: Sequence[Received]) -> dict[str, Any]:
    """`rcpjournal/caseload/1`."""
    people = [
        {"name": name, "packs": [{key: row for key, row in one._asdict().items() if key != "name"} for one in theirs]}
        for name, theirs in _people(packs)
    ]
    return {"schema": "rcpjournal/caseload/1", "people": people}


def _people(packs: Sequence[Received]) -> Iterator[tuple[str, list[Received]]]:
    return ((name, list(theirs)) for name, theirs in groupby(packs, key=lambda one: one.name))


def _days(one: Received) -> str:
    return f"{_day(date.fromisoformat(one.since))} to {_day(date.fromisoformat(one.until))}"


def _day(day: date) -> str:
    return spoken(day, weekday=False)


# --- across sessions ------------------------------------------------------------------------------------------------


def across_lines(name: str, found: Across, width: int) -> Iterator[Line]:
    """This session's page in short; what was agreed and what became of it; what returns; what changed."""
    room = min(width, _WIDEST)
    yield from wrapped(f"From {name}: {plural(len(found.packs), 'page')}", room, style="title")
    yield from wrapped(CHOSEN, room, style="dim")
    yield from _page(found.newest, room)
    if found.agreed:
        yield from titled("What was agreed, and what became of it", room)
        for agreed in found.agreed:
            yield from _agreed(agreed, room)
    if found.returning:
        yield from titled("What returns", room)
        for returning in found.returning:
            yield from _returning(returning, room)
    yield from titled("What changed", room)
    yield from _change(found, room)


def _page(newest: PackPage, room: int) -> Iterator[Line]:
    page = newest.page
    yield from titled(f"This session: {page.period}", room)
    for n, one in enumerate(page.wanted, 1):
        help_ = f" ({one.function})" if one.function else ""
        yield from _point(f"{n}. {one_line(one.question)}{help_}", room)
    for theme in page.themes:
        how = ", ".join(f"{stance} {count}" for stance, count in theme.stances.items())
        yield from _point(f"{one_line(theme.label)}: {theme.entries} of {theme.of}{f'; {how}' if how else ''}", room)
    if not page.wanted and not page.themes:
        yield from _point("No question and no theme was chosen.", room)


def _agreed(one: Agreed, room: int) -> Iterator[Line]:
    yield from _point(one.what, room)
    for became in one.sessions:
        state = became.follow_up
        due = f"due {_day(state.due)}" if state.due else ""
        more = "; ".join(one_line(part) for part in (state.owner, due, state.reason) if part)
        yield from _point(f"{_day(became.until)}: {one_line(state.state)}{f' ({more})' if more else ''}", room, "    ")
    if not one.named_now:
        yield from wrapped("not on the newest page", room, "    ", "dim")


def _returning(one: Returning, room: int) -> Iterator[Line]:
    pages = ", ".join(f"{page.entries} of {page.of} ({_day(page.until)})" for page in one.pages)
    yield from _point(f"{one_line(one.label)}: {pages}", room)


def _change(found: Across, room: int) -> Iterator[Line]:
    for one in found.change.said:
        yield from _point(_changed(one), room)
    yield from wrapped(_evidence(found.change), room, "  ", "dim")


def _changed(one: Changed) -> str:
    counts = f"{one.now.entries} of {one.now.of}, before {one.before.entries} of {one.before.of}"
    return f"{'More' if one.verdict == 'more' else 'Less'} often in what was written: {one_line(one.label)}, {counts}"


def _evidence(change: Change) -> str:
    """On what it stands that this was said, or why nothing is."""
    if change.silence == "one page":
        return "Nothing is said of change from one page."
    if change.silence == "days in common":
        return "Nothing is said of change: the two newest pages have days in common."
    if change.silence == "too few":
        return (
            f"Nothing is said of change: that needs an item on both of the two newest pages, with {FEWEST_COMPARED} "
            "entries or more that asked about it on each."
        )
    items = plural(change.items, "item")
    if not change.said:
        return f"Nothing that chance would not explain: decided over {items} on both of the two newest pages at once."
    return (
        f"Decided over {items} on both of the two newest pages at once. It says what was written about, not what was "
        "done, and the worker chose which items are on both."
    )


def _point(text: str, room: int, indent: str = "  ") -> Iterator[Line]:
    """A point of a list; what does not fit on its line stands a little further in."""
    for n, part in enumerate(wrapped(text, room - 2, indent)):
        yield line("  ", *part) if n else part


# --- as JSON --------------------------------------------------------------------------------------------------------


def across_document(name: str, found: Across) -> dict[str, Any]:
    """`rcpjournal/caseload-summary/1`."""
    page = found.newest.page
    return {
        "schema": "rcpjournal/caseload-summary/1",
        "name": name,
        "note": CHOSEN,
        "packs": [{"pack": one.number, **_period(one.page), "entries": one.page.entries} for one in found.packs],
        "newest": {
            "pack": found.newest.number,
            **_period(page),
            "wanted": [{"question": one.question, "function": one.function} for one in page.wanted],
            "themes": [
                {"label": one.label, "entries": one.entries, "of": one.of, "stances": dict(one.stances)}
                for one in page.themes
            ],
        },
        "agreed": [_agreed_row(one) for one in found.agreed],
        "returning": [{"label": one.label, "pages": [_named(page) for page in one.pages]} for one in found.returning],
        "change": _change_row(found.change),
    }


def _period(page: Any) -> dict[str, str]:
    return {"since": str(page.since), "until": str(page.until)}


def _named(page: Any) -> dict[str, Any]:
    return {"pack": page.pack, **_period(page), "entries": page.entries, "of": page.of}


def _agreed_row(agreed: Agreed) -> dict[str, Any]:
    sessions = [
        {
            "pack": one.pack,
            "until": str(one.until),
            "state": one.follow_up.state,
            "due": one.follow_up.due and str(one.follow_up.due),
            "owner": one.follow_up.owner,
            "reason": one.follow_up.reason,
        }
        for one in agreed.sessions
    ]
    return {"what": agreed.what, "named_now": agreed.named_now, "sessions": sessions}


def _change_row(change: Change) -> dict[str, Any]:
    said = [
        {
            "label": one.label,
            "entries": one.now.entries,
            "of": one.now.of,
            "before_entries": one.before.entries,
            "before_of": one.before.of,
            "verdict": one.verdict,
        }
        for one in change.said
    ]
    return {
        "method": f"{METHOD}, {_SELECTED}",
        "fewest": FEWEST_COMPARED,
        "pack": change.pack,
        "items": change.items,
        "silence": change.silence,
        "said": said,
    }

"""What `check` found, kind by kind: what it is, what it means, what to do."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from rcpjournal.core.check_findings import KINDS, Finding
from rcpjournal.core.words import one_line, plural
from rcpjournal.views import styled
from rcpjournal.views.days import spoken

_SHOWN = 10


class Tally:
    """Findings counted by kind, with the first few of each: all that is shown, however many there are."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.kinds: dict[str, tuple[int, list[Finding]]] = {}
        for one in findings:
            count, first = self.kinds.get(one.kind, (0, []))
            self.kinds[one.kind] = count + 1, first if len(first) == _SHOWN else [*first, one]

    def __bool__(self) -> bool:
        return bool(self.kinds)


def check_lines(path: str, entries: int | None, tally: Tally, width: int) -> Iterator[styled.Line]:
    """The report."""
    held = plural(entries, "entry", "entries") if entries is not None else "entries that cannot be counted"
    yield styled.line(f"{'Not all' if tally else 'All'} is well in {path} ({held}).")  # whole: a path is to be copied
    there = [name for name in KINDS if name in tally.kinds]
    for name, following in zip(there, [*there[1:], None], strict=False):
        kind, (count, first) = KINDS[name], tally.kinds[name]
        yield from styled.titled(kind.heading(count), width)
        for one in first:
            if words := named(one):
                yield from styled.wrapped(words, width, "  ")
        if count > len(first):
            yield from styled.wrapped(f"… and {count - len(first):,} more; --json lists them all.", width, "  ", "dim")
        yield from styled.wrapped(kind.means, width)
        if following is None or KINDS[following].do != kind.do:  # what helps against several is said once
            yield from styled.wrapped(f"What to do: {kind.do}", width)


def named(one: Finding) -> str:
    """A finding in a line: an entry by its id and day, or what else it is about."""
    if one.entry is None:
        return one_line(one.what)
    return " ".join(part for part in (f"{one.entry}", _day(one.day), one_line(one.what)) if part)


def _day(day: str | None) -> str:
    try:
        return f"({spoken(date.fromisoformat(day))})" if day else ""
    except ValueError:
        return f"({day})"


def check_document(path: str, entries: int | None, findings: list[Finding]) -> dict[str, Any]:
    """The report as `rcpjournal/check/1`."""
    rows = []
    for one in findings:
        kind = KINDS[one.kind]
        row = {
            "kind": one.kind,
            "what": one.what,
            "entry": one.entry,
            "day": one.day,
            "means": kind.means,
            "do": kind.do,
        }
        rows.append({name: value for name, value in row.items() if value})
    return {
        "schema": "rcpjournal/check/1",
        "journal": path,
        "entries": entries,
        "whole": not findings,
        "findings": rows,
    }

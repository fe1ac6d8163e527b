"""A pack as lines of a dataset."""

from collections.abc import Iterator, Mapping
from hashlib import sha256

from rcpjournal.core.teams.cells import SEVERAL, UNSAID
from rcpjournal.core.teams.pack import MonthCount, TeamPack


def as_number(month: str) -> int:
    """`2026-03` as 202603."""
    return int(month[:4]) * 100 + int(month[5:7])


def lines_of(pack: TeamPack) -> list[str]:
    """Each month's entries, what they were asked and what they showed, with tabs between:

    month, layer, part, item, value, response, entries. The pack is checked: no name in it holds a tab or a line's end.
    """
    return [line for month in pack.months for line in _lines(as_number(month.month), month)]


def digest(pack: TeamPack, lines: list[str]) -> str:
    """What tells two packs of one number apart: the same for the same content, in whichever order."""
    head = (pack.since, pack.until, pack.team, pack.role, sorted(pack.frameworks.items()))
    return sha256("\n".join((repr(head), *sorted(lines))).encode("utf-8")).hexdigest()


def _lines(number: int, month: MonthCount) -> Iterator[str]:
    yield f"{number}\t\tall\t\t\t\t{month.entries}"
    for layer, asked in month.asked.items():
        yield f"{number}\t{layer}\tasked\t\t\t\t{asked}"
    for item in month.items:
        begin = f"{number}\t{item.layer}\titem\t{item.item}\t"
        yield f"{begin}\t\t{item.entries}"
        for stance, entries in _said(item.stances, item.entries):
            yield f"{begin}{stance}\t\t{entries}"
    for condition in month.conditions:
        begin = f"{number}\t{condition.layer}\tcondition\t{condition.item}\t"
        yield f"{begin}\t\t{condition.entries}"
        for polarity, entries in _said(condition.polarities, condition.entries):
            yield f"{begin}{polarity}\t\t{entries}"
        for response, entries in _said(condition.responses, condition.entries):
            yield f"{begin}\t{response}\t{entries}"


def _said(counts: Mapping[str, int], of: int) -> Iterator[tuple[str, int]]:
    """The counts, and by how many entries they are too few (none was said) or too many (more than one was).

    Subtraction would tell that, so it counts as well.
    """
    yield from counts.items()
    if unsaid := of - sum(counts.values()):
        yield (UNSAID, unsaid) if unsaid > 0 else (SEVERAL, -unsaid)

"""What would come into the journal, before it does."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from rcpjournal.core.arriving import Remark, for_a_shell
from rcpjournal.core.words import plural, shorten
from rcpjournal.views import styled
from rcpjournal.views.days import cells, spoken
from rcpjournal.views.styled import Line, dim, line, titled, wrapped

_MOST_TAGS = 12
_NARROWEST = 24
"""cells that a title has at least, before the items behind it go"""


class Coming(NamedTuple):
    """One entry as it would be kept; `here`: it is in the journal already."""

    where: str
    day: date
    title: str
    items: tuple[str, ...]
    starred: bool
    here: bool


class Sums(NamedTuple):
    """All that would come, counted."""

    coming: tuple[Coming, ...]
    remarks: tuple[Remark, ...]
    behind: Mapping[str, int]
    unknown: Mapping[str, int]
    refused: tuple[str, ...]


def summed_lines(sums: Sums, width: int) -> Iterator[Line]:
    """How many would come, of which days, and what stays behind."""
    new = [one for one in sums.coming if not one.here]
    days = sorted(one.day for one in sums.coming)
    of = f", of {spoken(days[0])}" if days else ""
    if days and days[0] != days[-1]:
        of = f", from {spoken(days[0])} to {spoken(days[-1])}"
    already = len(sums.coming) - len(new)
    known = f"; {already} of them {'is' if already == 1 else 'are'} here already" if already else ""
    starred = sum(one.starred for one in sums.coming)
    stars = f" {starred} starred." if starred else ""
    yield from wrapped(f"{plural(len(sums.coming), 'entry', 'entries')}{of}{known}.{stars}", width)
    if sums.unknown:
        most = sorted(sums.unknown.items(), key=lambda pair: (-pair[1], pair[0]))
        named = ", ".join(f"{shorten(tag, 40)} ({count})" for tag, count in most[:_MOST_TAGS])
        more = f", and {len(most) - _MOST_TAGS} more" if len(most) > _MOST_TAGS else ""
        how = f"--map {for_a_shell(f'{shorten(most[0][0], 40)}=ITEM')} says what one means."
        yield from wrapped(f"Tags that stay words in the text: {named}{more}. {how}", width)
    yield from behind_lines(sums.behind, width)


def behind_lines(behind: Mapping[str, int], width: int) -> Iterator[Line]:
    """What has no place here, and in how many entries it is."""
    if behind:
        left = ", ".join(f"{shorten(what, 40)} ({count})" for what, count in sorted(behind.items()))
        yield from wrapped(f"Not brought in, so keep the original: {left}.", width)


def remark_lines(remarks: Iterable[Remark], refused: Iterable[str], width: int, most: int | None) -> Iterator[Line]:
    """What could not be understood, with its place; of more than `most` one hears how many."""
    said = [f"{remark.where}: {remark.words}" for remark in remarks]
    for rows, head in ((said, "To look at:"), (list(refused), "Refused:")):
        if rows:
            yield line(head)
        for row in rows[:most]:
            yield from wrapped(row, width, "  ")
        if most is not None and len(rows) > most:
            yield line(f"  and {len(rows) - most} more; --dry-run lists them all")


def coming_lines(sums: Sums, width: int, *, whole: bool = True) -> Iterator[Line]:
    """All of it: each entry, on one line unless it is wanted `whole`; then what is to be looked at; then the sums."""
    yield from (_coming_line(one, None if whole else width) for one in sums.coming)
    if sums.remarks or sums.refused:
        yield from titled("Not as it stands", width)
        yield from remark_lines(sums.remarks, sums.refused, width, None)
    yield styled.EMPTY
    yield from summed_lines(sums, width)


def _coming_line(one: Coming, width: int | None) -> Line:
    head = f"{styled.padded(spoken(one.day), cells())}  "
    star = [styled.STAR] if one.starred else []
    items = f"  ({', '.join(one.items)})" if one.items else ""
    here = "  here already" if one.here else ""
    title = one.title
    if width is not None:
        room = width - styled.width_of(head) - styled.STARRED_CELLS * len(star) - styled.width_of(here)
        items = "" if styled.width_of(items) > room - _NARROWEST else items
        title = styled.padded(title, room - styled.width_of(items)).rstrip()
    return line(dim(head), *star, title, dim(items), dim(here))

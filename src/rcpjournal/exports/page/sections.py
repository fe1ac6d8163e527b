"""What stands on the page, in which order and under which headings: the one place that every format reads."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rcpjournal.core.dates import spoken
from rcpjournal.core.sharing.page import LIMITS, STATEMENT, AroundMe, FollowUp, Page, Said, Theme
from rcpjournal.core.sharing.selection import Wanted
from rcpjournal.core.words import plural
from rcpjournal.exports.page.blocks import (
    Block,
    Cell,
    Chart,
    Facts,
    Figure,
    Listed,
    Paragraph,
    Point,
    Quote,
    Quotes,
    Room,
    Row,
    Section,
    Table,
)

AGREED = ("Agreed action", "Why", "How", "Whose view is missing", "Owner", "Due", "Review")
BLANK_ROWS = 3
DISCUSSION_LINES = 4
CHART_IN_FULL = 8
"""up to so many parts, a chart's line names each"""

_PARTS = {
    "week": ("Week by week", "weeks"),
    "month": ("Month by month", "months"),
    "quarter": ("Quarter by quarter", "quarters"),
    "supervision": ("Between supervisions", "times between supervisions"),
}
_WORKED = {"inhibited": "harder", "enabled": "easier"}
_NOT_LATELY = "Not tagged in the last entries; that often happens by chance. A place to look, nothing more."


def title(page: Page) -> str:
    """What the page is called."""
    return f"For supervision: {page.period}"


def sections(page: Page) -> list[Section]:
    """The page's sections in order; one with nothing in it is left out."""
    found = (Section(key, heading, tuple(blocks(page))) for key, (heading, blocks) in _SECTIONS.items())
    return [Section("header", title(page), tuple(_header(page))), *(one for one in found if one.blocks)]


def _header(page: Page) -> Iterator[Block]:
    rows = (
        ("From", page.name),
        ("For", page.to),
        ("Included", page.included),
        ("Framework", "; ".join(page.frameworks)),
    )
    yield Facts(tuple(row for row in rows if row[1]))
    yield Paragraph(STATEMENT)


def _follow_up(page: Page) -> Iterator[Block]:
    if page.follow_up:
        yield Listed(tuple(map(_followed, page.follow_up)))


def _followed(one: FollowUp) -> Point:
    due = spoken(one.due, weekday=False) if one.due else ""
    notes = (("owner", one.owner or ""), ("due", due), ("why", one.reason or ""))
    return Point(one.what, one.state.capitalize(), tuple(note for note in notes if note[1]), one.reworded)


def _wanted(page: Page) -> Iterator[Block]:
    if page.wanted:
        yield Listed(tuple(map(_asked, page.wanted)), numbered=True)


def _asked(one: Wanted) -> Point:
    return Point(one.question, notes=(("function", one.function),) if one.function else ())


def _themes(page: Page) -> Iterator[Block]:
    return (_figure(theme, page.by) for theme in page.themes)


def _appendix(page: Page) -> Iterator[Block]:
    return (_figure(theme, page.by) for theme in page.appendix)


def _figure(theme: Theme, by: str) -> Figure:
    cells = tuple(Cell(*part) for part in theme.parts)
    chart = _chart(cells, by) if cells else None
    return Figure(theme.label, theme.entries, theme.of, _in_words(theme.stances), chart, _quotes(theme.passages))


def _chart(cells: Sequence[Cell], by: str) -> Chart:
    each, parts = _PARTS.get(by, ("Part by part", "parts"))
    series = f"{each} from {_day(cells[0])}: {', '.join(map(_said_of, cells))}"
    return Chart(tuple(cells), by, series if len(cells) <= CHART_IN_FULL else _in_short(cells, parts), series)


def _said_of(cell: Cell) -> str:
    return f"{cell.entries} of {cell.of}" if cell.of else "not asked"


def _in_short(cells: Sequence[Cell], parts: str) -> str:
    """`In 4 of 26 weeks from 7 Sep 2026; most from 5 Oct 2026 (3 of 4), last from 1 Mar 2027 (1 of 4)`."""
    seen = [cell for cell in cells if cell.entries]
    text = f"In {len(seen)} of {len(cells)} {parts} from {_day(cells[0])}"
    if not seen:
        return text
    most = max(seen, key=lambda cell: cell.entries)
    return f"{text}; most from {_day(most)} ({_said_of(most)}), last from {_day(seen[-1])} ({_said_of(seen[-1])})"


def _day(cell: Cell) -> str:
    return spoken(cell.start, weekday=False)


def _in_words(counts: Mapping[str, int]) -> str:
    """`present 10, strained 6`."""
    return ", ".join(f"{f'rated {name}' if name.isdigit() else name} {count}" for name, count in counts.items())


def _quotes(passages: Iterable[Said]) -> tuple[Quote, ...]:
    return tuple(Quote(said.text, said.reworded) for said in passages)


def _passages(place: str) -> Callable[[Page], Iterator[Block]]:
    def blocks(page: Page) -> Iterator[Block]:
        if quotes := _quotes(getattr(page, place)):
            yield Quotes(quotes)

    return blocks


def _conditions(page: Page) -> Iterator[Block]:
    if page.conditions:
        rows = map(_condition, sorted(page.conditions, key=lambda one: one.external))
        head = ("Condition", "Where", "Entries", "Made it", "The rule was", "My response")
        yield Table("Conditions around the work", head, tuple(rows))


def _condition(one: AroundMe) -> Row:
    worked = {"inhibited": one.inhibited, "enabled": one.enabled, "both": one.both}
    cells = (
        one.label,
        "outside" if one.external else "organisation",
        f"{one.entries} of {one.of}",
        _in_words({_WORKED.get(way, way): count for way, count in worked.items() if count}),
        _in_words(one.rules),
        _in_words(one.responses),
    )
    return Row(cells, one.entries, one.of)


def _not_lately(page: Page) -> Iterator[Block]:
    if page.not_lately:
        yield Listed(tuple(Point(label) for label in page.not_lately))
        yield Paragraph(_NOT_LATELY)


def _session(page: Page) -> Iterator[Block]:
    yield Room("Discussion", DISCUSSION_LINES)
    yield Table("Agreed", AGREED, (Row(("",) * len(AGREED)),) * BLANK_ROWS, blank=True)


def _method(page: Page) -> Iterator[Block]:
    yield Paragraph(f"{plural(page.entries, 'entry', 'entries')}, {page.period}. {LIMITS}")


_SECTIONS: dict[str, tuple[str, Callable[[Page], Iterator[Block]]]] = {
    "follow-up": ("What we agreed last time", _follow_up),
    "wanted": ("What I want from this session", _wanted),
    "themes": ("Themes", _themes),
    "well": ("Going well", _passages("well")),
    "hard": ("What was hard, and how it was held", _passages("hard")),
    "conditions": ("What needs the organisation, and what comes from outside", _conditions),
    "not-lately": ("Not tagged lately", _not_lately),
    "learning": ("Learning, CPD and peer reflections", _passages("learning")),
    "session": ("In the session", _session),
    "method": ("How this page was made", _method),
    "appendix": ("Appendix: what else was seen", _appendix),
}

"""What can be said beyond counting: more or less often, a shift within the period, not lately, together."""

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date

from rcpjournal.core.insight.chance import about
from rcpjournal.core.insight.counts import ItemSummary
from rcpjournal.core.insight.gaps import SILENT_ENTRIES, Lately, NotLately
from rcpjournal.core.insight.material import Quote
from rcpjournal.core.insight.summary import Summary, Within
from rcpjournal.core.insight.together import Together
from rcpjournal.core.words import plural
from rcpjournal.views import styled
from rcpjournal.views.days import spoken
from rcpjournal.views.styled import Line
from rcpjournal.views.summary.grid import SEVERAL, before_or_then
from rcpjournal.views.summary.marks import in_words

PAIRS_DRAWN = 5
_WORDS = {"more": "More often in what you wrote", "less": "Less often in what you wrote"}

Passages = Mapping[tuple[str, str], Sequence[Quote]]


def change_lines(summary: Summary, width: int) -> Iterator[Line]:
    """What was written about more or less often than in the period before, or that so many entries cannot tell."""
    if summary.compared is None:
        return
    then = summary.compared
    word = before_or_then(summary)
    span = f"{spoken(then.since, weekday=False)} to {spoken(then.until, weekday=False)}"
    yield from styled.titled(f"Compared with {span}: {plural(then.entries, 'entry', 'entries')}", width)
    changed = [item for item in summary.items if item.change]
    for item in changed:
        yield from styled.wrapped(_changed(item, word), width, "  ", "strong")
    if not then.entries:
        yield from styled.wrapped("No entries then, so there is nothing to compare with.", width, "  ", "dim")
    elif not changed:
        said = "No difference that so many entries could show. Small differences come and go by chance."
        yield from styled.wrapped(said, width, "  ", "dim")


def _changed(item: ItemSummary, word: str) -> str:
    then = f"{item.previous.entries} of {item.previous.of}" if item.previous else "0"
    how = f"; {in_words(item.stances, item.unsaid)}" if item.stances else ""
    return f"{_WORDS[item.change or 'more']}: {item.label}, {item.entries} of {item.of} entries ({word}: {then}){how}"


def within_lines(summary: Summary, width: int, items: Container[str]) -> Iterator[Line]:
    """What shifted within the period, where the whole report carries it; of these items."""
    said = [one for one in summary.within if one.said and one.item in items]
    if said:
        yield from styled.titled("Within this time", width)
        for one in said:
            yield from styled.wrapped(shift_words(one, summary), width, "  ")


def shift_words(one: Within, summary: Summary) -> str:
    """A run chart's signal as a sentence."""
    chart, several = one.chart, SEVERAL.get(summary.by, f"{summary.by}s")
    chance = f"Chance alone strays so far {about(chart.chance)}."
    if one.said == "shift" and chart.longest:
        first, last = (spoken(summary.periods[at], weekday=False) for at in (chart.longest.first, chart.longest.last))
        other = "below" if chart.longest.side == "above" else "above"
        return (
            f"{one.label}: {chart.longest.side} its middle in {chart.longest.length} {several}, from that of {first} "
            f"to that of {last}, and never {other} it between them. {chance}"
        )
    times = "once" if chart.crossings == 1 else f"{chart.crossings} times"
    return f"{one.label}: it changed sides of its middle only {times} in {chart.useful} {several}. {chance}"


def lately_lines(lately: Lately, width: int, *, some: bool = False) -> Iterator[Line]:
    """What was not tagged in the last entries, with the chance of it; or that there was a pause.

    `some`: only some of the entries were looked at.
    """
    if lately.pause:
        yield from styled.titled("Lately", width)
        since = spoken(lately.pause.since, weekday=False)
        none = f"No {'such ' if some else ''}entries since {since}"
        said = f"{none} ({plural(lately.pause.weeks, 'week')}), so nothing to say."
        yield from styled.wrapped(said, width, "  ")
    if not lately.silent:
        return
    yield from styled.titled("Not tagged lately", width)
    absent = f"{len(lately.silent)} of {lately.watched} items seen in this time are not in the last {SILENT_ENTRIES}"
    expected = f"about {lately.expected:.0f}" if lately.expected >= 0.5 else "hardly any"
    look = ": a place to look." if any(gap.said for gap in lately.silent) else "."
    said = f"{absent} entries that asked about them. By chance alone it would be {expected}{look}"
    yield from styled.wrapped(said, width, "  ", "dim")
    for gap in lately.silent:
        if gap.said:
            yield from styled.wrapped(gap_words(gap, f"“{gap.label}”: not", some=some), width, "  ")
    if rest := ", ".join(f"“{gap.label}” {gap.entries}" for gap in lately.silent if not gap.said):
        yield from styled.wrapped(f"Entries since the last tag, none of it unusual: {rest}.", width, "  ")


def gap_words(gap: NotLately, start: str, *, some: bool = False) -> str:
    """A gap as a sentence that begins with `start`; `some`: among some of the entries only."""
    entries = f"{gap.entries} {'such ' if some else ''}entries"
    return (
        f"{start} tagged in your last {entries} that asked ({plural(gap.weeks, 'week')}); "
        f"before that in {gap.seen} of {gap.of}. Chance alone would leave such a gap {about(gap.chance)}."
    )


def worth_drawing(pairs: Sequence[Together]) -> Sequence[Together]:
    """The pairs of a whole summary: the first few that met more often than chance would bring them together."""
    return [pair for pair in pairs if pair.entries > pair.expected][:PAIRS_DRAWN]


def together_lines(
    pairs: Sequence[Together], passages: Passages, width: int, *, whole: bool, same: str
) -> Iterator[Line]:
    """Pairs in the same entries, those first that chance explains least, with passages.

    `same`: the options that ask for the same entries again.
    """
    shown = pairs if whole else worth_drawing(pairs)
    if not shown:
        return
    yield from styled.titled("In the same entries", width)
    for pair in shown:
        met = f"{pair.entries} of {pair.of} entries"
        said = f"{pair.labels[0]} and {pair.labels[1]}: {met}; by chance about {pair.expected:g}"
        yield from styled.wrapped(said, width, "  ")
        for quote in passages.get(pair.items, ()):
            day = spoken(date.fromisoformat(quote.happened_on), weekday=False)
            yield from styled.wrapped(f"{day}: “{quote.quote}”", width, "      ", "dim")
    said = "Among so many possible pairs a few will meet often by chance; the passages say whether it means anything."
    yield from styled.wrapped(said, width, "  ", "dim")
    if len(pairs) > len(shown):
        rest = plural(len(pairs) - len(shown), "other pair")
        said = f"{rest} in three entries or more: `rcpjournal summary --part together{same}`."
        yield from styled.wrapped(said, width, "  ", "dim")

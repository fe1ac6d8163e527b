"""One item's story: when, how, in whose company, beside what, in the worker's own words."""

from collections.abc import Iterator, Sequence
from datetime import date

from rcpjournal.core.framework import Framework
from rcpjournal.core.insight.counts import ItemSummary
from rcpjournal.core.insight.gaps import NotLately
from rcpjournal.core.insight.story import Among, Seen, Story
from rcpjournal.core.insight.summary import Summary
from rcpjournal.core.words import listed, plural
from rcpjournal.views import styled
from rcpjournal.views.days import spoken
from rcpjournal.views.styled import Line, Span, dim, line
from rcpjournal.views.summary import marks
from rcpjournal.views.summary.findings import gap_words, shift_words
from rcpjournal.views.summary.grid import Layout, columns_key, head_rows, parts_in_words

PERCENT_FROM = 20
_COMPANY = 4
_BESIDE = 6


def story_lines(story: Story, summary: Summary, framework: Framework, layout: Layout, *, some: bool) -> Iterator[Line]:
    """The whole story, newest entry last; `some`: of some of the entries only."""
    width = layout.width
    yield (Span(story.item.label, "title"), dim(f"  {story.item.id}"))
    if story.item.definition:
        yield from styled.wrapped(story.item.definition, width, "  ", "dim")
    for said in _fate(story, framework):
        yield from styled.wrapped(said, width, "  ", "dim")
    yield styled.EMPTY
    if story.counts is None:
        yield from styled.wrapped("No entry of this time could have shown it: it was not asked about.", width)
        return
    yield from styled.wrapped(_counts(story.counts), width)
    yield from _over_time(story.counts, summary, layout)
    if story.within and story.within.said:
        yield from styled.wrapped(shift_words(story.within, summary), width)
    if story.silent:
        yield from styled.wrapped(_gap(story.silent, some), width)
    yield from _in_company(story, framework, width)
    yield from _beside(story, width)
    if story.seen:
        yield from styled.titled("In your own words", width)
        for one in story.seen:
            yield from _seen(one, framework, width, plain=layout.plain)


def _gap(gap: NotLately, some: bool) -> str:
    if gap.said:
        return gap_words(gap, "Not", some=some)
    entries = f"{gap.entries} {'such ' if some else ''}entries"
    return f"Not tagged in your last {entries} that asked, which is nothing unusual."


def _fate(story: Story, framework: Framework) -> Iterator[str]:
    """What it was called when it was written, and what became of it."""
    if story.counts and story.counts.wordings:
        called = listed(f"“{label}” in {entries}" for label, entries in story.counts.wordings.items())
        yield f"As written: {called}."
    if story.item.status == "retired":
        now = [framework.items[name].label for name in story.item.superseded_by if name in framework.items]
        became = f" Now: {' or '.join(now)}." if now else ""
        yield f"It is no longer in the framework{f': {story.item.reason}' if story.item.reason else '.'}{became}"


def _counts(item: ItemSummary) -> str:
    said = f"Seen in {item.entries} of {plural(item.of, 'entry', 'entries')} that asked"
    low, high = (round(100 * bound) for bound in item.interval)
    if item.of >= PERCENT_FROM:
        share = round(100 * item.entries / item.of)
        said += f", which is {share} %; with so many entries, anything from {low} to {high} % would be no surprise"
    if item.stances:
        said += f". {marks.in_words(item.stances, item.unsaid).capitalize()}"
    if item.first and item.last:
        first, last = spoken(item.first, weekday=False), spoken(item.last, weekday=False)
        said += f". On {first}" if first == last else f". First on {first}, last on {last}"
    return said + "."


def _over_time(item: ItemSummary, summary: Summary, layout: Layout) -> Iterator[Line]:
    if not item.entries:
        return
    if layout.plain:
        yield from styled.wrapped(f"{parts_in_words(item.periods, summary.by)}.", layout.width)
        return
    yield styled.EMPTY
    yield from columns_key(summary, len(summary.periods) - layout.parts, layout.width)
    yield from (line(dim(f"  {row}".rstrip())) for row in head_rows(summary, layout))
    cells = [marks.cell(period, layout.cell) for period in item.periods[-layout.parts :]]
    yield styled.trimmed([Span("  "), *cells])


def _in_company(story: Story, framework: Framework, width: int) -> Iterator[Line]:
    layer = framework.layers.get(story.item.layer)
    for words, field, found in (("With", "with", story.company), ("In", "kind", story.moments)):
        if found and (layer is None or layer.field != field):
            yield from styled.wrapped(f"{words} {_named(found)}.", width)


def _named(found: Sequence[Among]) -> str:
    return ", ".join(f"{one.label} {one.entries} of {one.of}" for one in found[:_COMPANY])


def _beside(story: Story, width: int) -> Iterator[Line]:
    for pair in [pair for pair in story.together if pair.entries > pair.expected][:3]:
        other = pair.labels[1 - pair.items.index(story.item.id)]
        said = f"Beside {other} in {pair.entries} of {pair.of} (by chance about {pair.expected:g})."
        yield from styled.wrapped(said, width)


def _seen(one: Seen, framework: Framework, width: int, *, plain: bool) -> Iterator[Line]:
    sign, style = marks.mark_of(dict.fromkeys(one.stances, 1))
    about_it = ", ".join(part for part in (one.kind, one.with_) if part)
    stance = ", ".join(marks.WORDS.get(name, name) for name in one.stances)
    day = spoken(date.fromisoformat(one.happened_on))
    between = (", " if plain else " · ") if stance and about_it else ""
    head = f"{day}  {stance}{between}{about_it}  ({one.entry})"
    yield from styled.wrapped(head if plain else f"{sign} {head}", width, "  ", style)
    for quote in one.quotes:
        yield from styled.wrapped(f"“{quote}”", width, "    ")
    if not one.quotes:
        yield from styled.wrapped(one.title, width, "    ", "dim")
    tags = [framework.items[name] for name in one.beside if name in framework.items]
    beside = [item.label for item in tags if framework.layers[item.layer].kind == "tag"]
    if beside:
        more = f" and {len(beside) - _BESIDE} more" if len(beside) > _BESIDE else ""
        yield from styled.wrapped(f"beside {', '.join(beside[:_BESIDE])}{more}", width, "    ", "dim")


def story_document(story: Story) -> dict[str, object]:
    """The story as JSON; the item's counts stand in the summary's `items`."""
    return {
        "item": story.item.id,
        "company": [{"with": one.value, "count": one.entries, "of": one.of} for one in story.company],
        "moments": [{"kind": one.value, "count": one.entries, "of": one.of} for one in story.moments],
        "seen": [
            {
                "entry": one.entry,
                "happened_on": one.happened_on,
                "title": one.title,
                "kind": one.kind,
                "with": one.with_,
                "stances": list(one.stances),
                "quotes": list(one.quotes),
                "beside": list(one.beside),
            }
            for one in story.seen
        ],
    }

"""What `summary` carries from the store through the analysis to the views."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from rcpjournal.cli.context import here
from rcpjournal.core.insight.periods import SUPERVISION, parts_of
from rcpjournal.core.records import Selection
from rcpjournal.errors import UsageProblem

if TYPE_CHECKING:
    from rcpjournal.core.framework import Framework
    from rcpjournal.core.insight.conditions import LedgerLine
    from rcpjournal.core.insight.material import Quote
    from rcpjournal.core.insight.matrix import Row
    from rcpjournal.core.insight.story import Story
    from rcpjournal.core.insight.summary import Before, Span, Summary
    from rcpjournal.views.styled import Line

_MOST_PARTS = 600
_DAYS = {"week": 7, "month": 30, "quarter": 91}


class Asked(NamedTuple):
    """What a summary is asked for. `against`: days to hold it against; `decides`: whether to say more or less often.

    `same`: the options that ask for the same entries again.
    """

    selection: Selection
    first: date
    last: date
    by: str
    layer: str | None = None
    item: str | None = None
    part: str | None = None
    week: bool = False
    against: tuple[date, date] | None = None
    decides: bool = False
    quotes: bool = False
    as_written: bool = False
    same: str = ""

    @property
    def days(self) -> Selection:
        """The selection with its days."""
        return self.selection._replace(since=self.first, until=self.last)


def summed(asked: Asked) -> "Summary":
    """The summary asked for."""
    from rcpjournal.core.insight.summary import summarise

    journal, framework, span = here.journal(), here.framework, _span(asked)
    material = journal.tallies.material(asked.days, span.parts, framework, as_written=asked.as_written)
    frameworks = _frameworks(flowed.framework for flowed in material.flowed)
    return summarise(framework, frameworks, material, span, _before(asked))


def _frameworks(keys: Iterable[int]) -> "dict[int, Framework]":
    return {key: here.journal().frameworks.load(key) for key in set(keys)}


def _span(asked: Asked) -> "Span":
    from rcpjournal.core.insight.summary import Span

    finding = here.journal().finding
    sessions = finding.supervisions() if asked.by == SUPERVISION else []
    first = max(asked.first, min(finding.first_day() or asked.first, asked.last))
    known = max(here.today, finding.last_day() or here.today)  # no entry is later: columns end there
    last = max(first, min(asked.last, known))
    if (last - first).days > _MOST_PARTS * _DAYS.get(asked.by, _MOST_PARTS):
        raise UsageProblem(f"That is more than {_MOST_PARTS} {asked.by}s: a later --since, or another --by.")
    parts = parts_of(first, last, asked.by, sessions)
    return Span(asked.first, asked.last, asked.by, parts, known_until=min(asked.last, max(asked.first, here.today)))


def _before(asked: Asked) -> "Before | None":
    from rcpjournal.core.insight.periods import Part
    from rcpjournal.core.insight.summary import Before

    if asked.against is None:
        return None
    since, until = asked.against
    outline = here.journal().tallies.outline(
        asked.selection._replace(since=since, until=until),
        [Part(since, until)],
        here.framework,
        as_written=asked.as_written,
    )
    return Before(since, until, outline, asked.decides)


# --- what is shown --------------------------------------------------------------------------------------------------


def pages(result: "Summary", asked: Asked) -> "Iterable[Line]":
    """The lines that answer what was asked."""
    from rcpjournal.views.summary import Wanted, head_lines, layout_of, summary_lines

    chosen = _chosen(asked.selection)
    wanted = Wanted(here.width, asked.layer, asked.part, plain=not here.drawn, chosen=chosen, same=asked.same)
    if asked.week:
        return _week(result, asked)
    layout = layout_of(result, here.framework, wanted)
    head = [*head_lines(result, layout.width, chosen), ()]
    if asked.item:
        from rcpjournal.views.summary.story import story_lines

        return chain(head, story_lines(_story(result, asked), result, here.framework, layout, some=bool(chosen)))
    if asked.part == "conditions":
        from rcpjournal.views.summary.ledger import ledger_lines

        return chain(head, ledger_lines(_ledger(asked), result, here.framework, layout.width, plain=layout.plain))
    if asked.part == "matrix":
        from rcpjournal.views.summary.matrix import matrix_lines

        return chain(head, matrix_lines(_matrix(result, asked), result, layout, quotes=asked.quotes))
    quotes = _quotes(asked) if asked.quotes else []
    return summary_lines(result, here.framework, wanted, quotes=quotes, passages=_passages(result, asked))


def _chosen(selection: Selection) -> str:
    """By what entries were chosen, in words: `kind visit, with family, starred`."""
    words = [f"kind {selection.kind}" if selection.kind else "", f"with {selection.with_}" if selection.with_ else ""]
    return ", ".join(word for word in [*words, "starred" if selection.starred else ""] if word)


def document(result: "Summary", asked: Asked) -> dict[str, Any]:
    """The summary as JSON, with the rows of the part or the story that was asked for."""
    from rcpjournal.views.summary.document import summary_document

    found = summary_document(result, _passages(result, asked), as_written=asked.as_written, layer=asked.layer)
    if asked.part == "conditions":
        from rcpjournal.views.summary.ledger import ledger_document

        found["ledger"] = ledger_document(_ledger(asked))
    if asked.part == "matrix":
        from rcpjournal.views.summary.matrix import matrix_document

        found["matrix"] = matrix_document(_matrix(result, asked))
    if asked.quotes:
        found["quotes"] = [{"entry": q.entry, "item": q.item, "quote": q.quote} for q in _quotes(asked)]
    if asked.item:
        from rcpjournal.views.summary.story import story_document

        found["story"] = story_document(_story(result, asked))
    return found


def _passages(result: "Summary", asked: Asked) -> "Mapping[tuple[str, str], Sequence[Quote]]":
    """Passages for the pairs that are drawn: the newest of each, or a few where this part is asked for alone."""
    from rcpjournal.views.summary.findings import worth_drawing

    if asked.layer or asked.item or asked.part not in (None, "together"):
        return {}
    alone = asked.part == "together"
    pairs = result.together if alone else worth_drawing(result.together)
    from rcpjournal.core.insight.naming import counted_as

    tracing = here.journal().tracing
    most, framework = 3 if alone else 1, here.framework
    return {
        (one, other): tracing.shared(asked.days, counted_as(one, framework), counted_as(other, framework), most)
        for one, other in (pair.items for pair in pairs)
    }


def _quotes(asked: Asked) -> "list[Quote]":
    """Passages by what their items are counted under: each name by itself as written, else what it is called now."""
    found = here.journal().tracing.quotes(asked.days)
    return found if asked.as_written else [one._replace(item=_now(one.item), label="") for one in found]


def _ledger(asked: Asked) -> "list[LedgerLine]":
    found = here.journal().tracing.ledger(asked.days)
    return found if asked.as_written else [one._replace(item=_now(one.item)) for one in found]


def _now(item: str) -> str:
    """What replaced an item, or itself."""
    from rcpjournal.core.insight.naming import successor

    return successor(item, here.framework)


def _matrix(result: "Summary", asked: Asked) -> "Sequence[Row]":
    from rcpjournal.core.insight.matrix import matrix

    tracing, parts = here.journal().tracing, _span(asked).parts
    touches, quotes = tracing.touches(asked.days, parts), tracing.quotes(asked.days)
    return matrix(here.framework, touches, quotes, parts, result.written)


def _story(result: "Summary", asked: Asked) -> "Story":
    from rcpjournal.core.insight.naming import counted_as, successor
    from rcpjournal.core.insight.story import story

    framework, tracing = here.framework, here.journal().tracing
    name = successor(asked.item or "", framework)
    item = framework.items.get(name) or here.journal().frameworks.ever().items[name]
    ids = counted_as(name, framework)
    company = tracing.company(asked.days)
    frameworks = _frameworks(one.framework for one in company)
    return story(framework, frameworks, item, ids, result, tracing.seen(asked.days, ids), company)


def _week(result: "Summary", asked: Asked) -> "Iterable[Line]":
    from rcpjournal.core.home import near_actions
    from rcpjournal.views.summary.week import Week, week_lines

    journal = here.journal()
    past = asked.last < here.today
    near = [] if past else near_actions(journal.actions.all(), here.today)[0]
    quotes = list(reversed(journal.tracing.quotes(asked.days)))
    entries = list(journal.finding.lines(asked.days, limit=0))
    week = Week(result, entries, quotes, near, past, _chosen(asked.selection), asked.same)
    return week_lines(week, here.framework, here.width, plain=not here.drawn)

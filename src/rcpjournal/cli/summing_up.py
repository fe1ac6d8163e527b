"""What `summary` carries from the store through the analysis to the views."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from rcpjournal.cli.context import here
from rcpjournal.core.insight.periods import SUPERVISION, parts_of
from rcpjournal.core.records import Selection
from rcpjournal.errors import UsageProblem

if TYPE_CHECKING:
    from rcpjournal.core.framework import Item
    from rcpjournal.core.insight.material import Quote
    from rcpjournal.core.insight.matrix import Row
    from rcpjournal.core.insight.story import Story
    from rcpjournal.core.insight.summary import Before, Span, Summary
    from rcpjournal.views.styled import Line

_MOST_PARTS = 2000


class Asked(NamedTuple):
    """What a summary is asked for. `against`: days to hold it against; `decides`: whether to say more or less often."""

    selection: Selection
    first: date
    last: date
    by: str
    layer: str | None
    item: str | None
    part: str | None
    week: bool
    against: tuple[date, date] | None
    decides: bool
    quotes: bool
    as_written: bool
    json: bool

    @property
    def days(self) -> Selection:
        """The selection with its days."""
        return self.selection._replace(since=self.first, until=self.last)


def summed(asked: Asked) -> "Summary":
    """The summary asked for."""
    from rcpjournal.core.insight.summary import summarise

    journal, framework, span = here.journal(), here.framework, _span(asked)
    material = journal.tallies.material(asked.days, span.parts, framework, as_written=asked.as_written)
    frameworks = {key: journal.frameworks.load(key) for key in {flowed.framework for flowed in material.flowed}}
    return summarise(framework, frameworks, material, span, _before(asked))


def _span(asked: Asked) -> "Span":
    from rcpjournal.core.insight.summary import Span

    finding = here.journal().finding
    sessions = finding.supervisions() if asked.by == SUPERVISION else []
    begun = max(asked.first, min(finding.first_day() or asked.first, asked.last))
    if asked.by == "week" and (asked.last - begun).days > 7 * _MOST_PARTS:
        raise UsageProblem(f"That is more than {_MOST_PARTS} weeks: --by month, or a later --since.")
    return Span(asked.first, asked.last, asked.by, parts_of(begun, asked.last, asked.by, sessions))


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
    from rcpjournal.views.summary import Wanted, layout_of, summary_lines

    wanted = Wanted(here.width, asked.layer, asked.part, plain=not here.drawn)
    if asked.week:
        return _week(result, asked)
    layout = layout_of(result, here.framework, wanted)
    if asked.item:
        from rcpjournal.views.summary.story import story_lines

        return story_lines(_story(result, asked), result, here.framework, layout)
    if asked.part == "conditions":
        from rcpjournal.views.summary.ledger import ledger_lines

        lines = here.journal().tracing.ledger(asked.days)
        return ledger_lines(lines, result, here.framework, layout.width, plain=layout.plain)
    if asked.part == "matrix":
        from rcpjournal.views.summary.matrix import matrix_lines

        return matrix_lines(_matrix(asked), result, layout, quotes=asked.quotes)
    quotes = here.journal().tracing.quotes(asked.days) if asked.quotes else []
    return summary_lines(result, here.framework, wanted, quotes=quotes, passages=_passages(result, asked))


def document(result: "Summary", asked: Asked) -> dict[str, Any]:
    """The summary as JSON, with the rows of the part or the story that was asked for."""
    from rcpjournal.views.summary.document import summary_document

    found = summary_document(result, _passages(result, asked), as_written=asked.as_written, layer=asked.layer)
    if asked.part == "conditions":
        from rcpjournal.views.summary.ledger import ledger_document

        found["ledger"] = ledger_document(here.journal().tracing.ledger(asked.days))
    if asked.part == "matrix":
        from rcpjournal.views.summary.matrix import matrix_document

        found["matrix"] = matrix_document(_matrix(asked))
    if asked.item:
        from rcpjournal.views.summary.story import story_document

        found["story"] = story_document(_story(result, asked))
    return found


def _passages(result: "Summary", asked: Asked) -> "Mapping[tuple[str, str], Sequence[Quote]]":
    """Passages for the pairs that are drawn: the newest of each, or a few where this part is asked for alone."""
    from rcpjournal.views.summary.findings import PAIRS_DRAWN

    if asked.layer or asked.item or asked.part not in (None, "together"):
        return {}
    alone = asked.part == "together"
    pairs = result.together if alone else result.together[:PAIRS_DRAWN]
    tracing = here.journal().tracing
    return {pair.items: tracing.shared(asked.days, pair.items, 3 if alone else 1) for pair in pairs}


def _matrix(asked: Asked) -> "Sequence[Row]":
    from rcpjournal.core.insight.matrix import matrix

    tracing, parts = here.journal().tracing, _span(asked).parts
    return matrix(here.framework, tracing.touches(asked.days, parts), tracing.quotes(asked.days), parts)


def _story(result: "Summary", asked: Asked) -> "Story":
    from rcpjournal.core.insight.naming import successor
    from rcpjournal.core.insight.story import story

    framework = here.framework
    wanted = asked.item or ""
    name = wanted if asked.as_written else successor(wanted, framework)
    item = framework.items.get(name) or here.journal().frameworks.ever().items[name]
    alike = [] if asked.as_written else [one for one in _known(item) if successor(one, framework) == name]
    return story(framework, item, result, here.journal().tracing.seen(asked.days, name, alike))


def _known(item: "Item") -> Iterable[str]:
    """Ids that may be counted under this item: those of its pack and of others that were retired for it."""
    return [one.id for one in here.framework.items.values() if one.status == "retired" or one.id == item.id]


def _week(result: "Summary", asked: Asked) -> "Iterable[Line]":
    from rcpjournal.core.home import near_actions
    from rcpjournal.views.summary.week import Week, week_lines

    journal = here.journal()
    near, _ = near_actions(journal.actions.all(), here.today)
    quotes = list(reversed(journal.tracing.quotes(asked.days)))
    entries = list(journal.finding.lines(asked.days, limit=0))
    return week_lines(Week(result, entries, quotes, near), here.width, plain=not here.drawn)

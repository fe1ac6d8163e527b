"""A team's summary for the terminal."""

from collections.abc import Iterator

from rcpjournal.core.framework import Framework
from rcpjournal.core.teams import wording
from rcpjournal.core.teams.report import Row, Section, TeamReport
from rcpjournal.views import styled
from rcpjournal.views.styled import Line, Span, strong


def team_lines(report: TeamReport, framework: Framework, width: int) -> Iterator[Line]:
    """The whole report, conditions first, in lines of at most `width` cells."""
    if not report.contributors:
        yield from styled.wrapped(wording.nothing_yet(report), width)
        return
    yield from styled.wrapped(wording.period(report), width, style="title")
    yield from styled.wrapped(wording.who(report.contributors, report.entries), width)
    yield from _groups(report, width)
    yield styled.EMPTY
    yield from styled.wrapped(wording.what_is_hidden(report), width, style="dim")
    for section in (*report.conditions, *report.practice):
        yield from _section(section, report, framework, width)


def _groups(report: TeamReport, width: int) -> Iterator[Line]:
    for group in report.groups:
        yield from styled.wrapped(
            f"{wording.group(group.name)}: {wording.who(group.contributors, group.entries)}", width, "  "
        )
    for words in (wording.no_groups(report), wording.comparison(report)):
        if words:
            yield from styled.wrapped(words, width, "  ")


def _section(section: Section, report: TeamReport, framework: Framework, width: int) -> Iterator[Line]:
    yield from styled.titled(section.title, width)
    yield from styled.wrapped(wording.asked(section), width, "  ", "dim")
    for row in section.rows:
        yield from _row(row, report, framework, width)


def _row(row: Row, report: TeamReport, framework: Framework, width: int) -> Iterator[Line]:
    yield from styled.wrapped_spans((strong(row.label), Span(f": {wording.told(row.whole)}")), width, "  ")
    for words in (wording.how(row.whole.how), wording.done(row, framework), wording.change(row, report)):
        if words:
            yield from styled.wrapped(words, width, "    ")
    for group in row.groups:
        parts = (f"{wording.group(group.group)}: {wording.told(group)}", wording.how(group.how))
        yield from styled.wrapped("; ".join(part for part in parts if part), width, "    ", "dim")

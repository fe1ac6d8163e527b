"""A team's summary as one HTML file that runs nothing and asks nothing of any other place."""

from collections.abc import Iterator

from rcpjournal.core.framework import Framework
from rcpjournal.core.teams import wording
from rcpjournal.core.teams.report import TeamReport
from rcpjournal.exports.templates import style, template


def team_page(report: TeamReport, framework: Framework) -> Iterator[str]:
    """The page in pieces."""
    yield from template(__package__, "team.html").generate(
        report=report, framework=framework, say=wording, **style(__package__, "team.css")
    )
    yield "\n"

"""A team's figures in words, for the terminal and for the page."""

from collections.abc import Mapping, Sequence

from rcpjournal.core.dates import month_name
from rcpjournal.core.framework import Framework
from rcpjournal.core.teams.cells import UNSAID
from rcpjournal.core.teams.report import Figure, Row, Said, Section, TeamReport
from rcpjournal.core.words import plural

_WAYS = {"inhibited": "harder", "enabled": "easier", "both": "both", UNSAID: "not said"}


def group(name: str) -> str:
    """What a group is called; who named no role is of a group as well."""
    return name or "no role named"


def entries(many: int) -> str:
    """`1 entry`, `12 entries`."""
    return plural(many, "entry", "entries")


def people(many: int) -> str:
    """`1 person`, `12 people`."""
    return plural(many, "person", "people")


def nothing_yet(report: TeamReport) -> str:
    """Why there is no report."""
    return f"Fewer than {report.fewest} people have contributed, so there is nothing to tell yet."


def what_is_hidden(report: TeamReport) -> str:
    """What a reader has to know of what is missing."""
    return (
        f"Nothing here is of fewer than {report.fewest} people, nor are two figures that would tell of fewer together. "
        "What is not here is nought, or hidden for that. Figures in brackets are people."
    )


def period(report: TeamReport) -> str:
    """`January 2026 to June 2026`: the months of which there are enough people."""
    if not report.since:
        return "All months together"
    first, last = month_name(report.since), month_name(report.until)
    return first if first == last else f"{first} to {last}"


def who(contributors: int, of: int) -> str:
    """`6 people, 40 entries`."""
    return f"{people(contributors)}, {entries(of)}"


def asked(section: Section) -> str:
    """Out of how many the section's figures are."""
    return f"asked in {entries(section.of)} of {people(section.asked)}"


def told(figure: Figure) -> str:
    """`12 of 40 entries, 6 of 9 people`."""
    return f"{figure.entries} of {entries(figure.of)}, {figure.contributors} of {people(figure.asked)}"


def how(said: Sequence[Said], words: Mapping[str, str] = _WAYS) -> str:
    """`harder 30 entries (12 people), easier 9 (6)`; empty where nothing is told."""
    return ", ".join(f"{words.get(one.value, one.value)} {one.entries} ({one.contributors})" for one in said)


def done(row: Row, framework: Framework) -> str:
    """What was done about a condition."""
    details = [detail for layer in framework.layers.values() for detail in layer.details if detail.field == "response"]
    labels = {option.value: option.label.casefold() for detail in details for option in detail.options}
    return how(row.responses, {**labels, UNSAID: _WAYS[UNSAID]})


def change(row: Row, report: TeamReport) -> str:
    """Whether more or fewer people wrote of it than in the quarter before."""
    if not row.change:
        return ""
    now, before = report.compared
    return f"{'more' if row.change == 'more' else 'fewer'} people wrote of it in {now} than in {before}"

"""A team's figures in words, for the terminal and for the page."""

from collections.abc import Mapping, Sequence

from rcpjournal.core.dates import month_name
from rcpjournal.core.framework import Framework
from rcpjournal.core.teams.cells import UNSAID
from rcpjournal.core.teams.report import Figure, Row, Said, Section, TeamReport

_WAYS = {"inhibited": "harder", "enabled": "easier", "both": "both", UNSAID: "not said"}


def group(name: str) -> str:
    """What a group is called; who named no role is of a group as well."""
    return name or "no role named"


def entries(many: int) -> str:
    """`1 entry`, `1,200 entries`."""
    return f"{many:,} {'entry' if many == 1 else 'entries'}"


def people(many: int) -> str:
    """`1 person`, `1,200 people`."""
    return f"{many:,} {'person' if many == 1 else 'people'}"


def nothing_yet(report: TeamReport) -> str:
    """Why there is no report."""
    return f"Fewer than {report.fewest} people have contributed, so there is nothing to tell yet."


def unknown(items: int) -> str:
    """That some rows have only their ids to be called by, and what gives them their names."""
    named = f"{items} items come" if items > 1 else "1 item comes"
    return (
        f"{named} from no pack that is known here, so the words are made of ids. --pack FILE, with the file that was "
        "added to the journals, brings the names and their order."
    )


def what_is_hidden(report: TeamReport) -> str:
    """What a reader has to know of what is missing."""
    return (
        f"Nothing here is of fewer than {report.fewest} people, nor are two figures that would tell of fewer together. "
        "What is not here is nought, or hidden for that. Figures in brackets are people."
    )


def no_groups(report: TeamReport) -> str:
    """That a report in groups has none; empty where it has."""
    return f"No {report.by} may be told of by itself." if report.by and not report.groups else ""


def comparison(report: TeamReport) -> str:
    """What was compared, quarter by quarter; empty where nothing could be."""
    if report.by != "quarter" or not report.groups:
        return ""
    if not report.compared:
        return "To compare takes two quarters that are over and may be told of."
    now, before = report.compared
    if any(row.change for section in (*report.conditions, *report.practice) for row in section.rows):
        return f"What more or fewer people wrote of in {now} than in {before} says so."
    return f"From {before} to {now} there is no difference that so many people could show. Small ones come by chance."


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


def entries_of(figure: Figure) -> str:
    """`12 of 40 entries`."""
    return f"{figure.entries:,} of {entries(figure.of)}"


def people_of(figure: Figure) -> str:
    """`6 of 9 people`."""
    return f"{figure.contributors:,} of {people(figure.asked)}"


def told(figure: Figure) -> str:
    """`12 of 40 entries, 6 of 9 people`."""
    return f"{entries_of(figure)}, {people_of(figure)}"


def how(said: Sequence[Said], words: Mapping[str, str] = _WAYS) -> str:
    """`harder 30 (12), easier 9 (6)`: entries, and people in brackets; empty where nothing is told."""
    return ", ".join(f"{words.get(one.value, one.value)} {one.entries:,} ({one.contributors:,})" for one in said)


def done(row: Row, framework: Framework) -> str:
    """`what was done: challenge it 12 (7)`, about a condition; empty where nothing is told."""
    if not row.responses:
        return ""
    details = [detail for layer in framework.layers.values() for detail in layer.details if detail.field == "response"]
    labels = {option.value: option.label.casefold() for detail in details for option in detail.options}
    return f"what was done: {how(row.responses, {**labels, UNSAID: _WAYS[UNSAID]})}"


def change(row: Row, report: TeamReport) -> str:
    """Whether more or fewer people wrote of it than in the quarter before."""
    if not row.change:
        return ""
    now, before = report.compared
    return f"{'more' if row.change == 'more' else 'fewer'} people wrote of it in {now} than in {before}"

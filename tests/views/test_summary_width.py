"""No line of a summary is wider than it may be, and no figure is cut, however narrow or long."""

from datetime import date, timedelta

import pytest

from rcpjournal.core.insight.summary import Summary
from rcpjournal.store import Journal
from rcpjournal.views.styled import width_of
from rcpjournal.views.summary import Wanted, summary_lines
from tests.core.insight.summing import entry, keep, summary
from tests.support import every_other, everyday

TRUST, LISTENING = "rcp.principle.trust", "rcp.behaviour.active-listening"
FIRST, LAST = date(2024, 3, 4), date(2026, 2, 27)


def two_years(journal: Journal) -> None:
    """An entry every third day, three on some; a session each quarter; ratings, need and got in a few."""
    keep(
        journal,
        *(
            entry(
                FIRST + timedelta(n - n % 3),
                *([TRUST] if n % 2 else [LISTENING, TRUST]),
                kind="supervision" if n % 90 == 0 else None,
                need="both" if n % 5 == 0 else None,
                got="relationship" if n % 7 == 0 else None,
                working="with" if n % 4 == 0 else None,
                ratings={"tar.rating.high-support": 1 + n % 5} if n % 6 == 0 else None,
            )
            for n in range((LAST - FIRST).days)
        ),
    )


def widest(found: Summary, journal: Journal, wanted: Wanted) -> int:
    lines = summary_lines(found, journal.frameworks.current(), wanted)
    return max(width_of("".join(span.text for span in line)) for line in lines)


@pytest.mark.parametrize("by", every_other(["week", "month", "supervision", "quarter"]))
@pytest.mark.parametrize("part", everyday([None, "grid", "cycle"], None, "grid"))
def test_no_line_is_wider_than_asked_for(by: str, part: str | None, journal: Journal) -> None:
    two_years(journal)
    found = summary(journal, FIRST, LAST, by)
    assert found.entries == (LAST - FIRST).days
    for width in [*range(44, 90), 100, 120, 200]:
        assert widest(found, journal, Wanted(width, part=part)) <= width


def test_every_number_of_the_cycle_is_shown_whole_where_it_is_asked_for_alone(journal: Journal) -> None:
    two_years(journal)
    found = summary(journal, FIRST, LAST, "month")
    for width in (60, 80, 100):
        lines = summary_lines(found, journal.frameworks.current(), Wanted(width, part="cycle"))
        assert not any("+" in span.text for line in lines for span in line)

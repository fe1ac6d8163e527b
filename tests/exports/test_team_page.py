"""A team's page in a real browser: fit to be listened to, fit for a narrow screen, and nothing fetched."""

import pytest

from rcpjournal.core.teams.report import TeamReport
from rcpjournal.exports.team import team_page
from tests.core.teams.test_report import FRAMEWORK
from tests.exports.browser import AXE, Browser, barriers, overhang
from tests.views.test_team import REPORTS


def written(report: TeamReport) -> str:
    return "".join(team_page(report, FRAMEWORK))


def test_on_a_narrow_screen_nothing_runs_over_the_edge(browser: Browser) -> None:
    assert overhang(browser, written(REPORTS["by team"]), 500) <= 0


@pytest.mark.nightly
@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_nothing_bars_anybody_from_reading_it(browser: Browser, report: TeamReport) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not here (scripts/system-packages)")
    assert barriers(browser, written(report)) == []


@pytest.mark.nightly
def test_it_fetches_nothing_and_the_browser_does_not_complain(browser: Browser) -> None:
    assert browser.asked_for(written(REPORTS["by team"])) == set()
    browser.show(written(REPORTS["by team"]), f"--screenshot={browser.folder / 'page.png'}")
    assert browser.complaints == []

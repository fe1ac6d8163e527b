"""The page in a real browser: one side of paper, nothing fetched, nothing to complain of, fit to be listened to."""

import json
import re

import pytest

from rcpjournal.core.sharing.page import Page, Said
from rcpjournal.exports.page import page_formats
from tests.exports.browser import AXE, Browser, barriers, overhang
from tests.exports.page.making import APPENDIX, BARE, FULL, WITH_APPENDIX, changed, everywhere


def written(page: Page) -> str:
    return page_formats()["html"].render(page).decode()


def lengthened(page: Page, by: int) -> Page:
    """The page with each passage longer by so many letters."""
    more = " And then we sat there a while longer, and said what had to be said, as far as it went."[:by]

    def longer(said: tuple[Said, ...]) -> tuple[Said, ...]:
        return tuple(changed(one, text=one.text + more) for one in said)

    themes = tuple(changed(theme, passages=longer(theme.passages)) for theme in page.themes)
    return changed(
        page, themes=themes, well=longer(page.well), hard=longer(page.hard), learning=longer(page.learning)
    )  # fmt: skip


@pytest.mark.parametrize(
    "page",
    [
        FULL,
        *(pytest.param(page, marks=pytest.mark.nightly) for page in (BARE, lengthened(FULL, 40), lengthened(FULL, 65))),
    ],
    ids=["full", "bare", "longer", "long"],
)
def test_a_page_prints_on_one_side_of_a4(browser: Browser, page: Page) -> None:
    assert browser.sides(written(page)) == 1


@pytest.mark.nightly
def test_half_a_year_of_weeks_still_prints_on_one_side(browser: Browser) -> None:
    themes = tuple(changed(theme, parts=(theme.parts * 5)[:26]) for theme in FULL.themes)
    assert browser.sides(written(changed(FULL, themes=themes))) == 1


@pytest.mark.nightly
def test_an_appendix_begins_a_side_of_its_own(browser: Browser) -> None:
    assert browser.sides(written(WITH_APPENDIX)) == 2
    assert browser.sides(written(changed(BARE, appendix=APPENDIX))) == 2


def test_opening_it_asks_nothing_of_any_other_place(browser: Browser) -> None:
    remote = written(FULL).replace("<h1>", '<img src="https://evil.example/x.png"><h1>')
    assert browser.asked_for(written(WITH_APPENDIX)) == set()
    assert browser.asked_for(remote) == set(), "its policy should forbid even what was smuggled in"
    free = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", remote)
    assert browser.asked_for(free) == {"https://evil.example/x.png"}


@pytest.mark.nightly
def test_the_browser_has_nothing_to_complain_of_and_would_say_if_it_had(browser: Browser) -> None:
    picture = browser.folder / "page.png"
    for page in (BARE, FULL, everywhere("</style><script>alert(1)</script>")):
        browser.show(written(page), f"--screenshot={picture}", "--window-size=900,1400")
        assert browser.complaints == []
    browser.show(written(FULL).replace("<style>", "<style> "), f"--screenshot={picture}")
    assert "Content Security Policy" in "".join(browser.complaints)


def test_on_a_narrow_screen_nothing_runs_over_the_edge(browser: Browser) -> None:
    assert overhang(browser, written(FULL), 600) <= 0


@pytest.mark.parametrize(
    "page",
    [WITH_APPENDIX, pytest.param(FULL, marks=pytest.mark.nightly), pytest.param(BARE, marks=pytest.mark.nightly)],
    ids=["appendix", "full", "bare"],
)
def test_axe_finds_no_barrier(browser: Browser, page: Page) -> None:
    if not AXE.exists():
        pytest.skip("no axe-core here; `scripts/system-packages` installs it where there is npm")
    found = barriers(browser, written(page))
    assert found == [], json.dumps(found, indent=2)


@pytest.mark.nightly
def test_axe_would_find_one(browser: Browser) -> None:
    if not AXE.exists():
        pytest.skip("no axe-core here; `scripts/system-packages` installs it where there is npm")
    spoilt = written(FULL).replace('<html lang="en-GB">', "<html>").replace("color: #444", "color: #bbb")
    assert {one["id"] for one in barriers(browser, spoilt)} >= {"html-has-lang", "color-contrast"}

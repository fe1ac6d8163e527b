"""The page in a real browser: one side of paper, nothing fetched, nothing to complain of, fit to be listened to."""

import json
import os
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from rcpjournal.core.sharing.page import Page, Said
from rcpjournal.exports.page import page_formats
from tests.exports.page.making import APPENDIX, BARE, FULL, WITH_APPENDIX, changed, everywhere

AXE = Path(__file__).parents[3] / ".venv" / "node_modules" / "axe-core" / "axe.min.js"
QUIET = (
    "--headless=new", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--hide-scrollbars", "--enable-logging=stderr",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip


class Browser:
    """Chromium with a profile of its own; `complaints` are what its console said."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program, self.folder = program, folder
        self.complaints: list[str] = []

    def show(self, text: str, *options: str) -> str:
        """Opens a page and does with it as the options say; its standard output."""
        (self.folder / "page.html").write_text(text, encoding="utf-8")
        ended = subprocess.run(
            [self.program, *QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else []),
             f"--user-data-dir={self.folder / 'profile'}", *options, (self.folder / "page.html").as_uri()],
            capture_output=True, text=True, timeout=120, check=True,
        )  # fmt: skip
        self.complaints = [line for line in ended.stderr.splitlines() if "CONSOLE" in line]
        return ended.stdout

    def sides(self, page: Page) -> int:
        """How many sides of paper it prints on."""
        paper = self.folder / "page.pdf"
        self.show(written(page), "--no-pdf-header-footer", f"--print-to-pdf={paper}")
        data = paper.read_bytes()
        assert re.search(rb"/MediaBox \[0 0 59[45][.0-9]* 84[12][.0-9]*\]", data), "the paper should be A4"
        return len(re.findall(rb"/Type /Page\b", data))

    def asked_for(self, text: str) -> set[str]:
        """The addresses that a page asks for when it is opened (the browser's own errands have no origin)."""
        log = self.folder / "net.json"
        self.show(text, f"--log-net-log={log}", "--dump-dom")
        asked = re.findall(r'"initiator":"([^"]*)".*?"url":"([^"]*)"', log.read_text("utf-8"))
        return {url for initiator, url in asked if initiator != "not an origin"}


def written(page: Page) -> str:
    return page_formats()["html"].render(page).decode()


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        pytest.skip("no Chromium here; `scripts/system-packages` installs it")
    return Browser(program, tmp_path_factory.mktemp("browser"))


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
    assert browser.sides(page) == 1


def test_half_a_year_of_weeks_still_prints_on_one_side(browser: Browser) -> None:
    themes = tuple(changed(theme, parts=(theme.parts * 5)[:26]) for theme in FULL.themes)
    assert browser.sides(changed(FULL, themes=themes)) == 1


def test_an_appendix_begins_a_side_of_its_own(browser: Browser) -> None:
    assert browser.sides(WITH_APPENDIX) == 2
    assert browser.sides(changed(BARE, appendix=APPENDIX)) == 2


def test_opening_it_asks_nothing_of_any_other_place(browser: Browser) -> None:
    remote = written(FULL).replace("<h1>", '<img src="https://evil.example/x.png"><h1>')
    assert browser.asked_for(written(WITH_APPENDIX)) == set()
    assert browser.asked_for(remote) == set(), "its policy should forbid even what was smuggled in"
    free = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", remote)
    assert browser.asked_for(free) == {"https://evil.example/x.png"}


def test_the_browser_has_nothing_to_complain_of_and_would_say_if_it_had(browser: Browser) -> None:
    picture = browser.folder / "page.png"
    for page in (BARE, FULL, everywhere("</style><script>alert(1)</script>")):
        browser.show(written(page), f"--screenshot={picture}", "--window-size=900,1400")
        assert browser.complaints == []
    browser.show(written(FULL).replace("<style>", "<style> "), f"--screenshot={picture}")
    assert "Content Security Policy" in "".join(browser.complaints)


def test_on_a_narrow_screen_nothing_runs_over_the_edge(browser: Browser) -> None:
    measure = "document.body.textContent = `${document.documentElement.scrollWidth} ${innerWidth}`"
    shown = browser.show(scripted(FULL, measure), "--dump-dom", "--window-size=600,900")
    needed, there = map(int, unescape(re.findall(r"<body[^>]*>(.*?)</body>", shown, re.S)[0]).split())
    assert needed <= there


@pytest.mark.parametrize(
    "page",
    [WITH_APPENDIX, pytest.param(FULL, marks=pytest.mark.nightly), pytest.param(BARE, marks=pytest.mark.nightly)],
    ids=["appendix", "full", "bare"],
)
def test_axe_finds_no_barrier(browser: Browser, page: Page) -> None:
    if not AXE.exists():
        pytest.skip("no axe-core here; `scripts/system-packages` installs it where there is npm")
    found = barriers(browser, written(page), page)
    assert found == [], json.dumps(found, indent=2)


def test_axe_would_find_one(browser: Browser) -> None:
    if not AXE.exists():
        pytest.skip("no axe-core here; `scripts/system-packages` installs it where there is npm")
    spoilt = written(FULL).replace('<html lang="en-GB">', "<html>").replace("color: #444", "color: #bbb")
    assert {one["id"] for one in barriers(browser, spoilt, FULL)} >= {"html-has-lang", "color-contrast"}


def scripted(page: Page, script: str, text: str = "") -> str:
    """The page without its policy, so that a test may look into it."""
    free = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text or written(page))
    return free.replace("</body>", f"<script>{script}</script></body>")


def barriers(browser: Browser, text: str, page: Page) -> list[dict[str, Any]]:
    """What axe-core finds against WCAG 2.2 AA and good practice."""
    run = "axe.run().then(found => { document.body.textContent = JSON.stringify(found.violations) })"
    looked = scripted(page, f"{AXE.read_text('utf-8')}</script><script>{run}", text)
    shown = browser.show(looked, "--dump-dom", "--virtual-time-budget=20000")
    found: list[dict[str, Any]] = json.loads(unescape(re.findall(r"<body[^>]*>(.*?)</body>", shown, re.S)[0]))
    return [{"id": one["id"], "at": [node["html"][:200] for node in one["nodes"]]} for one in found]

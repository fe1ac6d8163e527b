"""The journal as HTML in a real browser: on a screen, light and dark, and on paper; nothing fetched, nothing run."""

import json
import re
from pathlib import Path

import pytest

from rcpjournal.core.framework import Framework
from tests.exports.browser import AXE, Browser, barriers, overhang, scripted
from tests.exports.test_html import everywhere, page

GOLDEN = (Path(__file__).parents[1] / "golden" / "export.html").read_text("utf-8")


@pytest.mark.nightly
def test_opening_it_asks_nothing_of_any_other_place(browser: Browser) -> None:
    remote = GOLDEN.replace("<h1>", '<img src="https://evil.example/x.png"><h1>')
    assert browser.asked_for(remote) == set(), "its policy forbids even what was smuggled in"


@pytest.mark.nightly
def test_without_its_policy_it_would(browser: Browser) -> None:
    free = without_policy(GOLDEN).replace("<h1>", '<img src="https://evil.example/x.png"><h1>')
    assert browser.asked_for(free) == {"https://evil.example/x.png"}


def without_policy(text: str) -> str:
    return re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)


def test_the_browser_has_nothing_to_complain_of(browser: Browser, framework: Framework) -> None:
    hostile = page(framework, everywhere("</style><script>alert(1)</script><img src=x onerror=alert(1)>")).decode()
    browser.show(hostile, f"--screenshot={browser.folder / 'page.png'}", "--window-size=900,1400")
    assert browser.complaints == []


@pytest.mark.nightly
def test_on_a_narrow_screen_nothing_runs_over_the_edge(browser: Browser, framework: Framework) -> None:
    long = page(framework, everywhere("x" * 400)).decode()
    assert overhang(browser, long, 500) <= 0


@pytest.mark.nightly
def test_a_line_break_that_was_typed_is_seen_wherever_it_was_typed(browser: Browser, framework: Framework) -> None:
    broken = page(framework, everywhere("One.\nTwo.")).decode()
    count = "[...document.querySelectorAll('.words, li bdi, q')].filter(one => one.textContent.includes('Two.'))"
    script = f"document.body.textContent = {count}.map(one => one.innerText.split('\\n').length).join()"
    shown = browser.show(scripted(broken, script), "--dump-dom")
    found = re.findall(r"<body[^>]*>([0-9,]+)", shown)[0].split(",")
    assert len(found) >= 9 and set(found) == {"2"}


@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.nightly)], ids=["light", "dark"])
def test_axe_finds_no_barrier(browser: Browser, dark: bool) -> None:
    if not AXE.exists():
        pytest.skip("no axe-core here; `scripts/system-packages` installs it where there is npm")
    text = GOLDEN.replace("(prefers-color-scheme: dark)", "(min-width: 1px)") if dark else GOLDEN
    found = barriers(browser, text)
    assert found == [], json.dumps(found, indent=2)


@pytest.mark.nightly
def test_it_prints_and_a_dark_screen_prints_on_white(browser: Browser) -> None:
    dark = without_policy(GOLDEN).replace("screen and (prefers-color-scheme: dark)", "screen and (min-width: 1px)")
    assert browser.sides(GOLDEN) == browser.sides(dark) == 2
    assert "color-scheme: light;" in dark[dark.index("@media print") :]

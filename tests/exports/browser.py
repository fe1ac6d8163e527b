"""Pages in a real browser: what it prints, fetches, complains of, and what would bar somebody from reading."""

import json
import os
import re
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

AXE = Path(__file__).parents[2] / ".venv" / "node_modules" / "axe-core" / "axe.min.js"
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

    def sides(self, text: str) -> int:
        """How many sides of paper it prints on."""
        paper = self.folder / "page.pdf"
        self.show(text, "--no-pdf-header-footer", f"--print-to-pdf={paper}")
        data = paper.read_bytes()
        assert re.search(rb"/MediaBox \[0 0 59[45][.0-9]* 84[12][.0-9]*\]", data), "the paper should be A4"
        return len(re.findall(rb"/Type /Page\b", data))

    def asked_for(self, text: str) -> set[str]:
        """The addresses that a page asks for when it is opened (the browser's own errands have no origin)."""
        log = self.folder / "net.json"
        self.show(text, f"--log-net-log={log}", "--dump-dom")
        asked = re.findall(r'"initiator":"([^"]*)".*?"url":"([^"]*)"', log.read_text("utf-8"))
        return {url for initiator, url in asked if initiator != "not an origin"}


def scripted(text: str, script: str) -> str:
    """A page without its policy, so that a test may look into it."""
    free = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    return free.replace("</body>", f"<script>{script}</script></body>")


def barriers(browser: Browser, text: str) -> list[dict[str, Any]]:
    """What axe-core finds against WCAG 2.2 AA and good practice."""
    run = "axe.run().then(found => { document.body.textContent = JSON.stringify(found.violations) })"
    looked = scripted(text, f"{AXE.read_text('utf-8')}</script><script>{run}")
    shown = browser.show(looked, "--dump-dom", "--virtual-time-budget=20000")
    found: list[dict[str, Any]] = json.loads(unescape(re.findall(r"<body[^>]*>(.*?)</body>", shown, re.S)[0]))
    return [{"id": one["id"], "at": [node["html"][:200] for node in one["nodes"]]} for one in found]


def overhang(browser: Browser, text: str, width: int) -> int:
    """By how much a page is wider than a window."""
    measure = "document.body.textContent = `${document.documentElement.scrollWidth - innerWidth}`"
    shown = browser.show(scripted(text, measure), "--dump-dom", f"--window-size={width},900")
    return int(unescape(re.findall(r"<body[^>]*>(.*?)</body>", shown, re.S)[0]))

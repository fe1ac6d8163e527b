"""Packs as workers make them, for the supervisor's side."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rcpjournal.core.sharing.pack import pack_document
from rcpjournal.core.sharing.page import AroundMe, Page, Theme
from rcpjournal.core.sharing.received import MOST_ENTRIES
from rcpjournal.exports.page import page_formats
from tests.cli.quick import done
from tests.exports.page.making import BARE, FULL, changed

WORKER = "Duty worker"
LATEST = date(2026, 12, 1)
LATER = changed(FULL, since=FULL.until, until=FULL.until + timedelta(weeks=6))
SMALL = changed(BARE, name="J")


def written(page: Page = FULL) -> bytes:
    """The file that a worker gives away."""
    return page_formats()["json"].render(page)


def compact(page: Page = SMALL) -> bytes:
    """The same without layout."""
    return json.dumps(pack_document(page), separators=(",", ":")).encode()


def received(page: Page = FULL, *words: str) -> int:
    """Receives a pack of this page; its number."""
    return int(done("supervision", "receive", "-", *words, stdin=written(page)).out)


def people() -> list[dict[str, Any]]:
    """Who is in the caseload."""
    found: list[dict[str, Any]] = done("supervision", "caseload", "--json").data["people"]
    return found


def in_file(folder: Path, what: bytes, name: str = "page.json") -> str:
    """A file with these bytes; its path."""
    path = folder / name
    path.write_bytes(what)
    return str(path)


def sound(page: Page) -> Page:
    """The same page with figures that can be: k at most n, n at most the entries, days in their order."""
    most = page.entries % (MOST_ENTRIES + 1)

    def figures(entries: int, of: int) -> tuple[int, int]:
        of %= most + 1
        return entries % (of + 1), of

    def theme(one: Theme) -> Theme:
        entries, of = figures(one.entries, one.of)
        parts = tuple((day, min(k, n, most), min(n, most)) for day, k, n in one.parts)
        return replace(one, entries=entries, of=of, parts=parts, stances=bounded(one.stances))

    def bounded(counts: dict[str, int]) -> dict[str, int]:
        return {name: min(count, most) for name, count in counts.items()}

    def around(one: AroundMe) -> AroundMe:
        entries, of = figures(one.entries, one.of)
        ways = {name: min(getattr(one, name), most) for name in ("inhibited", "enabled", "both")}
        details = {name: bounded(getattr(one, name)) for name in ("rules", "responses")}
        changes: dict[str, Any] = {"entries": entries, "of": of, **ways, **details}
        return replace(one, **changes)

    first, last = sorted(min(day, LATEST) for day in (page.since, page.until))
    return changed(
        page, since=first, until=last, entries=most, themes=tuple(map(theme, page.themes)),
        appendix=tuple(map(theme, page.appendix)), conditions=tuple(map(around, page.conditions)),
    )  # fmt: skip

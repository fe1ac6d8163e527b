"""A gentle word after an entry was kept, where it mentions what may say who somebody is. It holds nothing up."""

import sys
from typing import TYPE_CHECKING

from rcpjournal.cli.context import here
from rcpjournal.cli.terminal import say

if TYPE_CHECKING:
    from rcpjournal.core.entry import Entry
    from rcpjournal.core.identifiers import Known
    from rcpjournal.core.sharing.page import Page

MOST_CHARACTERS = 20_000
"""more than that of one entry is not looked through: about two hundredths of a second's work"""


def hint(entry: "Entry") -> None:
    """Says what a kept entry mentions, to a person at a terminal who has not turned it off; else does nothing.

    The entry is safe by now: whoever leaves meanwhile leaves quietly.
    """
    if not (here.interactive and sys.stderr.isatty() and here.config.on("name_hint")):
        return
    from rcpjournal.cli.asking import LEAVING

    try:
        if mentioned := _mentioned(entry):
            say(
                f"This mentions {mentioned}. It stays in your journal, and `supervision prepare` asks before any of it "
                "is on a page.",
                dim=True,
            )
    except LEAVING:
        return


def _mentioned(entry: "Entry") -> str:
    from rcpjournal.core.identifiers import find
    from rcpjournal.core.identifiers.telling import told

    words = [*entry.answers.values(), *(action.what for action in entry.actions)]
    return told(find("\n\n".join(words)[:MOST_CHARACTERS], known()))


def known() -> "Known":
    """What the name check knows beforehand."""
    from rcpjournal.core.identifiers import Known

    framework = here.framework
    words = {word for item in framework.items.values() for word in (item.label, *item.aliases)}
    words |= {layer.title for layer in framework.layers.values()}
    return Known(
        aliases=tuple(here.journal().finding.aliases()),
        safe=tuple(here.config.words("safe_words")),
        framework=tuple(sorted(words)),
    )


def own_labels(page: "Page") -> list[str]:
    """The labels on a page that are the person's own words: of items of their own."""
    own = {item.label for item in here.framework.items.values() if item.provenance == "own"}
    shown = [*(one.label for one in (*page.themes, *page.appendix)), *(one.label for one in page.conditions)]
    return [label for label in dict.fromkeys([*shown, *page.not_lately]) if label in own]

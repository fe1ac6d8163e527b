"""The journal that the golden files were written from."""

import json
from collections.abc import Callable
from typing import Any

from tests.support import Result, done

NOW = "2026-05-01T09:00:00+00:00"

ENTRIES: list[dict[str, Any]] = [
    {
        "id": "260304-k7q",
        "created": "2026-03-04T17:30:00.000+00:00",
        "zone": "GMT",
        "happened_on": "2026-03-04",
        "kind": "visit",
        "with": "family",
        "alias": "CANARY-HERON",
        "flow": "standard",
        "offered": [
            "principle",
            "behaviour",
            "skill",
            "organisation",
            "external",
            "need",
            "got",
            "rating",
            "working",
            "context",
            "person",
        ],
        "starred": True,
        "answers": {
            "rcp.prompt.what-happened": "We sat in the kitchen.\nShe asked twice who reads it.\n\nThen she made tea.",
            "rcp.prompt.noticed": "My shoulders: up by my ears.",
            "tar.prompt.how-known": "told",
        },
        "observations": [
            {"item": "rcp.principle.trust", "stance": "strained", "quote": "She asked twice who reads it."},
            {"item": "rcp.behaviour.patience", "stance": "helped"},
            {"item": "rcp.skill.active-listening"},
        ],
        "conditions": [
            {
                "item": "rcp.organisation.permissions",
                "polarity": "inhibited",
                "rule": "assumed",
                "blocker": "permission",
                "response": "challenge",
            },
            {"item": "rcp.external.budgets", "polarity": "enabled", "response": "reframe"},
        ],
        "ratings": {"tar.rating.high-support": 2, "tar.rating.high-challenge": "unsure"},
        "need": "relationship",
        "got": "both",
        "working": "with",
        "actions": [
            {
                "what": "Ring before I visit",
                "why": "So she knows",
                "how": "On Tuesday",
                "whose_view": "Her daughter's",
                "due": "2026-03-18",
            },
            {"what": "Bring the leaflet", "state": "dropped", "reason": "She has it."},
        ],
        "supervision": {"take": True, "question": "How long do I wait?"},
        "additions": [
            {"on": "2026-03-09", "kind": "peer-discussion", "role": "a senior colleague", "text": "Go slower."},
            {"on": "2026-03-20", "kind": "note", "text": "She rang me."},
        ],
    },
    {
        "id": "260411-0a2",
        "created": "2026-04-11T08:12:30.500+01:00",
        "zone": "BST",
        "happened_on": "2026-04-10",
        "text": "# not a heading\n<b>not bold</b> *nor this* [nor](http://x) `nor` \x1b[31m\nنعم 👩‍👧 [red]x[/red]",
    },
]


def filled(run: Callable[..., Result] = done) -> None:
    """Puts the entries into the journal of this test; `run` runs the program."""
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in ENTRIES)
    run("add", "--json", "-", stdin=lines, RCPJOURNAL_NOW=NOW)

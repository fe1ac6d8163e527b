"""What each command prints with --json fits the schema that `rcpjournal schema` prints for it."""

import json
import re
from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest

from rcpjournal.core.documents import SHAPES
from rcpjournal.exports.page import page_formats
from tests.cli.quick import added, done
from tests.exports.page.making import FULL, changed

CASES = {
    "home": ["--json"],
    "entry": ["show", "last", "--json"],
    "list": ["list", "--json"],
    "summary": ["summary", "--json", "--since", "1 month ago"],
    "actions": ["actions", "--all", "--json"],
    "due": ["due", "--json", "--days", "366"],
    "history": ["show", "last", "--history", "--json"],
    "view": ["show", "last", "--as", "gibbs", "--json"],
    "framework": ["framework", "show", "--json"],
    "config": ["config", "--json"],
    "pack": [
        "export",
        "supervision",
        "--starred",
        "--format",
        "json",
        "--since",
        "2026-03-01",
        "--until",
        "2026-03-31",
    ],
    "sessions": ["supervision", "--json"],
    "shared": ["supervision", "shared", "--json"],
    "caseload": ["supervision", "caseload", "--json"],
    "caseload-summary": ["summary", "--from", "J", "--json"],
    "backups": ["backup", "list", "--json"],
    "team-status": ["team", "status", "--json"],
    "check": ["check", "--json"],
}
ENTRY = """{"happened_on": "2026-03-04", "kind": "visit", "with": "family", "text": "She put the kettle on. I waited.",
 "observations": [{"item": "rcp.principle.trust", "stance": "strained", "quote": "I waited."}],
 "conditions": [{"item": "rcp.organisation.permissions", "polarity": "inhibited", "rule": "assumed", "response": null}],
 "ratings": {"tar.rating.high-support": "unsure", "tar.rating.high-challenge": 4},
 "actions": [{"what": "Ring first", "due": "2026-03-18"}],
 "starred": true, "supervision": {"take": true, "question": "Is it a rule?", "function": "support"},
 "additions": [{"on": "2026-03-05", "kind": "feedback", "role": "a colleague", "text": "Well done."}]}"""


@pytest.fixture(scope="module")
def full() -> list[bytes]:
    """The journal of the first of these tests, which the others go on with."""
    return []


@pytest.fixture
def of_everything(home: Path, full: list[bytes]) -> None:
    """A journal with some of all that a journal can hold."""
    if full:
        (home / "journal.db").write_bytes(full[0])
        return
    done("add", "--json", "-", stdin=ENTRY)
    added("Another.", "--item", "trust:present")
    done("edit", "last", "text", "--text", "Another one.")
    done("supervision", "log", "--on", "2026-03-02", "--next", "2099-03-30")
    done("supervision", "outcome", "--what", "Ring first")
    done("export", "supervision", "--counts-only", "--since", "2026-03-01", "--until", "2026-03-31")
    done("team", "contribute", "--team", "north", "--until", "2026-03", "-o", str(home / "given.json"), "--yes")
    for page in (FULL, changed(FULL, until=FULL.until + timedelta(1))):
        done("supervision", "receive", "-", "--as", "J", stdin=page_formats()["json"].render(page))
    full.append((home / "journal.db").read_bytes())


@pytest.mark.parametrize("name", CASES)
@pytest.mark.usefixtures("of_everything")
def test_what_is_printed_fits_its_schema(name: str) -> None:
    schema = done("schema", name).data
    document = done(*CASES[name]).data
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema)
    assert document.get("schema", "").startswith(f"rcpjournal/{name}/")


def test_the_help_names_every_document_that_has_a_schema() -> None:
    told = re.sub(r"-\s+", "-", done("schema", "--help").out).partition("NAME  ")[2].partition(".")[0]
    assert set(re.split(r",\s+|\s+or\s+", told)) == set(SHAPES)


def test_a_search_fits_the_schema_of_a_list() -> None:
    added("She put the kettle on.")
    document = done("search", "kettle", "--json").data
    jsonschema.validate(document, done("schema", "list").data)
    assert document["entries"][0]["passage"] == "She put the kettle on."


def test_a_field_that_is_not_in_the_schema_would_be_noticed() -> None:
    added()
    document = done("list", "--json").data
    document["entries"][0]["mood"] = "good"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, done("schema", "list").data)


def test_a_pack_is_described_by_names_and_a_selection_that_is_used_fits_its_schema(tmp_path: Path) -> None:
    parts = done("schema", "pack").data["$defs"]
    assert {parts[name]["type"] for name in ("Page", "Theme", "Said", "FollowUp", "AroundMe", "Wanted")} == {"object"}
    chosen = {
        "since": "2026-03-01", "until": "2026-03-31", "themes": ["rcp.principle.trust"],
        "wanted": [{"question": "How do I slow down?", "function": "development"}],
        "passages": [{"text": "I waited.", "place": "hard"}], "follow_up": [{"number": 1, "what": "Ring first"}],
    }  # fmt: skip
    jsonschema.validate(chosen, done("schema", "selection").data)
    done("supervision", "log", "--on", "2026-03-02")
    done("supervision", "outcome", "--what", "Ring first")
    file = tmp_path / "choice.json"
    file.write_text(json.dumps(chosen))
    pack = done("export", "supervision", "--selection", str(file), "--format", "json").data
    jsonschema.validate(pack, done("schema", "pack").data)
    assert pack["page"]["wanted"] == chosen["wanted"]

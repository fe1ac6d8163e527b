"""Text that would do something to a terminal: kept to the letter, and harmless wherever it is shown."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from tests.cli.making import PACK
from tests.cli.quick import added, done, kept, run, shown
from tests.cli.test_add import NASTY, texts
from tests.cli.test_edges import SGR, in_terminal
from tests.support import Result

# Everything but newline and tab that a terminal acts on, or that turns text round.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
HOSTILE = "\x1b[31mred\x1b]0;title\x07\x9b2J\rover\u202egnp\u2066x\u2028y\x7f\x08[bold]b[/bold]"
ITEM = "team.behaviour.tea"


def harmless(result: Result) -> Result:
    """The result, if nothing in it can act on a terminal."""
    for stream in (result.out, result.err):
        found = UNSAFE.search(stream)
        assert not found, repr(stream[max(0, found.start() - 40) : found.end() + 10])
    return result


@pytest.fixture
def hostile(home: Path, tmp_path: Path) -> str:
    """An entry with hostile text wherever text can stand, under a pack with hostile labels; its id."""
    pack = tmp_path / "pack.yaml"
    said = json.dumps(HOSTILE)[1:-1].replace("\\u007f", "\\x7f")
    pack.write_text(
        PACK.replace("Our team", '"%(label)s"').replace("What we agreed", '"%(label)s"').replace(
            "provenance: own", 'definition: "%(label)s", aliases: ["%(label)s"], prompts: [team.prompt.x]'
        ) % {"version": "1", "label": said}
        + f'  prompts:\n  - {{id: team.prompt.x, text: "{said}", help: "{said}"}}\n'
        + f'  flows:\n  - {{id: tea, title: "{said}", help: "{said}", steps: [team.prompt.x]}}\n'
    )  # fmt: skip
    done("framework", "add", "--pack", str(pack))
    (entry_id,) = kept(
        {
            "alias": HOSTILE,
            "zone": HOSTILE,
            "flow": "tea",
            "offered": ["behaviour"],
            "answers": {"team.prompt.x": HOSTILE},
            "asked": {"team.prompt.x": f"{HOSTILE}?"},
            "observations": [{"item": ITEM, "stance": "helped", "quote": HOSTILE}],
            "actions": [dict.fromkeys(("what", "why", "how", "whose_view", "reason"), HOSTILE) | {"due": "2026-03-05"}],
            "supervision": {"take": True, "question": HOSTILE},
            "additions": [{"on": "2026-03-05", "role": HOSTILE, "text": HOSTILE}],
        }
    )  # fmt: skip
    return entry_id


SHOWING = [
    [], ["list"], ["list", "--json"], ["show"], ["show", "--json"], ["show", "--history"], ["search", "31mred"],
    ["search", "31mred", "--json"], ["actions"], ["actions", "--json"], ["actions", "--all"], ["export", "json"],
    ["export", "markdown"], ["export", "html"], ["export", "csv"],
    ["export", "json", "--with-aliases"], ["summary", "--since", "2026-01-01", "--quotes"],
    ["summary", "--since", "2026-01-01", "--json"], ["framework", "show"], ["framework", "show", "behaviour"],
    ["framework", "show", ITEM], ["framework", "show", "tea"], ["framework", "show", "team.prompt.x"],
    ["framework", "show", "--json"], ["undo"], ["config"], ["write", "tea"],
]  # fmt: skip


@pytest.mark.parametrize("words", SHOWING, ids=lambda words: " ".join(words) or "alone")
def test_no_command_that_shows_lets_hostile_text_through(words: list[str], hostile: str) -> None:
    done("edit", hostile, "--kind", "call")
    result = harmless(run(*words, RCPJOURNAL_NOW="2026-03-06T12:00:00+00:00"))
    assert result.code in (0, 1, 130)


def test_on_a_terminal_the_only_escape_sequences_are_those_of_our_styles(hostile: str) -> None:
    for words in (["show"], ["search", "31mred"]):
        out = in_terminal("--no-pager", *words, RCPJOURNAL_NOW="2026-03-06T12:00:00+00:00")
        assert "\\x1b[31mred" in out
        assert not UNSAFE.search(SGR.sub("", out).replace("\r\n", "\n"))


REFUSED = [
    ["show", HOSTILE], ["list", "--kind", HOSTILE], ["list", "--since", HOSTILE], ["list", "--item", HOSTILE],
    ["list", HOSTILE], [HOSTILE], [f"--{HOSTILE}"], ["list", f"--{HOSTILE}"], ["summary", "--layer", HOSTILE],
    ["summary", "--by", HOSTILE], ["list", "--limit", HOSTILE], ["search", HOSTILE], ["config", "set", HOSTILE, "x"],
    ["config", "set", "monthly", HOSTILE], ["framework", "use", HOSTILE], ["framework", "show", HOSTILE],
    ["framework", "check", HOSTILE], ["export", HOSTILE], ["export", "json", "-o", f"{HOSTILE}/x"],
    ["import", "json", HOSTILE], ["schema", HOSTILE], ["list", "--journal", f"{HOSTILE}/x"], ["edit", "last", HOSTILE],
    ["edit", "last", "--editor", f"'{HOSTILE}'"], ["note", "last", "x", "--as", HOSTILE], ["write", HOSTILE],
    ["actions", "done", HOSTILE], ["actions", HOSTILE], ["add", "x", "--item", f"trust:{HOSTILE}"],
]  # fmt: skip


@pytest.mark.parametrize("words", REFUSED, ids=lambda words: ascii(" ".join(words))[1:40])
def test_no_refusal_repeats_hostile_text_as_it_is(words: list[str]) -> None:
    added("Words.")
    result = harmless(run(*words))
    assert result.err != "" and (result.code in (1, 2) or words[0] == "search")


DOCUMENTS = [
    {HOSTILE: 1}, {"kind": HOSTILE}, {"flow": HOSTILE}, {"happened_on": HOSTILE}, {"offered": [HOSTILE]},
    {"observations": [{"item": HOSTILE}]}, {"observations": [{"item": "rcp.principle.trust", "stance": HOSTILE}]},
    {"ratings": {HOSTILE: 3}}, {"actions": [{"what": "x", "state": HOSTILE}]}, {"need": HOSTILE}, {"schema": HOSTILE},
]  # fmt: skip


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: ascii(next(iter(one)))[:20])
def test_no_refusal_of_a_document_repeats_hostile_text_as_it_is(document: dict[str, object]) -> None:
    whole = {"happened_on": "2026-03-04", "text": "x", **document}
    result = harmless(run("add", "--json", "-", stdin=json.dumps(whole)))
    assert result.code == 1
    twice = json.dumps(HOSTILE)
    harmless(run("add", "--json", "-", stdin=f"{{{twice}: 1, {twice}: 2}}"))


def test_settings_and_own_items_are_shown_harmless_too(home: Path) -> None:
    for words in (["config", "set", "editor", HOSTILE], ["config"], ["config", "get", "editor"], ["config", "--json"]):
        assert harmless(run(*words)).code == 0
    assert (
        harmless(run("framework", "add", f"Tea {HOSTILE}", "--layer", "behaviour", "--definition", HOSTILE)).code == 0
    )
    for words in (["framework", "show"], ["framework", "show", "behaviour"], ["framework", "show", "--json"]):
        assert harmless(run(*words)).code == 0


def test_joined_emoji_and_right_to_left_letters_are_shown_as_they_are() -> None:
    text = "👩‍👩‍👧‍👦 🏳️‍🌈 مرحبا بالعائلة שלום می‌خواهم e\u0301 [red] [/b] [x] :smile: [link=x]y[/link]"
    added(text)
    assert text in done("show").out.replace("\n  ", " ")
    assert text[:40] in done("list").out and text in done("search", "smile").out


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts)
def test_whatever_is_written_is_shown_harmless_everywhere_and_comes_back_from_json(text: str, home: Path) -> None:
    assume(text.strip())
    (entry_id,) = kept({"text": text, "actions": [{"what": text}], "additions": [{"on": "2026-03-05", "text": text}]})
    done("edit", entry_id, "--kind", "call")
    for words in (["show", entry_id, "--history"], ["list", "-n", "1"], ["undo"], ["actions"]):
        harmless(run(*words))
    (line,) = harmless(done("export", "json", "--kind", "call")).out.splitlines()
    assert json.loads(line) == shown(entry_id)
    harmless(done("export", "markdown", "--kind", "call"))
    done("delete", entry_id)


def test_each_text_of_the_corpus_has_a_section_of_its_own_in_markdown() -> None:
    ids = kept(*[{"text": text} for text in NASTY if text.strip()])
    assert harmless(done("export", "markdown")).out.count("\n## ") == len(ids)

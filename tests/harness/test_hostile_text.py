"""Hostile text in every field that a person or a file can fill: nothing unsafe comes out of any command."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from rcpjournal.cli import terminal
from rcpjournal.core.recast.parts import PLACES
from tests.cli.making import PACK
from tests.cli.packs import received, sound
from tests.cli.quick import done, kept, run
from tests.cli.test_edges import SGR, in_terminal
from tests.exports.page.making import everywhere
from tests.harness.hostile import ATTACKS, fuzzed, unsafe_in
from tests.support import Counted, Result, plain_and_sealed

NOW = "2026-03-06T12:00:00+00:00"
ITEM = "team.behaviour.tea"
STORABLE = {name: text for name, text in ATTACKS.items() if name != "NUL"}
READING = [
    [], ["--json"], ["list", "-n", "0"], ["list", "--json", "-n", "0"], ["list", "--item", ITEM], ["search", "x"],
    ["search", "x", "--json"], ["show", "last"], ["show", "last", "--json"], ["show", "last", "--history"],
    ["actions", "--all"], ["actions", "--json"], ["summary", "--since", "2026-01-01", "--quotes"],
    ["summary", "--since", "2026-01-01", "--json"], ["summary", "--item", ITEM], ["summary", "--week"],
    ["summary", "--since", "2026-01-01", "--part", "conditions"], ["summary", "--from", "Someone"],
    ["export", "json"], ["export", "markdown"], ["export", "json", "--with-aliases"], ["export", "html"],
    ["export", "csv"], ["export", "csv", "--rows", "observations"], ["framework", "show"],
    ["framework", "show", ITEM], ["framework", "show", "tea"], ["framework", "show", "--json"], ["config"],
    ["supervision", "shared"], ["supervision", "shared", "--json"], ["supervision", "caseload"],
    ["supervision", "caseload", "--json"], ["undo"], ["write", "tea"],
    *(["export", "supervision", "--starred", "--since", "2026-01-01", "--format", f]
      for f in ("txt", "md", "csv", "json", "html")),
    ["export", "supervision", "--from", "Someone", "--format", "txt"], ["export", "everything", "--starred"],
    ["export", "swe-cpd", "--since", "2026-01-01"], ["export", "swe-cpd"], ["export", "everything"],
    *(["show", "last", "--as", model] for model in ("gibbs", "444")), ["show", "last", "--as", "kolb", "--json"],
]  # fmt: skip


def entry(text: str) -> dict[str, Any]:
    """An entry with this text wherever text can stand."""
    return {
        "alias": text, "zone": text, "flow": "tea", "offered": ["behaviour"], "starred": True,
        "answers": {"team.prompt.x": text}, "asked": {"team.prompt.x": f"{text}?"},
        "observations": [{"item": ITEM, "stance": "helped", "quote": text}],
        "actions": [dict.fromkeys(("what", "why", "how", "whose_view", "reason"), text) | {"due": "2026-03-05"}],
        "supervision": {"take": True, "question": text},
        "additions": [{"on": "2026-03-05", "role": text, "text": text}],
    }  # fmt: skip


def plant(folder: Path, texts: list[str]) -> list[str]:
    """A pack, settings, entries and somebody's page with these texts in them; the entries' ids."""
    said = json.dumps(texts[0])[1:-1].replace("\\u007f", "\\x7f")
    pack = PACK.replace("Our team", '"%(label)s"').replace("What we agreed", '"%(label)s"').replace(
        "provenance: own", 'definition: "%(label)s", aliases: ["%(label)s"], prompts: [team.prompt.x]'
    ) % {"version": "1", "label": said}  # fmt: skip
    (folder / "pack.yaml").write_text(
        f'{pack}  prompts:\n  - {{id: team.prompt.x, text: "{said}", help: "{said}"}}\n'
        f'  flows:\n  - {{id: tea, title: "{said}", help: "{said}", steps: [team.prompt.x]}}\n'
    )
    done("framework", "add", "--pack", str(folder / "pack.yaml"))
    _plant_form(said)
    for text in texts[:3]:
        received(sound(everywhere(text)), "--as", "Someone")
    return kept(*map(entry, texts))


def _plant_form(said: str) -> None:
    """A form of one's own with this text in each of its own, that takes all that an entry holds."""
    forms = Path(os.environ["RCPJOURNAL_HOME"]) / "forms"
    forms.mkdir(exist_ok=True)
    places = ", ".join(place for place in PLACES if not place.startswith("stage."))
    (forms / "everything.yaml").write_text(
        f'schema: 1\ntitle: "{said}"\nasked_by: "{said}"\nsource: {{title: "{said}", url: "{said}", note: "{said}"}}\n'
        f'rule: {{text: "{said}", one: "{said}", many: "{said}", least: 9, different: all}}\nfields:\n'
        f'- {{id: all, label: "{said}", help: "{said}", words: 1, from: [team.prompt.x, {places}]}}\n'
        f'- {{id: none, label: "{said}", help: "{said}"}}\n'
    )


def leaks(result: Result) -> list[str]:
    """What is unsafe in a result's streams."""
    out = result.out.removeprefix("\ufeff").replace("\r\n", "\n")  # as CSV files begin, and end their lines
    return [found for found in (unsafe_in(out), unsafe_in(result.err)) if found]


def look(ids: list[str]) -> tuple[int, list[str]]:
    """Runs all that reads, and `show` for each entry; how many runs that were, and what came out unsafe."""
    ways = READING + [["show", one, "--history"] for one in ids]
    found = [(words, leaks(run(*words, RCPJOURNAL_NOW=NOW))) for words in ways]
    return len(ways), [f"{words}: {leak}" for words, some in found for leak in some]


@plain_and_sealed("times", plain=25, sealed=0, night=1000)
def test_nothing_unsafe_comes_out_whatever_was_written(times: int, tmp_path: Path, counted: Counted) -> None:
    texts = [*STORABLE.values(), *map(fuzzed, range(times - len(STORABLE)))]
    ids = plant(tmp_path, texts)
    done("edit", ids[0], "--kind", "call")
    runs, leaked = look(ids)
    assert leaked == []
    assert "words in" in done("export", "everything", "--starred", RCPJOURNAL_NOW=NOW).err, "the form took nothing"
    assert len(ids) == times
    documents = map(json.loads, done("export", "json").out.splitlines())
    texts_back = [one["answers"]["team.prompt.x"] for one in documents if "answers" in one]
    assert sorted(texts_back) == sorted(texts), "they were not kept to the letter"
    counted("hostile texts kept to the letter and shown harmless", times)
    counted("commands that showed hostile texts", runs)


@pytest.mark.nightly
def test_the_harness_notices_text_that_is_shown_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = plant(tmp_path, list(STORABLE.values()))
    monkeypatch.setattr(terminal, "safe", lambda text: text)
    monkeypatch.setattr(terminal, "json_safe", lambda text: text)
    assert len(look(ids)[1]) > 20


@pytest.mark.parametrize("times", [0, pytest.param(150, marks=pytest.mark.nightly)])
def test_no_refusal_repeats_hostile_text_as_it_is(times: int, tmp_path: Path, counted: Counted) -> None:
    """In arguments, file names, settings, variables, documents and framework files."""
    leaked: list[str] = []
    runs = 0
    attacks = list(STORABLE.values())
    texts = [*attacks, *map(fuzzed, range(5000, 5000 + times))] if times else attacks[::2]
    for n, text in enumerate(texts):
        (tmp_path / "bad.yaml").write_text(f"schema: 1\npacks:\n- {json.dumps(text)}: 1\n", errors="replace")
        document = json.dumps({"happened_on": "2026-03-04", text: text, "kind": text})
        one_line = text.replace("\n", " ").replace("/", "-")[:60]
        ways: list[tuple[list[str], str, dict[str, str]]] = [
            (["show", text], "", {}), (["list", "--since", text], "", {}), (["list", f"--{text}"], "", {}),
            ([text], "", {}), (["framework", "show", text], "", {}), (["write", text], "", {}),
            (["summary", "--by", text], "", {}), (["import", "json", f"{tmp_path}/{one_line}"], "", {}),
            (["list", "--journal", f"{tmp_path}/{one_line}/x.db"], "", {}), (["add", "--json", "-"], document, {}),
            (["framework", "check", str(tmp_path / "bad.yaml")], "", {}), (["config", "set", "monthly", text], "", {}),
            (["list"], "", {"RCPJOURNAL_MONTHLY": text}), (["write"], "", {"RCPJOURNAL_FLOW": text}),
            (["export", "json", "-o", f"{tmp_path}/{one_line}/x"], "", {}),
            (["supervision", "receive", "-", "--as", text], document, {}),
            (["supervision", "outcome", "--what", "x", "--about", text], "", {}),
            (["edit", "last", "--editor", f"/{one_line}".replace("'", "")], "", {}),
        ]  # fmt: skip
        for words, stdin, environment in ways:
            runs += 1
            leaked += [f"{n} {words}: {leak}" for leak in leaks(run(*words, stdin=stdin, **environment))]
    assert leaked == []
    counted("refusals of hostile words", runs)


def test_on_a_terminal_only_our_own_styles_come_out(tmp_path: Path) -> None:
    ids = plant(tmp_path, list(STORABLE.values())[:6])
    for words in (["list"], ["show", ids[0]], ["framework", "show", "behaviour"], ["search", "x"]):
        out = in_terminal("--no-pager", *words, RCPJOURNAL_NOW=NOW)
        assert not unsafe_in(SGR.sub("", out).replace("\r\n", "\n")), words


def test_markup_of_other_programs_is_shown_to_the_letter() -> None:
    text = ATTACKS["markup"]
    (entry_id,) = kept({"text": text})
    assert text in re.sub(r"\s+", " ", done("show", entry_id).out)
    assert text[:60] in done("list").out


def test_the_corpus_is_unsafe_and_what_people_write_is_not() -> None:
    assert [name for name, text in ATTACKS.items() if not unsafe_in(text)] == ["markup"]
    assert not unsafe_in("👩‍👩‍👧 مرحبا می‌خواهم e\u0301 ភាសា\u200bខ្មែរ \U0001f3f4\U000e0067\U000e0062\U000e007f\tx\n")

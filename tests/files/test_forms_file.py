"""A form's file is read strictly: each refusal names the file, the line and the key."""

import re
from pathlib import Path

import pytest

from rcpjournal.core.framework import Framework
from rcpjournal.core.recast.parts import PLACES
from rcpjournal.core.recast.refusals import FormRefused
from rcpjournal.errors import FileRefused
from rcpjournal.files.forms_file import load_form, load_model, own_forms, shipped_forms, shipped_models
from tests.harness.test_hostile_frameworks import HOSTILE

SOUND = """\
schema: 1
title: Portfolio of our team
asked_by: Our team
source: {title: Our handbook, url: "", retrieved: "2026-03-04"}
rule:
  text: Four a year.
  one: page
  many: pages
  least: 4
  period: {years: 1, ends: "03-31"}
  having: [{field: peer, words: talked over, least: 1}]
  different: kind
fields:
- {id: kind, label: Kind, from: [kind], kinds: {visit: A visit, other: Other}}
- {id: what, label: What happened, from: [rcp.prompt.what-happened, stage.plan], words: 200, help: Short.}
- {id: peer, label: Peer, from: [additions.peer-discussion]}
- {id: yours, label: Yours}
"""

# What is changed in the sound file (before → after), a piece of the line that is named, and what is said of it.
REFUSALS = {
    "another schema": ("schema: 1", "schema: 2", "schema: 2", "schema: 'schema': input should be 1"),
    "an unknown key": ("title: Portf", "titel: x\ntitle: Portf", "titel:", "unknown key 'titel' (did you mean"),
    "no title": ("title: Portfolio of our team\n", "", "schema: 1", "title: 'title' is missing"),
    "a tag": ("title: Portfolio", "title: !!python/name:os.system Portfolio", "!!python", "tags ("),
    "an anchor": ("title: Portfolio", "title: &a Portfolio", "&a", "anchors and aliases"),
    "a key twice": ("asked_by: Our team", "asked_by: Our team\nasked_by: Us", "asked_by: Us", "a second time"),
    "not a number": ("words: 200", "words: many", "id: what", "fields.1.words: 'words' should be a whole number"),
    "no words": ("words: 200", "words: 0", "id: what", "a field takes at least one word"),
    "a rule that asks for none": ("least: 4", "least: 0", "least: 0", "rule.least: this should be 1 or more"),
    "a rule that asks for less than none": ("least: 1}", "least: -1}", "having:", "this should be 1 or more"),
    "an unknown question": (
        "rcp.prompt.what-happened", "rcp.prompt.what-hapened", "id: what",
        "fields.1.from.0: 'rcp.prompt.what-hapened' is no part of an entry (did you mean 'rcp.prompt.what-happened'?)",
    ),
    "an unknown question that is like no other": (
        "rcp.prompt.what-happened", "x.prompt.qqqqqqqqqqqqq", "id: what", "no question of the framework has this id",
    ),
    "an unknown part": ("[additions.peer-discussion]", "[alias]", "id: peer", "'alias' is no part of an entry"),
    "a part in two fields": (
        "id: yours, label: Yours", "id: yours, label: Yours, from: [kind]", "id: yours", "'kind' stands somewhere else",
    ),
    "two fields of one id": ("id: yours", "id: what", "id: what, label: Yours", "another field is 'what' already"),
    "a blank label": ("label: Peer", 'label: " "', "id: peer", "a field has a label"),
    "kinds of no kind": ("kinds: {visit: A visit", "kinds: {vist: A visit", "id: kind", "'vist' is no kind of moment"),
    "kinds elsewhere": (
        "id: yours, label: Yours", "id: yours, label: Yours, kinds: {other: x}", "id: yours", "filled from `kind`",
    ),
    "a day that is none": ('retrieved: "2026-03-04"', 'retrieved: "2026-02-30"', "source:", "should be a day"),
    "an end that is none": ('ends: "03-31"', 'ends: "31 March"', "period:", "should be a month and a day"),
    "an end in February of some years": ('ends: "03-31"', 'ends: "02-29"', "period:", "should be a month and a day"),
    "no years": ("years: 1", "years: 0", "period:", "from 1 to 20 years"),
    "a rule about no field": ("field: peer", "field: pear", "having:", "the form has no field 'pear'"),
    "differing in no field": ("different: kind", "different: sort", "different: sort", "the form has no field 'sort'"),
}  # fmt: skip


def written(folder: Path, text: str) -> Path:
    path = folder / "team.yaml"
    path.write_text(text, "utf-8")
    return path


def refused(path: Path, framework: Framework) -> list[str]:
    with pytest.raises(FormRefused) as error:
        load_form(path, framework.prompts, framework.choices("kind").keys())
    assert error.value.exit_code == 1
    assert all(problem.startswith(f"{path}:") for problem in error.value.problems)
    return str(error.value).splitlines()


def test_a_sound_form_is_taken_with_everything_in_it(tmp_path: Path, framework: Framework) -> None:
    form = load_form(written(tmp_path, SOUND), framework.prompts, framework.choices("kind").keys())
    assert [field.id for field in form.fields] == ["kind", "what", "peer", "yours"]
    assert form.fields[1].from_ == ("rcp.prompt.what-happened", "stage.plan")
    assert form.rule and form.rule.having[0].least == 1 and form.rule.period and form.rule.period.ends == "03-31"


@pytest.mark.parametrize(("before", "after", "at", "words"), REFUSALS.values(), ids=REFUSALS)
def test_each_fault_is_refused_by_file_line_and_key(
    before: str, after: str, at: str, words: str, tmp_path: Path, framework: Framework
) -> None:
    assert SOUND.count(before) == 1
    text = SOUND.replace(before, after)
    line = next(n for n, one in enumerate(text.splitlines(), 1) if at in one)
    path = written(tmp_path, text)
    problems = refused(path, framework)
    assert any(problem.startswith(f"{path}:{line}: ") and words in problem for problem in problems), problems


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_made_to_do_harm_is_refused_by_line(name: str, tmp_path: Path, framework: Framework) -> None:
    path, given = tmp_path / "team.yaml", HOSTILE[name]
    path.write_bytes(given if isinstance(given, bytes) else given.encode())
    problems = refused(path, framework)
    assert 1 <= len(problems) <= 21 and len("".join(problems)) < 8_000


def test_a_form_without_fields_is_refused(tmp_path: Path, framework: Framework) -> None:
    text = SOUND[: SOUND.index("rule:")] + "fields: []\n"
    assert "at least one field" in refused(written(tmp_path, text), framework)[0]


@pytest.mark.parametrize("path", shipped_forms().values(), ids=shipped_forms())
def test_a_shipped_form_fits_the_shipped_framework_and_is_dated(path: Path, framework: Framework) -> None:
    form = load_form(path, framework.prompts, framework.choices("kind").keys())
    assert form.asked_by and form.rule and form.rule.text
    assert form.source and form.source.title and form.source.url.startswith("https://") and form.read_on


@pytest.mark.parametrize("path", shipped_forms().values(), ids=shipped_forms())
def test_no_shipped_form_takes_a_guess_about_others_or_what_was_felt(path: Path, framework: Framework) -> None:
    named = [
        framework.prompts[place] for field in load_form(path).fields for place in field.from_ if ".prompt." in place
    ]
    assert named
    assert not [prompt.id for prompt in named if prompt.guess or prompt.stage == "reflection"]


def test_the_form_that_the_documentation_shows_is_sound(tmp_path: Path, framework: Framework) -> None:
    page = (Path(__file__).parents[2] / "docs" / "forms.md").read_text("utf-8")
    shown = page.partition("```yaml\n")[2].partition("```")[0]
    form = load_form(written(tmp_path, shown), framework.prompts, framework.choices("kind").keys())
    assert [field.id for field in form.fields] == ["when", "kind", "story", "next", "peer", "signed"]
    rows = page.partition("| in `from` | is |")[2].partition("\n\n")[0]
    named = set(re.findall(r"`([\w.-]+)`", rows))
    for place in PLACES:
        assert place in named or f".{place.partition('.')[2]}" in named, place


def test_there_are_the_forms_and_models_that_the_documentation_names() -> None:
    assert list(shipped_forms()) == ["hcpc-cpd", "nmc-account", "swe-cpd"]
    assert list(shipped_models()) == ["444", "driscoll", "gibbs", "kolb"]


def test_a_model_is_read_as_strictly(tmp_path: Path) -> None:
    text = shipped_models()["gibbs"].read_text("utf-8").replace("from: [stage.reflection]", "from: [stage.feeling]")
    path = written(tmp_path, text)
    with pytest.raises(FormRefused, match=rf"{path}:\d+: stages\.1\.from\.0: 'stage\.feeling' is no part of an entry"):
        load_model(path)


def test_both_endings_of_yaml_are_forms_and_what_an_editor_leaves_is_none(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yml", ".c.yaml", "d.yaml~", "e.txt"):
        (tmp_path / name).write_text(SOUND)
    assert list(own_forms(tmp_path)) == ["a", "b"]


def test_no_folder_is_no_forms_and_a_file_that_went_is_told(tmp_path: Path) -> None:
    assert own_forms(tmp_path / "forms") == {}
    with pytest.raises(FileRefused, match="there is no such file"):
        load_form(tmp_path / "gone.yaml")


def test_no_code_knows_one_regulator_from_another() -> None:
    source = Path(__file__).parents[2] / "src" / "rcpjournal"
    about = ("core/recast", "exports/forms", "files/forms_file.py", "cli/forming.py", "cli/moving.py")
    paths = [path for one in about for path in (source / one, *(source / one).rglob("*.py")) if path.is_file()]
    assert len(paths) > len(about)
    names = ("swe-", "nmc", "hcpc", "social work", "nursing", "gibbs", "kolb", "driscoll", "444")
    assert not [p.name for p in paths if any(name in p.read_text("utf-8").casefold() for name in names)]

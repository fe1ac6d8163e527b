"""A framework file is read strictly: each refusal names the file, the line and the key, and changes nothing."""

import time
from pathlib import Path

import pytest

from rcpjournal.core.framework import Framework, Pack
from rcpjournal.errors import FileRefused, FrameworkRefused
from rcpjournal.files.framework_file import load, shipped_path
from rcpjournal.store import Journal
from tests.files.refusals import REFUSALS, SOUND
from tests.support import done, run


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "our-team.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(path: Path, base: tuple[Pack, ...] = ()) -> list[str]:
    """The problems of a file, one a line; each line that is said names the file."""
    with pytest.raises(FrameworkRefused) as error:
        load(path, base)
    assert error.value.exit_code == 1
    assert all(problem.startswith(f"{path}:") for problem in error.value.problems)
    return str(error.value).splitlines()


def test_a_sound_file_is_taken_with_everything_in_it(tmp_path: Path) -> None:
    (pack,) = load(written(tmp_path, SOUND))
    framework = Framework([pack])
    assert (pack.id, pack.version, pack.source.retrieved) == ("team", "1", "2026-03-04")
    assert list(framework.layers) == ["habit", "weather", "room", "score", "view"]
    assert [item.id for item in framework.items_of("habit")] == ["team.habit.tea", "team.habit.chairs"]
    assert framework.items["team.habit.cups"].superseded_by == ("team.habit.tea",)
    assert framework.prompts["team.prompt.sure"].options[0].value == "yes"
    assert framework.prompts["team.prompt.window"].stage == "experience"
    assert framework.relations[0].from_ == "team.habit.tea"


def test_the_shipped_file_is_sound() -> None:
    assert [pack.id for pack in load(shipped_path())] == ["rcp", "tar"]


@pytest.mark.parametrize(("before", "after", "at", "words"), REFUSALS.values(), ids=REFUSALS)
def test_each_fault_is_refused_by_file_line_and_key(
    before: str, after: str, at: str, words: str, tmp_path: Path
) -> None:
    assert SOUND.count(before) == 1
    text = SOUND.replace(before, after)
    line = next(n for n, one in enumerate(text.splitlines(), 1) if at in one)
    path = written(tmp_path, text)
    problems = refused(path)
    assert any(problem.startswith(f"{path}:{line}: ") and words in problem for problem in problems), problems


def test_every_fault_is_listed_and_a_long_list_is_cut(tmp_path: Path) -> None:
    items = "".join(f"  - {{id: team.habit.n{n}, layer: none, label: N}}\n" for n in range(30))
    problems = refused(written(tmp_path, SOUND.replace("  relations:\n", f"{items}  relations:\n")))
    assert len(problems) == 21
    assert problems[-1].endswith(": and 10 more")


# --- with what is in use already ------------------------------------------------------------------------


def test_a_pack_may_refer_to_what_is_in_use(tmp_path: Path, framework: Framework) -> None:
    waiting = "  - {id: team.behaviour.waiting, layer: behaviour, label: Waiting}\n  relations:\n"
    text = SOUND.replace("from: team.habit.tea", "from: rcp.behaviour.patience").replace("  relations:\n", waiting)
    (pack,) = load(written(tmp_path, text), framework.packs)
    assert pack.relations[0].from_ == "rcp.behaviour.patience"
    assert "team.behaviour.waiting" in Framework([*framework.packs, pack]).items
    assert "there is no item rcp.behaviour.patience" in "\n".join(refused(written(tmp_path, text)))


def test_a_pack_cannot_add_to_a_closed_layer_of_another(tmp_path: Path, framework: Framework) -> None:
    text = SOUND.replace("layer: score, label: Warmth", "layer: principle, label: Warmth").replace(
        "team.score.warmth", "team.principle.warmth"
    )
    (problem,) = refused(written(tmp_path, text), framework.packs)
    assert "packs.0.items.4.layer: the layer principle is closed" in problem


def test_a_pack_cannot_take_an_id_that_is_in_use(tmp_path: Path, framework: Framework) -> None:
    text = SOUND.replace("{id: tea, title", "{id: quick, title")
    (problem,) = refused(written(tmp_path, text), framework.packs)
    assert "packs.0.flows.0.id: the id quick stands here a second time" in problem


def test_a_newer_pack_takes_the_place_of_the_one_with_its_id(tmp_path: Path) -> None:
    first = load(written(tmp_path, SOUND))
    (second,) = load(written(tmp_path, SOUND.replace('version: "1"', 'version: "2"')), first)
    assert second.version == "2"


def test_two_packs_of_one_id_in_a_file_are_refused(tmp_path: Path) -> None:
    twice = SOUND + '- {id: team, version: "2", title: Again, source: {title: x}}\n'
    assert any(
        "packs.1.id: the pack id team stands here a second time" in one for one in refused(written(tmp_path, twice))
    )


# --- files that are no such thing -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["", "words", "- a\n- b\n", "5", "null", "schema: 1", "packs: []", "schema: 1\npacks: {}\n", "k" * 250_000]
)
def test_what_is_no_framework_is_refused(text: str, tmp_path: Path) -> None:
    assert all(len(problem) < 1000 for problem in refused(written(tmp_path, text)))


def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="there is no such file"):
        load(tmp_path / "none.yaml")
    with pytest.raises(FileRefused, match="not a file"):
        load(tmp_path)


HOSTILE = {
    "an alias bomb": "a0: &a0 x\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}*a{n - 1}]\n" for n in range(1, 12)),
    "an alias bomb of 50 MB": "a: &a x\nb: [" + "*a, " * 12_500_000 + "*a]\n",
    "a scalar of 20 MB": "a: " + "x" * 20_000_000,
    "deep nesting": "a: " + "[" * 200_000,
    "hundreds of unknown keys": "schema: 1\npacks: []\n" + "".join(f"k{n}: v\n" for n in range(500)),
    "a long unknown key": f"schema: 1\npacks: []\n{'k' * 1000}: v\n",
    "a long tag": f"schema: 1\npacks: !{'k' * 200_000} x\n",
    "thousands of empty packs": "schema: 1\npacks:\n" + "- {}\n" * 10_000,
    "a long chain of successors": SOUND.replace(
        "  relations:\n",
        "".join(
            f"  - {{id: team.habit.n{n}, layer: habit, label: N, superseded_by: [team.habit.n{n + 1}]}}\n"
            for n in range(2_000)
        )
        + "  relations:\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_in_under_a_second_and_in_few_words(text: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    load(shipped_path())  # what is imported once is not what is timed
    began = time.process_time()
    problems = refused(path)
    took = time.process_time() - began
    path.unlink()
    assert took < 1
    assert len("\n".join(problems)) < 8_000


# --- and nothing changes --------------------------------------------------------------------------------


def test_check_names_file_line_and_key_on_the_error_stream_and_a_sound_file_passes(tmp_path: Path) -> None:
    path = written(tmp_path, SOUND.replace("open: true", "opne: true"))
    result = run("framework", "check", str(path))
    assert (result.code, result.out) == (1, "")
    assert f"{path}:8: packs.0.layers.0.opne: unknown key 'opne' (did you mean 'open'?)" in result.err
    assert "team 1 is sound" in done("framework", "check", str(written(tmp_path, SOUND))).out


@pytest.mark.parametrize("fault", ["a circle", "an alias", "an unknown key of an item"])
def test_a_refused_pack_leaves_the_framework_in_use_as_it_was(fault: str, tmp_path: Path, journal: Journal) -> None:
    before, after, _, words = REFUSALS[fault]
    used = journal.frameworks.current()
    result = run("framework", "add", "--pack", str(written(tmp_path, SOUND.replace(before, after))))
    assert result.code == 1
    assert words in result.err
    assert journal.frameworks.current().key == used.key
    assert list(journal.frameworks.current().versions) == ["rcp", "tar"]
    assert [pack.id for pack in journal.frameworks.packs()] == ["rcp", "tar"]

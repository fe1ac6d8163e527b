"""`framework`: shown, checked, added to, chosen; what was in use stays in use until something sound takes its place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rcpjournal.core.framework import Framework
from tests.cli.making import PACK
from tests.cli.quick import added, done, listed, refused

Write = Callable[[str], str]


def team(version: str = "1", label: str = "Making tea") -> str:
    """A pack of one's own with one behaviour."""
    return PACK % {"version": version, "label": label}


def packs_in_use() -> str:
    """What `framework show --json` prints."""
    return done("framework", "show", "--json").out


# --- show ------------------------------------------------------------------------------------------


def test_everything_is_shown_layer_by_layer_in_order_with_its_source() -> None:
    out = done("framework", "show").out
    heads = [
        "Underpinning principles", "Characteristic behaviours", "Knowledge and skills",
        "Enabling organisational conditions", "External conditions", "Flows",
    ]  # fmt: skip
    assert [out.index(f"\n{head}") for head in heads] == sorted(out.index(f"\n{head}") for head in heads)
    assert "The Relationships Project" in out and "in use" in out


def test_as_json_it_has_the_shape_of_a_framework_file(framework: Framework) -> None:
    document = done("framework", "show", "--json").data
    assert document["schema"] == "rcpjournal/framework/1"
    assert {item["id"] for pack in document["packs"] for item in pack["items"]} == set(framework.items)
    for part in ("layers", "prompts", "flows"):
        assert {one["id"] for pack in document["packs"] for one in pack.get(part, [])} == set(getattr(framework, part))


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (
            "principle",
            ["Underpinning principles", "also called Intentions", "rcp.principle.trust", "present, strained"],
        ),
        ("organisation", ["Is the rule real, or assumed?", "rcp.organisation.permissions"]),
        ("trust", ["Trust", "rcp.principle.trust", "layer: Underpinning principles"]),
        ("rcp.behaviour.active-listening", ["Active listening", "our reading"]),
        ("see-me-hear-me", ["asks: "]),
        ("quick", ["about 2 min", "1. What happened between you?"]),
        (
            "rcp.prompt.noticed",
            ["What did you notice", "answered with: text", "stage of the supervision cycle: reflection (our reading)"],
        ),
        ("group", ["about 5 min", "not what others said", "for one kind of moment: pod / group reflection"]),
        ("chain", ["might help with"]),
    ],
)
def test_a_layer_an_item_a_question_and_a_flow_can_each_be_shown(what: str, said: list[str]) -> None:
    out = " ".join(done("framework", "show", what).out.split())
    assert all(part in out for part in said), out


def test_a_layer_as_json_holds_its_items_alone() -> None:
    (pack,) = done("framework", "show", "principle", "--json").data["packs"]
    assert len(pack["items"]) == 8 and [layer["id"] for layer in pack["layers"]] == ["principle"]
    (pack,) = done("framework", "show", "trust", "--json").data["packs"]
    assert [item["id"] for item in pack["items"]] == ["rcp.principle.trust"]


def test_a_name_that_two_items_share_shows_both() -> None:
    out = done("framework", "show", "active-listening").out
    assert "rcp.behaviour.active-listening" in out and "rcp.skill.active-listening" in out


@pytest.mark.parametrize("what", ["quick", "rcp.prompt.noticed"])
def test_a_flow_and_a_question_can_be_had_as_json_too(what: str) -> None:
    assert what in done("framework", "show", what, "--json").out


@pytest.mark.parametrize(
    ("what", "said"),
    [("trsut", "trust"), ("principles", "principle"), ("", "framework show")],
)
def test_a_name_that_is_not_there_is_answered_with_the_nearest(what: str, said: str) -> None:
    assert said in refused("framework", "show", what)


# --- check and add ---------------------------------------------------------------------------------


def test_a_sound_file_is_said_to_be_sound_and_changes_nothing(write: Write) -> None:
    before = packs_in_use()
    assert "team 1 is sound: 0 layers, 1 item" in done("framework", "check", write(team())).out
    assert packs_in_use() == before


DANGLING = "  relations:\n  - {type: expresses, from: team.behaviour.tea, to: rcp.principle.nil}\n"
BAD = {
    "no YAML": ("packs: [}\n", 1, "YAML"),
    "empty": ("", 1, "empty"),
    "an unknown key": (team().replace("title: Our", "titel: Our"), 6, "titel"),
    "a key twice": (team() + "  title: Again\n", 10, "title"),
    "an id twice": (team() + team().splitlines()[-1] + "\n", 10, "team.behaviour.tea"),
    "a foreign id": (team().replace("team.behaviour.tea", "rcp.behaviour.tea"), 9, "team.behaviour."),
    "a layer that is none": (team().replace("layer: behaviour", "layer: habits"), 9, "habits"),
    "a closed layer": (team().replace("behaviour", "principle"), 9, "closed"),
    "a dangling relation": (team() + DANGLING, 11, "rcp.principle.nil"),
    "an anchor": (team().replace("title: Our", "title: &a Our"), 6, "anchors"),
    "a tag": (team().replace("title: Our", "title: !!python/none Our"), 6, "tags"),
    "retired without a reason": (team().replace("provenance: own", "status: retired"), 9, "reason"),
    "superseded by itself": (team().replace("provenance: own", "superseded_by: [team.behaviour.tea]"), 9, "superseded"),
    "a version that is a number": (team().replace('"1"', "1"), 5, "version"),
}  # fmt: skip


@pytest.mark.parametrize("name", list(BAD))
@pytest.mark.parametrize("command", [("check",), ("add", "--pack")])
def test_a_bad_file_is_refused_with_file_line_and_key_and_what_is_in_use_stays(
    command: tuple[str, ...], name: str, write: Write
) -> None:
    text, line, key = BAD[name]
    path, before = write(text), packs_in_use()
    said = refused("framework", *command, path)
    assert f"{path}:{line}: " in said and key in said, said
    assert packs_in_use() == before


@pytest.mark.parametrize(
    ("path", "said"), [("nowhere.yaml", "no such file"), (".", "not a file"), ("/dev/zero", "not a file")]
)
def test_a_file_that_cannot_be_read_is_refused_by_name(path: str, said: str) -> None:
    assert said in refused("framework", "check", path)
    assert said in refused("framework", "add", "--pack", path)


def test_the_shipped_framework_can_be_checked_but_not_replaced(write: Write) -> None:
    shipped = str(Path(__file__).parents[2] / "framework.yaml")
    assert done("framework", "check", shipped).out.count("is sound") == 2
    assert "taken by the shipped framework" in refused("framework", "add", "--pack", shipped)
    assert "taken by your single items" in refused("framework", "add", "--pack", write(team().replace("team", "own")))


def test_a_pack_of_ones_own_can_be_tagged_found_summarised_and_exported(write: Write) -> None:
    assert done("framework", "add", "--pack", write(team())).out == "team 1 is in use.\n"
    entry_id = added("We had tea.", "--item", "tea:helped")
    assert listed("--item", "team.behaviour.tea") == [entry_id]
    assert "Making tea (helped)" in done("show").out
    assert "Making tea" in done("summary").out and "Making tea" in done("export", "markdown").out
    assert "Making tea (your own)" in done("framework", "show").out


def test_a_new_version_of_a_pack_changes_the_label_from_now_on_and_not_in_old_entries(write: Write) -> None:
    done("framework", "add", "--pack", write(team("1", "Making tea")))
    old = added("First.", "--item", "team.behaviour.tea")
    done("framework", "add", "--pack", write(team("2", "Tea and talk")))
    new = added("Second.", "--item", "team.behaviour.tea")
    assert "Making tea" in done("show", old).out and "Tea and talk" not in done("show", old).out
    assert "Tea and talk" in done("show", new).out
    done("note", old, "Afterwards.")
    done("edit", old, "text", "--text", "Changed.")
    assert "Making tea" in done("show", old).out
    assert listed("--item", "team.behaviour.tea") == [new, old]
    (counted,) = [row for row in done("summary", "--json").data["items"] if row["item"] == "team.behaviour.tea"]
    assert (counted["label"], counted["count"]) == ("Tea and talk", 2)
    out = done("export", "markdown").out
    assert "Making tea" in out and "Tea and talk" in out


def test_the_same_version_with_other_words_is_refused(write: Write) -> None:
    done("framework", "add", "--pack", write(team("1", "Making tea")))
    before = packs_in_use()
    assert "new version" in refused("framework", "add", "--pack", write(team("1", "Coffee")))
    assert packs_in_use() == before
    done("framework", "add", "--pack", write(team("1", "Making tea")))


def test_an_item_that_a_new_version_leaves_out_can_still_be_read_and_edited_in_old_entries(write: Write) -> None:
    done("framework", "add", "--pack", write(team("1", "Making tea")))
    old = added("First.", "--item", "team.behaviour.tea")
    done("framework", "add", "--pack", write(team("2").replace("team.behaviour.tea", "team.behaviour.coffee")))
    done("edit", old, EDITOR="sed -i s/First/Second/")
    assert "Making tea" in done("show", old).out and "Second." in done("show", old).out
    assert "Making tea" in done("summary").out

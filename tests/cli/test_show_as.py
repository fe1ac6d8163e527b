"""`show --as MODEL`: an entry by another model's stages, without asking twice."""

from tests.cli.quick import added, done, kept, refused

ENTRY = {
    "flow": "quick",
    "answers": {
        "rcp.prompt.what-happened": "She asked twice.",
        "rcp.prompt.carry-forward": "Ask about the dog.",
        "rcp.prompt.monthly-craft": "Slowly.",
    },
    "observations": [{"item": "rcp.principle.trust", "stance": "strained"}],
}


def test_each_part_stands_in_its_stage_and_what_is_missing_says_so() -> None:
    (entry,) = kept(ENTRY)
    out = done("show", entry, "--as", "gibbs").out
    assert "Gibbs' reflective cycle: Learning by Doing" in out and "(Graham Gibbs, 1988)" in out
    names = ("Description", "Feelings", "Evaluation", "Analysis", "Conclusion", "Action plan")
    assert [line for line in out.splitlines() if line in names] == list(names)
    assert "Description\nWhat happened, told plainly.\n  What happened between you? No names needed.\n    She " in out
    assert "Feelings\nWhat went on in you, and perhaps in them.\n  Nothing in this entry yet.\n" in out
    assert "not.\n  Nothing in this entry; its questions did not lead here.\n" in out
    assert "  Seen in it\n    Trust (strained)\n" in out
    assert "In no stage: “What have you learnt lately" in out and f"`rcpjournal show {entry}` has it all." in out


def test_it_changes_nothing_and_the_last_entry_is_meant_if_none_is_named() -> None:
    entry = added("She opened the door herself.")
    before = done("show", "--json").out
    assert entry in done("show", "--as", "Kolb").out
    assert done("show", "--json").out == before


def test_as_json_it_has_every_stage_with_its_places() -> None:
    (entry,) = kept(ENTRY)
    view = done("show", entry, "--as", "444", "--json").data
    assert (view["schema"], view["entry"], view["model"]) == ("rcpjournal/view/1", entry, "444")
    assert [stage["stage"] for stage in view["stages"]] == ["Experience", "Reflection", "Analysis", "Plan"]
    assert [[part["place"] for part in stage["parts"]] for stage in view["stages"]] == [
        ["rcp.prompt.what-happened"],
        [],
        ["observations"],
        ["rcp.prompt.carry-forward"],
    ]
    assert [part["words"] for part in view["elsewhere"]] == ["Slowly."]


def test_a_model_that_is_not_here_is_refused_with_those_that_are() -> None:
    added("Tea.")
    assert "Choose from 444, driscoll, gibbs, kolb." in refused("show", "--as", "johns", code=2)
    assert "one of --as and --history" in refused("show", "--as", "kolb", "--history", code=2)


def test_a_guess_stays_a_guess_and_what_could_harm_is_shown() -> None:
    (entry,) = kept({"answers": {"rcp.prompt.like-for-them": "Long \x1b[31m."}})
    out = done("show", entry, "--as", "driscoll").out
    assert "What might it have been like for them? (a guess)\n    Long \\x1b[31m.\n" in out

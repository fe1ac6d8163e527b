"""`framework add`, `use` and `upgrade`: items of one's own, and which packs are in use, through every change."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from rcpjournal.cli.context import shipped_packs
from rcpjournal.core.framework import Pack
from rcpjournal.store import Journal
from tests.cli.quick import added, done, refused, run, shown
from tests.cli.test_framework_commands import Write, packs_in_use, team

# --- items of one's own ----------------------------------------------------------------------------


def test_an_item_of_ones_own_is_the_fourteenth_behaviour() -> None:
    result = done("framework", "add", "Making tea together", "--layer", "behaviour", "--definition", "Hands are busy.")
    assert result.out == "own.behaviour.making-tea-together\n"
    (rcp, own) = done("framework", "show", "behaviour", "--json").data["packs"]
    assert (len(rcp["items"]), len(own["items"])) == (13, 1)
    assert "Hands are busy." in done("framework", "show", "making-tea-together").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["Patience of mine"], 2, "behaviour"),
        ([], 2, "--layer"),
        (["Mine", "--layer", "principle"], 2, "behaviour"),
        (["Mine", "--layer", "habits"], 2, "behaviour"),
        (["…", "--layer", "behaviour"], 2, "letter"),
        (["", "--layer", "behaviour"], 2, "letter"),
        (["Caf\udce9", "--layer", "behaviour"], 1, "UTF-8"),
        (["Mine", "--layer", "behaviour", "--definition", "\udcff"], 1, "UTF-8"),
        (["Mine", "--layer", "behaviour", "--pack", "x.yaml"], 2, "--pack"),
    ],
)
def test_an_item_that_cannot_be_is_refused(words: list[str], code: int, said: str) -> None:
    before = packs_in_use()
    assert said in refused("framework", "add", *words, code=code)
    assert packs_in_use() == before


def test_the_same_item_twice_is_refused() -> None:
    done("framework", "add", "Making tea", "--layer", "behaviour")
    assert "own.behaviour.making-tea" in refused("framework", "add", "Making  TEA!", "--layer", "behaviour")


def test_items_of_ones_own_survive_use_and_can_be_put_back(write: Write) -> None:
    done("framework", "add", "Making tea", "--layer", "behaviour")
    entry_id = added("Tea.", "--item", "making-tea")
    done("framework", "use", "rcp", "tar")
    assert "own.behaviour.making-tea" not in packs_in_use()
    assert "Making tea" in done("show", entry_id).out
    done("framework", "use", "rcp", "tar", "own")
    assert "own.behaviour.making-tea" in packs_in_use()
    assert done("framework", "add", "Waiting", "--layer", "skill").out == "own.skill.waiting\n"
    assert "own.behaviour.making-tea" in packs_in_use()


def test_use_takes_a_version_and_refuses_what_it_does_not_know(write: Write) -> None:
    for version, label in (("1", "Making tea"), ("2", "Tea and talk")):
        done("framework", "add", "--pack", write(team(version, label)))
    assert "team 1" in done("framework", "use", "rcp", "tar", "team@1").out
    before = packs_in_use()
    assert "Making tea" in before
    for names in (["rcp", "tar", "team@3"], ["nobody"], ["team"], ["tar", "own"], ["\udcff"]):
        said = refused("framework", "use", *names)
        assert said.count("\n") == 1
        assert packs_in_use() == before


def test_old_entries_keep_the_packs_they_were_written_under(journal: Journal) -> None:
    entry_id = added("Words.", "--item", "tar.mechanism.continuity")
    done("framework", "use", "rcp")
    assert "Continuity" in done("show", entry_id).out.title()
    assert journal.entries.get(entry_id).framework == {"rcp": "2026.3", "tar": "2026.3"}
    assert shown(added("New."))["framework"] == {"rcp": "2026.3"}


# --- upgrade ---------------------------------------------------------------------------------------


def older() -> list[Pack]:
    """The shipped framework as an earlier version of the program might have brought it."""

    def reworded(item: Any) -> Any:
        return replace(item, label="Trusting one another") if item.id == "rcp.principle.trust" else item

    return [
        replace(
            pack,
            version="2025.1",
            items=tuple(map(reworded, pack.items)),
            prompts=tuple(replace(prompt, stage="") for prompt in pack.prompts),
        )
        for pack in shipped_packs()
    ]


def test_an_upgrade_takes_the_new_words_and_keeps_ones_own_items_and_old_entries(bare_home: Path, write: Write) -> None:
    Journal(bare_home / "journal.db", now=lambda: datetime.now().astimezone(), shipped=older).close()
    done("framework", "add", "Making tea", "--layer", "behaviour")
    done("framework", "add", "--pack", write(team()))
    old = added("Before.", "--item", "rcp.principle.trust:strained", "--item", "making-tea")
    result = done("framework", "upgrade")
    assert result.out.splitlines() == ["rcp: 2025.1 to 2026.3.", "tar: 2025.1 to 2026.3."]
    new = added(
        "After.", "--item", "trust:present", "--item", "own.behaviour.making-tea", "--item", "team.behaviour.tea"
    )
    assert (shown(old)["framework"]["rcp"], shown(new)["framework"]["rcp"]) == ("2025.1", "2026.3")
    assert "Trusting one another (strained)" in done("show", old).out
    assert "Trust (present)" in done("show", new).out
    (trust,) = [row for row in done("summary", "--json").data["items"] if row["item"] == "rcp.principle.trust"]
    assert (trust["label"], trust["count"], trust["stances"]) == ("Trust", 2, {"present": 1, "strained": 1})
    assert "came with this program" in done("framework", "upgrade").out


def test_an_upgrade_brings_what_is_new_about_the_questions(bare_home: Path) -> None:
    Journal(bare_home / "journal.db", now=lambda: datetime.now().astimezone(), shipped=older).close()
    assert "stage" not in done("framework", "show", "rcp.prompt.noticed").out
    done("framework", "upgrade")
    assert "reflection (our reading)" in done("framework", "show", "rcp.prompt.noticed").out


def test_a_flow_that_came_with_a_later_framework_is_found_by_upgrading(bare_home: Path) -> None:
    def without_it() -> list[Pack]:
        return [replace(pack, flows=pack.flows if pack.id == "rcp" else ()) for pack in older()]

    Journal(bare_home / "journal.db", now=lambda: datetime.now().astimezone(), shipped=without_it).close()
    assert "Group is in a newer framework: `rcpjournal framework upgrade`" in refused("write", "group", code=2)
    assert "framework upgrade" not in refused("write", "slow", code=2)
    done("framework", "upgrade")
    assert shown(done("write", "group", stdin="\nWhen to stop.\n.\n\n\n").out.strip())["kind"] == "group-reflection"


def test_an_upgrade_with_nothing_new_changes_nothing() -> None:
    before = packs_in_use()
    assert "came with this program" in done("framework", "upgrade").out
    assert packs_in_use() == before


def test_without_any_flow_in_use_add_still_works_and_write_says_why_not(write: Write) -> None:
    path = write(team().replace("layer: behaviour", "layer: habit").replace("team.behaviour", "team.habit").replace(
        "  items:", "  layers:\n  - {id: habit, title: Habits, order: 1, kind: tag, open: true}\n  items:"
    ))  # fmt: skip
    done("framework", "add", "--pack", path)
    assert "add" in done("framework", "use", "team").err
    entry_id = added("Words.")
    assert shown(entry_id)["answers"] == {"rcp.prompt.text": "Words."}
    assert run("write", "quick").code in (1, 2)

"""The items of a team's own pack in `team summary`: what is a condition, and what it is called."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rcpjournal.core.teams.pack import ConditionCount, TeamPack
from tests.cli.quick import done, kept, refused, run
from tests.cli.test_team_summary import collected, pack

pytest.importorskip("duckdb", reason="a dataset needs the extra rcpjournal[team]")
OWN = """\
schema: 1
packs:
- id: county
  version: "2026.1"
  title: County
  source: {title: Ours}
  layers:
  - {id: rota, title: The rota and us, order: 1, kind: condition}
  items:
  - {id: county.rota.short-notice, layer: rota, label: Shifts changed the day before}
"""


@pytest.fixture(autouse=True)
def in_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def on_the_rota(given: TeamPack) -> TeamPack:
    """The same, of somebody whose journal has the team's own pack as well."""
    (month,) = given.months
    shift = ConditionCount(
        item="county.rota.short-notice", layer="rota", entries=1, polarities={"inhibited": 1}, responses={}
    )
    asked = {**month.asked, "rota": month.entries}
    return replace(given, months=(replace(month, asked=asked, conditions=(*month.conditions, shift)),))


def test_a_condition_of_a_teams_own_stands_among_the_conditions_and_its_file_names_it() -> None:
    collected(*(on_the_rota(pack(n)) for n in range(7)))
    Path("own.yaml").write_text(OWN)
    plain = run("team", "summary", "counts")
    assert plain.out.index("Short notice") < plain.out.index("Underpinning principles")
    assert "2 items come from no pack that is known here" in plain.err and "--pack FILE" in plain.err
    named = run("team", "summary", "counts", "--pack", "own.yaml")
    assert "1 item comes" in named.err and "Short notice" not in named.out
    assert named.out.index("The rota and us") < named.out.index("Enabling organisational conditions")
    document = done("team", "summary", "counts", "--pack", "own.yaml", "--json").data
    assert document["conditions"][0]["rows"][0]["label"] == "Shifts changed the day before"


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [("nowhere.yaml", 1, "there is no such file"), ("codes.qdc", 2, "is a codebook"), ("bad.yaml", 1, "bad.yaml:1:")],
)
def test_a_file_without_names_is_told_in_a_sentence(name: str, code: int, said: str) -> None:
    collected(*(pack(n) for n in range(7)))
    Path("bad.yaml").write_text("packs: 1\n")
    assert said in refused("team", "summary", "counts", "--pack", name, code=code)


def test_a_choice_of_a_teams_own_stays_since_no_report_would_guard_it(tmp_path: Path) -> None:
    choice = OWN.replace("rota", "wanted").replace("kind: condition", "kind: choice, field: need")
    (tmp_path / "choice.yaml").write_text(choice.replace("day before}", "day before, value: relationship}"))
    done("framework", "add", "--pack", "choice.yaml")
    kept({"happened_on": "2026-03-04", "need": "relationship"})
    done("team", "contribute", "--team", "north", "--until", "2026-03", "-o", "pack.json", "--yes")
    (month,) = json.loads(Path("pack.json").read_text())["months"]
    assert month["asked"]["need"] == 1 and "wanted" not in month["asked"]

"""From three people's own journals to what a team holds: one gives anew, one withdraws, one takes another key."""

import json
from pathlib import Path
from typing import Any

import pytest

from rcpjournal.core.teams.checking import read_team_file
from rcpjournal.core.teams.pack import TeamPack
from tests.cli.quick import done, run
from tests.core.teams.making import PERMISSIONS, TRUST
from tests.datasets.packs import held_in, standing

duckdb = pytest.importorskip("duckdb", reason="a dataset needs the extra rcpjournal[team]")
FIRST, SECOND = (["--since", "2026-01", "--until", "2026-03"], ["--since", "2026-04", "--until", "2026-06"])


class Person:
    """Somebody with a home of their own, in July 2026."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self._home, self._given = name, str(folder / name), 0
        days = [f"2026-{month:02}-{day:02}" for month in range(1, 7) for day in (3, 17)]
        self.entries = self.does("add", "--json", "-", stdin="\n".join(map(self._entry, days))).split()

    def does(self, *words: str, stdin: str = "") -> str:
        """What a command of theirs prints."""
        july = "2026-07-10T09:00:00+00:00"
        return done(*words, stdin=stdin, RCPJOURNAL_HOME=self._home, RCPJOURNAL_NOW=july).out

    def gives(self, *words: str) -> tuple[str, TeamPack]:
        """The file that `team contribute WORDS` writes, and the pack in it."""
        self._given += 1
        file = f"{self.name}-{self._given}.json"
        self.does("team", "contribute", *words, "-o", file, "--yes")
        pack = read_team_file(Path(file).read_text())
        assert isinstance(pack, TeamPack)
        return file, pack

    def _entry(self, day: str) -> str:
        seen: list[dict[str, Any]] = [{"item": TRUST, "stance": "strained" if day.endswith("17") else "present"}]
        around = [{"item": PERMISSIONS, "polarity": "inhibited", "response": "challenge"}]
        return json.dumps(
            {
                "happened_on": day,
                "text": f"{self.name} waited.",
                "observations": seen,
                "conditions": around if self.name == "ben" else [],
            }
        )


def test_what_a_team_holds_is_what_people_gave_and_did_not_take_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    anna, ben, cleo = (Person(name, tmp_path) for name in ("anna", "ben", "cleo"))
    files, packs = zip(
        *(
            person.gives("--team", "south" if person is cleo else "north", "--role", "nurse", *quarter)
            for person in (anna, ben, cleo)
            for quarter in (FIRST, SECOND)
        ),
        strict=True,
    )
    dataset = Path("counts")
    assert "6 new" in done("team", "collect", *files, "--to", "counts").err
    assert held_in(dataset) == standing(packs) != []

    anna.does("delete", anna.entries[0])
    corrected_file, corrected = anna.gives(*FIRST)
    ben.does("team", "withdraw", "-o", "ben-gone.json", "--yes")
    cleo.does("team", "rotate", "-o", "cleo-gone.json", "--yes")
    anew_file, anew = cleo.gives()
    assert (anew.team, anew.role, anew.since, anew.until) == ("south", "nurse", "2026-01", "2026-06")
    done("team", "collect", corrected_file, anew_file, "ben-gone.json", "cleo-gone.json", "--to", "counts")
    stands = standing([*packs[:2], corrected, anew])
    assert held_in(dataset) == stands

    again = run("team", "collect", *files, "--to", "counts")
    assert "2 here already" in again.err and again.err.count("has withdrawn") == 4
    assert held_in(dataset) == stands
    remembered = duckdb.sql("SELECT DISTINCT contributor FROM 'counts/packs.parquet'").fetchall()
    assert {key for (key,) in remembered} == {packs[0].contributor, anew.contributor}

"""A sealed journal contributes as any other: the key lies in it unseen, and is forgotten with the withdrawal."""

import json
from pathlib import Path

from rcpjournal.core.teams.checking import read_team_file
from rcpjournal.core.teams.pack import TeamPack, Withdrawal
from tests.support import done

ENTRY = {
    "happened_on": "2026-03-04",
    "text": "She opened the door herself.",
    "observations": [{"item": "rcp.principle.trust", "stance": "present"}],
}


def test_a_sealed_journal_contributes_and_withdraws(opened: Path, tmp_path: Path) -> None:
    done("add", "--json", "-", stdin=json.dumps(ENTRY))
    pack, back = tmp_path / "pack.json", tmp_path / "back.json"
    words = ["--team", "north", "--since", "2026-03", "--until", "2026-03", "--yes"]
    done("team", "contribute", *words, "-o", str(pack))
    found = read_team_file(pack.read_text())
    assert isinstance(found, TeamPack)
    assert [(one.item, one.stances) for one in found.months[0].items] == [("rcp.principle.trust", {"present": 1})]
    assert found.contributor[:4] in done("team").out
    assert found.contributor.encode() not in opened.read_bytes()
    done("team", "withdraw", "--yes", "-o", str(back))
    assert read_team_file(back.read_text()) == Withdrawal(contributor=found.contributor)
    assert "Nothing was contributed" in done("team").err

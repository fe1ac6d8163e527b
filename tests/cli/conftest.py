"""What tests of several commands are given."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.making import PACK
from tests.cli.quick import added, done, kept
from tests.cli.test_add import NASTY
from tests.cli.test_add_documents import WHOLE


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], str]:
    """Writes a framework file; its path."""

    def written(text: str) -> str:
        path = tmp_path / "team.yaml"
        path.write_text(text)
        return str(path)

    return written


@pytest.fixture
def other(tmp_path: Path) -> dict[str, Any]:
    """Another home, on another computer as it were."""
    return {"RCPJOURNAL_HOME": str(tmp_path / "other")}


@pytest.fixture
def rich(home: Path, tmp_path: Path) -> None:
    """A journal with something of everything in it: own items, two wordings, notes, actions, any text."""
    kept(WHOLE, {"text": "".join(NASTY) + "."}, {"text": "Shared.", "visibility": "shareable"})
    pack = tmp_path / "team.yaml"
    for version, label in (("1", "Making tea"), ("2", "Tea and talk")):
        pack.write_text(PACK % {"version": version, "label": label})
        done("framework", "add", "--pack", str(pack))
        added(f"Under version {version}.", "--item", "team.behaviour.tea:helped")
    done("framework", "add", "Waiting at the door", "--layer", "behaviour", "--definition", "Not going in first.")
    entry_id = added("With an item of my own.", "--item", "waiting-at-the-door:helped", "--alias", "Heron")
    done("note", entry_id, "She rang.", "--as", "feedback")
    done("star", entry_id)
    done("actions", "drop", "1", "--reason", "No longer wanted")
    done("delete", added("Deleted."))

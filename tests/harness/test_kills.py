"""kill -9 while saving: what was acknowledged is there, and nothing is there by halves."""

from pathlib import Path

import pytest

from tests.harness.running import found_by
from tests.support import SEALED_AT_NIGHT, Counted, plain_and_sealed


@plain_and_sealed("times", plain=12, sealed=5, night=500)
def test_a_kill_while_saving_loses_nothing_and_leaves_no_half(times: int, home: Path, counted: Counted) -> None:
    found = found_by("kills", home / "journal.db", times, 1)
    assert (found["lost"], found["half"], found["said"]) == (0, 0, [])
    assert found["acknowledged"] >= times, "each worker saved once at least"
    assert found["within a save"] >= times // 5, "the kills struck within a save"
    counted("kills while saving", times)
    counted("kills that struck within a save", found["within a save"])


@SEALED_AT_NIGHT
@pytest.mark.parametrize(("way", "what"), [("apart", "half"), ("early", "lost")])
@pytest.mark.nightly
def test_the_harness_notices_a_save_in_pieces_and_one_that_is_acknowledged_too_early(
    way: str, what: str, home: Path
) -> None:
    assert found_by("kills", home / "journal.db", 10, 1, way)[what] > 0


def test_the_harness_does_not_pass_where_no_worker_runs(home: Path) -> None:
    with pytest.raises(AssertionError, match="would pass for nothing"):
        found_by("kills", home / "journal.db", 2, 1, "idle")

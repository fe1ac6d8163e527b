"""A migration that is killed leaves the old journal or the new one, and every text as it was."""

from pathlib import Path

import pytest

from tests.harness.running import found_by
from tests.support import SEALED_AT_NIGHT, Counted, plain_and_sealed


@plain_and_sealed("times", plain=10, sealed=0, night=100)
def test_a_migration_that_is_killed_changes_no_text(times: int, tmp_path: Path, counted: Counted) -> None:
    found = found_by("migrating", tmp_path, times, 1)
    assert (found["differ"], found["said"]) == (0, [])
    assert found["struck"] >= times // 2, "the kills came too late"
    assert found["hot"] > 0, "no kill left half a transaction behind"
    counted("migrations killed", times)
    counted("migrations killed before they had ended", found["struck"])


@SEALED_AT_NIGHT
@pytest.mark.nightly
def test_the_harness_notices_steps_that_nothing_holds_together(tmp_path: Path) -> None:
    assert found_by("migrating", tmp_path, 300, 1, "apart")["differ"] > 0

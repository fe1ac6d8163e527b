"""Two writers at once wait for each other; neither is turned away."""

from pathlib import Path

from tests.harness.running import found_by
from tests.support import SEALED_AT_NIGHT, Counted, plain_and_sealed


@plain_and_sealed("saves", plain=40, sealed=0, night=300)
def test_what_two_writers_save_at_once_is_all_there(saves: int, home: Path, counted: Counted) -> None:
    found = found_by("writers", home / "journal.db", 2, saves)
    assert (found["kept"], found["refused"], found["there"]) == (2 * saves, 0, 2 * saves)
    assert (found["half"], found["codes"]) == ([], [0, 0])
    assert found["at once"] > 0, "they wrote one after the other, not at once"
    counted("saves by two writers at once", found["there"])


@SEALED_AT_NIGHT
def test_the_harness_notices_writers_that_do_not_wait_for_each_other(home: Path) -> None:
    assert found_by("writers", home / "journal.db", 2, 2000, "deferred")["refused"] > 0

"""A power cut at any moment: whatever was acknowledged is there, and the journal opens."""

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.harness import power
from tests.harness.running import found_by
from tests.support import SEALED_AT_NIGHT, Counted, everyday, plain_and_sealed

pytestmark = pytest.mark.skipif(
    not shutil.which("strace"), reason="strace is not here; scripts/system-packages installs it"
)


def cut(folder: Path, times: int, *, begun: Path | None = None, broken: str = "") -> dict[str, Any]:
    """What so many power cuts showed, in a journal that is begun already or on its first day."""
    return found_by("cutting", folder, times, begun or "", broken)


@plain_and_sealed("times", plain=30, sealed=6, night=200)
def test_a_power_cut_loses_nothing_that_was_acknowledged(
    times: int, tmp_path: Path, home: Path, counted: Counted
) -> None:
    found = cut(tmp_path / "disk", times, begun=home / "journal.db")
    assert found["lost"] == []
    assert found["forgot"] > times // 4, "the disk forgot nothing: these images would pass for nothing"
    counted("power cuts while saving", found["images"])
    counted("power cuts after which the disk had forgotten something", found["forgot"])


@plain_and_sealed("times", plain=8, sealed=0, night=60)
def test_a_power_cut_on_the_very_first_day_loses_neither_the_entry_nor_the_folder(
    times: int, tmp_path: Path, counted: Counted
) -> None:
    found = cut(tmp_path / "disk", times)
    assert found["lost"] == []
    counted("power cuts in a home that was just made", found["images"])


@SEALED_AT_NIGHT
@pytest.mark.parametrize(
    "setting",
    everyday(["synchronous=OFF", "synchronous=FULL", "journal_mode=WAL;synchronous=NORMAL"], "synchronous=OFF"),
)
@pytest.mark.nightly
def test_the_harness_notices_settings_that_do_not_wait_for_the_disk(setting: str, tmp_path: Path, home: Path) -> None:
    assert cut(tmp_path / "disk", 40, begun=home / "journal.db", broken=setting)["lost"]


def test_rescued_text_is_there_after_a_power_cut_once_it_was_named(tmp_path: Path, counted: Counted) -> None:
    folder = tmp_path / "disk"
    (folder / "home").mkdir(parents=True)
    disk, chance = power.Disk(folder), random.Random(1)
    events = power.recorded("rescue", folder, 8, "", tmp_path / "log")
    for n, event in enumerate(events):
        disk.take(event)
        if event.name == "write" and event.rest[0] == "1":
            disk.root.write_image(tmp_path / f"image-{n}", chance)
            for place in disk.acknowledged:
                image = tmp_path / f"image-{n}" / Path(place).relative_to(folder)
                assert image.read_text().startswith("Words ") and len(image.read_text()) == 4500
    assert len(disk.acknowledged) == 8
    counted("power cuts after a text was rescued", 8)

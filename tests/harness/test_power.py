"""A power cut at any moment: whatever was acknowledged is there, and the journal opens."""

import random
import shutil
import sqlite3
from pathlib import Path
from typing import NamedTuple

import pytest

from rcpjournal.errors import JournalError
from tests.harness import power
from tests.harness.conftest import Counted
from tests.harness.saving import every, halves, is_whole, number_of, opened

pytestmark = pytest.mark.skipif(
    not shutil.which("strace"), reason="strace is not here; scripts/system-packages installs it"
)
SAVES = 12


class Found(NamedTuple):
    """What images of one run show: how many there were, how many forgot something, and what was missing in them."""

    images: int
    forgot: int
    lost: list[str]


def lost_in(image: Path, acknowledged: list[str]) -> list[str]:
    """What is wrong with an image: what had been acknowledged and is not there, and halves."""
    try:
        journal = opened(image / "home" / "journal.db")
        whole = {number_of(entry) for entry in every(journal) if is_whole(entry)}
        wrong = halves(journal)
        journal.close()
    except (JournalError, sqlite3.Error) as error:
        return [str(error)]
    return [f"{number} is lost" for number in acknowledged if number not in whole] + wrong


def cut(folder: Path, times: int, *, broken: str = "", begun: Path | None = None) -> Found:
    """Records a run of saves and looks at so many images of it. Without a journal that is `begun` it begins one."""
    folder.mkdir()
    if begun:
        (folder / "home").mkdir()
        shutil.copy(begun, folder / "home" / "journal.db")
    disk, chance = power.Disk(folder), random.Random(times)
    events = power.recorded("save", folder, SAVES, broken, folder.with_suffix(".strace"))
    forgot, lost, taken = 0, [], 0
    for n, place in enumerate(power.places(events, times, chance)):
        for event in events[taken : place + 1]:
            disk.take(event)
        taken = max(taken, place + 1)
        image = folder.with_name(f"image-{n}")
        forgot += bool(disk.root.write_image(image, chance))
        lost += lost_in(image, disk.acknowledged) if disk.acknowledged else []
        shutil.rmtree(image)
    assert len([event for event in events if event.name == "write" and event.rest[0] == "1"]) == SAVES
    return Found(times, forgot, lost)


@pytest.mark.parametrize("times", [30, pytest.param(200, marks=pytest.mark.nightly)])
def test_a_power_cut_loses_nothing_that_was_acknowledged(
    times: int, tmp_path: Path, begun_journal: Path, counted: Counted
) -> None:
    found = cut(tmp_path / "disk", times, begun=begun_journal)
    assert found.lost == []
    assert found.forgot > times // 4, "the disk forgot nothing: these images would pass for nothing"
    counted("power cuts while saving", found.images)
    counted("power cuts after which the disk had forgotten something", found.forgot)


@pytest.mark.parametrize("times", [8, pytest.param(60, marks=pytest.mark.nightly)])
def test_a_power_cut_on_the_very_first_day_loses_neither_the_entry_nor_the_folder(
    times: int, tmp_path: Path, counted: Counted
) -> None:
    found = cut(tmp_path / "disk", times)
    assert found.lost == []
    counted("power cuts in a home that was just made", found.images)


@pytest.mark.parametrize(
    "setting",
    [
        "synchronous=OFF",
        *(
            pytest.param(s, marks=pytest.mark.nightly)
            for s in ("synchronous=FULL", "journal_mode=WAL;synchronous=NORMAL")
        ),
    ],
)
def test_the_harness_notices_settings_that_do_not_wait_for_the_disk(
    setting: str, tmp_path: Path, begun_journal: Path
) -> None:
    assert cut(tmp_path / "disk", 40, broken=setting, begun=begun_journal).lost


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

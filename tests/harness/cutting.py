"""Cuts the power while saving: `python -m tests.harness.cutting FOLDER TIMES BEGUN BREAK`; what was found as JSON.

Records a run of saves in FOLDER, which is made, and looks at so many images of it. BEGUN is the journal that it goes on
with; where it is empty, it begins one. BREAK is what `power` takes.
"""

import json
import random
import shutil
import sys
from pathlib import Path
from typing import Any

from tests.harness import power
from tests.harness.saving import every, halves, is_whole, number_of, opened

SAVES = 12


def lost_in(image: Path, acknowledged: list[str]) -> list[str]:
    """What is wrong with an image: what had been acknowledged and is not there, and halves."""
    try:
        journal = opened(image / "home" / "journal.db")
        whole = {number_of(entry) for entry in every(journal) if is_whole(entry)}
        wrong = halves(journal)
        journal.close()
    except Exception as error:  # whatever it says: the journal does not open
        return [str(error)]
    return [f"{number} is lost" for number in acknowledged if number not in whole] + wrong


def cut(folder: Path, times: int, begun: str, broken: str) -> dict[str, Any]:
    """How many images there were, how many of them forgot something, and what was missing in them."""
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
    if len([event for event in events if event.name == "write" and event.rest[0] == "1"]) != SAVES:
        raise AssertionError("the worker did not save all it should have: these images would pass for nothing")
    return {"images": times, "forgot": forgot, "lost": lost}


if __name__ == "__main__":
    print(json.dumps(cut(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4])))

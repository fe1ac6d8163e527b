"""taskwarrior and hledger beside rcpjournal, where the system has them: no diaries, but programs that people know.

Each entry is a task with tags, or a transaction of three accounts; both keep them in text files.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from ground import Ground, environment_of
from madeup import RARE_WORD, made_up
from measure import Row

TASK, LEDGER = "task", "hledger"
MOST = 10_000
"""entries up to which they are asked: with ten times as many, filling takes minutes"""
TASK_LAST, TASK_SEARCH, TASK_ADD = "task, newest 20", "task, in 1 of 20", "task add TEXT"
LEDGER_SEARCH, LEDGER_TOTALS = "hledger, in 1 of 20", "hledger, totals"
_TAGS = ("trust", "listening", "power", "presence", "honesty", "pace")


def versions() -> dict[str, str]:
    """Those that the system has, and which version."""
    found = {}
    for name in (TASK, LEDGER):
        if shutil.which(name):
            said = subprocess.run([name, "--version"], capture_output=True, text=True, check=False).stdout.split()
            found[name] = next(word.rstrip(",") for word in said if word[0].isdigit())
    return found


def neighbour_rows(ground: Ground, size: int) -> list[Row]:
    """What they do that comes near an everyday command of ours."""
    if size > MOST:
        return []
    has = versions()
    return [
        *(_task_rows(ground, size) if TASK in has else ()),
        *(_ledger_rows(ground, size) if LEDGER in has else ()),
    ]


def _task_rows(ground: Ground, size: int) -> Iterator[Row]:
    homes = {name: ground.folder / f"task-{size}-{name}" for name in ("read", "add")}
    tasks = [
        {
            "description": " ".join(made.answers),
            "entry": f"{made.moment:%Y%m%dT%H%M%SZ}",
            "status": "pending",
            "tags": sorted(set(_tags(made.choices))),
        }
        for made in made_up(size, datetime.now())
    ]
    for home in homes.values():
        home.mkdir()
        (home / "taskrc").write_text(
            f"data.location={home}\nconfirmation=off\nverbose=nothing\ngc=off\nhooks=off\n", encoding="utf-8"
        )
        (home / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
        _quietly(home, TASK, "import", str(home / "tasks.json"))
    newest = ("rc.report.list.sort=entry-", "limit:20", "list")
    for name, home, words in (
        (TASK_LAST, "read", newest),
        (TASK_SEARCH, "read", (f"description.has:{RARE_WORD}", *newest)),
        (TASK_ADD, "add", ("add", "She opened the door herself today, and we had tea.")),
    ):
        yield Row(name, size, (_program(TASK), *words), environment_of(ground, TASKRC=str(homes[home] / "taskrc")))


def _ledger_rows(ground: Ground, size: int) -> Iterator[Row]:
    file = ground.folder / f"{size}.ledger"
    file.write_text(
        "\n".join(
            f"{made.moment:%Y-%m-%d} {' '.join(made.answers).replace(';', ',')}\n"
            + "".join(f"  {tag}  1\n" for tag in _tags(made.choices))
            + "  entries\n"
            for made in made_up(size, datetime.now())
        ),
        encoding="utf-8",
    )
    for name, words in ((LEDGER_SEARCH, ("register", f"desc:{RARE_WORD}")), (LEDGER_TOTALS, ("balance",))):
        yield Row(name, size, (_program(LEDGER), "-f", str(file), *words), environment_of(ground))


def _program(name: str) -> str:
    return shutil.which(name) or name


def _tags(choices: tuple[float, ...]) -> list[str]:
    return [_TAGS[int(choice**2 * len(_TAGS))] for choice in choices[3:6]]


def _quietly(home: Path, *words: str) -> None:
    ended = subprocess.run(
        words, env={"PATH": "/usr/bin:/bin", "HOME": str(home), "TASKRC": str(home / "taskrc")},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ended.returncode:
        raise SystemExit(f"This step failed: {' '.join(words)}\n{ended.stdout}{ended.stderr}")

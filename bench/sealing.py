"""What a sealed journal costs: opening, saving and searching, beside a plain one. `python bench/sealing.py` rewrites
the table in docs/sealing.md.

Within one process, so that start-up does not hide it: each figure is the quickest of RUNS, so that what
else the computer does counts little; on one journal of 10,000 made-up entries, plain and sealed.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from madeup import COMMON_WORD
from rcpjournal.cli.context import shipped_packs
from rcpjournal.core.entry import free_entry
from rcpjournal.core.records import Selection
from rcpjournal.store import Journal
from rcpjournal.store.sealing import derived

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "sealing.md"
BEGINS, ENDS = "<!-- measured: bench/sealing.py -->", "<!-- end -->"
PHRASE, SIZE, RUNS = "three geese, on a Tuesday", 10_000, 21


class Known:
    """Opens with the passphrase, or with its key kept from before."""

    def __init__(self, kept: bytes | None) -> None:
        self.kept = kept

    def key_for(self, path: Path, salt: bytes, opens: Callable[[bytes], bool]) -> bytes:
        """The key, found out or kept."""
        key = self.kept or derived(PHRASE, salt)
        assert opens(key)
        return key

    def tried(self, salt: bytes, opens: Callable[[bytes], bool]) -> bytes:
        """The same."""
        return self.key_for(Path(), salt, opens)

    def key_for_new(self, path: Path) -> None:
        """Nothing is begun here."""


def timed(what: Callable[[], Any]) -> float:
    """Milliseconds, the quickest of RUNS after one that does not count."""
    what()
    taken = []
    for _ in range(RUNS):
        since = time.perf_counter()
        what()
        taken.append((time.perf_counter() - since) * 1000)
    return min(taken)


def opened(path: Path, kept: bytes | None) -> Journal:
    """The journal, open."""
    return Journal(path, now=lambda: datetime.now().astimezone(), shipped=shipped_packs, unlock=lambda: Known(kept))


def figures(path: Path, *, sealed: bool) -> dict[str, float]:
    """What this journal takes, in milliseconds."""
    journal = opened(path, None)
    kept = journal.key.secret if journal.key else None
    today = datetime.now().date()
    found = {
        "saving an entry": timed(lambda: journal.entries.add(free_entry("She opened the door herself.", today))),
        "searching": timed(lambda: list(journal.finding.search(COMMON_WORD, Selection()))),
        "the newest 20": timed(lambda: list(journal.finding.lines(limit=20))),
    }
    journal.close()
    found["opening, key kept"] = timed(lambda: opened(path, kept).close())
    if sealed:
        found["opening, passphrase"] = timed(lambda: opened(path, None).close())
    return found


def main() -> None:
    """Measures one kind in a process of its own (the engine is chosen once), or both, and writes the table."""
    if len(sys.argv) > 2:
        print(json.dumps(figures(Path(sys.argv[2]), sealed=sys.argv[1] == "sealed")))
        return
    with tempfile.TemporaryDirectory() as folder:
        plain, sealed = Path(folder) / "plain.db", Path(folder) / "sealed.db"
        subprocess.run([sys.executable, HERE / "fill.py", plain, str(SIZE)], check=True, capture_output=True)
        shutil.copy(plain, sealed)
        program = [sys.executable, "-m", "rcpjournal", "--journal", str(sealed)]
        environment = {"RCPJOURNAL_PASSPHRASE": PHRASE, "PATH": "", "RCPJOURNAL_HOME": folder}
        since = time.perf_counter()
        subprocess.run([*program, "seal"], check=True, capture_output=True, env=environment)
        sealing = time.perf_counter() - since
        both = [
            json.loads(subprocess.run([sys.executable, __file__, kind, path], check=True, capture_output=True).stdout)
            for kind, path in (("plain", plain), ("sealed", sealed))
        ]
        size = sealed.stat().st_size / 1_048_576
    names = ["opening, passphrase", *(name for name in both[0])]
    rows = [f"| {name} | {_shown(both[0].get(name))} | {_shown(both[1][name])} |" for name in names]
    text = "\n".join(["| milliseconds | plain | sealed |", "|---|--:|--:|", *rows])
    text += f"\n\nSealing this journal ({size:.0f} MB), checking included, took {sealing:.1f} seconds."
    print(text)
    before, _, rest = PAGE.read_text("utf-8").partition(BEGINS)
    PAGE.write_text(f"{before}{BEGINS}\n{text}\n{ENDS}{rest.partition(ENDS)[2]}", "utf-8")


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}" if value < 10 else f"{value:.0f}"


if __name__ == "__main__":
    main()

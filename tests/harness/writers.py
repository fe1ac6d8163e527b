"""Several writers at once: `python -m tests.harness.writers JOURNAL WRITERS SAVES [deferred]`; the result as JSON."""

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import NoReturn

from rcpjournal.store.connection import Connection
from tests.harness.saving import halves, made, opened, without_the_lock


def writer(path: Path, name: int, saves: int, begin: int, out: int, broken: str) -> NoReturn:
    """Saves so many entries once `begin` is closed; says each that was refused, and when it began and ended."""
    if broken:
        Connection.saving = without_the_lock  # type: ignore[method-assign]
    journal = opened(path)
    os.read(begin, 1)
    began = time.monotonic()
    for n in range(saves):
        try:
            journal.entries.add(made(f"{name}-{n}"))
            os.write(out, b"kept\n")
        except Exception:  # whatever it is, this save was turned away
            os.write(out, b"refused\n")
    os.write(out, f"from {began} {time.monotonic()}\n".encode())
    journal.close()
    os._exit(0)


def main(path: Path, writers: int, saves: int, broken: str) -> dict[str, object]:
    ours, theirs = os.pipe()
    waits, begins = os.pipe()
    children = []
    for name in range(writers):
        child = os.fork()
        if not child:
            os.close(begins)
            writer(path, name, saves, waits, theirs, broken)
        children.append(child)
    os.close(theirs)
    os.close(begins)
    said = b""
    while more := os.read(ours, 65536):
        said += more
        if broken and b"refused" in said:  # it is shown to be seen
            for child in children:
                os.kill(child, signal.SIGKILL)
    codes = [os.waitpid(child, 0)[1] for child in children]
    journal = opened(path)
    times = [tuple(map(float, line.split()[1:])) for line in said.decode().splitlines() if line.startswith("from")]
    return {"kept": said.count(b"kept"), "refused": said.count(b"refused"), "there": journal.finding.count(),
            "at once": min(end for _, end in times) - max(start for start, _ in times) if times else 0,
            "half": halves(journal), "codes": codes}  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), "".join(sys.argv[4:]))))

"""What a power cut leaves: system calls recorded with strace, replayed on a model of a disk that forgets.

The model is stricter than most file systems. Until a file is synced, any of its writes may be missing, whichever came
first; until its folder is synced, a name may be missing that was made, and be there still that was taken away. An
image is what such a disk may hold after a cut.

`python -m tests.harness.power WORK FOLDER SAVES [BREAK]` is what is recorded: WORK is `save` or `rescue`, and each
acknowledgement is a line on standard output. BREAK are PRAGMAs in place of ours, such as `synchronous=FULL`.
"""

import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from tests.harness.running import CHECKOUT

CALLS = "openat,open,creat,close,write,pwrite64,lseek,ftruncate,fsync,fdatasync,unlink,unlinkat,rename,renameat,mkdir"
_CALL = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)\)\s+= (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


class Event(NamedTuple):
    """One system call that succeeded: its name, its texts as bytes, its other arguments, what it returned."""

    name: str
    texts: list[bytes]
    rest: list[str]
    result: int


def recorded(work: str, folder: Path, saves: int, broken: str, log: Path) -> list[Event]:
    """The system calls of one run, in order."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(
        ["strace", "-qq", "-xx", "-s", "1000000", "-e", f"trace={CALLS}", "-e", "signal=none", "-o", str(log),
         sys.executable, "-m", "tests.harness.power", work, str(folder), str(saves), *([broken] if broken else [])],
        check=True, cwd=CHECKOUT, env=environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return list(_events(log))


def _events(log: Path) -> Iterator[Event]:
    for line in log.read_text().splitlines():
        found = _CALL.match(line)
        if found and int(found[3]) >= 0:
            texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(found[2])]
            rest = [part.strip() for part in _TEXT.sub('""', found[2]).split(",")]
            yield Event(found[1], texts, rest, int(found[3]))


class File:
    """Bytes: as they are, as they are on the disk for certain, and what may or may not be there."""

    def __init__(self, data: bytes = b"") -> None:
        self.now, self.certain = bytearray(data), data
        self.perhaps: list[tuple[int, bytes | None]] = []

    def write(self, at: int, data: bytes) -> None:
        _put(self.now, at, data)
        self.perhaps.append((at, data))

    def cut(self, length: int) -> None:
        _put(self.now, length, None)
        self.perhaps.append((length, None))

    def sync(self) -> None:
        self.certain, self.perhaps = bytes(self.now), []

    def image(self, chance: random.Random) -> tuple[bytes, int]:
        """What is there after a cut, and how many changes were forgotten."""
        data, forgotten = bytearray(self.certain), 0
        keeps = chance.choice((0.0, 0.5, 0.9))
        for at, what in self.perhaps:
            if chance.random() < keeps:
                _put(data, at, what)
            else:
                forgotten += 1
        return bytes(data), forgotten


def _put(data: bytearray, at: int, what: bytes | None) -> None:
    """Writes `what` at a place, or makes the data that long."""
    end = at if what is None else at + len(what)
    if len(data) < end:
        data.extend(bytes(end - len(data)))
    if what is None:
        del data[at:]
    else:
        data[at:end] = what


class Folder:
    """Names, in the same three states."""

    def __init__(self) -> None:
        self.now: dict[str, File | Folder] = {}
        self.certain: dict[str, File | Folder] = {}
        self.perhaps: list[tuple[str, File | Folder | None]] = []

    def put(self, name: str, what: "File | Folder | None") -> None:
        if what is None:
            self.now.pop(name, None)
        else:
            self.now[name] = what
        self.perhaps.append((name, what))

    def sync(self) -> None:
        self.certain, self.perhaps = dict(self.now), []

    def write_image(self, place: Path, chance: random.Random) -> int:
        """Makes the folder as it is after a cut; how many changes were forgotten, in it and below."""
        place.mkdir(exist_ok=True)
        names, forgotten = dict(self.certain), 0
        for name, what in self.perhaps:
            if chance.random() < 0.5:
                forgotten += 1
            elif what is None:
                names.pop(name, None)
            else:
                names[name] = what
        for name, what in names.items():
            if isinstance(what, Folder):
                forgotten += what.write_image(place / name, chance)
            else:
                data, missing = what.image(chance)
                (place / name).write_bytes(data)
                forgotten += missing
        return forgotten


class Disk:
    """A folder of the real file system, as the model sees it; `take` follows one system call."""

    def __init__(self, top: Path) -> None:
        self.top, self.root = top, Folder()
        self._open: dict[int, File | Folder] = {}
        self._at: dict[int, int] = {}
        self.acknowledged: list[str] = []
        for path in sorted(top.rglob("*")):
            holder, name = self._holder(path)  # type: ignore[misc]
            holder.put(name, Folder() if path.is_dir() else File(path.read_bytes()))
            holder.sync()

    def _holder(self, path: Path) -> tuple[Folder, str] | None:
        """The folder that a path stands in, and its name there; None for what is elsewhere."""
        if not path.is_relative_to(self.top) or path == self.top:
            return None
        at = self.root
        *above, name = path.relative_to(self.top).parts
        for part in above:
            found = at.now.get(part)
            if not isinstance(found, Folder):
                return None
            at = found
        return at, name

    def take(self, event: Event) -> None:
        name, texts, rest, result = event
        if name in ("open", "openat", "creat"):
            self._opened(Path(os.fsdecode(texts[0])), " ".join(rest), result)
        elif name in ("write", "pwrite64"):
            self._written(int(rest[0]), texts[0][:result], int(rest[3]) if name == "pwrite64" else None)
        elif name == "lseek":
            self._at[int(rest[0])] = result
        elif name == "ftruncate" and isinstance(file := self._open.get(int(rest[0])), File):
            file.cut(int(rest[1]))
        elif name in ("fsync", "fdatasync") and (what := self._open.get(int(rest[0]))):
            what.sync()
        elif name == "close":
            self._open.pop(int(rest[0]), None)
        elif name in ("unlink", "unlinkat") and (holder := self._holder(Path(os.fsdecode(texts[0])))):
            holder[0].put(holder[1], None)
        elif name == "mkdir" and (holder := self._holder(Path(os.fsdecode(texts[0])))):
            holder[0].put(holder[1], Folder())
        elif name in ("rename", "renameat"):
            before, after = (self._holder(Path(os.fsdecode(text))) for text in texts[:2])
            if before and after:
                after[0].put(after[1], before[0].now[before[1]])
                before[0].put(before[1], None)

    def _opened(self, path: Path, flags: str, handle: int) -> None:
        self._at[handle] = 0
        self._open.pop(handle, None)
        if path == self.top:
            self._open[handle] = self.root
        if not (holder := self._holder(path)):
            return
        folder, name = holder
        if name not in folder.now:
            folder.put(name, File())
        what = self._open[handle] = folder.now[name]
        if "O_TRUNC" in flags and isinstance(what, File):
            what.cut(0)

    def _written(self, handle: int, data: bytes, at: int | None) -> None:
        file = self._open.get(handle)
        if isinstance(file, File):
            start = self._at.get(handle, 0) if at is None else at
            file.write(start, data)
            if at is None:
                self._at[handle] = start + len(data)
        elif handle == 1:
            self.acknowledged += data.decode().split()


def places(events: list[Event], times: int, chance: random.Random) -> list[int]:
    """After which calls the power is cut: half of them just after something was acknowledged, half anywhere."""
    acks = [n for n, event in enumerate(events) if event.name == "write" and event.rest[0] == "1"]
    first = acks[0] if len(acks) > 1 else 0
    return sorted(chance.choice(acks) if n % 2 else chance.randrange(first, len(events)) for n in range(times))


def main(work: str, folder: Path, saves: int, broken: str) -> None:
    from rcpjournal.files.rescue import rescue
    from rcpjournal.store import connection
    from tests.harness.saving import made, opened

    os.umask(0o077)
    for setting in filter(None, broken.split(";")):
        name = setting.partition("=")[0]
        connection._PRAGMAS = (*(one for one in connection._PRAGMAS if not one.startswith(name)), setting)  # type: ignore[assignment]
    if work == "save":
        journal = opened(folder / "home" / "journal.db")
        for n in range(saves):
            journal.entries.add(made(n))
            os.write(1, b"%d\n" % n)
        journal.close()
    for n in range(saves if work == "rescue" else 0):
        place = rescue(f"Words {n}. " * 500, folder / "home", datetime(2026, 3, 4, 12, 0, n))
        os.write(1, f"{place}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), "".join(sys.argv[4:]))

"""A real file system of a few hundred kilobytes, in a namespace of its own, that can be filled and emptied."""

import contextlib
import os
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

_BEGIN = 'mount -t tmpfs -o "size=$1k,mode=700" tmpfs "$2" && echo ready && exec sleep 3600'


class SmallDisk:
    """Mounted at `place` for whatever is run with `enter` before it; `seen` is the same folder from outside."""

    def __init__(self, place: Path, kilobytes: int) -> None:
        place.mkdir()
        self.place = place
        self._keeper = subprocess.Popen(
            ["unshare", "-Urm", "sh", "-c", _BEGIN, "sh", str(kilobytes), str(place)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._keeper.stdout
        if self._keeper.stdout.readline() != "ready\n":
            self._keeper.kill()
            self._keeper.communicate()
            raise OSError("a file system of its own cannot be mounted here")
        self.enter = ["nsenter", "-t", str(self._keeper.pid), "-U", "-m", "--preserve-credentials", "--"]
        self.seen = Path(f"/proc/{self._keeper.pid}/root{place}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._keeper.kill()
        self._keeper.communicate()

    @property
    def room(self) -> int:
        """Bytes that are free."""
        left = os.statvfs(self.seen)
        return left.f_bavail * left.f_frsize

    def fill(self, leave: int = 0) -> None:
        """Takes all room but so many bytes."""
        self.empty()
        with contextlib.suppress(OSError), (self.seen / "filler").open("wb", buffering=0) as file:
            while self.room > leave:
                file.write(bytes(min(4096, self.room - leave)))

    def empty(self) -> None:
        """Gives the room back."""
        (self.seen / "filler").unlink(missing_ok=True)


def why_not() -> str:
    """Why there can be no small disk here; nothing where there can."""
    if not (shutil.which("unshare") and shutil.which("nsenter")):
        return "unshare and nsenter are not here, so no small file system can be mounted"
    tried = subprocess.run(
        ["unshare", "-Urm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, text=True, check=False
    )
    return f"no small file system can be mounted here: {tried.stderr.strip()}" if tried.returncode else ""

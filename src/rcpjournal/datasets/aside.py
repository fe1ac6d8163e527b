"""Bad packs are set aside with the reason, where whoever collects can look at them."""

import re
from hashlib import sha256
from pathlib import Path

from rcpjournal.datasets.layout import ASIDE
from rcpjournal.datasets.refusals import DatasetUnusable

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 80


class Aside:
    """The folder of what was set aside: `NAME.json` and `NAME.why.txt`."""

    def __init__(self, dataset: Path) -> None:
        """Raises DatasetUnusable where the folder is a link: what it leads to is none of ours to write to or remove."""
        self._folder = dataset / ASIDE
        if self._folder.is_symlink():
            raise DatasetUnusable(str(self._folder), "it is a link")
        self.told: list[tuple[str, str]] = []

    def put(self, name: str, why: str, data: bytes) -> None:
        """Keeps a copy of what was brought and why it was refused; where `data` is empty the reason alone.

        The same again changes nothing; another of the same name goes beside. Raises OSError.
        """
        self._folder.mkdir(mode=0o700, exist_ok=True)
        reason = f"{why}\n".encode()
        stem = _safe(name)
        copy, told = _read(self._folder / f"{stem}.json"), _read(self._folder / f"{stem}.why.txt")
        if (copy or told) and (copy != data or (not data and told != reason)):
            stem = f"{stem}-{sha256(data or reason).hexdigest()[:8]}"
        if data:
            _write(self._folder / f"{stem}.json", data)
        _write(self._folder / f"{stem}.why.txt", reason)
        self.told.append((name, why))

    def forget(self, contributors: set[str]) -> None:
        """Takes away every copy that one of these contributors may have given, with its reason. Raises OSError."""
        wanted = [key.encode("ascii", "replace") for key in contributors]
        for path in self._folder.glob("*.json") if wanted else ():
            if any(key in _read(path) for key in wanted):
                path.unlink()
                path.with_suffix(".why.txt").unlink(missing_ok=True)


def _read(path: Path) -> bytes:
    """Nothing where there is no file."""
    return path.read_bytes() if path.is_file() else b""


def _write(path: Path, data: bytes) -> None:
    """Never through a link that somebody put there."""
    if path.is_symlink():
        path.unlink()
    path.write_bytes(data)


def _safe(name: str) -> str:
    """A file name of plain characters that stays in its folder."""
    return _NOT_IN_NAMES.sub("-", Path(name).name).removesuffix(".json").strip(".-")[:_LONGEST] or "pack"

"""Bad packs are set aside with the reason, where whoever collects can look at them."""

import re
from hashlib import sha256
from pathlib import Path

from rcpjournal.datasets.layout import ASIDE

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 80


class Aside:
    """The folder of what was set aside: `NAME.json` and `NAME.why.txt`."""

    def __init__(self, dataset: Path) -> None:
        self._folder = dataset / ASIDE
        self.told: list[tuple[str, str]] = []

    def put(self, name: str, why: str, data: bytes | None) -> None:
        """Keeps a copy of what was brought and why it was refused; without `data` the reason alone.

        The same again changes nothing; other bytes of the same name go beside. Raises OSError.
        """
        self._folder.mkdir(mode=0o700, exist_ok=True)
        path = self._folder / f"{_safe(name)}.json"
        if path.exists() and path.read_bytes() != data:
            path = path.with_name(f"{path.stem}-{sha256(data or b'').hexdigest()[:8]}.json")
        if data:
            _write(path, data)
        _write(path.with_suffix(".why.txt"), f"{why}\n".encode())
        self.told.append((name, why))

    def forget(self, contributors: set[str]) -> None:
        """Takes away every copy that one of these contributors may have given. Raises OSError."""
        wanted = [key.encode("ascii", "replace") for key in contributors]
        for path in self._folder.glob("*.json") if wanted else ():
            if any(key in path.read_bytes() for key in wanted):
                path.unlink()


def _write(path: Path, data: bytes) -> None:
    """Never through a link that somebody put there."""
    if path.is_symlink():
        path.unlink()
    path.write_bytes(data)


def _safe(name: str) -> str:
    """A file name of plain characters that stays in its folder."""
    return _NOT_IN_NAMES.sub("-", Path(name).name).removesuffix(".json").strip(".-")[:_LONGEST] or "pack"

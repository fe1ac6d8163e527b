"""Reads and writes files that a person names, turning every failure into one sentence."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from rcpjournal.errors import FileRefused

NO_FOLDER = "there is no such folder."
_THERE = "this file is there already. Choose another name, or add --force."


def read_bytes(path: Path, *, most: int | None = None) -> bytes:
    """The file's bytes, at most `most` of them. Raises FileRefused."""
    with opened(path) as file:
        try:
            return file.read() if most is None else file.read(most)
        except OSError as error:
            raise FileRefused(str(path), f"it cannot be read ({error.strerror or error}).") from None


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file, open for reading its bytes. Raises FileRefused."""
    try:
        if path.exists() and not path.is_file():
            raise FileRefused(str(path), "this is not a file.")
        file = path.open("rb")
    except FileNotFoundError:
        raise FileRefused(str(path), "there is no such file.") from None
    except OSError as error:
        raise FileRefused(str(path), f"it cannot be read ({error.strerror or error}).") from None
    with file:
        yield file


def size_of(file: BinaryIO) -> int:
    """How many bytes there are in it."""
    here = file.tell()
    size = file.seek(0, os.SEEK_END)
    file.seek(here)
    return size


def text_lines(file: BinaryIO) -> Iterator[str]:
    """The lines of a file of UTF-8 text from its beginning, each without its end.

    Bytes that are not UTF-8 come as lone surrogates, which `usable` refuses in words.
    """
    file.seek(0)
    try:
        for n, line in enumerate(file):
            yield line.decode("utf-8" if n else "utf-8-sig", errors="surrogateescape").removesuffix("\n")
    except OSError as error:
        raise FileRefused(str(file.name), f"it cannot be read ({error.strerror or error}).") from None


def write_new(path: Path, pieces: Iterable[str], *, force: bool = False) -> None:
    """Writes `pieces` of text as UTF-8; see `write_bytes`."""
    _written(path, (piece.encode("utf-8") for piece in pieces), force=force)


def write_bytes(path: Path, what: bytes, *, force: bool = False) -> None:
    """Writes a file of one's own (0600); never through a link, never over a file unless `force`.

    With `force` the new content takes the old file's place in one step. Raises FileRefused.
    """
    _written(path, [what], force=force)


def expect_new(path: Path, *, force: bool = False) -> None:
    """Raises FileRefused where `write_bytes` would refuse this file, as far as that can be told beforehand."""
    if path.is_dir():
        raise FileRefused(str(path), "this is a folder; give the name of a file in it.")
    if not path.parent.is_dir():
        raise FileRefused(str(path), NO_FOLDER)
    if force:
        _expect_file(path)
    if (path.exists() or path.is_symlink()) and not force:
        raise FileRefused(str(path), _THERE)
    if not os.access(path.parent, os.W_OK):
        raise FileRefused(str(path), "its folder cannot be written to.")


def synced(folder: Path) -> None:
    """Makes the names in a folder last through a power cut, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _expect_file(path: Path) -> None:
    """Raises FileRefused where a new file would take the place of something else: a link, a device, a pipe."""
    if path.is_symlink():
        raise FileRefused(str(path), "this is a link; give the file itself.")
    if path.exists() and not path.is_file():
        raise FileRefused(str(path), "this is not a file.")


def _written(path: Path, pieces: Iterable[bytes], *, force: bool) -> None:
    if path.is_dir():
        raise FileRefused(str(path), "this is a folder; give the name of a file in it.")
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    target = temporary if force else path
    try:
        if force:
            _expect_file(path)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
            if force:
                temporary.replace(path)
        except BaseException:  # whatever ends it, Ctrl-C too: no half file is left
            target.unlink(missing_ok=True)
            raise
        synced(path.parent)
    except FileExistsError:
        raise FileRefused(str(path), _THERE) from None
    except FileNotFoundError:
        raise FileRefused(str(path), NO_FOLDER) from None
    except OSError as error:
        raise FileRefused(str(path), f"it cannot be written ({error.strerror or error}).") from None

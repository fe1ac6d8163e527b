"""Files that entries come from: one, a folder of them, a zip. Nothing is unpacked, no link is followed."""

import io
import json
import lzma
import os
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from rcpjournal.core.arriving import Source
from rcpjournal.errors import FileRefused
from rcpjournal.files.reading import read_bytes
from rcpjournal.files.strict_yaml import Fault, parse

MOST_BYTES = 256 * 1024 * 1024
"""of one file, and of all the files in a zip that are read"""
MOST_FILES = 100_000
_ZIP = b"PK\x03\x04"


def sources_in(path: Path, endings: Sequence[str]) -> Iterator[Source]:
    """The file, or those in the folder or zip whose names end so, in the order of their names. Raises FileRefused.

    One that is not there is refused at once, not when the first is asked for.
    """
    if not path.exists():
        raise FileRefused(str(path), "there is no such file.")
    return _sources(path, endings)


def _sources(path: Path, endings: Sequence[str]) -> Iterator[Source]:
    if path.is_dir():
        found = _files_below(path, endings)
        if not found:
            raise FileRefused(str(path), f"there is no file here that ends in {', '.join(endings)}.")
        for name in found:
            yield _source(name, name.relative_to(path).as_posix())
        return
    yield from unpacked(_source(path, path.name), endings)


def count_in(path: Path, endings: Sequence[str]) -> int:
    """How many files `sources_in` reads from a folder; anything else counts as one."""
    return len(_files_below(path, endings)) if path.is_dir() else 1


def others_in(path: Path, endings: Sequence[str], *, but: str) -> Counter[str]:
    """How many files of a folder `sources_in` does not read, by how their names end; `but` those that begin so."""
    try:
        there = _files_below(path, ("",)) if path.is_dir() else []
    except FileRefused:  # there are more than anybody wants counted
        return Counter()
    found = (one for one in there if not _wanted(one.name, endings) and not one.name.startswith(but))
    return Counter(one.suffix.casefold() for one in found)


def frameworks_in(folder: Path, begin: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(name, document) of the framework files in a folder whose names begin so, in order. Raises FileRefused."""
    for path in sorted(folder.glob(f"{begin}*.json")) if folder.is_dir() else ():
        try:
            data = json.loads(read_bytes(path, most=MOST_BYTES))
        except (ValueError, RecursionError):
            data = None
        if not isinstance(data, dict) or data.get("schema") != "rcpjournal/framework/1":
            raise FileRefused(str(path), "this is not a framework as `export markdown --folder` wrote it.")
        yield path.name, data


def unpacked(whole: Source, endings: Sequence[str]) -> Iterator[Source]:
    """What is in it, where it is a zip; else the file itself. Raises FileRefused."""
    if whole.data.startswith(_ZIP):
        yield from _in_zip(whole, endings)
    else:
        yield whole


def _in_zip(whole: Source, endings: Sequence[str]) -> Iterator[Source]:
    """The members of a zip whose names end so, read one after the other. Raises FileRefused."""
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(whole.data)) as archive:
            found = [one for one in archive.infolist() if not one.is_dir() and _wanted(one.filename, endings)]
            if not found or len(found) > MOST_FILES:
                why = "too many files are in it" if found else f"no file in it ends in {', '.join(endings)}"
                raise FileRefused(whole.name, f"{why}.")
            for one in sorted(found, key=lambda info: info.filename):
                if one.flag_bits & 1:
                    raise FileRefused(whole.name, "it is locked with a password. Unlock it first.")
                with archive.open(one) as member:
                    data = member.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise FileRefused(whole.name, _too_large())
                yield Source(f"{whole.name}/{one.filename}", data, _packed(one, whole.modified))
    except FileRefused:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        NotImplementedError,  # what zipfile says of a compression that it does not know
        RuntimeError,
        EOFError,
        ValueError,
        OSError,
    ):
        raise FileRefused(whole.name, "this zip is damaged, or packed in a way that is not known here.") from None


def given(data: bytes, today: date) -> Source:
    """What came from a pipe."""
    if len(data) > MOST_BYTES:
        raise FileRefused("standard input", _too_large())
    return Source("standard input", data, today)


def front_matter(raw: bytes) -> dict[str, Any] | None:
    """A note's front matter by the strict loader; None where it is not a mapping that it takes."""
    try:
        data = parse(raw).data
    except Fault:
        return None
    return data if isinstance(data, dict) else None


def _files_below(folder: Path, endings: Sequence[str]) -> list[Path]:
    """Files by their names, in order; hidden ones (.git, .obsidian, .trash) and links are left alone."""
    found: list[Path] = []

    def refuse(error: OSError) -> None:
        raise FileRefused(str(error.filename or folder), f"it cannot be read ({error.strerror or error}).")

    for top, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files = (Path(top) / name for name in names if _wanted(name, endings))
        found.extend(path for path in files if path.is_file() and not path.is_symlink())
        if len(found) > MOST_FILES:
            raise FileRefused(str(folder), f"there are more than {MOST_FILES:,} files in it.")
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def _wanted(name: str, endings: Sequence[str]) -> bool:
    path = PurePosixPath(name)
    hidden = any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in path.parts)
    return not hidden and path.name.casefold().endswith(tuple(endings))


def _source(path: Path, name: str) -> Source:
    data = read_bytes(path, most=MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise FileRefused(str(path), _too_large())
    try:
        modified = datetime.fromtimestamp(path.stat().st_mtime).date()
    except (OSError, ValueError, OverflowError):
        modified = date.today()
    return Source(name, data, modified)


def _packed(one: zipfile.ZipInfo, other: date) -> date:
    try:
        return date(*one.date_time[:3])
    except ValueError:
        return other


def _too_large() -> str:
    return f"there is more than {MOST_BYTES // 1024 // 1024} MB to read. Take it out in parts."

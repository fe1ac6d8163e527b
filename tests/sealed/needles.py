"""Looks for planted words in every file under some folders, and in the names of the files: as text and as UTF-16."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path


def needles(words: Iterable[str]) -> list[bytes]:
    """Each word as it may lie in a file."""
    return [found for word in words for found in (word.encode(), word.encode("utf-16-le"), word.lower().encode())]


def held(folders: Iterable[Path], words: Iterable[str]) -> Iterator[tuple[Path, bytes]]:
    """The files that hold a word, and the word. Reads every regular file, hidden ones too, and looks at names."""
    wanted = needles(words)
    looked_at = 0
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_symlink() or not path.is_file():
                continue
            looked_at += 1
            try:
                data = path.read_bytes() + os.fsencode(str(path.relative_to(folder)))
            except FileNotFoundError:  # it went while we looked
                continue
            yield from ((path, word) for word in wanted if word in data)
    assert looked_at, "not one file was looked at"

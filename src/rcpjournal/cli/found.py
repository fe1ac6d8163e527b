"""What is found in files of other programs, one after the other."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from rcpjournal.core.arriving import Arrived, Behind, Event, Remark, Source, Wishes
from rcpjournal.errors import DocumentRefused

if TYPE_CHECKING:
    from rcpjournal.imports import Reader


class Files(NamedTuple):
    """What there is to read, how many files that is, and how many of which kind are there and are not read."""

    sources: Iterable[Source]
    many: Callable[[], int]
    others: Mapping[str, int] = MappingProxyType({})


class Found:
    """All that was found in the files."""

    def __init__(self) -> None:
        self.arrived: list[Arrived] = []
        self.remarks: list[Remark] = []
        self.behind: Counter[str] = Counter()
        self.refused: list[str] = []

    def take(self, event: Event) -> None:
        """Puts one thing where it belongs."""
        if isinstance(event, Arrived):
            self.arrived.append(event)
        elif isinstance(event, Behind):
            self.behind[event.what] += 1
        else:
            self.remarks.append(event)


class Reading:
    """Reads files one after the other, and knows how far it has come: in each, by the line of the last entry."""

    _PARTS = 1000
    """of one file"""

    def __init__(self, files: Files) -> None:
        self._files, self._read, self._part = files, 0, 0.0

    def total(self) -> int:
        """All of them, in parts."""
        return self._files.many() * self._PARTS

    def position(self) -> int:
        """What is read of that."""
        return int((self._read + self._part) * self._PARTS)

    def events(self, reader: "Reader", wishes: Wishes, found: Found) -> Iterator[Event]:
        """What is in all the files; a file that is refused does not hide what is in the others."""
        for source in self._files.sources:
            lines = source.data.count(b"\n") + 1
            try:
                for event in reader.events(source, wishes):
                    if isinstance(event, Arrived):
                        self._part = int(event.where.rpartition(":")[2]) / lines
                    yield event
            except DocumentRefused as error:
                found.refused.append(str(error))
            self._read, self._part = self._read + 1, 0.0

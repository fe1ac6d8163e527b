"""Packs come into a dataset: each month of a contributor once, from their newest pack that covers it.

Packs are read one after the other, and their rows go to the disk as they come. All that is decided between packs is
decided by DuckDB, which goes on by way of the disk where memory does not suffice; only the years and teams that are
touched are written anew. So it takes no more memory for a large dataset than for a small one.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TextIO

from rcpjournal.core.teams.checking import is_key
from rcpjournal.core.teams.pack import TeamPack, Withdrawal
from rcpjournal.core.value import value
from rcpjournal.datasets.aside import Aside
from rcpjournal.datasets.committing import Staging, held
from rcpjournal.datasets.deciding import Deciding, Head, Written
from rcpjournal.datasets.duck import Limits, expect_duck, opened_duck
from rcpjournal.datasets.layout import PACKS, WITHDRAWN
from rcpjournal.datasets.refusals import DatasetUnusable
from rcpjournal.datasets.rows import as_number, digest, lines_of
from rcpjournal.errors import JournalError

_AT_ONCE, _MOST_BYTES = 2_000, 50_000_000
_CLASH = (
    "Another pack of the same contributor and number, with other counts, was collected before, as happens where a "
    "backup was restored. Ask for a new pack."
)


class Brought(NamedTuple):
    """A file that came: its name, what it is (or why it is refused), and its bytes; none where no copy is wanted."""

    name: str
    what: TeamPack | Withdrawal | JournalError
    data: bytes


@value
class Collected:
    """What became of the packs.

    `replaced`: took the place of older counts; `older`: newer ones cover all its months; `same`: was there already;
    `withdrawn`: contributors who are withdrawn from now on; `people`: how many different people's counts are others
    than before, and `teams`, the same for each team that a summary may have told of; `first`: nothing had been
    collected before; `aside`: (name, why) of each file that was set aside; `unwanted`: the names of packs of people who
    have withdrawn.
    """

    added: int
    replaced: int
    older: int
    same: int
    withdrawn: int
    people: int
    teams: Mapping[str, int]
    first: bool
    aside: tuple[tuple[str, str], ...]
    unwanted: tuple[str, ...]


def collect(packs: Iterable[Brought], dataset: Path, limits: Limits | None = None) -> Collected:
    """Brings packs into a dataset, which is begun where there is none: all of them or, if it fails, nothing.

    Brought again, the same packs change nothing. What goes wrong with a file is for `packs` to say. Raises
    ExtraMissing, DatasetBusy or DatasetUnusable.
    """
    expect_duck()
    with held(dataset):
        first = _is_first(dataset)
        staging, keys, aside = Staging(dataset), _withdrawn(dataset), Aside(dataset)
        with opened_duck(str(dataset), staging.folder / "spill", limits or Limits(memory="512MB")) as duck:
            deciding, rows = Deciding(duck, dataset, staging), staging.folder / "rows.tsv"
            with rows.open("w", encoding="utf-8", newline="\n") as file:
                taking = _Taking(deciding, aside, keys, file)
                for some in _batches(packs):
                    taking.take(some)
            deciding.withdraw(taking.withdrawn)
            fates = deciding.fates()
            written = deciding.write(rows) if taking.noted or taking.withdrawn else Written()
        if taking.noted or taking.withdrawn:
            staging.write(WITHDRAWN, json.dumps(sorted(keys | taking.withdrawn), indent=1) + "\n")
            staging.commit(written.touched)
        aside.forget(taking.leaving)
    return Collected(
        **fates._asdict(),
        same=taking.same,
        withdrawn=len(taking.withdrawn),
        people=written.people,
        teams=written.teams,
        first=first,
        aside=tuple(aside.told),
        unwanted=tuple(taking.unwanted),
    )


class _Taking:
    """What is taken in one run. `leaving`: the keys of its withdrawals; `withdrawn`: those that are new."""

    def __init__(self, deciding: Deciding, aside: Aside, gone: frozenset[str], rows: TextIO) -> None:
        self._deciding, self._aside, self._gone, self._rows = deciding, aside, gone, rows
        self.leaving: set[str] = set()
        self.withdrawn: set[str] = set()
        self.unwanted: list[str] = []
        self.same = self.noted = 0

    def take(self, some: Sequence[Brought]) -> None:
        """Sets aside what is bad, and notes the rest; who withdraws comes first."""
        packs: list[tuple[Brought, TeamPack]] = []
        for one in sorted(some, key=lambda one: not isinstance(one.what, Withdrawal)):
            match one.what:
                case Withdrawal(contributor=key):
                    self.same += key in self._gone or key in self.withdrawn
                    self.leaving.add(key)
                    self.withdrawn |= {key} - self._gone
                case TeamPack(contributor=key) as pack if key not in self._gone and key not in self.withdrawn:
                    packs.append((one, pack))
                case TeamPack():
                    self.unwanted.append(one.name)
                case why:
                    self._aside.put(one.name, str(why), one.data)
        if packs:
            self._note(packs)

    def _note(self, packs: Sequence[tuple[Brought, TeamPack]]) -> None:
        known = self._deciding.digests((pack.contributor, pack.number) for _, pack in packs)
        heads = []
        for one, pack in packs:
            lines, key = lines_of(pack), (pack.contributor, pack.number)
            mark = digest(pack, lines)
            if known.get(key, mark) != mark:
                self._aside.put(one.name, _CLASH, one.data)
            elif key in known:
                self.same += 1
            else:
                known[key] = mark
                period = as_number(pack.since), as_number(pack.until)
                heads.append(Head(self.noted, *key, *period, pack.team, pack.role, mark))
                self._rows.writelines([f"{self.noted}\t{line}\n" for line in lines])
                self.noted += 1
        self._deciding.note(heads)


def _batches(packs: Iterable[Brought]) -> Iterator[list[Brought]]:
    """Some at once: asking DuckDB about each alone would take longer than all the rest."""
    some: list[Brought] = []
    size = 0
    for one in packs:
        some.append(one)
        size += len(one.data)
        if len(some) == _AT_ONCE or size > _MOST_BYTES:
            yield some
            some, size = [], 0
    if some:
        yield some


def _is_first(dataset: Path) -> bool:
    """Whether nothing was collected before. Raises DatasetUnusable where half of what says what was is lost."""
    missing = [dataset / name for name in (PACKS, WITHDRAWN) if not (dataset / name).exists()]
    if len(missing) == 1:
        why = "it is missing, and without it what was replaced or taken back would count again. Put it back"
        raise DatasetUnusable(str(missing[0]), why)
    return bool(missing)


def _withdrawn(dataset: Path) -> frozenset[str]:
    """The keys that were withdrawn before. Raises DatasetUnusable where they cannot be read: none may come back."""
    path = dataset / WITHDRAWN
    try:
        keys = json.loads(path.read_text("utf-8")) if path.exists() else []
    except ValueError:
        keys = None
    if not isinstance(keys, list) or not all(isinstance(key, str) and is_key(key) for key in keys):
        raise DatasetUnusable(str(path), "it is damaged")
    return frozenset(keys)

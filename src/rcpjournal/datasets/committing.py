"""A dataset changes whole or not at all: what is new is made beside it, and then takes its place.

Everything new lies in `.collecting`, on the disk, before `commit.json` there says what goes where. From then on whoever
opens the dataset next, to collect or to read, carries on where a killed program stopped; before then, what lies there
is thrown away.
"""

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from rcpjournal.datasets.layout import is_own, is_remote
from rcpjournal.datasets.refusals import DatasetBusy, DatasetUnusable

_LOCK, _STAGING, _COMMIT, _NEW = ".lock", ".collecting", "commit.json", "new"
_FEW = 100


class Staging:
    """Where the new state of a dataset is made."""

    def __init__(self, dataset: Path) -> None:
        self._dataset, self.folder = dataset, dataset / _STAGING
        self.new = self.folder / _NEW
        self.new.mkdir(parents=True)

    def write(self, name: str, text: str) -> None:
        """A new text file of the dataset."""
        (self.new / name).write_text(text, encoding="utf-8")

    def commit(self, touched: Iterable[str]) -> None:
        """Puts in place all that is new; what was `touched` and is not among it goes."""
        put = sorted(path.relative_to(self.new).as_posix() for path in self.new.rglob("*") if path.is_file())
        drop = sorted(name for name in set(touched) - set(put) if (self._dataset / name).exists())
        _synced([self.new / name for name in put])
        part = self.folder / f"{_COMMIT}.part"
        part.write_text(json.dumps({"put": put, "drop": drop}), encoding="utf-8")
        _synced([part])
        part.replace(self.folder / _COMMIT)
        _synced([self.folder, self._dataset])
        finish(self._dataset)


@contextmanager
def held(dataset: Path) -> Iterator[None]:
    """The dataset for oneself, whole; the folder is made where there is none. Raises DatasetBusy or DatasetUnusable."""
    try:
        dataset.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(dataset / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise DatasetUnusable(str(dataset), error.strerror or str(error)) from None
    try:
        _lock(handle, dataset, alone=True)
        with _whole(dataset):
            yield
    except OSError as error:
        raise DatasetUnusable(str(dataset), error.strerror or str(error)) from None
    finally:
        os.close(handle)


@contextmanager
def _whole(dataset: Path) -> Iterator[None]:
    """Finishes what was left before; takes away what is left undecided after."""
    finish(dataset)
    try:
        yield
    finally:
        if not (dataset / _STAGING / _COMMIT).exists():
            shutil.rmtree(dataset / _STAGING, ignore_errors=True)


@contextmanager
def reading(dataset: str) -> Iterator[None]:
    """Nobody collects into it meanwhile, as far as this machine can tell. Raises DatasetBusy or DatasetUnusable."""
    path = Path(dataset)
    if is_remote(dataset) or not (path / _LOCK).exists():
        yield
        return
    if (path / _STAGING / _COMMIT).exists():
        with held(path):
            pass
    try:
        handle = os.open(path / _LOCK, os.O_RDONLY)
    except OSError as error:
        raise DatasetUnusable(dataset, error.strerror or str(error)) from None
    try:
        _lock(handle, path, alone=False)
        yield
    finally:
        os.close(handle)


def finish(dataset: Path) -> None:
    """Carries on with a change that was decided, or throws away one that was not."""
    staging = dataset / _STAGING
    if (staging / _COMMIT).exists():
        _put_in_place(dataset, _decided(dataset, staging / _COMMIT))
        (staging / _COMMIT).unlink()
    if staging.exists():
        shutil.rmtree(staging)


def _decided(dataset: Path, path: Path) -> dict[str, list[str]]:
    """What goes where. Raises DatasetUnusable where it is not as `commit` wrote it: it moves and removes files."""
    try:
        found = json.loads(path.read_text("utf-8"))
        decided = {name: [str(one) for one in found[name]] for name in ("put", "drop")}
    except (ValueError, TypeError, LookupError):
        raise DatasetUnusable(str(path), "it is damaged") from None
    for name in (*decided["put"], *decided["drop"]):
        if not is_own(name) or not (dataset / name).resolve().is_relative_to(dataset.resolve()):
            raise DatasetUnusable(str(path), "it speaks of files that are not the dataset's")
    return decided


def _put_in_place(dataset: Path, decided: dict[str, list[str]]) -> None:
    new, folders = dataset / _STAGING / _NEW, {dataset}
    for name in decided["put"]:
        target = dataset / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folders |= _between(target, dataset)
        with suppress(FileNotFoundError):  # it is in place already
            (new / name).replace(target)
    for name in decided["drop"]:
        (dataset / name).unlink(missing_ok=True)
        folders |= {folder for folder in _between(dataset / name, dataset) if folder.exists()}
    _synced(sorted(folders))


def _between(target: Path, dataset: Path) -> set[Path]:
    return {folder for folder in target.parents if folder.is_relative_to(dataset)}


def _synced(paths: list[Path]) -> None:
    """Waits until files, or the names in folders, are on the disk."""
    if len(paths) > _FEW and hasattr(os, "sync"):
        os.sync()  # one by one, thousands of files take half a minute
        return
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _lock(handle: int, dataset: Path, *, alone: bool) -> None:
    """Where the system knows such locks; elsewhere two who collect at once are on their own."""
    try:
        fcntl: Any = import_module("fcntl")
    except ImportError:
        return
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        raise DatasetBusy(str(dataset)) from None
    except OSError:  # a network drive without locks
        return

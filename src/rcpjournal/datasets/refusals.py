"""What can go wrong with a dataset, or with the engine that reads it."""

from shlex import quote

from rcpjournal.errors import JournalError, UsageProblem


class DatasetMissing(JournalError):
    """A place where no packs were collected."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"No packs are collected in {place}. `rcpjournal team collect PACKS… --to {quote(place)}` begins there."
        )


class DatasetBusy(JournalError):
    """Another program collects into the dataset, or reads it."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} is in use by another program. Wait for it to end, then try again.")


class DatasetUnusable(JournalError):
    """A dataset that cannot be read or written as things are."""

    def __init__(self, place: str, why: str) -> None:
        what = "the address" if "://" in place else "the disk and the folder"
        super().__init__(f"{place} could not be used: {why.rstrip('.:')}. Check {what}, then try again.")


class NoCounts(JournalError):
    """Files or a table that hold something else than what collecting writes."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"{place} holds something else than counts as `rcpjournal team collect` writes them, so nothing in it is "
            "told. Take out what does not belong there, or collect anew."
        )


class LaterDataset(JournalError):
    """A dataset in a form that this version does not know."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} was collected by a later version of rcpjournal. Update this one, then try again.")


class NotAFolder(UsageProblem):
    """Packs are collected into a folder of this machine."""

    def __init__(self, place: str) -> None:
        elsewhere = "Collect into a folder, then copy it there; a summary reads it where it is."
        super().__init__(
            f"Packs are collected into a folder on this machine, and “{place}” is none. "
            f"{elsewhere if '://' in place else 'Name the folder, or a new one.'}"
        )


class UnknownEngine(UsageProblem):
    """An engine that we do not speak to."""

    def __init__(self, url: str) -> None:
        super().__init__(
            f"“{without_password(url)}” is not an engine that is known here. Leave --engine out for DuckDB, or give "
            "local, spark://HOST:PORT or postgresql://HOST/DATABASE."
        )


class DriverMissing(UsageProblem):
    """An engine whose driver is not installed."""

    def __init__(self, engine: str, package: str) -> None:
        super().__init__(f"{engine} needs one more part: `pip install '{package}'`, then try again.")


class EngineFailed(JournalError):
    """An engine that cannot be reached, or does not answer."""

    def __init__(self, engine: str, why: str) -> None:
        super().__init__(
            f"{engine} gave no answer: {why.rstrip('.')}. Check the address and the dataset's name, then try again."
        )


def without_password(url: str) -> str:
    """An address as it may be shown."""
    scheme, found, rest = url.partition("://")
    who, at, where = rest.rpartition("@")
    return f"{scheme}{found}{who.partition(':')[0]}{at}{where}"


def first_line(error: BaseException) -> str:
    """What an engine says, as the end of a sentence of ours."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)

"""What can go wrong with pages, packs, the caseload and keys; see `rcpjournal.errors` for what an error holds."""

from collections.abc import Sequence

from rcpjournal.core.extras import way_to_add
from rcpjournal.errors import JournalError, UsageProblem


class NothingToShare(JournalError):
    """A page for supervision of days in which nothing was written."""

    def __init__(self, days: str) -> None:
        super().__init__(
            f"Nothing is in the journal from {days}, so there is nothing to make a page of. --since takes an earlier "
            "day; `rcpjournal write` begins a reflection."
        )


class NoNameGiven(UsageProblem):
    """A pack whose page names nobody, and no name was given for it."""

    def __init__(self) -> None:
        super().__init__("The page of this pack names nobody: say whom it is from with --as NAME.")


class NameUnusable(UsageProblem):
    """A name that the caseload cannot hold."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This name cannot stand in the caseload: {why}. Give another with --as NAME.")


class NobodyOfThatName(JournalError):
    """No pack in the caseload is from somebody of that name."""

    def __init__(self, name: str, near: Sequence[str] = ()) -> None:
        meant = f" Did you mean {' or '.join(near)}?" if near else ""
        super().__init__(
            f"No pack is from “{name}”.{meant} `rcpjournal supervision caseload` shows whom there are packs from."
        )


class NotInCaseload(JournalError):
    """No pack has that number, or it is from somebody else."""

    def __init__(self, number: int, name: str = "") -> None:
        whose = f" from {name}" if name else ""
        super().__init__(f"There is no pack {number}{whose}. `rcpjournal supervision caseload NAME` shows the numbers.")


class ExtraMissing(UsageProblem):
    """Something that is installed only where it is wanted."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs one more part: `{way_to_add(extra)}`, then try again.")


class KeyRefused(JournalError):
    """A key that is not one, or one that is not there; `sentence` never holds a secret key."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)

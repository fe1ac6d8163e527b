"""What can go wrong with a form, and with what is chosen for one."""

from collections.abc import Sequence

from rcpjournal.errors import JournalError


class FormRefused(JournalError):
    """A form's file that is not used."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class NothingMatches(JournalError):
    """Filters that leave nothing to take out."""

    def __init__(self) -> None:
        super().__init__("No entry matches, so nothing was written. `rcpjournal list` shows what is there.")

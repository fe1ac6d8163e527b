"""What can go wrong with what is contributed to a team; see `rcpjournal.errors` for what an error holds."""

from rcpjournal.errors import JournalError, UsageProblem


class TeamFileRefused(JournalError):
    """A file for a team (a pack or a withdrawal) that is not read; `why` is the rest of the sentence."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"This file was not read: {why}.")


class NameForTeamRefused(UsageProblem):
    """A word that cannot stand for a team or for a group of roles."""

    def __init__(self, option: str, word: str) -> None:
        super().__init__(
            f"{option} “{word}” cannot be used: take up to 40 small letters a-z, figures and hyphens, beginning with a "
            f"letter, as in {option} {'duty-north' if option == '--team' else 'social-worker'}."
        )


class NoTeamNamed(UsageProblem):
    """A pack is for a team, and none was named yet."""

    def __init__(self) -> None:
        super().__init__("Say which team it is for: --team duty-north. It is remembered for next time.")


class NoMonthToContribute(JournalError):
    """No entry lies in the months asked for."""

    def __init__(self, months: str) -> None:
        super().__init__(
            f"There is nothing to contribute: {months}. Nothing was written. A month is contributed once it is over; "
            "--until names the running one."
        )


class NothingContributed(JournalError):
    """No pack left under the key in use, so there is none to take back."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing was contributed from this journal under its key, so there is nothing to withdraw. "
            "`rcpjournal team contribute --team NAME` shows what could be."
        )


class ContributedMeanwhile(JournalError):
    """Another window wrote a pack, or changed the key, since this pack was shown."""

    def __init__(self) -> None:
        super().__init__(
            "Another window contributed or withdrew in the meantime, and the journal went by that one. Run the command "
            "again."
        )


class NobodyToAgree(JournalError):
    """What leaves is agreed to first, and nobody answers here."""

    def __init__(self) -> None:
        super().__init__("Nothing was written: there is nobody to ask. In a script, add --yes and -o FILE.")

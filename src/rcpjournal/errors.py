"""What can go wrong, as nouns: each carries its data, one sentence that says what to do, and an exit code."""

from collections.abc import Sequence


class JournalError(Exception):
    """Base of everything the program refuses on purpose; `str(error)` is the sentence shown."""

    exit_code = 1


class UsageProblem(JournalError):
    """The command line itself cannot be understood."""

    exit_code = 2


def _nearest(suggestions: Sequence[str]) -> str:
    return f" Did you mean {' or '.join(suggestions)}?" if suggestions else ""


# --- words and dates --------------------------------------------------------------------------------


class UnreadableDate(UsageProblem):
    """A date that cannot be read; never taken for "everything"."""

    def __init__(self, word: str, why: str = "") -> None:
        self.word = word
        super().__init__(
            f"“{word}” is not a date I can read{why}. Try 2026-03-04, today, yesterday, monday, "
            "2 weeks ago or last-supervision."
        )


class NoSupervisionYet(JournalError):
    """`last-supervision` was asked for before any was kept."""

    def __init__(self) -> None:
        super().__init__(
            "No supervision is in the journal yet, so last-supervision has no date. Keep one with "
            "`rcpjournal add --kind supervision`, or give a date."
        )


class UnusableText(JournalError):
    """Text that cannot be stored as it stands (a NUL, a lone surrogate)."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(f"{what} cannot be kept as it is: {why}. Remove it and try again.")


class NothingToKeep(JournalError):
    """An entry needs a date and one answer in words."""

    def __init__(self) -> None:
        super().__init__("There are no words to keep. An entry needs at least one answer in words.")


# --- the framework ----------------------------------------------------------------------------------


class FrameworkRefused(JournalError):
    """A framework file that is not used; what was in use stays in use."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class UnknownItem(JournalError):
    """No item of the framework in use goes by that word."""

    def __init__(self, word: str, suggestions: Sequence[str] = ()) -> None:
        self.word = word
        super().__init__(
            f"Nothing in the framework is called “{word}”.{_nearest(suggestions)} "
            "`rcpjournal framework show` lists everything."
        )


class AmbiguousItem(JournalError):
    """A word that several items share: identity is the id, never the label."""

    def __init__(self, word: str, ids: Sequence[str]) -> None:
        self.ids = tuple(ids)
        short = [name.partition(".")[2] for name in ids]
        shown = short if len(set(short)) == len(ids) else ids
        super().__init__(f"“{word}” could be {' or '.join(shown)}: please say which.")


class UnknownPack(JournalError):
    """A pack that this journal does not hold."""

    def __init__(self, word: str, known: Sequence[str]) -> None:
        super().__init__(f"There is no pack “{word}” here. Known packs: {', '.join(known)}.")


# --- entries ----------------------------------------------------------------------------------------


class EntryNotFound(JournalError):
    """No entry has an id that begins so."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        super().__init__(f"No entry's id begins with “{wanted}”. `rcpjournal list` shows the ids.")


class AmbiguousId(JournalError):
    """Several entries have an id that begins so."""

    def __init__(self, wanted: str, ids: Sequence[str], more: bool = False) -> None:
        self.ids = tuple(ids)
        shown = ", ".join(ids) + (", …" if more else "")
        super().__init__(f"“{wanted}” could be any of {shown}. Please type a little more of the id.")


class EmptyJournal(JournalError):
    """Something was asked of the last entry, and there is none."""

    def __init__(self, waiting: bool = False) -> None:
        goes_on = "goes on with the reflection that waits" if waiting else "begins the first one"
        super().__init__(f"The journal has no entries yet. `rcpjournal write` {goes_on}.")


class EntryDiffers(JournalError):
    """A document whose id belongs to another text here."""

    def __init__(self, entry_id: str) -> None:
        super().__init__(
            f"Entry {entry_id} is here already, with other words. Use `rcpjournal edit {entry_id}` to change it, or "
            "take the id out of the document to add it as a new entry. Nothing of this run was kept."
        )


class DocumentRefused(JournalError):
    """A document that is not an entry; names its line (where there are several) and field."""

    def __init__(self, where: str, problems: Sequence[str]) -> None:
        self.where, self.problems = where, tuple(problems)
        super().__init__("\n".join(f"{where}{problem}" for problem in problems))


class NothingToUndo(JournalError):
    """The journal's changes have all been taken back, or there were none."""

    def __init__(self, purged: str | None = None) -> None:
        why = f": what came before was purged on {purged[:10]}, and nothing was changed since" if purged else ""
        super().__init__(f"There is nothing to undo{why}.")


class NobodyToAsk(JournalError):
    """Something that is asked first was started where nobody answers."""

    def __init__(self) -> None:
        super().__init__("Nothing was changed: there is nobody to ask. Add --yes to do it without asking.")


class ActionNotFound(JournalError):
    """No action has that number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no action {number}. `rcpjournal actions --all` shows their numbers.")


class NoSessionYet(JournalError):
    """What was agreed belongs to a session, and none is logged."""

    def __init__(self) -> None:
        super().__init__(
            "No supervision is logged yet, so there is nothing to add to: `rcpjournal supervision log` first."
        )


class NotShared(JournalError):
    """Nothing with that number has left the journal."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Nothing with number {number} has left. `rcpjournal supervision shared` lists what has.")


class ReasonNeeded(JournalError):
    """An action that is changed or dropped says why."""

    def __init__(self, what: str) -> None:
        super().__init__(f"An action that is {what} needs a reason: add --reason “…”, in your own words.")


# --- files and the journal itself -------------------------------------------------------------------


class JournalUnusable(JournalError):
    """The journal cannot be opened or saved into as things are; whoever holds text rescues it."""


class JournalMissing(JournalUnusable):
    """A journal named with --journal that is not there."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"There is no journal at {path}. Check the path, or begin one there with "
            f"`rcpjournal --journal {path} write`."
        )


class NotAJournal(JournalUnusable):
    """A path that holds something else; it is not touched."""

    def __init__(self, path: str, what: str) -> None:
        super().__init__(
            f"{path} is {what}, not an rcpjournal journal. Nothing was changed. If it was one, `rcpjournal restore` "
            "puts a backup in its place."
        )


class NewerJournal(JournalUnusable):
    """Written by a later version of the program; it is not touched."""

    def __init__(self, path: str, found: int, known: int) -> None:
        super().__init__(
            f"{path} was written by a newer rcpjournal (its format is {found}, this program knows up to {known}). "
            "Please upgrade rcpjournal; nothing was changed."
        )


class JournalBusy(JournalUnusable):
    """Another program holds the journal for longer than we wait."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} is in use by another program, and stayed so for ten seconds. Close the other one and try again."
        )


class JournalReplaced(JournalUnusable):
    """The journal file was moved, deleted or replaced while it was open; nothing more is written to it."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} was moved, deleted or replaced while it was open, so nothing was saved into it. "
            "Check what happened to the file, then try again."
        )


class CannotStore(JournalUnusable):
    """The disk or the folder does not let us write or read."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} could not be used: {why}. Check the disk and the folder's permissions.")


class Damaged(CannotStore):
    """The file is ours, and SQLite cannot make sense of it."""

    def __init__(self, path: str) -> None:
        JournalUnusable.__init__(
            self,
            f"{path} is damaged. Nothing was changed. `rcpjournal check` says how; `check --repair` saves what can be "
            "read into a new file, and `rcpjournal restore` puts a backup in its place.",
        )


class FileRefused(JournalError):
    """A file given to us that cannot be read, or one that we will not overwrite."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")


class PackRefused(JournalError):
    """A pack (a page as a file) that is not read; `why` is the rest of the sentence."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"This pack was not read: {why}.")


class SettingRefused(UsageProblem):
    """A setting whose name or value is not known."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class EditorFailed(JournalError):
    """The editor could not be started, or ended with an error; the text is kept as a draft."""

    def __init__(self, editor: str, why: str, kept: str = "") -> None:
        self.alone = f"The editor ({editor}) {why}, so nothing was changed."
        super().__init__(f"{self.alone}{kept}")


class Interrupted(JournalError):
    """The person (or the terminal) stopped; says what was kept."""

    exit_code = 130

    def __init__(self, sentence: str = "Stopped. Nothing was changed.") -> None:
        super().__init__(sentence)

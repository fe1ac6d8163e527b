"""A sealed journal: its recovery code, what a passphrase has to be, and what can go wrong with either."""

from rcpjournal.errors import JournalError, JournalUnusable, UsageProblem

SHORTEST_PHRASE = 8
GROUP, GROUPS, GROUPS_A_LINE = 4, 14, 4
"""how a recovery code is written: so many letters a group, so many groups, so many of them on a line"""

_KEY, _CHECK = 32, 3  # bytes; a slip of one letter passes the check once in 16 million
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_READ_AS = str.maketrans({"0": "O", "1": "I", "8": "B", **dict.fromkeys(" -‐‑–—\t\r\n")})


class NeedsPassphrase(JournalUnusable):
    """A sealed journal where no passphrase is given and nobody can be asked for it."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} is sealed, and there is no terminal to ask for its passphrase. Name a file that holds it with "
            "--key-file or RCPJOURNAL_PASSPHRASE_FILE."
        )


class NotAsked(JournalUnusable):
    """A sealed journal without a key, and a command that asks nobody unless it is told to."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} is sealed, so what is near cannot be told without its passphrase: `rcpjournal due --ask` asks for "
            "it; --key-file or RCPJOURNAL_PASSPHRASE_FILE names a file that holds it."
        )


class WrongPassphrase(JournalUnusable):
    """What was given does not open the journal; no byte of it was changed. `what` ends in “open” or “opens”."""

    def __init__(self, path: str, what: str) -> None:
        super().__init__(
            f"{what} {path}. Nothing was changed. The recovery code opens it as well, wherever a passphrase is asked "
            "for. If you are certain of what you gave, the beginning of the file is damaged: `rcpjournal backup list` "
            "shows what else there is."
        )


class SealedOtherwise(JournalUnusable):
    """A sealed file that none of the keys at hand opens, where nobody is to be asked for another."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is sealed with another passphrase.")


class BegunElsewhere(JournalUnusable):
    """Two programs began the same sealed journal at once; the other was first."""

    def __init__(self, path: str, *, sealed: bool) -> None:
        so = "the recovery code shown here is not its own" if sealed else "nothing was begun here"
        super().__init__(f"{path} was begun by another program at the same moment, so {so}. Please do the same again.")


class PhraseRefused(JournalError):
    """A new passphrase that would be of no use, or one that cannot be read; `sentence` never holds it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class AlreadySealed(JournalError):
    """Sealing what is sealed."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is sealed already. `rcpjournal rekey` gives it another passphrase.")


class NotSealed(JournalError):
    """What only a sealed journal has was asked of one that is not."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is not sealed. `rcpjournal seal` seals it with a passphrase.")


class NotConfirmed(JournalError):
    """The recovery code was not typed back, so nothing was done."""

    def __init__(self) -> None:
        super().__init__(
            "That was not the group asked for, three times, so nothing was changed. Begin again when the code is "
            "written down."
        )


class CodeNotShown(JournalError):
    """The recovery code could be shown nowhere, so nothing was sealed with it."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing was changed: the recovery code could not be shown, because the output it goes to is closed or "
            "takes nothing. Leave it open, or send it to a file that you keep safe."
        )


class KeyChainFailed(JournalError):
    """The system's key chain is not there, or refuses."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The key chain of this computer could not be used: {why}. The passphrase works without it.")


class NoNewPhrase(UsageProblem):
    """A new passphrase is needed where nobody can be asked for one."""

    def __init__(self, option: str) -> None:
        super().__init__(f"There is no terminal to ask for a new passphrase. Name a file that holds it with {option}.")


def checked_phrase(text: str) -> str:
    """A new passphrase as it is used. Raises PhraseRefused."""
    if key_in_code(text) is not None:
        raise PhraseRefused("That is a recovery code; choose a passphrase of your own.")
    if len(text.strip()) < SHORTEST_PHRASE:
        raise PhraseRefused(
            f"A passphrase of fewer than {SHORTEST_PHRASE} letters is soon guessed. A sentence, or four or five words, "
            "is good."
        )
    return text


# --- the recovery code: the key itself, in letters, with a check behind it ------------------------------------------


def recovery_code(key: bytes) -> str:
    """The key to one file, written so that a person can copy it by hand."""
    from base64 import b32encode

    letters = b32encode(key + _check(key)).decode("ascii")
    return "-".join(letters[n : n + GROUP] for n in range(0, len(letters), GROUP))


def key_in_code(text: str) -> bytes | None:
    """The key that a recovery code holds, however it is spaced; None where this is no code, or one with a slip."""
    letters = _bare(text)
    if len(letters) != GROUP * GROUPS or not _may_be_code(letters):
        return None
    from base64 import b32decode

    data = b32decode(letters)
    key, check = data[:_KEY], data[_KEY:]
    return key if check == _check(key) else None


def resembles_code(text: str) -> bool:
    """Whether somebody may have meant a recovery code: about as long, and of its letters alone."""
    letters = _bare(text)
    return abs(len(letters) - GROUP * GROUPS) <= GROUP and _may_be_code(letters)


def _bare(text: str) -> str:
    return text.translate(_READ_AS).upper().translate(_READ_AS)


def _may_be_code(letters: str) -> bool:
    return all(letter in _LETTERS for letter in letters)


def _check(key: bytes) -> bytes:
    from hashlib import sha256

    return sha256(b"rcpjournal recovery code\n" + key).digest()[:_CHECK]

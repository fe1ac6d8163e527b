"""Where the key to a sealed journal comes from: what the command line or a variable names, the key chain, a person.

What is named is used, and where it does not fit, that is said: nobody is asked then. Nothing falls back to plain text.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from rcpjournal.cli.terminal import ask_unseen, say
from rcpjournal.core.sealed import (
    NeedsPassphrase,
    NotAsked,
    PhraseRefused,
    WrongPassphrase,
    key_in_code,
    resembles_code,
)
from rcpjournal.core.words import plural
from rcpjournal.errors import JournalError
from rcpjournal.files import paths
from rcpjournal.store.sealing import Key, derived

FILE_VARIABLE, PHRASE_VARIABLE = "RCPJOURNAL_PASSPHRASE_FILE", "RCPJOURNAL_PASSPHRASE"
TRIES = 3
_LONGEST_FILE = 4096


class Unlocking:
    """The sources of one run, in their order."""

    def __init__(self, key_file: str, *, keychain: Callable[[], bool], asks: bool = True) -> None:
        self._key_file, self._keychain, self._asks = key_file, keychain, asks
        self._phrase: tuple[str, str] | None = None
        self._typed: list[str] = []
        """what a person typed and what then opened a file, for other files of this run"""
        self._made: dict[tuple[str, bytes], bytes] = {}
        """keys by passphrase and salt: making one takes a while"""
        self.begins = "offered"
        """how a new journal begins where no passphrase is named: “offered” (a person decides), “sealed” or “plain”"""
        self.code_is_result = False
        """whether a recovery code is what the command was called for, and so goes to standard output in a script"""

    # --- what is named ----------------------------------------------------------------------------------

    @property
    def named(self) -> bool:
        """Whether a passphrase is named, so that nothing is to lie in plain text."""
        return bool(self._phrase or self._key_file or os.environ.get(FILE_VARIABLE) or os.environ.get(PHRASE_VARIABLE))

    def phrase(self) -> tuple[str, str] | None:
        """The passphrase that is named, and what named it; None where none is. Raises PhraseRefused."""
        if self._phrase is None:
            if self._key_file:
                self._phrase = phrase_in(self._key_file), "The passphrase in the --key-file"
            elif file := os.environ.get(FILE_VARIABLE):
                self._phrase = phrase_in(file), f"The passphrase in the file that {FILE_VARIABLE} names"
            elif phrase := os.environ.pop(PHRASE_VARIABLE, None):  # an editor or a pager need not have it too
                self._phrase = phrase, f"The passphrase in {PHRASE_VARIABLE}"
        return self._phrase

    # --- keys (store.sealing.Unlock) --------------------------------------------------------------------

    def key_for(self, path: Path, salt: bytes, opens: Callable[[bytes], bool]) -> bytes:
        """The key to a sealed file. Raises NeedsPassphrase, WrongPassphrase, PhraseRefused, ExtraMissing."""
        if named := self.phrase():
            key = self._opening(named[0], salt, opens)
            if key is None:
                raise WrongPassphrase(str(path), f"{named[1]} does not open")
            return key
        held = self._held(salt)
        if held is not None and opens(held):
            return held
        key = self._asked(path, salt, opens)
        if self._keychain():
            self._remember(salt, key)
        return key

    def tried(self, salt: bytes, opens: Callable[[bytes], bool]) -> bytes | None:
        """The key, by what was given already. Raises PhraseRefused."""
        named = self.phrase()
        for phrase in [*([named[0]] if named else []), *self._typed]:
            if (key := self._opening(phrase, salt, opens)) is not None:
                return key
        held = None if named else self._held(salt)
        return held if held is not None and opens(held) else None

    def key_for_new(self, path: Path) -> Key | None:
        """The key for a journal that is about to be begun, or None for a plain one."""
        from rcpjournal.cli import new_key

        if self.begins == "plain":
            return None
        if self.begins == "sealed" or self.named:
            return new_key.chosen(self.phrase())
        return new_key.offered(path)

    def _asked(self, path: Path, salt: bytes, opens: Callable[[bytes], bool]) -> bytes:
        """Asks a person at the terminal, three times at most; nobody where that is not wanted."""
        if not self._asks:
            raise NotAsked(str(path))
        for left in reversed(range(TRIES)):
            phrase = ask_unseen(f"Passphrase for {path.name}:")
            if phrase is None:
                raise NeedsPassphrase(str(path))
            key = self._opening(phrase, salt, opens)
            if key is not None:
                self._typed.append(phrase)
                return key
            if left:
                slip = "That looks like the recovery code with a slip in it. " if resembles_code(phrase) else ""
                say(f"{slip}It does not open {path.name}. {plural(left, 'try', 'tries')} left.")
        raise WrongPassphrase(str(path), "None of the three that you typed opens")

    def _opening(self, phrase: str, salt: bytes, opens: Callable[[bytes], bool]) -> bytes | None:
        """The key that a passphrase makes, or that a recovery code is; None where neither opens the file."""
        key = key_in_code(phrase)
        if key is not None and opens(key):
            return key
        key = self._made.get((phrase, salt))
        if key is None:
            key = self._made[phrase, salt] = derived(phrase, salt)
        return key if opens(key) else None

    def _held(self, salt: bytes) -> bytes | None:
        if not self._keychain():
            return None
        from rcpjournal.files.keychain import recalled

        try:
            return recalled(salt)
        except JournalError as error:
            say(str(error))
            return None

    def _remember(self, salt: bytes, key: bytes) -> None:
        from rcpjournal.files.keychain import remember

        try:
            remember(salt, key)
        except JournalError as error:
            say(str(error))


def phrase_in(name: str) -> str:
    """The first line of a file, or of an open descriptor such as /dev/fd/3. Raises PhraseRefused."""
    path = paths.expanded(name)
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST_FILE + 1)
            shared = os.fstat(file.fileno()).st_mode & 0o100077
    except OSError as error:
        raise PhraseRefused(f"The passphrase file {name} cannot be read: {error.strerror or error}.") from None
    if len(data) > _LONGEST_FILE and b"\n" not in data[: _LONGEST_FILE + 1]:
        raise PhraseRefused(f"The first line of the passphrase file {name} is longer than {_LONGEST_FILE:,} bytes.")
    line = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff").partition("\n")[0].rstrip("\r")
    if not line:
        raise PhraseRefused(f"The passphrase file {name} has nothing in its first line.")
    if shared > 0o100000 and sys.platform != "win32":
        say(f"Other users of this computer may read {name}: `chmod 600` keeps it your own.")
    return line

"""Which key opens which file of a journal."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rcpjournal.core.sealed import SealedOtherwise
from rcpjournal.errors import JournalUnusable
from rcpjournal.store.sealing import Key, found_key, opens, salt_of

if TYPE_CHECKING:
    from rcpjournal.store.sealing import Unlock


class Keys:
    """The keys that a run was given, and where others come from: what opens the files of one journal.

    A backup is sealed as the journal was on its day, so one run may need several keys. A file is looked at before
    anything is connected to it, never afterwards: closing any handle of it drops the locks of the process.
    """

    def __init__(self, unlock: "Callable[[], Unlock] | None" = None, *known: Key) -> None:
        self._unlock, self._known = unlock, list(known)

    def known(self, path: Path) -> Key | None:
        """What opens the file, asking nobody; None for one that is not sealed. Raises SealedOtherwise."""
        salt = salt_of(path)
        if salt is None:
            return None
        found = next((key for key in self._known if key.salt == salt and opens(path, key)), None)
        if found is None and self._unlock is not None:
            secret = self._unlock().tried(salt, lambda secret: opens(path, Key(secret, salt)))
            if secret is not None:
                found = Key(secret, salt)
                self._known.append(found)
        if found is None:
            raise SealedOtherwise(str(path))
        return found

    def asked(self, path: Path) -> Key | None:
        """The same; where no key that is known fits, one is asked for. Raises NeedsPassphrase or WrongPassphrase."""
        try:
            return self.known(path)
        except SealedOtherwise:
            key = found_key(path, self._unlock)
            if key is not None:
                self._known.append(key)
            return key

    def ask_for_any(self, paths: Sequence[Path]) -> None:
        """Asks until one of the sealed files opens; what is asked of one may open another that was made of it.

        Nothing happens where none is sealed. Raises what the first of them does, where none opens.
        """
        sharing: dict[bytes, list[Path]] = {}
        for path in paths:
            if salt := salt_of(path):
                sharing.setdefault(salt, []).append(path)
        why: JournalUnusable | None = None
        for alike in sharing.values():
            try:
                self._ask_for_one_of(alike)
            except JournalUnusable as error:
                why = why or error
            else:
                return
        if why is not None:
            raise why

    def _ask_for_one_of(self, alike: Sequence[Path]) -> None:
        """Asks for the key of files that begin with the same bytes: the beginning of one of them may be damaged."""
        for path in alike:
            with suppress(SealedOtherwise):
                self.known(path)
                return
        salt = salt_of(alike[0]) or b""
        if self._unlock is None:
            raise SealedOtherwise(str(alike[0]))
        secret = self._unlock().key_for(
            alike[0], salt, lambda secret: any(opens(path, Key(secret, salt)) for path in alike)
        )
        self._known.append(Key(secret, salt))


class Given:
    """A key that is held already, as the source of keys for a new file (`store.sealing.Unlock`)."""

    def __init__(self, key: Key | None) -> None:
        self._key = key

    def key_for(self, path: Path, salt: bytes, opens: Callable[[bytes], bool]) -> bytes:
        """The key, if it is that file's. Raises SealedOtherwise."""
        secret = self.tried(salt, opens)
        if secret is None:
            raise SealedOtherwise(str(path))
        return secret

    def tried(self, salt: bytes, opens: Callable[[bytes], bool]) -> bytes | None:
        """The key, if it fits."""
        return self._key.secret if self._key and opens(self._key.secret) else None

    def key_for_new(self, path: Path) -> Key | None:
        """The key."""
        return self._key

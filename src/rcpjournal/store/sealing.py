"""Encryption at rest: files in the standard format of SQLCipher 4; sqlcipher3 is loaded only for them."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from rcpjournal.core.sealed import NeedsPassphrase

if TYPE_CHECKING:
    import sqlite3

ROUNDS = 256_000
"""of PBKDF2-SHA512 from passphrase to key, as SQLCipher 4 counts them"""
SALT, PAGE = 16, 4096
_IV_AND_MAC, _MAC = 80, 64  # what SQLCipher 4 puts at the end of each page
_PLAIN = b"SQLite format 3\x00"
_ROLLBACK = bytes.fromhex("d9d505f920a163d7")
_BYTES_OF_CHANCE = 200  # so many different ones at least are in 4,096 random bytes, and not in a text
_PAGES_LOOKED_AT = 64


class Key(NamedTuple):
    """What opens one file: the key, and the file's first 16 bytes, from which a passphrase makes it."""

    secret: bytes
    salt: bytes

    def __repr__(self) -> str:
        return "Key(…)"

    @property
    def words(self) -> str:
        """As SQLCipher takes it."""
        return f"x'{self.secret.hex()}{self.salt.hex()}'"


class Unlock(Protocol):
    """Where keys come from."""

    def key_for(self, path: Path, salt: bytes, opens: Callable[[bytes], bool]) -> bytes:
        """The key to a sealed file, which `opens` confirmed. Raises NeedsPassphrase or WrongPassphrase."""

    def tried(self, salt: bytes, opens: Callable[[bytes], bool]) -> bytes | None:
        """The key to a file with this salt, by what was given already; nobody is asked. Raises PhraseRefused."""

    def key_for_new(self, path: Path) -> Key | None:
        """The key for a journal that is about to be begun; None where it is not to be sealed."""


def engine() -> Any:
    """SQLCipher in place of SQLite, for the rest of the process. Raises ExtraMissing.

    One engine a process: the two do not see each other's locks. sqlite-utils catches the exceptions of the engine
    it finds when it is imported, and looks for it under the name pysqlite3.
    """
    try:
        package, module = import_module("sqlcipher3"), import_module("sqlcipher3.dbapi2")
    except ImportError:
        from rcpjournal.core.sharing.refusals import ExtraMissing

        raise ExtraMissing("A sealed journal", "sealed") from None
    if "sqlite_utils" not in sys.modules:
        sys.modules["pysqlite3"], sys.modules["pysqlite3.dbapi2"] = package, module
    return module


def engine_in_use() -> ModuleType | None:
    """SQLCipher, where it has taken SQLite's place in this process."""
    return sys.modules.get("sqlcipher3.dbapi2") if "pysqlite3" in sys.modules else None


def derived(phrase: str, salt: bytes) -> bytes:
    """The key that a passphrase makes for the file with this salt. Takes a fifth of a second, on purpose."""
    from hashlib import pbkdf2_hmac

    if not phrase.isascii():
        from unicodedata import normalize

        phrase = normalize("NFC", phrase)
    return pbkdf2_hmac("sha512", phrase.encode("utf-8", "surrogateescape"), salt, ROUNDS, 32)


def fresh_key(phrase: str) -> Key:
    """A key for a file that is yet to be made."""
    salt = os.urandom(SALT)
    return Key(derived(phrase, salt), salt)


# --- looking at a file before anything is connected to it -------------------------------------------------------------
# Closing any handle of a file drops all locks that this process holds on it, so this never happens afterwards.


def salt_of(path: Path) -> bytes | None:
    """The first 16 bytes of a file that looks sealed; None for a plain database, or a file of another kind."""
    page = _first_page(path)
    if len(page) < PAGE or page.startswith(_PLAIN) or len(set(page)) < _BYTES_OF_CHANCE:
        return None
    return page[:SALT]


def looks_plain(path: Path) -> bool:
    """Whether a file is a database that anybody can read."""
    return _first_page(path).startswith(_PLAIN)


def looks_sealed(path: Path) -> bool:
    """Whether a file is sealed, as far as it shows."""
    return salt_of(path) is not None


def seal_of(path: Path) -> bool | None:
    """Whether there is a sealed file, though its beginning may be damaged; None where that cannot be known.

    False for what is missing, and for what is too small, or nowhere as random as a sealed file is.
    """
    try:
        if not path.is_file():
            path.stat()  # raises where it is hidden from us, which is not the same as missing
            return False
        with path.open("rb", buffering=0) as file:
            if file.read(SALT) == _PLAIN:
                return False
            size = os.fstat(file.fileno()).st_size
            for page in range(0, size // PAGE, max(1, size // PAGE // _PAGES_LOOKED_AT)):
                file.seek(page * PAGE)
                if len(set(file.read(PAGE))) >= _BYTES_OF_CHANCE:
                    return True
    except OSError as error:
        return False if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP) else None
    return False


def is_plain(path: Path) -> bool:
    """Whether there is a file that begins as a plain database does."""
    return _first_page(path) == _PLAIN


def _first_page(path: Path) -> bytes:
    """The file's first page; of a plain database no more than its name. Nothing where it cannot be read."""
    try:
        if not path.is_file():  # a pipe would wait for somebody to write
            return b""
        with path.open("rb", buffering=0) as file:
            head = file.read(SALT)
            return head if head == _PLAIN else head + file.read(PAGE - SALT)
    except OSError:
        return b""


def opens(path: Path, key: Key) -> bool:
    """Whether this is the file's key. Told from its first page, so that a wrong one reaches neither SQLite nor a byte.

    That page may be half written where the power went; then the copy of it beside the journal decides.
    """
    return _shows(path, key) or _shows(path, key)  # twice: another process may have been writing it just then


def _shows(path: Path, key: Key) -> bool:
    return _is_page_one(_first_page(path), key) or any(_is_page_one(page, key) for page in _rollback_pages(path))


def _is_page_one(page: bytes, key: Key) -> bool:
    from hashlib import pbkdf2_hmac
    from hmac import compare_digest, digest

    if len(page) < PAGE:
        return False
    mac_key = pbkdf2_hmac("sha512", key.secret, bytes(byte ^ 0x3A for byte in key.salt), 2, 32)
    found = digest(mac_key, page[SALT : PAGE - _MAC] + (1).to_bytes(4, "little"), "sha512")
    return compare_digest(found, page[PAGE - _MAC : PAGE])


def _rollback_pages(path: Path) -> Iterator[bytes]:
    """The first page of the file as it was before a save that was cut off, from SQLite's rollback journal."""
    try:
        data = Path(f"{os.path.realpath(path)}-journal").read_bytes()
    except OSError:
        return
    at, record = 0, 4 + PAGE + 4
    while data[at : at + 8] == _ROLLBACK and len(data) >= at + 28:
        many, sector = int.from_bytes(data[at + 8 : at + 12], "big"), int.from_bytes(data[at + 20 : at + 24], "big")
        if not 32 <= sector <= 65_536:
            return
        starts = range(at + sector, min(len(data), at + sector + many * record) - record + 1, record)
        yield from (data[n + 4 : n + 4 + PAGE] for n in starts if data[n : n + 4] == b"\x00\x00\x00\x01")
        at = -(-(at + sector + many * record) // sector) * sector


def found_key(path: Path, unlock: "Callable[[], Unlock] | None") -> Key | None:
    """The key to a file that is there; None where it is not sealed. Raises what `Unlock.key_for` does, ExtraMissing."""
    salt = salt_of(path)
    if salt is None:
        return None
    if unlock is None:
        raise NeedsPassphrase(str(path))
    engine()
    return Key(unlock().key_for(path, salt, lambda secret: opens(path, Key(secret, salt))), salt)


# --- connecting -------------------------------------------------------------------------------------------------------


def connected(path: Path, key: Key | None, *, timeout: float, mode: str = "") -> "sqlite3.Connection":
    """A connection through SQLCipher, to a sealed file or (with no key) to a plain one.

    `mode` is SQLite's, for a file that must be there: “rw” or “ro”; without it a new one is made.
    """
    name = f"{path.absolute().as_uri()}?mode={mode}" if mode else str(path)
    sql = engine().connect(name, uri=bool(mode), timeout=timeout, isolation_level=None)
    sql.execute("PRAGMA cipher_log_level=NONE")  # it would write to stderr
    if key is not None:
        sql.execute(f'PRAGMA key="{key.words}"')
    return sql  # type: ignore[no-any-return]

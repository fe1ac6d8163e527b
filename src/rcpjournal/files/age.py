"""Packs sealed with age (age-encryption.org) to a supervisor's key: the only module that knows pyrage, loaded late."""

import importlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from rcpjournal.core.sharing.refusals import ExtraMissing, KeyRefused
from rcpjournal.errors import PackRefused
from rcpjournal.files.paths import made
from rcpjournal.files.reading import read_bytes, write_bytes

_BINARY, _ARMOURED = b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----"
_PUBLIC, _SECRET = "age1", "AGE-SECRET-KEY-"
_LONGEST_KEY_FILE = 65_536


def is_sealed(data: bytes) -> bool:
    """Whether this is a file that age made: binary, or armoured as text."""
    return data.startswith(_BINARY) or data.lstrip().startswith(_ARMOURED)


def checked_recipient(word: str) -> str:
    """A public key as a person gives it. Raises ExtraMissing or KeyRefused."""
    key = word.strip()
    if key.upper().startswith(_SECRET):
        raise KeyRefused(
            "That is a secret key, which only its owner should have: --encrypt-to takes the public one, age1…"
        )
    try:
        _pyrage().x25519.Recipient.from_str(key)
    except (_pyrage().RecipientError, ValueError):
        raise KeyRefused(
            f"“{key}” is not a public key of age, which begins {_PUBLIC}: your supervisor's `rcpjournal supervision "
            "keygen` prints it."
        ) from None
    return key


def sealed(data: bytes, recipient: str) -> bytes:
    """`data` for the holder of this key (`checked_recipient`) alone; other bytes each time."""
    pyrage = _pyrage()
    return bytes(pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(recipient)]))


def unsealed(data: bytes, key: Path) -> bytes:
    """What was sealed. Raises ExtraMissing, KeyRefused, FileRefused, or PackRefused (another key, damage)."""
    pyrage = _pyrage()
    identities = _identities(key)
    try:
        return bytes(pyrage.decrypt(data, identities))
    except pyrage.DecryptError as error:
        if "no matching keys" in str(error).lower():
            raise PackRefused(f"it is sealed to another key than the one in {key}") from None
        raise PackRefused("it was cut short or changed after it was sealed; ask for it again") from None


def new_key(path: Path, now: Callable[[], datetime]) -> str:
    """Makes a key, in a file of its owner's alone that `age` can read too; its public half. Raises FileRefused."""
    identity = _pyrage().x25519.Identity.generate()
    public = str(identity.to_public())
    made(path.parent)
    text = f"# created: {now().isoformat(timespec='seconds')}\n# public key: {public}\n{identity}\n"
    write_bytes(path, text.encode("ascii"))
    return public


def public_key(path: Path) -> str:
    """The public half of the (first) key in a file. Raises ExtraMissing, KeyRefused or FileRefused."""
    return str(_identities(path)[0].to_public())


def _identities(path: Path) -> list[Any]:
    data = read_bytes(path, most=_LONGEST_KEY_FILE)
    if is_sealed(data):
        raise KeyRefused(f"{path} is itself sealed with age: open it first, and give the opened file.")
    lines = (line.strip() for line in data.decode("utf-8", "replace").splitlines())
    keys = [line for line in lines if line and not line.startswith("#")]
    try:
        found = [_pyrage().x25519.Identity.from_str(key) for key in keys]
    except (_pyrage().IdentityError, ValueError):
        found = []
    if not found:
        raise KeyRefused(f"{path} is not a key file of age: it should hold a line that begins {_SECRET}1.")
    return found


def _pyrage() -> Any:
    try:
        return importlib.import_module("pyrage")
    except ImportError:
        raise ExtraMissing("Sealing with age", "age") from None

"""The system's key chain, where a person wants it to hold a journal's key: the only module that knows keyring."""

import importlib
from typing import Any

from rcpjournal.core.sealed import KeyChainFailed
from rcpjournal.core.sharing.refusals import ExtraMissing

SERVICE = "rcpjournal"


def recalled(salt: bytes) -> bytes | None:
    """The key to the file with this salt, if it is held. Raises ExtraMissing or KeyChainFailed."""
    found = _asked("get_password", SERVICE, salt.hex())
    try:
        return bytes.fromhex(found) if found else None
    except ValueError:
        return None


def remember(salt: bytes, key: bytes) -> None:
    """Has the key held. Raises ExtraMissing or KeyChainFailed."""
    _asked("set_password", SERVICE, salt.hex(), key.hex())


def forget(salt: bytes) -> bool:
    """Lets the key go; whether it was held. Raises ExtraMissing or KeyChainFailed."""
    if recalled(salt) is None:
        return False
    _asked("delete_password", SERVICE, salt.hex())
    return True


def _asked(what: str, *words: str) -> Any:
    try:
        keyring = importlib.import_module("keyring")
        errors = importlib.import_module("keyring.errors")
    except ImportError:
        raise ExtraMissing("The key chain", "keychain") from None
    try:
        return getattr(keyring, what)(*words)
    except errors.KeyringError as error:
        raise KeyChainFailed(str(error).partition("\n")[0].rstrip(".") or type(error).__name__) from None

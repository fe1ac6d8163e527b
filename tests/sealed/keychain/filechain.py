"""A key chain for keyring that keeps what it holds in a file, since the real ones need a desktop."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError, PasswordSetError


class FileChain(KeyringBackend):
    """Holds passwords in the file that FILECHAIN names."""

    priority = 1

    @property
    def _path(self) -> Path:
        return Path(os.environ["FILECHAIN"])

    def _held(self) -> dict[str, str]:
        return json.loads(self._path.read_text()) if self._path.exists() else {}

    def get_password(self, service: str, username: str) -> str | None:
        return self._held().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        if os.environ.get("FILECHAIN_LOCKED"):
            raise PasswordSetError("the chain is locked")
        self._path.write_text(json.dumps({**self._held(), f"{service}/{username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        held = self._held()
        if held.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError("not there")
        self._path.write_text(json.dumps(held))

"""Parts that are installed only where they are wanted, and how one is added to the program as it is installed here."""

import sys
from pathlib import Path

PARTS = {"age": "pyrage", "sealed": "sqlcipher3", "keychain": "keyring", "team": "duckdb ibis-framework packaging"}
"""each extra, and the packages that it brings"""


def way_to_add(extra: str, place: Path | None = None) -> str:
    """The command that adds an extra: of pipx or uv where those installed the program, else of pip.

    `place` is the environment it lives in, where pipx and uv leave a mark; another pip does not reach it. Quotation
    marks are double ones: Windows' own shell knows no others.
    """
    place = place or Path(sys.prefix)
    if (place / "pipx_metadata.json").exists():
        return f"pipx inject rcpjournal {PARTS[extra]}"
    if (place / "uv-receipt.toml").exists():
        return f'uv pip install --python "{place}" {PARTS[extra]}'
    return f'pip install "rcpjournal[{extra}]"'

"""What the tests of importers share: files made by hand, and the journal as it is afterwards."""

import json
from pathlib import Path
from typing import Any

from tests.cli.quick import done


def made(path: Path, text: str | bytes) -> str:
    """A file with just these bytes; its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def kept() -> list[dict[str, Any]]:
    """Every entry as `export json` gives it, oldest first."""
    return [json.loads(line) for line in done("export", "json").out.splitlines()]


def words() -> list[str]:
    """The words of each entry, oldest first."""
    return [one["answers"]["rcp.prompt.text"] for one in kept()]


def days() -> list[str]:
    """The day of each entry, oldest first."""
    return [one["happened_on"] for one in kept()]

"""What tests of several commands are given."""

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], str]:
    """Writes a framework file; its path."""

    def written(text: str) -> str:
        path = tmp_path / "team.yaml"
        path.write_text(text)
        return str(path)

    return written

"""Harnesses work on a real disk."""

from pathlib import Path

import pytest


@pytest.fixture
def tmp_path(on_a_disk: Path) -> Path:
    """Kills and power cuts are tried on a real disk."""
    return on_a_disk

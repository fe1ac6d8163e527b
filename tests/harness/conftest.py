"""How a harness says what it did."""

from collections.abc import Callable
from pathlib import Path

import pytest

Counted = Callable[[str, int], None]


@pytest.fixture
def tmp_path(on_a_disk: Path) -> Path:
    """Kills and power cuts are tried on a real disk."""
    return on_a_disk


@pytest.fixture
def counted(record_property: Callable[[str, object], None]) -> Counted:
    """Notes how often something was done; pytest's last lines give the sums (see tests/conftest.py)."""

    def note(what: str, times: int) -> None:
        record_property(f"counted: {what}", times)

    return note

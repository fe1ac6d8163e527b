"""The made-up journals of bench/insight.py, for tests that count a few of what the bench counts many of."""

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

BENCH = Path(__file__).parents[3] / "bench"


def bench() -> Any:
    """All names of the simulators; bench/ is on no path of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCH))
        modules = [import_module(name) for name in ("simulated", "simulated_runs")]
    return SimpleNamespace(**{name: value for module in modules for name, value in vars(module).items()})

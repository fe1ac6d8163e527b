"""Runs a harness in a process of its own; what it prints is JSON."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[2]


def found_by(module: str, *words: object, patience: float = 900) -> dict[str, Any]:
    """What `python -m tests.harness.MODULE WORDS…` found. An error in it is an error here."""
    ended = subprocess.run(
        [sys.executable, "-m", f"tests.harness.{module}", *map(str, words)],
        capture_output=True, text=True, check=False, timeout=patience, cwd=CHECKOUT,
    )  # fmt: skip
    if ended.returncode:
        raise AssertionError(f"{module} {words}: {ended.stderr}")
    data: dict[str, Any] = json.loads(ended.stdout)
    return data

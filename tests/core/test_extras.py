"""Extras: the command that adds one reaches the environment in which the program lives."""

from pathlib import Path

import pytest

from rcpjournal.core.extras import way_to_add


@pytest.mark.parametrize(
    ("mark", "way"),
    [
        ("pipx_metadata.json", "pipx inject rcpjournal sqlcipher3"),
        ("uv-receipt.toml", 'uv pip install --python "{}" sqlcipher3'),
        ("pyvenv.cfg", 'pip install "rcpjournal[sealed]"'),
    ],
)
def test_an_extra_is_added_by_what_installed_the_program(mark: str, way: str, tmp_path: Path) -> None:
    (tmp_path / mark).touch()
    assert way_to_add("sealed", tmp_path) == way.format(tmp_path)

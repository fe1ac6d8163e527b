"""What tests of pages are given."""

import shutil

import pytest

from tests.exports.browser import Browser


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        pytest.skip("no Chromium here; `scripts/system-packages` installs it")
    return Browser(program, tmp_path_factory.mktemp("browser"))

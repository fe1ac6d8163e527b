"""Journals that jrnl itself wrote, old and new, in environments of its own; skipped where jrnl cannot be had."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.imports.bringing import days, kept, words
from tests.support import done

pytestmark = pytest.mark.nightly

CONFIG = """\
colors: {{body: none, date: none, tags: none, title: none}}
default_hour: 9
default_minute: 0
editor: ''
encrypt: false
highlight: false
indent_character: '|'
journals: {{default: {{journal: {journal}}}}}
linewrap: 79
tagsymbols: '#@'
template: false
timeformat: '{form}'
version: v4.0
"""
WRITTEN = (
    "2019-01-02 09:30: We sat in the kitchen. She made tea with @trust.\nThen more, in a second line.",
    "2019-01-03 10:15: Nothing more to say *",
    "2019-01-03 10:15: Café 👩‍👧 نعم. [not a date] and 2019-01-01 08:00 in the middle",
    "2019-02-25 22:05: A title that goes on\n\nwith a paragraph\n\n  and an indented one #home",
)

Jrnl = Callable[..., str]


@pytest.fixture(scope="module")
def program() -> Iterator[Path]:
    """jrnl as it is today, installed for this test alone."""
    yield from _installed("jrnl>=4,<5")


@pytest.fixture(scope="module")
def old_program() -> Iterator[Path]:
    """jrnl as it was before its files had brackets, installed for this test alone."""
    yield from _installed("jrnl<2")


def _installed(what: str) -> Iterator[Path]:
    with TemporaryDirectory(prefix="rcpjournal-jrnl-") as folder:
        own = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
        for words_ in (
            [sys.executable, "-m", "venv", folder],
            [f"{folder}/bin/python", "-m", "pip", "--quiet", "--disable-pip-version-check", "install", what],
        ):
            ended = subprocess.run(words_, capture_output=True, text=True, timeout=500, env=own, check=False)
            if ended.returncode:
                pytest.skip(f"jrnl cannot be installed here: {ended.stderr.strip()[-200:]}")
        yield Path(folder) / "bin" / "jrnl"


@pytest.fixture(params=["%Y-%m-%d %H:%M", "%F %r", "%d.%m.%Y %H:%M", "%A %d %B %Y %H:%M", "%m/%d/%Y %I:%M %p"])
def jrnl(program: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Jrnl:
    """Runs jrnl with one of its forms for dates."""
    config = tmp_path / "jrnl.yaml"
    config.write_text(CONFIG.format(journal=tmp_path / "j.txt", form=request.param))

    def run(*words_: str) -> str:
        own = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
        ended = subprocess.run(
            [program, "--config-file", str(config), *words_],
            input="",
            capture_output=True,
            text=True,
            env=own,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    for text in WRITTEN:
        run(text)
    return run


def test_what_jrnl_wrote_comes_as_text_and_as_json_and_is_the_same(jrnl: Jrnl, tmp_path: Path) -> None:
    exported = tmp_path / "j.json"
    exported.write_text(jrnl("--export", "json"))
    result = done("import", "jrnl", str(tmp_path / "j.txt"), "--map", "@trust=trust:present")
    assert "4 entries added" in result.err and "j.txt" not in result.err, "there is nothing to remark"
    assert sorted(days()) == ["2019-01-02", "2019-01-03", "2019-01-03", "2019-02-25"]
    assert sum(one["starred"] for one in kept()) == 1
    assert sum(bool(one["observations"]) for one in kept()) == 1
    said = " ".join("\n".join(words()).split())
    for text in WRITTEN:
        assert " ".join(text.partition(": ")[2].removesuffix(" *").split()) in said
    assert "0 entries added, 4 were here already." in done("import", "jrnl", str(exported)).err


def test_a_journal_that_went_through_jrnl_again_adds_nothing(jrnl: Jrnl, tmp_path: Path) -> None:
    done("import", "jrnl", str(tmp_path / "j.txt"))
    jrnl("2019-03-01 08:00: One more.")
    assert "1 entry added, 4 were here already." in done("import", "jrnl", str(tmp_path / "j.txt")).err


QUOTED = "2019-01-02 09:30: We sat in the kitchen. She made tea with @trust.\n[2018-05-05 10:00] was said in the chat"


@pytest.mark.parametrize("form", ["%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%m/%d/%Y %I:%M %p"])
def test_what_an_old_jrnl_wrote_comes_as_text_and_as_json_and_is_the_same(
    old_program: Path, form: str, tmp_path: Path
) -> None:
    journals = {"default": str(tmp_path / "j.txt")}
    config = {"journals": journals, "encrypt": False, "timeformat": form, "tagsymbols": "@", "highlight": False}
    (tmp_path / "jrnl").write_text(json.dumps({**config, "editor": "", "default_hour": 9, "default_minute": 0}))

    def run(*words_: str) -> str:
        own = {"PATH": os.environ["PATH"], "XDG_CONFIG_HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
        ended = subprocess.run(
            [old_program, *words_], input="", capture_output=True, text=True, env=own, check=False, cwd=tmp_path
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    for text in (QUOTED, *WRITTEN[1:]):
        run(text)
    exported = tmp_path / "j.json"
    exported.write_text(run("--export", "json"))
    result = done("import", "jrnl", str(tmp_path / "j.txt"), "--map", "@trust=trust:present")
    assert "4 entries added" in result.err and result.err.count("j.txt") == 1, "the line in brackets alone is remarked"
    assert sorted(days()) == ["2019-01-02", "2019-01-03", "2019-01-03", "2019-02-25"]
    assert [sum(one["starred"] for one in kept()), sum(bool(one["observations"]) for one in kept())] == [1, 1]
    assert "0 entries added, 4 were here already." in done("import", "jrnl", str(exported)).err

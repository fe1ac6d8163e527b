"""The documentation cannot drift: the reference is made from the program, and shown transcripts are run."""

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from rcpjournal.cli.commands import COMMANDS, app_with
from rcpjournal.cli.completion import SHELLS
from tests.cli.quick import done
from tests.support import PROGRAM

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
MANUAL = ROOT / "docs" / "rcpjournal.1"
NOW = "2026-03-04T17:30:00+00:00"
TRANSCRIPT = re.compile(r"```console\n(.*?)```", re.DOTALL)


def transcripts(page: Path) -> list[tuple[str, str]]:
    """(command, what it is shown to print) for each command in the page's console blocks."""
    steps = []
    for block in TRANSCRIPT.findall(page.read_text("utf-8")):
        for step in re.split(r"(?m)^\$ ", block)[1:]:
            command, _, output = step.partition("\n")
            steps.append((command, output))
    return steps


@pytest.mark.parametrize("page", [page for page in PAGES if transcripts(page)], ids=lambda page: page.name)
def test_shown_transcripts_are_what_the_program_prints(page: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "RCPJOURNAL_HOME": str(tmp_path / "docs-home"), "RCPJOURNAL_NOW": NOW}
    for command, output in transcripts(page):
        words = shlex.split(command)
        assert words[0] == "rcpjournal"
        ended = subprocess.run(
            [*PROGRAM, *words[1:]],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            check=False,
        )
        assert ended.stdout == output, f"{page.name}: $ {command}"


@pytest.fixture(scope="module")
def build() -> ModuleType:
    """docs/build.py."""
    spec = importlib.util.spec_from_file_location("docs_build", ROOT / "docs" / "build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_and_the_man_page_are_what_the_program_says(build: ModuleType) -> None:
    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == build.reference(), "run `make docs`"
    assert MANUAL.read_text("utf-8") == build.manual(), "run `make docs`"


def test_the_man_page_is_plain_letters_and_has_its_sections() -> None:
    text = MANUAL.read_text("ascii")
    assert text.startswith('.\\"') and "\n.TH RCPJOURNAL 1 " in text
    sections = re.findall(r"(?m)^\.SH (.+)$", text)
    assert sections[:4] == ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS"]
    assert sections[-4:] == ["ENVIRONMENT", "FILES", "EXIT STATUS", "EXAMPLES"]
    requests = set(re.findall(r"(?m)^\.(\S+)", text))
    assert requests == {'\\"', "TH", "nh", "ad", "SH", "SS", "B", "PP", "TP", "nf", "RS", "RE", "fi"}
    for name in COMMANDS:
        assert f'.SS "rcpjournal {name}' in text


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_the_man_page_is_typeset_without_a_warning_and_keeps_what_one_types() -> None:
    words = ["groff", "-man", "-Tascii", "-ww", "-P-c", "-P-bou", str(MANUAL)]
    ended = subprocess.run(words, capture_output=True, text=True, check=True)
    assert ended.stderr == ""
    assert 'rcpjournal search "kitchen table" --with family' in ended.stdout
    assert "rcpjournal summary --since '6 months ago' --by month" in ended.stdout


def test_every_command_is_documented_with_an_example() -> None:
    import typer

    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    root = typer.main.get_command(app_with(*COMMANDS))
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        assert f"### `rcpjournal {name}`" in text
        for sub in getattr(command, "commands", {}):
            assert f"#### `rcpjournal {name} {sub}`" in text
    for section in re.split(r"(?m)^#{3,4} ", text)[1:]:
        assert "For example:" in section or "Commands:" in section, section[:60]


def test_the_pack_that_is_shown_is_sound_and_can_be_written_by(tmp_path: Path) -> None:
    (pack,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "writing-a-framework.md").read_text("utf-8"), re.S)
    (tmp_path / "our-team.yaml").write_text(pack, "utf-8")
    done("framework", "add", "--pack", str(tmp_path / "our-team.yaml"))
    done("write", "team", stdin="She waved.\nunhurried\n\n1\nNothing.\n\n")
    assert done("show", "--json").data["observations"] == [{"item": "team.value.unhurried", "stance": "present"}]


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("shell", SHELLS)
def test_what_a_shell_is_told_once_is_what_its_script_says(shell: str) -> None:
    """The scripts' own lines are tried in the shells (tests/terminal/test_completion.py)."""
    told = "; ".join(re.findall(r"(?m)^#   (.+)$", done("completion", shell).out))
    rows = (ROOT / "docs" / "terminal.md").read_text("utf-8").replace("\\|", "|")
    assert f"`{told}` |" in rows


def test_every_picture_is_shown_on_a_page_with_words_for_those_who_do_not_see_it() -> None:
    shown = [
        found
        for page in PAGES
        for found in re.findall(r"!\[([^]]*)\]\((?:docs/)?pictures/(\S+)\)", page.read_text("utf-8"))
    ]
    assert {name for _, name in shown} == {file.name for file in (ROOT / "docs" / "pictures").iterdir()}
    assert all(len(words.split()) > 5 for words, _ in shown)


def test_pictures_ask_nothing_of_the_network() -> None:
    pictures = list((ROOT / "docs" / "pictures").glob("*.svg"))
    assert pictures
    for picture in pictures:
        links = set(re.findall(r"""(?:url\(["']?|href=["'])(https?:[^"')]*)""", picture.read_text("utf-8")))
        assert not links, picture.name

"""What commands show, as text: in plain lines for a screen reader, in 60 columns, and in colours that can be read."""

import re
from typing import Any

import pytest
import typer

from rcpjournal.cli.commands import COMMANDS, app_with
from rcpjournal.cli.context import Here
from rcpjournal.cli.terminal import LOOKS
from rcpjournal.views.styled import plain_text, width_of
from rcpjournal.views.supervision import session_lines
from tests.cli.quick import WEDNESDAY, done, kept, run

PERIOD = ("--since", "2026-01-01", "--until", "2026-03-04")
SHOWING = [
    (),
    ("list",),
    ("list", "--starred"),
    ("search", "door"),
    ("show", "last"),
    ("show", "last", "--history"),
    ("show", "last", "--as", "gibbs"),
    ("summary", *PERIOD),
    ("summary", *PERIOD, "--by", "month", "--quotes"),
    ("summary", *PERIOD, "--compare"),
    ("summary", *PERIOD, "--item", "trust"),
    ("summary", "--week"),
    *[("summary", *PERIOD, "--part", part) for part in ("grid", "lately", "together", "conditions", "cycle", "matrix")],
    ("actions", "--all"),
    ("due",),
    ("supervision",),
    ("supervision", "shared"),
    ("supervision", "caseload"),
    ("framework", "show"),
    ("framework", "show", "principle"),
    ("framework", "show", "trust"),
    ("framework", "show", "deep"),
    ("config",),
    ("backup", "list"),
    ("check",),
    ("export", "markdown"),
    ("export", "swe-cpd", "last"),
    ("export", "supervision", *PERIOD, "--counts-only", "--format", "txt"),
    ("--help",),
    ("summary", "--help"),
]
FILES = [("export",)]
"""what goes into a file is as wide as its format has it"""
WHOLE = re.compile(r".*\S*/journal\.db")
"""a path"""
SIGNS = re.compile("[\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2900-\u2bff\u3000-\u303f\ue000-\uf8ff·•‣]|  \\* ")
"""arrows, boxes, dots and other drawing, and an asterisk for a word"""


@pytest.fixture
def half_a_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small journal that has something for every command to show."""
    monkeypatch.setenv("RCPJOURNAL_NOW", WEDNESDAY)
    seen = [{"item": "rcp.principle.trust", "stance": stance} for stance in ("present", "strained")]
    kinds = ("visit", "call", "supervision", "visit")
    kept(
        *(
            {
                "text": f"She opened the door herself, {n} times, and I had rung first as I said that I would.",
                "happened_on": f"2026-0{1 + n // 10}-{10 + n}",
                "kind": kinds[n % 4],
                "with": "family",
                "starred": n % 2 == 0,
                "observations": [{**seen[n % 2], "quote": "opened the door"}],
                "working": "with",
                "need": "relationship",
                "got": "transaction",
                "actions": [{"what": "Ring her back before the weekend", "due": "2026-03-09", "owner": "worker"}],
            }
            for n in range(10)
        )
    )
    done("note", "last", "She rang.", "--as", "feedback")
    done("backup")
    done("export", "supervision", *PERIOD, "--counts-only")


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 60 columns."""
    monkeypatch.setattr(Here, "interactive", True)
    monkeypatch.setattr(Here, "width", 60)
    monkeypatch.setenv("COLUMNS", "60")


def test_plain_lines_hold_no_drawing_no_sign_without_words_and_no_escapes(half_a_year: None, narrow: None) -> None:
    for words in SHOWING:
        result = run(*words, "--plain")
        assert result.code == 0, result.err
        shown = result.out + result.err
        assert shown and "\x1b" not in shown
        assert not [(words, line) for line in shown.splitlines() if SIGNS.search(line)]


@pytest.mark.parametrize("plain", [(), ("--plain",)], ids=["drawn", "plain"])
def test_in_sixty_columns_nothing_is_wider_but_what_must_be_whole_to_be_copied(
    plain: tuple[str, ...], half_a_year: None, narrow: None
) -> None:
    for words in SHOWING:
        if words[:1] not in FILES:
            lines = done(*words, *plain).out.splitlines()
            wide = [line for line in lines if width_of(line) > 60 and not WHOLE.match(line)]
            assert not wide, (words, wide)


def test_a_page_that_waits_is_told_of_in_sixty_columns() -> None:
    (said,) = session_lines([], None, waits=True)
    assert width_of(plain_text([said])) <= 60


def commands() -> list[tuple[str, ...]]:
    """Each command and each within it, as they are typed; the program itself is the empty one."""
    root: Any = typer.main.get_command(app_with(*COMMANDS))
    inner = [(name, one) for name, group in root.commands.items() for one in getattr(group, "commands", {})]
    return [(), *((name,) for name in COMMANDS), *inner]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_help_fits_sixty_columns_says_its_sentences_whole_and_ends_with_an_example(
    words: tuple[str, ...], narrow: None
) -> None:
    lines = done(*words, "--help").out.rstrip().splitlines()
    assert not [line for line in lines if width_of(line) > 60]
    assert not [line for line in lines[1:] if line.endswith("...")], "a sentence in a list of commands is cut"
    assert not [line for line in lines if "<=" in line], "a range is for programmers"
    examples = lines[lines.index("  For example:") + 1 :]
    assert examples and all(line.startswith("    rcpjournal ") for line in examples)


def test_a_star_is_said_in_words_and_a_path_of_dots_becomes_commas(half_a_year: None) -> None:
    assert "starred: She opened" in done("list", "--plain").out and "* She" in done("list").out
    shown = done("show", "last", "--plain").out.splitlines()[1]
    assert shown.startswith("call, family, ") and "call · family · " in done("show", "last").out


def test_what_undo_would_change_is_said_in_words_too() -> None:
    kept({"starred": False})
    done("star", "last")
    drawn, plain = run("undo").out, run("undo", "--plain").out
    assert "\n-starred: yes\n+starred: no\n" in drawn
    assert "\nnow: starred: yes\nthen: starred: no\n" in plain


def test_a_sign_that_a_person_wrote_stays_as_it_is() -> None:
    kept({"text": "Tea · toast → door * three"})
    assert "Tea · toast → door * three" in done("show", "last", "--plain").out


# --- colours -----------------------------------------------------------------------------------------------------

MAGENTA = {
    "xterm": ("cd00cd", "000000", "ffffff"),
    "macOS": ("b200b2", "000000", "ffffff"),
    "VGA": ("aa00aa", "000000", "ffffff"),
    "Windows, bold": ("b4009e", "0c0c0c", "ffffff"),
    "Solarized": ("d33682", "002b36", "fdf6e3"),
}
"""the one hue that is used as several terminals show it, and their darkest and lightest paper"""


def light(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("palette", MAGENTA.values(), ids=MAGENTA)
def test_the_one_hue_can_be_read_on_dark_and_on_light(palette: tuple[str, str, str]) -> None:
    """Three to one, as WCAG asks of signs; words carry no hue at all."""
    ink, *papers = map(light, palette)
    for paper in papers:
        assert (max(ink, paper) + 0.05) / (min(ink, paper) + 0.05) >= 3


def test_no_other_hue_is_used() -> None:
    used: set[Any] = {look.get("fg") for look in LOOKS.values()} | {look.get("bg") for look in LOOKS.values()}
    assert used == {None, "magenta"}

"""Writes what the documentation takes from the program: docs/commands.md, the man page, the pictures (`make docs`)."""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = ROOT / "docs" / "commands.md"
MANUAL = ROOT / "docs" / "rcpjournal.1"
PICTURES = ROOT / "docs" / "pictures"
NOW = "2026-11-23T17:30:00+00:00"

HEAD = """\
# Commands

This page is made from the program itself (`make docs`), and a test fails when it no longer matches.
`rcpjournal COMMAND --help`, or `rcpjournal help COMMAND`, says the same in the terminal.

"""
SETTINGS_HEAD = """\
## Settings

One file, `config.toml`, in the journal's folder. A flag wins over the variable, the variable over the file. `config`
shows each value and where it comes from. The table `[commands]` holds
[command lines of your own](terminal.md#commands-of-your-own).

| setting | variable | flag | at first | what it does |
|---|---|---|---|---|
"""


def reference() -> str:
    """docs/commands.md as the program is now."""
    import typer

    from rcpjournal.cli.commands import COMMANDS, app_with
    from rcpjournal.cli.help import ORDER
    from rcpjournal.files.config import SETTINGS, variable_of

    root: Any = typer.main.get_command(app_with(*COMMANDS))
    parts = [HEAD, _section("rcpjournal", root, 2)]
    for heading in ORDER:
        commands = [(n, c) for n, c in root.commands.items() if getattr(c, "rich_help_panel", None) == heading]
        if commands:
            parts.append(f"## {heading}\n\n")
        for name, command in commands:
            parts.append(_section(f"rcpjournal {name}", command, 3))
            for sub, inner in getattr(command, "commands", {}).items():
                parts.append(_section(f"rcpjournal {name} {sub}", inner, 4))
    rows = [
        f"| `{s.name}` | `{variable_of(s.name)}` | `{s.flag}` | {_default(s.default)} | {s.words} |"
        for s in SETTINGS.values()
    ]
    return "".join(parts) + SETTINGS_HEAD + "\n".join(rows) + "\n"


def _default(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"`{value}`" if value else "empty"


def _section(path: str, command: Any, level: int) -> str:
    from typer._click.core import Context

    context = Context(command, info_name=path, terminal_width=88, max_content_width=88)
    text = command.get_help(context)
    return f"{'#' * level} `{path}`\n\n```text\n{text.rstrip()}\n```\n\n"


# --- the man page ---------------------------------------------------------------------------------------------------

MANUAL_HEAD = """\
.\\" Made from the program itself (`make docs`).
.TH RCPJOURNAL 1 "" "rcpjournal {version}" "User Commands"
.nh
.ad l
.SH NAME
rcpjournal \\- a journal for thinking about your work with people
.SH SYNOPSIS
.B rcpjournal
[\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIWORDS\\fR...]
"""
MANUAL_FILES = (
    ("journal.db", "The journal: one SQLite file. `backups` beside it holds its copies."),
    ("config.toml", "The settings. `rcpjournal config` says where they are."),
    (
        "~/.local/share/rcpjournal",
        "The folder of both, if RCPJOURNAL_HOME names no other. On macOS ~/Library/Application Support/rcpjournal, "
        "on Windows %LOCALAPPDATA%\\rcpjournal.",
    ),
)
MANUAL_VARIABLES = (
    ("RCPJOURNAL_HOME", "The folder of the journal and its settings."),
    ("RCPJOURNAL_PASSPHRASE_FILE", "A file whose first line is the passphrase of a sealed journal."),
    (
        "RCPJOURNAL_PASSPHRASE",
        "The passphrase itself, for scripts. Every program that you run can read it; the file is better.",
    ),
    (
        "PAGER, VISUAL, EDITOR, NO_COLOR, TERM",
        "As in other programs. Without a terminal that can do more, lines are plain.",
    ),
)
MANUAL_CODES = (
    ("0", "It was done."),
    ("1", "It was refused, or could not be done; a sentence says what to do."),
    ("2", "The command line could not be understood."),
    ("130", "You left with Ctrl-C; what was typed is kept."),
)


def manual() -> str:
    """docs/rcpjournal.1 as the program is now."""
    import typer

    from rcpjournal import __version__
    from rcpjournal.cli.commands import COMMANDS, app_with
    from rcpjournal.cli.help import ORDER
    from rcpjournal.files.config import SETTINGS, variable_of

    root: Any = typer.main.get_command(app_with(*COMMANDS))
    parts = [MANUAL_HEAD.format(version=__version__), ".SH DESCRIPTION\n", _prose(root.help), ".SH OPTIONS\n"]
    parts += [_options(root)]
    for heading in ORDER:
        parts.append(f".SH {heading.upper()}\n")
        for name, command in root.commands.items():
            if getattr(command, "rich_help_panel", None) == heading:
                parts.append(_manual_of(f"rcpjournal {name}", command))
    variables = [*MANUAL_VARIABLES, *((variable_of(s.name), s.words) for s in SETTINGS.values())]
    for heading, rows in (("ENVIRONMENT", variables), ("FILES", MANUAL_FILES), ("EXIT STATUS", MANUAL_CODES)):
        parts += [f".SH {heading}\n", *(_term(f"\\fB{_roff(name)}\\fR", words) for name, words in rows)]
    return "".join([*parts, ".SH EXAMPLES\n", _examples(root)])


def _manual_of(path: str, command: Any) -> str:
    """A command and those within it."""
    words = [_argument(one) for one in command.params if one.param_type_name == "argument"]
    inner = getattr(command, "commands", {})
    alone = getattr(command, "invoke_without_command", False)
    rest = " ".join([*(["[COMMAND]" if alone else "COMMAND"] if inner else []), *words])
    parts = [
        f'.SS "{_roff(f"{path} {rest}".strip())}"\n',
        _prose(command.help or ""),
        _options(command),
        _examples(command),
    ]
    return "".join([*parts, *(_manual_of(f"{path} {name}", one) for name, one in inner.items())])


def _argument(one: Any) -> str:
    """What stands for an argument: in brackets, where it may be left out."""
    name = str(one.metavar or one.name)
    return name if one.required or name.startswith("[") else f"[{name}]"


def _options(command: Any) -> str:
    terms = []
    for one in command.params:
        if one.hidden:
            continue
        name = ", ".join(f"\\fB{_roff(opt)}\\fR" for opt in one.opts)
        if one.param_type_name == "argument":
            name = f"\\fI{_roff((one.metavar or one.name).strip('[]'))}\\fR"
        elif not one.is_flag:
            kinds = "|".join(getattr(choice, "value", choice) for choice in getattr(one.type, "choices", ()))
            name += f" \\fI{_roff(one.metavar or kinds or 'TEXT')}\\fR"
        if one.help:
            terms.append(_term(name, one.help))
    return "".join(terms)


def _term(name: str, words: str) -> str:
    return f".TP\n{name}\n{_roff(words)}\n"


def _prose(text: str) -> str:
    return "".join(f".PP\n{_roff(' '.join(paragraph.split()))}\n" for paragraph in text.split("\n\n"))


def _examples(command: Any) -> str:
    lines = [line.strip() for line in (command.epilog or "").splitlines() if line.startswith("  ")]
    return ".PP\n.nf\n" + "".join(f".RS 4\n{_roff(line)}\n.RE\n" for line in lines) + ".fi\n" if lines else ""


def _roff(text: str) -> str:
    """Text as roff shows it as it is: a hyphen stays one that can be copied, a full stop begins no request."""
    text = (
        text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga").replace('"', "\\(dq")
    )
    signs = {"“": "\\(lq", "”": "\\(rq", "‘": "\\(oq", "’": "\\(cq", "…": "...", "–": "\\(en", "—": "\\(em"}
    text = "".join(signs.get(sign, sign) for sign in text)
    return f"\\&{text}" if text.startswith(".") else text


# --- pictures -------------------------------------------------------------------------------------------------------


def pictures() -> Iterator[tuple[Path, str]]:
    """Each picture's path and its SVG, made from the demo."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "RCPJOURNAL_HOME": folder, "RCPJOURNAL_NOW": NOW, "TERM": "xterm-256color"}
        environment.pop("NO_COLOR", None)
        _shown(environment, "demo")
        demo = f"--journal={folder}/demo/journal.db"
        since = "--since='6 months ago'"
        yield _picture("summary", _shown(environment, f"{demo} --no-pager summary {since} --by month"), 31)
        yield _picture("story", _shown(environment, f"{demo} --no-pager summary {since} --by month --item trust"), 33)
        yield _picture(
            "principles", _shown(environment, f"{demo} --no-pager summary {since} --by month --layer principle")
        )
        page = "export supervision --starred --format txt --since='6 weeks ago'"
        yield _picture("page", _shown(environment, f"{demo} --no-pager {page}"), 32)
        yield _picture("show", _shown(environment, f"{demo} --no-pager show last"), 40)
        yield _picture("picker", _picker(environment))


def _shown(environment: dict[str, str], words: str) -> str:
    import pexpect

    program = f"{sys.executable} -m rcpjournal {words}"
    return str(pexpect.run(program, env=environment, dimensions=(60, 84), encoding="utf-8"))


def _begun(environment: dict[str, str]) -> None:
    """Begins the journal in a pipe, where nobody is asked whether to seal it."""
    import subprocess

    words = [sys.executable, "-m", "rcpjournal", "list"]
    subprocess.run(words, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=True)


def _picker(environment: dict[str, str]) -> str:
    """The screen while a principle is being picked."""
    import pexpect
    import pyte

    _begun(environment)
    screen = pyte.Screen(76, 20)
    stream = pyte.Stream(screen)
    child = pexpect.spawn(
        sys.executable,
        ["-m", "rcpjournal", "write", "standard"],
        env=environment,
        dimensions=(20, 76),
        encoding="utf-8",
    )
    keys = [
        "\r",
        "She met me at the gate. I had rung first, and she knew.\r",
        "My shoulders came down.\r",
        "\r",
        "Rang first.\r",
    ]
    for answer in [*keys, "\r", "pre"]:
        _drain(child, stream)
        child.send(answer)
    _drain(child, stream)
    child.close(force=True)
    return "\n".join(line.rstrip() for line in screen.display)


def _drain(child: Any, stream: Any) -> None:
    import pexpect

    while True:
        try:
            stream.feed(child.read_nonblocking(4096, timeout=1))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return


def _picture(name: str, ansi: str, most: int = 60) -> tuple[Path, str]:
    import io

    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, width=84, file=io.StringIO(), force_terminal=True, color_system="standard")
    lines = ansi.replace("\r\n", "\n").strip("\n").split("\n")
    console.print(Text.from_ansi("\n".join(lines[:most])), soft_wrap=True)
    svg = console.export_svg(title="rcpjournal", unique_id=f"rcpjournal-{name}")
    # No fonts from elsewhere: a picture in the docs should ask nothing of the network.
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return PICTURES / f"{name}.svg", re.sub(r"[ \t]+\n", "\n", svg)


def main() -> None:
    """Writes everything; what the person at the keyboard has set plays no part."""
    os.environ["RCPJOURNAL_HOME"] = os.devnull
    COMMANDS.write_text(reference(), encoding="utf-8")
    MANUAL.write_text(manual(), encoding="utf-8")
    PICTURES.mkdir(exist_ok=True)
    for path, svg in pictures():
        path.write_text(svg, encoding="utf-8")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()

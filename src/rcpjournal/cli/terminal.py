"""The one place that prints. Results go to stdout, words about them to stderr, and all of it is made safe first."""

import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

import typer

from rcpjournal.cli.context import here
from rcpjournal.core.words import json_safe, safe
from rcpjournal.views.styled import Line, plain_text, wrapped

_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "underline": True},
    "strong": {"bold": True},
    "dim": {"dim": True},
    "accent": {"fg": "cyan"},
    "warm": {"fg": "yellow"},
    "match": {"bold": True, "fg": "yellow"},
}


def rendered(line: Line, coloured: bool) -> str:
    """A line as a terminal takes it."""
    if not coloured:
        return "".join(safe(span.text) for span in line)
    return "".join(
        typer.style(safe(span.text), **_LOOKS[span.style]) if span.style else safe(span.text) for span in line
    )


def show(lines: Iterable[Line], *, page: bool = True) -> None:
    """Results, one line at a time; through a pager where they are longer than the terminal."""
    coloured = here.coloured
    texts: Iterator[str] = (rendered(line, coloured) + "\n" for line in lines)
    if page and sys.stdout.isatty() and not here.plain and here.config.on("pager"):
        first = list(islice(texts, shutil.get_terminal_size().lines))
        if len(first) == shutil.get_terminal_size().lines and _paged(chain(first, texts)):
            return
        texts = chain(first, texts)
    write(texts)


def write(texts: Iterable[str]) -> None:
    """Text to standard output as it is (already safe). A reader that leaves early, like `head`, ends it quietly."""
    try:
        sys.stdout.writelines(texts)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


def _paged(texts: Iterator[str]) -> bool:
    """Shows the text in the person's pager, which may leave early; False where there is none."""
    import shlex
    import subprocess

    try:
        words = shlex.split(os.environ.get("PAGER") or "less")
    except ValueError:
        return False
    program = shutil.which(words[0]) if words else None
    if program is None:
        return False
    # -F -R -X: short output stays on the screen, colours pass; and less keeps no history of what was searched for.
    environment = {"LESS": "-FRX", **os.environ, "LESSHISTFILE": "-"}
    try:
        pager = subprocess.Popen(
            [program, *words[1:]], stdin=subprocess.PIPE, env=environment, text=True, errors="replace"
        )
    except OSError:
        return False
    with pager:
        try:
            if pager.stdin:
                pager.stdin.writelines(texts)
                pager.stdin.close()
        except (BrokenPipeError, KeyboardInterrupt):
            pass
    return True


def show_text(text: str) -> None:
    """One line of result."""
    write([safe(text) + "\n"])


def show_json(data: Any) -> None:
    """One document."""
    write([json_safe(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"])


def say(words: str = "", *, dim: bool = False) -> None:
    """Words about the result, to stderr; on a terminal broken between words, and `dim` where it shows styles."""
    text = safe(words)
    if sys.stderr.isatty():
        text = plain_text(wrapped(text, shutil.get_terminal_size().columns - 1))
        if dim and here.coloured:
            text = typer.style(text, dim=True)
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def say_as_it_is(text: str) -> None:
    """Text to stderr line by line as it stands, made safe: nothing is broken between words."""
    sys.stderr.write(safe(text).rstrip("\n") + "\n")
    sys.stderr.flush()


def confirm(question: str, *, default: bool = True) -> bool | None:
    """Yes or no, on stderr; Enter takes the default. None where there is nobody to answer."""
    sys.stderr.write(f"{safe(question)} {'[Y/n]' if default else '[y/N]'} ")
    sys.stderr.flush()
    reply = sys.stdin.readline()
    if not reply:
        say()
        return None
    word = reply.strip().casefold()
    return default if not word else word in ("y", "yes")

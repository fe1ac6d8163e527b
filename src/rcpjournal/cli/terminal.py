"""The one place that prints. Results go to stdout, words about them to stderr, and all of it is made safe first."""

import errno
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, islice
from typing import Any

import typer

from rcpjournal.cli.console import fitted
from rcpjournal.cli.context import here
from rcpjournal.core.words import json_safe, safe
from rcpjournal.errors import Interrupted
from rcpjournal.views.styled import Line, plain_text, wrapped

closed: set[str] = set()
"""the streams that the caller had closed: what is written to them is seen nowhere"""
# No hue but magenta: of the eight it alone can be read on white and on black (tests/cli/test_plain_and_narrow.py).
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "underline": True},
    "strong": {"bold": True},
    "dim": {"dim": True},
    "accent": {"bold": True},
    "warm": {"bold": True, "fg": "magenta"},
    "match": {"bold": True, "underline": True},
    "between": {"dim": True},
    "star": {"bold": True},
    "minus": {"bold": True},
    "plus": {"bold": True},
}
_IN_WORDS = {"between": ", ", "star": "starred: ", "minus": "now: ", "plus": "then: "}
"""signs of our own, as plain lines say them"""


def rendered(line: Line, coloured: bool, plain: bool = False) -> str:
    """A line as a terminal takes it; `plain`, with words for our signs."""
    if plain:
        return "".join(_IN_WORDS.get(span.style) or safe(span.text) for span in line)
    if not coloured:
        return "".join(safe(span.text) for span in line)
    return "".join(
        typer.style(safe(span.text), **LOOKS[span.style]) if span.style else safe(span.text) for span in line
    )


def show(lines: Iterable[Line], *, page: bool = True) -> None:
    """Results, one line at a time; through a pager where they are longer than the terminal."""
    coloured, plain = here.coloured, here.plain
    texts: Iterator[str] = (fitted(rendered(line, coloured, plain), sys.stdout) + "\n" for line in lines)
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
    except OSError as error:
        if not isinstance(error, BrokenPipeError) and not (sys.platform == "win32" and error.errno == errno.EINVAL):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


def _paged(texts: Iterator[str]) -> bool:
    """Shows the text in the person's pager, which may leave early; False where there is none."""
    import subprocess

    from rcpjournal.files.editor import words_of

    try:
        words = words_of(os.environ.get("PAGER") or "less")
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
    with _ctrl_c_left_to_others(), suppress(BrokenPipeError), pager:  # closing it writes, too
        if pager.stdin:
            pager.stdin.writelines(texts)
    if pager.returncode == -signal.SIGINT:
        raise KeyboardInterrupt
    return True


@contextmanager
def _ctrl_c_left_to_others() -> Iterator[None]:
    """Ctrl-C means the program in front alone. If we ended by it, that would stay, and take the shell's keys away."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def show_text(text: str) -> None:
    """One line of result."""
    write([safe(text) + "\n"])


def show_json(data: Any) -> None:
    """One document."""
    write([json_text(data)])


def json_text(data: Any) -> str:
    """One document, fit to be shown."""
    return json_safe(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


_ROWS_AT_A_TIME = 200


def show_json_list(head: dict[str, Any], name: str, rows: Iterable[Any]) -> None:
    """One document with the list `name` at its end, whose rows are written as they come; the bytes of `show_json`."""
    before, _, after = json.dumps({**head, name: []}, ensure_ascii=False, indent=2).rpartition("]")
    write(json_safe(piece) for piece in chain([before], _listed(rows), [f"]{after}\n"]))


def _listed(rows: Iterable[Any]) -> Iterator[str]:
    """Rows as they stand in a list. Some at a time: each call of an indenting encoder leaves a little memory behind."""
    rows, between = iter(rows), ""
    while some := list(islice(rows, _ROWS_AT_A_TIME)):
        text = json.dumps(some, ensure_ascii=False, indent=2)
        yield between + text[1:-2].replace("\n", "\n  ")
        between = ","
    if between:
        yield "\n  "


def say(words: str = "", *, dim: bool = False) -> None:
    """Words about the result, to stderr; on a terminal broken between words, and `dim` where it shows styles."""
    text = safe(words)
    if sys.stderr.isatty():
        text = plain_text(wrapped(text, shutil.get_terminal_size().columns - 1))
        if dim and here.coloured:
            text = typer.style(text, dim=True)
    sys.stderr.write(fitted(text, sys.stderr) + "\n")
    sys.stderr.flush()


def say_as_it_is(text: str) -> None:
    """Text to stderr line by line as it stands, made safe: nothing is broken between words."""
    sys.stderr.write(safe(text).rstrip("\n") + "\n")
    sys.stderr.flush()


def ask_line(question: str) -> str | None:
    """A short reply, on stderr and standard input; None where there is nobody to answer."""
    sys.stderr.write(fitted(f"{safe(question)} ", sys.stderr))
    sys.stderr.flush()
    reply = sys.stdin.readline()
    if not reply:
        say()
        return None
    return reply.strip()


def somebody_sees() -> bool:
    """Whether the program was begun at a terminal, though one end of it may be a pipe."""
    return any(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def ask_unseen(question: str) -> str | None:
    """A reply that is not shown, from the terminal itself, whatever standard input is; None where there is none.

    What was typed before the question stands is thrown away. Raises KeyboardInterrupt where the person leaves.
    """
    if not somebody_sees():
        return None
    import getpass
    import warnings

    try:
        with warnings.catch_warnings(), _leaving_by_signal(), _unseen_though_stopped():
            warnings.simplefilter("error", getpass.GetPassWarning)  # it would show what is typed
            return getpass.getpass(f"{safe(question)} ")
    except getpass.GetPassWarning:
        return None
    except EOFError:
        raise KeyboardInterrupt from None


@contextmanager
def _leaving_by_signal() -> Iterator[None]:
    """While it lasts, a request to end leaves as Ctrl-C does, so that the terminal shows again what is typed."""

    def leave(*_: object) -> None:
        raise KeyboardInterrupt

    names = [name for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), leave) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


@contextmanager
def _unseen_though_stopped() -> Iterator[None]:
    """While it lasts, the key that stops a program does nothing; one that was stopped all the same is unseen again.

    A shell gives a program that goes on the terminal as it was before, which shows what is typed.
    """
    if not hasattr(signal, "SIGTSTP"):
        yield
        return
    import termios

    def hide(*_: object) -> None:
        try:
            terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
        except OSError:
            return
        try:
            modes = termios.tcgetattr(terminal)
            modes[3] &= ~termios.ECHO
            termios.tcsetattr(terminal, termios.TCSAFLUSH, modes)
        except termios.error:
            return
        finally:
            os.close(terminal)

    before = signal.signal(signal.SIGTSTP, signal.SIG_IGN), signal.signal(signal.SIGCONT, hide)
    try:
        yield
    finally:
        signal.signal(signal.SIGTSTP, before[0])
        signal.signal(signal.SIGCONT, before[1])


def confirm(question: str, *, default: bool = True) -> bool | None:
    """Yes or no, on stderr; Enter takes the default. None where there is nobody to answer.

    Raises Interrupted where a person leaves with Ctrl-D.
    """
    reply = ask_line(f"{question} {'[Y/n]' if default else '[y/N]'}")
    if reply is None and sys.stdin.isatty():
        raise Interrupted
    if reply is None:
        return None
    word = reply.casefold()
    return default if not word else word in ("y", "yes")

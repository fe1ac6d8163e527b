"""The command line: what is run for the words in it, and the one boundary where errors become sentences."""

import codecs
import gc
import os
import signal
import sys
from contextlib import suppress
from typing import Any

import typer

from rcpjournal.cli.commands import COMMANDS, app_with, overview
from rcpjournal.cli.console import set_up
from rcpjournal.cli.context import here
from rcpjournal.cli.line import ANYWHERE, completed, hoisted
from rcpjournal.cli.terminal import closed, say
from rcpjournal.core.words import usable
from rcpjournal.errors import Damaged, Interrupted, JournalError
from rcpjournal.store.faults import database_errors, told

_WITHOUT: tuple[list[str], ...] = ([], ["--version"], ["--json"])
"""what needs no command"""
_OVERVIEW: tuple[list[str], ...] = (["--help"], ["-h"])
"""what needs no command's options"""
_HARMLESS = ("older", "left-over", "purge-unfinished", "file-open", "folder-open")
"""what `check` may find though all that is stored can be read"""
_COMPLETION = "_RCPJOURNAL_COMPLETE"


def app_for(words: list[str]) -> Any:
    """The program with the command that `words` begin with; with all for help and what is not a command."""
    if words in _WITHOUT:
        return app_with()
    if words in _OVERVIEW:
        return overview()
    return app_with(words[0]) if words[0] in COMMANDS else app_with(*COMMANDS)


def main() -> None:
    """The program: every foreseen failure is one sentence on stderr and an exit code."""
    os.umask(0o077)
    _open_what_is_closed()
    set_up([sys.stdout, sys.stderr])
    sys.stdin.reconfigure(  # type: ignore[union-attr]
        encoding="utf-8" if codecs.lookup(sys.stdin.encoding).name == "ascii" else None, errors="surrogateescape"
    )
    words = [os.fsencode(word).decode("utf-8", "surrogateescape") for word in sys.argv[1:]]
    try:
        code = _complete(shell, words) if (shell := os.environ.pop(_COMPLETION, "")) else _run(words)
    except KeyboardInterrupt:  # all is done, and said: it came while leaving
        code = Interrupted.exit_code
    gc.freeze()  # the process ends now: spares Python the search for garbage, a fifth of a short command's time
    sys.exit(code)


def _complete(shell: str, words: list[str]) -> int:
    from rcpjournal.cli.completing import answer

    return answer(shell, words)


def _open_what_is_closed() -> None:
    """A stream that the caller closed is None in Python; it then reads nothing and writes nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            closed.add(name)
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123


def _run(words: list[str]) -> int:
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # from here on it is an error that is told
        for word in words:
            usable(word, "A word on the command line")
        front, rest = hoisted(_spelled_out(words))
        ended = app_for(rest)([*front, *completed(rest)], prog_name="rcpjournal", standalone_mode=False)
        if ended == Interrupted.exit_code:  # what typer makes of Ctrl-C
            raise KeyboardInterrupt
        _back_up_if_due()
        return ended if isinstance(ended, int) else 0
    except JournalError as error:
        return _ended(str(error), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        if sys.stderr.isatty():
            _ended("", 0)  # the cursor stands behind a question, or behind ^C
        return _ended(str(Interrupted()), Interrupted.exit_code)
    except typer.exceptions.TyperException as error:
        return _ended(_usage(error, words), 2)
    except database_errors() as error:
        return _ended(str(told(error, here.journal_path)), 1)
    except OSError as error:
        kept = " What you wrote is kept." if here.opened is not None and here.opened.wrote else ""
        what = error.filename or "The output"
        return _ended(f"{what} could not be written or read: {error.strerror or error}.{kept}", 1)
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt):  # Ctrl-C while a class was being made
            return _ended(str(Interrupted()), Interrupted.exit_code)
        here.close()
        if not _is_damaged():
            raise
        return _ended(str(Damaged(str(here.journal_path))), Damaged.exit_code)
    finally:
        here.close()


def _is_damaged() -> bool:
    """Whether what nobody foresaw comes from rows that are not as they were written: looked at only then."""
    from rcpjournal.store.checking import check

    try:
        return any(found.kind not in _HARMLESS for found in check(here.journal_path, here.keys))
    except (JournalError, OSError):
        return False
    except database_errors():
        return True


def _spelled_out(words: list[str]) -> list[str]:
    rest = hoisted(words)[1]
    if not rest or rest[0] in COMMANDS or rest[0].startswith("-"):
        return words
    from rcpjournal.cli.own import spelled_out

    return spelled_out(words)


def _back_up_if_due() -> None:
    """The day's backup, after everything was kept and said: whatever becomes of it, what was saved is saved."""
    try:
        if here.backup_due:
            from rcpjournal.cli.backing import daily

            daily()
    except (JournalError, OSError) as error:
        _not_backed_up(error)
    except database_errors() as error:
        _not_backed_up(error)
    except KeyboardInterrupt:
        return  # somebody will not wait; the next save makes it


def _not_backed_up(error: Exception) -> None:
    say(f"What you wrote is kept, but today's backup could not be made: {error}")


def _ended(sentence: str, code: int) -> int:
    """The exit code, after its sentence; where nobody can be told any more, the code alone."""
    with suppress(OSError):
        say(sentence)
    return code


def _usage(error: Any, line: list[str]) -> str:
    """One sentence for a command line that cannot be understood, with the nearest name and where help is."""
    words = error.format_message().rstrip(".") + "."
    ctx = getattr(error, "ctx", None)
    named = [word for word in hoisted(line)[1][:1] if word in COMMANDS]
    path = ctx.command_path if ctx else " ".join(["rcpjournal", *named])
    if type(error).__name__ == "NoSuchOption" and (option := error.option_name):
        from difflib import get_close_matches

        known = [name for param in ctx.command.get_params(ctx) for name in param.opts] if ctx else []
        near = get_close_matches(option, [*known, *ANYWHERE], n=1, cutoff=0.5)
        words = f"No such option: {option}.{f' Did you mean {near[0]}?' if near else ''}"
    if words.endswith("'?."):
        words = words[:-1]
    return f"{words} `{path} --help` shows what it takes."

"""`completion`: the script with which a shell completes our lines. It is printed; nobody's files are touched."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from rcpjournal.cli.terminal import say, write
from rcpjournal.errors import UsageProblem

SHELLS = {"bash": "bash", "zsh": "zsh", "fish": "fish", "powershell": "ps1"}
"""which there are, and how the name of each one's script ends"""


def completion(
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.")],
) -> None:
    """Teach your shell to complete with Tab. This prints what does it; its first lines say where to put it.

    Tab then completes commands, options, items and their stances, kinds, days,
    settings and the ids of entries, newest first. That only reads, and never asks for a passphrase.
    """
    if shell not in SHELLS:
        raise UsageProblem(f"“{shell}” is not a shell I have a script for. Choose from {', '.join(SHELLS)}.")
    text = (Path(__file__).parent / "completions" / f"rcpjournal.{SHELLS[shell]}").read_text(encoding="utf-8")
    write([text])
    if sys.stdout.isatty():
        say("Its first lines say where to put it.")

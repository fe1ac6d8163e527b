"""Options that several commands share."""

import re
from collections.abc import Callable, Collection
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rcpjournal.errors import UsageProblem

MOST = 2**31 - 1
NOTHING_MATCHES = "No entry matches. `rcpjournal list` without filters shows the newest."
"""what is said where filters leave nothing"""
BEFORE = "before"
"""what `--compare` means where no days are given with it"""


def whole_number(most: int = MOST) -> Callable[[str], int]:
    """Reads a number from 0 to `most`. (Typer's own ranges show their end in the help, where nobody asks for it.)"""

    def read(word: str) -> int:
        if not re.fullmatch(r"\d{1,10}", str(word), re.ASCII) or int(word) > most:
            raise typer.BadParameter(f"“{word}” is no whole number from 0 to {most}")
        return int(word)

    return read


SinceOption = Annotated[
    str | None,
    typer.Option("--since", metavar="DAY", help="From this day on: 2026-03-04, monday, 2 weeks ago, last-supervision."),
]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DAY", help="Up to and with this day.")]
KindOption = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help="What kind of moment: visit, call, supervision, …"),
]
WithOption = Annotated[str | None, typer.Option("--with", metavar="WHOM", help="With whom: family, colleague, self, …")]
ItemOption = Annotated[
    str | None,
    typer.Option("--item", metavar="ITEM", help="Entries that touch this item: trust, rcp.principle.trust."),
]
StarredOption = Annotated[bool, typer.Option("--starred", help="Only starred entries.")]
LimitOption = Annotated[
    int,
    typer.Option("--limit", "-n", parser=whole_number(), metavar="N", help="At most so many; 0 means all."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document, for scripts.")]
OnOption = Annotated[str | None, typer.Option("--on", metavar="DAY", help="The day it happened; today if not given.")]
AliasOption = Annotated[
    str | None,
    typer.Option(
        "--alias",
        metavar="WORD",
        help="A code word of your own for the person; never exported unless you ask.",
    ),
]
FromOption = Annotated[
    str | None,
    typer.Option("--from", metavar="NAME", help="For supervisors: of the packs received from NAME."),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        parser=lambda name: None if name == "-" else Path(name),
        help="A new file; standard output if not given or -.",
    ),
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")]


class Period(StrEnum):
    """The parts into which a summary cuts its period."""

    week = "week"
    month = "month"
    quarter = "quarter"
    supervision = "supervision"


def expect_only(ctx: typer.Context, with_it: Collection[str], why: str) -> None:
    """Raises UsageProblem where an option was given that is not in `with_it` (by the names of a command's arguments):
    what was asked for is done, or refused."""
    given = [
        param.opts[0]
        for param in ctx.command.params
        if param.name not in with_it and "COMMANDLINE" in str(ctx.get_parameter_source(param.name or ""))
    ]
    if given:
        raise UsageProblem(f"{why}; leave out {', '.join(given)}.")

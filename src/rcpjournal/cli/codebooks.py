"""Frameworks that come from files of any kind, and the framework as a codebook: `framework export`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rcpjournal.cli.context import here
from rcpjournal.cli.options import OutputOption
from rcpjournal.cli.terminal import say, write
from rcpjournal.core.words import shorten
from rcpjournal.errors import FrameworkRefused, UnknownPack, UsageProblem
from rcpjournal.files.paths import expanded

if TYPE_CHECKING:
    from rcpjournal.core.codebook import Codebook
    from rcpjournal.core.framework import Pack

FORMATS = ("qdc",)
QDC, MATRIX = ".qdc", ".matrix"
MOST_SHOWN = 20

AsOption = Annotated[
    str | None, typer.Option("--as", metavar="ID", help="For a codebook: what its pack is to be called.")
]


def export_framework(
    format_: Annotated[str, typer.Argument(metavar="FORMAT", help="qdc: a REFI-QDA codebook.")],
    output: OutputOption = None,
    pack: Annotated[
        list[str] | None, typer.Option("--pack", metavar="PACK", help="This pack alone; all in use if not given.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Put it in place of a file that is there.")] = False,
) -> None:
    """Take the framework out as a codebook. Programs for qualitative analysis read it; no entry goes with it."""
    from rcpjournal.core.codebook import codes_of
    from rcpjournal.exports.codebook import qdc
    from rcpjournal.files.reading import write_new

    if format_ not in FORMATS:
        raise UsageProblem(f"“{format_}” is not a format for a framework; there is {', '.join(FORMATS)}.")
    frameworks = here.journal().frameworks
    packs = [frameworks.pack(name)[0] for name in dict.fromkeys(pack)] if pack else here.framework.packs
    pieces = qdc(codes_of(packs, frameworks.ever()))
    if output is None:
        write(pieces)
        return
    write_new(expanded(str(output)), pieces, force=force)
    say(f"{', '.join(f'{one.id} {one.version}' for one in packs)}: written to {output}.")


def is_codebook(file: Path) -> bool:
    """Whether its name says so."""
    return file.suffix.casefold() in (QDC, MATRIX)


def packs_in(file: Path, base: "Sequence[Pack]", as_: str | None = None) -> "Sequence[Pack]":
    """The packs in a framework file or codebook, checked together with `base`.

    Raises FrameworkRefused or FileRefused.
    """
    if is_codebook(file):
        return _from_codebook(file, base, as_ or "")
    from rcpjournal.files.framework_file import load

    if as_ is not None:
        raise UsageProblem("--as is for codebooks (.qdc, .matrix); a framework file names its packs itself.")
    return load(file, base=base)


def _from_codebook(file: Path, base: "Sequence[Pack]", as_: str) -> "Sequence[Pack]":
    from rcpjournal.core.codebook import CodebookFault
    from rcpjournal.core.codebook_in import packs_of, settled
    from rcpjournal.core.framework_rules import problems

    owners = {layer.id: pack.id for pack in base for layer in pack.layers}
    try:
        made = packs_of(_book(file), name=file.stem, as_=as_, owners=owners)
    except CodebookFault as fault:
        raise FrameworkRefused([f"{file}{f':{fault.line}' if fault.line else ''}: {fault.words}."]) from None
    if made.foreign in {pack.id for pack in here.journal().frameworks.packs() if pack.origin == "shipped"}:
        raise FrameworkRefused(
            [f"{file}: {made.foreign} is a pack that came with this program. --as NAME gives yours another name."]
        )
    packs = [settled(pack, _known(pack.id)) for pack in made.packs]
    if found := problems(packs, [pack for pack in base if pack.id not in {new.id for new in packs}]):
        lines = [made.lines.get(one.path[:4]) or made.lines.get(one.path[:2]) or 1 for one in found[:MOST_SHOWN]]
        raise FrameworkRefused(
            [f"{file}:{line}: {shorten(one.words, 300)}." for line, one in zip(lines, found, strict=False)]
        )
    for words in made.left:
        say(f"Not taken: {words}.")
    return packs


def _book(file: Path) -> "Codebook":
    from rcpjournal.core.codebook import MOST_BYTES, CodebookFault
    from rcpjournal.files.reading import read_bytes
    from rcpjournal.imports.codebook import codebook_in_qdc
    from rcpjournal.imports.matrix import codebook_in_matrix

    raw = read_bytes(file, most=MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise CodebookFault(1, f"the file is larger than {MOST_BYTES // 1024**2} MB")
    return codebook_in_qdc(raw) if file.suffix.casefold() == QDC else codebook_in_matrix(raw)


def _known(pack: str) -> "Pack | None":
    """The newest version of a pack that the journal has."""
    try:
        return here.journal().frameworks.pack(pack)[0]
    except UnknownPack:
        return None

"""`team collect` and `team summary`: many people's counts in one place, and what they tell."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from rcpjournal.cli.context import here, shipped_packs
from rcpjournal.cli.help import example
from rcpjournal.cli.options import JsonOption, OutputOption
from rcpjournal.cli.terminal import json_text, say, show, write
from rcpjournal.core.words import listed, plural
from rcpjournal.errors import FileRefused, Interrupted, JournalError, UsageProblem

if TYPE_CHECKING:
    from rcpjournal.core.framework import Framework
    from rcpjournal.core.teams.cells import By
    from rcpjournal.core.teams.report import TeamReport
    from rcpjournal.datasets.collecting import Brought, Collected

_MARK = b"rcpjournal/team-"
"""what a file holds that was once a pack: of anything else that lies about nothing is copied into a dataset"""
_STOPPED = "Stopped. Either all of it is collected or nothing is: collect it again, since nothing counts twice."
MOST_NAMED = 20
"""files set aside that are named one by one"""


class Wish(NamedTuple):
    """How a summary is wanted."""

    json: bool
    html: bool
    output: Path | None
    force: bool


PackOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--pack", metavar="FILE", help="A framework file of the team's own, for its names; as often as needed."
    ),
]

DatasetArgument = Annotated[str, typer.Argument(metavar="DATASET", help="The folder that packs were collected into.")]


def register(app: typer.Typer) -> None:
    """Adds both commands to `team`."""
    app.command("collect", epilog=example("team collect packs/*.json --to counts", "team collect packs --to counts"))(
        collect
    )
    app.command(
        "summary",
        epilog=example(
            "team summary counts",
            "team summary counts --by quarter",
            "team summary counts --html -o summary.html",
            "team summary counts --pack our-team.yaml",
            "team summary s3://county/counts --json",
        ),
    )(summary)


def collect(
    packs: Annotated[list[Path], typer.Argument(metavar="PACKS…", help="Files, or folders of them.")],
    to: Annotated[Path, typer.Option("--to", metavar="DATASET", help="The folder to collect into; begun if need be.")],
) -> None:
    """Collect what people contributed. Nothing counts twice.

    A newer pack takes the place of an older one, a withdrawal takes out all of its person's counts, and a file that
    cannot be used is set aside with the reason.
    """
    from rcpjournal.cli.progress import watched
    from rcpjournal.datasets.collecting import collect as collected
    from rcpjournal.datasets.layout import local_folder

    found = list(_files(packs, to.resolve()))
    if not found:
        raise FileRefused(str(packs[0]), "there is no pack in this folder; packs are files that end in .json.")
    local_folder(str(to))
    brought = watched(map(_brought, found), "Collecting", lambda: len(found))
    try:
        came = collected(brought, to)
    except KeyboardInterrupt:
        raise Interrupted(_STOPPED) from None
    _say_what_came(came, to)


def _files(given: Iterable[Path], dataset: Path) -> Iterator[Path]:
    """The files that were named, and those in folders that were; in a folder around the dataset, not the dataset's.

    Raises FileRefused for a name that is nobody's: a slip is told, and begins no dataset.
    """
    for path in given:
        if path.is_dir():
            around = dataset.is_relative_to(path.resolve())
            files = (one for one in path.rglob("*.json") if not around or not one.resolve().is_relative_to(dataset))
            yield from sorted(one for one in files if one.is_file())
        elif not path.exists():
            raise FileRefused(str(path), "there is no such file. Nothing was collected.")
        else:
            yield path


def _brought(path: Path) -> "Brought":
    """A file as what it is, or with the reason why it is of no use."""
    from rcpjournal.core.teams.checking import MOST_CHARACTERS, read_team_file
    from rcpjournal.datasets.collecting import Brought
    from rcpjournal.files.reading import read_bytes

    data = b""
    try:
        data = read_bytes(path, most=MOST_CHARACTERS * 4)
        return Brought(path.name, read_team_file(data.decode("utf-8")), data)
    except UnicodeDecodeError:
        return Brought(path.name, JournalError("This is not text."), b"")
    except JournalError as error:
        return Brought(path.name, error, data if _MARK in data else b"")


def _say_what_came(came: "Collected", to: Path) -> None:
    from rcpjournal.core.teams.hiding import FEWEST

    parts = [
        (came.added, "new"),
        (came.replaced, "in place of older ones"),
        (came.same, "here already"),
        (came.older, "older than what is here"),
    ]
    told = [f"{many:,} {words}" for many, words in parts if many]
    say(f"{to}: {listed(told) if told else 'nothing new'}.")
    if came.withdrawn:
        say(f"{plural(came.withdrawn, 'person has', 'people have')} withdrawn, and their counts are gone.")
    _say_aside(came, to)
    if 0 < came.people < FEWEST:
        say(
            f"Only the counts of {plural(came.people, 'person', 'people')} changed. Whoever has a summary of before "
            f"could take the difference: make the next one when those of at least {FEWEST} have."
        )
    if came.aside:
        raise typer.Exit(1)


def _say_aside(came: "Collected", to: Path) -> None:
    for name, why in came.aside[:MOST_NAMED]:
        say(f"Set aside: {name}. {why}")
    if came.aside:
        more = max(0, len(came.aside) - MOST_NAMED)
        say(f"{f'And {more:,} more. ' if more else ''}What was set aside lies in {to / 'aside'}, each with its reason.")


def summary(
    dataset: DatasetArgument,
    by: Annotated[
        str | None, typer.Option("--by", metavar="PART", help="Team by team, quarter by quarter, or role by role.")
    ] = None,
    json: JsonOption = False,
    html: Annotated[bool, typer.Option("--html", help="A page for any browser, and to print.")] = False,
    output: OutputOption = None,
    engine: Annotated[
        str | None,
        typer.Option("--engine", metavar="URL", help="spark://… or local[2]; postgresql://…, DATASET then a table."),
    ] = None,
    pack: PackOption = None,
    force: Annotated[bool, typer.Option("--force", help="Put it in place of a file that is there.")] = False,
) -> None:
    """Show what helps and hinders.

    And what people wrote about. Never of fewer than five of them, nor by subtraction.
    """
    from rcpjournal.core.teams.cells import WAYS

    way = next((one for one in WAYS if one == by), None)
    if by is not None and way is None:
        raise UsageProblem(f"“{by}” is no way to part it. Choose --by {', '.join(WAYS[:-1])} or {WAYS[-1]}.")
    if json and html:
        raise UsageProblem("Choose --json or --html, not both.")
    if output is not None and not (json or html):
        raise UsageProblem("-o writes a page or a document: add --html or --json.")
    framework = _framework(pack or ())
    report = _asked(dataset, way, engine, framework)
    _out(report, framework, Wish(json, html, output, force))


def _framework(files: Iterable[Path]) -> "Framework":
    """What the program brings along, and what is in these files: whoever reads a summary need not have a journal."""
    from rcpjournal.cli.codebooks import is_codebook
    from rcpjournal.core.framework import Framework
    from rcpjournal.files.framework_file import load
    from rcpjournal.files.paths import expanded

    packs = list(shipped_packs())
    for file in files:
        if is_codebook(file):
            raise UsageProblem(f"{file} is a codebook, and --pack takes a framework file (YAML).")
        new = load(expanded(str(file)), packs)
        packs = [*(one for one in packs if one.id not in {pack.id for pack in new}), *new]
    return Framework(packs)


def _asked(dataset: str, by: "By | None", engine: str | None, framework: "Framework") -> "TeamReport":
    from rcpjournal.core.teams.report import team_report
    from rcpjournal.core.teams.suppression import shown
    from rcpjournal.datasets.asking import asked

    found = asked(dataset, by, engine)
    return team_report(shown(found.counted, by), found.span, by, framework)


def _out(report: "TeamReport", framework: "Framework", wish: Wish) -> None:
    """The report as it was wanted."""
    from rcpjournal.core.teams.report import unknown_items
    from rcpjournal.core.teams.wording import unknown

    if items := unknown_items(report, framework):
        say(unknown(items))
    if wish.html:
        from rcpjournal.exports.team import team_page

        _write("".join(team_page(report, framework)), wish)
    elif wish.json:
        from rcpjournal.core.teams.report import report_document

        _write(json_text(report_document(report)), wish)
    else:
        from rcpjournal.views.team import team_lines

        show(team_lines(report, framework, here.width))


def _write(text: str, wish: Wish) -> None:
    if wish.output is None:
        write([text])
        return
    from rcpjournal.files.reading import write_new

    write_new(wish.output, text, force=wish.force)
    say(f"Written to {wish.output}.")

"""`team collect` and `team summary`: many people's counts in one place, and what they tell."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from rcpjournal.cli.context import here, shipped_packs
from rcpjournal.cli.help import example
from rcpjournal.cli.options import JsonOption, OutputOption
from rcpjournal.cli.terminal import json_text, say, show, write
from rcpjournal.core.words import listed, one_line, plural
from rcpjournal.errors import FileRefused, Interrupted, UsageProblem

if TYPE_CHECKING:
    from rcpjournal.core.framework import Framework
    from rcpjournal.core.teams.cells import By
    from rcpjournal.core.teams.report import TeamReport
    from rcpjournal.datasets.collecting import Brought, Collected

_MARK = b"rcpjournal/team-"
"""what a file holds that was once a pack: of anything else that lies about nothing is copied into a dataset"""
_STOPPED = "Stopped. Either all of it is collected or nothing is: collect it again, since nothing counts twice."
MOST_TEAMS = 5
"""that are named; of more, how many they are"""
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
    packs: Annotated[list[str], typer.Argument(metavar="PACKS…", help="Files, or folders of them.")],
    to: Annotated[str, typer.Option("--to", metavar="DATASET", help="The folder to collect into; begun if need be.")],
) -> None:
    """Collect what people contributed. Nothing counts twice.

    A newer pack takes the place of an older one, a withdrawal takes out all of its person's counts, and a file that
    cannot be used is set aside with the reason.
    """
    from rcpjournal.cli.progress import watched
    from rcpjournal.datasets.collecting import collect as collected
    from rcpjournal.datasets.layout import holds_counts, local_folder
    from rcpjournal.files.packs import packs_in

    dataset = local_folder(to)
    found = packs_in(packs, lambda folder: holds_counts(folder) or folder.resolve() == dataset.resolve())
    if not found.files:
        raise FileRefused(packs[0], "there is no pack in this folder; packs are files that end in .json.")
    read = map(_brought, found.files)
    brought = watched(read, "Collecting", lambda: len(found.files), then="All are read. What they change is written …")
    try:
        came = collected(brought, dataset)
    except KeyboardInterrupt:
        raise Interrupted(_STOPPED) from None
    if found.others:
        say(f"Passed over: {plural(found.others, 'other file')}; packs are files that end in .json.")
    _say_what_came(came, dataset)


def _brought(path: Path) -> "Brought":
    """A file as what it is, or with the reason why it is of no use."""
    from rcpjournal.core.teams.checking import MOST_CHARACTERS, read_team_file
    from rcpjournal.core.teams.refusals import TeamFileRefused
    from rcpjournal.datasets.collecting import Brought
    from rcpjournal.files.reading import read_bytes

    name, kept = str(path), b""
    try:
        data = read_bytes(path, most=MOST_CHARACTERS + 1)
        text = _text(data)
        kept = data if _MARK in data else b""
        return Brought(name, read_team_file(text), kept)
    except FileRefused as error:
        return Brought(name, TeamFileRefused(str(error).removeprefix(f"{name}: ").rstrip(".")), b"")
    except TeamFileRefused as error:
        return Brought(name, error, kept)


def _text(data: bytes) -> str:
    """Raises TeamFileRefused where these bytes are too many, or no text."""
    from rcpjournal.core.teams.checking import MOST_CHARACTERS
    from rcpjournal.core.teams.refusals import TeamFileRefused

    if len(data) > MOST_CHARACTERS:
        raise TeamFileRefused("it is larger than 5 MB, and no pack is")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise TeamFileRefused("it is not text as rcpjournal writes it; ask for the very file") from None


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
    if few := _too_few(came):
        say(
            f"{few} changed. Whoever has a summary of before could take the difference: make the next one when those "
            f"of at least {FEWEST} have."
        )
    if came.aside or came.unwanted:
        raise typer.Exit(1)


def _too_few(came: "Collected") -> str:
    """Whose counts alone are others than in a summary of before, in all or in a team; empty where nobody's are."""
    from rcpjournal.core.teams.hiding import FEWEST

    if came.first or not came.people:
        return ""
    if came.people < FEWEST:
        return f"Only the counts of {plural(came.people, 'person', 'people')}"
    teams = sorted(team for team, people in came.teams.items() if people < FEWEST)
    named = listed(teams) if len(teams) <= MOST_TEAMS else f"{len(teams):,} teams"
    return f"In {named} only the counts of fewer than {FEWEST} people" if teams else ""


def _say_aside(came: "Collected", to: Path) -> None:
    for name, why in came.aside[:MOST_NAMED]:
        say(f"Set aside: {one_line(name)}. {why}")
    if came.aside:
        more = max(0, len(came.aside) - MOST_NAMED)
        say(f"{f'And {more:,} more. ' if more else ''}What was set aside lies in {to / 'aside'}, each with its reason.")
    for name in came.unwanted[:MOST_NAMED]:
        say(f"Not collected: {one_line(name)}. Whoever gave it has withdrawn, and wants nothing of it kept: delete it.")
    if (more := len(came.unwanted) - MOST_NAMED) > 0:
        say(f"And {more:,} more of people who have withdrawn: delete those too.")


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

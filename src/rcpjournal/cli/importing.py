"""`import`: what other programs and other journals hold comes in."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rcpjournal.cli.context import here
from rcpjournal.cli.options import YesOption
from rcpjournal.core.words import listed
from rcpjournal.errors import UsageProblem

if TYPE_CHECKING:
    from rcpjournal.core.arriving import Source
    from rcpjournal.imports import Reader

OURS = "json"
TYPED = "Type or paste them here; Ctrl-D on a line of its own ends it."


def import_(
    format_: Annotated[
        str, typer.Argument(metavar="FORMAT", help="json (ours), jrnl, dayone, markdown (Obsidian, nb) or csv.")
    ],
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file, folder or zip; - for standard input.")],
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="TAG=ITEM", help="What a tag means: @trust=trust:present. May be repeated."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="FIELD=COLUMN",
            help="csv: which column holds the text, date, time, title, tags, starred, kind or with. May be repeated.",
        ),
    ] = None,
    mapping: Annotated[
        str | None,
        typer.Option("--mapping", metavar="FILE", help="A TOML or JSON file with columns, tags and date-format."),
    ] = None,
    date_format: Annotated[
        str | None,
        typer.Option("--date-format", metavar="FORM", help='How dates are written: "%d/%m/%Y %H:%M".'),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NAME", help="Of a file that is not UTF-8: cp1252, …")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would come, and keep nothing.")] = False,
    keep_good: Annotated[
        bool, typer.Option("--keep-good", help="Keep the sound entries though others are refused.")
    ] = False,
    yes: YesOption = False,
) -> None:
    """Bring entries in from another program. Our own exports come in too. What is here already is not added twice."""
    from rcpjournal.imports import readers

    known = readers()
    if format_ == OURS:
        given = (("--map", map_), ("--column", column), ("--mapping", mapping), ("--date-format", date_format))
        if named := [name for name, value in (*given, ("--encoding", encoding)) if value]:
            raise UsageProblem(f"{named[0]} is for other formats; our own says everything itself.")
        from rcpjournal.cli import bringing_back

        if dry_run:
            bringing_back.look(file)
        else:
            bringing_back.bring_back(file, keep_good)
        return
    if format_ not in known:
        raise UsageProblem(f"“{format_}” is not a format that can be read. Choose from {', '.join([OURS, *known])}.")
    if column and format_ != "csv":
        raise UsageProblem("--column is for csv: the other formats say themselves what is what.")
    unasked = yes or file == "-"  # whose words came from there has no more replies to give
    _bring(format_, file, map_ or [], column or [], mapping, date_format, encoding, (dry_run, keep_good, unasked))


def _bring(
    format_: str,
    file: str,
    maps: list[str],
    columns: list[str],
    mapping: str | None,
    date_format: str | None,
    encoding: str | None,
    manner: tuple[bool, bool, bool],
) -> None:
    from rcpjournal.cli.arriving import Manner, Maps, bring
    from rcpjournal.cli.found import Files
    from rcpjournal.core.arriving import Wishes
    from rcpjournal.files.arriving import front_matter
    from rcpjournal.files.mapping import Saved, load_mapping
    from rcpjournal.files.paths import expanded
    from rcpjournal.imports import readers

    saved = load_mapping(expanded(mapping)) if mapping else Saved()
    form = _form(date_format or saved.date_format)
    named: dict[str, list[str]] = {}
    for field, name in (_pair("--column", one) for one in columns):
        named.setdefault(field, []).append(name)
    wishes = Wishes(
        date_format=form,
        encoding=_encoding(encoding or saved.encoding),
        columns=_fields({**saved.columns, **{field: tuple(names) for field, names in named.items()}}),
        front=front_matter,
    )
    told = Maps(list(saved.tags.items()), [_pair("--map", one) for one in maps])
    reader = readers()[format_]
    frameworks = _frameworks_beside(file) if format_ == "markdown" else []
    with _sources(file, reader.endings) as sources:
        files = Files(sources, lambda: _count(file, reader.endings), _others(file, reader))
        bring(reader, files, wishes, told, Manner(*manner), frameworks)


def _frameworks_beside(folder: str) -> list[tuple[str, Any]]:
    """(where, document) of the frameworks that `export markdown --folder` put beside its notes."""
    from rcpjournal.core.arriving import FRAMEWORKS
    from rcpjournal.files.arriving import frameworks_in
    from rcpjournal.files.paths import expanded

    return [(f"{name}: ", data) for name, data in frameworks_in(expanded(folder), FRAMEWORKS)]


@contextmanager
def _sources(file: str, endings: tuple[str, ...]) -> Iterator[Iterable["Source"]]:
    """What there is to read; what is typed is kept in a file if the program is stopped before the journal has it."""
    from rcpjournal.cli.writing import as_text, given_bytes, until_taken
    from rcpjournal.files.arriving import given, sources_in, unpacked
    from rcpjournal.files.paths import expanded

    if file != "-":
        yield sources_in(expanded(file), endings)
        return
    data = given_bytes(TYPED).read()
    with until_taken(lambda: as_text(data)) if sys.stdin.isatty() else nullcontext():
        yield unpacked(given(data, here.today), endings)


def _count(file: str, endings: tuple[str, ...]) -> int:
    from rcpjournal.files.arriving import count_in
    from rcpjournal.files.paths import expanded

    return 1 if file == "-" else count_in(expanded(file), endings)


def _others(file: str, reader: "Reader") -> Mapping[str, int]:
    """The files of a folder that are not read. Of Day One's, its entries say themselves what they have beside words."""
    from rcpjournal.core.arriving import FRAMEWORKS
    from rcpjournal.files.arriving import others_in
    from rcpjournal.files.paths import expanded

    if file == "-" or reader.name == "dayone":
        return {}
    found = others_in(expanded(file), reader.endings, but=FRAMEWORKS)
    return {f"{ending} files" if ending else "files whose names have no ending": many for ending, many in found.items()}


def _pair(option: str, word: str) -> tuple[str, str]:
    left, sign, right = word.partition("=")
    if not sign or not left.strip():
        example = "--map @trust=trust" if option == "--map" else "--column text=Notes"
        raise UsageProblem(f"{option} takes two names with = between them, like {example}; “{word}” is not that.")
    return left.strip(), right.strip()


def _fields(columns: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    from rcpjournal.imports.table import FIELDS, SEVERAL

    for field, names in columns.items():
        if field not in FIELDS:
            raise UsageProblem(f"“{field}” is not something that a column can hold: {listed(FIELDS)}.")
        if len(names) > 1 and field not in SEVERAL:
            raise UsageProblem(f"One column alone can hold the {field}; several may hold {' or '.join(SEVERAL)}.")
    return columns


def _form(form: str) -> str:
    from rcpjournal.core.moments import read_form

    if form and not read_form(form):
        raise UsageProblem(
            f"“{form}” is not a form for dates. It has a day, a month and a year: %d/%m/%Y, %Y-%m-%d %H:%M."
        )
    return form


def _encoding(name: str) -> str:
    if not name:
        return ""
    try:
        "".encode(name)
    except (LookupError, ValueError):
        raise UsageProblem(
            f"“{name}” is not an encoding that is known here. Usual ones are utf-8, cp1252 and mac-roman."
        ) from None
    return name

"""`export`, and what describes or fills a journal: schema, demo."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rcpjournal.cli.context import begin, here
from rcpjournal.cli.forming import SUPERVISION, form_names, form_out, leaving
from rcpjournal.cli.options import (
    FromOption,
    ItemOption,
    KindOption,
    OutputOption,
    SinceOption,
    StarredOption,
    UntilOption,
    WithOption,
    expect_only,
    whole_number,
)
from rcpjournal.cli.supervising import FORMATS, EncryptOption
from rcpjournal.cli.terminal import say, show_json
from rcpjournal.core.words import plural
from rcpjournal.errors import UsageProblem
from rcpjournal.files.forms_file import shipped_forms
from rcpjournal.files.paths import demo_in

if TYPE_CHECKING:
    from rcpjournal.cli.sharing import Target


class Rows(StrEnum):
    """What a row of a table is."""

    entries = "entries"
    observations = "observations"


FormatArgument = Annotated[
    str,
    typer.Argument(
        metavar="FORMAT",
        help="markdown, html, csv, json, supervision (one page), or a form: "
        f"{', '.join(shipped_forms())}, or your own.",
    ),
]
IdsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[ID]...", help="For a form: these entries, or `last`.")
]


def _named(folder: str) -> Path:
    """A folder by its name. An empty one, out of a script's empty variable, would be the folder that one is in."""
    if not folder.strip():
        raise UsageProblem("--folder names no folder. `--folder .` is the one that you are in.")
    return Path(folder)


FolderOption = Annotated[
    Path | None,
    typer.Option(
        "--folder", metavar="DIR", parser=_named, help="markdown: a file for each entry, for Obsidian, nb and others."
    ),
]
RowsOption = Annotated[
    Rows | None, typer.Option("--rows", help="csv: a row for each entry, or for each item seen in one.")
]
WithAliases = Annotated[
    bool,
    typer.Option("--with-aliases", help="Your code words too, to move the whole journal: json, and markdown --folder."),
]
FormatOption = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMAT", help=f"A form: txt or docx. One page: {FORMATS}. Else as FILE ends."),
]
SelectionOption = Annotated[
    str | None,
    typer.Option("--selection", metavar="FILE", help="One page: a choice made before, as JSON; - reads it here."),
]
CountsOnly = Annotated[bool, typer.Option("--counts-only", help="One page: counts alone, and no passage.")]
PackOption = Annotated[
    int | None,
    typer.Option("--pack", metavar="N", parser=whole_number(), help="With --from: this pack, not the newest."),
]

_FILTERS = {"since", "until", "kind", "with_", "item", "starred"}
_WITH_ALL = {"format_", "ids", "output", "force"}
_WITH_ENTRIES = {*_WITH_ALL, *_FILTERS, "folder", "rows", "with_aliases"}
_WITH_FORM = {*_WITH_ALL, *_FILTERS, "page_format"}
_WITH_PAGE = {
    *_WITH_ALL, "since", "until", "starred", "page_format", "selection", "counts_only", "from_", "pack", "encrypt_to",
}  # fmt: skip
"""what goes with each way out"""


def export(
    ctx: typer.Context,
    format_: FormatArgument,
    ids: IdsArgument = None,
    output: OutputOption = None,
    folder: FolderOption = None,
    rows: RowsOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    kind: KindOption = None,
    with_: WithOption = None,
    item: ItemOption = None,
    starred: StarredOption = False,
    with_aliases: WithAliases = False,
    page_format: FormatOption = None,
    selection: SelectionOption = None,
    counts_only: CountsOnly = False,
    from_: FromOption = None,
    pack: PackOption = None,
    encrypt_to: EncryptOption = None,
    force: Annotated[bool, typer.Option("--force", help="Put it in place of a file that is there.")] = False,
) -> None:
    """Take entries out, into a file or for a form. All, or those that you choose; or one page for supervision."""
    if format_ == SUPERVISION:
        from rcpjournal.cli import caseload, sharing

        if ids:
            raise UsageProblem("A page for supervision is of days, not of ids: --since and --until choose them.")
        expect_only(ctx, _WITH_PAGE, "A page for supervision is of all kinds of moments between --since and --until")
        target = sharing.target(page_format, output, force=force, encrypt_to=encrypt_to)
        if from_ is not None or pack is not None:
            caseload.export_from(from_, pack, target, ctx)
            return
        _page_out(selection, since, until, target, starred=starred, counts_only=counts_only)
        return
    if from_ is not None or pack is not None or encrypt_to is not None:
        raise UsageProblem("--from, --pack and --encrypt-to are for one page: `rcpjournal export supervision …`.")
    from rcpjournal.cli.taking_out import Wanted, expect_a_format, take_out

    chosen = here.selection(since, until, kind, with_, item, starred)
    if format_ in form_names():
        expect_only(ctx, _WITH_FORM, "A form takes entries: name them, or choose them with --since, --kind …")
        form_out(format_, ids or [], chosen, leaving(page_format, output, force=force))
        return
    expect_a_format(format_, ids or [])
    expect_only(ctx, _WITH_ENTRIES, f"{format_} takes out whole entries, in a format of its own")
    take_out(Wanted(format_, chosen, output, folder, rows, with_aliases=with_aliases, force=force))


def _page_out(
    selection: str | None,
    since: str | None,
    until: str | None,
    target: "Target",
    *,
    starred: bool,
    counts_only: bool,
) -> None:
    from rcpjournal.cli import sharing

    chosen = sharing.scripted(selection, since, until, starred=starred, counts_only=counts_only)
    if chosen is None:
        raise UsageProblem(
            "Say what may leave: --counts-only, --starred, or --selection FILE. `rcpjournal supervision prepare` asks "
            "passage by passage."
        )
    sharing.leave_unasked(chosen, target)


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="entry, home, list, summary, actions, due, history, view, framework, config, pack, selection, "
            "sessions, shared, caseload, caseload-summary, backups, check, team-pack, team-withdrawal, team-summary or "
            "team-status.",
        ),
    ],
) -> None:
    """Print the JSON Schema of a document."""
    from rcpjournal.core.documents import SHAPES, schema_of

    if name not in SHAPES:
        raise UsageProblem(f"“{name}” has no schema here. Choose from {', '.join(SHAPES)}.")
    show_json(schema_of(name))


def demo(
    again: Annotated[bool, typer.Option("--again", help="Begin the made-up journal afresh.")] = False,
) -> None:
    """Fill a made-up journal to look around in. It holds six months, apart from your own, and it says where it is."""
    from importlib.resources import files

    from rcpjournal.cli.bringing import checked
    from rcpjournal.core.demo import demo_document

    path = demo_in(here.home)
    if again:
        path.unlink(missing_ok=True)
    begin({**here.flags, "journal": str(path)})
    here.unlocking.begins = "plain"  # nobody's words are in it
    journal = here.journal(writing=True)
    if not journal.finding.count():
        text = files("rcpjournal").joinpath("demo.jsonl").read_text(encoding="utf-8")
        with journal.saving():
            run = journal.entries.new_run()
            for line in text.splitlines():
                entry, framework = checked(json.dumps(demo_document(json.loads(line), here.now())), "demo: ")
                journal.entries.add(entry, framework, what="made up", run=run)
    say(
        f"A made-up journal of {plural(journal.finding.count(), 'entry', 'entries')} is at {path}, apart from your own."
    )
    say(f"Look around in it: `rcpjournal --journal {path} summary --since '6 months ago'`, `… list`, `… show last`.")

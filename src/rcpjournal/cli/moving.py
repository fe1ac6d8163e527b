"""Out and in: export, import, schema, demo."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rcpjournal.cli.context import begin, here, shipped_packs
from rcpjournal.cli.forming import form_names, form_out, is_form, leaving
from rcpjournal.cli.options import (
    MOST,
    FromOption,
    ItemOption,
    KindOption,
    SinceOption,
    StarredOption,
    UntilOption,
    WithOption,
)
from rcpjournal.cli.progress import watched
from rcpjournal.cli.supervising import CountsOnly, EncryptOption, FormatOption, SelectionOption
from rcpjournal.cli.terminal import say, show_json, show_text, write
from rcpjournal.core.records import Selection
from rcpjournal.core.words import plural
from rcpjournal.errors import DocumentRefused, UsageProblem
from rcpjournal.files.forms_file import shipped_forms
from rcpjournal.files.paths import demo_in, expanded

if TYPE_CHECKING:
    from rcpjournal.cli.sharing import Target
    from rcpjournal.core.entry import Entry
    from rcpjournal.core.framework import Framework


def export(
    ctx: typer.Context,
    format_: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help=f"markdown, json, supervision (one page), or a form: {', '.join(shipped_forms())}, or your own.",
        ),
    ],
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="For a form: these entries, or `last`.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="A new file; standard output if not given."),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    kind: KindOption = None,
    with_: WithOption = None,
    item: ItemOption = None,
    starred: StarredOption = False,
    with_aliases: Annotated[
        bool,
        typer.Option("--with-aliases", help="json only: your code words too, to move the whole journal."),
    ] = False,
    page_format: FormatOption = None,
    selection: SelectionOption = None,
    counts_only: CountsOnly = False,
    from_: FromOption = None,
    pack: Annotated[
        int | None, typer.Option("--pack", metavar="N", min=0, max=MOST, help="With --from: this pack, not the newest.")
    ] = None,
    encrypt_to: EncryptOption = None,
    force: Annotated[bool, typer.Option("--force", help="Put it in place of a file that is there.")] = False,
) -> None:
    """Take entries out: all, or those that the filters choose; as text for a form; or one page for supervision."""
    if format_ == "supervision":
        from rcpjournal.cli import caseload, sharing

        if ids:
            raise UsageProblem("A page for supervision is of days, not of ids: --since and --until choose them.")
        target = sharing.target(page_format, output, force=force, encrypt_to=encrypt_to)
        if from_ is not None or pack is not None:
            caseload.export_from(from_, pack, target, ctx)
            return
        _page_out(selection, since, until, target, starred=starred, counts_only=counts_only)
        return
    if from_ is not None or pack is not None or encrypt_to is not None:
        raise UsageProblem("--from, --pack and --encrypt-to are for one page: `rcpjournal export supervision …`.")
    wanted = here.selection(since, until, kind, with_, item, starred)
    if is_form(format_):
        if selection is not None or counts_only or with_aliases:
            raise UsageProblem("A form takes entries: name them, or choose them with --since, --kind and the like.")
        form_out(format_, ids or [], wanted, leaving(page_format, output, force=force))
        return
    _entries_out(format_, ids or [], wanted, output, with_aliases=with_aliases, force=force)


def _entries_out(
    format_: str, ids: list[str], wanted: Selection, output: Path | None, *, with_aliases: bool, force: bool
) -> None:
    from rcpjournal.exports import Chosen, exporters

    exporter = exporters().get(format_)
    if exporter is None:
        raise UsageProblem(
            f"“{format_}” is not a format. Choose from {', '.join(exporters())}, supervision, or a form: "
            f"{', '.join(form_names())}."
        )
    if ids:
        raise UsageProblem(f"Ids are for forms ({', '.join(form_names())}); {format_} takes filters such as --since.")
    if with_aliases and format_ != "json":
        raise UsageProblem("Aliases go along only when the journal is moved as json.")
    counted = _Counted(_chosen(wanted, seen=output is None), with_aliases)
    pieces = exporter.pieces(Chosen(counted, _frameworks(), here.framework, here.today))
    if output is None:
        write(pieces)
    else:
        from rcpjournal.files.reading import write_new

        write_new(expanded(str(output)), pieces, force=force)
    where = f" to {output}" if output else ""
    say(
        f"{plural(counted.count, 'entry', 'entries')} written{where}. What has left the journal is yours to look after."
    )


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


def _chosen(wanted: Selection, *, seen: bool) -> "Iterator[tuple[Entry, Mapping[str, str]]]":
    """The entries; with a bar, unless they are `seen` themselves: in lines that scroll by it would be in the way."""
    chosen = here.journal().entries.chosen(wanted)
    if seen and sys.stdout.isatty():
        return chosen
    return watched(chosen, "Taking out", lambda: here.journal().finding.count(wanted))


class _Counted:
    """Entries on their way out, counted, without aliases unless asked."""

    def __init__(self, entries: "Iterator[tuple[Entry, Mapping[str, str]]]", with_aliases: bool) -> None:
        self._entries, self._with_aliases, self.count = entries, with_aliases, 0

    def __iter__(self) -> "Iterator[tuple[Entry, Mapping[str, str]]]":
        from dataclasses import replace

        for entry, labels in self._entries:
            self.count += 1
            yield replace(entry, alias=None) if entry.alias and not self._with_aliases else entry, labels


def _frameworks() -> "Iterator[Framework]":
    """The frameworks that another journal would not have by itself."""
    shipped = {pack.id: pack for pack in shipped_packs()}
    for framework in here.journal().frameworks.written_under():
        if any(shipped.get(pack.id) != pack for pack in framework.packs):
            yield framework


def import_(
    format_: Annotated[str, typer.Argument(metavar="FORMAT", help="json.")],
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file; - for standard input.")],
    keep_good: Annotated[
        bool, typer.Option("--keep-good", help="Keep the sound entries though others are refused.")
    ] = False,
) -> None:
    """Bring entries in. What is here already is not added twice."""
    from rcpjournal.cli.bringing import keep_documents
    from rcpjournal.cli.writing import as_text, given_bytes, until_taken
    from rcpjournal.files.reading import opened, size_of, text_lines
    from rcpjournal.imports import importers

    importer = importers().get(format_)
    if importer is None:
        raise UsageProblem(f"“{format_}” is not a format that can be read. Choose from {', '.join(importers())}.")
    with ExitStack() as stack:
        given = stack.enter_context(given_bytes() if file == "-" else opened(expanded(file)))
        if isinstance(given, BytesIO) and sys.stdin.isatty():  # it was typed, and is nowhere else
            stack.enter_context(until_taken(lambda: as_text(given.getvalue())))
        journal = here.journal(writing=True)
        before = journal.finding.count()
        in_use = {pack.id for pack in journal.frameworks.current().packs}
        with journal.saving():
            for line, raw in importer.documents(text_lines(given)):  # first, wherever they stand in the file
                if _is_framework(raw):
                    _keep_framework(json.loads(raw), f"line {line}: ", in_use)
            found = watched(importer.documents(text_lines(given)), "Bringing in", lambda: size_of(given), given.tell)
            kept = keep_documents(((f"line {line}: ", raw) for line, raw in found if not _is_framework(raw)), keep_good)
    if kept.many:
        show_text(kept.ids)
    added = journal.finding.count() - before
    already = f", {kept.many - added} were here already" if kept.many > added else ""
    say(f"{plural(added, 'entry', 'entries')} added{already}.")
    if kept.refused:
        raise kept.refused


def _is_framework(raw: str) -> bool:
    if "rcpjournal/framework/1" not in raw[:200]:
        return False
    try:
        data = json.loads(raw)
    except ValueError:
        return False
    return isinstance(data, dict) and data.get("schema") == "rcpjournal/framework/1"


def _keep_framework(data: dict[str, Any], where: str, in_use: set[str]) -> None:
    """Stores the packs that entries of the file were written under.

    Packs of a person's own that were not `in_use` before are put into use; of several versions, the last.
    """
    from rcpjournal.core import checks
    from rcpjournal.core.framework import FrameworkFile
    from rcpjournal.core.framework_rules import hindering, problems

    try:
        packs = checks.check(FrameworkFile, {"schema": 1, "packs": data.get("packs")}).packs
    except checks.Misshapen as error:
        raise DocumentRefused(where, [problem.words for problem in error.problems]) from None
    if found := hindering(problems(packs)):
        raise DocumentRefused(where, [problem.words for problem in found])
    frameworks = here.journal().frameworks
    frameworks.keep(packs, "brought in")
    new = [pack for pack in packs if pack.id not in in_use]
    if new:
        ids = {pack.id for pack in new}
        frameworks.use([*(pack for pack in frameworks.current().packs if pack.id not in ids), *new], "brought in")


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="entry, home, list, summary, actions, history, view, framework, config, pack, selection, sessions, "
            "shared, caseload, caseload-summary, backups or check.",
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
    """Fill a made-up journal of six months, apart from your own, and show where it is."""
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

"""Looking back: list, show, search."""

from typing import Annotated

import typer

from rcpjournal.cli.context import here
from rcpjournal.cli.options import (
    NOTHING_MATCHES,
    ItemOption,
    JsonOption,
    KindOption,
    LimitOption,
    SinceOption,
    StarredOption,
    UntilOption,
    WithOption,
)
from rcpjournal.cli.terminal import say, show, show_json, show_json_list
from rcpjournal.core.records import Selection
from rcpjournal.errors import UsageProblem
from rcpjournal.files.forms_file import shipped_models

EMPTY = "Nothing is written yet. `rcpjournal write quick` takes two minutes."
LIST = {"schema": "rcpjournal/list/1"}
WAITS = "Nothing is finished yet. A reflection waits: `rcpjournal write` goes on with it."


def list_entries(
    since: SinceOption = None,
    until: UntilOption = None,
    kind: KindOption = None,
    with_: WithOption = None,
    item: ItemOption = None,
    starred: StarredOption = False,
    limit: LimitOption = 20,
    json: JsonOption = False,
) -> None:
    """List entries, newest first."""
    from rcpjournal.views import entries as view

    selection = here.selection(since, until, kind, with_, item, starred)
    lines = here.journal().finding.lines(selection, limit=limit)
    if json:
        show_json_list(LIST, "entries", map(view.row_of, lines))
        return
    width = here.width if here.interactive else None
    rows = [view.list_line(line, width) for line in lines]
    show(rows)
    _say_if_none(len(rows), selection)


def search(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS...", help='Words that an entry holds; "words together"; begin* .'),
    ],
    since: SinceOption = None,
    until: UntilOption = None,
    kind: KindOption = None,
    with_: WithOption = None,
    item: ItemOption = None,
    starred: StarredOption = False,
    limit: LimitOption = 20,
    json: JsonOption = False,
) -> None:
    """Find entries by their words. The newest first, each with the passage."""
    from rcpjournal.views import entries as view

    selection = here.selection(since, until, kind, with_, item, starred)
    hits = here.journal().finding.search(_typed(words), selection, limit=limit)
    if json:
        rows = ({**view.row_of(hit.line), "passage": view.passage_text(hit)} for hit in hits)
        show_json_list(LIST, "entries", rows)
        return
    width = here.width if here.interactive else None
    show(line for hit in hits for line in view.hit_lines(hit, width))
    if not hits and not " ".join(words).strip():
        raise UsageProblem("Say which words to look for: `rcpjournal search tea`.")
    if not hits:
        say(f"No entry holds {' '.join(words)}. Fewer words find more; begin* finds words that begin so.")


def _typed(words: list[str]) -> str:
    """What the shell cut into words, with phrases put back into quotation marks."""
    return " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)


def show_entry(
    entry_id: Annotated[str, typer.Argument(metavar="ID", help="An id, the beginning of one, or `last`.")] = "last",
    json: JsonOption = False,
    history: Annotated[bool, typer.Option("--history", help="Show its earlier texts too.")] = False,
    as_: Annotated[
        str | None,
        typer.Option("--as", metavar="MODEL", help=f"By another model's stages: {', '.join(shipped_models())}."),
    ] = None,
) -> None:
    """Show one entry whole. The last one, if none is named."""
    if as_ is not None:
        if history:
            raise UsageProblem("Choose one of --as and --history.")
        _show_as(as_, entry_id, json=json)
        return
    from rcpjournal.core.entry import document
    from rcpjournal.views import entries as view

    entries = here.journal().entries
    entry = entries.get(entry_id)
    wanted = entry.id or ""
    earlier = here.journal().history.revisions(wanted) if history else []
    if json:
        show_json(view.history_document(entry, earlier) if history else document(entry))
        return
    show([*view.whole(entry, entries.labels(wanted), here.framework, here.width), *view.history(earlier, here.width)])
    if history and not earlier:
        say("This entry has not been changed.")


def _show_as(word: str, entry_id: str, *, json: bool) -> None:
    from rcpjournal.core.recast.model import seen_as
    from rcpjournal.files.forms_file import load_model
    from rcpjournal.views import models as view
    from rcpjournal.views.days import spoken

    models = shipped_models()
    name = word.strip().casefold()
    if name not in models:
        raise UsageProblem(f"“{word}” is not a model I know. Choose from {', '.join(models)}.")
    entry = here.journal().entries.get(entry_id)
    labels = here.journal().entries.labels(entry.id or "")
    model = load_model(models[name])
    if json:
        show_json(view.document(seen_as(name, model, entry, labels, here.framework)))
        return
    show(view.lines(seen_as(name, model, entry, labels, here.framework, day=spoken), here.width))


def _say_if_none(found: int, selection: Selection) -> None:
    if not found:
        say(why_none(selection))


def why_none(selection: Selection) -> str:
    """Why no entry is there, in a sentence that says what to do."""
    if selection != Selection():
        return NOTHING_MATCHES
    return WAITS if here.journal().drafts.all() else EMPTY

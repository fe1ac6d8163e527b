"""Looking after the journal file: check, check --repair, purge."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rcpjournal.cli.context import here, shipped_packs
from rcpjournal.cli.options import JsonOption, YesOption
from rcpjournal.cli.terminal import confirm, say, show, show_json
from rcpjournal.core.words import plural
from rcpjournal.errors import NobodyToAsk, UsageProblem
from rcpjournal.views.days import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rcpjournal.core.check_findings import Finding
    from rcpjournal.store.purging import Going, Held
    from rcpjournal.store.repairing import Repaired
    from rcpjournal.views.styled import Line

_NAMED = 5
_MANY = 10_000
"""so many entries take a few seconds to check"""


def check(
    json: JsonOption = False,
    repair: Annotated[bool, typer.Option("--repair", help="Make a copy in which what was found is put right.")] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="With --repair: the copy; beside the journal if not given."
        ),
    ] = None,
) -> None:
    """Look whether the journal is whole. It says what to do where it is not."""
    from rcpjournal.cli.backing import expect_not_lost
    from rcpjournal.store.checking import check as findings_in
    from rcpjournal.store.checking import entries_in
    from rcpjournal.views.checking import Tally, check_document, check_lines

    if output is not None and not repair:
        raise UsageProblem("-o goes with --repair: it names the copy.")
    if json and repair:
        raise UsageProblem("--json and --repair do not go together: repair first, then check the copy.")
    path = here.journal_path
    if not path.exists():
        expect_not_lost()
    if repair:
        _repair(path, output)
        return
    if here.interactive and path.exists() and (entries_in(path, here.keys) or 0) > _MANY:
        say("There is a lot to look through: this takes a moment.", dim=True)
    found = findings_in(path, here.keys)
    if json:
        rows = list(found)
        whole = not rows
        show_json(check_document(str(path), entries_in(path, here.keys), rows))
    else:
        tally = Tally(found)
        whole = not tally
        show(check_lines(str(path), entries_in(path, here.keys), tally, here.width))
    if not whole:
        raise typer.Exit(1)


def _repair(path: Path, output: Path | None) -> None:
    from rcpjournal.files.paths import expanded
    from rcpjournal.store.repairing import repair

    target = expanded(str(output)) if output else path.with_name(f"{path.stem}-repaired-{here.now():%y%m%d-%H%M%S}.db")
    made = repair(path, target, here.keys, here.now, shipped_packs)
    show(_repaired_lines(made, path), page=False)
    if made.mended.partly or made.mended.lost or made.rows_lost or made.left:
        raise typer.Exit(1)


def _repaired_lines(made: "Repaired", path: Path) -> "Iterator[Line]":
    from rcpjournal.views.checking import named
    from rcpjournal.views.styled import line, wrapped

    width = here.width
    yield line(f"The copy, with {plural(made.entries, 'entry', 'entries')}: {made.path}")
    not_whole = [
        ("not as saved; kept as far as they could be read", _findings(made.mended.partly)),
        ("lost", _findings(made.mended.lost)),
    ]
    for how, found in not_whole:
        if found:
            yield from wrapped(f"{plural(len(found), 'entry', 'entries')} {how}:", width)
            for one in found:
                yield line(f"  {named(one)}")
    lost = {name: n for name, n in made.rows_lost.items() if name not in ("marks", "texts")}
    if lost:
        rows = ", ".join(f"{_TABLES.get(name, name)} ({n})" for name, n in lost.items())
        yield from wrapped(f"Rows that could not be read, at least: {rows}.", width)
    if not (made.mended.partly or made.mended.lost or lost):
        yield from wrapped("Every entry is in it as it was saved.", width)
    if made.left:
        left = "; ".join(named(one) or one.kind for one in made.left)
        yield from wrapped(f"Still to be looked at in the copy: {left}", width)
    yield from wrapped("The journal itself is as it was. Look around in the copy first:", width)
    yield line(f"  rcpjournal --journal {made.path} list")
    yield from wrapped("To put it in the journal's place:", width)
    named_journal = f" --journal {path}" if here.config.text("journal") else ""
    yield line(f"  rcpjournal{named_journal} restore {made.path}")


_TABLES = {
    "answers": "answers", "observations": "tags", "actions": "what was agreed", "additions": "later notes",
    "changes": "earlier texts", "drafts": "unfinished reflections", "preparations": "pages being prepared",
    "shared": "pages that left", "received": "packs received", "entries": "heads of entries",
}  # fmt: skip


def _findings(rows: list[tuple[str, str]]) -> "list[Finding]":
    from rcpjournal.core.check_findings import Finding

    return [Finding("", "", name, day) for name, day in rows]


# --- purge --------------------------------------------------------------------------------------------


def purge(
    older_than: Annotated[
        str | None,
        typer.Option("--older-than", metavar="DAY", help="Only what was deleted or changed before this day."),
    ] = None,
    shared: Annotated[bool, typer.Option("--shared", help="Pages that left, too (`supervision shared`).")] = False,
    yes: YesOption = False,
) -> None:
    """Let go for good of what was deleted. Earlier texts go too. It shows what would go, and asks."""
    from rcpjournal.cli.backing import expect_begun
    from rcpjournal.store.leftovers import sweep
    from rcpjournal.store.purging import Limit, left_in

    expect_begun()
    limit = Limit(here.day(older_than) if older_than is not None else None, shared)
    purging = here.journal().purging
    going = purging.going(limit)
    if not going.anything:
        say("There is nothing to purge: nothing that is deleted, and no earlier texts.")
        _tell_of_others(purging.digests(), look=False)
        return
    from rcpjournal.views.styled import wrapped

    for words in _what_goes(going):
        show(wrapped(words.lstrip(), here.width, _indent(words)), page=False)
    agreed = yes or confirm("Let it go? There is no way back.", default=False)
    if agreed is None:
        raise NobodyToAsk
    if not agreed:
        say("Nothing was purged.")
        return
    sought = purging.sought(limit)
    purging.purge(limit)
    sought = purging.only_gone(sought)
    sealed, unused, digests = here.sealed, purging.unused_pages(), purging.digests()
    sweep(here.journal_path.resolve().parent)
    here.close()  # before the file's bytes are read: closing that handle would drop the locks of a connection
    left = [] if sealed else left_in(here.journal_path, sought)
    if left:
        say(
            f"Purged, but {plural(len(left), 'word', 'words')} of it can still be found in the file. Another program "
            "may hold it open; close it, and run `rcpjournal purge` again."
        )
        raise typer.Exit(1)
    say(f"Purged.{_proof(len(sought), unused, sealed=sealed)}")
    _tell_of_others(digests)


def _proof(sought: int, unused: int, *, sealed: bool) -> str:
    """What shows that it is gone. The bytes of a sealed file are no words, so nothing is looked for there."""
    if sealed:
        return "" if unused else " The file was made anew and sealed again; it holds no page that is not in use."
    return f" {sought} of its words were looked for in the file, byte by byte: none is left." if sought else ""


def _indent(words: str) -> str:
    return " " * (len(words) - len(words.lstrip()))


def _what_goes(going: "Going") -> list[str]:
    from datetime import date

    if going.unfinished and not (going.entries or going.changes or going.shared):
        return ["A purge was cut off: what is left of it in the file goes now."]
    lines = ["This goes for good:"]
    if going.entries:
        named = [f"{name} ({spoken(date.fromisoformat(day))})" for name, day in going.entries[:_NAMED]]
        more = [f"and {len(going.entries) - _NAMED} more"] if len(going.entries) > _NAMED else []
        lines.append(f"  {plural(len(going.entries), 'deleted entry', 'deleted entries')}: {', '.join(named + more)}")
    if going.changes:
        earlier = f"{plural(going.earlier, 'earlier text', 'earlier texts')}, and " if going.earlier else ""
        lines.append(f"  {earlier}what undo could take back")
    if going.shared:
        lines.append(f"  {plural(going.shared, 'page', 'pages')} that left, as remembered here")
    stays = []
    if going.shared_left:
        stays.append(f"{plural(going.shared_left, 'page', 'pages')} that left (--shared)")
    if going.waiting:
        stays.append(f"{plural(going.waiting, 'unfinished reflection or page', 'unfinished reflections or pages')}")
    return lines + ([f"This stays: {', '.join(stays)}."] if stays else [])


def _tell_of_others(digests: dict[str, str], *, look: bool = True) -> None:
    """What other files still hold: backups, repaired copies, texts that lie outside the journal."""
    from rcpjournal.cli.backing import copies as all_copies
    from rcpjournal.files.paths import repaired_of, rescued_in
    from rcpjournal.store.purging import held_in

    path = here.journal_path
    backups = [file for files in all_copies().values() for file in files]
    copies = [held_in(one, here.keys, digests) for one in (*backups, *repaired_of(path))]
    still = [one for one in copies if one.entries or one.earlier or one.entries is None]
    if still:
        say(f"{plural(len(still), 'copy', 'copies')} of the journal may still hold deleted or earlier text:")
        for one in still:
            say(f"  {one.path}: {_held(one)}")
        say("Delete them if it is to be gone there too.")
    if outside := rescued_in(here.home):
        say(f"Texts outside the journal: {', '.join(str(one) for one in outside[:_NAMED])}")
    if look:
        say(
            "Exports, copies elsewhere and what others were sent are not touched; old blocks of a disk may keep traces."
        )


def _held(one: "Held") -> str:
    if one.entries is None:
        return "it could not be looked into"
    parts = []
    if one.entries:
        parts.append(
            plural(one.entries, "entry as the journal has it no more", "entries as the journal has them no more")
        )
    if one.earlier:
        parts.append(plural(one.earlier, "earlier text", "earlier texts"))
    return ", ".join(parts)

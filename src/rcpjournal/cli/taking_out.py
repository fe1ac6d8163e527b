"""Entries on their way out: which of them, in which format, into a file, a folder or the terminal."""

import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rcpjournal.cli.context import here, shipped_packs
from rcpjournal.cli.forming import SEALED_AND_THIS_IS_NOT
from rcpjournal.cli.progress import watched
from rcpjournal.cli.reading import why_none
from rcpjournal.cli.terminal import say, show_text, write
from rcpjournal.core.records import Selection
from rcpjournal.core.words import plural
from rcpjournal.errors import FileRefused, Interrupted, UsageProblem
from rcpjournal.files.paths import expanded

if TYPE_CHECKING:
    from rcpjournal.core.entry import Entry
    from rcpjournal.core.framework import Framework
    from rcpjournal.exports import Exporter
    from rcpjournal.files.folder import Put

_YOURS = "What has left the journal is yours to look after."


class Wanted(NamedTuple):
    """What a person asked for."""

    format: str
    selection: Selection
    output: Path | None = None
    folder: Path | None = None
    rows: str | None = None
    with_aliases: bool = False
    force: bool = False


def take_out(wanted: Wanted) -> None:
    """Writes the entries that were chosen. Raises UsageProblem or FileRefused."""
    if wanted.folder is not None:
        _expect_folder(wanted)
        _into_folder(wanted, wanted.folder)
        return
    from rcpjournal.exports import Chosen

    exporter = _exporter(wanted)

    def months() -> list[tuple[str, int]]:
        return here.journal().finding.months(wanted.selection)

    counted = _Counted(_chosen(wanted.selection, seen=wanted.output is None), wanted.with_aliases)
    chosen = Chosen(counted, _frameworks(), here.framework, here.today, months)
    pieces = exporter.pieces(chosen)
    if wanted.output is None:
        write(pieces)
    else:
        from rcpjournal.files.reading import write_new

        write_new(expanded(str(wanted.output)), chain([exporter.mark], pieces), force=wanted.force)
    where = f" to {wanted.output}" if wanted.output else ""
    say(f"{plural(counted.count, 'entry', 'entries')} written{where}. {_after(counted.count, wanted)}")


def expect_a_format(name: str, ids: Sequence[str]) -> None:
    """Raises UsageProblem where this is no format of whole entries, or ids were given."""
    from rcpjournal.cli.forming import form_names
    from rcpjournal.exports import exporters

    if name not in exporters():
        raise UsageProblem(
            f"“{name}” is not a format. Choose from {', '.join(exporters())}, supervision, or a form: "
            f"{', '.join(form_names())}."
        )
    if ids:
        raise UsageProblem(f"Ids are for forms ({', '.join(form_names())}); {name} takes filters such as --since.")


def _exporter(wanted: Wanted) -> "Exporter":
    """The format that was asked for. Raises UsageProblem."""
    from rcpjournal.exports import exporters

    if wanted.with_aliases and wanted.format != "json":
        raise UsageProblem("Aliases go along only when the journal is moved: as json, or with markdown --folder.")
    if wanted.rows and wanted.format != "csv":
        raise UsageProblem("--rows is for csv: the other formats have no rows.")
    if wanted.rows == "observations":
        from rcpjournal.exports.csv import ObservationsCsv

        return ObservationsCsv()
    return exporters()[wanted.format]


def _expect_folder(wanted: Wanted) -> None:
    if wanted.format != "markdown":
        raise UsageProblem("--folder is for markdown: `rcpjournal export markdown --folder DIR`.")
    if wanted.output is not None:
        raise UsageProblem("Give --output for one file or --folder for a file an entry, not both.")
    if wanted.rows:
        raise UsageProblem("--rows is for csv: the other formats have no rows.")


def _into_folder(wanted: Wanted, path: Path) -> None:
    """A file for each entry. One that is there with the same words stays; with others, it is refused before any is
    written, unless `force`. Raises FileRefused, or Interrupted with whole files only."""
    from rcpjournal.exports.json_lines import framework_line
    from rcpjournal.exports.notes import FRAMEWORK_NAME, id_in, note, note_name
    from rcpjournal.files.folder import Folder

    folder = Folder(expanded(str(path)))
    named = {entry_id: name for name in folder.names() if (entry_id := id_in(name))}

    def notes(known: Collection[str] | None = None) -> Iterator[tuple[str, str]]:
        """(name, text) of each entry, or of those that are `known`; an entry keeps the name that it once got."""
        for entry, labels in _Counted(_chosen(wanted.selection, seen=False), wanted.with_aliases):
            if known is None or entry.id in known:
                yield named.get(entry.id or "") or note_name(entry), note(entry, labels, here.framework)

    if named and not wanted.force:
        _expect_unchanged(path, [name for name, text in notes(named) if not folder.holds(name, text)])
    came: Counter[Put] = Counter()
    written: list[str] = []
    try:
        for framework in _frameworks():
            folder.put(FRAMEWORK_NAME.format(framework.key), framework_line(framework), force=wanted.force)
        for name, text in notes():
            outcome = folder.put(name, text, force=wanted.force)
            came[outcome] += 1
            written += [] if outcome == "same" else [str(path / name)]
        folder.close()
    except KeyboardInterrupt:
        done = plural(len(written), "file")
        raise Interrupted(
            f"Stopped. {done} in {path}, each of them whole. The same command goes on from there."
        ) from None
    if written and not sys.stdout.isatty():  # last, so that a reader who leaves early stops nothing
        show_text("\n".join(written))
    say(f"{_what_came(came, path)} {_after(came.total(), wanted)}")


def _expect_unchanged(path: Path, differing: list[str]) -> None:
    """Raises FileRefused where files say something else than their entries."""
    if differing:
        more = f" and {len(differing) - 3} more" if len(differing) > 3 else ""
        named = f"{', '.join(differing[:3])}{more}"
        raise FileRefused(
            str(path),
            f"{plural(len(differing), 'file')} here {'says' if len(differing) == 1 else 'say'} something else than the "
            f"journal now: {named}. Nothing was written. --force puts what the journal says in their place.",
        )


def _after(count: int, wanted: Wanted) -> str:
    """What is to be known once so many entries have left."""
    if count:
        plain = (wanted.output or wanted.folder) and here.sealed
        return f"{SEALED_AND_THIS_IS_NOT} {_YOURS}" if plain else _YOURS
    return why_none(wanted.selection)


def _what_came(came: "Counter[Put]", path: Path) -> str:
    words = f"{plural(came['new'] + came['replaced'], 'entry', 'entries')} written to {path}"
    replaced = f", {came['replaced']} of them over what was there" if came["replaced"] else ""
    same = f"; {came['same']} {'was' if came['same'] == 1 else 'were'} there already" if came["same"] else ""
    return f"{words}{replaced}{same}."


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
        for entry, labels in self._entries:
            self.count += 1
            yield replace(entry, alias=None) if entry.alias and not self._with_aliases else entry, labels


def _frameworks() -> "Iterator[Framework]":
    """The frameworks that another journal would not have by itself."""
    shipped = {pack.id: pack for pack in shipped_packs()}
    for framework in here.journal().frameworks.written_under():
        if any(shipped.get(pack.id) != pack for pack in framework.packs):
            yield framework

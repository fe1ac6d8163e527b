"""Our own export comes back, or is looked at."""

import json
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from rcpjournal.cli.context import here
from rcpjournal.cli.progress import watched
from rcpjournal.cli.terminal import say, show, show_text
from rcpjournal.core.words import plural, title_of
from rcpjournal.errors import DocumentRefused, EntryDiffers, JournalError
from rcpjournal.files.paths import expanded
from rcpjournal.views.arriving import Coming

if TYPE_CHECKING:
    from rcpjournal.core.entry import Entry
    from rcpjournal.core.framework import Framework, Pack
    from rcpjournal.imports import Found
    from rcpjournal.store import Journal


def bring_back(file: str, keep_good: bool) -> None:
    """Keeps what `export json` wrote, in one transaction. Raises DocumentRefused."""
    from rcpjournal.cli.bringing import Naming, keep_documents

    with _opened(file) as given:
        journal = here.journal(writing=True)
        before = journal.finding.count()
        with journal.saving():
            keep_frameworks(_frameworks_in(given, file))  # first, wherever they stand in the file
            kept = keep_documents(_entries_in(given, file, "Bringing in"), keep_good, Naming())
    if kept.many:
        show_text(kept.ids)
    added = journal.finding.count() - before
    already = f", {plural(kept.many - added, 'was', 'were')} here already" if kept.many > added else ""
    say(f"{plural(added, 'entry', 'entries')} added{already}.")
    if kept.refused:
        raise kept.refused


def look(file: str) -> None:
    """Shows what `bring_back` would keep, without a byte written. Raises DocumentRefused where it would refuse some."""
    from rcpjournal.views.arriving import Sums, coming_lines

    with _opened(file) as given:
        looked = Look(here.journal())
        for where, data in _frameworks_in(given, file):
            looked.take_framework(data, where)
        for where, raw in _entries_in(given, file, "Looking"):
            looked.take_entry(raw, where)
    sums = Sums(tuple(looked.coming), (), {}, {}, tuple(looked.refused))
    show(coming_lines(sums, here.width, whole=not sys.stdout.isatty()))
    say("This was a look: nothing was brought in.")
    if looked.refused:
        raise DocumentRefused("", [f"{plural(len(looked.refused), 'part was', 'parts were')} refused, see above."])


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    """The file, or standard input; what is typed there is kept in a file if the program is stopped."""
    from rcpjournal.cli.writing import as_text, given_bytes, until_taken
    from rcpjournal.files.reading import opened

    with ExitStack() as stack:
        given = stack.enter_context(given_bytes() if file == "-" else opened(expanded(file)))
        if isinstance(given, BytesIO) and sys.stdin.isatty():  # it was typed, and is nowhere else
            stack.enter_context(until_taken(lambda: as_text(given.getvalue())))
        yield _readable(given, file)


def _readable(given: BinaryIO, file: str) -> BinaryIO:
    """The file as UTF-8, though an older PowerShell wrote it by `>`. Raises DocumentRefused for a zip."""
    name = "standard input" if file == "-" else file
    start = given.read(4)
    given.seek(0)
    if start.startswith(b"PK\x03\x04"):
        raise DocumentRefused(f"{name}: ", ["this is a zip. Take out what is in it, and import that."])
    if not start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return given
    try:
        return BytesIO(given.read().decode("utf-16").encode())
    except UnicodeError:
        raise DocumentRefused(f"{name}: ", ["this begins as UTF-16 text and is not all of it that."]) from None


def _where(file: str, line: int) -> str:
    return f"line {line}: " if file == "-" else f"{file}, line {line}: "


def _documents(given: BinaryIO) -> "Iterator[Found]":
    from rcpjournal.files.reading import text_lines
    from rcpjournal.imports import importers

    return importers()["json"].documents(text_lines(given))


def _frameworks_in(given: BinaryIO, file: str) -> Iterator[tuple[str, Any]]:
    return ((_where(file, line), json.loads(raw)) for line, raw in _documents(given) if _is_framework(raw))


def _entries_in(given: BinaryIO, file: str, words: str) -> Iterator[tuple[str, str]]:
    """(where, JSON text) of each entry, with a bar."""
    from rcpjournal.files.reading import size_of

    found = watched(_documents(given), words, lambda: size_of(given), given.tell)
    return ((_where(file, line), raw) for line, raw in found if not _is_framework(raw))


def _is_framework(raw: str) -> bool:
    if "rcpjournal/framework/1" not in raw[:200]:
        return False
    try:
        data = json.loads(raw)
    except ValueError:
        return False
    return isinstance(data, dict) and data.get("schema") == "rcpjournal/framework/1"


def packs_of(data: Any, where: str) -> "tuple[Pack, ...]":
    """The packs of a framework document. Raises DocumentRefused."""
    from rcpjournal.core import checks
    from rcpjournal.core.framework import FrameworkFile
    from rcpjournal.core.framework_rules import hindering, problems

    try:
        packs = checks.check(FrameworkFile, {"schema": 1, "packs": data.get("packs")}).packs
    except checks.Misshapen as error:
        raise DocumentRefused(where, [problem.words for problem in error.problems]) from None
    if found := hindering(problems(packs)):
        raise DocumentRefused(where, [problem.words for problem in found])
    return packs


def keep_frameworks(documents: Iterable[tuple[str, Any]]) -> None:
    """Stores the frameworks that entries were written under, from (where, document). Raises DocumentRefused.

    Packs of a person's own that were not in use before are put into use; of several versions, the last.
    """
    frameworks = here.journal().frameworks
    in_use = {pack.id for pack in frameworks.current().packs}
    for where, data in documents:
        packs = packs_of(data, where)
        frameworks.keep(packs, "brought in")
        if any(pack.id not in in_use for pack in packs):
            frameworks.use(joined(frameworks.current().packs, packs, in_use), "brought in")


def joined(current: "Sequence[Pack]", packs: "Iterable[Pack]", in_use: set[str]) -> "list[Pack]":
    """The packs in use, with those that were not in use before in place of others of their name."""
    new = [pack for pack in packs if pack.id not in in_use]
    ids = {pack.id for pack in new}
    return [*(pack for pack in current if pack.id not in ids), *new]


class Look:
    """What would come of documents, one after the other. It only reads."""

    def __init__(self, journal: "Journal") -> None:
        from rcpjournal.cli.bringing import Naming
        from rcpjournal.core.framework import Framework

        self.coming: list[Coming] = []
        self.refused: list[str] = []
        self._journal, self._made = journal, Framework
        self._current = journal.frameworks.current()
        self._in_use = {pack.id for pack in self._current.packs}
        self._brought: list[Framework] = []
        self._met: dict[str, str] = {}
        self._named = Naming()

    # --- frameworks, of the journal and of the file ---------------------------------------------------

    def take_framework(self, data: Any, where: str) -> None:
        """A framework document, which entries behind it may need."""
        try:
            packs = packs_of(data, where)
            self._journal.frameworks.expect_same(packs)
        except JournalError as error:
            self.refused.append(str(error))
            return
        self._brought.append(self._made(packs))
        self._current = self._made(joined(self._current.packs, packs, self._in_use))

    def current(self) -> "Framework":
        """The framework that would be in use."""
        return self._current

    def with_versions(self, versions: dict[str, str]) -> "Framework | None":
        """The framework with these versions that would be here."""
        there = self._journal.frameworks.with_versions(versions)
        return there or next((one for one in self._brought if one.versions == versions), None)

    # --- entries --------------------------------------------------------------------------------------

    def take_entry(self, raw: str, where: str) -> None:
        """An entry's document."""
        from rcpjournal.cli.bringing import checked

        try:
            entry, framework = checked(raw, where, self)
            entry = self._named(entry, raw)
            known = self._is_known(entry, framework)
        except DocumentRefused as error:
            self.refused.append(str(error))
        except JournalError as error:
            self.refused.append(f"{where}{error}")
        else:
            items = [*(seen.item for seen in entry.observations), *(one.item for one in entry.conditions)]
            labels = [framework.items[item].label for item in items]
            title = title_of(entry.answers.values())
            at = where.removesuffix(": ")
            self.coming.append(Coming(at, entry.happened_on, title, tuple(labels), entry.starred, known))

    def _is_known(self, entry: "Entry", framework: "Framework") -> bool:
        """Whether the same entry is here, or was met before. Raises EntryDiffers."""
        if entry.id is None:
            return False
        same = self._journal.entries.same_text(entry, framework)
        met = entry.id in self._met
        if self._met.setdefault(entry.id, same) != same:
            raise EntryDiffers(entry.id)
        return self._journal.entries.would_be_here(entry.id, same) or met

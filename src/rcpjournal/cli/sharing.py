"""What leaves: from a choice to a page, its bytes, the file, and the memory of it."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rcpjournal.cli.context import here
from rcpjournal.cli.summing import period, usual_parts
from rcpjournal.cli.terminal import say
from rcpjournal.core.dates import spoken
from rcpjournal.core.records import Selection as Chosen
from rcpjournal.core.words import listed
from rcpjournal.errors import FileRefused, UsageProblem

if TYPE_CHECKING:
    from rcpjournal.core.insight.summary import Summary
    from rcpjournal.core.sharing.page import Page
    from rcpjournal.core.sharing.preparing import Prepared
    from rcpjournal.core.sharing.selection import Selection

LONG = "It may take more than one side of A4: fewer or shorter passages bring it back to one."


def scripted(
    file: str | None, since: str | None, until: str | None, *, starred: bool, counts_only: bool
) -> "Selection | None":
    """A choice without questions; None where a person is to be asked. Raises UsageProblem."""
    from rcpjournal.core.sharing.selection import Selection

    if sum((file is not None, starred, counts_only)) > 1:
        raise UsageProblem("Choose one of --selection, --starred and --counts-only.")
    if file is not None:
        if since is not None or until is not None:
            raise UsageProblem("A selection names its days itself: leave out --since and --until.")
        return _from_file(file)
    first, last = period(since, until)
    if counts_only:
        return Selection(since=first, until=last, themes=_usual_themes(first, last))
    return _of_starred(first, last) if starred else None


def _from_file(file: str) -> "Selection":
    from rcpjournal.cli.writing import DOCUMENTS, as_text, standard_input, until_taken
    from rcpjournal.files.paths import expanded
    from rcpjournal.files.reading import read_bytes

    if file == "-":
        text = standard_input(DOCUMENTS)
        with until_taken(lambda: text):
            return _from_text(text)
    return _from_text(as_text(read_bytes(expanded(file), most=1_000_000)))


def _from_text(text: str) -> "Selection":
    from rcpjournal.core.checks import Misshapen, check
    from rcpjournal.core.sharing.selection import Selection, checked_selection
    from rcpjournal.core.words import usable
    from rcpjournal.errors import DocumentRefused

    try:
        found: Selection = check(Selection, json.loads(usable(text)))
    except (ValueError, RecursionError) as error:
        raise DocumentRefused("", [f"this is not JSON ({error})"]) from None
    except Misshapen as error:
        raise DocumentRefused("", [problem.words for problem in error.problems]) from None
    agreed = {action.number for action in here.journal().actions.all(every=True)}
    return checked_selection(found, here.framework, agreed)


def _of_starred(first: date, last: date) -> "Selection":
    from rcpjournal.core.sharing.selection import Passage, Selection

    found = prepared(first, last)
    starred = {line.id for line in here.journal().finding.lines(Chosen(since=first, until=last, starred=True), limit=0)}
    themes = _usual_themes(first, last)
    passages = tuple(
        Passage(text=one.text, place=one.place, item=one.item, entry=one.entry)
        for one in found.candidates
        if one.entry in starred and (one.place != "theme" or one.item in themes)
    )
    return Selection(since=first, until=last, to=found.role, themes=themes, passages=passages)


def _usual_themes(first: date, last: date) -> tuple[str, ...]:
    from rcpjournal.core.sharing.page import themed
    from rcpjournal.core.sharing.selection import MOST_THEMES

    return tuple(item.item for item in themed(summary_of(first, last), here.framework)[:MOST_THEMES])


# --- gathering ------------------------------------------------------------------------------------------------------


def summary_of(first: date, last: date) -> "Summary":
    """The summary that a page counts from."""
    from rcpjournal.cli.summing_up import Asked, summed

    return summed(Asked(Chosen(), first, last, usual_parts(first, last)))


def prepared(first: date, last: date) -> "Prepared":
    """All that a page of these days could be made of."""
    from rcpjournal.core.insight.naming import successor
    from rcpjournal.core.sharing.candidates import candidates
    from rcpjournal.core.sharing.page import themed
    from rcpjournal.core.sharing.preparing import Prepared

    journal, framework = here.journal(), here.framework
    days = Chosen(since=first, until=last)
    quotes = [one._replace(item=successor(one.item, framework)) for one in journal.tracing.quotes(days)]
    entries = [entry for entry, _ in journal.entries.chosen(days)]
    noted = [one.supervision.question for one in entries if one.supervision and one.supervision.question]
    sessions = journal.supervision.sessions()
    agreed = [
        one
        for one in journal.actions.all(every=True)
        if one.happened_on <= last.isoformat()
        and (one.state in ("open", "changed") or one.happened_on >= first.isoformat())
    ]
    summary = summary_of(first, last)
    return Prepared(
        summary,
        themed(summary, framework),
        agreed,
        candidates(entries, quotes, framework),
        noted,
        (sessions[0].role or "") if sessions else "",
    )


# --- leaving --------------------------------------------------------------------------------------------------------


def page_of(chosen: "Selection") -> "Page":
    """The page that a choice makes."""
    from rcpjournal.core.sharing.page import page

    actions = here.journal().actions.all(every=True)
    return page(chosen, summary_of(chosen.since, chosen.until), actions, here.framework)


def bytes_of(chosen: "Selection", format_: str) -> bytes:
    """The exact bytes that would leave. Raises NothingToShare for a page that would say nothing."""
    from rcpjournal.exports.page import page_formats

    page = page_of(chosen)
    if page.is_empty:
        from rcpjournal.core.sharing.refusals import NothingToShare

        raise NothingToShare(days_in_words(chosen.since, chosen.until))
    return page_formats()[format_].render(page)


def days_in_words(first: date, last: date) -> str:
    """`5 Feb 2026 to 4 Mar 2026`; a single day as itself."""
    days = dict.fromkeys(spoken(day, weekday=False) for day in (first, last))
    return " to ".join(days)


class Target(NamedTuple):
    """How a page leaves: its format, the file (None: standard output), and the key it is sealed to, if any.

    `named` says that the person named the file; else a free name was found for it.
    """

    format: str
    output: Path | None
    force: bool = False
    sealed_to: str | None = None
    named: bool = True


def target(
    format_: str | None,
    output: Path | None,
    *,
    force: bool,
    encrypt_to: str | None = None,
    names_a_file: bool = False,
) -> Target:
    """What was asked for, checked before anything else is; the format that is named, or else that of the file's name.

    With `names_a_file`, a person at a terminal who named no file is given one. Raises UsageProblem, FileRefused,
    ExtraMissing or KeyRefused.
    """
    from rcpjournal.exports.page import page_formats
    from rcpjournal.files.paths import expanded, free_name
    from rcpjournal.files.reading import expect_new

    if output == Path("-"):  # standard output, at a terminal too
        output, names_a_file = None, False
    formats = page_formats()
    wanted = format_ or (output.suffix.casefold().lstrip(".") if output else "") or "html"
    if wanted not in formats:
        raise UsageProblem(f"“{wanted}” is not a format of the page. Choose with --format from {', '.join(formats)}.")
    named = output is not None
    if output is None and names_a_file and here.interactive:
        output = free_name(f"supervision-{here.today}", formats[wanted].suffix)
    if output is None and wanted == "docx":
        raise UsageProblem("A Word document goes to a file: add -o page.docx.")
    if output is not None:
        output = expanded(str(output))
        expect_new(output, force=force)
    sealed_to = _sealed_to(encrypt_to, wanted, output) if encrypt_to is not None else None
    return Target(wanted, output, force, sealed_to, named)


def _sealed_to(key: str, format_: str, output: Path | None) -> str:
    if format_ != "json":
        raise UsageProblem("What is sealed is a pack, which --format json makes: add it, or leave out --encrypt-to.")
    if output is None and sys.stdout.isatty():
        raise UsageProblem("A sealed pack is not for reading: add -o FILE.")
    from rcpjournal.files.age import checked_recipient

    return checked_recipient(key)


class Memory(NamedTuple):
    """What is remembered of a page that leaves, beside its bytes."""

    whom: str
    since: date
    until: date
    selection: dict[str, Any]


def leave(chosen: "Selection", target: Target, what: bytes) -> None:
    """Writes the page that a choice makes, and remembers it; `what` are its bytes, as they were seen."""
    from rcpjournal.core.sharing.selection import selection_document

    let_out(what, Memory(chosen.to, chosen.since, chosen.until, selection_document(chosen)), target)


def let_out(what: bytes, memory: Memory, target: Target) -> None:
    """Writes the bytes and remembers them: first the memory, then the file, so that nothing leaves unremembered.

    What is sealed is remembered as it was before: sealed bytes are others each time, and only the key opens them.
    """
    from rcpjournal.files.reading import write_bytes

    leaving = what
    if target.sealed_to:
        from rcpjournal.files.age import sealed

        leaving = sealed(what, target.sealed_to)
    store = here.journal().supervision
    kept = store.remember(
        what, whom=memory.whom, format_=target.format, since=memory.since, until=memory.until,
        selection=memory.selection, sealed_to=target.sealed_to,
    )  # fmt: skip
    try:
        if target.output is not None:
            write_bytes(target.output, leaving, force=target.force)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(leaving)
            sys.stdout.buffer.flush()
    except FileRefused:  # no file, so nothing left; what went to a pipe or a terminal cannot be taken back
        store.forget(kept.number)
        raise
    to = f" to {target.output}" if target.output else ""
    sealed_to = f", sealed to {target.sealed_to[:12]}…" if target.sealed_to else ""
    say(
        f"Left{to}{sealed_to}: {kept.size} bytes, SHA-256 {kept.digest[:12]}… It is the organisation's now, to keep or "
        f"lose. `rcpjournal supervision shared {kept.number}` shows it again."
    )


def leave_unasked(chosen: "Selection", target: Target) -> None:
    """Lets a page leave that nobody was asked about, and says what in it may say who somebody is."""
    from rcpjournal.cli.hinting import known, own_labels
    from rcpjournal.core.identifiers.telling import told
    from rcpjournal.core.sharing.checking import finds
    from rcpjournal.exports.page import fills_more_than_a_side

    leave(chosen, target, bytes_of(chosen, target.format))
    if mentioned := told(finds(chosen, known())):
        say(f"It mentions {mentioned}, as you chose it; `rcpjournal supervision prepare` would have asked.")
    page = page_of(chosen)
    if labels := own_labels(page):
        say(f"It names what you added to the framework yourself, as you called it: {listed(labels)}.")
    if fills_more_than_a_side(page):
        say(LONG)

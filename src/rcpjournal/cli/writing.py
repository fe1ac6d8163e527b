"""Adding without questions: text, standard input, or whole documents."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from rcpjournal.cli.context import here
from rcpjournal.cli.going_back import saved_after_all
from rcpjournal.cli.hinting import hint
from rcpjournal.cli.options import AliasOption, KindOption, OnOption, WithOption
from rcpjournal.cli.rescuing import ending, in_its_file, rescued, until_read, until_saved
from rcpjournal.cli.terminal import say, show_text
from rcpjournal.core.words import usable
from rcpjournal.errors import (
    Interrupted,
    JournalError,
    JournalUnusable,
    NothingToKeep,
    UsageProblem,
)

if TYPE_CHECKING:
    from rcpjournal.core.entry import Observation
    from rcpjournal.core.framework import Framework
    from rcpjournal.files.editor import Edit

WORDS = "Write as much as you like; Ctrl-D on a line of its own keeps it."
DOCUMENTS = "Type or paste them here, as JSON; Ctrl-D on a line of its own ends it."
"""what somebody hears whose keyboard is standard input"""
ONCE_ON_ARGUMENTS = (
    "Just so you know, this once: text given on the command line stays in your shell's history and shows in the list "
    "of running programs. `rcpjournal add -` reads it from the keyboard instead."
)


def add(
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT | -]", help="Your words; - reads them from standard input.")
    ] = None,
    on: OnOption = None,
    kind: KindOption = None,
    with_: WithOption = None,
    item: Annotated[
        list[str] | None,
        typer.Option(
            "--item",
            metavar="ITEM[:STANCE]",
            help="An item it shows: trust, trust:strained. May be repeated.",
        ),
    ] = None,
    alias: AliasOption = None,
    star: Annotated[bool, typer.Option("--star", help="Mark it.")] = False,
    documents: Annotated[
        bool, typer.Option("--json", help="Read whole entries: one JSON object, or one a line.")
    ] = False,
    keep_good: Annotated[
        bool, typer.Option("--keep-good", help="With --json: keep the sound ones though others are refused.")
    ] = False,
) -> None:
    """Add an entry without questions."""
    if documents:
        if text not in (None, "-"):
            raise UsageProblem("--json reads documents from standard input: `rcpjournal add --json - < entries.jsonl`.")
        given = {"--on": on, "--kind": kind, "--with": with_, "--item": item, "--alias": alias, "--star": star}
        if named := [name for name, value in given.items() if value not in (None, False, [])]:
            raise UsageProblem(f"With --json each document says this itself: leave out {', '.join(named)}.")
        _add_documents(standard_input(DOCUMENTS), keep_good)
        return
    with until_read(lambda: piped_words() if text in (None, "-") else text):
        head = _head(on, kind, with_, item or [], alias, star)
    from rcpjournal.core.entry import free_entry

    with words_from(text) as words:
        kept = here.journal(writing=True).entries.add(free_entry(usable(words), **head))
    saved_after_all(words)
    show_text(kept.id or "")
    if text not in (None, "-"):
        tell_once_of_arguments()
    hint(kept)


def _add_documents(text: str, keep_good: bool) -> None:
    from rcpjournal.cli.bringing import documents, keep_documents

    if not text.strip():
        raise NothingToKeep
    with until_taken(lambda: text):
        kept = keep_documents(documents(text), keep_good)
    if kept.many:
        show_text(kept.ids)
    if kept.refused:
        raise kept.refused


def tell_once_of_arguments() -> None:
    """Once in a journal's life, where words came on the command line: what else keeps those."""
    if here.journal().state.first_time("told-about-arguments"):
        say(ONCE_ON_ARGUMENTS)


@contextmanager
def words_from(text: str | None) -> Iterator[str]:
    """The words of a command: an argument, standard input (`-`, or a pipe), or else what the person's editor leaves.

    While it lasts they are being saved; where that fails they are in a safe place, and the error says where. An
    editor's file goes when it has ended well. Raises NothingToKeep where there are none.
    """
    if text is None and sys.stdin.isatty():
        with _words_from_editor() as words:
            yield words
        return
    if text in (None, "-"):
        if sys.stdin.isatty():
            here.journal(writing=True).expect_room()
        text = standard_input().rstrip("\n")
    words = text
    if not words or not words.strip():
        raise NothingToKeep
    with until_saved(lambda why: rescued(why, words)):
        yield words


@contextmanager
def until_taken(text: Callable[[], str]) -> Iterator[None]:
    """Stands round documents that came by standard input until they are kept.

    In a file or a pipe they are mended where they are from: only where the journal cannot take them, `text` is rescued.
    What was typed is nowhere else, so it is rescued whatever is wrong with it.
    """
    typed = sys.stdin.isatty()

    def keep(why: JournalError) -> JournalError:
        return rescued(why, text()) if typed or isinstance(why, (JournalUnusable, Interrupted)) else why

    with until_saved(keep):
        yield


@contextmanager
def _words_from_editor() -> Iterator[str]:
    from rcpjournal.files.editor import Edit

    here.journal(writing=True).expect_room()
    edit = Edit(here.desk, "new-entry", "", here.config.text("editor"), here.home)
    words = run(edit).rstrip("\n")
    if not words.strip():
        edit.done()
        raise NothingToKeep
    with until_saved(lambda why: in_its_file(why, edit)):
        yield words
    edit.done()


def run(edit: "Edit") -> str:
    """What the editor leaves. Whoever stops it is told where the words are."""
    try:
        return edit.run()
    except KeyboardInterrupt as error:
        raise ending(error, lambda why: in_its_file(why, edit)) from None


def _from_keyboard(invitation: str) -> bytes:
    """Lines until Ctrl-D. Whoever leaves otherwise, or is made to, finds what they typed in a file."""
    from rcpjournal.cli.asking import LEAVING, heeding_signals
    from rcpjournal.cli.asking_plain import PlainAsker

    lines: list[bytes] = []
    asker = PlainAsker()
    asker.elsewhere = True  # a signal ends the read that waits
    with heeding_signals(asker):
        try:
            say(invitation)
            lines.extend(iter(sys.stdin.buffer.readline, b""))
        except LEAVING:
            if not b"".join(lines).strip():
                raise Interrupted from None
            raise rescued(Interrupted("Stopped. Nothing was added."), as_text(b"".join(lines))) from None
    return b"".join(lines)


def standard_input(invitation: str = WORDS) -> str:
    """All of standard input, as `as_text` reads it.

    The journal is open, and unlocked, before a person types, and they hear how it ends.
    """
    return as_text(given_bytes(invitation).read())


def piped_words() -> str | None:
    """What a pipe or a file brings; None where a person would have to type it."""
    return None if sys.stdin.isatty() else standard_input()


def given_bytes(invitation: str = DOCUMENTS) -> BinaryIO:
    """The same as bytes, to be read more than once: where it is no file read from its start, all in memory."""
    if sys.stdin.isatty():
        here.journal(writing=True)
        return BytesIO(_from_keyboard(invitation))
    given = sys.stdin.buffer
    return given if given.seekable() and given.tell() == 0 else BytesIO(given.read())


def as_text(data: bytes) -> str:
    """UTF-8 bytes as text; those that are not come as lone surrogates, which `usable` refuses in words."""
    return data.decode("utf-8-sig", errors="surrogateescape")


def _head(
    on: str | None, kind: str | None, with_: str | None, items: list[str], alias: str | None, star: bool
) -> dict[str, Any]:
    here.journal(writing=True)
    return {
        "happened_on": here.past_day(on),
        "kind": here.choice("kind", kind),
        "with_": here.choice("with", with_),
        "observations": tuple(observation(word, here.framework) for word in items),
        "alias": usable(alias, "The alias") if alias else None,
        "starred": star,
    }


def observation(word: str, framework: "Framework") -> "Observation":
    """`trust` or `trust:strained` as an observation. Raises UnknownItem, AmbiguousItem or UsageProblem."""
    name, _, stance = word.partition(":")
    item = framework.find(name)
    layer = framework.layers[item.layer]
    if layer.kind != "tag":
        raise UsageProblem(
            f"{item.id} belongs to {layer.title}, which is not tagged like this; `rcpjournal write` asks about it."
        )
    if stance and stance not in layer.stances:
        raise UsageProblem(
            f"“{stance}” is not a stance of {item.label}: {', '.join(layer.stances) or 'it takes none'}."
        )
    from rcpjournal.core.entry import Observation

    return Observation(item=item.id, stance=stance or None)

"""Mending: edit, note, star, delete, undo."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rcpjournal.cli.context import here
from rcpjournal.cli.options import AliasOption, KindOption, OnOption, WithOption, YesOption
from rcpjournal.cli.terminal import confirm, say, show
from rcpjournal.cli.writing import observation, run
from rcpjournal.core.words import as_typed, plural, shorten, title_of, usable
from rcpjournal.errors import (
    DocumentRefused,
    Interrupted,
    JournalError,
    NobodyToAsk,
    NothingToKeep,
    NothingToUndo,
    UsageProblem,
)
from rcpjournal.views.days import spoken

if TYPE_CHECKING:
    from rcpjournal.core.entry import AdditionKind, Entry

IdArgument = Annotated[
    str, typer.Argument(metavar="ID", help="An id, the beginning of one, or `last` (the newest by day).")
]
KINDS = ("note", "peer-discussion", "feedback", "follow-up")


def edit(
    entry_id: IdArgument,
    answer: Annotated[
        str | None, typer.Argument(metavar="[ANSWER]", help="Only this answer: what-happened, noticed, …")
    ] = None,
    text: Annotated[
        str | None,
        typer.Option("--text", metavar="TEXT|-", help="The answer's new words, without an editor."),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="The day it happened, if it was another.")
    ] = None,
    kind: KindOption = None,
    with_: WithOption = None,
    alias: AliasOption = None,
    item: Annotated[list[str] | None, typer.Option("--item", metavar="ITEM[:STANCE]", help="Add an item.")] = None,
    without_item: Annotated[
        list[str] | None, typer.Option("--without-item", metavar="ITEM", help="Take an item out.")
    ] = None,
) -> None:
    """Mend an entry, or one answer of it. It opens in your editor, and the earlier text is kept."""
    from dataclasses import replace

    entry = here.journal().entries.get(entry_id)
    changes = _flagged(entry, on, kind, with_, alias, item or [], without_item or [])
    changed = replace(entry, **changes)
    if answer is not None:
        prompt = _answer_named(entry, answer)
        _edit_answer(entry, changed, prompt) if text is None else _put_answer(entry, changed, prompt, text)
    elif text is not None:
        if len(entry.answers) != 1:
            raise UsageProblem("--text needs to know which answer: `rcpjournal edit ID what-happened --text …`.")
        _put_answer(entry, changed, next(iter(entry.answers)), text)
    elif changes:
        _save(entry, changed)
    else:
        _edit_whole(entry)


def _flagged(
    entry: "Entry",
    on: str | None,
    kind: str | None,
    with_: str | None,
    alias: str | None,
    add: list[str],
    out: list[str],
) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if on is not None:
        changes["happened_on"] = here.past_day(on)
    if kind:
        changes["kind"] = here.choice("kind", kind)
    if with_:
        changes["with_"] = here.choice("with", with_)
    if alias:
        changes["alias"] = usable(alias, "The alias")
    if add or out:
        gone = {here.item(word) for word in out}
        kept = [seen for seen in entry.observations if seen.item not in gone]
        changes["observations"] = (*kept, *(observation(word, here.framework) for word in add))
    return changes


def _answer_named(entry: "Entry", word: str) -> str:
    """The prompt id meant by a word: an answer that is there, or a question that could be answered."""
    in_words = [
        name for name, prompt in here.framework.prompts.items() if prompt.answer == "text" and not prompt.options
    ]
    prompts = [*entry.answers, *in_words]
    if exact := [name for name in prompts if word in (name, name.rpartition(".")[2])]:
        return exact[0]
    found = [name for name in entry.answers if name.rpartition(".")[2].startswith(word)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(name.rpartition(".")[2] for name in entry.answers)
    raise UsageProblem(f"“{word}” is not an answer of this entry. It has: {names}.")


def _with_answer(entry: "Entry", prompt: str, text: str) -> "Entry":
    from dataclasses import replace

    answers = {**entry.answers, prompt: usable(text, "This answer")}
    if not text.strip():
        del answers[prompt]
    if not any(words.strip() for words in answers.values()):
        raise NothingToKeep
    return replace(entry, answers=answers)


def _put_answer(entry: "Entry", changed: "Entry", prompt: str, text: str) -> None:
    """One answer as it was given on the command line, or by standard input."""
    from rcpjournal.cli.rescuing import rescued, until_saved
    from rcpjournal.cli.writing import standard_input, tell_once_of_arguments

    words = standard_input().rstrip("\n") if text == "-" else text
    with until_saved(lambda why: rescued(why, words)):
        _save(entry, _with_answer(changed, prompt, words))
    if text != "-":
        tell_once_of_arguments()


def _edit_answer(entry: "Entry", changed: "Entry", prompt: str) -> None:
    """One answer in the editor; the file stays until its text is saved."""
    from rcpjournal.cli.rescuing import until_saved
    from rcpjournal.files.editor import Edit

    before = entry.answers.get(prompt, "")
    name = f"{entry.id}-{prompt.rpartition('.')[2]}"
    edit = Edit(here.desk, name, before, here.config.text("editor"), here.home)
    text = as_typed(run(edit), before)
    with until_saved(lambda why: _in_file(why, edit.path)):
        if text.rstrip("\n") != before.rstrip("\n"):
            changed = _with_answer(changed, prompt, text.rstrip("\n"))
        _save(entry, changed)
    edit.done()


def _edit_whole(entry: "Entry") -> None:
    """The entry in the editor; a text that cannot be read opens again, or stays in its file."""
    from rcpjournal.cli.rescuing import until_saved
    from rcpjournal.core.form import as_form
    from rcpjournal.files.editor import Edit

    before = as_form(entry)
    edit = Edit(here.desk, entry.id or "entry", before, here.config.text("editor"), here.home)
    while True:
        text = run(edit)
        try:
            with until_saved(lambda why: why if isinstance(why, DocumentRefused) else _in_file(why, edit.path)):
                _save(entry, entry if text == before else _read(text, entry))
        except DocumentRefused as error:
            if not here.interactive:
                raise _in_file(error, edit.path) from None
            say(str(error))
            if not _again():
                raise Interrupted(f"Nothing was changed. What you typed is in {edit.path}.") from None
        else:
            edit.done()
            return


def _again() -> bool:
    try:
        return bool(confirm("Open the editor again?"))
    except (KeyboardInterrupt, Interrupted):
        return False


def _in_file(error: JournalError, path: Path) -> JournalError:
    error.args = (f"{error}\nNothing was changed. What you typed is in {path}.",)
    return error


def _read(text: str, entry: "Entry") -> "Entry":
    from rcpjournal.core.entry_rules import entry_from_document
    from rcpjournal.core.form import from_form

    return entry_from_document(from_form(usable(text), entry), here.journal().frameworks.known_to(entry))


def _save(before: "Entry", after: "Entry") -> None:
    if before == after:
        say("Nothing was changed.")
        return
    here.journal().entries.replace(after, "edited", read=before)
    say(f"Changed. `rcpjournal show {before.id} --history` has the earlier text, `rcpjournal undo` takes it back.")


def note(
    entry_id: IdArgument,
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT | -]", help="Your words; - reads them from standard input.")
    ] = None,
    as_: Annotated[
        str, typer.Option("--as", metavar="KIND", help="note, peer-discussion, feedback or follow-up.")
    ] = "note",
    role: Annotated[str | None, typer.Option("--role", metavar="ROLE", help="By role: a senior colleague.")] = None,
    on: OnOption = None,
) -> None:
    """Add something to an entry later. It is dated; the original stays as it was."""
    from dataclasses import replace

    if as_ not in KINDS:
        raise UsageProblem(f"--as takes {', '.join(KINDS[:-1])} or {KINDS[-1]}, not “{as_}”.")
    entries = here.journal().entries
    entry = entries.get(entry_id)
    from rcpjournal.cli.writing import tell_once_of_arguments, words_from
    from rcpjournal.core.entry import Addition

    day = here.past_day(on)
    kind: AdditionKind = as_  # type: ignore[assignment]
    with words_from(text) as words:
        addition = Addition(on=day, kind=kind, role=role, text=usable(words))
        entries.replace(replace(entry, additions=(*entry.additions, addition)), "added to", read=entry)
    say(f"Added to {_named(entry)}.")
    if text not in (None, "-"):
        tell_once_of_arguments()


def star(
    entry_id: IdArgument,
    off: Annotated[bool, typer.Option("--off", help="Take the star away.")] = False,
) -> None:
    """Star an entry: a moment that matters to you."""
    from dataclasses import replace

    entries = here.journal().entries
    entry = entries.get(entry_id)
    entries.replace(replace(entry, starred=not off), "unstarred" if off else "starred", read=entry)
    say(f"{_named(entry)} {'has no star now' if off else 'is starred'}.")


def _named(entry: "Entry") -> str:
    """An entry as a confirmation names it, so that a wrong one is noticed."""
    return f"{entry.id} ({spoken(entry.happened_on)}, “{shorten(title_of(entry.answers.values()), 40)}”)"


def delete(entry_id: IdArgument, yes: YesOption = False) -> None:
    """Take an entry out. Undo brings it back."""
    entries = here.journal().entries
    entry = entries.get(entry_id)
    if here.interactive and not yes and not confirm(f"Delete {_named(entry)}?", default=False):
        say("Nothing was deleted.")
        return
    entries.delete(entry.id or "")
    say(f"Deleted {_named(entry)}. `rcpjournal undo` brings it back.")


def undo(yes: YesOption = False) -> None:
    """Take back the last change. It shows before and after, then asks."""
    from rcpjournal.core.form import as_shown
    from rcpjournal.views.days import clock
    from rcpjournal.views.entries import differences
    from rcpjournal.views.styled import line, wrapped

    history = here.journal().history
    step = history.last_step()
    if not step:
        raise NothingToUndo(here.journal().state.get("purged"))
    last = step[0]
    entries = {change.entry for change in step}
    about = f"entry {last.entry}" if len(entries) == 1 else plural(len(entries), "entry", "entries")
    width = here.width if here.interactive else None
    words = f"The last change: {about} {last.what}, {clock(last.at)}."
    show(wrapped(words, width) if width else [line(words)], page=False)
    if len(step) == 1:
        now, was = (as_shown(one) if one else "" for one in history.sides(last))
        show(differences(now, was, width), page=False)
    agreed = yes or confirm("Take it back?", default=True)
    if agreed is None:
        raise NobodyToAsk
    if not agreed:
        say("Nothing was taken back.")
        return
    history.undo(step)
    say("Taken back.")

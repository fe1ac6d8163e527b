"""Supervision: log a session, prepare a page for it, keep what was agreed, and see what has left."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from rcpjournal.cli import caseload
from rcpjournal.cli.context import here
from rcpjournal.cli.help import Grouped, example
from rcpjournal.cli.options import JsonOption, OnOption, OutputOption, SinceOption, UntilOption, whole_number
from rcpjournal.cli.terminal import say, show, show_json, show_text
from rcpjournal.core.words import usable
from rcpjournal.errors import Interrupted, JournalError, JournalUnusable, NoSessionYet, UsageProblem
from rcpjournal.views.days import spoken

supervision_app = typer.Typer(cls=Grouped, rich_markup_mode=None, add_completion=False)
MANAGER = "my manager"
_DAYS = ("due", "review")
FORMATS = "md, html, docx, txt, csv or json"

FormatOption = Annotated[str | None, typer.Option("--format", metavar="FORMAT", help=f"{FORMATS}; else as FILE ends.")]
PageOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="A new file; else supervision-DAY.html here, and in a pipe standard output.",
    ),
]
SelectionOption = Annotated[
    str | None, typer.Option("--selection", metavar="FILE", help="A choice made before, as JSON; - reads it here.")
]
StarredPassages = Annotated[bool, typer.Option("--starred", help="The passages of starred entries, without questions.")]
CountsOnly = Annotated[bool, typer.Option("--counts-only", help="Counts alone, and no passage.")]
EncryptOption = Annotated[
    str | None,
    typer.Option("--encrypt-to", metavar="age1…", help="Seal the pack (--format json) to your supervisor's key."),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Put it in place of a file that is there.")]


@supervision_app.callback(
    invoke_without_command=True,
    epilog=example("supervision", "supervision log --next 2026-12-18", "supervision prepare"),
)
def supervision(ctx: typer.Context, json: JsonOption = False) -> None:
    """Prepare a session, keep what was agreed. Alone, it shows the sessions there were and the next one."""
    if ctx.invoked_subcommand:
        return
    from rcpjournal.views.supervision import session_lines, session_row

    journal = here.journal()
    sessions, ahead = journal.supervision.sessions(), journal.near.session(here.today)
    if json:
        rows = [session_row(one) for one in sessions]
        show_json({"schema": "rcpjournal/sessions/1", "next": ahead and str(ahead), "sessions": rows})
        return
    show(session_lines(sessions, ahead, waits=journal.supervision.prepared() is not None))
    if not sessions:
        say("No supervision is logged yet. `rcpjournal supervision log` keeps one; `supervision prepare` needs none.")


@supervision_app.command(epilog=example("supervision log --on yesterday", 'supervision log --next "in 4 weeks"'))
def log(
    text: Annotated[str | None, typer.Argument(metavar="[TEXT]", help="A few words on it, if you like.")] = None,
    on: OnOption = None,
    with_: Annotated[str, typer.Option("--with", metavar="ROLE", help="With whom, by role, not by name.")] = MANAGER,
    next_: Annotated[str | None, typer.Option("--next", metavar="DAY", help="When the next one is.")] = None,
) -> None:
    """Keep that there was a session. From now on a summary begins there."""
    from rcpjournal.core.entry import Session, free_entry

    role = usable(with_, "The role").strip()
    if not role:
        raise UsageProblem("Say with whom, by role: --with “my manager”.")
    day = here.past_day(on)
    ahead_of = here.coming_day(next_) if next_ is not None else None
    if ahead_of and ahead_of <= day:
        raise UsageProblem(f"--next ({ahead_of}) is not after the session ({day}): when is the next one?")
    session = Session(role=role, next=ahead_of)
    words = usable(text) if text and text.strip() else f"Supervision with {role}."
    entry = free_entry(words, day, kind="supervision", with_="colleague", session=session, offered=())
    kept = here.journal(writing=True).entries.add(entry)
    show_text(kept.id or "")
    ahead = f" The next one: {spoken(session.next)}." if session.next else ""
    say(f"Kept: supervision on {spoken(day)}.{ahead} `rcpjournal supervision outcome` keeps what was agreed.")


@supervision_app.command(
    epilog=example(
        "supervision outcome",
        'supervision outcome --what "Ask for hours"',
    )
)
def outcome(
    what: Annotated[str | None, typer.Option(metavar="TEXT", help="What was agreed.")] = None,
    why: Annotated[str | None, typer.Option(metavar="TEXT", help="Why this, for the relationship.")] = None,
    how: Annotated[str | None, typer.Option(metavar="TEXT", help="How it will be done.")] = None,
    whose_view: Annotated[
        str | None, typer.Option("--whose-view", metavar="TEXT", help="Whose view is missing.")
    ] = None,
    owner: Annotated[str | None, typer.Option(metavar="ROLE", help="Whose it is, by role.")] = None,
    due: Annotated[str | None, typer.Option(metavar="DAY", help="By when.")] = None,
    review: Annotated[str | None, typer.Option(metavar="DAY", help="When to look at it again.")] = None,
    about: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="An entry it came from; may be repeated.")
    ] = None,
) -> None:
    """Keep what was agreed in the last session. The next page opens with it."""
    from dataclasses import replace

    from rcpjournal.core.entry import Action

    journal = here.journal()
    sessions = journal.supervision.sessions()
    if not sessions:
        raise NoSessionYet
    entry = journal.entries.get(sessions[0].entry)
    parts = {"what": what, "why": why, "how": how, "whose_view": whose_view, "owner": owner}
    given: Mapping[str, str] = {
        name: text for name, text in {**parts, "due": due, "review": review}.items() if text and text.strip()
    }
    left = False
    if "what" not in given and here.interactive:
        from rcpjournal.cli import beginning
        from rcpjournal.cli.agreeing import asked_outcome

        given, left = asked_outcome(beginning.asker(), given)
    if "what" not in given:
        raise Interrupted if left else UsageProblem("Say what was agreed: --what “…”.")
    from rcpjournal.cli.rescuing import rescued, until_saved

    typed = not what  # otherwise it was all said on the command line

    def keep(why: JournalError) -> JournalError:
        lost = typed or isinstance(why, (JournalUnusable, Interrupted))
        return rescued(why, "\n\n".join(given.values())) if lost else why

    with until_saved(keep):
        said = {name: here.coming_day(text) if name in _DAYS else usable(text) for name, text in given.items()}
        ids = " ".join(journal.entries.resolve(one) for one in about or []) or None
        action = Action(**said, about=ids)  # type: ignore[arg-type]
        kept = journal.entries.replace(replace(entry, actions=(*entry.actions, action)), "agreed", read=entry)
    told = f"Kept with the session of {spoken(kept.happened_on)}. `rcpjournal actions` shows it."
    if left:
        raise Interrupted(told)
    say(told)


@supervision_app.command(
    epilog=example("supervision shared", "supervision shared 2", "supervision shared 2 -o again.docx")
)
def shared(
    number: Annotated[
        int | None, typer.Argument(metavar="[N]", parser=whole_number(), help="Show this one again.")
    ] = None,
    output: OutputOption = None,
    json: JsonOption = False,
) -> None:
    """Show what has left the journal. It says when and for whom, and shows any of it again."""
    from rcpjournal.views.supervision import shared_lines, shared_row

    store = here.journal().supervision
    if number is None:
        found = store.shared()
        if json:
            show_json({"schema": "rcpjournal/shared/1", "shared": [shared_row(one) for one in found]})
            return
        show(shared_lines(found, here.width))
        if not found:
            say("Nothing has left this journal by `supervision prepare` or `export supervision`.")
        return
    one, what = store.bytes_of(number)
    if output is None and one.format == "docx":
        raise UsageProblem(
            f"Number {number} is a Word document: `supervision shared {number} -o FILE.docx` writes it again."
        )
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(what)
        sys.stdout.buffer.flush()
        return
    from rcpjournal.files.paths import expanded
    from rcpjournal.files.reading import write_bytes

    write_bytes(expanded(str(output)), what)
    how = "as it was before it was sealed" if one.sealed_to else "byte by byte as it left"
    say(f"Written again to {output}, {how}.")


@supervision_app.command(
    epilog=example(
        "supervision prepare -o page.docx",
        "supervision prepare --counts-only",
        "supervision prepare --selection choice.json",
    )
)
def prepare(
    since: SinceOption = None,
    until: UntilOption = None,
    format_: FormatOption = None,
    output: PageOption = None,
    selection: SelectionOption = None,
    starred: StarredPassages = False,
    counts_only: CountsOnly = False,
    new: Annotated[bool, typer.Option("--new", help="Begin a new page though another waits.")] = False,
    encrypt_to: EncryptOption = None,
    force: ForceOption = False,
) -> None:
    """Make a page for supervision, step by step. You choose each passage, and see it all before it leaves."""
    from rcpjournal.cli import sharing

    if selection is not None or starred or counts_only:
        target = sharing.target(format_, output, force=force, encrypt_to=encrypt_to)
        chosen = sharing.scripted(selection, since, until, starred=starred, counts_only=counts_only)
        if chosen is not None:
            sharing.leave_unasked(chosen, target)
        return
    from rcpjournal.cli.page_target import Wish
    from rcpjournal.cli.preparing import prepared_page

    prepared_page(since, until, Wish(format_, output, encrypt_to, force), new=new)


caseload.register(supervision_app)

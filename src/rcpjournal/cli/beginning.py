"""How a reflection begins: going on with one that waits, or a new one, with a few words on what happens to it."""

import os
from typing import Any

from rcpjournal.cli.asking import SIGNS, SIGNS_HELP, Asker
from rcpjournal.cli.context import here
from rcpjournal.cli.sitting import Sitting
from rcpjournal.core.draft import DraftState, free_entry_of
from rcpjournal.core.interview import answered_by, head_of, steps_of
from rcpjournal.core.near import MONTHLY_OFFERED, month_of, of_the_month
from rcpjournal.core.words import plural
from rcpjournal.errors import UsageProblem
from rcpjournal.views.days import spoken

FIRST_TIME = (
    "This is yours. What you write stays in a file on this computer, private by default. It is not the case record: "
    "facts belong where your work records them. It may have to be shown to a court or an employer, so leave out names "
    "and anything that says who someone is. It is there to think with."
)
EACH_TIME = "Private, and kept as you go: close the window and the next `write` goes on from here."


OFFER = "Enter goes on with it, n begins a new one, d throws it away (undo brings it back):"


def is_open_elsewhere(process: int) -> bool:
    """Whether the process that last saved a draft still runs, and is not this one."""
    from rcpjournal.store.processes import runs

    return process not in (0, os.getpid()) and runs(process, anybodys=False)


def asker() -> Asker:
    """The way to ask here: a real terminal's, or plain lines."""
    if here.interactive and not here.plain:
        from rcpjournal.cli.asking_full import FullAsker

        return FullAsker()
    from rcpjournal.cli.asking_plain import PlainAsker

    return PlainAsker()


def waiting(asker: Asker, flow: str | None) -> Sitting | None:
    """An unfinished reflection that the person wants to go on with, or None."""
    for draft in here.journal().drafts.all():
        state = DraftState.from_document(draft.document)
        if flow not in (None, state.flow) and not state.replies:
            continue
        answers = plural(state.answered, "answer")
        asker.say(f"A {state.flow} reflection of {spoken(draft.started.date())} waits, with {answers}.")
        if is_open_elsewhere(state.process):
            asker.say("It seems to be open in another window.")
            if asker.line("Enter begins a new one, g goes on with it here:").casefold() != "g":
                continue
            return _taken_over(asker, state, draft.key)
        while True:
            reply = asker.line(OFFER).casefold()
            if reply in ("", "y", "yes"):
                return _taken_over(asker, state, draft.key)
            if reply == "n":
                return None
            if reply == "d":
                _let_go(state, draft.key)
                asker.say("Let go. `rcpjournal undo` brings its words back.")
                break
    return None


def _taken_over(asker: Asker, state: DraftState, key: int) -> Sitting:
    sitting = Sitting(asker, state, key)
    sitting.take_over()
    return sitting


def _let_go(state: DraftState, key: int) -> None:
    """A draft becomes a deleted entry, so that undo can bring it back; one without words just goes."""
    journal = here.journal()
    with journal.saving():
        framework = journal.frameworks.load(state.framework)
        entry = free_entry_of(state, framework, here.today)
        if entry is not None:
            kept = journal.entries.add(entry, framework)
            journal.entries.delete(kept.id or "", "let go")
        journal.drafts.drop(key)


def begun(asker: Asker, flow: str, head: dict[str, Any], off: list[str], no_monthly: bool) -> Sitting:
    """A new reflection, after the words on what happens to it; what is said once is said now."""
    journal = here.journal()
    framework = journal.frameworks.current()
    if journal.state.first_time("told-about-privacy"):
        asker.say(FIRST_TIME)
        asker.say("")
    found = framework.flows[flow]
    head = head_of(framework, flow, head)
    about = f", about {found.minutes} minutes" if found.minutes else ""
    asker.say(f"{found.title} reflection{about}. {EACH_TIME}")
    if found.kind:  # it is for one kind of moment, and says for which
        asker.say(found.help)
    asker.say(
        SIGNS_HELP if journal.state.first_time("told-about-signs") else "Enter goes on, ? explains, . stops here."
    )
    offered = here.person_listens and here.config.on("monthly") and not no_monthly
    extra, words = _monthly(asker, off) if offered else ([], "")
    steps = steps_of(framework, flow, off=[*off, *answered_by(framework, head)], extra=extra)
    if not steps:
        raise UsageProblem("Every question of this reflection is switched off. `rcpjournal config` shows which.")
    state = DraftState(
        flow=flow, framework=framework.key, steps=list(steps), day=here.today.isoformat(), head=head, off=off,
        begun={one: words for one in extra if words},
    )  # fmt: skip
    return Sitting(asker, state, None)


def _monthly(asker: Asker, off: list[str]) -> tuple[list[str], str]:
    """The month's question, if it was not offered this month and the person takes it; words typed for it already."""
    journal = here.journal()
    prompts = [prompt for prompt in journal.frameworks.current().monthly() if prompt.id not in off]
    prompt = of_the_month(prompts, here.today)
    if not prompt or journal.state.get(MONTHLY_OFFERED) == month_of(here.today) or not journal.finding.last_day():
        return [], ""
    asker.say(f"This month's question, if you like: {prompt.text}")
    reply = "?"
    while reply and reply in SIGNS:
        reply = asker.line("y takes it in at the end, Enter goes on without:")
    journal.state.put(MONTHLY_OFFERED, month_of(here.today))
    if reply.casefold() in ("", "n", "no"):
        return [], ""
    if reply.casefold() in ("y", "yes"):
        return [prompt.id], ""
    asker.say("Your words are kept. Enter goes on with them; the other questions come then.")
    return [prompt.id], reply

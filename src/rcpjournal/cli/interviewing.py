"""`write`: the guided reflection, one question at a time, each answer kept as it is given."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any

import typer

from rcpjournal.cli.asking import SIGNS_HELP, Asked, Asker, Reply
from rcpjournal.cli.context import here
from rcpjournal.cli.options import AliasOption, KindOption, OnOption, WithOption
from rcpjournal.cli.terminal import say, show_text
from rcpjournal.core.dates import spoken
from rcpjournal.core.draft import DraftState, closing_question, free_entry_of
from rcpjournal.core.interview import Interview, Question, steps_of
from rcpjournal.core.words import plural, sentences, usable
from rcpjournal.errors import EditorFailed, Interrupted, JournalError, UnusableText, UsageProblem

FIRST_TIME = (
    "This is yours. What you write stays in a file on this computer, private by default. It is not the case record: "
    "facts belong where your work records them. It may have to be shown to a court or an employer, so leave out names "
    "and anything that says who someone is. It is there to think with."
)
EACH_TIME = "Private, and kept as you go: close the window and the next `write` goes on from here."
NOT_THE_RECORD = (
    "This journal is not the record of it. If someone was or could be harmed, it also goes through your employer's "
    "procedure, and the facts where they belong."
)
STOPPED = "Stopped. Everything you typed is kept; `rcpjournal write` goes on from there."


class Hangup(BaseException):
    """The terminal went away, or the system asked us to end."""


def write(
    flow: Annotated[
        str | None, typer.Argument(metavar="[FLOW]", help="quick (2 minutes), standard (6) or deep (20).")
    ] = None,
    on: OnOption = None,
    kind: KindOption = None,
    with_: WithOption = None,
    alias: AliasOption = None,
    new: Annotated[bool, typer.Option("--new", help="Begin a new one though another waits.")] = False,
    no_monthly: Annotated[bool, typer.Option("--no-monthly", help="Do not offer the month's question.")] = False,
    without: Annotated[
        list[str] | None, typer.Option("--without", metavar="ID", help="Leave this question out.")
    ] = None,
) -> None:
    """Reflect, led by questions. Every answer is kept as you give it."""
    wanted = _flow(flow)
    head = {
        "happened_on": here.past_day(on).isoformat() if on else None,
        "kind": here.choice("kind", kind),
        "with_": here.choice("with", with_),
        "alias": usable(alias, "The alias") if alias else None,
    }
    off = [*here.config.words("prompts_off"), *(without or [])]
    asker = _asker()
    with _leaving_kept():
        session = None if new else _waiting(asker, wanted if flow else None)
        if session is None:
            session = _begun(asker, wanted, {k: v for k, v in head.items() if v}, off, no_monthly)
        session.run()


def _flow(word: str | None) -> str:
    flows = here.journal(writing=True).frameworks.current().flows
    wanted = (word or here.config.text("flow")).casefold()
    found = [name for name in flows if name == wanted] or [name for name in flows if name.startswith(wanted)]
    if len(found) != 1:
        raise UsageProblem(f"“{wanted}” is not a kind of reflection. Choose from {', '.join(flows)}.")
    return found[0]


def _asker() -> Asker:
    if here.interactive and not here.plain:
        from rcpjournal.cli.asking_full import FullAsker

        return FullAsker()
    from rcpjournal.cli.asking_plain import PlainAsker

    return PlainAsker()


@contextmanager
def _leaving_kept() -> Iterator[None]:
    """However a person or the terminal leaves, what was typed is kept, and they are told so."""

    def leave(number: int, frame: object) -> None:
        raise Hangup

    names = [name for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), leave) for name in names}
    try:
        yield
    except (KeyboardInterrupt, EOFError, Hangup):
        raise Interrupted(STOPPED) from None
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _waiting(asker: Asker, flow: str | None) -> "Session | None":
    """An unfinished reflection that the person wants to go on with."""
    for draft in here.journal().drafts.all():
        state = DraftState.from_document(draft.document)
        if flow not in (None, state.flow) and not state.replies:
            continue
        answers = plural(state.answered, "answer")
        asker.say(f"A {state.flow} reflection of {spoken(draft.started.date())} waits, with {answers}.")
        while True:
            reply = asker.line("Enter goes on with it, n begins a new one and lets it wait, d lets it go:").casefold()
            if reply in ("", "y", "yes"):
                return Session(asker, state, draft.key)
            if reply == "n":
                return None
            if reply == "d":
                _let_go(state, draft.key)
                asker.say("Let go. `rcpjournal undo` brings its words back.")
                break
    return None


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


def _begun(asker: Asker, flow: str, head: dict[str, Any], off: list[str], no_monthly: bool) -> "Session":
    journal = here.journal()
    framework = journal.frameworks.current()
    if journal.state.first_time("told-about-privacy"):
        asker.say(FIRST_TIME)
        asker.say("")
    found = framework.flows[flow]
    asker.say(f"{found.title} reflection, about {found.minutes} minutes. {EACH_TIME}")
    asker.say(
        SIGNS_HELP if journal.state.first_time("told-about-signs") else "Enter goes on, ? explains, . stops here."
    )
    extra = [] if no_monthly or not here.config.on("monthly") else _monthly(asker, off)
    steps = steps_of(framework, flow, off=off, extra=extra)
    if not steps:
        raise UsageProblem("Every question of this reflection is switched off. `rcpjournal config` shows which.")
    state = DraftState(flow=flow, framework=framework.key, steps=list(steps), head=head)
    return Session(asker, state, None)


def _monthly(asker: Asker, off: list[str]) -> list[str]:
    """The month's question, if it was not offered this month and the person takes it."""
    journal = here.journal()
    month = f"{here.today:%Y-%m}"
    prompts = [prompt for prompt in journal.frameworks.current().monthly() if prompt.id not in off]
    if not prompts or journal.state.get("monthly-offered") == month or not journal.entries.count():
        return []
    prompt = prompts[(here.today.year * 12 + here.today.month) % len(prompts)]
    asker.say(f"This month's question, if you like: {prompt.text}")
    reply = asker.line("y takes it in at the end, Enter goes on without:")
    journal.state.put("monthly-offered", month)
    return [prompt.id] if reply.casefold() in ("y", "yes") else []


class Session:
    """One sitting with one reflection."""

    def __init__(self, asker: Asker, state: DraftState, key: int | None) -> None:
        self.asker, self.state, self.key = asker, state, key
        framework = here.journal().frameworks.load(state.framework)
        self.interview = Interview(framework, state.flow, tuple(state.steps))

    def run(self) -> None:
        """Asks until there is nothing left to ask, then closes."""
        question = self.interview.next_question(self.state.replies)
        while True:
            while question is not None:
                question = self._step(question)
            back = self._close()
            if back is None:
                return
            question = back

    def _step(self, question: Question) -> Question | None:
        """One question; the next one, or None where it is time to close."""
        state = self.state
        reply = self.asker.ask(self._asked(question), lambda words: self._keep_begun(question, words))
        match reply.act:
            case "back":
                return self.interview.question_before(state.replies, question.key) or question
            case "explain":
                self.asker.say(question.help or SIGNS_HELP)
                return question
            case "stop":
                state.stopped = True
                return None
            case "off":
                self._switch_off(question)
                return self.interview.next_question(state.replies)
            case "editor":
                edited = self._edited(question)
                return question if edited is None else self._keep(question, edited)
        return self._keep(question, reply)

    def _asked(self, question: Question) -> Asked:
        begun = self.state.begun.get(question.key, "")
        words = list(self._typed_words())
        passages = tuple(sentences(words)) if question.kind == "passage" else ()
        place = self.interview.place(self.state.replies, question.key)
        return Asked(question, place, self.state.replies.get(question.key), begun, passages)

    def _typed_words(self) -> Iterator[str]:
        for prompt, answer in self.interview.entry(self.state.replies, here.today).answers.items():
            if not self.interview.framework.prompts[prompt].options:
                yield answer

    def _keep(self, question: Question, reply: Reply) -> Question | None:
        state = self.state
        earlier = state.replies.get(question.key)
        value = reply.value if reply.act == "given" else earlier
        if isinstance(value, str):
            if value.strip() == "-" and question.kind in ("text", "day", "passage"):
                value = None
            else:
                try:
                    value = usable(value, "This answer")
                except UnusableText as error:
                    self.asker.say(str(error))
                    return question
        was_answered = question.key in state.replies
        state.replies[question.key] = value or None
        state.begun.pop(question.key, None)
        self._save()
        after = question.key if was_answered else None
        return self.interview.next_question(state.replies, after=after)

    def _save(self) -> None:
        """Commits the draft as it is now."""
        drafts = here.journal().drafts
        if self.key is None:
            self.key = drafts.begin(self.state.document())
        else:
            drafts.save(self.key, self.state.document())

    def _keep_begun(self, question: Question, words: str) -> None:
        if words.strip() and self.state.begun.get(question.key) != words:
            self.state.begun = {question.key: words.encode("utf-8", "replace").decode()}
            self._save()

    def _edited(self, question: Question) -> Reply | None:
        if question.kind not in ("text", "passage"):
            self.asker.say("This one is picked from a list; there is nothing to edit.")
            return None
        from rcpjournal.files.editor import Edit

        before = self.state.begun.get(question.key) or self.state.replies.get(question.key) or ""
        try:
            edit = Edit(here.home, "answer", str(before), here.config.text("editor"))
            words = edit.run().rstrip("\n")
        except EditorFailed as error:
            self.asker.say(str(error))
            return None
        reply = Reply("given", words) if words.strip() else Reply("on")
        if reply.act == "given":
            self._keep_begun(question, words)
        edit.done()
        return reply

    def _switch_off(self, question: Question) -> None:
        off = [*here.config.words("prompts_off"), question.prompt]
        here.config.set("prompts_off", " ".join(dict.fromkeys(off)))
        self.state.steps = [step for step in self.state.steps if step != question.prompt]
        self.interview = Interview(self.interview.framework, self.state.flow, tuple(self.state.steps))
        self._save()
        self.asker.say("It will not be asked again. `rcpjournal config unset prompts_off` brings questions back.")

    # --- the close --------------------------------------------------------------------------------------

    def _close(self) -> Question | None:
        """Keeps the reflection, or leaves it waiting; a question to go back to, or None when all is done."""
        if free_entry_of(self.state, self.interview.framework, here.today) is None:
            return self._nothing_yet()
        while True:
            self.asker.say("")
            self.asker.say("Stopping here is fine." if self.state.stopped else "That was the last question.")
            reply = self.asker.line("Enter keeps it, < goes back, w lets it wait as it is:").casefold()
            if reply == "<":
                self.state.stopped = False
                return self._last_asked()
            if reply == "w":
                self._save()
                self.asker.say("It waits. `rcpjournal write` goes on with it.")
                return None
            if reply in ("", ".", "y", "k"):
                self._finish()
                return None

    def _last_asked(self) -> Question | None:
        asked = [q for q in self.interview.questions(self.state.replies) if q.key in self.state.replies]
        return asked[-1] if asked else self.interview.next_question({})

    def _nothing_yet(self) -> Question | None:
        self.asker.say("There are no words in it yet, and an entry needs one answer in words.")
        if self.asker.line("Enter goes back to the questions, q leaves:").casefold() == "q":
            if self.key is not None and not any(self.state.replies.values()):
                here.journal().drafts.drop(self.key)
            return None
        self.state.stopped = False
        texts = [q for q in self.interview.questions(self.state.replies) if q.kind == "text"]
        return next((q for q in texts if not self.state.replies.get(q.key)), texts[0])

    def _finish(self) -> None:
        journal = here.journal()
        self._ask_who_could_hold()
        entry = self._entry()
        try:
            with journal.saving():
                kept = journal.entries.add(entry, self.interview.framework)
                if self.key is not None:
                    journal.drafts.drop(self.key)
        except JournalError as error:
            from rcpjournal.core.form import as_form
            from rcpjournal.files.rescue import rescue

            place = rescue(as_form(entry), here.home, here.now())
            safe_in = f" Your words are safe in {place}." if place else ""
            error.args = (f"{error}{safe_in} What you answered also waits as a draft.",)
            raise
        show_text(kept.id or "")
        say(f"Kept, {kept.visibility}. `rcpjournal show {kept.id}` shows it, `rcpjournal undo` takes it back.")
        if kept.kind in ("near-miss",):
            say(NOT_THE_RECORD)

    def _ask_who_could_hold(self) -> None:
        """A last, gentle question after stopping early or something hard; the answer may be empty."""
        prompt = closing_question(self.state, self.interview.framework)
        if prompt is None:
            return
        reply = self.asker.line(f"{prompt.text} (a role, not a name; Enter passes over)")
        if reply and reply not in ("<", ".", "?"):
            self.state.replies[prompt.id] = usable(reply, "This answer")
            self.state.steps.append(prompt.id)
            self.interview = Interview(self.interview.framework, self.state.flow, tuple(self.state.steps))
            self._save()

    def _entry(self) -> Any:
        head = dict(self.state.head)
        if day := head.pop("happened_on", None):
            head["happened_on"] = date.fromisoformat(day)
        return self.interview.entry(self.state.replies, here.today, **head)

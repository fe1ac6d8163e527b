"""One sitting with one reflection: questions asked, each answer kept as it is given, and the close."""

import os
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from rcpjournal.cli.asking import LEAVING, SIGNS, SIGNS_HELP, Asked, Asker, InputEnded, Reply
from rcpjournal.cli.context import here
from rcpjournal.cli.hinting import hint
from rcpjournal.cli.rescuing import ending, if_it_can_be, set_aside, stopped_after
from rcpjournal.cli.terminal import say, show_text
from rcpjournal.core.draft import DraftState, closing_question, free_entry_of
from rcpjournal.core.entry import Entry
from rcpjournal.core.questions import Question
from rcpjournal.core.words import sentences, usable
from rcpjournal.errors import Interrupted, JournalError, JournalUnusable, UnusableText

if TYPE_CHECKING:
    from rcpjournal.files.editor import Edit

NOT_THE_RECORD = (
    "This journal is not the record of it. If someone was or could be harmed, it also goes through your employer's "
    "procedure, and the facts where they belong."
)


_WORDS_OF_A_STORY = 4


class Sitting:
    """One sitting with one reflection."""

    def __init__(self, asker: Asker, state: DraftState, key: int | None) -> None:
        self.asker, self.state, self.key = asker, state, key
        self.kept = False
        self._saved: dict[str, Any] | None = None
        self._unsaved_edits: list[Edit] = []
        framework = here.journal().frameworks.load(state.framework)
        self.interview = state.interview(framework)

    def take_over(self) -> None:
        """Goes on with a draft that waited: from now on it is this window's."""
        self.state.process = os.getpid()
        if self.key is not None:
            here.journal().drafts.save(self.key, self.state.document())

    def run(self) -> None:
        """Asks until there is nothing left to ask, then closes. What cannot be saved is set aside in a file."""
        try:
            self._run()
        except LEAVING as error:
            if not self._unsaved:
                raise
            raise ending(KeyboardInterrupt(), self._set_aside) from error
        except Exception as error:  # whatever it is, the words come first
            raise ending(error, self._set_aside) from None

    @property
    def _unsaved(self) -> bool:
        return bool(self.state.answered) and not self.kept and self._saved != self.state.document()

    def _set_aside(self, error: JournalError) -> JournalError:
        """What the journal has for certain is not set aside; one that cannot be used may have lost earlier answers."""
        if self.kept or not (self._unsaved or isinstance(error, JournalUnusable)):
            return error
        return set_aside(error, self.state, self.key, self._unsaved_edits)

    def _run(self) -> None:
        try:
            if self.key is None and self.state.begun:  # words that came before the first question
                self._save()
            self._ask_until_closed()
        except InputEnded:
            if free_entry_of(self.state, self.interview.framework, here.today) is None:
                self._leave()
                raise
            self._finish()
        except LEAVING:
            if self.state.closing:  # it was to be kept; only the very last question was still open
                self._finish()
                raise Interrupted("Stopped. The reflection is kept.") from None
            self._leave()
            raise

    def _leave(self) -> None:
        """Keeps what there is as a draft; where there is nothing, leaves nothing behind."""
        if self.state.answered:
            self._save()
        elif self.key is not None:
            here.journal().drafts.drop(self.key)

    def _ask_until_closed(self) -> None:
        self.state.stopped = False
        question = self._first()
        while True:
            while question is not None:
                question = self._step(question)
            if self.state.closing:
                self._finish()
                return
            question = self._close()
            if question is None:
                return

    def _first(self) -> Question | None:
        """Where to go on: a question whose answer was begun, else the first one without an answer."""
        asked = list(self.interview.questions(self.state.replies))
        begun = next((q for q in asked if self.state.begun.get(q.key)), None)
        return begun or self.interview.next_question(self.state.replies)

    def _step(self, question: Question) -> Question | None:
        """One question; the next one, or None where it is time to close."""
        state = self.state
        reply = self.asker.ask(self._asked(question), if_it_can_be(partial(self._keep_begun, question)))
        match reply.act:
            case "back":
                state.closing = False
                if isinstance(reply.value, list):
                    self._keep(question, Reply("given", reply.value))
                return self.interview.question_before(state.replies, question.key) or question
            case "explain":
                self.asker.say(question.help or SIGNS_HELP)
                return question
            case "again":
                self._keep_for_later(reply.value)
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

    def _keep_for_later(self, words: str) -> None:
        """Sentences typed where a day was asked for wait at the first question that is answered in words."""
        if len(words.split()) < _WORDS_OF_A_STORY:
            return
        replies = self.state.replies
        open_ = [q for q in self.interview.questions(replies) if q.kind == "text" and q.key not in replies]
        if open_:
            before = self.state.begun.get(open_[0].key) or ""
            if words not in before:
                self._keep_begun(open_[0], f"{before}\n{words}".strip("\n"))
            self.asker.say("Your words are kept for the next question. Enter goes on there.")

    def _asked(self, question: Question) -> Asked:
        begun = self.state.begun.get(question.key) or ""
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
        if state.closing:
            return None
        after = question.key if was_answered else None
        return self.interview.next_question(state.replies, after=after)

    def _save(self) -> None:
        """Commits the draft as it is now. Ctrl-C waits until that has ended, and then leaves."""
        with stopped_after():
            drafts = here.journal().drafts
            self.state.process = os.getpid()
            if self.key is not None and drafts.held_by(self.key) not in (0, os.getpid()):
                self.key = None  # another window took it over: what was answered here is kept beside it
            if self.key is None:
                self.key = drafts.begin(self.state.document())
            else:
                drafts.save(self.key, self.state.document())
            self._saved = self.state.document()

    def _keep_begun(self, question: Question, words: str | list[str]) -> None:
        if isinstance(words, list):
            self.state.begun[question.key] = list(words)
            self._save()
            return
        if words.strip() and words.strip() in SIGNS:
            return
        begun = words.encode("utf-8", "replace").decode() if words.strip() else ""
        if self.state.begun.get(question.key, "") != begun:
            self.state.begun[question.key] = begun
            self._save()

    def _edited(self, question: Question) -> Reply | None:
        if question.kind not in ("text", "passage"):
            self.asker.say("This one is picked from a list; there is nothing to edit.")
            return None
        from rcpjournal.cli.editing import edited

        before = str(self.state.begun.get(question.key) or self.state.replies.get(question.key) or "")
        return edited(self.asker, before, lambda words: self._keep_begun(question, words), self._unsaved_edits)

    def _switch_off(self, question: Question) -> None:
        off = [*here.config.words("prompts_off"), question.prompt]
        here.config.set("prompts_off", " ".join(dict.fromkeys(off)))
        self.state.steps = [step for step in self.state.steps if step != question.prompt]
        self.state.off.append(question.prompt)
        self.interview = self.state.interview(self.interview.framework)
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
                last = self._last_question()
                if last is None:
                    self._finish()
                else:
                    self.asker.say("It will be kept, whatever you answer to this one.")
                return last

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
        entry = self._entry()
        with journal.saving():
            kept = journal.entries.add(entry, self.interview.framework)
            if self.key is not None:
                journal.drafts.drop(self.key)
        self.kept = True
        show_text(kept.id or "")
        say(f"Kept, {kept.visibility}. `rcpjournal show {kept.id}` shows it, `rcpjournal undo` takes it back.")
        if kept.kind in ("near-miss",):
            say(NOT_THE_RECORD)
        hint(kept)

    def _last_question(self) -> Question | None:
        """After stopping early or something hard: who could hold this with you? Then it is kept."""
        prompt = closing_question(self.state, self.interview.framework)
        if prompt is None:
            return None
        self.state.steps.append(prompt.id)
        self.state.closing = True
        self.interview = self.state.interview(self.interview.framework)
        self._save()
        return next(q for q in self.interview.questions(self.state.replies) if q.key == prompt.id)

    def _entry(self) -> Entry:
        head = dict(self.state.head)
        if day := head.pop("happened_on", None):
            head["happened_on"] = date.fromisoformat(day)
        begun_on = date.fromisoformat(self.state.day) if self.state.day else here.today
        return self.interview.entry(self.state.with_begun(), begun_on, **head)

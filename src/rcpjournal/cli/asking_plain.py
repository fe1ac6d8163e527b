"""Plain numbered lines: for screen readers, pipes and simple terminals. Questions go to stderr."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rcpjournal.cli.asking import SIGNS, Asked, Hangup, InputEnded, Reply, shown_answer, typed
from rcpjournal.cli.context import here
from rcpjournal.cli.terminal import say
from rcpjournal.core.framework import Option
from rcpjournal.core.interview import WHEN
from rcpjournal.core.questions import Question
from rcpjournal.core.words import safe
from rcpjournal.errors import JournalError
from rcpjournal.views.styled import plain_text, wrapped

_LIST_UP_TO = 14


class PlainAsker:
    """Asks line by line."""

    def __init__(self) -> None:
        self._reading = self._leaving = self.elsewhere = False

    def leave(self) -> None:
        """Ends the read that is waiting, or the next one."""
        self._leaving = True
        if self._reading or self.elsewhere:
            raise Hangup

    def say(self, words: str) -> None:
        """Shows words between questions."""
        say(words)

    def line(self, question: str) -> str:
        """A short question outside the flow."""
        if sys.stderr.isatty():
            question = in_rows(question, shutil.get_terminal_size().columns)
        return self._read(f"{question} ").strip()

    def ask(self, asked: Asked, keep_begun: Callable[[Any], None]) -> Reply:
        """One question; a line that ends in a backslash goes on on the next."""
        question = asked.question
        number, of = asked.place
        say()
        say(f"Question {number} of {of}. {question.text}{' A guess is fine.' if question.guess else ''}")
        if asked.earlier not in (None, ""):
            say(f"Your answer so far: {shown_answer(question, asked.earlier)}")
            say("Enter keeps it, a hyphen takes it out.")
        if asked.start:
            say(f"The words as they stand: {asked.start}")
        if asked.begun:
            say(f"You had begun: {shown_answer(question, asked.begun)}")
            say("Enter keeps that.")
        if question.kind in ("text", "day"):
            return self._text(asked, keep_begun)
        if question.kind == "passage":
            return self._passage(asked)
        return self._choose(asked, keep_begun)

    def _text(self, asked: Asked, keep_begun: Callable[[Any], None]) -> Reply:
        words = self._read("> ")
        while words.endswith("\\"):
            keep_begun(words[:-1])
            words = f"{words[:-1]}\n{self._read('> ')}"
        if not words.strip() and asked.begun:
            return Reply("given", asked.begun)
        if asked.question.kind == "day":
            return day_reply(asked.question, words)
        return typed(words)

    def _passage(self, asked: Asked) -> Reply:
        for n, passage in enumerate(asked.passages, 1):
            say(f"{n}. {passage}")
        say("Type a number, or a few words of your own, or Enter to go on.")
        reply = typed(self._read("> "))
        if reply.act == "given" and reply.value.strip().isdigit():
            at = int(reply.value)
            if 1 <= at <= len(asked.passages):
                return Reply("given", asked.passages[at - 1])
        return reply

    def _choose(self, asked: Asked, keep_begun: Callable[[Any], None]) -> Reply:
        question = asked.question
        chosen: list[str] = list(asked.begun or asked.earlier or []) if question.kind == "many" else []
        self._offer(question, new=asked.earlier in (None, ""))
        while True:
            words = self._read("> ")
            if words.strip() in SIGNS and words.strip() not in ("?", "e", ""):
                return typed(words)
            if words.strip() == "?":
                self._explain(question)
                continue
            if not words.strip():
                usual = question.default if asked.earlier in (None, "") else ""
                return Reply("given", chosen or usual) if chosen or usual else Reply("on")
            if words.strip() == "-":
                return Reply("given", None)
            found = self._meant(question, words)
            if found and question.kind == "one":
                return Reply("given", found[0].value)
            chosen = self._toggled(question, chosen, found)
            keep_begun(chosen)

    def _offer(self, question: Question, *, new: bool) -> None:
        """Long lists that are the framework's are known, and shown on “?”; whatever else can be picked is listed."""
        if question.kind == "one" or len(question.options) <= _LIST_UP_TO or not question.prompt:
            self._numbered(question.options, question)
        how = (
            "Type its number or part of its name"
            if question.kind == "one"
            else "Type numbers or parts of names, a line for each"
        )
        usual = next((option.label for option in question.options if new and option.value == question.default), "")
        say(f"{how}; ? tells you about all of them; Enter {f'means: {usual}' if usual else 'goes on'}.")

    def _numbered(self, options: tuple[Option, ...], question: Question) -> None:
        for option in options:
            say(f"{question.options.index(option) + 1}. {option.label}")

    def _explain(self, question: Question) -> None:
        if question.help:
            say(question.help)
        group = ""
        for n, option in enumerate(question.options):
            if question.groups and question.groups[n] != group:
                group = question.groups[n]
                say(f"{group}:")
            say(f"{n + 1}. {_told(option)}")

    def _meant(self, question: Question, words: str) -> list[Option]:
        if re.fullmatch(r"[\d\s,]+", words):
            numbers = [int(part) for part in re.findall(r"\d+", words)]
            wrong = [n for n in numbers if not 1 <= n <= len(question.options)]
            if wrong:
                say(f"There is no number {wrong[0]}; they go from 1 to {len(question.options)}.")
                return []
            return [question.options[n - 1] for n in numbers]
        found = matching(question, words)
        if not found:
            say(f"Nothing here is called “{words.strip()}”. ? lists everything, Enter goes on.")
        elif len(found) > 1:
            say("Several have that in their name; which number?")
            self._numbered(tuple(found), question)
            return []
        return found

    def _toggled(self, question: Question, chosen: list[str], found: list[Option]) -> list[str]:
        for option in found:
            if option.value in chosen:
                chosen.remove(option.value)
                say(f"Taken out: {_closed(option.label)}")
            elif question.most and len(chosen) >= question.most:
                say(f"That would be more than {question.most}. Name one again to take it out.")
            else:
                chosen.append(option.value)
                say(f"Taken: {_told(option)} Another, or Enter to go on.")
        return chosen

    def _read(self, prompt: str) -> str:
        sys.stderr.write(safe(prompt))
        sys.stderr.flush()
        self._reading = True
        try:
            with no_signal_missed() as wait:
                if self._leaving:
                    raise Hangup
                wait()
                line = sys.stdin.readline()
        finally:
            self._reading = False
        if not line:
            raise EOFError if sys.stdin.isatty() else InputEnded
        return line.rstrip("\n").rstrip("\r")


@contextmanager
def no_signal_missed() -> Iterator[Callable[[], None]]:
    """What waits for a line of a terminal, so that the read afterwards does not have to.

    A signal that comes just before a read begins would be heeded after it, with the next line.
    """
    if os.name == "nt" or not sys.stdin.isatty():
        yield lambda: None
        return
    import select
    import signal

    ours, theirs = os.pipe()
    os.set_blocking(theirs, False)
    before = signal.set_wakeup_fd(theirs, warn_on_full_buffer=False)

    def wait() -> None:
        while sys.stdin not in select.select([sys.stdin, ours], [], [])[0]:
            os.read(ours, 1)

    try:
        yield wait
    finally:
        signal.set_wakeup_fd(before)
        os.close(ours)
        os.close(theirs)


_ROOM_FOR_A_REPLY = 4


def in_rows(question: str, columns: int) -> str:
    """A short question broken between words, with room for a short reply beside its last one."""
    return plain_text(wrapped(question, columns - _ROOM_FOR_A_REPLY))


def _told(option: Option) -> str:
    """An option with what is said of it; where that is only its name in full, once."""
    if option.help.startswith(option.label.removesuffix("…")) and (
        option.help == option.label or option.label.endswith("…")
    ):
        return _closed(option.help)
    return f"{_closed(option.label)} {option.help}".strip()


def _closed(words: str) -> str:
    """Words with a full stop, where they do not end in a sign that closes them."""
    return words if words.rstrip("\"'”’)]").endswith((".", "!", "?", "…")) else f"{words}."


def matching(question: Question, words: str) -> list[Option]:
    """The options with `words` in their name: an exact name first, then a beginning, then anywhere."""
    wanted = words.strip().casefold()
    labels = [(option.label.casefold(), option) for option in question.options]
    for fits in (str.__eq__, str.startswith, str.__contains__):
        if found := [option for label, option in labels if fits(label, wanted)]:
            return found
    return []


def day_reply(question: Question, words: str) -> Reply:
    """A reply to a question for a day: an ISO day, or the sign that was typed; asks again where it cannot be read."""
    reply = typed(words)
    if reply.act != "given" or reply.value.strip() == "-":
        return reply
    try:
        day = here.past_day(reply.value) if question.key == WHEN else here.coming_day(reply.value)
        return Reply("given", day.isoformat())
    except JournalError as error:
        say(str(error))
        return Reply("again", reply.value)

"""Questions on a real terminal: line editing, and a picker that filters as one types (prompt_toolkit)."""

import os
import time
from collections.abc import Callable
from typing import Any

from rcpjournal.cli.asking import Asked, Hangup, Reply, shown_answer, typed
from rcpjournal.cli.asking_plain import day_reply
from rcpjournal.cli.context import here
from rcpjournal.cli.picker import Picker
from rcpjournal.core.words import safe
from rcpjournal.views.styled import width_of

_KEYS = "Enter on · < back · ? explain · e editor · . stop here"
_SAVE_EVERY_SECONDS = 1.0


class FullAsker:
    """Asks with prompt_toolkit."""

    def __init__(self) -> None:
        # Asking the terminal where its cursor is makes some terminals wait and warn, and we have no need to know.
        os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
        from prompt_toolkit.styles import Style

        self._open: Any = None
        self._leaving = False
        colour = here.coloured
        self._style = Style.from_dict(
            {
                "question": "bold",
                "dim": "fg:ansibrightblack" if colour else "",
                "bottom-toolbar": "noreverse fg:ansibrightblack" if colour else "noreverse",
                "chosen": "bold",
                "cursor-row": "reverse",
                "definition": "italic" if colour else "",
            }
        )

    def leave(self) -> None:
        """Ends what is open from inside its own loop; raising here could land anywhere in it."""
        self._leaving = True
        if self._open is not None and self._open.is_running and self._open.loop:
            self._open.loop.call_soon_threadsafe(_end, self._open)

    def _running(self, application: Any) -> None:
        """Notes what is open; called when it has begun to run."""
        self._open = application
        if self._leaving:
            _end(application)

    def say(self, words: str) -> None:
        """Shows words between questions, wrapped to the terminal."""
        from rcpjournal.views.styled import plain_text, wrapped

        self._print([("", plain_text(wrapped(safe(words), min(here.width, 88))))])

    def line(self, question: str) -> str:
        """A short question outside the flow."""
        from prompt_toolkit import PromptSession

        session: PromptSession[str] = PromptSession()
        return session.prompt([("", f"{safe(question)} ")], pre_run=lambda: self._running(session.app)).strip()

    def ask(self, asked: Asked, keep_begun: Callable[[str], None]) -> Reply:
        """One question."""
        question = asked.question
        number, of = asked.place
        guess = "  (a guess is fine)" if question.guess else ""
        self._print([("", "\n"), ("class:dim", f"{number} of {of}")])
        self._wrapped(question.text + guess, "class:question")
        if asked.earlier not in (None, "") and question.kind != "many":
            self._wrapped(f"So far: {shown_answer(question, asked.earlier)}", "class:dim")
            change = "↑ brings it back to change, " if question.kind in ("text", "day") else ""
            self._wrapped(f"Enter keeps it, {change}- takes it out.", "class:dim")
        if question.kind == "text":
            return typed(self._words(asked, keep_begun))
        if question.kind == "day":
            return day_reply(question, self._words(asked, keep_begun))
        return Picker(asked, self._style, here.width).run(self._running)

    def _words(self, asked: Asked, keep_begun: Callable[[str], None]) -> str:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.history import InMemoryHistory

        earlier = shown_answer(asked.question, asked.earlier) if asked.earlier else ""
        session: PromptSession[str] = PromptSession(
            history=InMemoryHistory([earlier] if earlier else []),
            multiline=True,
            key_bindings=_enter_sends(),
            bottom_toolbar=_KEYS if width_of(_KEYS) < here.width else _KEYS[: here.width - 1],
            style=self._style,
            prompt_continuation="  ",
        )
        last_saved = time.monotonic()

        def changed(buffer: Any) -> None:
            nonlocal last_saved
            if time.monotonic() - last_saved >= _SAVE_EVERY_SECONDS:
                last_saved = time.monotonic()
                keep_begun(buffer.text)

        session.default_buffer.on_text_changed += changed
        try:
            return session.prompt([("", "> ")], default=asked.begun, pre_run=lambda: self._running(session.app))
        except BaseException:
            keep_begun(session.default_buffer.text)
            raise

    def _wrapped(self, text: str, style: str) -> None:
        from rcpjournal.views.styled import plain_text, wrapped

        self._print([(style, plain_text(wrapped(safe(text), min(here.width, 88))))])

    def _print(self, fragments: list[tuple[str, str]]) -> None:
        from prompt_toolkit import print_formatted_text
        from prompt_toolkit.formatted_text import FormattedText

        print_formatted_text(FormattedText(fragments), style=self._style)


def _end(application: Any) -> None:
    if application.is_running and not application.future.done():
        application.exit(exception=Hangup())


def _enter_sends() -> Any:
    """Enter sends what was typed; Alt-Enter (or Ctrl-J) begins a new line; Ctrl-D always leaves, keeping the words."""
    from prompt_toolkit.key_binding import KeyBindings

    keys = KeyBindings()

    @keys.add("enter")
    def _(event: Any) -> None:
        event.current_buffer.validate_and_handle()

    @keys.add("escape", "enter")
    @keys.add("c-j")
    def _(event: Any) -> None:
        event.current_buffer.insert_text("\n")

    @keys.add("c-d")
    def _(event: Any) -> None:
        event.app.exit(exception=EOFError)

    return keys

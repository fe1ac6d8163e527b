"""Questions on a real terminal: line editing, and a picker that filters as one types (prompt_toolkit)."""

import os
from collections.abc import Callable
from typing import Any

from rcpjournal.cli.asking import LEAVING, Asked, Hangup, Reply, shown_answer, typed
from rcpjournal.cli.asking_plain import day_reply, in_rows
from rcpjournal.cli.context import here
from rcpjournal.cli.picker import Picker
from rcpjournal.core.words import masked, safe

_KEYS = "Enter on · < back · ? explain · e editor · . stop here"
_SAVE_EVERY_SECONDS = 1.0


class FullAsker:
    """Asks with prompt_toolkit."""

    def __init__(self) -> None:
        # Asking the terminal where its cursor is makes some terminals wait and warn, and we have no need to know.
        os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
        from prompt_toolkit.styles import Style

        self._open: Any = None
        self._leaving = self.elsewhere = False
        colour = here.coloured
        self._style = Style.from_dict(
            {
                "question": "bold",
                "dim": "dim" if colour else "",  # bright black is the background itself in some palettes
                "chosen": "bold",
                "cursor-row": "reverse",
                "definition": "italic" if colour else "",
            }
        )

    def leave(self) -> None:
        """Ends what is open from inside its own loop; raising here could land anywhere in it."""
        self._leaving = True
        if self.elsewhere:
            raise Hangup
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
        words = in_rows(question, min(here.width, 88))
        return session.prompt([("", f"{words} ")], pre_run=lambda: self._running(session.app)).strip()

    def ask(self, asked: Asked, keep_begun: Callable[[Any], None]) -> Reply:
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
        if question.kind in ("text", "day"):
            self._wrapped(_KEYS, "class:dim")
        if question.kind == "text":
            words = self._words(asked, keep_begun)
            back = asked.start and words == f"{asked.start}<"  # there were words there, so it could not stand alone
            return Reply("back") if back else typed(words)
        if question.kind == "day":
            return day_reply(question, self._words(asked, keep_begun))
        return Picker(asked, self._style, here.width, keep_begun).run(self._running)

    def _words(self, asked: Asked, keep_begun: Callable[[Any], None]) -> str:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.history import InMemoryHistory

        earlier = shown_answer(asked.question, asked.earlier) if asked.earlier else ""
        session: PromptSession[str] = PromptSession(
            history=InMemoryHistory([earlier] if earlier else []),
            multiline=True,
            key_bindings=_enter_sends(),
            style=self._style,
            prompt_continuation="  ",
            input_processors=[_masking()],
        )

        def begun() -> None:
            self._running(session.app)
            session.app.create_background_task(_kept_now_and_then(session.default_buffer, keep_begun))

        try:
            return session.prompt([("", "> ")], default=asked.begun or asked.start, pre_run=begun)
        except LEAVING:
            keep_begun(session.default_buffer.text)
            raise

    def _wrapped(self, text: str, style: str) -> None:
        from rcpjournal.views.styled import plain_text, wrapped

        self._print([(style, plain_text(wrapped(safe(text), min(here.width, 88))))])

    def _print(self, fragments: list[tuple[str, str]]) -> None:
        from prompt_toolkit import print_formatted_text
        from prompt_toolkit.formatted_text import FormattedText

        print_formatted_text(FormattedText(fragments), style=self._style)


def _masking() -> Any:
    """Shows what could fool a terminal as a replacement sign while it is being edited; the words stay as they are."""
    from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput

    class Masking(Processor):
        def apply_transformation(self, given: TransformationInput) -> Transformation:
            return Transformation([(fragment[0], masked(fragment[1])) for fragment in given.fragments])

    return Masking()


async def _kept_now_and_then(buffer: Any, keep: Callable[[str], None]) -> None:
    """Keeps what has been typed so far, once a second where it changed."""
    from asyncio import sleep

    last = buffer.text
    while True:
        await sleep(_SAVE_EVERY_SECONDS)
        if buffer.text != last:
            last = buffer.text
            keep(last)


def _end(application: Any) -> None:
    if application.is_running and not application.future.done():
        application.exit(exception=Hangup())


def _enter_sends() -> Any:
    """Enter sends what was typed, Alt-Enter begins a new line, Ctrl-D always leaves and keeps the words.

    Ctrl-J is an Enter that was pressed before the question stood.
    """
    from prompt_toolkit.key_binding import KeyBindings

    keys = KeyBindings()

    @keys.add("enter")
    @keys.add("c-j")
    def _(event: Any) -> None:
        event.current_buffer.validate_and_handle()

    @keys.add("escape", "enter")
    @keys.add("escape", "c-j")
    def _(event: Any) -> None:
        event.current_buffer.insert_text("\n")

    @keys.add("c-d")
    def _(event: Any) -> None:
        event.app.exit(exception=EOFError)

    return keys

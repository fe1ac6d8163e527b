"""A person at a terminal: the program in a real pseudo-terminal, its screen as pyte sees it, keys as they are pressed."""

import os
import re
import signal
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

import pexpect
import pyte

from tests.support import PROGRAM

PATIENCE = 15.0
KEYS = {
    "enter": "\r", "tab": "\t", "backspace": "\x7f", "up": "\x1b[A", "down": "\x1b[B", "alt-enter": "\x1b\r",
    "ctrl-a": "\x01", "ctrl-c": "\x03", "ctrl-d": "\x04", "ctrl-k": "\x0b", "ctrl-u": "\x15", "space": " ",
}  # fmt: skip
_PLACE = re.compile(r"\d+ of \d+\Z")


class _Screen(pyte.HistoryScreen):  # type: ignore[misc]
    """A screen that answers when it is asked where its cursor is, as terminals do."""

    answer: Callable[[bytes], None]

    def write_process_input(self, data: str) -> None:
        self.answer(data.encode())


class Terminal:
    """`rcpjournal WORDS…` with a person in front of it.

    `questions` are the framework's, by id, so that `asked("noticed")` can wait for one by the last part of its id.
    """

    def __init__(
        self,
        *words: str,
        columns: int = 80,
        rows: int = 24,
        questions: Mapping[str, str] | None = None,
        **environment: str,
    ) -> None:
        self._questions = questions or {}
        self.screen = _Screen(columns, rows, history=4000, ratio=0.5)
        self._stream = pyte.ByteStream(self.screen)
        self.output = bytearray()
        self.child: Any = pexpect.spawn(
            PROGRAM[0],
            [*PROGRAM[1:], *words],
            dimensions=(rows, columns),
            env={**os.environ, "TERM": "xterm-256color", **environment},
            timeout=PATIENCE,
        )
        self.child.delaybeforesend = None
        self.child.delayafterclose = self.child.delayafterterminate = 0.0
        self.screen.answer = self._send

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.child.close(force=True)

    @property
    def pid(self) -> int:
        """The program's own process."""
        return int(self.child.pid)

    # --- what a person sees -----------------------------------------------------------------------------

    @property
    def rows(self) -> list[str]:
        """The screen as it is now, row by row."""
        return [str(row).rstrip() for row in self.screen.display]

    @property
    def text(self) -> str:
        """The screen as running words: rows joined, every run of white space one space."""
        return flat("\n".join(self.rows))

    @property
    def seen(self) -> str:
        """All that is on the screen or was scrolled off it, as running words."""
        above = ["".join(row[x].data for x in range(self.screen.columns)) for row in self.screen.history.top]
        return flat("\n".join([*above, *self.rows]))

    @property
    def question(self) -> str:
        """What stands below the last “3 of 12”: the question that is being asked, with whatever it shows."""
        rows = self.rows
        starts = [n for n, row in enumerate(rows) if _PLACE.match(row)]
        return "\n".join(rows[starts[-1] + 1 :]) if starts else ""

    @property
    def at_cursor(self) -> str:
        """The words that lead up to the cursor, from two rows above it."""
        last = self.screen.cursor.y
        rows = [*self.rows[max(0, last - 2) : last], str(self.screen.display[last])[: self.screen.cursor.x]]
        return flat("\n".join(rows))

    def pump(self, seconds: float = 0.02) -> bool:
        """Takes in what the program writes, waiting so long for it at most; False when there will be no more."""
        try:
            data = self.child.read_nonblocking(65536, timeout=seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.output += data
        self._stream.feed(data)
        return True

    def until(self, true: Callable[[], object], what: str) -> None:
        """Waits until something is so; fails with the screen where it does not come."""
        ends = time.monotonic() + PATIENCE
        while not true():
            more = self.pump()
            if not true() and (not more or time.monotonic() > ends):
                picture = "\n".join(self.rows)
                raise AssertionError(f"waited for {what}; {'it is running' if more else 'it ended'}:\n{picture}")

    def sees(self, words: str) -> None:
        """Waits for words anywhere on the screen."""
        self.until(lambda: flat(words) in self.text, f"“{words}”")

    def asked(self, name: str) -> None:
        """Waits for a question, by its id's last part or by how it begins, and for its place to answer."""
        words = flat(self.wording(name))

        def ready() -> bool:
            now = self.question
            open_ = "\nfind:" in now or ("\n>" in now and "\nEnter on" in now)
            return open_ and flat(now).startswith(words)

        self.until(ready, f"the question “{words}”")

    def offered(self, words: str) -> None:
        """Waits for a short question beside the cursor."""
        wanted = re.sub(r"\s", "", words)
        self.until(lambda: re.sub(r"\s", "", self.at_cursor).endswith(wanted), f"“{words}” beside the cursor")

    def wording(self, name: str) -> str:
        """A question's words by the last part of its id; `name` itself where no id ends so."""
        return next((text for id_, text in self._questions.items() if id_.endswith(f".prompt.{name}")), name)

    # --- what a person does -----------------------------------------------------------------------------

    def _send(self, data: bytes) -> None:
        self.child.send(data)

    def types(self, text: str) -> None:
        """Types, key by key and fast."""
        self._send(text.encode())

    def press(self, *keys: str) -> None:
        """Presses keys by name."""
        for key in keys:
            self._send(KEYS[key].encode())

    def pastes(self, text: str) -> None:
        """Pastes, as a terminal does that was asked to mark what is pasted."""
        self.until(lambda: 2004 << 5 in self.screen.mode, "a place that takes marked pastes")
        self._send(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def answers(self, name: str, text: str = "") -> None:
        """Waits for a question and answers it; nothing passes over it."""
        self.asked(name)
        self.types(f"{text}\r")

    def picks(self, name: str, *labels: str) -> None:
        """Waits for a list and picks by typing each name; where several may be taken, Enter once more goes on."""
        self.asked(name)
        many = "Space takes" in self.text
        for label in labels:
            self.types(label)
            self.until(lambda label=label: f"find: {label}" in self.question, f"“{label}” in the filter")  # type: ignore[misc]
            self.press("enter")
            if many:
                self.until(lambda: self.question.split("find:")[-1].startswith("\n"), "an empty filter")
        if many:
            self.press("enter")

    # --- how it ends ------------------------------------------------------------------------------------

    def ends(self) -> int:
        """Waits for the end; the exit code, or minus the signal that ended it."""
        ends = time.monotonic() + PATIENCE
        while self.pump():
            assert time.monotonic() < ends, "it does not end:\n" + "\n".join(self.rows)
        self.child.wait()
        return int(-self.child.signalstatus if self.child.signalstatus else self.child.exitstatus)

    def blow(self, name: str) -> None:
        """Sends a signal by name to the program alone."""
        os.kill(self.pid, getattr(signal, name))

    def closes_window(self) -> None:
        """The terminal itself goes away: the master side of the pseudo-terminal is closed."""
        os.close(self.child.fileno())

    def gone(self) -> None:
        """Waits for the end of a program whose terminal is no more."""
        ends = time.monotonic() + PATIENCE
        while os.waitpid(self.pid, os.WNOHANG) == (0, 0):
            assert time.monotonic() < ends, "it lives on without a terminal"
            time.sleep(0.01)


def flat(text: str) -> str:
    """Running words: every run of white space one space."""
    return " ".join(text.split())

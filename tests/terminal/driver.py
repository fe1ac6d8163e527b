"""A person at a terminal: the program in a real pseudo-terminal, its screen as pyte sees it, and keys."""

import os
import re
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import pexpect
import pyte

from tests.support import PROGRAM

PATIENCE = 12.0
KEYS = {
    "enter": "\r", "tab": "\t", "backspace": "\x7f", "up": "\x1b[A", "down": "\x1b[B", "alt-enter": "\x1b\r",
    "ctrl-a": "\x01", "ctrl-c": "\x03", "ctrl-d": "\x04", "ctrl-k": "\x0b", "ctrl-u": "\x15", "space": " ",
}  # fmt: skip
CLOSE = "Enter keeps it, < goes back, w lets it wait as it is:"
WAITING = "Enter goes on with it, n begins a new one, d throws it away (undo brings it back):"
_MARKED_PASTES = 2004 << 5  # as pyte numbers private modes
_PLACE = re.compile(r"\d+ of \d+\Z")
_PLACES = re.compile(rb"\d+ of \d+[\x1b\r]")


class _Screen(pyte.Screen):
    """A screen that keeps what is scrolled off it, and says where its cursor is when it is asked, as terminals do.

    pyte's own screen with a history looks twice at whatever is done to it, and reads rows that nothing was written to:
    together that was a third of the time of all tests in a terminal.
    """

    answer: Callable[[bytes], None]

    def __init__(self, columns: int, rows: int) -> None:
        self.above: list[Mapping[int, pyte.screens.Char]] = []
        self._shown = [""] * rows
        super().__init__(columns, rows)

    @property
    def display(self) -> list[str]:
        """The rows as they are now; those that were not written to since they were last read are not read again."""
        for y in self.dirty:
            self._shown[y] = self.read(self.buffer[y])
        self.dirty.clear()
        return self._shown

    def read(self, row: Mapping[int, pyte.screens.Char]) -> str:
        """A row as text. The second cell of a wide letter holds nothing."""
        return "".join(row[x].data for x in range(self.columns))

    def index(self) -> None:
        top, bottom = self.margins or (0, self.lines - 1)
        if self.cursor.y == bottom:
            self.above.append(self.buffer[top])
        super().index()

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
        program: Sequence[str] = PROGRAM,
        **environment: str,
    ) -> None:
        self._questions = questions or {}
        self.screen = _Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.output = bytearray()
        self._rows: list[str] = []
        self._answered = 0
        self.child: Any = pexpect.spawn(
            program[0],
            [*program[1:], *words],
            dimensions=(rows, columns),
            env={**os.environ, "TERM": "xterm-256color", **environment},
            timeout=PATIENCE,
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # the tests may run under nohup
        )
        self.child.delaybeforesend = None
        self.child.ptyproc.delayafterclose = 0
        self.screen.answer = self._send

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.put_away()

    @property
    def pid(self) -> int:
        """The program's own process."""
        return int(self.child.pid)

    # --- what a person sees -----------------------------------------------------------------------------

    @property
    def rows(self) -> list[str]:
        """The screen as it is now, row by row."""
        if not self._rows:
            self._rows = [str(row).rstrip() for row in self.screen.display]
        return self._rows

    @property
    def text(self) -> str:
        """The screen as running words: rows joined, every run of white space one space."""
        return flat("\n".join(self.rows))

    @property
    def seen(self) -> str:
        """All that is on the screen or was scrolled off it, as running words."""
        above = map(self.screen.read, self.screen.above)
        return flat("\n".join([*above, *self.rows]))

    @property
    def question(self) -> str:
        """What stands below the last “3 of 12”: the question that is being asked, with whatever it shows."""
        rows = self.rows
        starts = [n for n, row in enumerate(rows) if _PLACE.match(row)]
        return "\n".join(rows[starts[-1] + 1 :]).rstrip() if starts else ""

    @property
    def written(self) -> str:
        """The words in the place to answer, without the hints about keys that may stand in it or below it."""
        rows = self.question.split("\n")
        starts = [n for n, row in enumerate(rows) if row.startswith(">")]
        words = flat("\n".join(rows[starts[-1] :])[1:]) if starts else ""
        return words.partition("Enter on")[0].strip()

    @property
    def at_cursor(self) -> str:
        """The words that lead up to the cursor, from two rows above it."""
        last = self.screen.cursor.y
        rows = [*self.rows[max(0, last - 2) : last], str(self.screen.display[last])[: self.screen.cursor.x]]
        return flat("\n".join(rows))

    def pump(self, seconds: float = 0.02) -> bool:
        """Takes in what the program writes, waiting so long for it at most; False when there will be no more.

        A picture is taken in whole: while it is drawn, lines do not wrap, and that is how one knows.
        """
        try:
            data = self.child.read_nonblocking(65536, timeout=seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.output += data
        self._rows = []
        self._stream.feed(data)
        return pyte.modes.DECAWM in self.screen.mode or self.pump(0.5)

    def until(self, true: Callable[[], object], what: str) -> None:
        """Waits until something on the screen is so; fails with the screen where it does not come."""
        ends = time.monotonic() + PATIENCE
        while not true():
            before, more = len(self.output), True
            while more and len(self.output) == before:
                assert time.monotonic() < ends, self._missed(what)
                more = self.pump()
            assert more or true(), f"{self._missed(what)}\n(it has ended)"

    def eventually(self, true: Callable[[], object], what: str) -> None:
        """Waits until something elsewhere is so: in the journal, in a file."""
        ends = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < ends, self._missed(what)
            self.pump()

    def settles(self) -> None:
        """Waits until the program has written nothing for a moment."""
        before = -1
        while len(self.output) > before:
            before = len(self.output)
            self.pump(0.15)

    def _missed(self, what: str) -> str:
        return "\n".join([f"waited for {what}, in vain:", *self.rows])

    def sees(self, words: str) -> None:
        """Waits for words anywhere on the screen, however the rows break them."""
        self.until(lambda: squeezed(words) in squeezed(self.text), f"“{words}”")

    def asked(self, name: str) -> None:
        """Waits for a question, by its id's last part or by how it begins, and for its place to answer.

        A question that Enter was pressed at is another one when it is put again.
        """
        words = flat(self.wording(name))

        def ready() -> bool:
            now = self.question if self._put() > self._answered else ""
            open_ = "\ntype to find" in now if "\nfind:" in now else "\n>" in now
            return open_ and flat(now).startswith(words)

        self.until(ready, f"the question “{words}”")

    def _put(self) -> int:
        """How many questions have been put so far."""
        return len(_PLACES.findall(self.output))

    def offered(self, words: str) -> None:
        """Waits for a short question beside the cursor."""
        self.until(lambda: squeezed(self.at_cursor).endswith(squeezed(words)), f"“{words}” beside the cursor")

    def holds(self, words: str) -> None:
        """Waits for just these words in the place to answer."""
        self.until(lambda: self.written == flat(words), f"“{words}” in the place to answer")

    def wording(self, name: str) -> str:
        """A question's words by the last part of its id; `name` itself where no id ends so."""
        return next((text for id_, text in self._questions.items() if id_.endswith(f".prompt.{name}")), name)

    @property
    def left_as_it_was(self) -> bool:
        """Whether the terminal shows its cursor again and marks no more pastes."""
        return _MARKED_PASTES not in self.screen.mode and not self.screen.cursor.hidden

    # --- what a person does -----------------------------------------------------------------------------

    def _send(self, data: bytes) -> None:
        if data.endswith(b"\r") and data != KEYS["alt-enter"].encode():
            self._answered = self._put()
        self.child.send(data)

    def types(self, text: str) -> None:
        """Types, key by key and fast."""
        self._send(text.encode())

    def press(self, *keys: str) -> None:
        """Presses keys by name."""
        for key in keys:
            self._send(KEYS[key].encode())

    def writes(self, text: str) -> None:
        """Types words and waits for them in the place to answer; nothing is sent."""
        self.types(text)
        self.holds(text)

    def pastes(self, text: str) -> None:
        """Pastes, as a terminal does that was asked to mark what is pasted."""
        self.until(lambda: _MARKED_PASTES in self.screen.mode, "a place that takes marked pastes")
        self._send(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def answers(self, name: str, text: str = "") -> None:
        """Waits for a question and answers it; nothing passes over it."""
        self.asked(name)
        self.types(f"{text}\r")

    def picks(self, name: str, *labels: str) -> None:
        """Waits for a list and picks by typing each name, or its beginning, and Enter.

        Where several may be taken (and Space takes, so that no label may hold one), Enter once more goes on.
        """
        self.asked(name)
        many = "Space takes" in self.text
        assert not (many and " " in "".join(labels)), "Space would take at once"
        for label in labels:
            self.types(label)
            self.until(lambda label=label: f"find: {label}" in self.question, f"“{label}” in the filter")  # type: ignore[misc]
            self.press("enter")
            if many:
                self.until(lambda: self.question.split("find:")[-1].startswith("\n"), "an empty filter")
        if many:
            self.press("enter")

    def figure(self, name: str, figure: str) -> None:
        """Waits for a short list and picks by its figure, with no Enter."""
        self.asked(name)
        self._answered = self._put()
        self.types(figure)

    def keeps(self, last: str = "That was the last question.") -> None:
        """Keeps the reflection at its close, and waits for the end."""
        self.sees(last)
        self.offered(CLOSE)
        self.press("enter")
        assert self.ends() == 0
        assert "Kept, private." in self.text

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
        self.child.ptyproc.fileobj.close()

    def put_away(self) -> None:
        """Ends the program, if it has not ended, and lets go of the terminal."""
        if self.child.ptyproc.isalive():
            os.kill(self.pid, signal.SIGKILL)
            self.child.ptyproc.wait()
        self.closes_window()

    def gone(self) -> None:
        """Waits for the end of a program whose terminal is no more."""
        ends = time.monotonic() + PATIENCE
        while self.child.ptyproc.isalive():
            assert time.monotonic() < ends, "it lives on without a terminal"
            time.sleep(0.01)


def flat(text: str) -> str:
    """Running words: every run of white space one space."""
    return " ".join(text.split())


def squeezed(text: str) -> str:
    """Words without any white space, for comparing whatever the rows did to them."""
    return re.sub(r"\s", "", text)

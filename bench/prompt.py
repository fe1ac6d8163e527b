"""Runs `rcpjournal write` in a terminal; prints the seconds from Enter to the first question (`--first`), or from
Enter after an answer to the next one (`--next`); then processor seconds, peak KiB and exit code, as timed.py does.

Run with `python -I -S prompt.py --first|--next COMMAND…`. The reflection is left with Ctrl-C.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time

WHERE, HERE = b"\x1b[6n", b"\x1b[1;1R"  # a terminal is asked where its cursor is, and says so
PLACE = b"\x1b[?2004h"
PATIENCE = 10.0


def asked(terminal: int) -> float:
    """The moment at which the program waits for words: its terminal then marks what is pasted."""
    text, until = b"", time.perf_counter() + PATIENCE
    while PLACE not in text:
        if not select.select([terminal], [], [], max(0.0, until - time.perf_counter()))[0]:
            raise SystemExit(f"No question was asked: {text!r}")
        piece = os.read(terminal, 65536)
        text += piece
        if WHERE in piece:
            os.write(terminal, HERE)
    return time.perf_counter()


def main() -> None:
    after, command = sys.argv[1], sys.argv[2:]
    start = time.perf_counter()
    pid, terminal = pty.fork()
    if not pid:
        os.execve(command[0], command, os.environ)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    seconds = asked(terminal) - start
    if after == "--next":
        time.sleep(0.3)  # a person types for longer
        os.write(terminal, b"\r")  # the month's question, or the first one
        asked(terminal)
        os.write(terminal, b"She opened the door herself.")
        time.sleep(0.3)
        start = time.perf_counter()
        os.write(terminal, b"\r")
        seconds = asked(terminal) - start
    os.write(terminal, b"\x03")
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:
        pass  # it is closed
    _, status, used = os.wait4(pid, 0)
    ended = os.waitstatus_to_exitcode(status)
    kib = used.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
    print(seconds, used.ru_utime + used.ru_stime, kib, 0 if ended == 130 else ended or 1)


if __name__ == "__main__":
    main()

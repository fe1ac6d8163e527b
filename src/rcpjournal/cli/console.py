"""What consoles and pipes need before anything is shown: Windows' above all."""

import sys
from functools import cache
from typing import Any, TextIO

_SIGNS = {
    "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "-", "—": "-", "·": "-", "•": "-", "→": "->",
    "↑": "up", "↓": "down",
}  # fmt: skip
"""signs of our own sentences, and what stands for them where they cannot be written"""
_STDOUT, _UNDERSTANDS_STYLES = -11, 0x0004  # STD_OUTPUT_HANDLE, ENABLE_VIRTUAL_TERMINAL_PROCESSING


def set_up(streams: "list[Any]") -> None:
    """What cannot be encoded is escaped; on Windows, files and pipes are UTF-8 as everywhere else."""
    for stream in streams:
        if sys.platform == "win32" and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        else:
            stream.reconfigure(errors="backslashreplace")


def fitted(text: str, stream: TextIO) -> str:
    """Text for people, with simpler signs for those that the stream cannot encode (a console of code page 437)."""
    encoding = stream.encoding or "ascii"
    if text.isascii() or encoding.lower() in ("utf-8", "utf8"):
        return text
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(letter if _writable(letter, encoding) else _SIGNS.get(letter, letter) for letter in text)
    return text


@cache
def _writable(letter: str, encoding: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@cache
def styles_understood() -> bool:
    """Whether the console takes styles as escape sequences. Windows' older ones do only once they are asked to."""
    if sys.platform != "win32":
        return True
    import ctypes

    kernel: Any = getattr(ctypes, "WinDLL")("kernel32")  # noqa: B009 - only Windows has it
    console, mode = kernel.GetStdHandle(_STDOUT), ctypes.c_ulong()
    if not kernel.GetConsoleMode(console, ctypes.byref(mode)):
        return False
    return bool(kernel.SetConsoleMode(console, mode.value | _UNDERSTANDS_STYLES))

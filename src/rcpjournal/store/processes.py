"""Whether another process of this computer is still running."""

import os
import sys

_MAY_ASK = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
_NOT_OURS, _STILL_RUNS = 5, 259  # ERROR_ACCESS_DENIED, STILL_ACTIVE


def runs(process: int, *, anybodys: bool = True) -> bool:
    """Whether a process of this number runs; `anybodys`: also one that is another person's."""
    if sys.platform == "win32":
        return _runs_on_windows(process, anybodys)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return anybodys
    return True


def _runs_on_windows(process: int, anybodys: bool) -> bool:
    """There `os.kill(process, 0)` would send it Ctrl-C."""
    import ctypes

    kernel = getattr(ctypes, "WinDLL")("kernel32", use_last_error=True)  # noqa: B009 - only Windows has it
    handle = kernel.OpenProcess(_MAY_ASK, False, process)
    if not handle:
        return anybodys and bool(getattr(ctypes, "get_last_error")() == _NOT_OURS)  # noqa: B009
    code = ctypes.c_ulong()
    known = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return not known or code.value == _STILL_RUNS

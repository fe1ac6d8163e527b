"""A lock on an open file that lasts as long as its process, on systems that have one."""

import os
from importlib import import_module

_FAR = 1 << 30
"""where Windows locks: what it locks nobody can read, so it is far behind the file's end"""


def locked(handle: int) -> bool:
    """Locks an open file, or tells that another process has it locked. True where the system knows no locks."""
    try:
        fcntl = import_module("fcntl")
    except ImportError:
        return _locked_on_windows(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _locked_on_windows(handle: int) -> bool:
    try:
        msvcrt = import_module("msvcrt")
    except ImportError:
        return True
    before = os.lseek(handle, 0, os.SEEK_CUR)
    try:
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    finally:
        os.lseek(handle, before, os.SEEK_SET)
    return True

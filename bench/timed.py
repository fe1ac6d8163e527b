"""Runs one command and prints its seconds, processor seconds, peak KiB and exit code.

Kept tiny: a process counts its parent's memory at the moment of the fork among its own, so the parent must be
smaller than whatever it measures. Run with `python -I -S timed.py COMMAND…`.
"""

import os
import sys
import time


def main() -> None:
    command = sys.argv[1:]
    nothing = os.open(os.devnull, os.O_RDWR)
    quiet = [(os.POSIX_SPAWN_DUP2, nothing, 0), (os.POSIX_SPAWN_DUP2, nothing, 1)]
    start = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=quiet)
    _, status, used = os.wait4(pid, 0)
    seconds = time.perf_counter() - start
    kib = used.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
    print(seconds, used.ru_utime + used.ru_stime, kib, os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()

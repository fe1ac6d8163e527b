"""Where the program begins: `rcpjournal`, or `python -m rcpjournal`."""

import gc
import os
import signal

gc.disable()  # a run is short and makes few cycles; looking for them, while loading too, costs a twentieth of it
signal.signal(signal.SIGINT, lambda *_: os._exit(130))  # nothing has begun: Ctrl-C while loading just leaves

from rcpjournal.cli import main as run  # noqa: E402 - first the collector and the signal


def main() -> None:
    """The program; from here on Ctrl-C is an error that is told."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


if __name__ == "__main__":
    main()

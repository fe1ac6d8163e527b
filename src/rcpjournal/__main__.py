"""Where the program begins: `rcpjournal`, or `python -m rcpjournal`."""

import gc
import os
import signal

gc.disable()  # a run is short and makes few cycles; looking for them, while loading too, costs a twentieth of it
signal.signal(signal.SIGINT, lambda *_: os._exit(130))  # nothing has begun: Ctrl-C while loading just leaves

from rcpjournal.cli import main  # noqa: E402 - first the collector and the signal

if __name__ == "__main__":
    main()

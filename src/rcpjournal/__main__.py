"""Where the program begins: `rcpjournal`, or `python -m rcpjournal`."""

import gc

gc.disable()  # a run is short and makes few cycles; looking for them, while loading too, costs a twentieth of it

from rcpjournal.cli import main  # noqa: E402 - first the collector

if __name__ == "__main__":
    main()
